//go:cause mark

package runtime

import "unsafe"

// Write barriers: the collector hears of pointers that are stored and overwritten while it
// marks, so that it misses no object although the program changes what it looks at.
//
// This is Go's hybrid of the barriers of Yuasa and Dijkstra:
//
//	writePointer(slot, ptr):
//	    shade(*slot)
//	    shade(ptr)
//	    *slot = ptr
//
// Compiled code tests a register, gp, before it stores a pointer anywhere but in its own
// frame: 0 means that no collector runs beside the program. Each thread has the register, a
// copy of writeBarrier.enabled, which changes only while the world stands still. If it is
// set, gcWriteBarrier puts both pointers into the buffer of the p (wb.s), and wbBufFlush
// marks them when the buffer is full. Moves of many pointers at once tell of them before
// (bulkBarrierPreWrite).
//
// Marking happens while the program stands still, so nothing but wbshadow turns barriers on yet.

var writeBarrier struct {
	enabled bool
	// Every barrier empties the buffer, for wbshadow.go wants to know the slots.
	shadow bool
}

const (
	// Stores that a buffer has room for.
	wbBufEntries = 256
	// The new pointer, and the one that is overwritten.
	wbBufEntryPointers = 2
)

// wbBuf says where the next entry of p.wbEntries goes, and where they end. The assembly knows
// the offsets.
type wbBuf struct {
	next uintptr
	end  uintptr
}

// setWriteBarrier gives gp its value.
func setWriteBarrier(on bool)

// startBarriers turns barriers on.
func startBarriers() {
	getg().m.p.wbReset()
	writeBarrier.enabled = true
	setWriteBarrier(true)
}

// wbReset empties the buffer.
func (pp *p) wbReset() {
	pp.wbBuf.next = uintptr(unsafe.Pointer(&pp.wbEntries))
	size := unsafe.Sizeof(pp.wbEntries)
	if writeBarrier.shadow {
		size = wbBufEntryPointers * ptrSize
	}
	pp.wbBuf.end = pp.wbBuf.next + size
}

// wbPut is a barrier for the store of new to *slot, as gcWriteBarrier makes it.
//
//go:nowritebarrierrec
func (pp *p) wbPut(slot, new uintptr) {
	at := pp.wbBuf.next
	*(*[wbBufEntryPointers]uintptr)(unsafe.Pointer(at)) = [wbBufEntryPointers]uintptr{new, *(*uintptr)(unsafe.Pointer(slot))}
	at += wbBufEntryPointers * ptrSize
	pp.wbBuf.next = at
	if at == pp.wbBuf.end {
		wbBufFlush(slot, new)
	}
}

// wbBufFlush empties the full buffer; slot and new are the last store.
//
//go:nosplit
//go:nowritebarrierrec
func wbBufFlush(slot, new uintptr) {
	gp := getg()
	if gp == gp.m.gsignal || gp == gp.m.g0 {
		wbBufFlush1(gp.m.p, slot, new)
		return
	}
	systemstack(func() { wbBufFlush1(getg().m.p, slot, new) })
}

//go:nowritebarrierrec
func wbBufFlush1(pp *p, slot, new uintptr) {
	if writeBarrier.shadow {
		shadowStore(slot, new)
	}
	if gcphase == gcMark {
		for at := uintptr(unsafe.Pointer(&pp.wbEntries)); at < pp.wbBuf.next; at += ptrSize {
			if obj := *(*uintptr)(unsafe.Pointer(at)); obj >= minLegalPointer {
				greyObject(obj, 0, 0)
			}
		}
	}
	pp.wbReset()
}

