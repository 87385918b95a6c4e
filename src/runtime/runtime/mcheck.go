package runtime

import "unsafe"

// Checks of the heap (GODEBUG=checkheap=1, and always with gcstress), after each collection
// and before the next one, when everything is swept. These hold:
//
//   - A span of objects is in exactly one list, that of its class; those that an mcache
//     holds are in the list of the full ones. What has been swept stands behind what has not.
//   - Its allocCount is the number of its slots that are taken: those below freeindex and
//     those with a bit in allocBits. Only slots that are taken are marked, so no live pointer leads to a free one.
//   - The pages of spans are the pages that are taken, and each knows its span.
//   - The statistics are sums over spans and pages.
//
// A check that fails ends the program and names the span with the numbers that disagree.

// heapCheck are the sums of one check.
var heapCheck struct {
	spans, listed, manualPages, objectPages uintptr
	// Bytes in slots that are taken, and in those that are marked.
	allocated, marked uint64
	objects           [_NumSizeClasses]uintptr
	// Taken since an mcache took its span: not yet in the statistics.
	uncounted [_NumSizeClasses]uintptr
}

// checkHeap goes over all of the heap. It must not be in the middle of a mark.
func checkHeap() {
	c := &heapCheck
	memclrNoHeapPointers(unsafe.Pointer(c), unsafe.Sizeof(*c))
	h := &mheap_
	for i := range h.central {
		h.central[i].nonempty.check(spanClass(i), false)
		h.central[i].empty.check(spanClass(i), true)
	}
	getg().m.mcache.check()
	live := uintptr(0)
	for i := uintptr(0); i < h.nspans; i++ {
		s := h.allspans[i]
		switch s.state {
		case mSpanDead:
			s.checkThat(s.list == nil, "a freed span is in a list", 0, 0)
			continue
		case mSpanManual:
			c.manualPages += s.npages
		default:
			s.check()
		}
		live++
		s.checkPages()
	}
	checkNumbers("spans in lists", uint64(c.listed), uint64(c.spans))
	checkNumbers("records of spans", uint64(h.spanalloc.inuse), uint64(live*h.spanalloc.size))
	h.checkPages()
	checkStatistics()
}

// check looks at the links of the list and at where its marker stands.
func (q *spanQueue) check(spc spanClass, full bool) {
	isSwept := q.sweepgen != mheap_.sweepgen && isSweepDone()
	var last *mspan
	for s := q.list.first; s != nil; s = s.next {
		s.checkThat(s.list == &q.list, "a span in a list of another", uint64(uintptr(unsafe.Pointer(s.list))), uint64(uintptr(unsafe.Pointer(&q.list))))
		s.checkThat(s.prev == last, "links of a list", uint64(uintptr(unsafe.Pointer(s.prev))), uint64(uintptr(unsafe.Pointer(last))))
		s.checkThat(s.state == mSpanInUse, "state of a span in a list", uint64(s.state), mSpanInUse)
		s.checkThat(s.spanclass == spc, "class of a span in a list", uint64(s.spanclass), uint64(spc))
		if q.sweepgen == mheap_.sweepgen && s == q.swept {
			isSwept = true
		}
		// Of swept spans only those without a free slot are in the full list, and those that are held.
		if isSwept && s.sweepgen == mheap_.sweepgen {
			s.checkThat((s.allocCount == s.nelems) == full, "objects of a span in the wrong list", uint64(s.allocCount), uint64(s.nelems))
		}
		if !isSwept && !isSweepDone() {
			s.checkThat(s.sweepgen == mheap_.sweepgen-2 || s.sweepgen == mheap_.sweepgen+1, "sweepgen of an unswept span", uint64(s.sweepgen), uint64(mheap_.sweepgen-2))
		}
		last = s
		heapCheck.listed++
	}
	if q.list.last != last {
		last.checkThat(false, "end of a list", uint64(uintptr(unsafe.Pointer(q.list.last))), uint64(uintptr(unsafe.Pointer(last))))
	}
}

// check looks at the spans that the mcache holds.
func (c *mcache) check() {
	for i := range c.alloc {
		s := c.alloc[i]
		if s == &emptymspan {
			continue
		}
		s.checkThat(s.list == &mheap_.central[i].empty.list, "a cached span in the wrong list", uint64(s.spanclass), uint64(i))
		s.checkThat(s.sweepgen == mheap_.sweepgen+3 || s.sweepgen == mheap_.sweepgen+1, "sweepgen of a cached span", uint64(s.sweepgen), uint64(mheap_.sweepgen+3))
		heapCheck.uncounted[s.spanclass.sizeclass()] += s.allocCount - s.allocCountBeforeCache
	}
}

