// Goroutines begin with 2 KiB of stack. When a call does not fit, the stack is copied to one of twice the size, and pointers to
// variables on it go on pointing to them. Collections halve stacks of which less than a quarter is in use.
package main

import (
	"runtime"
	"unsafe"
)

const (
	goroutines = 1000
	depth      = 1000
)

// inUse is the memory that stacks take, in KiB.
//
//go:noinline
func inUse() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.StackInuse >> 10)
}

// descend has a KiB of variables in each call, and counts the calls in a variable far above.
func descend(n int, calls *int) int {
	var block [1024]byte
	block[n] = 1
	*calls++
	if n == 0 {
		return inUse()
	}
	most := descend(n-1, calls)
	if block[n] != 1 {
		println("call", n, "has lost its variables")
	}
	return most
}

// address tells where p points to in a way that does not change when the stack moves.
func address(p *int) uintptr { return uintptr(unsafe.Pointer(p)) }

func dive(finished, leave chan bool) {
	calls := 0
	before, small := address(&calls), inUse()
	most := descend(depth, &calls)
	println(calls, "calls deep: the stack has moved:", address(&calls) != before)
	println("it takes", (most-small+512)>>10, "MiB")
	finished <- true
	<-leave
	println("the variable is where it is now:", calls, calls == depth+1)
	finished <- true
}

func main() {
	leave := make(chan bool)
	before := inUse()
	for i := 0; i < goroutines; i++ {
		go func() { <-leave }()
	}
	runtime.Gosched()
	println(goroutines, "goroutines wait, with", (inUse()-before+goroutines/2)/goroutines, "KiB each")
	close(leave)
	runtime.Gosched()
	runtime.GC()

	finished := make(chan bool)
	goOn := make(chan bool)
	go dive(finished, goOn)
	<-finished
	size := inUse()
	for i := 0; i < 5; i++ {
		runtime.GC()
		smaller := inUse()
		println("a collection frees", power(size-smaller), "KiB")
		size = smaller
	}
	goOn <- true
	<-finished
}

// power rounds to a power of two.
func power(n int) int {
	p := 1
	for p*3/2 < n {
		p *= 2
	}
	return p
}
