package runtime

import "unsafe"

// The scheduler: goroutines (g) take turns on one thread (m) that holds one p.
//
// A goroutine becomes runnable by a go statement (newproc), when what it waits for
// comes (goready), or when it lets others go first (Gosched, goyield). It waits in
// the slot runnext of the p, in the p's ring runq, or in the global queue sched.runq:
//
//	newproc, goready   runnext; what was there goes to the end of runq
//	goyield            the end of runq
//	Gosched            the end of the global queue
//	runq is full       half of it goes to the global queue
//
// schedule takes the next one: timers that are due come first; then, every 61st time,
// the global queue, so that two goroutines that wake each other cannot keep it waiting;
// then runnext, runq, the global queue, those whose files are ready. With nothing to run it
// sleeps until the next timer or file, and without any the program is at a deadlock. The order is that of Go
// with GOMAXPROCS=1, to the goroutine.
//
// schedule and what leads to it run on g0, the stack of the thread: gopark and the
// others get there by mcall, which saves where the goroutine goes on in g.sched.

//go:linkname main_main main.main
func main_main()

func mainPC() uintptr
func gostartPC() uintptr

// mcall switches to g0 and calls fn with the goroutine, which goes on behind the call
// of mcall when somebody calls gogo(&gp.sched).
//
//go:noescape
func mcall(fn func(*g))

// systemstack calls fn on g0.
//
//go:noescape
func systemstack(fn func())

var sched schedt

type schedt struct {
	// Goroutine numbers given so far.
	goidgen int64
	runq    gQueue
	// Ended goroutines that no p keeps, with their stacks and without.
	gfreeStack   gList
	gfreeNoStack gList
	// Goroutines of programs that have not ended.
	gcount int
}

// allgs are all goroutines there ever were; ended ones stay until they are reused.
var allgs []*g

var maing *g

const (
	// Every so many turns the global queue comes first.
	globalQueueTicks = 61
	// Numbers of goroutines that Go starts before the program: those that collect
	// in the background.
	firstUserGoid = 5
)

// rt0_go runs on the kernel's stack, as g0.
func rt0_go(c int, v **byte) {
	args(c, v)
	getg().m.p = &p0
	mallocinit()
	randinit()
	alginit()
	goargs()
	goenvs()
	parsedebugvars()
	gcinit()
	if debug.wbshadow > 0 {
		shadowStart()
	}
	initsig()
	startPreemption()
	gp := new(g)
	gp.goid = 1
	sched.goidgen = firstUserGoid - 1
	p0.schedtick = startupTicks
	gp.setStack(stackalloc(startingStackSize))
	gp.startpc = mainPC()
	gp.sched = gobuf{sp: gp.stack.hi, pc: mainPC(), g: gp}
	gp.status = _Grunnable
	maing = gp
	allgs = append(allgs, gp)
	sched.gcount++
	execute(gp)
}

// startupTicks is how many turns Go has given before the program's main begins.
const startupTicks = 4

// main is the first goroutine: package initialisation, then main.main. Its end is
// the program's end.
func main() {
	for _, init := range firstmoduledata.inittasks {
		init()
	}
	main_main()
	exit(0)
}

// newproc makes a goroutine that calls fn: what go statements are compiled to.
//
//go:noinline
func newproc(fn func()) {
	fv := *(**funcval)(unsafe.Pointer(&fn))
	if fv == nil {
		fatal("go of nil func value")
	}
	pc := getcallerpc()
	systemstack(func() { newproc1(fv, pc) })
	sched.gcount++
}

// newsystemproc makes a goroutine of the runtime's own, of which the program knows nothing.
//
//go:noinline
func newsystemproc(fn func()) {
	fv := *(**funcval)(unsafe.Pointer(&fn))
	pc := getcallerpc()
	systemstack(func() { newproc1(fv, pc) })
}

func newproc1(fv *funcval, callerpc uintptr) {
	gp := newg(fv, callerpc)
	sched.goidgen++
	//go:probe goroutine_created(gp)
	gp.goid = sched.goidgen
	runqput(gp.m.p, gp, runNext)
}