// bulkBarrierPreWrite is a barrier for each pointer in the size bytes at dst, which are about
// to be overwritten by those at src, or cleared if src is 0. The heap's bitmap tells which words
// are pointers; in memory that is neither in the heap nor a variable, none is.
func bulkBarrierPreWrite(dst, src, size uintptr) {
	if (dst|src|size)&(ptrSize-1) != 0 {
		throw("bulkBarrierPreWrite: unaligned arguments")
	}
	md := &firstmoduledata
	switch {
	case dst >= md.data && dst < md.edata:
		bulkBarrierBitmap(dst, src, size, dst-md.data, uintptr(md.gcdata))
	case dst >= md.bss && dst < md.ebss:
		bulkBarrierBitmap(dst, src, size, dst-md.bss, uintptr(md.gcbss))
	default:
		s := spanOfHeap(dst)
		if s == nil || s.spanclass.noscan() {
			return
		}
		pp := getg().m.p
		for i := uintptr(0); i < size; i += ptrSize {
			if heapWordIsPointer(dst + i) {
				pp.wbPut(dst+i, sourceWord(src, i))
			}
		}
	}
}

// bulkBarrierBitmap is a barrier for the pointers among the words at dst; bits tells of the
// words from dst-offset on which they are.
func bulkBarrierBitmap(dst, src, size, offset, bits uintptr) {
	pp := getg().m.p
	for i := uintptr(0); i < size; i += ptrSize {
		if bitmapWordIsPointer(bits, offset+i) {
			pp.wbPut(dst+i, sourceWord(src, i))
		}
	}
}

// typeBitsBulkBarrier is the barrier for a value of type typ that goes to the stack of
// another goroutine: a stack that was scanned must not get what the collector has not seen.
func typeBitsBulkBarrier(typ *_type, dst, src uintptr) {
	pp := getg().m.p
	for i := uintptr(0); i < typ.ptrdata; i += ptrSize {
		if typ.gcdata == nil || bitmapWordIsPointer(uintptr(unsafe.Pointer(typ.gcdata)), i) {
			pp.wbPut(dst+i, sourceWord(src, i))
		}
	}
}

//go:nosplit
func sourceWord(src, i uintptr) uintptr {
	if src == 0 {
		return 0
	}
	return *(*uintptr)(unsafe.Pointer(src + i))
}

// heapWordIsPointer reads the heap's bitmap.
//
//go:nosplit
func heapWordIsPointer(p uintptr) bool { return *heapBitsAt(p)>>(p>>2&3)&1 != 0 }

// bitmapWordIsPointer reads the bit of the word at offset.
//
//go:nosplit
func bitmapWordIsPointer(bits, offset uintptr) bool {
	return *(*uint8)(unsafe.Pointer(bits + offset/(8*ptrSize)))>>(offset/ptrSize%8)&1 != 0
}

// typedmemmove copies a value of type typ.
func typedmemmove(typ *_type, dst, src unsafe.Pointer) {
	if dst == src {
		return
	}
	if writeBarrier.enabled && typ.ptrdata != 0 {
		bulkBarrierPreWrite(uintptr(dst), uintptr(src), typ.ptrdata)
	}
	if typ.size == ptrSize && (uintptr(dst)|uintptr(src))&(ptrSize-1) == 0 {
		*(*uintptr)(dst) = *(*uintptr)(src)
		return
	}
	memmove(dst, src, typ.size)
}

// typedslicecopy copies n elements of type typ, which has pointers.
func typedslicecopy(typ *_type, dst, src unsafe.Pointer, n int) {
	size := uintptr(n) * typ.size
	if writeBarrier.enabled && n > 0 && dst != src {
		bulkBarrierPreWrite(uintptr(dst), uintptr(src), size-typ.size+typ.ptrdata)
	}
	memmove(dst, src, size)
}

// typedmemclr clears a value of type typ.
func typedmemclr(typ *_type, p unsafe.Pointer) {
	if writeBarrier.enabled && typ.ptrdata != 0 {
		bulkBarrierPreWrite(uintptr(p), 0, typ.ptrdata)
	}
	memclrNoHeapPointers(p, typ.size)
}

// memclrHasPointers clears n bytes of memory with pointers in it.
func memclrHasPointers(p unsafe.Pointer, n uintptr) {
	if writeBarrier.enabled {
		bulkBarrierPreWrite(uintptr(p), 0, n)
	}
	memclrNoHeapPointers(p, n)
}
