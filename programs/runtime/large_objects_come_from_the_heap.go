// An object over 32 KiB gets pages of its own; when it dies the pages are free for anything.
package main

import "runtime"

var m0, m1 runtime.MemStats
var keep []byte
var pages [4][]byte

func main() {
	runtime.GC()
	for _, size := range []int{32768, 32769, 40960, 40961, 1 << 20} {
		runtime.ReadMemStats(&m0)
		keep = make([]byte, size)
		runtime.ReadMemStats(&m1)
		println(size, "takes", m1.TotalAlloc-m0.TotalAlloc)
	}
	keep = nil
	for i := range pages {
		pages[i] = make([]byte, 2<<20)
	}
	runtime.ReadMemStats(&m0)
	pages[1] = nil
	runtime.GC()
	runtime.ReadMemStats(&m1)
	println("freed", (m0.HeapAlloc-m1.HeapAlloc)>>20, "MB", "objects", m0.HeapObjects-m1.HeapObjects >= 1)
	inuse := m1.HeapSys
	pages[1] = make([]byte, 2<<20)
	runtime.ReadMemStats(&m1)
	println("heap grew by", m1.HeapSys-inuse)
	runtime.KeepAlive(&pages)
}
