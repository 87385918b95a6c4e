// An mcentral keeps spans with free slots apart from full ones; a collection moves them over, and allocation moves them back.
package main

import (
	"runtime"
	"unsafe"
)

// Eight of them fill a span of 8 KiB, and nobody else wants slots of this size.
type object struct {
	next *object
	pad  [1016]byte
}

const (
	perSpan = 8
	spans   = 12
)

var objects [perSpan * spans]*object
var extra [perSpan * spans]*object

func spanOf(o *object) uintptr { return uintptr(unsafe.Pointer(o)) >> 13 }

// number tells spans by the order in which they came.
func number(o *object) int {
	for i := 0; i < spans; i++ {
		if spanOf(objects[i*perSpan]) == spanOf(o) {
			return i
		}
	}
	return -1
}

func main() {
	for i := range objects {
		objects[i] = new(object)
	}
	println("12 full spans; of every third one, two slots become free")
	for i := 0; i < spans; i += 3 {
		objects[i*perSpan+2], objects[i*perSpan+5] = nil, nil
	}
	runtime.GC()
	print("allocation goes to the spans with free slots:")
	for i := 0; i < 8; i++ {
		extra[i] = new(object)
		print(" ", number(extra[i]))
	}
	println()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	extra[8] = new(object)
	runtime.ReadMemStats(&after)
	println("now all are full: the next one is in span", number(extra[8]), "and takes", after.HeapInuse-before.HeapInuse, "bytes from the heap")
	for i := range extra {
		extra[i] = nil
	}
	for i := perSpan; i < 2*perSpan; i++ {
		objects[i] = nil
	}
	runtime.ReadMemStats(&before)
	runtime.GC()
	runtime.ReadMemStats(&after)
	println("an empty span is in neither list: its", before.HeapInuse-after.HeapInuse >= 8192, "pages are the heap's again")
	runtime.KeepAlive(&objects)
}
