//go:cause mark

package runtime

import "unsafe"

// Marking: from roots through everything that they lead to.

// workbuf holds addresses of grey objects.
//
//go:notinheap
type workbuf struct {
	next *workbuf
	n    uintptr
	obj  [workbufObjects]uintptr
}

const (
	workbufBytes   = 2048
	workbufObjects = workbufBytes/ptrSize - 2
	// Buffers come from spans of this many pages.
	workbufSpanPages = 4
)

// pushWorkBuf puts an empty buffer on top.
func pushWorkBuf() *workbuf {
	b := takeWorkBuf()
	b.next = work.wbuf
	work.wbuf = b
	return b
}

// takeWorkBuf takes an empty buffer.
func takeWorkBuf() *workbuf {
	b := work.emptyBufs
	if b == nil {
		s := mheap_.allocManual(workbufSpanPages, &work.inWorkBuf)
		s.next = work.bufSpans
		work.bufSpans = s
		addWorkBufs(s)
		b = work.emptyBufs
	}
	work.emptyBufs = b.next
	b.next = nil
	b.n = 0
	return b
}

// giveWorkBuf puts a buffer back, whatever is in it.
func giveWorkBuf(b *workbuf) {
	b.n = 0
	b.next = work.emptyBufs
	work.emptyBufs = b
}

// freeWorkBufs gives the memory of the buffers back, except for those of the last span,
// which the next cycle begins with; all are empty.
func freeWorkBufs() {
	s := work.bufSpans
	if s == nil {
		return
	}
	for s.next != nil {
		next := s.next
		s.next = nil
		mheap_.freeManual(s, &work.inWorkBuf)
		s = next
	}
	work.bufSpans, work.wbuf, work.emptyBufs = s, nil, nil
	addWorkBufs(s)
}

// addWorkBufs divides a span into empty buffers.
func addWorkBufs(s *mspan) {
	for off := uintptr(0); off < workbufSpanPages*pageSize; off += workbufBytes {
		b := (*workbuf)(unsafe.Pointer(s.startAddr + off))
		b.n = 0
		b.next = work.emptyBufs
		work.emptyBufs = b
	}
}

// gcDrain scans grey objects until there are none.
//
//go:nowritebarrierrec
func gcDrain() {
	for {
		b := work.wbuf
		if b == nil {
			return
		}
		if b.n == 0 {
			work.wbuf = b.next
			b.next = work.emptyBufs
			work.emptyBufs = b
			continue
		}
		b.n--
		scanObject(b.obj[b.n])
	}
}

// scanObject marks what the object at base points to, by the heap bitmap.
//
//go:nowritebarrierrec
func scanObject(base uintptr) {
	meta := mheap_.meta
	size := spanOf(base).elemsize
	hb := uintptr(unsafe.Pointer(meta)) + base>>4
	bits := uint32(*(*uint8)(unsafe.Pointer(hb))) >> (base >> 2 & 3)
	p := base
	for bits&0x10 != 0 {
		if bits&1 != 0 {
			obj := *(*uintptr)(unsafe.Pointer(p))
			// Pointers into the object itself are many, and need nothing.
			if obj-base >= size && obj >= minLegalPointer {
				greyObject(obj, base, p-base)
			}
		}
		p += ptrSize
		if p-base >= size {
			break
		}
		if p&15 == 0 {
			hb++
			bits = uint32(*(*uint8)(unsafe.Pointer(hb)))
		} else {
			bits >>= 1
		}
	}
	work.heapScan += p - base
}

// greyObject marks the object that p, found at refBase+refOff, points into. Pointers
// to memory that never was in the heap are ignored; those into parts of the heap that
// hold no objects end the program. The object becomes grey if it was not marked yet.
//
//go:nowritebarrierrec
func greyObject(p, refBase, refOff uintptr) {
	s := spanOf(p)
	if s == nil {
		return
	}
	if s.state != mSpanInUse || p < s.startAddr || p >= s.limit {
		if s.state != mSpanManual && debug.invalidptr != 0 {
			badPointer(s, p, refBase, refOff)
		}
		return
	}
	index := s.objIndex(p)
	w := &s.gcmarkBits.words[index/32&(1<<20-1)]
	bit := uint32(1) << (index % 32)
	old := *w
	if old&bit != 0 {
		return
	}
	*w = old | bit
	if old == 0 {
		// It may be the first one of the span.
		page := s.startAddr >> pageShift
		mheap_.meta.pageMarks[page/pagesPerArena&(arenaCount-1)][page/32&(pagesPerArena/32-1)] |= 1 << (page % 32)
	}
	work.bytesMarked += s.elemsize
	if s.spanclass&1 != 0 {
		return
	}
	b := work.wbuf
	if b == nil || b.n == workbufObjects {
		b = pushWorkBuf()
	}
	b.obj[b.n] = s.startAddr + index*s.elemsize
	b.n++
}

// markRoots marks what globals, stacks and specials point to.
func markRoots() {
	md := &firstmoduledata
	markBlock(md.data, md.edata-md.data, uintptr(md.gcdata))
	markBlock(md.bss, md.ebss-md.bss, uintptr(md.gcbss))
	markSpecials()
	markStacks()
}

