// A random graph of objects changes under a collector: what is reachable keeps its contents, and what is not is freed.
package main

import "runtime"

type vertex struct {
	edges [3]*vertex
	id    uint32
	check uint32
}

const count = 400

var roots [20]*vertex
var seed uint32 = 12345

func random(n uint32) uint32 {
	seed ^= seed << 13
	seed ^= seed >> 17
	seed ^= seed << 5
	return seed % n
}

func walk(v *vertex, seen map[*vertex]bool) bool {
	if v == nil || seen[v] {
		return true
	}
	seen[v] = true
	if v.check != v.id*2654435761 {
		return false
	}
	for _, e := range v.edges {
		if !walk(e, seen) {
			return false
		}
	}
	return true
}

func any_(seen map[*vertex]bool) *vertex {
	v := roots[random(20)]
	for i := uint32(0); v != nil && i < random(6); i++ {
		if next := v.edges[random(3)]; next != nil {
			v = next
		}
	}
	return v
}

func main() {
	intact := true
	for round := 0; round < 30; round++ {
		for i := 0; i < count; i++ {
			id := random(1 << 30)
			v := &vertex{id: id, check: id * 2654435761}
			for j := range v.edges {
				v.edges[j] = any_(nil)
			}
			roots[random(20)] = v
		}
		if round%3 == 0 {
			runtime.GC()
		}
		seen := map[*vertex]bool{}
		for _, r := range roots {
			if !walk(r, seen) {
				intact = false
			}
		}
	}
	println("intact", intact)
	for i := range roots {
		roots[i] = nil
	}
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	println("freed", m.HeapAlloc < 400<<10, "identities", m.HeapSys == m.HeapInuse+m.HeapIdle && m.Mallocs-m.Frees == m.HeapObjects &&
		m.Sys == m.HeapSys+m.StackSys+m.MSpanSys+m.MCacheSys+m.BuckHashSys+m.GCSys+m.OtherSys)
}
