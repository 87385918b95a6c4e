package runtime

import "unsafe"

const (
	ptrSize      = 4
	maxAlloc     = 1<<32 - 1
	_PageSize    = 4096
	maxUintptr   = ^uintptr(0)
	tmpStringLen = 32
)

// What the compiler puts in place of a call.

func getg() *g
func getcallersp() uintptr
func getcallerpc() uintptr
func getclosureptr() uintptr
func mulhu(x, y uint32) uint32
func float32bits(f float32) uint32
func float32frombits(b uint32) float32

// Written in assembly.

//go:noescape
func memmove(to, from unsafe.Pointer, n uintptr)

//go:noescape
func memclrNoHeapPointers(p unsafe.Pointer, n uintptr)

//go:noescape
func memequal(p, q unsafe.Pointer, n uintptr) bool

// syscall6 gives the result, -4095 to -1 for an error.
//
//go:noescape
func syscall6(number, a0, a1, a2, a3, a4, a5 uintptr) int

// zerobase is the address of all objects without size.
var zerobase uintptr

//go:nosplit
func add(p unsafe.Pointer, x uintptr) unsafe.Pointer { return unsafe.Pointer(uintptr(p) + x) }

// noescape hides p from escape analysis.
//
//go:nosplit
func noescape(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return unsafe.Pointer(x ^ 0)
}

func alignUp(n, a uintptr) uintptr { return (n + a - 1) &^ (a - 1) }

func bool2int(x bool) int {
	if x {
		return 1
	}
	return 0
}

// mulUintptr is a*b and whether it overflows.
func mulUintptr(a, b uintptr) (uintptr, bool) {
	return a * b, mulhu(uint32(a), uint32(b)) != 0
}

// KeepAlive keeps x reachable up to here.
//
//go:noinline
func KeepAlive(x any) {
	if keepAliveSink {
		println(x)
	}
}

// keepAliveSink is never true, which the compiler does not know.
var keepAliveSink bool
