//go:cause allocator

package runtime

import "unsafe"

// fixalloc hands out records of one size, which lie outside the heap: the collector does
// not look for them. Freed records are kept in a list whose links are their first words.
//
//go:notinheap
type fixalloc struct {
	size  uintptr
	list  uintptr
	chunk uintptr
	// Bytes left in the chunk.
	nchunk uintptr
	inuse  uintptr
	stat   *uint64
	// Records are cleared when they are handed out again.
	zero bool
}

const fixAllocChunk = 16 << 10

func (f *fixalloc) init(size uintptr, stat *uint64) {
	f.size = alignUp(size, ptrSize)
	f.stat = stat
	f.zero = true
}

// alloc gives a record, and whether it is one that was never used before.
func (f *fixalloc) alloc() (unsafe.Pointer, bool) {
	if f.size == 0 {
		throw("runtime: internal error")
	}
	f.inuse += f.size
	if v := f.list; v != 0 {
		f.list = *(*uintptr)(unsafe.Pointer(v))
		if f.zero {
			memclrNoHeapPointers(unsafe.Pointer(v), f.size)
		}
		return unsafe.Pointer(v), false
	}
	if f.nchunk < f.size {
		f.nchunk = fixAllocChunk / f.size * f.size
		f.chunk = uintptr(persistentalloc(fixAllocChunk, 0, f.stat))
	}
	v := f.chunk
	f.chunk += f.size
	f.nchunk -= f.size
	return unsafe.Pointer(v), true
}

func (f *fixalloc) free(p unsafe.Pointer) {
	f.inuse -= f.size
	*(*uintptr)(p) = f.list
	f.list = uintptr(p)
}
