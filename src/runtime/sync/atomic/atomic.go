// Package atomic has operations on memory that happen at once for all threads.
package atomic

import "unsafe"

// Provided by the runtime, in assembly.

//go:linkname xadd runtime.xadd
//go:noescape
func xadd(p *uint32, delta uint32) uint32

//go:linkname xchg runtime.xchg
//go:noescape
func xchg(p *uint32, x uint32) uint32

//go:linkname cas runtime.cas
//go:noescape
func cas(p *uint32, old, x uint32) bool

//go:linkname xadd64 runtime.xadd64
//go:noescape
func xadd64(p *uint64, delta uint64) uint64

//go:linkname xchg64 runtime.xchg64
//go:noescape
func xchg64(p *uint64, x uint64) uint64

//go:linkname cas64 runtime.cas64
//go:noescape
func cas64(p *uint64, old, x uint64) bool

//go:linkname load64 runtime.load64
//go:noescape
func load64(p *uint64) uint64

// aligned panics if p, of 64 bits, is not at a multiple of 8.
func aligned(p *uint64) *uint64 {
	if uintptr(unsafe.Pointer(p))&7 != 0 {
		panicUnaligned()
	}
	return p
}

//go:linkname panicUnaligned runtime.panicUnaligned
func panicUnaligned()

func AddInt32(addr *int32, delta int32) (new int32) {
	return int32(xadd((*uint32)(unsafe.Pointer(addr)), uint32(delta)))
}
func AddUint32(addr *uint32, delta uint32) (new uint32) { return xadd(addr, delta) }
func AddUintptr(addr *uintptr, delta uintptr) (new uintptr) {
	return uintptr(xadd((*uint32)(unsafe.Pointer(addr)), uint32(delta)))
}
func AddInt64(addr *int64, delta int64) (new int64) {
	return int64(xadd64(aligned((*uint64)(unsafe.Pointer(addr))), uint64(delta)))
}
func AddUint64(addr *uint64, delta uint64) (new uint64) { return xadd64(aligned(addr), delta) }

func SwapInt32(addr *int32, new int32) (old int32) {
	return int32(xchg((*uint32)(unsafe.Pointer(addr)), uint32(new)))
}
func SwapUint32(addr *uint32, new uint32) (old uint32) { return xchg(addr, new) }
func SwapUintptr(addr *uintptr, new uintptr) (old uintptr) {
	return uintptr(xchg((*uint32)(unsafe.Pointer(addr)), uint32(new)))
}
func SwapInt64(addr *int64, new int64) (old int64) {
	return int64(xchg64(aligned((*uint64)(unsafe.Pointer(addr))), uint64(new)))
}
func SwapUint64(addr *uint64, new uint64) (old uint64) { return xchg64(aligned(addr), new) }

func CompareAndSwapInt32(addr *int32, old, new int32) (swapped bool) {
	return cas((*uint32)(unsafe.Pointer(addr)), uint32(old), uint32(new))
}
func CompareAndSwapUint32(addr *uint32, old, new uint32) (swapped bool) { return cas(addr, old, new) }
func CompareAndSwapUintptr(addr *uintptr, old, new uintptr) (swapped bool) {
	return cas((*uint32)(unsafe.Pointer(addr)), uint32(old), uint32(new))
}
func CompareAndSwapInt64(addr *int64, old, new int64) (swapped bool) {
	return cas64(aligned((*uint64)(unsafe.Pointer(addr))), uint64(old), uint64(new))
}
func CompareAndSwapUint64(addr *uint64, old, new uint64) (swapped bool) {
	return cas64(aligned(addr), old, new)
}

func LoadInt32(addr *int32) (val int32)       { return *addr }
func LoadUint32(addr *uint32) (val uint32)    { return *addr }
func LoadUintptr(addr *uintptr) (val uintptr) { return *addr }
func LoadInt64(addr *int64) (val int64) {
	return int64(load64(aligned((*uint64)(unsafe.Pointer(addr)))))
}
func LoadUint64(addr *uint64) (val uint64) { return load64(aligned(addr)) }

func StoreInt32(addr *int32, val int32)       { *addr = val }
func StoreUint32(addr *uint32, val uint32)    { *addr = val }
func StoreUintptr(addr *uintptr, val uintptr) { *addr = val }
func StoreInt64(addr *int64, val int64) {
	xchg64(aligned((*uint64)(unsafe.Pointer(addr))), uint64(val))
}
func StoreUint64(addr *uint64, val uint64) { xchg64(aligned(addr), val) }

// Pointers go through the compiler's stores, which tell the collector.

func LoadPointer(addr *unsafe.Pointer) (val unsafe.Pointer) { return *addr }
func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer) { *addr = val }

func SwapPointer(addr *unsafe.Pointer, new unsafe.Pointer) (old unsafe.Pointer) {
	for {
		old = *addr
		if CompareAndSwapPointer(addr, old, new) {
			return old
		}
	}
}

// CompareAndSwapPointer compares and stores without a call between: there is one thread.
func CompareAndSwapPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) (swapped bool) {
	if *addr != old {
		return false
	}
	*addr = new
	return true
}
