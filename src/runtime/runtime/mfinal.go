package runtime

import "unsafe"

// Finalizers. A span keeps specials, sorted by offset, for those of its objects that
// have a finalizer. Sweeping finds such an object unmarked: it marks it again, takes the
// special off and queues the finalizer. So the object lives for one more cycle, in which
// the finalizer can make it reachable again.

// special says what is to be done when an object dies. Records lie outside the heap.
//
//go:notinheap
type special struct {
	next *special
	// From the start of the span. Several tiny objects may lie in one slot.
	offset uintptr
	fn     *funcval
	// Type of the finalizer, and of the pointer it gets.
	ft *functype
	ot *ptrtype
}

// Finalizers that are due: specials taken off, whose offset is now the object's address.
// The one that was found last is called first, as in Go.
var (
	finq       *special
	finRunning bool
)

// SetFinalizer has finalizer(obj) called when obj, a pointer, is unreachable. nil takes it away.
func SetFinalizer(obj any, finalizer any) {
	e := efaceOf(&obj)
	etyp := e._type
	if etyp == nil {
		throw("runtime.SetFinalizer: first argument is nil")
	}
	if etyp.kind&kindMask != kindPtr {
		throw("runtime.SetFinalizer: first argument is " + etyp.string() + ", not pointer")
	}
	ot := (*ptrtype)(unsafe.Pointer(etyp))
	if ot.elem == nil {
		throw("nil elem type!")
	}
	p := uintptr(e.data)
	s := spanOfHeap(p)
	if s == nil {
		// Globals have no end.
		if firstmoduledata.noptrdata <= p && p < brkEnd() {
			return
		}
		throw("runtime.SetFinalizer: pointer not in allocated block")
	}
	base := s.startAddr + s.objIndex(p)*s.elemsize
	if p != base {
		// Inside a block of tiny objects any of them may have a finalizer.
		if ot.elem == nil || ot.elem.ptrdata != 0 || ot.elem.size >= maxTinySize {
			throw("runtime.SetFinalizer: pointer not at beginning of allocated block")
		}
	}
	f := efaceOf(&finalizer)
	ftyp := f._type
	if ftyp == nil {
		systemstack(func() { removeFinalizer(s, p) })
		return
	}
	if ftyp.kind&kindMask != kindFunc {
		throw("runtime.SetFinalizer: second argument is " + ftyp.string() + ", not a function")
	}
	ft := (*functype)(unsafe.Pointer(ftyp))
	if ft.outCount>>15 != 0 {
		throw("runtime.SetFinalizer: cannot pass " + etyp.string() + " to finalizer " + ftyp.string() + " because dotdotdot")
	}
	if ft.inCount != 1 || !finalizerTakes(ft.in(0), etyp, ot) {
		throw("runtime.SetFinalizer: cannot pass " + etyp.string() + " to finalizer " + ftyp.string())
	}
	createfing()
	added := false
	systemstack(func() { added = addFinalizer(s, p, (*funcval)(f.data), ft, ot) })
	if !added {
		throw("runtime.SetFinalizer: finalizer already set")
	}
}

// in is the type of the i-th parameter.
func (t *functype) in(i uintptr) *_type {
	at := unsafe.Sizeof(*t)
	if t.typ.tflag&tflagUncommon != 0 {
		at += unsafe.Sizeof(uncommontype{})
	}
	return *(**_type)(add(unsafe.Pointer(t), at+i*ptrSize))
}

// finalizerTakes reports whether a parameter of type t can get the pointer.
func finalizerTakes(t, etyp *_type, ot *ptrtype) bool {
	switch {
	case t == etyp:
		return true
	case t.kind&kindMask == kindPtr:
		// Different types with the same element: one has no name.
		return (t.uncommon() == nil || etyp.uncommon() == nil) && (*ptrtype)(unsafe.Pointer(t)).elem == ot.elem
	case t.kind&kindMask == kindInterface:
		ityp := (*interfacetype)(unsafe.Pointer(t))
		return len(ityp.mhdr) == 0 || getitab(ityp, etyp, true) != nil
	}
	return false
}

