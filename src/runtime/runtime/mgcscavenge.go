//go:cause scavenger

package runtime

import _ "unsafe" // for linkname

// The scavenger: gives the memory behind free pages back to the kernel. The pages stay ours; their
// content is lost, which costs a page fault each when they are used again.

// scavenge gives back free pages until n bytes are, from the highest address down; it gives the number of bytes.
func (h *mheap) scavenge(n uintptr) uintptr {
	p := &h.pages
	released := uintptr(0)
	for chunk := p.end; chunk > p.start && released < n; {
		chunk--
		released += p.scavengeChunk(chunk, n-released)
	}
	gcController.heapFree -= uint64(released)
	gcController.heapReleased += uint64(released)
	gcController.mappedReady -= uint64(released)
	return released
}

// scavengeChunk does so in one arena.
func (p *pageAlloc) scavengeChunk(chunk, n uintptr) uintptr {
	d := &pallocChunks[chunk]
	released := uintptr(0)
	for page := uintptr(pagesPerArena); page > 0 && released < n; {
		page--
		if (d.taken[page/32]|d.scavenged[page/32])>>(page%32)&1 != 0 {
			continue
		}
		end := page + 1
		for page > 0 && (end-page)*pageSize < n-released && (d.taken[(page-1)/32]|d.scavenged[(page-1)/32])>>((page-1)%32)&1 == 0 {
			page--
		}
		size := (end - page) * pageSize
		//go:probe scavenge(size)
		sysUnused((chunk*pagesPerArena+page)<<pageShift, size)
		setBits(&d.scavenged, page, end-page)
		released += size
	}
	return released
}

// keepLimit gives pages back if all memory together exceeds the memory limit.
func (h *mheap) keepLimit() {
	if over := int64(gcController.mappedReady) - gcController.memoryLimit; over > 0 {
		n := uintptr(over)
		if over > 1<<30 {
			n = 1 << 30
		}
		h.scavenge(n)
	}
}

//go:linkname debug_freeOSMemory runtime/debug.freeOSMemory
func debug_freeOSMemory() {
	GC()
	systemstack(func() { mheap_.scavenge(^uintptr(0)) })
}
