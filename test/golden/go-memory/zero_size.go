package main

import (
	"runtime"
	"unsafe"
)

var m0, m1 runtime.MemStats
var a, b *struct{}
var c, d *[0]int
var e [][0]int

func main() {
	runtime.ReadMemStats(&m0)
	a, b = new(struct{}), new(struct{})
	c, d = new([0]int), new([0]int)
	e = make([][0]int, 1000)
	runtime.ReadMemStats(&m1)
	println(unsafe.Pointer(a) == unsafe.Pointer(b), unsafe.Pointer(c) == unsafe.Pointer(a), m1.Mallocs-m0.Mallocs, m1.TotalAlloc-m0.TotalAlloc)
	println(unsafe.Pointer(&e[0]) == unsafe.Pointer(a), len(make([]struct{}, 1<<30)))
}
