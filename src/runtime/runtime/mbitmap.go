package runtime

import "unsafe"

// Bits beside the heap.
//
// gcBits hold one bit for each slot of a span: which are allocated (allocBits), which are
// marked (gcmarkBits). Sweeping turns mark bits into allocation bits. They lie in blocks
// that live as long as a cycle and the next: all bits that were new in one cycle are
// dropped together.
//
// The heap bitmap has two bits for each word of the heap, in bytes for four words each:
//
//	bit 0-3  the word is a pointer
//	bit 4-7  this word or one behind it in the object may be a pointer
//
// An object's bits are written when it is allocated, as far as its last pointer and one
// word beyond. Objects without pointers have none: the span says what they are.

// gcBits has a bit for each slot of a span.
//
//go:notinheap
type gcBits struct{ words [1 << 20]uint32 }

func (b *gcBits) word(i uintptr) uint32    { return b.words[i&(1<<20-1)] }
func (b *gcBits) isSet(index uintptr) bool { return b.word(index/32)>>(index%32)&1 != 0 }
func (b *gcBits) setBit(index uintptr)     { b.words[index/32&(1<<20-1)] |= 1 << (index % 32) }
func (b *gcBits) clearBit(index uintptr)   { b.words[index/32&(1<<20-1)] &^= 1 << (index % 32) }

const gcBitsChunkBytes = 64 << 10

// gcBitsArena is a block of bits.
//
//go:notinheap
type gcBitsArena struct {
	next *gcBitsArena
	free uintptr
	bits [gcBitsChunkBytes - 8]uint8
}

// Blocks: next are filled now, for the coming mark; current hold the mark bits of the
// cycle before, which are allocation bits once swept; previous are dropped with the next cycle.
var gcBitsArenas struct {
	free     *gcBitsArena
	next     *gcBitsArena
	current  *gcBitsArena
	previous *gcBitsArena
}

// newMarkBits gives cleared bits for nelems slots.
func newMarkBits(nelems uintptr) *gcBits {
	n := (nelems + 63) / 64 * 8
	a := gcBitsArenas.next
	if a == nil || a.free+n > uintptr(len(a.bits)) {
		a = gcBitsArenas.free
		if a != nil {
			gcBitsArenas.free = a.next
			memclrNoHeapPointers(unsafe.Pointer(&a.bits), a.free)
		} else {
			a = (*gcBitsArena)(sysAlloc(gcBitsChunkBytes))
			memstats.gcMiscSys += gcBitsChunkBytes
			gcController.mappedReady += gcBitsChunkBytes
		}
		a.free = 0
		a.next = gcBitsArenas.next
		gcBitsArenas.next = a
	}
	p := &a.bits[a.free]
	a.free += n
	return (*gcBits)(unsafe.Pointer(p))
}

func newAllocBits(nelems uintptr) *gcBits { return newMarkBits(nelems) }

// nextMarkBitArenaEpoch begins a cycle: all spans are swept, so nothing uses previous any more.
func nextMarkBitArenaEpoch() {
	a := &gcBitsArenas
	if a.previous != nil {
		last := a.previous
		for last.next != nil {
			last = last.next
		}
		last.next = a.free
		a.free = a.previous
	}
	a.previous = a.current
	a.current = a.next
	a.next = nil
}

// heapBitsAt is the byte with the bits of the word at p.
func heapBitsAt(p uintptr) *uint8 {
	return (*uint8)(unsafe.Pointer(uintptr(unsafe.Pointer(mheap_.meta)) + p>>4))
}

// clearHeapBits makes size bytes from base on pointer-free.
func clearHeapBits(base, size uintptr) {
	memclrNoHeapPointers(unsafe.Pointer(heapBitsAt(base)), size>>4)
}

// maskNibble is bits i to i+3 of a type's pointer mask of n bits.
func maskNibble(mask *uint8, i, n uintptr) uint32 {
	if mask == nil {
		return 15
	}
	bits := uint32(*(*uint8)(add(unsafe.Pointer(mask), i/8))) >> (i & 7)
	if i&7 > 4 && (i|7)+1 < n {
		bits |= uint32(*(*uint8)(add(unsafe.Pointer(mask), i/8+1))) << (8 - i&7)
	}
	return bits & 15
}

