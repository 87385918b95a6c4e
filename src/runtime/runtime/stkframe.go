package runtime

import "unsafe"

// stkframe goes over the calls on a stack, the innermost first. Calls that were inlined
// belong to the function that they are in. A stack must not move meanwhile: who walks over its own does so on g0.
type stkframe struct {
	gp *g
	fn funcInfo
	// pc is inside the function: a return address, except where a signal has come.
	pc uintptr
	// The stack pointer of the function, that of its caller if it has no frame.
	sp uintptr
	// Where the function returns to if that does not lie in its frame, because it has none or has not made it yet; 0 otherwise.
	lr uintptr
	// pc is behind a call.
	isReturn bool
	// A signal has come to assembly that the function called: that call is no safepoint.
	inAssembly bool
	// The pointer map at pc.
	bits uintptr
	nbit uintptr
}

// stackWalk is what the collector and copystack go with: one at a time does, on g0.
var stackWalk stkframe

// foundFrame is what enter has found for a return address.
type foundFrame struct {
	pc   uintptr
	fn   *_func
	bits uintptr
	nbit uintptr
}

// frameCache keeps what was found, in pairs by the hash of the address: of each pair the first is the later one. So
// many goroutines that wait in the same place are quickly gone over, wherever that lies.
var frameCache [1 << frameCacheBits][2]foundFrame

const (
	frameCacheBits = 6
	// The golden ratio.
	frameCacheHash = 0x9E3779B9
)

// init starts at the function that pc, a return address, and sp belong to.
func (f *stkframe) init(pc, sp uintptr, gp *g) {
	f.gp, f.pc, f.sp, f.lr = gp, pc, sp, 0
	f.isReturn, f.inAssembly = true, false
	f.enter()
}

// initSched starts where gp, which does not run, goes on.
func (f *stkframe) initSched(gp *g) {
	f.gp, f.pc, f.sp, f.lr = gp, gp.sched.pc, gp.sched.sp, gp.sched.lr
	f.isReturn, f.inAssembly = true, false
	f.enter()
}

func (f *stkframe) valid() bool { return f.fn.valid() }

// enter looks pc up.
func (f *stkframe) enter() {
	if !f.isReturn || f.inAssembly {
		f.fn = findfunc(f.pc)
		f.findMap()
		return
	}
	pair := &frameCache[f.pc*frameCacheHash>>(32-frameCacheBits)]
	c := &pair[0]
	if c.pc != f.pc {
		c = &pair[1]
	}
	if c.pc != f.pc {
		f.fn = findfunc(f.pc - 1)
		f.findMap()
		pair[1] = pair[0]
		pair[0] = foundFrame{f.pc, f.fn._func, f.bits, f.nbit}
		return
	}
	f.fn, f.bits, f.nbit = funcInfo{c.fn}, c.bits, c.nbit
}

// findMap finds the pointer map. A function that was left by a fault goes on at its deferred calls, if at all.
func (f *stkframe) findMap() {
	f.bits, f.nbit = 0, 0
	fn := f.fn
	if !fn.valid() || fn.stackmap == 0 {
		return
	}
	pc := f.pc - 1
	if !f.isReturn || f.inAssembly {
		if fn.deferreturn == 0 {
			return
		}
		pc = fn.entryPC() + uintptr(fn.deferreturn)
	}
	index := pcvalue(fn, fn.pcstack, pc)
	if index < 0 {
		return
	}
	m := (*stackMap)(pctabAt(fn.stackmap))
	f.nbit = uintptr(m.nbit)
	f.bits = uintptr(unsafe.Pointer(&m.bits)) + uintptr(index)*((f.nbit+7)/8)
}

// pointerMap tells which words from base up hold live pointers. Those of the frame itself are none if it has not been made.
func (f *stkframe) pointerMap() (base, bits, nbit uintptr) {
	base = f.sp
	if f.lr != 0 {
		base -= uintptr(f.fn.frame)
	}
	return base, f.bits, f.nbit
}

// stackObjects are those of the frame, nil if it has none or has not been made; a function that does not go on has none either.
func (f *stkframe) stackObjects() *stackObjectList {
	if f.bits == 0 || f.lr != 0 {
		return nil
	}
	return f.fn.stackObjects()
}

// next moves to the caller.
func (f *stkframe) next() {
	fn := f.fn
	if fn.flags&funcTop != 0 {
		f.fn = funcInfo{}
		return
	}
	wasInterrupted := !f.isReturn
	if f.lr != 0 {
		f.pc, f.lr = f.lr, 0
	} else {
		frame := uintptr(fn.frame)
		if frame == 0 || f.sp+frame > f.gp.stack.hi || f.sp < f.gp.stack.lo {
			f.fn = funcInfo{}
			return
		}
		f.pc = *(*uintptr)(unsafe.Pointer(f.sp + frame - ptrSize))
		f.sp += frame
	}
	f.isReturn = true
	f.inAssembly = wasInterrupted && fn.flags&funcNoFrame != 0
	if fn.entryPC() == sigpanicPC() {
		// The caller was interrupted at pc; its link register lies where preparePanic put it.
		f.isReturn = false
		ra := *(*uintptr)(unsafe.Pointer(f.sp))
		f.sp += sigpanicFrame
		if caller := findfunc(f.pc); caller.valid() && caller.frame == 0 {
			f.lr = ra
		}
	}
	f.enter()
}
