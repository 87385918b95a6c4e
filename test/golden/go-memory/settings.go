package main

import (
	"runtime"
	"runtime/debug"
)

var m runtime.MemStats
var sink []byte

func main() {
	println(debug.SetGCPercent(50), debug.SetGCPercent(-5), debug.SetGCPercent(100), debug.SetGCPercent(100))
	println(debug.SetMemoryLimit(-1) == 1<<63-1)
	println(debug.SetMemoryLimit(100<<20) == 1<<63-1, debug.SetMemoryLimit(-1))
	println(debug.SetMemoryLimit(1<<63 - 1))
	println(debug.SetMaxStack(1000000), debug.SetMaxStack(250000000))
	println(debug.SetPanicOnFault(true), debug.SetPanicOnFault(false))
	println(debug.SetMaxThreads(5000), debug.SetMaxThreads(10000))
	runtime.ReadMemStats(&m)
	println(m.NextGC, m.NumGC)
	debug.SetGCPercent(-1)
	runtime.ReadMemStats(&m)
	println(m.NextGC>>40, m.NumGC)
	for i := 0; i < 100; i++ {
		sink = make([]byte, 1<<20)
	}
	runtime.ReadMemStats(&m)
	println(m.NumGC, m.HeapAlloc>>20)
	debug.SetGCPercent(100)
	runtime.ReadMemStats(&m)
	println(m.NumGC)
	sink = nil
	runtime.GC()
	runtime.ReadMemStats(&m)
	println(m.NumForcedGC, m.HeapAlloc>>20, m.NextGC)
	debug.SetGCPercent(300)
	runtime.ReadMemStats(&m)
	println(m.NextGC, m.NumGC, m.NumForcedGC)
}
