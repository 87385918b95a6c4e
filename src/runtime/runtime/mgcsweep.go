//go:cause sweep

package runtime

import "unsafe"

// Sweeping: what is not marked is free. A span is swept when an mcache wants to allocate
// from it, when allocation owes pages (proportional sweep), when large memory is wanted
// (reclaim), or by runtime.GC and the background sweeper, which go through all.

// sweepNothing is what sweepone gives if all is swept.
const sweepNothing = ^uintptr(0)

var sweep struct {
	// The span class (twice, plus one for its list of spans with free slots) that sweepone is at.
	index uintptr
	done  bool
}

func isSweepDone() bool { return sweep.done || mheap_.sweepgen == 0 }

// sweepone sweeps some span and gives the number of pages that it returned to the heap, or sweepNothing.
func sweepone() uintptr {
	if isSweepDone() {
		return sweepNothing
	}
	for ; sweep.index < 2*numSpanClasses; sweep.index++ {
		c := &mheap_.central[sweep.index/2]
		q := &c.empty
		if sweep.index&1 != 0 {
			q = &c.nonempty
		}
		s := q.firstUnswept()
		if s == nil {
			continue
		}
		q.remove(s)
		if s.sweepgen != mheap_.sweepgen-2 {
			print("runtime: sweepgen=", s.sweepgen, "/", mheap_.sweepgen, "\n")
			throw("swept span in the unswept part of a list")
		}
		s.sweepgen = mheap_.sweepgen - 1
		npages := s.npages
		if s.sweep() {
			// All of it came back: whoever wants pages may have it.
			mheap_.reclaimCredit += npages
			return npages
		}
		return 0
	}
	sweep.done = true
	//go:probe gc_sweep_done()
	wakeScavenger()
	return sweepNothing
}

// sweepKeep sweeps a span that is in no list and leaves it there; it gives the number of slots freed.
func (s *mspan) sweepKeep() (freed uintptr) {
	//go:probe span_sweep(s)
	freed = s.sweepBits()
	//go:probe span_swept(s, freed)
	return
}

// sweep sweeps a span and puts it where it belongs; it reports whether the span went back to the heap.
func (s *mspan) sweep() bool {
	//go:probe span_sweep(s)
	freed := s.sweepBits()
	if s.allocCount == 0 {
		if s.spanclass.sizeclass() == 0 && debug.efence > 0 {
			s.limit = 0
			sysFault(s.startAddr, s.npages*pageSize)
			//go:probe span_swept(s, freed)
			return freed != 0
		}
		mheap_.freeSpan(s)
		//go:probe span_swept(s, freed)
		return true
	}
	s.queue(s.allocCount == s.nelems).push(s)
	//go:probe span_swept(s, freed)
	return false
}

// sweepBits turns mark bits into allocation bits; it gives the number of slots freed.
func (s *mspan) sweepBits() uintptr {
	h := &mheap_
	if s.state != mSpanInUse || s.sweepgen != h.sweepgen-1 {
		print("mspan.sweep: state=", s.state, " sweepgen=", s.sweepgen, " mheap.sweepgen=", h.sweepgen, "\n")
		throw("mspan.sweep: bad span state")
	}
	h.pagesSwept += uint64(s.npages)
	if s.specials != nil {
		s.sweepSpecials()
	}
	if debug.allocfreetrace != 0 || debug.clobberfree != 0 {
		s.watchFrees()
	}
	s.checkZombies()
	nalloc := s.countAlloc()
	nfreed := s.allocCount - nalloc
	if nalloc > s.allocCount {
		print("runtime: nelems=", s.nelems, " nalloc=", nalloc, " previous allocCount=", s.allocCount, " nfreed=", uint16(nfreed), "\n")
		throw("sweep increased allocation count")
	}
	s.allocCount = nalloc
	s.freeindex = 0
	s.freeIndexForScan = 0
	s.allocBits = s.gcmarkBits
	s.gcmarkBits = newMarkBits(s.nelems)
	s.refillAllocCache(0)
	s.sweepgen = h.sweepgen
	if nfreed == 0 {
		return 0
	}
	s.needzero = 1
	bytes := uint64(nfreed * s.elemsize)
	if class := s.spanclass.sizeclass(); class != 0 {
		memstats.smallFreeCount[class] += uint64(nfreed)
	} else {
		memstats.largeFreeCount++
		memstats.largeFree += bytes
	}
	gcController.totalFree += bytes
	return nfreed
}

