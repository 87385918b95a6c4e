package runtime

import "unsafe"

// Stacks of goroutines: contiguous, and moved to a larger place when they are full.
//
// Every function with a frame begins by comparing the stack pointer with g.stackguard0:
//
//	frame of up to stackSmall bytes    sp < stackguard0
//	larger ones                        sp - frame < stackguard0
//
// If the frame does not fit it saves its register arguments where its caller reserved
// room for them and calls morestack, which goes to g0 and calls newstack. That takes a
// stack of twice the size and copies the old one to its upper end. What pointed into the
// old stack must point into the new one, by the same distance: that is
//
//	in frames      the words that pointer maps call live (stkframe.go)
//	g.sched        sp, and the closure of a function that has not begun
//	defer records  the frame, closures and panics that lie in frames
//	panics         lie in frames themselves; g._panic and the bounds that they keep
//	sudogs         where an element is, or goes, while its goroutine waits at a channel
//
// Nothing else may hold the address of a stack while a function that can get to
// morestack is called; what the runtime does with addresses of stacks it does on g0, whose
// stack does not move.
//
// Between stack.lo and stackguard0 lies room for functions without a check (go:nosplit,
// assembly): stackLimit bytes for a chain of them.
//
// Memory: stacks below 32 KiB come from spans of 32 KiB for each size (stackpool) by way of
// a cache; larger ones are spans of their own. A collection halves stacks of which less
// than a quarter is in use.

const (
	// The smallest stack.
	fixedStack = 2048

	stackGuard = 928
	stackSmall = 128
	stackLimit = stackGuard - stackSmall

	// stackguard0 of a goroutine that is to come to newstack at its next call.
	stackPreempt = 0xfffffade

	// Stacks are cached for sizes fixedStack << order.
	numStackOrders = 4
	// Span of small stacks, and size of the cache of each order.
	stackCacheSize = 32 << 10

	signalStackSize = 32 << 10
	// Bytes that a new goroutine leaves free at the end of its stack.
	startFrame = 16
)

var (
	// How large a stack may become, debug.SetMaxStack; and twice the limit at start, which
	// nothing exceeds.
	maxstacksize    uintptr = 250000000
	maxstackceiling uintptr = 2 * 250000000
	// Size of new goroutines' stacks: the average of what the last collection has scanned.
	startingStackSize uintptr = fixedStack
)

// stackpool are spans with free stacks, by order; stackLarge are spans that were freed while
// a collection ran, by the logarithm of their pages.
var (
	stackpool  [numStackOrders]mSpanList
	stackLarge [32 - pageShift]mSpanList
)

// stackfreelist is part of an mcache: free stacks of one order, linked by their first words.
type stackfreelist struct {
	list uintptr
	size uintptr
}

func linkOf(x uintptr) *uintptr { return (*uintptr)(unsafe.Pointer(x)) }

func isSmallStack(n uintptr) bool { return n < fixedStack<<numStackOrders && n < stackCacheSize }

func stackOrder(n uintptr) uintptr { return 31 - clz32(uint32(n/fixedStack)) }

// --- Memory ---

// stackpoolalloc takes a stack from a span. Those that were never used come last, lowest first, so
// that a span takes no more memory than it has had stacks in use.
func stackpoolalloc(order uintptr) uintptr {
	list := &stackpool[order]
	s := list.first
	if s == nil {
		s = mheap_.allocManual(stackCacheSize>>pageShift, &memstats.inStacks)
		s.elemsize = fixedStack << order
		s.nelems = stackCacheSize / s.elemsize
		list.insertFront(s)
	}
	x := s.freeStacks
	if x != 0 {
		s.freeStacks = *linkOf(x)
	} else {
		x = s.startAddr + s.freeindex*s.elemsize
		s.freeindex++
	}
	s.allocCount++
	if s.freeStacks == 0 && s.freeindex == s.nelems {
		list.remove(s)
	}
	return x
}

func stackpoolfree(x, order uintptr) {
	s := spanOf(x)
	if s.state != mSpanManual {
		throw("freeing stack not in a stack span")
	}
	if s.freeStacks == 0 && s.freeindex == s.nelems {
		stackpool[order].insertFront(s)
	}
	*linkOf(x) = s.freeStacks
	s.freeStacks = x
	s.allocCount--
	// During a collection pointers to the old stack may still be found: see freeStackSpans.
	if gcphase == gcOff && s.allocCount == 0 {
		stackpool[order].remove(s)
		mheap_.freeManual(s, &memstats.inStacks)
	}
}

