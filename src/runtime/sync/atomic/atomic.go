// Package atomic has operations on memory that happen at once for all threads.
package atomic

import "unsafe"

// The functions have no bodies here, so callers know nothing of what becomes of an address: it
// escapes, as with Go's, which are assembly. Those of 32 bits are the runtime's.

//go:linkname AddInt32 runtime.xadd
func AddInt32(addr *int32, delta int32) (new int32)

//go:linkname AddUint32 runtime.xadd
func AddUint32(addr *uint32, delta uint32) (new uint32)

//go:linkname AddUintptr runtime.xadd
func AddUintptr(addr *uintptr, delta uintptr) (new uintptr)

//go:linkname SwapInt32 runtime.xchg
func SwapInt32(addr *int32, new int32) (old int32)

//go:linkname SwapUint32 runtime.xchg
func SwapUint32(addr *uint32, new uint32) (old uint32)

//go:linkname SwapUintptr runtime.xchg
func SwapUintptr(addr *uintptr, new uintptr) (old uintptr)

//go:linkname CompareAndSwapInt32 runtime.cas
func CompareAndSwapInt32(addr *int32, old, new int32) (swapped bool)

//go:linkname CompareAndSwapUint32 runtime.cas
func CompareAndSwapUint32(addr *uint32, old, new uint32) (swapped bool)

//go:linkname CompareAndSwapUintptr runtime.cas
func CompareAndSwapUintptr(addr *uintptr, old, new uintptr) (swapped bool)

//go:linkname LoadInt32 runtime.load
func LoadInt32(addr *int32) (val int32)

//go:linkname LoadUint32 runtime.load
func LoadUint32(addr *uint32) (val uint32)

//go:linkname LoadUintptr runtime.load
func LoadUintptr(addr *uintptr) (val uintptr)

//go:linkname StoreInt32 runtime.store
func StoreInt32(addr *int32, val int32)

//go:linkname StoreUint32 runtime.store
func StoreUint32(addr *uint32, val uint32)

//go:linkname StoreUintptr runtime.store
func StoreUintptr(addr *uintptr, val uintptr)

// Those of 64 bits and of pointers are below, under names of their own.

func AddInt64(addr *int64, delta int64) (new int64)
func AddUint64(addr *uint64, delta uint64) (new uint64)
func SwapInt64(addr *int64, new int64) (old int64)
func SwapUint64(addr *uint64, new uint64) (old uint64)
func CompareAndSwapInt64(addr *int64, old, new int64) (swapped bool)
func CompareAndSwapUint64(addr *uint64, old, new uint64) (swapped bool)
func LoadInt64(addr *int64) (val int64)
func LoadUint64(addr *uint64) (val uint64)
func StoreInt64(addr *int64, val int64)
func StoreUint64(addr *uint64, val uint64)

func LoadPointer(addr *unsafe.Pointer) (val unsafe.Pointer)
func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer)
func SwapPointer(addr *unsafe.Pointer, new unsafe.Pointer) (old unsafe.Pointer)
func CompareAndSwapPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) (swapped bool)

// Provided by the runtime, in assembly.

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

//go:linkname addInt64 sync/atomic.AddInt64
func addInt64(addr *uint64, delta uint64) (new uint64) { return xadd64(aligned(addr), delta) }

//go:linkname addUint64 sync/atomic.AddUint64
func addUint64(addr *uint64, delta uint64) (new uint64) { return xadd64(aligned(addr), delta) }

//go:linkname swapInt64 sync/atomic.SwapInt64
func swapInt64(addr *uint64, new uint64) (old uint64) { return xchg64(aligned(addr), new) }

//go:linkname swapUint64 sync/atomic.SwapUint64
func swapUint64(addr *uint64, new uint64) (old uint64) { return xchg64(aligned(addr), new) }

//go:linkname compareAndSwapInt64 sync/atomic.CompareAndSwapInt64
func compareAndSwapInt64(addr *uint64, old, new uint64) (swapped bool) {
	return cas64(aligned(addr), old, new)
}

//go:linkname compareAndSwapUint64 sync/atomic.CompareAndSwapUint64
func compareAndSwapUint64(addr *uint64, old, new uint64) (swapped bool) {
	return cas64(aligned(addr), old, new)
}

//go:linkname loadInt64 sync/atomic.LoadInt64
func loadInt64(addr *uint64) (val uint64) { return load64(aligned(addr)) }

//go:linkname loadUint64 sync/atomic.LoadUint64
func loadUint64(addr *uint64) (val uint64) { return load64(aligned(addr)) }

//go:linkname storeInt64 sync/atomic.StoreInt64
func storeInt64(addr *uint64, val uint64) { xchg64(aligned(addr), val) }

//go:linkname storeUint64 sync/atomic.StoreUint64
func storeUint64(addr *uint64, val uint64) { xchg64(aligned(addr), val) }

// Pointers go through the compiler's stores, which tell the collector.

//go:linkname loadPointer sync/atomic.LoadPointer
func loadPointer(addr *unsafe.Pointer) (val unsafe.Pointer) { return *addr }

//go:linkname storePointer sync/atomic.StorePointer
func storePointer(addr *unsafe.Pointer, val unsafe.Pointer) { *addr = val }

//go:linkname swapPointer sync/atomic.SwapPointer
func swapPointer(addr *unsafe.Pointer, new unsafe.Pointer) (old unsafe.Pointer) {
	old = *addr
	*addr = new
	return old
}

// compareAndSwapPointer compares and stores without a call between: there is one thread.
//
//go:linkname compareAndSwapPointer sync/atomic.CompareAndSwapPointer
func compareAndSwapPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) (swapped bool) {
	if *addr != old {
		return false
	}
	*addr = new
	return true
}
