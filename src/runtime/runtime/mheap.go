//go:cause allocator

package runtime

import "unsafe"

// States of an mspan.
const (
	mSpanDead = iota
	mSpanInUse
	// Memory of the runtime in heap pages: stacks, work buffers.
	mSpanManual
)

// spanClass is a size class times two, plus one for objects without pointers.
type spanClass uint8

const (
	numSpanClasses = _NumSizeClasses << 1
	tinySpanClass  = spanClass(tinySizeClass<<1 | 1)
)

func (sc spanClass) sizeclass() uintptr { return uintptr(sc >> 1) }
func (sc spanClass) noscan() bool       { return sc&1 != 0 }

// Slots that allocCache tells of.
const allocCacheBits = 32

// mspan is a run of pages in use. Its slots below freeindex are taken; behind it those
// are free whose bit in allocBits is 0.
//
//go:notinheap
type mspan struct {
	// Neighbours in the list that the span is in; next also links free records.
	next *mspan
	prev *mspan
	list *mSpanList

	startAddr uintptr
	npages    uintptr

	freeindex uintptr
	nelems    uintptr
	// The complement of allocBits from freeindex on: bit 0 is slot freeindex.
	allocCache uint32
	allocBits  *gcBits
	gcmarkBits *gcBits
	// The real mark bits while a check marks everything again; nil otherwise.
	checkBits *gcBits

	// With h the heap's sweepgen: h-2 must be swept, h-1 is being swept, h is swept, h+1 was
	// cached before sweeping began and must be swept, h+3 was swept and then cached.
	sweepgen   uint32
	divMul     uint32
	allocCount uintptr
	// allocCount when an mcache took it.
	allocCountBeforeCache uintptr
	// What the collector takes for allocated ends here.
	freeIndexForScan uintptr
	elemsize         uintptr
	// End of the objects.
	limit     uintptr
	specials  *special
	spanclass spanClass
	state     uint8
	// Of a span of stacks: those that were freed, linked by their first words.
	freeStacks uintptr
	// The memory may hold something other than zeros.
	needzero uint8
}

func (s *mspan) base() uintptr { return s.startAddr }

// objIndex is the slot that p lies in.
func (s *mspan) objIndex(p uintptr) uintptr {
	return uintptr(mulhu(uint32(p-s.startAddr), s.divMul))
}

func (s *mspan) isFree(index uintptr) bool {
	return index >= s.freeIndexForScan && !s.allocBits.isSet(index)
}

// refillAllocCache loads the bits of the 32 slots from index on, a multiple of 32.
func (s *mspan) refillAllocCache(index uintptr) {
	s.allocCache = ^s.allocBits.word(index / allocCacheBits)
}

// nextFreeIndex moves freeindex to the first free slot, nelems if there is none.
func (s *mspan) nextFreeIndex() uintptr {
	index := s.freeindex
	n := s.nelems
	if index == n {
		return n
	}
	for s.allocCache == 0 {
		index = alignUp(index+1, allocCacheBits)
		if index >= n {
			s.freeindex = n
			return n
		}
		s.refillAllocCache(index)
	}
	bit := ctz32(s.allocCache)
	s.allocCache >>= bit & 31
	index += bit
	if index >= n {
		s.freeindex = n
		return n
	}
	s.freeindex = index
	return index
}

// takeNext takes the slot that nextFreeIndex has found.
func (s *mspan) takeNext() uintptr {
	index := s.freeindex
	s.freeindex = index + 1
	s.allocCache >>= 1
	if s.freeindex&(allocCacheBits-1) == 0 && s.freeindex != s.nelems {
		s.refillAllocCache(s.freeindex)
	}
	s.allocCount++
	return s.startAddr + index*s.elemsize
}

// countAlloc is the number of marked slots.
func (s *mspan) countAlloc() uintptr {
	count := uintptr(0)
	for i := uintptr(0); i < (s.nelems+31)/32; i++ {
		if w := s.gcmarkBits.word(i); w != 0 {
			count += popcount32(w)
		}
	}
	return count
}

