// Who calls, as Callers and Caller tell: neither wrappers of methods nor those of deferred and started calls are seen. Also
// what should not depend on luck: keys with empty strings spread over a map, equal cases of a select take turns.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

func where(what string) {
	pcs := make([]uintptr, 20)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "main.") {
			fmt.Println(" ", what, f.Function, f.Line)
		}
		if !more {
			break
		}
	}
	if pc, _, line, ok := runtime.Caller(2); ok && strings.HasPrefix(runtime.FuncForPC(pc).Name(), "main.") {
		fmt.Println(" ", what, "caller 2", line)
	}
}

type T struct{ x [3]int }

func (t T) show()   { where("show") }
func (t *T) point() { where("point") }

type I interface{ show() }
type E struct{ *T }
type J interface{ point() }

func normal() {
	defer where("direct")
	defer func() { where("closure") }()
	defer T{}.show()
}

func recovered() {
	defer func() {
		recover()
		where("recovering")
	}()
	panic(1)
}

func loop() {
	for i := 0; i < 2; i++ {
		defer where("loop")
	}
}

type key [8]string

// allocations of a map of 70 keys, each with four empty strings in another place.
func allocations() uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m := make(map[key]bool, 70)
	for i := 0; i < 256; i++ {
		var k key
		n := 0
		for j := range k {
			if i>>j&1 != 0 {
				k[j] = "foo"
				n++
			}
		}
		if n == 4 {
			m[k] = true
		}
	}
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

// turns sends 100 numbers by a select of two cases on one channel that mostly waits.
func turns() (zeros int) {
	c := make(chan int)
	done := make(chan bool)
	go func() {
		for i := 0; i < 100; i++ {
			runtime.Gosched()
			if <-c == 0 {
				zeros++
			}
		}
		done <- true
	}()
	for i := 0; i < 100; i++ {
		select {
		case c <- 1:
		case c <- 0:
		}
	}
	<-done
	return zeros
}

func main() {
	n := turns()
	fmt.Println(allocations() <= 6, n > 10 && n < 90)
	normal()
	fmt.Println()
	recovered()
	fmt.Println()
	loop()
	fmt.Println()
	var i I = &T{}
	i.show()
	var j J = E{&T{}}
	j.point()
	i = &E{&T{}}
	i.show()
	f := i.show
	f()
	g := (*T).show
	g(&T{})
	h := I.show
	h(i)
	k := E.show
	k(E{&T{}})
	done := make(chan bool)
	go func() { i.show(); done <- true }()
	<-done
	go i.show()
	go where("go")
	runtime.Gosched()
	defer func() {
		fmt.Println(recover())
		where("end")
	}()
	var e *E
	i = e
	i.show()
}