// newg makes a goroutine that is in no queue.
func newg(fv *funcval, callerpc uintptr) *g {
	mp := getg().m
	gp := gfget(mp.p)
	if gp == nil {
		gp = new(g)
		gp.setStack(stackalloc(startingStackSize))
		allgs = append(allgs, gp)
	}
	gp.m = mp
	gp.sched = gobuf{sp: gp.stack.hi - startFrame, pc: gostartPC(), g: gp, ctx: unsafe.Pointer(fv)}
	gp.gopc = callerpc
	gp.startpc = fv.fn
	gp.status = _Grunnable
	return gp
}

// isSystemGoroutine reports whether the runtime started gp for itself. The one that
// calls finalizers is the program's while it does.
func isSystemGoroutine(gp *g) bool {
	if gp == fing {
		return !finRunning
	}
	return gp.startpc != mainPC() && hasPrefix(funcname(findfunc(gp.startpc)), "runtime.")
}

// --- Ended goroutines ---

// gList is a list of goroutines by schedlink, last in first out.
type gList struct {
	head *g
	size int
}

func (l *gList) push(gp *g) {
	gp.schedlink = l.head
	l.head = gp
	l.size++
}

func (l *gList) pop() *g {
	gp := l.head
	if gp != nil {
		l.head = gp.schedlink
		gp.schedlink = nil
		l.size--
	}
	return gp
}

// A p keeps fewer than gfreeMost ended goroutines; down to gfreeBatch go to the global
// lists when it has so many, and as many are taken from there when it has none.
const (
	gfreeMost  = 64
	gfreeBatch = 32
)

// gfput keeps an ended goroutine for reuse, with its stack if that has the size of new ones.
func gfput(pp *p, gp *g) {
	if gp.stack.hi-gp.stack.lo != startingStackSize {
		gp.freeStack()
	}
	pp.gfree.push(gp)
	if pp.gfree.size < gfreeMost {
		return
	}
	for pp.gfree.size >= gfreeBatch {
		gp := pp.gfree.pop()
		if gp.stack.lo == 0 {
			sched.gfreeNoStack.push(gp)
		} else {
			sched.gfreeStack.push(gp)
		}
	}
}

// gfget gives an ended goroutine with a stack for a new beginning, or nil.
func gfget(pp *p) *g {
	if pp.gfree.size == 0 {
		for pp.gfree.size < gfreeBatch {
			gp := sched.gfreeStack.pop()
			if gp == nil {
				gp = sched.gfreeNoStack.pop()
			}
			if gp == nil {
				break
			}
			pp.gfree.push(gp)
		}
	}
	gp := pp.gfree.pop()
	if gp == nil {
		return nil
	}
	if gp.stack.lo != 0 && gp.stack.hi-gp.stack.lo != startingStackSize {
		gp.freeStack()
	}
	if gp.stack.lo == 0 {
		gp.setStack(stackalloc(startingStackSize))
	}
	return gp
}

// freeDeadStacks gives back the stacks of ended goroutines that no p keeps.
func freeDeadStacks() {
	for gp := sched.gfreeStack.pop(); gp != nil; gp = sched.gfreeStack.pop() {
		gp.freeStack()
		sched.gfreeNoStack.push(gp)
	}
}

// --- Queues ---

// gQueue is a list of goroutines by schedlink, first in first out.
type gQueue struct {
	head *g
	tail *g
	size int
}

func (q *gQueue) pushBack(gp *g) {
	gp.schedlink = nil
	if q.tail != nil {
		q.tail.schedlink = gp
	} else {
		q.head = gp
	}
	q.tail = gp
	q.size++
}

func (q *gQueue) pop() *g {
	gp := q.head
	q.head = gp.schedlink
	if q.head == nil {
		q.tail = nil
	}
	gp.schedlink = nil
	q.size--
	return gp
}

// queueEnd says where a goroutine joins the p's queue.
type queueEnd bool

const (
	runLast queueEnd = false
	runNext queueEnd = true
)