// mSpanList is a doubly linked list of spans.
//
//go:notinheap
type mSpanList struct {
	first *mspan
	last  *mspan
}

func (l *mSpanList) insertBack(s *mspan) {
	if s.list != nil {
		throw("runtime: span is in a list already")
	}
	s.next = nil
	s.prev = l.last
	if l.last != nil {
		l.last.next = s
	} else {
		l.first = s
	}
	l.last = s
	s.list = l
}

func (l *mSpanList) insertFront(s *mspan) {
	if s.list != nil {
		throw("runtime: span is in a list already")
	}
	s.prev = nil
	s.next = l.first
	if l.first != nil {
		l.first.prev = s
	} else {
		l.last = s
	}
	l.first = s
	s.list = l
}

func (l *mSpanList) remove(s *mspan) {
	if s.list != l {
		throw("runtime: span is in another list")
	}
	if s.prev != nil {
		s.prev.next = s.next
	} else {
		l.first = s.next
	}
	if s.next != nil {
		s.next.prev = s.prev
	} else {
		l.last = s.prev
	}
	s.next, s.prev, s.list = nil, nil, nil
}

// metadata is what the heap knows of every address, indexed by address. Address space is
// reserved for all of it; pages come as they are touched.
//
//go:notinheap
type metadata struct {
	// Two bits for each word: see mbitmap.go.
	bitmap [1 << 28]uint8
	// The span of each page. Entries of freed spans stay, to tell what a bad pointer points to.
	spans [1 << (32 - pageShift)]*mspan
	// By the first page of a span in use: it is in use, it has a marked object, it has specials.
	pageInUse    [arenaCount][pagesPerArena / 32]uint32
	pageMarks    [arenaCount][pagesPerArena / 32]uint32
	pageSpecials [arenaCount][pagesPerArena / 32]uint32
	_            [arenaCount][2]uintptr
}

// mheap is the heap. There is one, and it has no pointers into itself.
//
//go:notinheap
type mheap struct {
	meta *metadata
	// Where meta.spans is.
	spans uintptr
	pages pageAlloc

	sweepgen uint32

	// All spans that ever were, records of freed ones included.
	allspans *[1 << 22]*mspan
	nspans   uintptr
	capspans uintptr

	// The rest of the reservation, and of the arenas that are usable already.
	arenaNext uintptr
	arenaEnd  uintptr
	curBase   uintptr
	curEnd    uintptr

	// The arenas in use, in the order in which they came.
	arenas  [arenaCount]uint16
	narenas uintptr
	// Those that were there when sweeping began.
	sweepArenas uintptr

	pagesInUse    uint64
	pagesSwept    uint64
	pagesSwBasis  uint64
	sweepLiveBase uint64
	// Pages to sweep for each byte allocated; 0 if sweeping is done.
	sweepPagesPerByte float64

	reclaimIndex  uintptr
	reclaimCredit uintptr

	central [numSpanClasses]mcentral

	spanalloc    fixalloc
	cachealloc   fixalloc
	specialalloc fixalloc
	finalloc     fixalloc
}

var mheap_ mheap

// reclaimDone is reclaimIndex when all arenas have been gone through.
const reclaimDone = ^uintptr(0)

func (h *mheap) init() {
	h.spanalloc.init(unsafe.Sizeof(mspan{}), &memstats.mspan_sys)
	h.cachealloc.init(unsafe.Sizeof(mcache{}), &memstats.mcache_sys)
	h.specialalloc.init(unsafe.Sizeof(special{}), &memstats.other_sys)
	h.reclaimIndex = reclaimDone
	h.pages.init()
}

