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

// Stack objects: variables in frames whose address is known elsewhere. Maps do not tell whether
// they are alive; they are when somebody points to them. So a stack is marked in two steps:
//
//  1. Go over the frames. Pointers into the heap make objects grey; pointers into the stack are
//     put aside. The stack objects of all frames make a list, which is in the order of addresses.
//  2. The list becomes a binary tree. For each pointer that was put aside find its object,
//     unless that has been done, and treat the pointers in it as in step 1.
//
// Buffers of the mark queue hold both.

// stackObject is a variable that has not been looked at yet, or, without record, one that has.
//
//go:notinheap
type stackObject struct {
	base   uintptr
	size   uintptr
	record *stackObjectRecord
	left   *stackObject
	right  *stackObject
}

const stackObjectsPerBuf = (workbufBytes - 2*ptrSize) / unsafe.Sizeof(stackObject{})

// stackObjectBuf is a workbuf that holds stack objects.
//
//go:notinheap
type stackObjectBuf struct {
	next *stackObjectBuf
	n    uintptr
	obj  [stackObjectsPerBuf]stackObject
}

// stackScan is the state of markStack.
var stackScan stackScanState

type stackScanState struct {
	stack stack
	// Pointers into the stack, to be looked at.
	pointers *workbuf
	// Its objects, the lowest first, and their number.
	head  *stackObjectBuf
	tail  *stackObjectBuf
	count uintptr
	root  *stackObject
}

// markStack marks what the stack of gp leads to.
func markStack(gp *g) {
	work.stackScan += uint64(gp.stack.hi - gp.sched.sp)
	work.stacks++
	if gp.status == _Gwaiting && gp.waitsince == 0 {
		gp.waitsince = work.tSweepTerm
	}
	s := &stackScan
	s.stack = gp.stack
	f := &stackWalk
	for f.initSched(gp); f.valid(); f.next() {
		s.markFrame(f)
	}
	// What points into the stack from outside. The records themselves may lie in it.
	for d := gp._defer; d != nil; d = d.link {
		s.mark(*(*uintptr)(unsafe.Pointer(&d.fn)))
		s.mark(uintptr(unsafe.Pointer(d)))
	}
	s.mark(uintptr(unsafe.Pointer(gp._panic)))
	s.markObjects()
}

func (s *stackScanState) markFrame(f *stkframe) {
	base, bits, nbit := f.pointerMap()
	s.markWords(base, bits, nbit)
	list := f.stackObjects()
	if list == nil {
		return
	}
	for i := uint32(0); i < list.n; i++ {
		s.add(base, &list.records[i])
	}
}

// markWords looks at the words from base up whose bits are set.
func (s *stackScanState) markWords(base, bits, nbit uintptr) {
	for i := uintptr(0); i < nbit; i += 8 {
		at := base + i*ptrSize
		for w := *(*uint8)(unsafe.Pointer(bits + i/8)); w != 0; w >>= 1 {
			if w&1 != 0 {
				s.mark(*(*uintptr)(unsafe.Pointer(at)))
			}
			at += ptrSize
		}
	}
}

// mark looks at a pointer.
func (s *stackScanState) mark(p uintptr) {
	if p-s.stack.lo >= s.stack.hi-s.stack.lo {
		if p >= minLegalPointer {
			greyObject(p, 0, 0)
		}
		return
	}
	b := s.pointers
	if b == nil || b.n == workbufObjects {
		b = takeWorkBuf()
		b.next = s.pointers
		s.pointers = b
	}
	b.obj[b.n] = p
	b.n++
}

// add puts an object, which lies above those that were added before, into the list.
func (s *stackScanState) add(base uintptr, r *stackObjectRecord) {
	b := s.tail
	if b == nil || b.n == stackObjectsPerBuf {
		b = (*stackObjectBuf)(unsafe.Pointer(takeWorkBuf()))
		if s.tail == nil {
			s.head = b
		} else {
			s.tail.next = b
		}
		s.tail = b
	}
	obj := &b.obj[b.n]
	b.n++
	s.count++
	obj.base, obj.size, obj.record = base+uintptr(r.off), uintptr(r.size), r
}

// markObjects is the second step. It leaves the state empty.
func (s *stackScanState) markObjects() {
	if s.count > 0 {
		s.root, _, _ = stackObjectTree(s.head, 0, s.count)
	}
	for b := s.pointers; b != nil; b = s.pointers {
		if b.n == 0 {
			s.pointers = b.next
			giveWorkBuf(b)
			continue
		}
		b.n--
		if obj := s.find(b.obj[b.n]); obj != nil && obj.record != nil {
			r := obj.record
			obj.record = nil
			s.markWords(obj.base, uintptr(pctabAt(r.mask)), uintptr(r.nbit))
		}
	}
	for b := s.head; b != nil; {
		next := b.next
		giveWorkBuf((*workbuf)(unsafe.Pointer(b)))
		b = next
	}
	*s = stackScanState{}
}

// stackObjectTree makes a balanced tree of the n objects that begin with number i of b, and
// tells where the next one is.
func stackObjectTree(b *stackObjectBuf, i, n uintptr) (root *stackObject, restBuf *stackObjectBuf, rest uintptr) {
	if n == 0 {
		return nil, b, i
	}
	left, b, i := stackObjectTree(b, i, n/2)
	root = &b.obj[i]
	root.left = left
	if i++; i == b.n {
		b, i = b.next, 0
	}
	root.right, b, i = stackObjectTree(b, i, n-n/2-1)
	return root, b, i
}

// find is the object that p points into, nil if there is none.
func (s *stackScanState) find(p uintptr) *stackObject {
	obj := s.root
	for obj != nil && p-obj.base >= obj.size {
		if p < obj.base {
			obj = obj.left
		} else {
			obj = obj.right
		}
	}
	return obj
}
