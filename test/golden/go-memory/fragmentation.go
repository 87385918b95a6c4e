package main

import "runtime"

var m0, m runtime.MemStats

type obj [64]int

var keep [8000]*obj

func show(name string) {
	runtime.ReadMemStats(&m)
	println(name, int64(m.HeapInuse-m0.HeapInuse), int64(m.HeapAlloc-m0.HeapAlloc), int64(m.HeapObjects-m0.HeapObjects), int64(m.Mallocs-m0.Mallocs), int64(m.Frees-m0.Frees), int64(m.HeapIdle-m0.HeapIdle))
}

func main() {
	runtime.GC()
	runtime.ReadMemStats(&m0)
	for i := range keep {
		keep[i] = new(obj)
	}
	show("all")
	for i := range keep {
		if i%2 == 1 {
			keep[i] = nil
		}
	}
	runtime.GC()
	show("half")
	for i := range keep {
		if i%32 != 0 {
			keep[i] = nil
		}
	}
	runtime.GC()
	show("1/32")
	for i := 0; i < 3000; i++ {
		keep[i] = new(obj)
	}
	show("refill")
	for i := range keep {
		keep[i] = nil
	}
	runtime.GC()
	show("none")
	big := make([]byte, 3<<20)
	show("big")
	runtime.KeepAlive(big)
}
