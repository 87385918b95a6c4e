package main

import (
	"fmt"
	"runtime"
)

type obj struct {
	id   int
	next *obj
	pad  [20]int
}

var order []int

//go:noinline
func mk(n int) {
	for i := 0; i < n; i++ {
		o := &obj{id: i}
		runtime.SetFinalizer(o, func(o *obj) { order = append(order, o.id) })
	}
}

//go:noinline
func chain() {
	a := &obj{id: 100}
	b := &obj{id: 101, next: a}
	c := &obj{id: 102, next: b}
	for _, o := range []*obj{a, b, c} {
		runtime.SetFinalizer(o, func(o *obj) { order = append(order, o.id) })
	}
}

//go:noinline
func cycle() {
	a := &obj{id: 200}
	b := &obj{id: 201, next: a}
	a.next = b
	runtime.SetFinalizer(a, func(o *obj) { order = append(order, o.id) })
}

//go:noinline
func clear(n int) int {
	var x [100]int
	for i := range x {
		x[i] = n
	}
	if n > 0 {
		return clear(n-1) + x[n]
	}
	return 0
}

func settle() {
	clear(10)
	runtime.GC()
	for i := 0; i < 20; i++ {
		runtime.Gosched()
	}
}

type iface interface{ get() int }

func (o *obj) get() int { return o.id }

//go:noinline
func variants() {
	o := &obj{id: 300}
	runtime.SetFinalizer(o, func(i iface) { order = append(order, i.get()) })
	o = &obj{id: 301}
	runtime.SetFinalizer(o, func(i interface{}) { order = append(order, i.(*obj).id) })
	o = &obj{id: 302}
	runtime.SetFinalizer(o, func(o *obj) (int, string) { order = append(order, o.id); return 1, "x" })
	o = &obj{id: 303}
	runtime.SetFinalizer(o, func(o *obj) { order = append(order, o.id) })
	runtime.SetFinalizer(o, nil)
	o = &obj{id: 304}
	runtime.SetFinalizer(o, (*obj).fin)
}

func (o *obj) fin() { order = append(order, o.id) }

var saved *obj

//go:noinline
func resurrect() {
	o := &obj{id: 400}
	runtime.SetFinalizer(o, func(o *obj) {
		saved = o
		order = append(order, o.id)
		runtime.SetFinalizer(o, func(o *obj) { order = append(order, 1000+o.id) })
	})
}

func main() {
	mk(10)
	settle()
	fmt.Println(order)
	order = nil
	chain()
	for i := 0; i < 4; i++ {
		settle()
		fmt.Println(i, order)
	}
	order = nil
	cycle()
	settle()
	settle()
	fmt.Println(order)
	variants()
	settle()
	settle()
	fmt.Println(order)
	order = nil
	resurrect()
	settle()
	fmt.Println(order, saved.id)
	saved = nil
	settle()
	fmt.Println(order)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(m.NumGC, m.NumForcedGC, runtime.NumGoroutine())
}
