// A finalizer runs when its object is unreachable; it may make the object reachable again, and then the object lives on
// until it is unreachable once more.
package main

import "runtime"

type thing struct {
	id    int
	inner *thing
}

var saved *thing
var log [8]int
var n int

func note(id int) {
	log[n] = id
	n++
}

//go:noinline
func build() {
	outer := &thing{id: 1, inner: &thing{id: 2}}
	runtime.SetFinalizer(outer, func(t *thing) { note(t.id) })
	runtime.SetFinalizer(outer.inner, func(t *thing) { note(t.id) })
	phoenix := &thing{id: 3}
	runtime.SetFinalizer(phoenix, func(t *thing) {
		note(t.id)
		saved = t
	})
}

//go:noinline
func clear() { var a [64]uintptr; a[n] = 1; log[7] = int(a[n]) - 1 }

func settle() {
	clear()
	runtime.GC()
	for i := 0; i < 10; i++ {
		runtime.Gosched()
	}
}

func has(id int) bool {
	for _, x := range log[:n] {
		if x == id {
			return true
		}
	}
	return false
}

func main() {
	build()
	settle()
	println("first cycle: outer", has(1), "inner", has(2), "phoenix", has(3))
	settle()
	println("second cycle: inner", has(2), "saved", saved.id)
	runtime.SetFinalizer(saved, func(t *thing) { note(40 + t.id) })
	saved = nil
	settle()
	println("third cycle: phoenix again", has(43))
}
