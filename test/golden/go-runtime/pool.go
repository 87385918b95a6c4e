// A pool gives back what was put, and forgets it in two collections.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	made := 0
	p := sync.Pool{New: func() any { made++; return -made }}
	for i := 1; i <= 4; i++ {
		p.Put(i)
	}
	fmt.Println(p.Get(), p.Get(), p.Get())
	p.Put(5)
	p.Put(6)
	runtime.GC()
	fmt.Println(p.Get(), p.Get())
	runtime.GC()
	fmt.Println(p.Get())
	p.Put(7)
	runtime.GC()
	runtime.GC()
	fmt.Println(p.Get(), made)
}
