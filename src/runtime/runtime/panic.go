package runtime

import "unsafe"

// What the stubs behind a function call when a check fails: the index and the limit
// are in the first two argument registers.

func panicIndex(x int, y int)          { panic(boundsError{int64(x), y, true, boundsIndex}) }
func panicIndexU(x uint, y int)        { panic(boundsError{int64(x), y, false, boundsIndex}) }
func panicSliceAlen(x int, y int)      { panic(boundsError{int64(x), y, true, boundsSliceAlen}) }
func panicSliceAlenU(x uint, y int)    { panic(boundsError{int64(x), y, false, boundsSliceAlen}) }
func panicSliceAcap(x int, y int)      { panic(boundsError{int64(x), y, true, boundsSliceAcap}) }
func panicSliceAcapU(x uint, y int)    { panic(boundsError{int64(x), y, false, boundsSliceAcap}) }
func panicSliceB(x int, y int)         { panic(boundsError{int64(x), y, true, boundsSliceB}) }
func panicSliceBU(x uint, y int)       { panic(boundsError{int64(x), y, false, boundsSliceB}) }
func panicSlice3Alen(x int, y int)     { panic(boundsError{int64(x), y, true, boundsSlice3Alen}) }
func panicSlice3AlenU(x uint, y int)   { panic(boundsError{int64(x), y, false, boundsSlice3Alen}) }
func panicSlice3Acap(x int, y int)     { panic(boundsError{int64(x), y, true, boundsSlice3Acap}) }
func panicSlice3AcapU(x uint, y int)   { panic(boundsError{int64(x), y, false, boundsSlice3Acap}) }
func panicSlice3B(x int, y int)        { panic(boundsError{int64(x), y, true, boundsSlice3B}) }
func panicSlice3BU(x uint, y int)      { panic(boundsError{int64(x), y, false, boundsSlice3B}) }
func panicSlice3C(x int, y int)        { panic(boundsError{int64(x), y, true, boundsSlice3C}) }
func panicSlice3CU(x uint, y int)      { panic(boundsError{int64(x), y, false, boundsSlice3C}) }
func panicSliceConvert(x int, y int)   { panic(boundsError{int64(x), y, true, boundsConvert}) }
func panicSliceConvertU(x uint, y int) { panic(boundsError{int64(x), y, false, boundsConvert}) }

// The same for indexes of 64 bits: those that do not fit a word are told in full.

func panicExtendIndex(hi int, lo uint, y int) {
	panic(boundsError{extended(hi, lo), y, true, boundsIndex})
}
func panicExtendIndexU(hi, lo uint, y int) {
	panic(boundsError{int64(hi)<<32 + int64(lo), y, false, boundsIndex})
}
func panicExtendSliceAlen(hi int, lo uint, y int) {
	panic(boundsError{extended(hi, lo), y, true, boundsSliceAlen})
}
func panicExtendSliceAlenU(hi, lo uint, y int) {
	panic(boundsError{int64(hi)<<32 + int64(lo), y, false, boundsSliceAlen})
}
func panicExtendSliceAcap(hi int, lo uint, y int) {
	panic(boundsError{extended(hi, lo), y, true, boundsSliceAcap})
}
func panicExtendSliceAcapU(hi, lo uint, y int) {
	panic(boundsError{int64(hi)<<32 + int64(lo), y, false, boundsSliceAcap})
}
func panicExtendSliceB(hi int, lo uint, y int) {
	panic(boundsError{extended(hi, lo), y, true, boundsSliceB})
}
func panicExtendSliceBU(hi, lo uint, y int) {
	panic(boundsError{int64(hi)<<32 + int64(lo), y, false, boundsSliceB})
}
func panicExtendSlice3Alen(hi int, lo uint, y int) {
	panic(boundsError{extended(hi, lo), y, true, boundsSlice3Alen})
}
func panicExtendSlice3AlenU(hi, lo uint, y int) {
	panic(boundsError{int64(hi)<<32 + int64(lo), y, false, boundsSlice3Alen})
}
func panicExtendSlice3Acap(hi int, lo uint, y int) {
	panic(boundsError{extended(hi, lo), y, true, boundsSlice3Acap})
}
func panicExtendSlice3AcapU(hi, lo uint, y int) {
	panic(boundsError{int64(hi)<<32 + int64(lo), y, false, boundsSlice3Acap})
}
func panicExtendSlice3B(hi int, lo uint, y int) {
	panic(boundsError{extended(hi, lo), y, true, boundsSlice3B})
}
func panicExtendSlice3BU(hi, lo uint, y int) {
	panic(boundsError{int64(hi)<<32 + int64(lo), y, false, boundsSlice3B})
}
func panicExtendSlice3C(hi int, lo uint, y int) {
	panic(boundsError{extended(hi, lo), y, true, boundsSlice3C})
}
func panicExtendSlice3CU(hi, lo uint, y int) {
	panic(boundsError{int64(hi)<<32 + int64(lo), y, false, boundsSlice3C})
}