// reserve takes address space for the metadata and the first arenas.
func (h *mheap) reserve() {
	size := unsafe.Sizeof(metadata{})
	meta := sysReserve(0, size)
	if meta == 0 {
		throw("runtime: cannot reserve heap metadata")
	}
	h.meta = (*metadata)(unsafe.Pointer(meta))
	// The bitmap becomes usable arena by arena, the rest at once: only what is touched takes memory.
	rest := meta + unsafe.Offsetof(metadata{}.spans)
	// Compiled code looks for nil by reading the first word.
	sysMap(meta, physPageSize)
	h.spans = rest
	sysMap(rest, meta+alignUp(size, physPageSize)-rest)
	hint := alignUp(brkEnd()+(256<<10), heapArenaBytes)
	for n := uintptr(arenaReservation); n >= 128<<20; n /= 2 {
		p := sysReserve(hint, n+heapArenaBytes)
		if p != 0 {
			h.arenaNext = alignUp(p, heapArenaBytes)
			h.arenaEnd = (p + n + heapArenaBytes) &^ (heapArenaBytes - 1)
			return
		}
	}
}

// spanOf is the span that the page of p is or was part of, nil if it never was in the heap.
func spanOf(p uintptr) *mspan {
	return *(**mspan)(unsafe.Pointer(mheap_.spans + p>>pageShift<<2))
}

// spanOfHeap is the span of objects that p lies in, nil if it is in none.
func spanOfHeap(p uintptr) *mspan {
	s := spanOf(p)
	if s == nil || s.state != mSpanInUse || p < s.startAddr || p >= s.limit {
		return nil
	}
	return s
}

func (h *mheap) setSpans(base, npages uintptr, s *mspan) {
	first := base >> pageShift
	for i := uintptr(0); i < npages; i++ {
		h.meta.spans[first+i] = s
	}
}

// setPageBit sets or clears the bit of the page at base.
func setPageBit(bits *[arenaCount][pagesPerArena / 32]uint32, base uintptr, on bool) {
	page := base >> pageShift % pagesPerArena
	w := &bits[base>>heapArenaShift][page/32]
	if on {
		*w |= 1 << (page % 32)
	} else {
		*w &^= 1 << (page % 32)
	}
}

// alloc gives a span of objects: npages for one size class, or a large object.
func (h *mheap) alloc(npages uintptr, spc spanClass) *mspan {
	if h.reclaimIndex != reclaimDone {
		h.reclaim(npages)
	}
	base := h.allocPages(npages)
	s := h.newSpan(base, npages)
	s.spanclass = spc
	size := npages * pageSize
	if class := spc.sizeclass(); class == 0 {
		s.elemsize = size
		s.nelems = 1
	} else {
		s.elemsize = uintptr(class_to_size[class])
		s.nelems = size / s.elemsize
		s.divMul = class_to_divmagic[class]
	}
	s.allocCache = ^uint32(0)
	s.gcmarkBits = newMarkBits(s.nelems)
	s.allocBits = newAllocBits(s.nelems)
	s.sweepgen = h.sweepgen
	s.needzero = h.allocNeedsZero(base, npages)
	s.state = mSpanInUse
	setPageBit(&h.meta.pageInUse, base, true)
	h.pagesInUse += uint64(npages)
	gcController.heapInUse += uint64(size)
	s.limit = base + s.nelems*s.elemsize
	if !spc.noscan() {
		clearHeapBits(base, size)
	}
	return s
}

// allocManual gives pages for the runtime's own use, counted in *stat. They are not
// cleared.
func (h *mheap) allocManual(npages uintptr, stat *uint64) *mspan {
	base := h.allocPages(npages)
	s := h.newSpan(base, npages)
	s.needzero = h.allocNeedsZero(base, npages)
	s.state = mSpanManual
	s.limit = base + npages*pageSize
	*stat += uint64(npages * pageSize)
	return s
}

func (h *mheap) freeManual(s *mspan, stat *uint64) {
	s.needzero = 1
	*stat -= uint64(s.npages * pageSize)
	h.freePages(s)
}

// freeSpan gives the pages of a span of objects back.
func (h *mheap) freeSpan(s *mspan) {
	if s.allocCount != 0 || s.sweepgen != h.sweepgen {
		print("mheap.freeSpan ", s, " allocCount=", s.allocCount, " sweepgen=", s.sweepgen, "/", h.sweepgen, "\n")
		throw("mheap.freeSpan - invalid free")
	}
	h.pagesInUse -= uint64(s.npages)
	setPageBit(&h.meta.pageInUse, s.startAddr, false)
	gcController.heapInUse -= uint64(s.npages * pageSize)
	h.freePages(s)
}

