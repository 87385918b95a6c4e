// GOGC trades memory for collections: the more the heap may grow, the fewer collections.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

var m runtime.MemStats
var long, short *node

func main() {
	depth := 15
	if len(os.Args) > 1 {
		depth, _ = strconv.Atoi(os.Args[1])
	}
	long = tree(depth)
	last := uint32(1 << 30)
	for _, percent := range []int{-1, 800, 5} {
		debug.SetGCPercent(percent)
		runtime.GC()
		runtime.ReadMemStats(&m)
		before := m.NumGC
		for i := 0; i < 40; i++ {
			short = tree(depth - 3)
		}
		runtime.ReadMemStats(&m)
		n := m.NumGC - before
		println("GOGC", percent, "collects", n > 0, "more often than before", n > last)
		last = n
	}
	runtime.KeepAlive(long)
}