// extended puts the words of an index together. A high word of zero passes the check
// of it, and the low one is then taken for an int.
func extended(hi int, lo uint) int64 {
	if hi == 0 {
		return int64(int(lo))
	}
	return int64(hi)<<32 + int64(lo)
}

func panicdivide()      { panic(divideError) }
func panicshift()       { panic(shiftError) }
func panicnil()         { panic(memoryError) }
func panicunreachable() { throw("unreachable code was reached") }

// panicmem is one of the frames that traces count, as it is in Go.
//
//go:noinline
func panicmem() { panic(memoryError) }

func panicmemAddr(addr uintptr) {
	panic(errorAddressString{msg: "invalid memory address or nil pointer dereference", addr: addr})
}

// deferproc puts fn on the list of the calling function. It returns 0; when a
// panic has been recovered by a deferred call it returns once more, with 1.
//
//go:noinline
func deferproc(fn func()) int {
	gp := getg()
	d := newdefer(gp)
	d.link = gp._defer
	gp._defer = d
	d.fn = fn
	d.pc = getcallerpc()
	d.sp = getcallersp()
	return 0
}

// deferprocStack is deferproc for a statement outside of loops: its record lies in the frame of the calling
// function, which has set d.fn and nothing else. No write barriers: the record is no part of the heap, and
// stacks are marked while the program stands still.
//
//go:noinline
//go:nosplit
func deferprocStack(d *_defer) int {
	gp := getg()
	w := (*[unsafe.Sizeof(_defer{}) / ptrSize]uintptr)(unsafe.Pointer(d))
	w[0] = 0 // started, heap
	d.pc = getcallerpc()
	d.sp = getcallersp()
	w[unsafe.Offsetof(d._panic)/ptrSize] = 0
	w[unsafe.Offsetof(d.link)/ptrSize] = uintptr(unsafe.Pointer(gp._defer))
	gp._defer = d
	return 0
}

// deferpool keeps records for reuse.
var deferpool *_defer

func newdefer(gp *g) *_defer {
	d := deferpool
	if d == nil {
		d = new(_defer)
		d.heap = true
	} else {
		deferpool = d.link
	}
	return d
}

// freedefer takes back the record of a call that is over; those in frames go with their frames.
func freedefer(d *_defer) {
	if !d.heap {
		return
	}
	d.fn = nil
	d._panic = nil
	d.started = false
	d.link = deferpool
	deferpool = d
}

// deferreturn runs the deferred calls of the function that calls it.
//
//go:noinline
//go:nosplit
func deferreturn() {
	gp := getg()
	for {
		d := gp._defer
		// The stack may move while a deferred call runs.
		if d == nil || d.sp != getcallersp() {
			return
		}
		fn := d.fn
		gp._defer = d.link
		freedefer(d)
		fn()
	}
}

// getargp is the caller's stack pointer, which the functions that it calls see as
// their caller's.
//
//go:noinline
//go:nosplit
func getargp() uintptr { return getcallersp() }

