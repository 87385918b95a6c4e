package runtime

import "unsafe"

// Roots on stacks. The compiler describes, for every call, which words of the frame and of
// its arguments hold live pointers; symtab.go tells how.
type stackMap struct {
	n    uint32
	nbit uint32
	bits [1 << 20]uint8
}

// markStacks marks what the frames of all goroutines point to.
func markStacks() {
	me := getg()
	markStack(getcallerpc(), getcallersp(), me)
	for _, gp := range allgs {
		if gp != me && (gp.status == _Grunnable || gp.status == _Gwaiting) {
			markStack(gp.sched.pc, gp.sched.sp, gp)
		}
	}
}

// markStack marks what the frames from pc and sp up point to.
func markStack(pc, sp uintptr, gp *g) {
	work.stackScan += uint64(gp.stack.hi - sp)
	u := &stackUnwinder
	u.init(pc, sp, gp)
	for u.valid() {
		u.inline = -1
		markFrame(u)
		u.next()
	}
}

// stackUnwinder is what markStack goes with: a local one would be allocated.
var stackUnwinder unwinder

// frameMap is the pointer map of a frame, 0 if it has no live pointers, and its number of bits.
// A frame that was left by a fault goes on at its deferred calls, if at all.
func frameMap(u *unwinder) (bits, nbit uintptr) {
	f := u.fn
	if f.stackmap == 0 {
		return 0, 0
	}
	pc := u.pc - 1
	if !u.isReturn {
		if f.deferreturn == 0 {
			return 0, 0
		}
		pc = f.entryPC() + uintptr(f.deferreturn)
	}
	index := pcvalue(f, f.pcstack, pc)
	if index < 0 {
		return 0, 0
	}
	m := (*stackMap)(pctabAt(f.stackmap))
	nbit = uintptr(m.nbit)
	return uintptr(unsafe.Pointer(&m.bits)) + uintptr(index)*((nbit+7)/8), nbit
}

func markFrame(u *unwinder) {
	bits, nbit := frameMap(u)
	for i := uintptr(0); i < nbit; i += 8 {
		at := u.sp + i*ptrSize
		for w := *(*uint8)(unsafe.Pointer(bits + i/8)); w != 0; w >>= 1 {
			if w&1 != 0 {
				if p := *(*uintptr)(unsafe.Pointer(at)); p >= minLegalPointer {
					greyObject(p, 0, 0)
				}
			}
			at += ptrSize
		}
	}
}
