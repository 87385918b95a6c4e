package main

// Maps that do not outlive a function: their headers and first buckets take no
// allocation, grow into the heap, move with the stack, and are iterated over there.

import "runtime"

var m0, m1 runtime.MemStats

func delta(name string) {
	runtime.ReadMemStats(&m1)
	println(name, m1.Mallocs-m0.Mallocs, m1.TotalAlloc-m0.TotalAlloc)
	runtime.ReadMemStats(&m0)
}

//go:noinline
func grow(n int) int {
	var pad [64]int
	pad[n&63] = n
	if n == 0 {
		return 0
	}
	return pad[n&63] - n + grow(n-1)
}

//go:noinline
func hinted(n int) int {
	m := make(map[int]*int, n)
	for i := 0; i < 4; i++ {
		m[i] = nil
	}
	return len(m)
}

//go:noinline
func count(words []string) (n int) {
	m := map[string]int{}
	for _, w := range words {
		m[w]++
	}
	for k, v := range m {
		n += len(k) * v
	}
	return n
}

type wide struct{ a [40]int }

var sink interface{}
var seven = 7

func main() {
	words := []string{"a", "bb", "a", "ccc"}
	count(words)
	hinted(1)
	runtime.ReadMemStats(&m0)
	println(count(words))
	delta("words")
	for _, n := range []int{0, seven, 8, 9, 100} {
		hinted(n)
		delta("hint")
	}
	m := map[string]int{"a": 1}
	m["b"] = 2
	delete(m, "a")
	delta("literal")
	for k := range m {
		delete(m, k)
	}
	println(len(m))
	set := map[int]struct{}{}
	for i := 0; i < 100; i++ {
		set[i&7] = struct{}{}
	}
	delta("set")
	set[8] = struct{}{}
	delta("set grows")
	v := map[wide]bool{}
	v[wide{}] = true
	delta("wide key")
	sink = map[int]int{1: 2}
	delta("escapes")
	total := 0
	for round := 0; round < 20; round++ {
		p := map[int]*int{}
		for i := 0; i < 6; i++ {
			x := new(int)
			*x = i * round
			p[i] = x
		}
		for k, x := range p {
			total += grow(k*20) + *x
			if k == 3 {
				for i := 10; i < 40; i++ {
					y := i
					p[i] = &y
				}
				runtime.GC()
			}
		}
		for i := 0; i < 6; i++ {
			if *p[i] != i*round || *p[39] != 39 {
				println("bad", i, round)
			}
		}
	}
	func() {
		defer func() { println(recover() != nil) }()
		t := map[interface{}]int{1: 1, "x": 2}
		for range t {
			t[[]int{1}]++
		}
	}()
}
