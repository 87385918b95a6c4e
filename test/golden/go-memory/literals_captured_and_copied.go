package main

// Bytes of constant text are an array as long as the text; deferred calls and
// goroutines have no room for arguments that are literals.

import "runtime"

var m0, m1 runtime.MemStats
var sink []byte
var done = make(chan int)
var n = 3

func delta(name string) {
	runtime.ReadMemStats(&m1)
	println(name, m1.Mallocs-m0.Mallocs)
	runtime.ReadMemStats(&m0)
}

//go:noinline
func sum(x ...int) (s int) {
	for _, v := range x {
		s += v
	}
	n = s
	return s
}

//go:noinline
func many(a int, f float64, s string, p *int, g func() int, e interface{}, w int64) {
	println(a, f, s, p == nil, g == nil || g() == 1, e == nil, w)
}

func one() int { return 1 }

func deferred() {
	defer sum(1, 2)
	defer sum()
	defer many(n, 2.5, "text", nil, one, nil, -1<<40)
	defer many(4, 0, "", nil, nil, 5, 1)
}

func main() {
	runtime.ReadMemStats(&m0)
	sink = []byte("constant")
	println(len(sink), cap(sink))
	sink = []byte("")
	println(len(sink), cap(sink), sink == nil)
	delta("heap")
	a := []byte("constant text that is longer than thirty-two bytes")
	b := []byte("short")
	c := []byte("thirty-two bytes of text here!!!")
	a[0], b[0], c[0] = 'C', 'S', 'T'
	println(len(a), cap(a), len(b), cap(b), cap(c), string(a), string(b))
	delta("frame")
	s := string(a)
	d := []byte(s)
	println(cap(d), cap([]byte(s[:3])))
	delta("variable")
	deferred()
	println(n)
	delta("deferred")
	go func(a, b int, s string) { done <- a + b + len(s) }(1, 2, "x")
	println(<-done)
	delta("goroutine")
	for i := 0; i < 3; i++ {
		defer sum(i, 10)
	}
	delta("loop")
}
