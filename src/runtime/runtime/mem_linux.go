//go:cause allocator

package runtime

import "unsafe"

// Memory of the kernel is in one of four states:
//
//	None      not ours
//	Reserved  address space: PROT_NONE, an access faults
//	Ready     usable
//	Released  usable, but its content is given up (MADV_DONTNEED): it reads as zero
//
// Go's Prepared state, between Reserved and Ready, is Ready on Linux.

const _MADV_DONTNEED = 4

// sysAlloc takes zeroed memory from the kernel, ready for use.
func sysAlloc(n uintptr) unsafe.Pointer {
	//go:probe sys_alloc(n)
	p, err := mmap(nil, n, _PROT_READ|_PROT_WRITE, _MAP_ANON|_MAP_PRIVATE, -1, 0)
	if err != 0 {
		sysOutOfMemory(n, err)
	}
	return p
}

// sysReserve reserves address space, at hint if that is free; nil if there is none.
func sysReserve(hint, n uintptr) uintptr {
	p, err := mmap(unsafe.Pointer(hint), n, _PROT_NONE, _MAP_ANON|_MAP_PRIVATE, -1, 0)
	if err != 0 {
		return 0
	}
	return uintptr(p)
}

// sysMap makes reserved memory usable.
func sysMap(p, n uintptr) {
	//go:probe sys_map(p, n)
	_, err := mmap(unsafe.Pointer(p), n, _PROT_READ|_PROT_WRITE, _MAP_ANON|_MAP_FIXED|_MAP_PRIVATE, -1, 0)
	if err != 0 {
		sysOutOfMemory(n, err)
	}
}

const _ENOMEM = 12

func sysOutOfMemory(n uintptr, err int) {
	if err == _ENOMEM {
		throw("runtime: out of memory")
	}
	print("runtime: mmap of ", n, " bytes failed: errno ", err, "\n")
	throw("runtime: cannot map pages in arena address space")
}

// sysUnused gives the content of memory up.
func sysUnused(p, n uintptr) { syscall6(sys_madvise, p, n, _MADV_DONTNEED, 0, 0, 0) }

// sysFault makes every access fault from now on.
func sysFault(p, n uintptr) {
	mmap(unsafe.Pointer(p), n, _PROT_NONE, _MAP_ANON|_MAP_PRIVATE|_MAP_FIXED, -1, 0)
}

func sysFree(p, n uintptr) { munmap(unsafe.Pointer(p), n) }

// sysReserveAligned reserves n bytes at a multiple of align anywhere; 0 if there is no room.
func sysReserveAligned(n, align uintptr) uintptr {
	p := sysReserve(0, n+align)
	if p == 0 {
		return 0
	}
	start := alignUp(p, align)
	if start > p {
		sysFree(p, start-p)
	}
	if end := p + n + align; end > start+n {
		sysFree(start+n, end-(start+n))
	}
	return start
}

const sys_brk = 45

// brkEnd is where the program's data ends: the heap goes behind it.
func brkEnd() uintptr { return uintptr(syscall6(sys_brk, 0, 0, 0, 0, 0, 0)) }