// runqput makes gp wait at the p.
func runqput(pp *p, gp *g, end queueEnd) {
	if end == runNext {
		old := pp.runnext
		pp.runnext = gp
		if old == nil {
			return
		}
		gp = old
	}
	const size = uint32(len(pp.runq))
	if pp.runqtail-pp.runqhead < size {
		pp.runq[pp.runqtail%size] = gp
		pp.runqtail++
		return
	}
	for i := uint32(0); i < size/2; i++ {
		sched.runq.pushBack(pp.runq[pp.runqhead%size])
		pp.runqhead++
	}
	sched.runq.pushBack(gp)
}

// runqget takes the next goroutine of the p, or nil.
func runqget(pp *p) *g {
	if gp := pp.runnext; gp != nil {
		pp.runnext = nil
		return gp
	}
	if pp.runqhead == pp.runqtail {
		return nil
	}
	slot := &pp.runq[pp.runqhead%uint32(len(pp.runq))]
	gp := *slot
	*slot = nil
	pp.runqhead++
	return gp
}

// globrunqget takes the first goroutine of the global queue and moves up to max-1
// more to the p.
func globrunqget(pp *p, max int) *g {
	n := sched.runq.size
	if n == 0 {
		return nil
	}
	if n > max {
		n = max
	}
	gp := sched.runq.pop()
	for ; n > 1; n-- {
		runqput(pp, sched.runq.pop(), runLast)
	}
	return gp
}

// --- Turns ---

// schedule gives the thread to the next goroutine. It runs on g0 and does not return.
func schedule() {
	execute(findRunnable(getg().m.p))
}

// netpoll is called when no goroutine can run, once one has waited for a file (netpoll.go); false: there is no such goroutine
// now, or something of the runtime's own to do.
var netpoll func(pp *p) bool

func findRunnable(pp *p) *g {
	for {
		if len(pp.timers) > 0 {
			runtimers(pp, nanotime())
		}
		if pp.schedtick%globalQueueTicks == 0 && sched.runq.size > 0 {
			pp.schedtick++
			return globrunqget(pp, 1)
		}
		if fingWaits && finq != nil {
			fingWaits = false
			goready(fing)
		}
		// What the last goroutine made runnable goes on in its turn: it is not counted.
		if pp.runnext == nil {
			pp.schedtick++
		}
		if gp := runqget(pp); gp != nil {
			return gp
		}
		if gp := globrunqget(pp, len(pp.runq)/2); gp != nil {
			return gp
		}
		pp.schedtick--
		if netpoll != nil && netpoll(pp) {
			continue
		}
		if gp := runnableBackground(); gp != nil {
			return gp
		}
		if len(pp.timers) == 0 {
			checkdead()
		}
		if until := forceGCAt(); until < pp.timers[0].when {
			sleepUntil(until)
			forceGC.isDue = nanotime() >= until
		} else {
			sleepUntil(pp.timers[0].when)
		}
	}
}

// execute lets gp go on.
func execute(gp *g) {
	mp := getg().m
	gp.m = mp
	mp.curg = gp
	gp.status = _Grunning
	gp.waitsince = 0
	gp.preempt = false
	gp.resetGuard()
	gogo(&gp.sched)
}

// checkdead ends a program in which nothing can go on any more.
func checkdead() {
	waiting := 0
	for _, gp := range allgs {
		if gp.status == _Gwaiting && !isSystemGoroutine(gp) {
			waiting++
		}
	}
	if waiting == 0 {
		fatal("no goroutines (main called runtime.Goexit) - deadlock!")
	}
	fatal("all goroutines are asleep - deadlock!")
}

// dropg takes the running goroutine off the thread.
func dropg(gp *g, status gstatus) {
	gp.status = status
	gp.m.curg = nil
}

// gopark makes the running goroutine wait until goready.
func gopark(reason waitReason) {
	getg().waitreason = reason
	mcall(park_m)
}

func park_m(gp *g) {
	dropg(gp, _Gwaiting)
	schedule()
}

// goready makes a waiting goroutine the next one to run.
func goready(gp *g) {
	if gp.status != _Gwaiting {
		throw("goready: bad g status")
	}
	gp.status = _Grunnable
	runqput(getg().m.p, gp, runNext)
}

// Gosched lets the other goroutines run.
func Gosched() { mcall(gosched_m) }

func gosched_m(gp *g) {
	dropg(gp, _Grunnable)
	sched.runq.pushBack(gp)
	schedule()
}

