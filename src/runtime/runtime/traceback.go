package runtime

// unwinder goes from call to call, inlined ones included.
type unwinder struct {
	stkframe
	// Index of the inlined call that pc is in, -1 for the function itself.
	inline int32
	// Position of the part shown now, if an inlined call below it has told it.
	file int32
	line int32
}

// init starts at the function that pc, a return address, and sp belong to.
func (u *unwinder) init(pc, sp uintptr, gp *g) {
	u.stkframe.init(pc, sp, gp)
	u.open()
}

func (u *unwinder) lookupPC() uintptr {
	if u.isReturn && u.pc > 0 {
		return u.pc - 1
	}
	return u.pc
}

// open looks up where in the function pc is.
func (u *unwinder) open() {
	pc := u.lookupPC()
	u.inline = -1
	if u.fn.valid() {
		u.file, u.line = pcvalue(u.fn, u.fn.pcfile, pc), pcvalue(u.fn, u.fn.pcln, pc)
		u.inline = pcvalue(u.fn, u.fn.pcinl, pc)
	}
}

// position is file and line of the call shown now.
func (u *unwinder) position() (string, int) { return fileName(u.file), int(u.line) }

func (u *unwinder) isInlined() bool { return u.inline >= 0 }

func (u *unwinder) name() string {
	if u.inline >= 0 {
		return cstring(inlineAt(u.fn, u.inline).name)
	}
	return funcname(u.fn)
}

// next moves to the caller.
func (u *unwinder) next() {
	if u.inline >= 0 {
		call := inlineAt(u.fn, u.inline)
		u.inline = call.parent
		u.file, u.line = int32(call.file), int32(call.line)
		return
	}
	u.stkframe.next()
	u.open()
}

// goroutineheader prints number and state of gp, and for how long it has been waiting
// if that is known and worth telling.
func goroutineheader(gp *g) {
	status := gStatusStrings[gp.status]
	if gp.status == _Gwaiting && gp.waitreason != waitReasonZero {
		status = waitReasonStrings[gp.waitreason]
	}
	print("goroutine ", gp.goid, " [", status)
	if gp.status == _Gwaiting && gp.waitsince != 0 {
		if minutes := (nanotime() - gp.waitsince) / 60e9; minutes >= 1 {
			print(", ", minutes, " minutes")
		}
	}
	if gp.lockedm {
		print(", locked to thread")
	}
	print("]:\n")
}

// tracebackothers prints the calls of all goroutines of the program but me, the one
// that runs first.
func tracebackothers(me *g) {
	curg := me.m.curg
	if curg != nil && curg != me {
		print("\n")
		goroutineheader(curg)
		tracebackSched(curg)
	}
	for _, gp := range allgs {
		if gp == me || gp == curg || gp.status == _Gdead || isSystemGoroutine(gp) {
			continue
		}
		print("\n")
		goroutineheader(gp)
		tracebackSched(gp)
	}
}

// printcreatedby prints the go statement that made gp.
func printcreatedby(gp *g) {
	f := findfunc(gp.gopc)
	if !f.valid() || gp.goid == 1 || !showframe(funcname(f)) {
		return
	}
	file, line := funcline(f, gp.gopc-1)
	print("created by ", funcname(f), "\n\t", file, ":", line, " +")
	printhex(uint64(gp.gopc - f.entryPC()))
	print("\n")
}

// showframe reports whether traces show the function: not the runtime's own, except
// those that programs call by name.
func showframe(name string) bool {
	if name == "runtime.gopanic" {
		return true
	}
	if hasPrefix(name, "runtime.") && len(name) > 8 {
		return 'A' <= name[8] && name[8] <= 'Z'
	}
	for i := 0; i < len(name); i++ {
		if name[i] == '.' {
			return true
		}
	}
	return false
}

// traceback prints the calls above pc, the innermost first.
func traceback(pc, sp uintptr, gp *g) {
	var u unwinder
	u.init(pc, sp, gp)
	printcalls(&u)
	printcreatedby(gp)
}

// tracebackSched prints the calls of a goroutine that does not run.
func tracebackSched(gp *g) {
	var u unwinder
	u.initSched(gp)
	u.open()
	printcalls(&u)
	printcreatedby(gp)
}

func printcalls(u *unwinder) {
	// As Go, counts the frames gone through, but tells of frames left out only if so many were shown.
	const limit = 100
	frames, shown := 0, 0
	// gopanic is shown as the border to what deferred calls did, not where the trace starts.
	isFirst, calls := true, ""
	for ; u.valid() && frames < limit; u.next() {
		name := u.name()
		if !u.isInlined() {
			frames++
		}
		skip := isFirst && name == "runtime.gopanic"
		skip = skip || !isFirst && u.isPassage(calls)
		isFirst, calls = false, name
		if skip {
			continue
		}
		if !showframe(name) {
			continue
		}
		shown++
		if name == "runtime.gopanic" {
			name = "panic"
		}
		print(name, "(")
		if u.isInlined() || u.fn.params > 0 {
			print("...")
		}
		print(")\n")
		file, line := u.position()
		print("\t", file, ":", line)
		if !u.isInlined() && u.pc > u.fn.entryPC() {
			print(" +")
			printhex(uint64(u.pc - u.fn.entryPC()))
		}
		print("\n")
	}
	if shown == limit {
		print("...additional frames elided...\n")
	}
}

// isPassage reports whether the call shown now is that of a wrapper, which is left out where it calls
// what it wraps and shown where it panics.
func (u *unwinder) isPassage(callee string) bool {
	return u.fn.flags&funcWrapper != 0 && !u.isInlined() && !beginsPanic(callee)
}

// beginsPanic reports whether the function is one by which panics begin.
func beginsPanic(name string) bool {
	return name == "runtime.gopanic" || name == "runtime.panicwrap" || name == "runtime.sigpanic"
}

// Stack writes the trace of the calling goroutine to buf and gives its length.
//
//go:noinline
func Stack(buf []byte, all bool) int {
	pc, sp := getcallerpc(), getcallersp()
	gp := getg()
	capture = buf
	systemstack(func() {
		printlock()
		captured = 0
		capturing = true
		goroutineheader(gp)
		traceback(pc, sp, gp)
		if all {
			tracebackothers(gp)
		}
		capturing = false
		printunlock()
	})
	capture = nil
	return captured
}

// Where the print functions write while Stack runs.
var (
	capture   []byte
	captured  int
	capturing bool
)
