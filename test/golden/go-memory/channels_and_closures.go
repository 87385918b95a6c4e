package main

import "runtime"

var m0, m1 runtime.MemStats

func delta(name string) {
	runtime.ReadMemStats(&m1)
	println(name, m1.Mallocs-m0.Mallocs, m1.TotalAlloc-m0.TotalAlloc)
	runtime.ReadMemStats(&m0)
}

var c0 chan int
var c1 chan *int
var c2 chan [100]int
var f func() int
var d []func()

type big struct{ a [200]int }

func main() {
	runtime.ReadMemStats(&m0)
	delta("nothing")
	c0 = make(chan int)
	delta("unbuffered")
	c0 = make(chan int, 10)
	delta("10 ints")
	c1 = make(chan *int, 10)
	delta("10 pointers")
	c2 = make(chan [100]int, 10)
	delta("10 arrays")
	x := 5
	f = func() int { x++; return x }
	delta("closure by ref")
	y := m0.NumGC
	f = func() int { return int(y) }
	delta("closure by value")
	var b big
	f = func() int { return b.a[3] }
	delta("closure big")
	d = append(d, func() {})
	delta("append func")
	p := &big{}
	q := *p
	delta("local big")
	println(q.a[0])
	s := make([]int, 100)
	delta("local slice")
	n := len(s)
	t := make([]int, n)
	delta("slice of n")
	println(len(t))
	arr := [...]int{1, 2, 3}
	u := arr[:]
	delta("array slice")
	println(len(u))
}
