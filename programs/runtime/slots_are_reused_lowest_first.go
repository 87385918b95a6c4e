// Freed slots of a span are used again in the order of their addresses.
package main

import (
	"runtime"
	"unsafe"
)

type object struct {
	next *object
	pad  [300]byte
}

const perSpan = 8192 / 320

var all [perSpan * 4]*object

func address(o *object) uintptr { return uintptr(unsafe.Pointer(o)) }

func main() {
	for i := range all {
		all[i] = new(object)
	}
	// The third span holds none but ours.
	base := address(all[perSpan*2]) &^ 8191
	var freed [8]uintptr
	n := 0
	for i := range all {
		if all[i] != nil && address(all[i])&^8191 == base && (address(all[i])-base)/320%3 == 1 {
			freed[n] = address(all[i])
			all[i] = nil
			n++
		}
	}
	runtime.GC()
	found := 0
	inOrder := true
	last := uintptr(0)
	for i := 0; i < 200 && found < n; i++ {
		o := new(object)
		if a := address(o); a&^8191 == base {
			if a < last {
				inOrder = false
			}
			last = a
			for _, f := range freed[:n] {
				if f == a {
					found++
				}
			}
		}
	}
	println("freed", n, "used again", found, "in order", inOrder)
}
