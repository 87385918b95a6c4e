package runtime

import "unsafe"

const (
	// The first goroutine's stack, and those of others: reserved at once, touched as they are used.
	mainStackSize      = 256 << 20
	goroutineStackSize = 256 << 10
	// With so many goroutines further ones get small stacks, so that all find room in the address space.
	maxLargeStacks      = 2048
	smallGoroutineStack = 16 << 10

	// Deepest stack, and the room that functions without a check may use below the guard.
	maxStackSize = 250000000
	stackGuard   = 928
	// Stacks are taken from the kernel so many bytes at a time.
	stackChunk = 1 << 20

	signalStackSize = 32 << 10
)

var stackpool struct {
	free, end uintptr
	count     int
}

// stackalloc takes a stack of about n bytes. It is kept with its goroutine for ever.
func stackalloc(n uintptr) stack {
	pool := &stackpool
	if n > stackChunk {
		lo := uintptr(sysReserveStack(n))
		return stack{lo, lo + n}
	}
	pool.count++
	if pool.count > maxLargeStacks {
		n = smallGoroutineStack
	}
	if pool.end-pool.free < n {
		pool.free = uintptr(sysReserveStack(stackChunk))
		pool.end = pool.free + stackChunk
	}
	lo := pool.free
	pool.free += n
	return stack{lo, lo + n}
}

func sysReserveStack(n uintptr) unsafe.Pointer {
	p, err := mmap(nil, n, _PROT_READ|_PROT_WRITE, _MAP_ANON|_MAP_PRIVATE|_MAP_NORESERVE|_MAP_STACK, -1, 0)
	if err != 0 {
		throw("runtime: cannot reserve the stack")
	}
	return p
}

// stackoverflow is reached from a prologue whose frame does not fit.
//
//go:nosplit
func stackoverflow() {
	gp := getg()
	// What prints needs room itself.
	gp.stackguard0 = gp.stack.lo
	print("runtime: goroutine stack exceeds ", maxStackSize, "-byte limit\n")
	print("runtime: sp=")
	printhex(uint64(getcallersp()))
	print(" stack=[")
	printhex(uint64(gp.stack.lo))
	print(", ")
	printhex(uint64(gp.stack.hi))
	print("]\n")
	throw("stack overflow")
}
