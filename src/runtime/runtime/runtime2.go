package runtime

import "unsafe"

// stack is the memory [lo, hi) that a goroutine's frames lie in.
type stack struct {
	lo uintptr
	hi uintptr
}

// gobuf is where a goroutine goes on.
type gobuf struct {
	sp  uintptr
	pc  uintptr
	g   *g
	ctx unsafe.Pointer
	ret uintptr
}

// g is a goroutine. The compiler knows the offsets of stackguard0 (8), for the check
// in prologues, and of _panic (16), for wrappers.
type g struct {
	stack       stack
	stackguard0 uintptr
	stackguard1 uintptr
	_panic      *_panic
	_defer      *_defer
	m           *m
	sched       gobuf

	goid         int64
	throwsplit   bool
	paniconfault bool

	// What the signal was that the goroutine panics for.
	sig      uint32
	sigcode0 uintptr
	sigcode1 uintptr
	sigpc    uintptr
}

// m is a kernel thread.
type m struct {
	g0      *g
	curg    *g
	gsignal *g
	procid  uint64

	mallocing int32
	throwing  int32
	dying     int32
	printlock int8
	fastrand  uint64
	// What it allocates from.
	mcache *mcache
}

// _defer is one deferred call of a function that has not returned yet.
type _defer struct {
	// started: the call is running, for a panic.
	started bool
	heap    bool
	// The frame that defers, and where deferproc returns to.
	sp uintptr
	pc uintptr
	fn func()
	// The panic that runs it.
	_panic *_panic
	link   *_defer
}

// _panic is a panic in progress. The compiler knows the offset of argp (0).
type _panic struct {
	// The stack pointer of the function that makes the deferred call: recover works
	// only in the function that is called from there.
	argp      uintptr
	arg       any
	link      *_panic
	pc        uintptr
	sp        uintptr
	recovered bool
	aborted   bool
	goexit    bool
}

// moduledata is what the linker tells of the program.
type moduledata struct {
	pclntab   unsafe.Pointer
	text      uintptr
	etext     uintptr
	noptrdata uintptr
	data      uintptr
	edata     uintptr
	bss       uintptr
	ebss      uintptr
	types     uintptr
	etypes    uintptr
	rodata    uintptr
	gcdata    unsafe.Pointer
	gcbss     unsafe.Pointer
	itablinks []*itab
	inittasks []func()
}

// firstmoduledata is filled by the linker.
var firstmoduledata moduledata

var (
	m0 m
	g0 g
)
