// The mcache hands out one span of a size class slot by slot; a full one it exchanges for another at the mcentral.
//
// `pagewalk stat` counts the exchanges (refills) of each class: objects divided by slots in a span.
package main

import (
	"runtime"
	"unsafe"
)

const pageMask = 8192 - 1

type small struct{ words [12]uintptr }
type medium struct{ words [64]uintptr }
type wide struct{ words [256]uintptr }

var kept [2000]unsafe.Pointer

// refills fills three spans, from the first slot of one, and prints after how many objects the span was another.
func refills(name string, alloc func() unsafe.Pointer) {
	// What is left of the span at hand belongs to earlier objects.
	n := 0
	last := uintptr(alloc())
	for spans := 0; spans < 4; n++ {
		p := alloc()
		kept[n] = p
		if uintptr(p)&^pageMask != last&^pageMask {
			if spans > 0 {
				print(" ", n)
			} else {
				print(name, ": a new span after")
			}
			spans++
			n = 0
		}
		last = uintptr(p)
	}
	println(" objects")
}

func main() {
	runtime.GC()
	refills("48 bytes ", func() unsafe.Pointer { return unsafe.Pointer(new(small)) })
	refills("256 bytes", func() unsafe.Pointer { return unsafe.Pointer(new(medium)) })
	refills("1 KiB    ", func() unsafe.Pointer { return unsafe.Pointer(new(wide)) })
}
