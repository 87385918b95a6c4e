//go:cause allocator

package runtime

import "unsafe"

// The allocator, after TCMalloc and Go 1.19.
//
//	fixalloc   free list of records of one size outside the heap (mspan, mcache, specials)
//	mheap      all pages; hands out runs of 8 KiB pages, the lowest address first
//	mspan      a run of pages in use: slots of one size class, or one large object
//	mcentral   all spans of one span class (size class times with or without pointers)
//	mcache     for each span class the one span that is allocated from without further ado
//
// A small object (up to 32 KiB) takes this path:
//
//  1. Round the size up to one of 67 classes; take the mcache's span of the class. Find
//     its first free slot: the lowest bit of allocCache.
//  2. The span is full: give it back and get one with a free slot from the mcentral,
//     which sweeps spans if it must.
//  3. The mcentral has none: it gets a fresh run of pages from the mheap.
//  4. The mheap has none: it takes an arena of 4 MiB from the kernel.
//
// Objects below 16 bytes without pointers share blocks of 16 bytes. Objects over 32 KiB
// come from the mheap directly. Freeing is the collector's business: see mgc.go.

const (
	pageShift = _PageShift
	pageSize  = 1 << pageShift
	pageMask  = pageSize - 1

	maxTinySize   = 16
	tinySizeClass = 2
	maxSmallSize  = _MaxSmallSize

	// Arenas: the unit in which the heap grows.
	heapArenaShift = 22
	heapArenaBytes = 1 << heapArenaShift
	pagesPerArena  = heapArenaBytes / pageSize
	arenaCount     = 1 << (32 - heapArenaShift)

	// What the heap reserves at start: 512 MiB, if there is no room 256 or 128.
	arenaReservation = 512 << 20

	persistentChunkSize = 256 << 10
)

// mallocinit prepares the heap; nothing can be allocated before.
func mallocinit() {
	mheap_.init()
	mheap_.reserve()
	getg().m.mcache = allocmcache()
}

// mallocgc allocates size bytes; typ is nil for memory without pointers, which is
// cleared only if needzero says so.
func mallocgc(size uintptr, typ *_type, needzero bool) unsafe.Pointer {
	if size == 0 {
		return unsafe.Pointer(&zerobase)
	}
	mp := getg().m
	if mp.mallocing != 0 {
		throw("malloc deadlock")
	}
	hooks := mallocHooks
	mostSmall := uintptr(maxSmallSize)
	if hooks != 0 {
		if hooks&hookEfence != 0 {
			// Every object has pages of its own.
			mostSmall = 0
		}
		if p := mallocBefore(size, typ); p != nil {
			return p
		}
	}
	mp.mallocing = 1
	c := mp.mcache
	dataSize := size
	shouldHelpGC := false
	var s *mspan
	var x uintptr
	noscan := typ == nil || typ.ptrdata == 0
	if size <= mostSmall {
		if noscan && size < maxTinySize {
			// Align as the size suggests. On 32-bit machines 12 bytes may be a struct that
			// begins with a 64-bit word.
			off := c.tinyoffset
			if size&7 == 0 || size == 12 {
				off = (off + 7) &^ 7
			} else if size&3 == 0 {
				off = (off + 3) &^ 3
			} else if size&1 == 0 {
				off = (off + 1) &^ 1
			}
			if off+size <= maxTinySize && c.tiny != 0 {
				x = c.tiny + off
				c.tinyoffset = off + size
				c.tinyAllocs++
				mp.mallocing = 0
				//go:probe malloc_tiny(size)
				return unsafe.Pointer(x)
			}
			//go:probe malloc_small(tinySpanClass)
			s = c.alloc[tinySpanClass]
			x = nextFreeFast(s)
			if x == 0 {
				s, shouldHelpGC = c.nextFree(tinySpanClass)
				x = s.takeNext()
			}
			block := (*[4]uint32)(unsafe.Pointer(x))
			block[0], block[1], block[2], block[3] = 0, 0, 0, 0
			if size < c.tinyoffset || c.tiny == 0 {
				c.tiny = x
				c.tinyoffset = size
			}
			size = maxTinySize
		} else {
			var class uintptr
			if size <= smallSizeMax-8 {
				class = uintptr(size_to_class8[(size+smallSizeDiv-1)/smallSizeDiv])
			} else {
				class = uintptr(size_to_class128[(size-smallSizeMax+largeSizeDiv-1)/largeSizeDiv])
			}
			spc := class << 1
			if noscan {
				spc |= 1
			}
			//go:probe malloc_small(spc)
			s = c.alloc[spc]
			x = nextFreeFast(s)
			if x == 0 {
				s, shouldHelpGC = c.nextFree(spanClass(spc))
				x = s.takeNext()
			}
			size = s.elemsize
			if needzero && s.needzero != 0 {
				if size == 8 {
					*(*uint64)(unsafe.Pointer(x)) = 0
				} else {
					memclrNoHeapPointers(unsafe.Pointer(x), size)
				}
			}
		}
	} else {
		shouldHelpGC = true
		//go:probe malloc_large(size)
		s = allocLarge(c, size, noscan)
		s.freeindex = 1
		s.allocCount = 1
		size = s.elemsize
		x = s.startAddr
		//go:probe malloc_large_done()
		if needzero && s.needzero != 0 {
			memclrNoHeapPointers(unsafe.Pointer(x), size)
		}
	}
	if !noscan {
		heapBitsSetType(x, size, dataSize, typ)
		if dataSize > typ.size {
			c.scanAlloc += dataSize - typ.size + typ.ptrdata
		} else {
			c.scanAlloc += typ.ptrdata
		}
	}
	s.freeIndexForScan = s.freeindex
	p := unsafe.Pointer(x)
	mp.mallocing = 0
	if hooks != 0 {
		mallocAfter(p, size, typ)
	}
	if shouldHelpGC && gcController.shouldStart() {
		gcStart(gcTriggerHeap)
	}
	return p
}