// check counts the slots of a span of objects.
func (s *mspan) check() {
	c := &heapCheck
	c.objectPages += s.npages
	if s.limit == 0 {
		// Freed under efence: its pages fault for ever.
		s.checkThat(debug.efence > 0 && s.allocCount == 0, "limit of a span", 0, uint64(s.startAddr))
		return
	}
	c.spans++
	s.checkThat(s.list != nil, "a span in no list", 0, 1)
	s.checkThat(s.limit > s.startAddr && s.limit <= s.startAddr+s.npages*pageSize, "limit of a span", uint64(s.limit), uint64(s.startAddr+s.npages*pageSize))
	isSwept := s.sweepgen == mheap_.sweepgen || s.sweepgen == mheap_.sweepgen+3
	taken, marked := uintptr(0), uintptr(0)
	for i := uintptr(0); i < s.nelems; i += 32 {
		bits, marks := s.takenBits(i), s.gcmarkBits.word(i/32)
		if isSwept {
			s.checkThat(marks == 0, "a mark since sweeping, in slots from", uint64(i), uint64(marks))
		} else {
			s.checkThat(marks&^bits == 0, "a free slot is marked, of those from", uint64(i), uint64(marks&^bits))
			marked += popcount32(marks)
		}
		taken += popcount32(bits)
	}
	s.checkThat(taken == s.allocCount, "allocCount", uint64(s.allocCount), uint64(taken))
	c.allocated += uint64(taken * s.elemsize)
	c.marked += uint64(marked * s.elemsize)
	c.objects[s.spanclass.sizeclass()] += taken
	s.checkThat(pageBit(&mheap_.meta.pageInUse, s.startAddr), "the page bit of a span in use", 0, 1)
	s.checkThat(pageBit(&mheap_.meta.pageSpecials, s.startAddr) == (s.specials != nil), "the page bit of specials", uint64(bool2int(s.specials == nil)), uint64(bool2int(s.specials != nil)))
	for sp := s.specials; sp != nil; sp = sp.next {
		index := sp.offset / s.elemsize
		s.checkThat(index < s.nelems && s.takenBits(index&^31)>>(index%32)&1 != 0, "a free slot has a special, at", uint64(sp.offset), uint64(s.nelems*s.elemsize))
		s.checkThat(sp.next == nil || sp.next.offset > sp.offset, "order of specials", uint64(sp.offset), uint64(s.nelems*s.elemsize))
	}
}

// takenBits has ones for the slots that are taken, of the 32 from first on.
func (s *mspan) takenBits(first uintptr) uint32 {
	bits := s.allocBits.word(first / 32)
	if s.freeindex >= first+32 {
		bits = ^uint32(0)
	} else if s.freeindex > first {
		bits |= 1<<(s.freeindex-first) - 1
	}
	if n := s.nelems - first; n < 32 {
		bits &= 1<<n - 1
	}
	return bits
}

// checkPages looks whether the pages of a span are taken and known to be its.
func (s *mspan) checkPages() {
	cache := &getg().m.p.pcache
	for p := s.startAddr; p < s.startAddr+s.npages*pageSize; p += pageSize {
		s.checkThat(spanOf(p) == s, "the span of a page is another, at", uint64(p), uint64(uintptr(unsafe.Pointer(spanOf(p)))))
		page := p >> pageShift
		s.checkThat(pallocChunks[page/pagesPerArena].taken[page%pagesPerArena/32]>>(page%32)&1 != 0, "a page of a span is free", uint64(p), uint64(s.npages))
		if at := (p - cache.base) >> pageShift; at < pageCachePages {
			s.checkThat(cache.free[at/32]>>(at%32)&1 == 0, "a page of a span is free in the cache", uint64(p), uint64(s.npages))
		}
	}
}

