package runtime

import "unsafe"

func panicmakeslicelen() { panic(errorString("makeslice: len out of range")) }
func panicmakeslicecap() { panic(errorString("makeslice: cap out of range")) }

// panicmakeslice is for slices in frames, whose capacity is known.
func panicmakeslice(len int) {
	if len < 0 {
		panicmakeslicelen()
	}
	panicmakeslicecap()
}

func makeslice(et *_type, len, cap int) unsafe.Pointer {
	mem, overflow := mulUintptr(et.size, uintptr(cap))
	if overflow || mem > maxAlloc || len < 0 || len > cap {
		// Report the length if it alone is too much.
		mem, overflow := mulUintptr(et.size, uintptr(len))
		if overflow || mem > maxAlloc || len < 0 {
			panicmakeslicelen()
		}
		panicmakeslicecap()
	}
	return mallocgc(mem, et, true)
}

// growslice gives room for newLen elements, at least 1.25 times (short slices:
// twice) the old capacity, with the old ones copied. Elements behind them are zero
// if they have pointers or the caller does not overwrite them.
func growslice(et *_type, old unsafe.Pointer, oldLen, oldCap, newLen int) (unsafe.Pointer, int) {
	if newLen < oldCap {
		panic(errorString("growslice: cap out of range"))
	}
	if et.size == 0 {
		return unsafe.Pointer(&zerobase), newLen
	}
	newcap := oldCap
	doublecap := newcap + newcap
	if newLen > doublecap {
		newcap = newLen
	} else {
		const threshold = 256
		if oldCap < threshold {
			newcap = doublecap
		} else {
			// From twice to 1.25 times, smoothly.
			for 0 < newcap && newcap < newLen {
				newcap += (newcap + 3*threshold) / 4
			}
			if newcap <= 0 {
				newcap = newLen
			}
		}
	}
	var overflow bool
	var lenmem, newlenmem, capmem uintptr
	size := et.size
	lenmem = uintptr(oldLen) * size
	newlenmem = uintptr(newLen) * size
	switch {
	case size == 1:
		capmem = roundupsize(uintptr(newcap))
		overflow = uintptr(newcap) > maxAlloc
		newcap = int(capmem)
	default:
		capmem, overflow = mulUintptr(size, uintptr(newcap))
		capmem = roundupsize(capmem)
		newcap = int(capmem / size)
		if size&(size-1) != 0 {
			capmem = uintptr(newcap) * size
		}
	}
	if overflow || capmem > maxAlloc {
		panic(errorString("growslice: cap out of range"))
	}
	var p unsafe.Pointer
	if et.ptrdata == 0 {
		p = mallocgc(capmem, nil, false)
		// What append is about to write need not be cleared.
		memclrNoHeapPointers(add(p, newlenmem), capmem-newlenmem)
	} else {
		p = mallocgc(capmem, et, true)
	}
	if writeBarrier.enabled && et.ptrdata != 0 && lenmem > 0 {
		bulkBarrierPreWrite(uintptr(p), uintptr(old), lenmem-size+et.ptrdata)
	}
	memmove(p, old, lenmem)
	return p, newcap
}
