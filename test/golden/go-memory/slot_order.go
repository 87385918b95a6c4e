package main

import (
	"runtime"
	"unsafe"
)

type o48 [12]int
type o100 [25]int
type op struct {
	p *op
	x [15]int
}

var k48 [1000]*o48
var k100 [500]*o100
var kp [500]*op

func main() {
	for i := range k48 {
		k48[i] = new(o48)
	}
	for i := range k100 {
		k100[i] = new(o100)
	}
	for i := range kp {
		kp[i] = new(op)
	}
	p := func(x unsafe.Pointer) uintptr { return uintptr(x) }
	// consecutive deltas
	runs, last := 0, uintptr(0)
	for i := range k48 {
		a := p(unsafe.Pointer(k48[i]))
		if a != last+48 {
			runs++
		}
		last = a
	}
	println("runs48", runs)
	runs = 0
	for i := range k100 {
		a := p(unsafe.Pointer(k100[i]))
		if a != last+112 {
			runs++
		}
		last = a
	}
	println("runs112", runs)
	// free every third and see reuse
	var freed []uintptr
	for i := 300; i < 600; i += 3 {
		freed = append(freed, p(unsafe.Pointer(k48[i])))
		k48[i] = nil
	}
	runtime.GC()
	match := 0
	order := 0
	var got [400]uintptr
	for i := range got {
		x := new(o48)
		got[i] = p(unsafe.Pointer(x))
		k48[i%1000] = k48[i%1000]
		hold = append(hold, x)
	}
	last = 0
	for _, g := range got {
		for _, f := range freed {
			if f == g {
				match++
				if g > last {
					order++
				}
				last = g
			}
		}
	}
	println("freed", len(freed), "match", match, "ascending", order)
}

var hold []*o48
