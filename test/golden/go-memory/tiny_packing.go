package main

import (
	"runtime"
	"unsafe"
)

var m0, m1 runtime.MemStats
var keep [4096]unsafe.Pointer

type b3 [3]byte
type b5 [5]byte
type b6 [6]byte
type b7 [7]byte
type b9 [9]byte
type b10 [10]byte
type b12 [12]byte
type b15 [15]byte

var n int

func put(p unsafe.Pointer) {
	keep[n] = p
	n++
}

func run(name string, f func()) {
	runtime.GC()
	n = 0
	runtime.ReadMemStats(&m0)
	for i := 0; i < 64; i++ {
		f()
	}
	blocks := 0
	last := uintptr(0)
	for i := 0; i < n; i++ {
		b := uintptr(keep[i]) &^ 15
		if b != last {
			blocks++
		}
		last = b
	}
	print(name, " blocks ", blocks, " offsets")
	for i := 0; i < 8 && i < n; i++ {
		print(" ", uintptr(keep[i])&15)
	}
	runtime.ReadMemStats(&m1)
	println(" mallocs", m1.Mallocs-m0.Mallocs, "bytes", m1.TotalAlloc-m0.TotalAlloc, "class2", m1.BySize[2].Mallocs-m0.BySize[2].Mallocs)
}

func main() {
	run("1", func() { put(unsafe.Pointer(new(byte))) })
	run("2", func() { put(unsafe.Pointer(new(int16))) })
	run("3", func() { put(unsafe.Pointer(new(b3))) })
	run("4", func() { put(unsafe.Pointer(new(int))) })
	run("5", func() { put(unsafe.Pointer(new(b5))) })
	run("6", func() { put(unsafe.Pointer(new(b6))) })
	run("7", func() { put(unsafe.Pointer(new(b7))) })
	run("8", func() { put(unsafe.Pointer(new(int64))) })
	run("9", func() { put(unsafe.Pointer(new(b9))) })
	run("10", func() { put(unsafe.Pointer(new(b10))) })
	run("12", func() { put(unsafe.Pointer(new(b12))) })
	run("15", func() { put(unsafe.Pointer(new(b15))) })
	run("1+4", func() { put(unsafe.Pointer(new(byte))); put(unsafe.Pointer(new(int))) })
	run("3+8", func() { put(unsafe.Pointer(new(b3))); put(unsafe.Pointer(new(int64))) })
	run("1+9", func() { put(unsafe.Pointer(new(byte))); put(unsafe.Pointer(new(b9))) })
	run("5+2+7", func() { put(unsafe.Pointer(new(b5))); put(unsafe.Pointer(new(int16))); put(unsafe.Pointer(new(b7))) })
	run("12+1", func() { put(unsafe.Pointer(new(b12))); put(unsafe.Pointer(new(byte))) })
	run("str", func() { s := string([]byte{byte(n), 1, 2}); put(*(*unsafe.Pointer)(unsafe.Pointer(&s))) })
}
