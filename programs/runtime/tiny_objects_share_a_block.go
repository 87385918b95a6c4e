// Objects below 16 bytes without pointers are packed into blocks of 16 bytes; objects with pointers are not.
package main

import (
	"runtime"
	"unsafe"
)

var m0, m1 runtime.MemStats
var bytes_ [64]*byte
var cells [64]**int

func main() {
	runtime.GC()
	runtime.ReadMemStats(&m0)
	blocks := 0
	last := uintptr(0)
	for i := range bytes_ {
		bytes_[i] = new(byte)
		if b := uintptr(unsafe.Pointer(bytes_[i])) &^ 15; b != last {
			blocks++
			last = b
		}
	}
	runtime.ReadMemStats(&m1)
	println("64 bytes: blocks", blocks, "mallocs", m1.Mallocs-m0.Mallocs, "bytes", m1.TotalAlloc-m0.TotalAlloc)
	runtime.ReadMemStats(&m0)
	for i := range cells {
		cells[i] = new(*int)
	}
	runtime.ReadMemStats(&m1)
	println("64 pointers: mallocs", m1.Mallocs-m0.Mallocs, "bytes", m1.TotalAlloc-m0.TotalAlloc)
	runtime.KeepAlive(&bytes_)
}