func (h *mheap) freePages(s *mspan) {
	h.pages.free(s.startAddr, s.npages)
	gcController.heapFree += uint64(s.npages * pageSize)
	s.state = mSpanDead
	h.spanalloc.free(unsafe.Pointer(s))
}

// newSpan makes the record of a run of pages.
func (h *mheap) newSpan(base, npages uintptr) *mspan {
	p, fresh := h.spanalloc.alloc()
	s := (*mspan)(p)
	if fresh {
		h.recordSpan(s)
	}
	s.startAddr = base
	s.npages = npages
	h.setSpans(base, npages, s)
	return s
}

// recordSpan appends to allspans, which doubles when it is full.
func (h *mheap) recordSpan(s *mspan) {
	if h.nspans == h.capspans {
		n := h.capspans * 2
		if n == 0 {
			n = 64 << 10 / ptrSize
		}
		p := sysAlloc(n * ptrSize)
		memstats.other_sys += uint64(n * ptrSize)
		gcController.mappedReady += uint64(n * ptrSize)
		if h.nspans > 0 {
			memmove(p, unsafe.Pointer(h.allspans), h.nspans*ptrSize)
			sysFree(uintptr(unsafe.Pointer(h.allspans)), h.capspans*ptrSize)
			memstats.other_sys -= uint64(h.capspans * ptrSize)
			gcController.mappedReady -= uint64(h.capspans * ptrSize)
		}
		// As a number: the collector, who needs spans too, may not make write barriers.
		*(*uintptr)(unsafe.Pointer(&h.allspans)) = uintptr(p)
		h.capspans = n
	}
	h.allspans[h.nspans] = s
	h.nspans++
}

// allocPages takes npages free pages: small runs from the p's cache, others the lowest there
// are. It grows the heap if there are none.
func (h *mheap) allocPages(npages uintptr) uintptr {
	base, scavenged, growth := uintptr(0), uintptr(0), uintptr(0)
	if npages < pageCacheLimit {
		c := &getg().m.p.pcache
		if c.isEmpty() {
			h.pages.allocToCache(c)
		}
		base, scavenged = c.alloc(npages)
	}
	if base == 0 {
		base, scavenged = h.pages.alloc(npages)
	}
	if base == 0 {
		growth = h.grow(npages)
		base, scavenged = h.pages.alloc(npages)
		if base == 0 {
			throw("grew heap, but no adequate free space found")
		}
	}
	h.scavengeFor(scavenged, growth)
	if scavenged != 0 {
		gcController.heapReleased -= uint64(scavenged)
		gcController.mappedReady += uint64(scavenged)
	}
	gcController.heapFree -= uint64(npages*pageSize - scavenged)
	return base
}

// allocNeedsZero reports whether pages were used before, and notes that they are now.
func (h *mheap) allocNeedsZero(base, npages uintptr) uint8 {
	needzero := uint8(0)
	for npages > 0 {
		arena := base >> heapArenaShift
		zeroed := pallocChunks[arena].zeroedBase
		offset := base & (heapArenaBytes - 1)
		end := offset + npages*pageSize
		if end > heapArenaBytes {
			end = heapArenaBytes
		}
		if offset < zeroed {
			needzero = 1
		}
		if end > zeroed {
			pallocChunks[arena].zeroedBase = end
		}
		npages -= (end - offset) / pageSize
		base += end - offset
	}
	return needzero
}

