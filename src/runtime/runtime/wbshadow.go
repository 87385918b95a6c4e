package runtime

import "unsafe"

// GODEBUG=wbshadow=1: finds stores of pointers that had no write barrier.
//
// Barriers are on all the time. The shadow has a word for each word of the heap and of the
// variables: what the last barrier for it said was stored. A pointer word that differs from its
// shadow was changed by a store without barrier, or by a move that told of something else. It
// does not matter if neither what was there nor what is there points into the heap: the compiler
// leaves such barriers out.
//
// Under --stress wb compiled code comes to wbCheckStore after each store without barrier, so that
// a missing one is found at once. All words are compared whenever as many bytes were allocated as
// are compared, at each collection, and when the program ends: that finds moves, too.

//go:notinheap
type shadowArena struct {
	words [heapArenaBytes / ptrSize]uintptr
}

// By address. Memory is taken for arenas with pointers only.
var shadowArenas [arenaCount]*shadowArena

var shadow struct {
	// Pointers stored with barrier, words compared.
	stores   uint64
	compared uint64
	// Allocations until all words are compared, and how many words that were last time.
	countdown int
	busy      bool
}

// Allocations, at least, between comparisons of all words.
const shadowInterval = 500

// shadowStart turns the mode on: what pointers hold now is right.
func shadowStart() {
	shadow.countdown = shadowInterval
	writeBarrier.shadow = true
	shadowWalk(func(slot uintptr) { *shadowWord(slot) = *(*uintptr)(unsafe.Pointer(slot)) })
	mallocHooks |= hookShadow
	startBarriers()
}

//go:nowritebarrierrec
func shadowWord(slot uintptr) *uintptr {
	i := slot >> heapArenaShift
	a := shadowArenas[i]
	if a == nil {
		p, err := mmap(nil, heapArenaBytes, _PROT_READ|_PROT_WRITE, _MAP_ANON|_MAP_PRIVATE|_MAP_NORESERVE, -1, 0)
		if err != 0 {
			throw("wbshadow: no memory for the shadow")
		}
		a = (*shadowArena)(p)
		shadowArenas[i] = a
	}
	return &a.words[slot%heapArenaBytes/ptrSize]
}

// shadowStore notes what a barrier says. Stacks have no shadow.
//
//go:nowritebarrierrec
func shadowStore(slot, new uintptr) {
	if slot == 0 || !hasShadow(slot) {
		return
	}
	shadow.stores++
	*shadowWord(slot) = new
}

// hasShadow reports whether slot lies in an object or in a variable.
//
//go:nowritebarrierrec
func hasShadow(slot uintptr) bool {
	md := &firstmoduledata
	return slot >= md.data && slot < md.edata || slot >= md.bss && slot < md.ebss || spanOfHeap(slot) != nil
}

// shadowAlloc is told of a new object, which is clear.
func shadowAlloc(p, size uintptr, typ *_type) {
	if typ != nil && typ.ptrdata != 0 {
		for i := uintptr(0); i < size; i += ptrSize {
			*shadowWord(p + i) = 0
		}
	}
	if shadow.countdown--; shadow.countdown < 0 {
		shadowCheck()
	}
}

// shadowCheck compares all words.
func shadowCheck() {
	if shadow.busy {
		return
	}
	shadow.busy = true
	before := shadow.compared
	shadowWalk(shadowCompare)
	shadow.countdown = int(shadow.compared-before)/8 + shadowInterval
	shadow.busy = false
}

// shadowCompare ends the program if the word at slot was changed without barrier.
func shadowCompare(slot uintptr) {
	shadow.compared++
	if shadowDiffers(slot) {
		shadowReport(slot)
		throw("pointer stored without write barrier")
	}
}

func shadowDiffers(slot uintptr) bool {
	is, was := *(*uintptr)(unsafe.Pointer(slot)), *shadowWord(slot)
	return is != was && (spanOfHeap(is) != nil || spanOfHeap(was) != nil) && !isSavedContext(slot)
}

// isSavedContext reports whether slot is the closure context in some g, which assembly saves and
// clears: it stands for a register.
func isSavedContext(slot uintptr) bool {
	for _, gp := range allgs {
		if slot == uintptr(unsafe.Pointer(&gp.sched.ctx)) {
			return true
		}
	}
	return false
}

func shadowReport(slot uintptr) {
	print("runtime: pointer at ")
	printhex(uint64(slot))
	print(" is ")
	printhex(uint64(*(*uintptr)(unsafe.Pointer(slot))))
	print(", the last write barrier said ")
	printhex(uint64(*shadowWord(slot)))
	print("\n")
	if s := spanOfHeap(slot); s != nil {
		base := s.startAddr + s.objIndex(slot)*s.elemsize
		gcDumpObject("object", base, slot-base)
	}
}

// wbCheckStore comes after a store without barrier to slot, made before pc.
//
//go:nosplit
func wbCheckStore(slot, _, pc uintptr) {
	gp := getg()
	mp := gp.m
	if mp.mallocing != 0 || mp.dying != 0 || gcphase != gcOff || shadow.busy || gp == mp.gsignal {
		return
	}
	systemstack(func() { wbCheckStore1(slot&^(ptrSize-1), pc) })
}

func wbCheckStore1(slot, pc uintptr) {
	if !isPointerSlot(slot) || !shadowDiffers(slot) {
		return
	}
	shadow.busy = true
	file, line := funcline(findfunc(pc), pc-1)
	print("runtime: ", functionName(pc), " at ", file, ":", line, " stored a pointer without write barrier\n")
	shadowReport(slot)
	throw("pointer stored without write barrier")
}

// isPointerSlot reports whether the collector takes the word at slot for a pointer.
func isPointerSlot(slot uintptr) bool {
	md := &firstmoduledata
	switch {
	case slot >= md.data && slot < md.edata:
		return bitmapWordIsPointer(uintptr(md.gcdata), slot-md.data)
	case slot >= md.bss && slot < md.ebss:
		return bitmapWordIsPointer(uintptr(md.gcbss), slot-md.bss)
	}
	s := spanOfHeap(slot)
	return s != nil && !s.spanclass.noscan() && !s.isFree(s.objIndex(slot)) && heapWordIsPointer(slot)
}

// shadowWalk calls visit for each pointer word of variables and of allocated objects.
func shadowWalk(visit func(slot uintptr)) {
	md := &firstmoduledata
	shadowWalkBlock(md.data, md.edata-md.data, uintptr(md.gcdata), visit)
	shadowWalkBlock(md.bss, md.ebss-md.bss, uintptr(md.gcbss), visit)
	for i := uintptr(0); i < mheap_.nspans; i++ {
		s := mheap_.allspans[i]
		if s.state != mSpanInUse || s.spanclass.noscan() {
			continue
		}
		for j := uintptr(0); j < s.nelems; j++ {
			if !s.isFree(j) {
				shadowWalkObject(s.startAddr+j*s.elemsize, s.elemsize, visit)
			}
		}
	}
}

func shadowWalkBlock(base, size, bits uintptr, visit func(slot uintptr)) {
	for i := uintptr(0); i < size; i += ptrSize {
		if bitmapWordIsPointer(bits, i) {
			visit(base + i)
		}
	}
}

func shadowWalkObject(base, size uintptr, visit func(slot uintptr)) {
	for p := base; p < base+size; p += ptrSize {
		bits := *heapBitsAt(p) >> (p >> 2 & 3)
		if bits&0x10 == 0 {
			return
		}
		if bits&1 != 0 {
			visit(p)
		}
	}
}
