// What a collector cannot free: what a global map still holds. And what it can: a ring that nothing points to any more.
package main

import "runtime"

type node struct {
	next *node
	pad  [1000]byte
}

var m runtime.MemStats

var cache = map[int]*node{}

func live() int {
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc >> 10)
}

func ring(n int) *node {
	first := &node{}
	last := first
	for i := 1; i < n; i++ {
		last.next = &node{}
		last = last.next
	}
	last.next = first
	return first
}

var held *node

func main() {
	start := live()
	held = ring(1000)
	println("a ring of 1000:", (live()-start)/1000, "MB")
	held = nil
	println("dropped:", (live()-start)/1000, "MB")
	for i := 0; i < 1000; i++ {
		cache[i] = &node{}
	}
	println("in a map:", (live()-start)/1000, "MB")
	for i := 0; i < 500; i++ {
		delete(cache, i)
	}
	println("half of it deleted:", (live()-start+100)/500, "half MB")
	runtime.KeepAlive(cache)
}
