package runtime

import _ "unsafe" // for linkname

// Statistics. These hold at any moment:
//
//	HeapSys = HeapInuse + HeapIdle, HeapReleased <= HeapIdle
//	HeapAlloc = TotalAlloc - what was freed; HeapObjects = Mallocs - Frees
//	Sys = HeapSys + StackSys + MSpanSys + MCacheSys + BuckHashSys + GCSys + OtherSys
var memstats struct {
	// Allocations and frees by size class, and of large objects.
	smallAllocCount [_NumSizeClasses]uint64
	smallFreeCount  [_NumSizeClasses]uint64
	largeAlloc      uint64
	largeAllocCount uint64
	largeFree       uint64
	largeFreeCount  uint64
	// Objects that were put into a block with others.
	tinyAllocCount uint64

	// Bytes from the kernel by use; inStacks is in heap pages.
	inStacks   uint64
	stacks_sys uint64
	mspan_sys  uint64
	mcache_sys uint64
	gcMiscSys  uint64
	other_sys  uint64

	last_gc_unix    uint64
	pause_total_ns  uint64
	numgc           uint32
	numforcedgc     uint32
	gc_cpu_fraction float64
	enablegc        bool
}

// The last pauses, that with number n at n modulo their count.
var (
	pause_ns  [256]uint64
	pause_end [256]uint64
)

// MemStats are statistics about the allocator.
type MemStats struct {
	// Bytes of heap objects that exist, and that were allocated since the start.
	Alloc      uint64
	TotalAlloc uint64
	// Bytes taken from the kernel.
	Sys     uint64
	Lookups uint64
	// Objects allocated and freed.
	Mallocs uint64
	Frees   uint64

	HeapAlloc uint64
	HeapSys   uint64
	// Spans without objects, those with at least one, and pages given back to the kernel.
	HeapIdle     uint64
	HeapInuse    uint64
	HeapReleased uint64
	HeapObjects  uint64

	StackInuse  uint64
	StackSys    uint64
	MSpanInuse  uint64
	MSpanSys    uint64
	MCacheInuse uint64
	MCacheSys   uint64
	BuckHashSys uint64
	GCSys       uint64
	OtherSys    uint64

	// Heap size at which the next collection is to end; when the last one ended.
	NextGC       uint64
	LastGC       uint64
	PauseTotalNs uint64
	// The last 256 pauses; the latest is at (NumGC+255)%256.
	PauseNs       [256]uint64
	PauseEnd      [256]uint64
	NumGC         uint32
	NumForcedGC   uint32
	GCCPUFraction float64
	EnableGC      bool
	DebugGC       bool

	// By size class.
	BySize [61]struct {
		Size    uint32
		Mallocs uint64
		Frees   uint64
	}
}

// ReadMemStats fills m with the statistics of this moment.
func ReadMemStats(m *MemStats) { systemstack(func() { readmemstats(m) }) }

func readmemstats(m *MemStats) {
	flushMCache()
	ms := &memstats
	c := &gcController
	totalAlloc, mallocs := ms.largeAlloc, ms.largeAllocCount
	totalFree, frees := ms.largeFree, ms.largeFreeCount
	for i := range ms.smallAllocCount {
		size := uint64(class_to_size[i])
		a, f := ms.smallAllocCount[i], ms.smallFreeCount[i]
		totalAlloc += a * size
		mallocs += a
		totalFree += f * size
		frees += f
		if i < len(m.BySize) {
			m.BySize[i].Size = uint32(size)
			m.BySize[i].Mallocs = a
			m.BySize[i].Frees = f
		}
	}
	mallocs += ms.tinyAllocCount
	frees += ms.tinyAllocCount
	if totalAlloc != c.totalAlloc || totalFree != c.totalFree {
		print("runtime: totalAlloc=", c.totalAlloc, " totalFree=", c.totalFree, "\n")
		print("runtime: consistent values=", totalAlloc, ", ", totalFree, "\n")
		throw("totalAlloc and consistent stats are not equal")
	}
	heapSys := c.heapInUse + c.heapFree + c.heapReleased
	stackSys := ms.inStacks + ms.stacks_sys
	gcSys := ms.gcMiscSys + work.inWorkBuf
	m.Sys = heapSys + stackSys + ms.mspan_sys + ms.mcache_sys + gcSys + ms.other_sys
	if c.mappedReady != m.Sys-c.heapReleased {
		print("runtime: mappedReady=", c.mappedReady, " totalMapped=", m.Sys, " released=", c.heapReleased, "\n")
		throw("mappedReady and other memstats are not equal")
	}
	m.Alloc = totalAlloc - totalFree
	m.TotalAlloc = totalAlloc
	m.Lookups = 0
	m.Mallocs = mallocs
	m.Frees = frees
	m.HeapAlloc = totalAlloc - totalFree
	m.HeapSys = heapSys
	m.HeapIdle = c.heapFree + c.heapReleased
	m.HeapInuse = c.heapInUse
	m.HeapReleased = c.heapReleased
	m.HeapObjects = mallocs - frees
	m.StackInuse = ms.inStacks
	m.StackSys = stackSys
	m.MSpanInuse = uint64(mheap_.spanalloc.inuse)
	m.MSpanSys = ms.mspan_sys
	m.MCacheInuse = uint64(mheap_.cachealloc.inuse)
	m.MCacheSys = ms.mcache_sys
	m.BuckHashSys = 0
	m.GCSys = gcSys
	m.OtherSys = ms.other_sys
	goal, _ := c.heapGoal()
	m.NextGC = goal
	m.LastGC = ms.last_gc_unix
	m.PauseTotalNs = ms.pause_total_ns
	m.PauseNs = pause_ns
	m.PauseEnd = pause_end
	m.NumGC = ms.numgc
	m.NumForcedGC = ms.numforcedgc
	m.GCCPUFraction = ms.gc_cpu_fraction
	m.EnableGC = true
	m.DebugGC = false
}

// flushMCache brings the statistics up to date.
func flushMCache() {
	c := getg().m.mcache
	c.prepareForSweep()
	c.releaseAll()
}

// readGCStats gives package debug the latest pauses, the last one first, then when they ended, and behind
// them when the last collection ended, how many there were, and the sum of all pauses. There is room.
//
//go:linkname readGCStats runtime/debug.readGCStats
func readGCStats(pauses *[]int64) {
	all := (*pauses)[:cap(*pauses)]
	n := memstats.numgc
	if n > uint32(len(pause_ns)) {
		n = uint32(len(pause_ns))
	}
	for i := uint32(0); i < n; i++ {
		at := (memstats.numgc - 1 - i) % uint32(len(pause_ns))
		all[i] = int64(pause_ns[at])
		all[n+i] = int64(pause_end[at])
	}
	all[2*n] = int64(memstats.last_gc_unix)
	all[2*n+1] = int64(memstats.numgc)
	all[2*n+2] = int64(memstats.pause_total_ns)
	*pauses = all[:2*n+3]
}
