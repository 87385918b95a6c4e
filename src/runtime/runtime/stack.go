package runtime

import "unsafe"

const (
	// The first goroutine's stack: reserved at once, touched as it is used. Of the others the first
	// get large ones, later ones less, so that 100 000 find room in the address space.
	mainStackSize   = 256 << 20
	largeStackSize  = 256 << 10
	maxLargeStacks  = 1024
	mediumStackSize = 32 << 10
	maxMediumStacks = 16384
	smallestStack   = 8 << 10

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

// stackalloc takes a stack for a goroutine, which keeps it for ever.
func stackalloc() stack {
	pool := &stackpool
	n := uintptr(smallestStack)
	if pool.count < maxLargeStacks {
		n = largeStackSize
	} else if pool.count < maxMediumStacks {
		n = mediumStackSize
	}
	pool.count++
	if pool.end-pool.free < n {
		pool.free = uintptr(sysReserveStack(stackChunk))
		pool.end = pool.free + stackChunk
	}
	lo := pool.free
	pool.free += n
	return stack{lo, lo + n}
}

// mainstack takes the stack of the first goroutine.
func mainstack() stack {
	lo := uintptr(sysReserveStack(mainStackSize))
	return stack{lo, lo + mainStackSize}
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
