// A memory limit collects when GOGC would not: the nearer the limit, the more often, but never all the time.
// Takes the depth of the tree that lives.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

type node struct {
	left, right *node
	pad         [120]byte
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{left: tree(depth - 1), right: tree(depth - 1)}
}

var m runtime.MemStats
var depth = 12
var long, short *node

// churn makes garbage, 26 MB by default, and gives the number of collections that it takes.
func churn() uint32 {
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.NumGC
	for i := 0; i < 100; i++ {
		short = tree(depth - 2)
	}
	short = nil
	runtime.ReadMemStats(&m)
	return m.NumGC - before
}

func main() {
	if len(os.Args) > 1 {
		depth, _ = strconv.Atoi(os.Args[1])
	}
	debug.SetGCPercent(-1)
	long = tree(depth)
	println("without a limit:", churn(), "collections")
	debug.FreeOSMemory()
	debug.SetMemoryLimit(24 << 20)
	some := churn()
	println("a limit of 24 MB collects:", some > 0, "and keeps to it:", m.Sys-m.HeapReleased <= 24<<20)
	debug.FreeOSMemory()
	debug.SetMemoryLimit(12 << 20)
	more := churn()
	println("a limit of 12 MB collects more often:", more > some, "and keeps to it:", m.Sys-m.HeapReleased <= 12<<20)
	debug.SetMemoryLimit(1 << 40)
	println("one that is never reached:", churn(), "collections")
	runtime.KeepAlive(long)
}
