// Makes objects of each size in the arguments, so many bytes as the first of them says but not too many, with a probe on both sides of every allocation.
package main

import (
	"os"
	"runtime/debug"
	"strconv"
)

var sink []byte
var pointers []*int

func bytes(size, count int) {
	for i := 0; i < count; i++ {
		//go:probe begin(size)
		sink = make([]byte, size)
		//go:probe end()
	}
}

func words(size, count int) {
	for i := 0; i < count; i++ {
		//go:probe begin_pointers(size)
		pointers = make([]*int, size/4)
		//go:probe end()
	}
}

func main() {
	debug.SetGCPercent(-1)
	most, _ := strconv.Atoi(os.Args[1])
	for _, arg := range os.Args[2:] {
		size, _ := strconv.Atoi(arg)
		count := most / size
		if count > 20000 {
			count = 20000
		}
		bytes(size, count)
		if size >= 8 {
			words(size, count)
		}
	}
}
