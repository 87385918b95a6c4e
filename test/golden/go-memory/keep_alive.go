package main

import (
	"fmt"
	"runtime"
)

type file struct {
	fd  int
	pad [10]int
}

var closed []int

//go:noinline
func open(fd int) *file {
	f := &file{fd: fd}
	runtime.SetFinalizer(f, func(f *file) { closed = append(closed, f.fd) })
	return f
}

func settle() {
	for i := 0; i < 3; i++ {
		runtime.GC()
		for j := 0; j < 10; j++ {
			runtime.Gosched()
		}
	}
}

//go:noinline
func with() {
	f := open(1)
	settle()
	fmt.Println("kept", closed)
	runtime.KeepAlive(f)
}

//go:noinline
func without() {
	f := open(2)
	fd := f.fd
	settle()
	fmt.Println("not kept", closed, fd)
}

func main() {
	with()
	settle()
	fmt.Println(closed)
	without()
	settle()
	fmt.Println(closed)
}
