package runtime

import "unsafe"

// The heap, for now: memory is taken from the kernel 256 KiB at a time and never
// given back.

const chunkSize = 256 << 10

var bump, bumpEnd uintptr

// mallocgc allocates size bytes; typ is nil for memory without pointers.
func mallocgc(size uintptr, typ *_type, needzero bool) unsafe.Pointer {
	if size == 0 {
		return unsafe.Pointer(&zerobase)
	}
	size = alignUp(size, 8)
	if size > bumpEnd-bump {
		chunk := alignUp(size, chunkSize)
		bump = uintptr(sysAlloc(chunk))
		bumpEnd = bump + chunk
	}
	p := bump
	bump += size
	return unsafe.Pointer(p)
}

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

// persistentalloc allocates memory that is never freed and not collected.
func persistentalloc(size, align uintptr) unsafe.Pointer { return mallocgc(size, nil, true) }

// roundupsize is what mallocgc makes of a size.
func roundupsize(size uintptr) uintptr { return alignUp(size, 8) }

func typedmemmove(typ *_type, dst, src unsafe.Pointer) {
	if dst != src {
		memmove(dst, src, typ.size)
	}
}

func typedmemclr(typ *_type, p unsafe.Pointer) { memclrNoHeapPointers(p, typ.size) }

func memclrHasPointers(p unsafe.Pointer, n uintptr) { memclrNoHeapPointers(p, n) }

// sysAlloc takes zeroed memory from the kernel.
func sysAlloc(n uintptr) unsafe.Pointer {
	p, err := mmap(nil, n, _PROT_READ|_PROT_WRITE, _MAP_ANON|_MAP_PRIVATE, -1, 0)
	if err != 0 {
		throw("runtime: out of memory")
	}
	return p
}

//go:linkname reflect_unsafe_New reflect.unsafe_New
func reflect_unsafe_New(typ *_type) unsafe.Pointer { return newobject(typ) }

//go:linkname reflect_typedmemmove reflect.typedmemmove
func reflect_typedmemmove(typ *_type, dst, src unsafe.Pointer) { typedmemmove(typ, dst, src) }

//go:linkname reflect_resolveNameOff reflect.resolveNameOff
func reflect_resolveNameOff(ptrInModule unsafe.Pointer, off int32) unsafe.Pointer {
	return unsafe.Pointer(resolveName(nameOff(off)).bytes)
}