// stackcacherefill fills half of the cache, but takes no more than one stack that was never used.
func (c *mcache) stackcacherefill(order uintptr) {
	free := &c.stackcache[order]
	for free.size < stackCacheSize/2 {
		if s := stackpool[order].first; free.list != 0 && (s == nil || s.freeStacks == 0) {
			break
		}
		x := stackpoolalloc(order)
		*linkOf(x) = free.list
		free.list = x
		free.size += fixedStack << order
	}
}

// stackcacherelease empties the cache down to size bytes.
func (c *mcache) stackcacherelease(order, size uintptr) {
	free := &c.stackcache[order]
	for free.size > size {
		x := free.list
		free.list = *linkOf(x)
		free.size -= fixedStack << order
		stackpoolfree(x, order)
	}
}

// stackcacheclear empties all caches.
func (c *mcache) stackcacheclear() {
	for order := uintptr(0); order < numStackOrders; order++ {
		c.stackcacherelease(order, 0)
	}
}

// stackalloc gives a stack of n bytes, a power of two. It runs on g0, as stackfree does, since
// growing the stack comes here.
func stackalloc(n uintptr) stack {
	mp := getg().m
	if getg() != mp.g0 {
		throw("stackalloc not on scheduler stack")
	}
	if n&(n-1) != 0 {
		throw("stack size not a power of 2")
	}
	if debug.efence != 0 {
		n = alignUp(n, physPageSize)
		memstats.stacks_sys += uint64(n)
		gcController.mappedReady += uint64(n)
		v := uintptr(sysAlloc(n))
		return stack{v, v + n}
	}
	if isSmallStack(n) {
		order := stackOrder(n)
		c := mp.mcache
		free := &c.stackcache[order]
		if free.list == 0 {
			c.stackcacherefill(order)
		}
		x := free.list
		free.list = *linkOf(x)
		free.size -= n
		return stack{x, x + n}
	}
	free := &stackLarge[stackOrder(n/pageSize*fixedStack)]
	s := free.first
	if s != nil {
		free.remove(s)
	} else {
		s = mheap_.allocManual(n>>pageShift, &memstats.inStacks)
		s.elemsize = n
	}
	return stack{s.startAddr, s.startAddr + n}
}

func stackfree(stk stack) {
	n := stk.hi - stk.lo
	if n&(n-1) != 0 {
		throw("stack not a power of 2")
	}
	if debug.efence != 0 {
		sysFault(stk.lo, n)
		return
	}
	if isSmallStack(n) {
		order := stackOrder(n)
		c := getg().m.mcache
		free := &c.stackcache[order]
		if free.size >= stackCacheSize {
			c.stackcacherelease(order, stackCacheSize/2)
		}
		*linkOf(stk.lo) = free.list
		free.list = stk.lo
		free.size += n
		return
	}
	s := spanOf(stk.lo)
	if s.state != mSpanManual {
		throw("bad span state")
	}
	if gcphase == gcOff {
		mheap_.freeManual(s, &memstats.inStacks)
	} else {
		stackLarge[stackOrder(n/pageSize*fixedStack)].insertFront(s)
	}
}

// freeStackSpans gives back, after a collection, the spans that it has left without stacks.
func freeStackSpans() {
	for order := range stackpool {
		list := &stackpool[order]
		for s := list.first; s != nil; {
			next := s.next
			if s.allocCount == 0 {
				list.remove(s)
				mheap_.freeManual(s, &memstats.inStacks)
			}
			s = next
		}
	}
	for i := range stackLarge {
		list := &stackLarge[i]
		for s := list.first; s != nil; s = list.first {
			list.remove(s)
			mheap_.freeManual(s, &memstats.inStacks)
		}
	}
}

// setStack gives a goroutine its stack.
func (gp *g) setStack(stk stack) {
	gp.stack = stk
	gp.stackguard1 = stk.lo + stackGuard
	gp.resetGuard()
}

// resetGuard has gp come to newstack when its stack is full; at every call if stacks are moved all the
// time, or if it is to let others run.
func (gp *g) resetGuard() {
	gp.stackguard0 = gp.stackguard1
	if gp.preempt || debug.movestack != 0 {
		gp.stackguard0 = stackPreempt
	}
}

