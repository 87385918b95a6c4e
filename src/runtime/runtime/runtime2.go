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
	// Where the function returns to, if it was stopped before it had made its frame; else 0.
	lr uintptr
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
	// It is to let others run, at its next call.
	preempt bool
	lockedm      bool
	status       gstatus
	waitreason   waitReason
	// Since when it waits, for traces; 0 until somebody looks.
	waitsince int64
	// The next one in a queue of the scheduler.
	schedlink *g
	// What the one that wakes it has to tell.
	param unsafe.Pointer
	// What it waits for, in the order in which select wrote its cases.
	waiting *sudog
	// The go statement that made it, and the function that it began with.
	gopc    uintptr
	startpc uintptr
	// Of time.Sleep; made at the first one.
	timer *timer

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

	p         *p
	mallocing int32
	throwing  throwType
	dying     int32
	printlock int8
	fastrand  uint64
	// What it allocates from.
	mcache *mcache
}

// gstatus says what a goroutine is about.
type gstatus uint8

const (
	_Gidle gstatus = iota
	// In a queue of the scheduler.
	_Grunnable
	_Grunning
	_Gsyscall
	// Somebody else must make it runnable again.
	_Gwaiting
	_Gmoribund
	// Ended; its record is in the pool.
	_Gdead
)

var gStatusStrings = [...]string{"idle", "runnable", "running", "syscall", "waiting", "???", "dead"}

// throwType says whose fault the end of the program is.
type throwType int32

const (
	throwTypeNone throwType = iota
	// The program's: the runtime's own calls are of no interest.
	throwTypeUser
	throwTypeRuntime
)

// waitReason is why a goroutine waits, in the words of traces.
type waitReason uint8

const (
	waitReasonZero waitReason = iota
	waitReasonChanReceiveNilChan
	waitReasonChanSendNilChan
	waitReasonIOWait
	waitReasonGarbageCollection
	waitReasonSelect
	waitReasonSelectNoCases
	waitReasonGCSweepWait
	waitReasonGCScavengeWait
	waitReasonChanReceive
	waitReasonChanSend
	waitReasonFinalizerWait
	waitReasonForceGCIdle
	waitReasonSemacquire
	waitReasonSleep
	waitReasonSyncCondWait
	waitReasonPreempted
)

var waitReasonStrings = [...]string{
	waitReasonZero:               "",
	waitReasonChanReceiveNilChan: "chan receive (nil chan)",
	waitReasonChanSendNilChan:    "chan send (nil chan)",
	waitReasonIOWait:             "IO wait",
	waitReasonGarbageCollection:  "garbage collection",
	waitReasonSelect:             "select",
	waitReasonSelectNoCases:      "select (no cases)",
	waitReasonGCSweepWait:        "GC sweep wait",
	waitReasonGCScavengeWait:     "GC scavenge wait",
	waitReasonChanReceive:        "chan receive",
	waitReasonChanSend:           "chan send",
	waitReasonFinalizerWait:      "finalizer wait",
	waitReasonForceGCIdle:        "force gc (idle)",
	waitReasonSemacquire:         "semacquire",
	waitReasonSleep:              "sleep",
	waitReasonSyncCondWait:       "sync.Cond.Wait",
	waitReasonPreempted:          "preempted",
}

// p is what a thread needs to run goroutines: its queue and its timers.
type p struct {
	// The assembly of write barriers knows that it comes first.
	wbBuf     wbBuf
	schedtick uint32
	// Ring of runnable goroutines: head and tail count on, modulo the length.
	runqhead uint32
	runqtail uint32
	runq     [256]*g
	// Made runnable by the running goroutine: goes before the queue.
	runnext *g
	timers  timerHeap
	sudogs  *sudog
	// Ended goroutines, for reuse.
	gfree  gList
	pcache pageCache
	// What wbBuf is filled with.
	wbEntries [wbBufEntries * wbBufEntryPointers]uintptr
}

// sudog is a goroutine in the queue of a channel or semaphore; one goroutine may be
// in several, for select.
type sudog struct {
	g    *g
	next *sudog
	prev *sudog
	// Where the element is, or goes; may point into a stack.
	elem unsafe.Pointer
	// Semaphores: position in the order of arrival.
	ticket   uint32
	isSelect bool
	// The wait ended by an element or a token, not by close.
	success bool
	// Goroutines that wait for the same semaphore; for a select, its next case.
	waitlink *sudog
	waittail *sudog
	c        *hchan
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
	p0 p
)