// grow adds arenas with at least npages pages, and gives the number of bytes added.
func (h *mheap) grow(npages uintptr) uintptr {
	growth := uintptr(0)
	ask := alignUp(npages, pagesPerArena) * pageSize
	if ask < npages {
		h.outOfMemory(npages * pageSize)
	}
	end := h.curBase + ask
	nbase := alignUp(end, physPageSize)
	if nbase > h.curEnd || end < h.curBase || h.curBase == 0 {
		av := h.reserveArenas(ask)
		if av == 0 {
			h.outOfMemory(npages * pageSize)
		}
		if av == h.curEnd {
			h.curEnd += ask
		} else {
			// What is left of the old place becomes free pages.
			if size := h.curEnd - h.curBase; size != 0 {
				h.addPages(h.curBase, size)
				growth += size
			}
			h.curBase = av
			h.curEnd = av + ask
		}
		nbase = alignUp(h.curBase+ask, physPageSize)
	}
	v := h.curBase
	h.curBase = nbase
	h.addPages(v, nbase-v)
	return growth + nbase - v
}

func (h *mheap) outOfMemory(n uintptr) {
	print("runtime: out of memory: cannot allocate ", alignUp(n, heapArenaBytes), "-byte block (", gcController.heapInUse+gcController.heapFree+gcController.heapReleased, " in use)\n")
	throw("out of memory")
}

// addPages makes reserved pages usable and free. They count as released: nothing of them is in memory.
func (h *mheap) addPages(base, size uintptr) {
	sysMap(base, size)
	gcController.heapReleased += uint64(size)
	h.pages.grow(base, size)
}

// reserveArenas takes address space for size bytes, a multiple of an arena, and makes
// the metadata for it usable. It gives 0 if there is no room.
func (h *mheap) reserveArenas(size uintptr) uintptr {
	base := h.arenaNext
	if h.arenaEnd-base >= size {
		h.arenaNext += size
	} else {
		// Behind the reservation, and as the last resort anywhere.
		p := sysReserve(h.arenaEnd, size)
		switch {
		case p == 0:
			return 0
		case p == h.arenaEnd:
			base = p
			h.arenaNext = p + size
			h.arenaEnd = p + size
		default:
			sysFree(p, size)
			if base = sysReserveAligned(size, heapArenaBytes); base == 0 {
				return 0
			}
		}
	}
	for a := base >> heapArenaShift; a < (base+size)>>heapArenaShift; a++ {
		h.arenas[h.narenas] = uint16(a)
		h.narenas++
		memstats.gcMiscSys += uint64(unsafe.Sizeof(metadata{}) / arenaCount)
		gcController.mappedReady += uint64(unsafe.Sizeof(metadata{}) / arenaCount)
	}
	sysMap(uintptr(unsafe.Pointer(&h.meta.bitmap[base>>4])), size>>4)
	return base
}

// Pages that reclaim looks at at a time.
const pagesPerReclaimerChunk = 512

// reclaim sweeps spans until npages pages have been freed or all have been looked at.
func (h *mheap) reclaim(npages uintptr) {
	for npages > 0 {
		if credit := h.reclaimCredit; credit > 0 {
			if credit > npages {
				credit = npages
			}
			h.reclaimCredit -= credit
			npages -= credit
			continue
		}
		index := h.reclaimIndex
		if index/pagesPerArena >= h.sweepArenas {
			h.reclaimIndex = reclaimDone
			return
		}
		h.reclaimIndex += pagesPerReclaimerChunk
		found := h.reclaimArena(uintptr(h.arenas[index/pagesPerArena]))
		if found <= npages {
			npages -= found
		} else {
			h.reclaimCredit += found - npages
			npages = 0
		}
	}
}

// reclaimArena sweeps the spans of an arena in which nothing is marked, and gives the pages freed.
func (h *mheap) reclaimArena(arena uintptr) uintptr {
	freed := uintptr(0)
	inUse := &h.meta.pageInUse[arena]
	marks := &h.meta.pageMarks[arena]
	for i := uintptr(0); i < pagesPerArena/32; i++ {
		todo := inUse[i] &^ marks[i]
		for todo != 0 {
			bit := ctz32(todo)
			todo &= todo - 1
			s := h.meta.spans[arena*pagesPerArena+i*32+bit]
			if s.sweepgen == h.sweepgen-2 {
				s.sweepgen = h.sweepgen - 1
				s.unlist()
				npages := s.npages
				if s.sweep() {
					freed += npages
				}
			}
			todo &= inUse[i] &^ marks[i]
		}
	}
	return freed
}
