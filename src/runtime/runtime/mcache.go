//go:cause allocator

package runtime

// mcache is what allocates small objects without asking anybody: for each span class
// one span. It lies outside the heap.
//
//go:notinheap
type mcache struct {
	// The block that tiny objects are put into, and how much of it is taken. The collector
	// does not see the address: the block lives as long as some object in it.
	tiny       uintptr
	tinyoffset uintptr
	tinyAllocs uintptr
	// Bytes with pointers that were allocated since they were last reported.
	scanAlloc uintptr
	alloc     [numSpanClasses]*mspan
	// The heap's sweepgen when it was last emptied.
	flushGen uint32
	// Free stacks by order: see stack.go.
	stackcache [numStackOrders]stackfreelist
}

// emptymspan stands for no span: it never has a free slot.
var emptymspan mspan

func allocmcache() *mcache {
	p, _ := mheap_.cachealloc.alloc()
	c := (*mcache)(p)
	for i := range c.alloc {
		c.alloc[i] = &emptymspan
	}
	c.flushGen = mheap_.sweepgen
	return c
}

// refill gives the mcache a span of the class that has a free slot.
func (c *mcache) refill(spc spanClass) {
	//go:probe mcache_refill(spc)
	s := c.alloc[spc]
	if s.allocCount != s.nelems {
		throw("refill of span with free space remaining")
	}
	if s != &emptymspan {
		if s.sweepgen != mheap_.sweepgen+3 {
			throw("bad sweepgen in refill")
		}
		mheap_.central[spc].uncacheSpan(s)
		c.count(s, spc)
		if spc == tinySpanClass {
			memstats.tinyAllocCount += uint64(c.tinyAllocs)
			c.tinyAllocs = 0
		}
	}
	s = mheap_.central[spc].cacheSpan(spc)
	s.sweepgen = mheap_.sweepgen + 3
	s.allocCountBeforeCache = s.allocCount
	// Until it is given back, all of the span counts as live.
	gcController.heapLive += uint64(s.npages*pageSize - s.allocCount*s.elemsize)
	gcController.heapScan += uint64(c.scanAlloc)
	c.scanAlloc = 0
	c.alloc[spc] = s
	//go:probe mcache_refilled(spc, s)
}

// count adds what was allocated from the span while it was cached to the statistics.
func (c *mcache) count(s *mspan, spc spanClass) {
	used := s.allocCount - s.allocCountBeforeCache
	s.allocCountBeforeCache = s.allocCount
	memstats.smallAllocCount[spc.sizeclass()] += uint64(used)
	gcController.totalAlloc += uint64(used * s.elemsize)
}

// allocLarge gives a span for one object.
func (c *mcache) allocLarge(size uintptr, noscan bool) *mspan {
	if size+pageSize < size {
		throw("out of memory")
	}
	npages := (size + pageMask) >> pageShift
	deductSweepCredit(npages*pageSize, npages)
	spc := spanClass(0)
	if noscan {
		spc = 1
	}
	s := mheap_.alloc(npages, spc)
	bytes := uint64(npages * pageSize)
	memstats.largeAlloc += bytes
	memstats.largeAllocCount++
	gcController.totalAlloc += bytes
	gcController.heapLive += bytes
	mheap_.central[spc].empty.push(s)
	s.limit = s.startAddr + size
	return s
}

// releaseAll gives all spans back.
func (c *mcache) releaseAll() {
	gcController.heapScan += uint64(c.scanAlloc)
	c.scanAlloc = 0
	sg := mheap_.sweepgen
	for i := range c.alloc {
		s := c.alloc[i]
		if s == &emptymspan {
			continue
		}
		c.count(s, spanClass(i))
		if s.sweepgen != sg+1 {
			// refill counted all slots as live; of a stale span the collection has counted what is.
			gcController.heapLive -= uint64((s.nelems - s.allocCount) * s.elemsize)
		}
		mheap_.central[i].uncacheSpan(s)
		c.alloc[i] = &emptymspan
	}
	c.tiny = 0
	c.tinyoffset = 0
	memstats.tinyAllocCount += uint64(c.tinyAllocs)
	c.tinyAllocs = 0
}

// prepareForSweep gives spans back that were cached before sweeping began.
func (c *mcache) prepareForSweep() {
	sg := mheap_.sweepgen
	if c.flushGen == sg {
		return
	}
	if c.flushGen != sg-2 {
		println("bad flushGen", c.flushGen, "in prepareForSweep; sweepgen", sg)
		throw("bad flushGen")
	}
	c.releaseAll()
	c.stackcacheclear()
	c.flushGen = sg
}
