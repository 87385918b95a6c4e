// The heap grows by arenas of 4 MiB: reserved address space that mmap makes usable. Seen with `pagewalk strace -e mmap2`.
package main

import "runtime"

var m runtime.MemStats
var blocks [16][]byte

func main() {
	runtime.ReadMemStats(&m)
	last := m.HeapSys
	for i := range blocks {
		blocks[i] = make([]byte, 1<<20)
		runtime.ReadMemStats(&m)
		if m.HeapSys != last {
			println("block", i, "makes the heap grow by", (m.HeapSys-last)>>20, "MiB to", m.HeapSys>>20)
			last = m.HeapSys
		}
	}
	blocks[0] = make([]byte, 9<<20)
	runtime.ReadMemStats(&m)
	println("9 MiB at once make it grow by", (m.HeapSys-last)>>20, "MiB to", m.HeapSys>>20)
	runtime.KeepAlive(&blocks)
}