// checkZombies looks for slots that are marked but free.
func (s *mspan) checkZombies() {
	if s.freeindex >= s.nelems {
		return
	}
	first := s.freeindex / 32
	for i := first; i < (s.nelems+31)/32; i++ {
		zombies := s.gcmarkBits.word(i) &^ s.allocBits.word(i)
		if i == first {
			zombies = zombies >> (s.freeindex % 32) << (s.freeindex % 32)
		}
		if zombies != 0 {
			s.reportZombies()
		}
	}
}

// reportZombies prints all slots and the content of those that are marked but free, and ends the program.
func (s *mspan) reportZombies() {
	printlock()
	print("runtime: marked free object in span ", s, ", elemsize=", s.elemsize, " freeindex=", s.freeindex, " (bad use of unsafe.Pointer? try -d=checkptr)\n")
	for i := uintptr(0); i < s.nelems; i++ {
		addr := s.startAddr + i*s.elemsize
		printhex(uint64(addr))
		alloc := i < s.freeindex || s.allocBits.isSet(i)
		if alloc {
			print(" alloc")
		} else {
			print(" free ")
		}
		marked := s.gcmarkBits.isSet(i)
		if marked {
			print(" marked  ")
		} else {
			print(" unmarked")
		}
		zombie := marked && !alloc
		if zombie {
			print(" zombie")
		}
		print("\n")
		if zombie {
			length := s.elemsize
			if length > 1024 {
				length = 1024
			}
			hexdumpWords(addr, addr+length)
		}
	}
	throw("found pointer to free object")
}

// hexdumpWords prints memory word by word, four to a line.
func hexdumpWords(p, end uintptr) {
	for line := p; line < end; line += 4 * ptrSize {
		printhexWide(line)
		print(": ")
		for at := line; at < line+4*ptrSize && at < end; at += ptrSize {
			print(" ")
			printhexWide(*(*uintptr)(unsafe.Pointer(at)))
			print(" ")
		}
		print("\n")
	}
}

// printhexWide prints all eight digits.
func printhexWide(v uintptr) {
	print("0x")
	for shift := 28; shift >= 0; shift -= 4 {
		print(hexDigits[v>>uint(shift)&15 : v>>uint(shift)&15+1])
	}
}

const hexDigits = "0123456789abcdef"

const clobberWord = 0xdeadbeef

// watchFrees tells of the slots that are about to be freed, and fills them with 0xdeadbeef.
func (s *mspan) watchFrees() {
	for i := uintptr(0); i < s.nelems; i++ {
		if s.gcmarkBits.isSet(i) || i >= s.freeindex && !s.allocBits.isSet(i) {
			continue
		}
		x := s.startAddr + i*s.elemsize
		if debug.allocfreetrace != 0 {
			traceFree(x, s.elemsize)
		}
		if debug.clobberfree != 0 {
			for off := uintptr(0); off < s.elemsize; off += ptrSize {
				*(*uint32)(unsafe.Pointer(x + off)) = clobberWord
			}
		}
	}
}

// deductSweepCredit sweeps what an allocation of spanBytes owes; callerPages have been swept for it already.
func deductSweepCredit(spanBytes, callerPages uintptr) {
	h := &mheap_
	for h.sweepPagesPerByte != 0 {
		basis := h.pagesSwBasis
		fresh := uint64(spanBytes)
		if h.sweepLiveBase < gcController.heapLive {
			fresh += gcController.heapLive - h.sweepLiveBase
		}
		target := int64(h.sweepPagesPerByte*float64(fresh)) - int64(callerPages)
		for target > int64(h.pagesSwept-basis) {
			if sweepone() == sweepNothing {
				h.sweepPagesPerByte = 0
				return
			}
			if h.pagesSwBasis != basis {
				break
			}
		}
		if h.pagesSwBasis == basis {
			return
		}
	}
}
