package main

import "runtime"

var m0, m1 runtime.MemStats
var keep [][]byte

func main() {
	keep = make([][]byte, 0, 1000)
	runtime.GC()
	runtime.ReadMemStats(&m0)
	for i, row := range m0.BySize {
		if i == 0 {
			continue
		}
		for j := 0; j < 5; j++ {
			keep = append(keep, make([]byte, row.Size))
		}
	}
	runtime.ReadMemStats(&m1)
	for i := range m1.BySize {
		println(i, m1.BySize[i].Size, m1.BySize[i].Mallocs-m0.BySize[i].Mallocs, m1.BySize[i].Frees-m0.BySize[i].Frees)
	}
	println(m1.Mallocs-m0.Mallocs, m1.TotalAlloc-m0.TotalAlloc, m1.HeapObjects-m0.HeapObjects, m1.HeapAlloc-m0.HeapAlloc, m1.Lookups)
	keep = nil
	runtime.GC()
	runtime.ReadMemStats(&m1)
	println(len(m1.BySize), m1.NumGC, m1.NumForcedGC, m1.EnableGC, m1.DebugGC)
	for i := range m1.BySize {
		println(i, m1.BySize[i].Frees >= 5 || i < 1)
	}
}
