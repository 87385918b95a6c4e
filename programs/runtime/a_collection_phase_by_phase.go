// One collection: what is reachable is marked, the program goes on, and the rest becomes free as spans are swept.
//
// `pagewalk stat` gives the instructions and the time of each phase; with `--env GODEBUG=gctrace=1` the runtime tells of it itself.
// Takes the number of nodes.
package main

import (
	"os"
	"runtime"
	"strconv"
)

type node struct {
	next *node
	data [24]byte
}

var list *node
var m0, m1 runtime.MemStats

func main() {
	count := 20000
	if len(os.Args) > 1 {
		count, _ = strconv.Atoi(os.Args[1])
	}
	for i := 0; i < count; i++ {
		list = &node{next: list}
	}
	// Every second node dies.
	for n := list; n != nil && n.next != nil; n = n.next {
		n.next = n.next.next
	}
	runtime.ReadMemStats(&m0)
	println("before:", m0.HeapObjects >= uint64(count), "collections", m0.NumGC)
	runtime.GC()
	runtime.ReadMemStats(&m1)
	println("after: one more collection", m1.NumGC == m0.NumGC+1, "forced", m1.NumForcedGC)
	freed := m1.Frees - m0.Frees
	println("freed half of the nodes:", freed >= uint64(count/2) && freed < uint64(count/2+100))
	println("the program stood still for a while:", m1.PauseTotalNs > m0.PauseTotalNs)
	alive := 0
	for n := list; n != nil; n = n.next {
		alive++
	}
	println("alive", alive)
}
