package runtime

import "unsafe"

const (
	// The first goroutine's stack: reserved at once, touched as it is used.
	mainStackSize = 256 << 20
	// Deepest stack, and the room that functions without a check may use below the guard.
	maxStackSize = 250000000
	stackGuard   = 928

	signalStackSize = 32 << 10
)

//go:linkname main_main main.main
func main_main()

func mainPC() uintptr

// rt0_go runs on the kernel's stack, as g0.
func rt0_go(c int, v **byte) {
	args(c, v)
	mallocinit()
	randinit()
	alginit()
	goargs()
	goenvs()
	parsedebugvars()
	gcinit()
	initsig()
	gp := new(g)
	gp.goid = 1
	gp.m = getg().m
	lo := uintptr(sysReserveStack(mainStackSize))
	gp.stack = stack{lo, lo + mainStackSize}
	gp.stackguard0 = gp.stack.hi - maxStackSize
	gp.stackguard1 = gp.stackguard0
	gp.sched = gobuf{sp: gp.stack.hi - 64, pc: mainPC(), g: gp}
	gp.m.curg = gp
	gogo(&gp.sched)
}

func sysReserveStack(n uintptr) unsafe.Pointer {
	p, err := mmap(nil, n, _PROT_READ|_PROT_WRITE, _MAP_ANON|_MAP_PRIVATE|_MAP_NORESERVE|_MAP_STACK, -1, 0)
	if err != 0 {
		throw("runtime: cannot reserve the stack")
	}
	return p
}

// main is the first goroutine: package initialisation, then main.main.
func main() {
	for _, init := range firstmoduledata.inittasks {
		init()
	}
	main_main()
	exit(0)
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

// goexit0 ends the current goroutine; without others nothing can go on.
func goexit0() {
	print("fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n")
	exit(2)
}

// block is select{} and operations on nil channels.
func block() { deadlock() }

// Gosched lets other goroutines run: there are none.
func Gosched() {}

// NumGoroutine is the number of goroutines.
func NumGoroutine() int { return 1 }

// NumCPU and GOMAXPROCS: one.
func NumCPU() int          { return 1 }
func GOMAXPROCS(n int) int { return 1 }

const (
	GOOS     = "linux"
	GOARCH   = "386"
	Compiler = "gc"
)

// Version is the Go release whose behaviour this runtime has.
func Version() string { return "go1.19.8" }
