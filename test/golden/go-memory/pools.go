package main

import (
	"fmt"
	"runtime"
	"sync"
)

type buf struct {
	id  int
	pad [100]int
}

var made int
var p = sync.Pool{New: func() interface{} { made++; return &buf{id: made} }}

func main() {
	a := p.Get().(*buf)
	b := p.Get().(*buf)
	fmt.Println(a.id, b.id, made)
	p.Put(a)
	p.Put(b)
	fmt.Println(p.Get().(*buf).id, p.Get().(*buf).id, made)
	p.Put(a)
	p.Put(b)
	runtime.GC()
	x := p.Get().(*buf)
	fmt.Println(x.id, made)
	p.Put(x)
	runtime.GC()
	runtime.GC()
	fmt.Println(p.Get().(*buf).id, made)
	for i := 0; i < 10; i++ {
		p.Put(&buf{id: 100 + i})
	}
	for i := 0; i < 10; i++ {
		fmt.Print(p.Get().(*buf).id, " ")
	}
	fmt.Println(made)
	p.Put(nil)
	fmt.Println(p.Get() == nil, made)
	var q sync.Pool
	fmt.Println(q.Get() == nil)
}