// markBlock marks from size bytes at base; bits says which words are pointers.
func markBlock(base, size, bits uintptr) {
	for off := uintptr(0); off < size; off += 8 * ptrSize {
		w := uint32(*(*uint8)(unsafe.Pointer(bits + off/(8*ptrSize))))
		for at := base + off; w != 0; at += ptrSize {
			if w&1 != 0 {
				if p := *(*uintptr)(unsafe.Pointer(at)); p >= minLegalPointer {
					greyObject(p, 0, 0)
				}
			}
			w >>= 1
		}
	}
}

// markSpecials marks what objects with finalizers lead to, not the objects themselves,
// and the closures of the finalizers.
func markSpecials() {
	for i := uintptr(0); i < mheap_.narenas; i++ {
		arena := uintptr(mheap_.arenas[i])
		for j := range mheap_.meta.pageSpecials[arena] {
			for w := mheap_.meta.pageSpecials[arena][j]; w != 0; w &= w - 1 {
				s := mheap_.meta.spans[arena*pagesPerArena+uintptr(j)*32+ctz32(w)]
				for sp := s.specials; sp != nil; sp = sp.next {
					base := s.startAddr + sp.offset/s.elemsize*s.elemsize
					if !s.spanclass.noscan() {
						scanObject(base)
					}
					if p := uintptr(unsafe.Pointer(sp.fn)); p != 0 {
						greyObject(p, 0, 0)
					}
				}
			}
		}
	}
	for sp := finq; sp != nil; sp = sp.next {
		greyObject(sp.offset, 0, 0)
		greyObject(uintptr(unsafe.Pointer(sp.fn)), 0, 0)
	}
}

var mSpanStateNames = [...]string{"mSpanDead", "mSpanInUse", "mSpanManual"}

// badPointer ends the program because p, found at refBase+refOff, points to a part of the heap without objects.
func badPointer(s *mspan, p, refBase, refOff uintptr) {
	printlock()
	print("runtime: pointer ")
	printhex(uint64(p))
	if s.state != mSpanInUse {
		print(" to unallocated span")
	} else {
		print(" to unused region of span")
	}
	print(" span.base()=")
	printhex(uint64(s.startAddr))
	print(" span.limit=")
	printhex(uint64(s.limit))
	print(" span.state=", s.state, "\n")
	if refBase != 0 {
		print("runtime: found in object at *(")
		printhex(uint64(refBase))
		print("+")
		printhex(uint64(refOff))
		print(")\n")
		gcDumpObject("object", refBase, refOff)
	}
	throw("found bad pointer in Go heap (incorrect use of unsafe or cgo?)")
}

// gcDumpObject prints an object and marks the word at off.
func gcDumpObject(label string, obj, off uintptr) {
	s := spanOf(obj)
	print(label, "=")
	printhex(uint64(obj))
	if s == nil {
		print(" s=nil\n")
		return
	}
	print(" s.base()=")
	printhex(uint64(s.startAddr))
	print(" s.limit=")
	printhex(uint64(s.limit))
	print(" s.spanclass=", s.spanclass, " s.elemsize=", s.elemsize, " s.state=", mSpanStateNames[s.state], "\n")
	skipped := false
	for i := uintptr(0); i < s.elemsize; i += ptrSize {
		// Of large objects the beginning, which often tells the type, and what is around off.
		if i >= 128*ptrSize && (i+16*ptrSize <= off || i >= off+16*ptrSize) {
			skipped = true
			continue
		}
		if skipped {
			print(" ...\n")
			skipped = false
		}
		print(" *(", label, "+", i, ") = ")
		printhex(uint64(*(*uintptr)(unsafe.Pointer(obj + i))))
		if i == off {
			print(" <==")
		}
		print("\n")
	}
	if skipped {
		print(" ...\n")
	}
}

// checkMarks marks everything once more into fresh bits and ends the program if an
// object turns up that the cycle has missed (GODEBUG=gccheckmark=1).
func checkMarks() {
	marked := work.bytesMarked
	heapScan, stackScan, stacks := work.heapScan, work.stackScan, work.stacks
	swapMarkBits()
	work.bytesMarked = 0
	markRoots()
	gcDrain()
	for i := uintptr(0); i < mheap_.nspans; i++ {
		s := mheap_.allspans[i]
		if s.state != mSpanInUse {
			continue
		}
		for j := uintptr(0); j < (s.nelems+31)/32; j++ {
			if missed := s.gcmarkBits.word(j) &^ s.checkBits.word(j); missed != 0 {
				obj := s.startAddr + (j*32+ctz32(missed))*s.elemsize
				print("runtime: marking didn't find object ")
				printhex(uint64(obj))
				print("\n")
				gcDumpObject("obj", obj, ^uintptr(0))
				throw("checkmark found unmarked object")
			}
		}
	}
	swapMarkBits()
	work.bytesMarked, work.heapScan, work.stackScan, work.stacks = marked, heapScan, stackScan, stacks
}

// swapMarkBits exchanges the mark bits of all spans with those of the check.
func swapMarkBits() {
	for i := uintptr(0); i < mheap_.nspans; i++ {
		s := mheap_.allspans[i]
		if s.state != mSpanInUse {
			continue
		}
		if s.checkBits == nil {
			s.checkBits = newMarkBits(s.nelems)
			s.gcmarkBits, s.checkBits = s.checkBits, s.gcmarkBits
		} else {
			s.gcmarkBits = s.checkBits
			s.checkBits = nil
		}
	}
}