// freeStack takes it away.
func (gp *g) freeStack() {
	stackfree(gp.stack)
	gp.stack = stack{}
}

// --- Growing and shrinking ---

func morestack()

// newstack is called by morestack on g0: the function that g.sched tells of has not made its
// frame, and goes on when it fits.
func newstack() {
	gp := getg().m.curg
	if gp.stack.lo == 0 {
		throw("missing stack in newstack")
	}
	sp := gp.sched.sp
	if sp < gp.stack.lo {
		print("runtime: newstack sp=")
		printStackPlace(sp, gp)
		print("runtime: gp=", gp, ", goid=", gp.goid, ", gp->status=", gp.status, "\n ")
		print("runtime: split stack overflow: ")
		printhex(uint64(sp))
		print(" < ")
		printhex(uint64(gp.stack.lo))
		print("\n")
		throw("runtime: split stack overflow")
	}
	size := gp.stack.hi - gp.stack.lo
	needed := gp.stack.hi - sp + gp.nextFrame()
	newsize := size
	for newsize < needed && newsize <= maxstackceiling {
		newsize *= 2
	}
	if newsize > maxstacksize || newsize > maxstackceiling || needed < gp.stack.hi-sp {
		limit := maxstacksize
		if limit >= maxstackceiling {
			limit = maxstackceiling
		}
		print("runtime: goroutine stack exceeds ", limit, "-byte limit\nruntime: sp=")
		printStackPlace(sp, gp)
		throw("stack overflow")
	}
	if newsize > size || debug.movestack != 0 {
		copystack(gp, newsize)
	}
	if gp.preempt && canPreempt(gp) {
		gosched_m(gp)
	}
	gogo(&gp.sched)
}

// nextFrame is the room that the function at g.sched wants below its caller's frame before it can go on.
func (gp *g) nextFrame() uintptr {
	if gp.sched.lr == 0 {
		return stackLimit
	}
	frame := uintptr(0)
	if f := findfunc(gp.sched.pc); f.valid() {
		frame = uintptr(f.frame)
	}
	if frame <= stackSmall {
		return stackGuard
	}
	return frame + stackGuard
}

func printStackPlace(sp uintptr, gp *g) {
	printhex(uint64(sp))
	print(" stack=[")
	printhex(uint64(gp.stack.lo))
	print(", ")
	printhex(uint64(gp.stack.hi))
	print("]\n")
}

// moved is the last move of a stack: where it was, and how far it went.
type moved struct {
	old   stack
	delta uintptr
}

// adjust makes the pointer at p point into the new stack if it pointed into the old one.
func (m *moved) adjust(p unsafe.Pointer) {
	if v := *(*uintptr)(p); m.old.lo <= v && v < m.old.hi {
		*(*uintptr)(p) = v + m.delta
	}
}

// copystack moves the stack of gp, which does not run, to one of newsize bytes.
func copystack(gp *g, newsize uintptr) {
	old := gp.stack
	used := old.hi - gp.sched.sp
	//go:probe stack_copy(gp, used, newsize)
	stk := stackalloc(newsize)
	m := moved{old, stk.hi - old.hi}
	memmove(unsafe.Pointer(stk.hi-used), unsafe.Pointer(old.hi-used), used)
	gp.setStack(stk)
	gp.sched.sp = stk.hi - used
	m.adjust(unsafe.Pointer(&gp.sched.ctx))
	m.adjustDefers(gp)
	for sg := gp.waiting; sg != nil; sg = sg.waitlink {
		m.adjust(unsafe.Pointer(&sg.elem))
	}
	m.adjustFrames(gp)
	m.adjustPanics(gp)
	if debug.movestack != 0 {
		poison(old.hi-used, old.hi)
		old = keepMoved(old)
		if old.lo == 0 {
			return
		}
	}
	stackfree(old)
}

func (m *moved) adjustDefers(gp *g) {
	m.adjust(unsafe.Pointer(&gp._defer))
	for d := gp._defer; d != nil; d = d.link {
		m.adjust(unsafe.Pointer(&d.fn))
		m.adjust(unsafe.Pointer(&d.sp))
		m.adjust(unsafe.Pointer(&d._panic))
		m.adjust(unsafe.Pointer(&d.link))
	}
}

