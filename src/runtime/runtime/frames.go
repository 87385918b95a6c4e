package runtime

import "unsafe"

// Frame is what a return address of Callers says of one call.
type Frame struct {
	PC uintptr
	// Nil for a call that was inlined.
	Func     *Func
	Function string
	File     string
	Line     int
	Entry    uintptr
}

// Frames goes over the calls that Callers gave.
type Frames struct {
	callers []uintptr
	// Which of the calls at callers[0], from the innermost: Callers gives the address once for each inlined one and once
	// for the function itself.
	depth int
	begun bool
}

func CallersFrames(callers []uintptr) *Frames { return &Frames{callers: callers} }

// Next gives the next call, and whether there are more.
func (ci *Frames) Next() (frame Frame, more bool) {
	if len(ci.callers) == 0 {
		return Frame{}, false
	}
	pc := ci.callers[0] - 1
	f := findfunc(pc)
	calls := f.callsAt(pc)
	if !ci.begun {
		ci.depth = ci.skipped(calls)
	}
	if f.valid() {
		frame = frameAt(f, pc, ci.depth)
	}
	last := ci.callers[0]
	ci.callers = ci.callers[1:]
	ci.depth++
	if ci.begun = ci.depth < calls; len(ci.callers) > 0 && ci.callers[0] != last {
		ci.begun = false
	}
	return frame, len(ci.callers) > 0
}

// callsAt is how many calls Callers tells of at pc: the inlined ones, and that of the function unless
// it is a wrapper, into which what it wraps was inlined.
func (f funcInfo) callsAt(pc uintptr) int {
	if !f.valid() {
		return 1
	}
	inlined := 0
	for i := pcvalue(f, f.pcinl, pc); i >= 0; i = inlineAt(f, i).parent {
		inlined++
	}
	if inlined > 0 && f.flags&funcWrapper != 0 {
		return inlined
	}
	return inlined + 1
}

// skipped is how many of the calls at the first address Callers was told to leave out: it gave the rest of them.
func (ci *Frames) skipped(calls int) int {
	n := 1
	for n < len(ci.callers) && ci.callers[n] == ci.callers[0] {
		n++
	}
	return (calls - n%calls) % calls
}

// frameAt describes one of the calls that pc is in.
func frameAt(f funcInfo, pc uintptr, depth int) Frame {
	file, line := funcline(f, pc)
	i := pcvalue(f, f.pcinl, pc)
	for ; depth > 0 && i >= 0; depth-- {
		call := inlineAt(f, i)
		file, line = fileName(int32(call.file)), int(call.line)
		i = call.parent
	}
	frame := Frame{PC: pc, File: file, Line: line, Entry: f.entryPC()}
	if i >= 0 {
		frame.Function = cstring(inlineAt(f, i).name)
	} else {
		if frame.Function = funcname(f); frame.Function == "runtime.mainstart" || frame.Function == "runtime.gostart" {
			// What starts a goroutine stands where Go has what ends it.
			frame.Function = "runtime.goexit"
		}
		frame.Func = (*Func)(unsafe.Pointer(f._func))
	}
	return frame
}

// NumCgoCall: there is no cgo.
func NumCgoCall() int64 { return 0 }

// GOROOT: the library is the machine's own, so only the environment can name one.
func GOROOT() string { return gogetenv("GOROOT") }
