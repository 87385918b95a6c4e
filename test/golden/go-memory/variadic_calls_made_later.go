package main

// Variadic arguments of calls that are made later: each call has its own, whatever has happened to the frame since.

import (
	"fmt"
	"os"
	"runtime"
	"sync"
)

var m0, m1 runtime.MemStats

type T struct{ n int }

func (t T) show(pre string, rest ...interface{}) { println(pre, t.n, len(rest), rest[0].(int)) }
func two() (int, string)                         { return 5, "x" }
func all(args ...interface{})                    { println(len(args), args[0].(int), args[1].(string)) }
func mixed(a int, b string, c ...string)         { println(a, b, len(c)) }
func big(a ...[3]int)                            { println(a[0][2], a[1][0]) }

type I interface{ show(string, ...interface{}) }

//go:noinline
func sum(xs ...int) {
	for _, x := range xs {
		total += x
	}
}

var total int

// The slice takes no room in the heap, only the closure may.
func allocations() {
	runtime.ReadMemStats(&m0)
	func() { defer sum(total, 2, 3) }()
	for i := 0; i < 3; i++ {
		defer sum(i, total)
	}
	runtime.ReadMemStats(&m1)
	println("allocations", m1.Mallocs-m0.Mallocs)
}

var wg sync.WaitGroup

func pair(args ...int) { println(args[0], args[1]); wg.Done() }

func start(i int) { wg.Add(1); go pair(i, i*2) }

func clobber(n int) int {
	var a [20]int
	for i := range a {
		a[i] = n
	}
	return a[n%20]
}

func goroutines() {
	for i := 0; i < 3; i++ {
		start(i)
		clobber(77)
	}
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go pair(i, i*2)
	}
	wg.Wait()
}

func main() {
	allocations()
	goroutines()
	var i I = T{9}
	for k := 0; k < 2; k++ {
		t := T{k}
		defer t.show("m", k, 2)
		defer i.show("i", k+10)
		defer all(two())
		defer mixed(k, "b")
		defer mixed(k, "b", "c", "d")
		defer mixed(k, "b", []string{"q"}...)
		a := [3]int{k, k, k}
		defer big(a, a)
		a[2] = 100
		defer fmt.Fprintln(os.Stderr, "line", k, 1.5, nil)
		f := all
		defer f(k, "z")
		defer func(xs ...int) { println(len(xs), xs[0]) }(k, 1, 2)
	}
	defer fmt.Fprintln(os.Stderr)
}