// addFinalizer adds a special for the object at p; false if it has one.
func addFinalizer(s *mspan, p uintptr, fn *funcval, ft *functype, ot *ptrtype) bool {
	ensureSwept(s)
	offset := p - s.startAddr
	var before *special
	at := s.specials
	for at != nil && at.offset < offset {
		before, at = at, at.next
	}
	if at != nil && at.offset == offset {
		return false
	}
	r, _ := mheap_.specialalloc.alloc()
	sp := (*special)(r)
	sp.offset, sp.fn, sp.ft, sp.ot, sp.next = offset, fn, ft, ot, at
	if before == nil {
		s.specials = sp
	} else {
		before.next = sp
	}
	setPageBit(&mheap_.meta.pageSpecials, s.startAddr, true)
	return true
}

func removeFinalizer(s *mspan, p uintptr) {
	ensureSwept(s)
	offset := p - s.startAddr
	var before *special
	at := s.specials
	for at != nil && at.offset != offset {
		before, at = at, at.next
	}
	if at == nil {
		return
	}
	s.unlinkSpecial(before, at)
	mheap_.specialalloc.free(unsafe.Pointer(at))
}

func (s *mspan) unlinkSpecial(before, at *special) {
	if before == nil {
		s.specials = at.next
	} else {
		before.next = at.next
	}
	if s.specials == nil {
		setPageBit(&mheap_.meta.pageSpecials, s.startAddr, false)
	}
}

// ensureSwept sweeps the span if it is still to be swept.
func ensureSwept(s *mspan) {
	if s.sweepgen == mheap_.sweepgen-2 {
		s.unlist()
		s.sweepgen = mheap_.sweepgen - 1
		s.sweep()
	}
}

// sweepSpecials keeps unmarked objects that have finalizers and takes those off.
func (s *mspan) sweepSpecials() {
	var before *special
	for at := s.specials; at != nil; {
		next := at.next
		index := at.offset / s.elemsize
		end := (index + 1) * s.elemsize
		if s.gcmarkBits.isSet(index) {
			for at != nil && at.offset < end {
				before, at = at, at.next
			}
			continue
		}
		s.gcmarkBits.setBit(index)
		for at != nil && at.offset < end {
			next = at.next
			s.unlinkSpecial(before, at)
			// From here on the offset is the address.
			at.offset += s.startAddr
			at.next = finq
			finq = at
			at = next
		}
	}
}

// fing is the goroutine that calls finalizers. The scheduler wakes it when some are due.
var (
	fing        *g
	fingCreated bool
	fingWaits   bool
)

// createfing starts fing, at the first finalizer.
//
//go:noinline
func createfing() {
	if !fingCreated {
		fingCreated = true
		newsystemproc(runfinq)
	}
}

//go:linkname os_runtime_createfing os.runtime_createfing
func os_runtime_createfing() { createfing() }

func runfinq() {
	fing = getg()
	for {
		for finq != nil {
			f := finq
			finq = f.next
			fn, ft, ot, obj := f.fn, f.ft, f.ot, unsafe.Pointer(f.offset)
			mheap_.specialalloc.free(unsafe.Pointer(f))
			finRunning = true
			callFinalizer(fn, ft, ot, obj)
			finRunning = false
		}
		fingWaits = true
		gopark(waitReasonFinalizerWait)
	}
}

// finalizerResults is room for what a finalizer returns and nobody wants: large results
// go to the caller's frame.
type finalizerResults [1024]uintptr

// callFinalizer calls fn with the object as its parameter's type wants it.
func callFinalizer(fn *funcval, ft *functype, ot *ptrtype, obj unsafe.Pointer) {
	t := ft.in(0)
	if t.kind&kindMask != kindInterface {
		call := *(*func(unsafe.Pointer) finalizerResults)(noescape(unsafe.Pointer(&fn)))
		call(obj)
		return
	}
	ityp := (*interfacetype)(unsafe.Pointer(t))
	word := unsafe.Pointer(ot)
	if len(ityp.mhdr) != 0 {
		word = unsafe.Pointer(getitab(ityp, &ot.typ, false))
	}
	call := *(*func(unsafe.Pointer, unsafe.Pointer) finalizerResults)(noescape(unsafe.Pointer(&fn)))
	call(word, obj)
}