// checkPages compares the page allocator with spans and statistics.
func (h *mheap) checkPages() {
	c := &heapCheck
	taken, scavenged, total, inUse := uintptr(0), uintptr(0), uintptr(0), uintptr(0)
	for chunk := h.pages.start; chunk < h.pages.end; chunk++ {
		if pallocSums[chunk] == 0 && !h.pages.isOurs(chunk) {
			continue
		}
		d := &pallocChunks[chunk]
		total += pagesPerArena
		for i := uintptr(0); i < chunkWords; i++ {
			if d.taken[i]&d.scavenged[i] != 0 {
				checkNumbers("pages taken and released, in the words of an arena", uint64(d.taken[i]), uint64(d.scavenged[i]))
			}
			taken += popcount32(d.taken[i])
			scavenged += popcount32(d.scavenged[i])
			inUse += popcount32(h.meta.pageInUse[chunk][i])
		}
		sum := pallocSums[chunk]
		h.pages.update(chunk)
		checkNumbers("summary of an arena", uint64(sum), uint64(pallocSums[chunk]))
	}
	cache := &getg().m.p.pcache
	for i := range cache.free {
		n, gone := popcount32(cache.free[i]), popcount32(cache.scavenged[i])
		checkNumbers("pages of the cache that are released and not free", uint64(cache.scavenged[i]&^cache.free[i]), 0)
		taken -= n
		scavenged += gone
	}
	checkNumbers("pages taken", uint64(taken), uint64(c.objectPages+c.manualPages))
	checkNumbers("page bits of spans in use", uint64(inUse), uint64(c.spans))
	checkNumbers("pages in use", h.pagesInUse, uint64(c.objectPages))
	checkNumbers("heapInUse", gcController.heapInUse, uint64(c.objectPages*pageSize))
	checkNumbers("heapReleased", gcController.heapReleased, uint64(scavenged*pageSize))
	checkNumbers("heapFree", gcController.heapFree, uint64((total-taken-scavenged)*pageSize))
	checkNumbers("stacks and work buffers", memstats.inStacks+work.inWorkBuf, uint64(c.manualPages*pageSize))
}

// checkStatistics compares what was allocated and freed with what is there.
func checkStatistics() {
	c := &heapCheck
	allocated := gcController.totalAlloc - gcController.totalFree
	for class := uintptr(1); class < _NumSizeClasses; class++ {
		allocated += uint64(c.uncounted[class] * uintptr(class_to_size[class]))
		counted := memstats.smallAllocCount[class] - memstats.smallFreeCount[class] + uint64(c.uncounted[class])
		if counted != uint64(c.objects[class]) {
			print("runtime: size class ", class, "\n")
			checkNumbers("objects of the class", counted, uint64(c.objects[class]))
		}
	}
	checkNumbers("large objects", memstats.largeAllocCount-memstats.largeFreeCount, uint64(c.objects[0]))
	checkNumbers("bytes allocated", allocated, c.allocated)
}

// checkMarked compares the marks with what marking has counted, before anything is swept.
func checkMarked() {
	marked := uint64(0)
	for i := uintptr(0); i < mheap_.nspans; i++ {
		s := mheap_.allspans[i]
		if s.state != mSpanInUse || s.limit == 0 {
			continue
		}
		for j := uintptr(0); j < s.nelems; j += 32 {
			if s.gcmarkBits.word(j/32)&^s.takenBits(j) != 0 {
				s.reportZombies()
			}
		}
		n := s.countAlloc()
		marked += uint64(n * s.elemsize)
		s.checkThat(pageBit(&mheap_.meta.pageMarks, s.startAddr) == (n != 0), "the page bit of marks", uint64(bool2int(n == 0)), uint64(n))
	}
	checkNumbers("bytes marked", uint64(work.bytesMarked), marked)
}

// pageBit reports whether the bit of the page at base is set.
func pageBit(bits *[arenaCount][pagesPerArena / 32]uint32, base uintptr) bool {
	page := base >> pageShift % pagesPerArena
	return bits[base>>heapArenaShift][page/32]>>(page%32)&1 != 0
}

// checkThat ends the program if something does not hold for the span.
func (s *mspan) checkThat(holds bool, what string, have, want uint64) {
	if holds {
		return
	}
	print("runtime: span ", s, " base=")
	printhex(uint64(s.startAddr))
	print(" npages=", s.npages, " spanclass=", s.spanclass, " elemsize=", s.elemsize, " nelems=", s.nelems, " allocCount=", s.allocCount,
		" freeindex=", s.freeindex, " sweepgen=", s.sweepgen, "/", mheap_.sweepgen, "\n")
	print("runtime: ", what, ": ", have, ", expected ", want, "\n")
	throw("heap check failed")
}

// checkNumbers ends the program if a number of the heap's is not what counting gives.
func checkNumbers(what string, have, want uint64) {
	if have != want {
		print("runtime: ", what, ": ", have, ", counted ", want, "\n")
		throw("heap check failed")
	}
}