// gopanic is panic(e).
//
//go:yeswritebarrierrec
func gopanic(e any) {
	gp := getg()
	if gp.m.curg != gp {
		print("panic: ")
		printany(e)
		print("\n")
		throw("panic on system stack")
	}
	if gp.m.mallocing != 0 {
		print("panic: ")
		printany(e)
		print("\n")
		throw("panic during malloc")
	}
	var p _panic
	p.arg = e
	p.link = gp._panic
	gp._panic = (*_panic)(noescape(unsafe.Pointer(&p)))
	for {
		d := gp._defer
		if d == nil {
			break
		}
		if d.started {
			// The deferred call panicked itself: it does not go on, and the earlier panic is over.
			if d._panic != nil {
				d._panic.aborted = true
			}
			d._panic = nil
			d.fn = nil
			gp._defer = d.link
			freedefer(d)
			continue
		}
		d.started = true
		d._panic = (*_panic)(noescape(unsafe.Pointer(&p)))
		p.argp = getargp()
		fn := d.fn
		fn()
		p.argp = 0
		if gp._defer != d {
			throw("bad defer entry in panic")
		}
		d._panic = nil
		// A pointer, for the stack may move.
		pc, sp := d.pc, unsafe.Pointer(d.sp)
		d.fn = nil
		gp._defer = d.link
		freedefer(d)
		if p.recovered {
			gp._panic = p.link
			if gp._panic != nil && gp._panic.goexit && gp._panic.aborted {
				// A Goexit goes on after a panic in one of its deferred calls was recovered.
				gp.sigcode0 = gp._panic.sp
				gp.sigcode1 = gp._panic.pc
				mcall(recovery)
			}
			// Panics that this one ran over are over too.
			for gp._panic != nil && gp._panic.aborted {
				gp._panic = gp._panic.link
			}
			if gp._panic == nil {
				gp.sig = 0
			}
			gp.sigcode0 = uintptr(sp)
			gp.sigcode1 = pc
			mcall(recovery)
			throw("recovery failed")
		}
	}
	preprintpanics(gp._panic)
	fatalpanic(gp._panic)
	*(*int)(nil) = 0
}

// recovery goes on where deferproc returned to, with 1: sp and pc are in sigcode0 and sigcode1.
func recovery(gp *g) {
	gp.sched.sp = gp.sigcode0
	gp.sched.pc = gp.sigcode1
	gp.sched.ret = 1
	gogo(&gp.sched)
}

// gogo goes on at buf with buf.ret as result.
func gogo(buf *gobuf)

// gorecover is recover() in the function that was called from argp.
//
//go:nosplit
func gorecover(argp uintptr) any {
	gp := getg()
	p := gp._panic
	if p != nil && !p.goexit && !p.recovered && argp == p.argp {
		p.recovered = true
		return p.arg
	}
	return nil
}

// preprintpanics turns the values into texts before anything is printed, for Error
// and String may panic themselves.
func preprintpanics(p *_panic) {
	defer func() {
		text := "panic while printing panic value"
		switch r := recover().(type) {
		case nil:
		case string:
			throw(text + ": " + r)
		default:
			throw(text + ": type " + efaceOf(&r)._type.string())
		}
	}()
	for p != nil {
		switch v := p.arg.(type) {
		case error:
			p.arg = v.Error()
		case stringer:
			p.arg = v.String()
		}
		p = p.link
	}
}

// printpanics prints the panics, the oldest first.
func printpanics(p *_panic) {
	if p.link != nil {
		printpanics(p.link)
		if !p.link.goexit {
			print("\t")
		}
	}
	if p.goexit {
		return
	}
	print("panic: ")
	printany(p.arg)
	if p.recovered {
		print(" [recovered]")
	}
	print("\n")
}

// fatalpanic ends the program with a panic that nobody recovered.
//
//go:nosplit
func fatalpanic(msgs *_panic) {
	gp, pc, sp := getg(), getcallerpc(), getcallersp()
	systemstack(func() {
		gp.m.dying++
		printlock()
		printpanics(msgs)
		printunlock()
		dopanic(gp, pc, sp)
	})
}

// dopanic prints what the signal was and the goroutine's calls, and exits with 2.
func dopanic(gp *g, pc, sp uintptr) {
	if gp.sig != 0 {
		name := signame(gp.sig)
		if name != "" {
			print("[signal ", name)
		} else {
			print("[signal ")
			printhex(uint64(gp.sig))
		}
		print(" code=")
		printhex(uint64(gp.sigcode0))
		print(" addr=")
		printhex(uint64(gp.sigcode1))
		print(" pc=")
		printhex(uint64(gp.sigpc))
		print("]\n")
	}
	if gp != gp.m.g0 {
		print("\n")
		goroutineheader(gp)
		traceback(pc, sp, gp)
	} else if gp.m.throwing == throwTypeRuntime {
		print("\nruntime stack:\n")
		traceback(pc, sp, gp)
	}
	if gp == gp.m.g0 || gp.m.throwing != throwTypeNone {
		tracebackothers(gp)
	}
	exit(2)
}

