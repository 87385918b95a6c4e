package main

import "runtime"

var m0, m1 runtime.MemStats
var mi map[int]int
var ms map[string]int
var mb map[int][200]byte
var mp map[int]*int
var m8 map[uint8]bool
var keys [2000]string

func delta(name string) {
	runtime.ReadMemStats(&m1)
	println(name, m1.Mallocs-m0.Mallocs, m1.TotalAlloc-m0.TotalAlloc)
	runtime.ReadMemStats(&m0)
}

func main() {
	for i := range keys {
		keys[i] = string(rune('a'+i%26)) + string(rune('A'+i/26%26)) + string(rune('0'+i/676))
	}
	runtime.ReadMemStats(&m0)
	delta("nothing")
	mi = make(map[int]int)
	delta("make")
	mi[1] = 1
	delta("first")
	for i := 2; i <= 8; i++ {
		mi[i] = i
	}
	delta("eight")
	mi[9] = 9
	delta("ninth")
	for _, n := range []int{0, 1, 8, 9, 13, 14, 26, 27, 52, 53, 100, 1000, 5000} {
		mi = make(map[int]int, n)
		println(n)
		delta("make hint")
		ms = make(map[string]int, n)
		delta("make string hint")
		mp = make(map[int]*int, n)
		delta("make ptr")
		m8 = make(map[uint8]bool, n)
		delta("make 8")
	}
	mb = make(map[int][200]byte)
	mb[0] = [200]byte{}
	delta("indirect")
	mb[1] = [200]byte{}
	delta("indirect 2")
	mi = map[int]int{}
	for i := 0; i < 1000; i++ {
		mi[i] = i
		runtime.ReadMemStats(&m1)
		if m1.Mallocs != m0.Mallocs && m1.TotalAlloc-m0.TotalAlloc > 600 {
			println("grow at", i)
		}
		m0 = m1
	}
	delta("grown")
	for i := 0; i < 1000; i++ {
		delete(mi, i)
	}
	delta("deleted")
	n := 0
	for range mi {
		n++
	}
	delta("range")
	println(n)
}