// heapBitsSetType notes where the pointers are in the slot of size bytes at x, which
// holds dataSize bytes of elements of typ.
//
//go:inline
func heapBitsSetType(x, size, dataSize uintptr, typ *_type) {
	if size != 8 {
		heapBitsSetWords(x, size, dataSize, typ)
		return
	}
	h := heapBitsAt(x)
	// A single word is a pointer.
	bits := uint32(0x11)
	if dataSize != ptrSize {
		bits = 0x33
		if typ.size == dataSize {
			mask := uint32(*typ.gcdata) & 3
			bits = mask | 0x10 | mask<<4&0x20
		}
	}
	shift := x >> 2 & 2
	*h = uint8(uint32(*h)&(0xcc>>shift) | bits<<shift)
}

// heapBitsSetWords is heapBitsSetType for slots of other sizes than two words.
func heapBitsSetWords(x, size, dataSize uintptr, typ *_type) {
	h := heapBitsAt(x)
	elemWords := typ.size / ptrSize
	ptrWords := typ.ptrdata / ptrSize
	scanWords := ptrWords
	mask := typ.gcdata
	if dataSize > typ.size {
		scanWords = (dataSize-typ.size)/ptrSize + ptrWords
		if typ.size == ptrSize {
			mask = nil
			ptrWords = scanWords
		}
	}
	words := size / ptrSize
	isPlain := ptrWords == scanWords
	i := uintptr(0)
	if x&8 != 0 {
		// The first byte is shared with the slot before.
		bits := uint32(0)
		if isPlain {
			bits = maskNibble(mask, 0, ptrWords)
		} else {
			bits = elementNibble(mask, 0, elemWords, ptrWords)
		}
		bits = bits&3 | 0x10
		if scanWords > 1 {
			bits |= 0x20
		} else {
			bits &= 0x11
		}
		*h = uint8(uint32(*h)&^0xcc | bits<<2)
		h = (*uint8)(add(unsafe.Pointer(h), 1))
		i = 2
	}
	if mask == nil {
		// Nothing but pointers: whole words of ones as far as they go.
		n := (scanWords - i) / 4
		memset(h, 0xff, n)
		h = (*uint8)(add(unsafe.Pointer(h), n))
		i += n * 4
	}
	for i <= scanWords && i < words {
		bits := uint32(0)
		if left := scanWords - i; left > 0 {
			if isPlain {
				bits = maskNibble(mask, i, ptrWords)
			} else {
				bits = elementNibble(mask, i, elemWords, ptrWords)
			}
			if left >= 4 {
				bits |= 0xf0
			} else {
				live := uint32(1)<<left - 1
				bits = bits&live | live<<4
			}
		}
		if words-i >= 4 {
			*h = uint8(bits)
		} else {
			*h = uint8(uint32(*h)&^0x33 | bits&0x33)
		}
		h = (*uint8)(add(unsafe.Pointer(h), 1))
		i += 4
	}
}

// memset makes n bytes at p equal to b.
func memset(p *uint8, b uint8, n uintptr) {
	at, end := uintptr(unsafe.Pointer(p)), uintptr(unsafe.Pointer(p))+n
	for ; at < end && at&3 != 0; at++ {
		*(*uint8)(unsafe.Pointer(at)) = b
	}
	for ; at+4 <= end; at += 4 {
		*(*uint32)(unsafe.Pointer(at)) = uint32(b) * 0x01010101
	}
	for ; at < end; at++ {
		*(*uint8)(unsafe.Pointer(at)) = b
	}
}

// elementNibble is the same as maskNibble for words i to i+3 of an array.
func elementNibble(mask *uint8, i, elemWords, ptrWords uintptr) uint32 {
	at := i % elemWords
	if at+4 <= ptrWords {
		return maskNibble(mask, at, ptrWords)
	}
	bits := uint32(0)
	for j := uintptr(0); j < 4; j++ {
		if at < ptrWords && (mask == nil || *(*uint8)(add(unsafe.Pointer(mask), at/8))>>(at&7)&1 != 0) {
			bits |= 1 << j
		}
		if at++; at == elemWords {
			at = 0
		}
	}
	return bits
}
