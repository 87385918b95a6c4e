//go:cause mark

package runtime

import "unsafe"

// Roots on stacks. The compiler describes, for every call, which words of the frame and of
// its arguments hold live pointers; symtab.go tells how.
//
//go:notinheap
type stackMap struct {
	n    uint32
	nbit uint32
	bits [1 << 20]uint8
}

// markStacks marks what the frames of all goroutines point to. It runs on g0, so none of them runs.
func markStacks() {
	for _, gp := range allgs {
		if gp.hasFrames() {
			markStack(gp)
		}
	}
}

// hasFrames reports whether gp has begun, or is about to, and has not ended.
func (gp *g) hasFrames() bool {
	return gp.status == _Grunnable || gp.status == _Gwaiting || gp.status == _Grunning
}

// shrinkStacks takes memory from stacks that do not need it.
func shrinkStacks() {
	for _, gp := range allgs {
		if gp.hasFrames() {
			shrinkstack(gp)
		}
	}
}

// markStack marks what the frames of gp point to.
func markStack(gp *g) {
	work.stackScan += uint64(gp.stack.hi - gp.sched.sp)
	work.stacks++
	if gp.status == _Gwaiting && gp.waitsince == 0 {
		gp.waitsince = work.tSweepTerm
	}
	f := &stackWalk
	for f.initSched(gp); f.valid(); f.next() {
		markFrame(f)
	}
}

func markFrame(f *stkframe) {
	base, bits, nbit := f.pointerMap()
	for i := uintptr(0); i < nbit; i += 8 {
		at := base + i*ptrSize
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
