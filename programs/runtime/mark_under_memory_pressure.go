// A collector looks at everything that lives: pages that the program has not used for long come back from swap for it.
//
// flags: --ram 4M
//
// Takes the number of records.
//
// `pagewalk stat` says whose the page faults were: most are the mark phase's.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

// record is what a program keeps and seldom reads.
type record struct {
	next *record
	data [120]uintptr
}

var archive *record
var scratch [64]*record
var m runtime.MemStats

func main() {
	count := 12000
	if len(os.Args) > 1 {
		count, _ = strconv.Atoi(os.Args[1])
	}
	for i := uintptr(0); i < uintptr(count); i++ {
		r := &record{next: archive}
		r.data[0] = i
		archive = r
	}
	debug.SetGCPercent(20)
	println("the archive has", count*492>>10, "KiB")
	// Little is used from now on, but garbage makes collections necessary.
	for i := 0; i < 3*count; i++ {
		scratch[i%len(scratch)] = new(record)
	}
	runtime.ReadMemStats(&m)
	println("collections:", m.NumGC > 10)
	sum := uintptr(0)
	for r := archive; r != nil; r = r.next {
		sum += r.data[0]
	}
	println("sum", sum)
}