// Preemption. Real Go has a thread, sysmon, that looks every 10 ms whether a p has still not
// been given to another goroutine, and sets the running one's stackguard0 so that its next
// call goes to newstack. Here a timer does that which counts the program's own time. Loops without calls
// keep the processor.

const forcePreemptMicros = 10000

// preemptTick is the schedtick that the timer saw last.
var preemptTick uint32

// startPreemption starts the timer.
func startPreemption() {
	timer := [4]uintptr{0, forcePreemptMicros, 0, forcePreemptMicros}
	syscall6(sys_setitimer, _ITIMER_VIRTUAL, uintptr(unsafe.Pointer(&timer)), 0, 0, 0, 0)
}

const _ITIMER_VIRTUAL = 1

// retake is called by the timer, as gsignal.
func retake(mp *m) {
	if tick := mp.p.schedtick; tick != preemptTick {
		preemptTick = tick
		return
	}
	if gp := mp.curg; gp != nil && gp != mp.g0 {
		gp.preempt = true
		gp.stackguard0 = stackPreempt
	}
}

// canPreempt reports whether gp, at the beginning of a function, can let others run: not if the call comes from
// code that counts on not being interrupted. Else it stays marked, and comes here again at the next call.
func canPreempt(gp *g) bool {
	caller := findfunc(gp.sched.lr - 1)
	if !caller.valid() {
		return false
	}
	name := funcname(caller)
	for _, prefix := range uninterrupted {
		if hasPrefix(name, prefix) {
			return false
		}
	}
	return true
}

// uninterrupted are the packages whose code has shared state in its hands, and no locks.
var uninterrupted = [...]string{"runtime.", "type..", "sync.", "sync/atomic.", "time.", "os.", "internal/"}

// goyield lets the other goroutines of the p run.
func goyield() { mcall(goyield_m) }

func goyield_m(gp *g) {
	pp := gp.m.p
	dropg(gp, _Grunnable)
	runqput(pp, gp, runLast)
	schedule()
}

// goexit1 ends the running goroutine. Its deferred calls have been made.
func goexit1() { mcall(goexit0) }

func goexit0(gp *g) {
	dropg(gp, _Gdead)
	if !isSystemGoroutine(gp) {
		sched.gcount--
	}
	gp._defer = nil
	gp._panic = nil
	gp.param = nil
	gp.waiting = nil
	gp.timer = nil
	gp.lockedm = false
	gp.paniconfault = false
	gp.sig = 0
	gp.waitreason = waitReasonZero
	if gp != maing {
		gfput(gp.m.p, gp)
	}
	schedule()
}

// block is select{}.
func block() { gopark(waitReasonSelectNoCases) }

// --- What programs ask ---

// NumGoroutine is the number of goroutines that have not ended.
func NumGoroutine() int { return sched.gcount }

// NumCPU is the number of processors that the program may use.
func NumCPU() int { return 1 }

var gomaxprocs = 1

// GOMAXPROCS sets how many goroutines may run at the same instant, if n is positive,
// and gives what it was. There is one thread, whatever the number.
func GOMAXPROCS(n int) int {
	old := gomaxprocs
	if n > 0 {
		gomaxprocs = n
	}
	return old
}

// maxThreads is what SetMaxThreads has been told; there is one thread.
var maxThreads = 10000

//go:linkname setMaxThreads runtime/debug.setMaxThreads
func setMaxThreads(n int) int {
	old := maxThreads
	maxThreads = n
	return old
}

//go:linkname setPanicOnFault runtime/debug.setPanicOnFault
func setPanicOnFault(enabled bool) bool {
	gp := getg()
	old := gp.paniconfault
	gp.paniconfault = enabled
	return old
}

// LockOSThread wires the goroutine to its thread: it is the only one.
func LockOSThread() { getg().lockedm = true }

// UnlockOSThread undoes LockOSThread.
func UnlockOSThread() { getg().lockedm = false }

const (
	GOOS     = "linux"
	GOARCH   = "386"
	Compiler = "gc"
)

// Version is the Go release whose behaviour this runtime has.
func Version() string { return "go1.19.8" }