// allocLarge gives a span for one object. Pages are handed out on g0, since growing a stack takes some too.
//
//go:noinline
func allocLarge(c *mcache, size uintptr, noscan bool) (s *mspan) {
	systemstack(func() { s = c.allocLarge(size, noscan) })
	return s
}

// nextFreeFast gives the next free slot if the part of the bitmap at hand has one, else 0.
//
//go:inline
func nextFreeFast(s *mspan) uintptr {
	cache := s.allocCache
	if cache == 0 {
		return 0
	}
	index := s.freeindex
	if cache&1 == 0 {
		bit := ctz32(cache)
		index += bit
		cache >>= bit & 31
	}
	if index >= s.nelems {
		return 0
	}
	next := index + 1
	if next&(allocCacheBits-1) == 0 && next != s.nelems {
		return 0
	}
	s.allocCache = cache >> 1
	s.freeindex = next
	s.allocCount++
	return s.startAddr + index*s.elemsize
}

// nextFree gives a span of the class that has a free slot, the old one or a new one, and
// whether it is a new one: then it may be time to collect.
func (c *mcache) nextFree(spc spanClass) (*mspan, bool) {
	s := c.alloc[spc]
	refilled := false
	if s.nextFreeIndex() == s.nelems {
		if s.allocCount != s.nelems {
			println("runtime: s.allocCount=", s.allocCount, "s.nelems=", s.nelems)
			throw("s.allocCount != s.nelems && freeIndex == s.nelems")
		}
		systemstack(func() { c.refill(spc) })
		refilled = true
		s = c.alloc[spc]
		if s.nextFreeIndex() >= s.nelems {
			throw("freeIndex is not valid")
		}
	}
	return s, refilled
}

// newobject is new(T).
//
//go:nosplit
func newobject(typ *_type) unsafe.Pointer { return mallocgc(typ.size, typ, true) }

func newarray(typ *_type, n int) unsafe.Pointer {
	if n == 1 {
		return mallocgc(typ.size, typ, true)
	}
	mem, overflow := mulUintptr(typ.size, uintptr(n))
	if overflow || mem > maxAlloc || n < 0 {
		panic(plainError("runtime: allocation size out of range"))
	}
	return mallocgc(mem, typ, true)
}

// roundupsize is the size of the slot that mallocgc takes for an object of size bytes.
func roundupsize(size uintptr) uintptr {
	if size <= maxSmallSize {
		if size <= smallSizeMax-8 {
			return uintptr(class_to_size[size_to_class8[(size+smallSizeDiv-1)/smallSizeDiv]])
		}
		return uintptr(class_to_size[size_to_class128[(size-smallSizeMax+largeSizeDiv-1)/largeSizeDiv]])
	}
	if size+pageSize < size {
		return size
	}
	return alignUp(size, pageSize)
}

// persistent is the chunk that persistentalloc takes from.
var persistent struct{ base, off uintptr }

// persistentalloc allocates zeroed memory that is never freed, outside the heap. It
// counts in *stat.
func persistentalloc(size, align uintptr, stat *uint64) unsafe.Pointer {
	// A number, for which there is no write barrier: the collector comes here.
	var p uintptr
	systemstack(func() { p = uintptr(persistentalloc1(size, align, stat)) })
	return unsafe.Pointer(p)
}

func persistentalloc1(size, align uintptr, stat *uint64) unsafe.Pointer {
	if align == 0 {
		align = 8
	}
	if size >= persistentChunkSize/4 {
		*stat += uint64(size)
		gcController.mappedReady += uint64(size)
		return sysAlloc(size)
	}
	persistent.off = alignUp(persistent.off, align)
	if persistent.base == 0 || persistent.off+size > persistentChunkSize {
		persistent.base = uintptr(sysAlloc(persistentChunkSize))
		persistent.off = 0
		memstats.other_sys += persistentChunkSize
		gcController.mappedReady += persistentChunkSize
	}
	p := persistent.base + persistent.off
	persistent.off += size
	memstats.other_sys -= uint64(size)
	*stat += uint64(size)
	return unsafe.Pointer(p)
}

//go:linkname reflect_unsafe_New reflect.unsafe_New
func reflect_unsafe_New(typ *_type) unsafe.Pointer { return newobject(typ) }

//go:linkname reflect_typedmemmove reflect.typedmemmove
func reflect_typedmemmove(typ *_type, dst, src unsafe.Pointer) { typedmemmove(typ, dst, src) }

//go:linkname reflect_resolveNameOff reflect.resolveNameOff
func reflect_resolveNameOff(ptrInModule unsafe.Pointer, off int32) unsafe.Pointer {
	return unsafe.Pointer(resolveName(nameOff(off)).bytes)
}
