package runtime

import "unsafe"

// Roots on stacks. The compiler describes, for every call, which words of the frame
// hold pointers that are used after it; a function's map is
//
//	words    number of words of the frame
//	maps     number of bit sets
//	slots    a bit set: words of variables in the frame that may hold pointers at any time. Before
//	         the variable is set and after its last use they hold anything.
//	live     a bit set for each number that the pcstack table gives: words that hold pointers
//
// with bit sets of (words+7)/8 bytes.
type stackMap struct {
	words uint32
	maps  uint32
	bits  [1 << 20]uint8
}

// markStacks marks what the frames of all goroutines point to.
func markStacks() {
	gp := getg()
	markStack(getcallerpc(), getcallersp(), gp)
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

func markFrame(u *unwinder) {
	f := u.fn
	if f.stackmap == 0 {
		return
	}
	m := (*stackMap)(pctabAt(f.stackmap))
	size := uintptr(m.words+7) / 8
	slots := uintptr(unsafe.Pointer(&m.bits))
	index := int32(-1)
	if u.isReturn {
		index = pcvalue(f, f.pcstack, u.pc-1)
	}
	live := uintptr(0)
	if index >= 0 {
		live = slots + size*uintptr(index+1)
	}
	for i := uintptr(0); i < size; i++ {
		if live != 0 {
			at := u.sp + i*8*ptrSize
			for w := *(*uint8)(unsafe.Pointer(live + i)); w != 0; w >>= 1 {
				if w&1 != 0 {
					if p := *(*uintptr)(unsafe.Pointer(at)); p >= minLegalPointer {
						greyObject(p, 0, 0)
					}
				}
				at += ptrSize
			}
		}
		at := u.sp + i*8*ptrSize
		for w := *(*uint8)(unsafe.Pointer(slots + i)); w != 0; w >>= 1 {
			if w&1 != 0 {
				if p := *(*uintptr)(unsafe.Pointer(at)); p >= minLegalPointer {
					greyIfObject(p)
				}
			}
			at += ptrSize
		}
	}
}