// throw ends the program because something is wrong with the runtime, or memory is.
//
//go:noinline
//go:nosplit
func throw(s string) { fatalthrow(s, throwTypeRuntime, getcallerpc(), getcallersp()) }

// fatal is throw for mistakes of the program.
//
//go:noinline
//go:nosplit
func fatal(s string) { fatalthrow(s, throwTypeUser, getcallerpc(), getcallersp()) }

//go:linkname sync_throw sync.throw
func sync_throw(s string) { throw(s) }

//go:linkname sync_fatal sync.fatal
func sync_fatal(s string) { fatal(s) }

//go:nosplit
//go:yeswritebarrierrec
func fatalthrow(s string, t throwType, pc, sp uintptr) {
	gp := getg()
	systemstack(func() {
		// Who throws may hold the lock; the text must come out.
		gp.m.printlock = 0
		print("fatal error: ", s, "\n")
		if gp.m.throwing == throwTypeNone {
			gp.m.throwing = t
		}
		if gp.m.dying > 0 {
			exit(4)
		}
		gp.m.dying++
		dopanic(gp, pc, sp)
	})
}

// Goexit ends the goroutine after its deferred calls.
func Goexit() {
	gp := getg()
	var p _panic
	p.goexit = true
	p.link = gp._panic
	gp._panic = (*_panic)(noescape(unsafe.Pointer(&p)))
	p.pc, p.sp = getcallerpc(), getcallersp()
	for {
		d := gp._defer
		if d == nil {
			break
		}
		if d.started {
			if d._panic != nil {
				d._panic.aborted = true
				d._panic = nil
			}
			d.fn = nil
			gp._defer = d.link
			freedefer(d)
			continue
		}
		d.started = true
		d._panic = (*_panic)(noescape(unsafe.Pointer(&p)))
		p.argp = getargp()
		d.fn()
		p.argp = 0
		d._panic = nil
		gp._defer = d.link
		freedefer(d)
	}
	goexit1()
}

// panicwrap is called by the wrapper of a value method that was called on a nil pointer.
//
//go:noinline
func panicwrap() {
	name := functionName(getcallerpc())
	// pkg.(*T).method
	i := indexByte(name, '(')
	if i < 0 {
		throw("panicwrap: no ( in " + name)
	}
	pkg := name[:i-1]
	rest := name[i+2:]
	j := indexByte(rest, ')')
	panic(plainError("value method " + pkg + "." + rest[:j] + "." + rest[j+2:] + " called using nil *" + rest[:j] + " pointer"))
}

func indexByte(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}

// printanycustomtype prints values of named basic types as main.T(5), others as (main.T) address.
func printanycustomtype(i any) {
	e := efaceOf(&i)
	name := e._type.string()
	p := e.data
	switch e._type.kind & kindMask {
	case kindBool:
		print(name, "(", *(*bool)(p), ")")
	case kindInt:
		print(name, "(", *(*int)(p), ")")
	case kindInt8:
		print(name, "(", *(*int8)(p), ")")
	case kindInt16:
		print(name, "(", *(*int16)(p), ")")
	case kindInt32:
		print(name, "(", *(*int32)(p), ")")
	case kindInt64:
		print(name, "(", *(*int64)(p), ")")
	case kindUint:
		print(name, "(", *(*uint)(p), ")")
	case kindUint8:
		print(name, "(", *(*uint8)(p), ")")
	case kindUint16:
		print(name, "(", *(*uint16)(p), ")")
	case kindUint32:
		print(name, "(", *(*uint32)(p), ")")
	case kindUint64:
		print(name, "(", *(*uint64)(p), ")")
	case kindUintptr:
		print(name, "(", *(*uintptr)(p), ")")
	case kindFloat32:
		print(name, "(", *(*float32)(p), ")")
	case kindFloat64:
		print(name, "(", *(*float64)(p), ")")
	case kindString:
		print(name, `("`, *(*string)(p), `")`)
	default:
		print("(", name, ") ", p)
	}
}