// adjustPanics comes after the frames: there lie the panics and the links between them.
func (m *moved) adjustPanics(gp *g) {
	m.adjust(unsafe.Pointer(&gp._panic))
	for p := gp._panic; p != nil; p = p.link {
		m.adjust(unsafe.Pointer(&p.argp))
		m.adjust(unsafe.Pointer(&p.sp))
	}
}

func (m *moved) adjustFrames(gp *g) {
	f := &stackWalk
	for f.initSched(gp); f.valid(); f.next() {
		base, bits, nbit := f.pointerMap()
		for i := uintptr(0); i < nbit; i += 8 {
			at := base + i*ptrSize
			for w := *(*uint8)(unsafe.Pointer(bits + i/8)); w != 0; w >>= 1 {
				if w&1 != 0 {
					v := *(*uintptr)(unsafe.Pointer(at))
					if v-m.old.lo < m.old.hi-m.old.lo {
						*(*uintptr)(unsafe.Pointer(at)) = v + m.delta
					} else if v-1 < minLegalPointer-1 && debug.invalidptr != 0 {
						badFramePointer(f, at)
					}
				}
				at += ptrSize
			}
		}
		m.adjustObjects(f)
	}
}

// adjustObjects adjusts the pointers in all stack objects of a frame, alive or not: somebody may point to them.
func (m *moved) adjustObjects(f *stkframe) {
	list := f.stackObjects()
	if list == nil {
		return
	}
	base, _, _ := f.pointerMap()
	for i := uint32(0); i < list.n; i++ {
		r := &list.records[i]
		for j := uint32(0); j < r.nbit; j++ {
			if bitmapWordIsPointer(uintptr(pctabAt(r.mask)), uintptr(j)*ptrSize) {
				m.adjust(unsafe.Pointer(base + uintptr(r.off) + uintptr(j)*ptrSize))
			}
		}
	}
}

// badFramePointer ends the program because a word that should be a pointer is a small number.
func badFramePointer(f *stkframe, at uintptr) {
	print("runtime: bad pointer in frame ", funcname(f.fn), " at ", unsafe.Pointer(at), ": ")
	printhex(uint64(*(*uintptr)(unsafe.Pointer(at))))
	print("\n")
	throw("invalid pointer found on stack")
}

// What a stack is filled with when it has been moved, if stacks are moved at every call: pointers that are
// left over from the old place find nothing good there.
const poisonMoved = 0xfcfcfcfc

func poison(lo, hi uintptr) {
	for p := lo; p < hi; p += 4 {
		*(*uint32)(unsafe.Pointer(p)) = poisonMoved
	}
}

// Stacks that were moved lately, which must not be used again too soon.
var (
	movedStacks [8]stack
	movedCount  uint32
)

// keepMoved puts a stack aside and gives the one that has been there longest.
func keepMoved(stk stack) stack {
	slot := &movedStacks[movedCount%uint32(len(movedStacks))]
	movedCount++
	oldest := *slot
	*slot = stk
	return oldest
}

// shrinkstack halves the stack of gp, which does not run, if less than a quarter is in use.
func shrinkstack(gp *g) {
	if debug.gcshrinkstackoff > 0 {
		return
	}
	size := gp.stack.hi - gp.stack.lo
	if size/2 < fixedStack {
		return
	}
	if used := gp.stack.hi - gp.sched.sp + gp.nextFrame(); used >= size/4 {
		return
	}
	copystack(gp, size/2)
}

// computeStartingStackSize sets the size of new goroutines' stacks after a collection that has
// scanned so many bytes of so many stacks.
func computeStartingStackSize(size, count uint64) {
	if debug.adaptivestackstart == 0 {
		return
	}
	startingStackSize = fixedStack
	if count == 0 {
		return
	}
	avg := size/count + stackGuard
	if avg > uint64(maxstacksize) {
		avg = uint64(maxstacksize)
	}
	for uint64(startingStackSize) < avg {
		startingStackSize *= 2
	}
}

//go:linkname setMaxStack runtime/debug.setMaxStack
func setMaxStack(n int) int {
	old := maxstacksize
	maxstacksize = uintptr(n)
	return int(old)
}

// badmorestack ends the program: code of the runtime does not fit its stack, which does not grow.
//
//go:nosplit
func badmorestack() {
	getg().stackguard0 = 0
	throw("stack overflow in the runtime")
}
