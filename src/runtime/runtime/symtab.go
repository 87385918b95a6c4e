package runtime

import "unsafe"

// What the linker tells of functions, in one read-only table that starts with
// pcHeader. Offsets count from its start.
//
//	functab   nfunc+1 pairs (pc - text, offset of _func), ascending; the last pair is the end of text
//	_func     one record a function
//	filetab   offsets of file names, index = file number
//	tables    value by pc: pairs of zig-zag varint of the change and varint of the length in words (4 bytes of
//	          text), starting from value -1 at the function's entry; a change of 0 behind the first pair ends it
//	stackmaps words n and nbit, then n bitmaps of (nbit+7)/8 bytes, low bits first. A bit for each word from
//	          the stack pointer of the frame up; the incoming stack arguments follow behind _func.frame bytes.
//	          A set bit is a live pointer; words from nbit on are none. The table pcstack gives the number of the map
//	          at a return address minus one; at _func's entry (its call of the stack growth) the map tells of the
//	          arguments, registers included, in the places where the caller reserved room for them.
//	stackobjs their number, then a stackObjectRecord for each, ascending; the bit masks that they name: low bits first
//	names     ending with a zero byte
//
//go:notinheap
type pcHeader struct {
	magic   uint32
	nfunc   uint32
	functab uint32
	filetab uint32
	nfiles  uint32
}

const pcMagic = 0xfffffff1

//go:notinheap
type functabEntry struct {
	entry uint32
	funcs uint32
}

// Bits of _func.flags.
const (
	// A wrapper that the compiler made: not shown in traces.
	funcWrapper = 1 << iota
	// Calls end here: the entry of a goroutine, sigtramp.
	funcTop
	// Assembly without frame: the return address is still in ra.
	funcNoFrame
)

// _func describes a function.
//
//go:notinheap
type _func struct {
	entry uint32
	name  uint32
	// Bytes from the stack pointer inside the function to that of its caller; the return address lies in the last word.
	frame     uint32
	flags     uint32
	startLine uint32
	// How many parameters it has: traces show whether there are any.
	params uint32
	// Tables by pc: file, line, index into inltree (-1 for code of the function itself), index of the pointer map.
	pcfile   uint32
	pcln     uint32
	pcinl    uint32
	pcstack  uint32
	inltree  uint32
	stackmap uint32
	// Offset of the call of deferreturn, 0 if there is none: where the function goes on after a
	// recovered panic, so what it needs there is what it needs after a fault.
	deferreturn uint32
	// Variables in its frame whose address is known elsewhere, 0 if there are none.
	stackobjs uint32
}

// stackObjectRecord describes a variable in a frame that lives as long as somebody points to it.
//
//go:notinheap
type stackObjectRecord struct {
	// From the stack pointer, in bytes.
	off  uint32
	size uint32
	// Words up to its last pointer, and the mask with a bit for each.
	nbit uint32
	mask uint32
}

// stackObjects are those of a function.
//
//go:notinheap
type stackObjectList struct {
	n       uint32
	records [1 << 16]stackObjectRecord
}

// stackObjects is nil if the function has none.
func (f funcInfo) stackObjects() *stackObjectList {
	if f.stackobjs == 0 {
		return nil
	}
	return (*stackObjectList)(pctabAt(f.stackobjs))
}

// inlinedCall is one call that was inlined.
//
//go:notinheap
type inlinedCall struct {
	// Index of the call around it, or -1.
	parent int32
	// Where the call stands: file number and line.
	file uint32
	line uint32
	// Name of what is called.
	name uint32
	// A pc inside the caller that stands for the call.
	parentPC uint32
}

type funcInfo struct {
	*_func
}

func (f funcInfo) valid() bool { return f._func != nil }

func pcheader() *pcHeader { return (*pcHeader)(firstmoduledata.pclntab) }

func pctabAt(off uint32) unsafe.Pointer { return add(firstmoduledata.pclntab, uintptr(off)) }

func functab(i uint32) *functabEntry {
	return (*functabEntry)(add(pctabAt(pcheader().functab), uintptr(i)*unsafe.Sizeof(functabEntry{})))
}

// findfunc is the function that pc is in.
func findfunc(pc uintptr) funcInfo {
	if pc < firstmoduledata.text || pc >= firstmoduledata.etext {
		return funcInfo{}
	}
	off := uint32(pc - firstmoduledata.text)
	lo, hi := uint32(0), pcheader().nfunc
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		if functab(mid).entry <= off {
			lo = mid
		} else {
			hi = mid
		}
	}
	if hi == 0 || functab(lo).entry > off {
		return funcInfo{}
	}
	return funcInfo{(*_func)(pctabAt(functab(lo).funcs))}
}

func (f funcInfo) entryPC() uintptr { return firstmoduledata.text + uintptr(f.entry) }

func cstring(off uint32) string { return gostringnocopy((*byte)(pctabAt(off))) }

func funcname(f funcInfo) string {
	if !f.valid() {
		return ""
	}
	return cstring(f.name)
}

func functionName(pc uintptr) string { return funcname(findfunc(pc - 1)) }

// readvarint gives the number at p and the address behind it.
func readvarint(p unsafe.Pointer) (uint32, unsafe.Pointer) {
	v, shift := uint32(0), uint(0)
	for {
		b := *(*byte)(p)
		p = add(p, 1)
		v |= uint32(b&0x7f) << shift
		if b&0x80 == 0 {
			return v, p
		}
		shift += 7
	}
}

// pcvalue is the value of the table at off for pc; -1 where there is none.
func pcvalue(f funcInfo, off uint32, target uintptr) int32 {
	if off == 0 {
		return -1
	}
	p := pctabAt(off)
	pc := f.entryPC()
	value := int32(-1)
	for first := true; ; first = false {
		var change, length uint32
		change, p = readvarint(p)
		if change == 0 && !first {
			return -1
		}
		value += int32(change>>1) ^ -int32(change&1)
		length, p = readvarint(p)
		pc += uintptr(length) * 4
		if target < pc {
			return value
		}
	}
}

func fileName(number int32) string {
	if number < 0 {
		return "?"
	}
	return cstring(*(*uint32)(add(pctabAt(pcheader().filetab), uintptr(number)*4)))
}

// funcline is file and line of the instruction at pc.
func funcline(f funcInfo, pc uintptr) (string, int) {
	return fileName(pcvalue(f, f.pcfile, pc)), int(pcvalue(f, f.pcln, pc))
}

func inlineAt(f funcInfo, i int32) *inlinedCall {
	return (*inlinedCall)(add(pctabAt(f.inltree), uintptr(i)*unsafe.Sizeof(inlinedCall{})))
}

// Func describes a function to the program.
type Func struct {
	opaque struct{}
}

func (f *Func) raw() funcInfo { return funcInfo{(*_func)(unsafe.Pointer(f))} }

// funcinl is what a Func points to that was inlined. Its first word is no function's entry.
type funcinl struct {
	ones  uint32
	outer funcInfo
	name  string
	file  string
	line  int
}

const inlinedMark = ^uint32(0)

func (f *Func) inlined() *funcinl {
	if fi := (*funcinl)(unsafe.Pointer(f)); fi.ones == inlinedMark {
		return fi
	}
	return nil
}

// FuncForPC is the function that pc is in, the innermost of inlined ones, or nil.
func FuncForPC(pc uintptr) *Func {
	f := findfunc(pc)
	if !f.valid() {
		return nil
	}
	i := pcvalue(f, f.pcinl, pc)
	if i < 0 {
		return (*Func)(unsafe.Pointer(f._func))
	}
	file, line := funcline(f, pc)
	fi := &funcinl{inlinedMark, f, cstring(inlineAt(f, i).name), file, line}
	return (*Func)(unsafe.Pointer(fi))
}

// Name is the name with package path, "" for a nil Func.
func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	if fi := f.inlined(); fi != nil {
		return fi.name
	}
	return funcname(f.raw())
}

// Entry is the address of the first instruction, of the outermost function if it was inlined.
func (f *Func) Entry() uintptr {
	if fi := f.inlined(); fi != nil {
		return fi.outer.entryPC()
	}
	return f.raw().entryPC()
}

// FileLine is where the instruction at pc stands in the source.
func (f *Func) FileLine(pc uintptr) (file string, line int) {
	if fi := f.inlined(); fi != nil {
		return fi.file, fi.line
	}
	return funcline(f.raw(), pc)
}

// Caller tells where the skip-th caller of Caller's caller is: 0 is the caller itself.
// The pc lies in the instruction of the call.
//
//go:noinline
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	callerpc, callersp, gp := getcallerpc(), getcallersp(), getg()
	systemstack(func() {
		var u unwinder
		n := skip
		callee := ""
		for u.init(callerpc, callersp, gp); u.valid(); u.next() {
			isPassage := u.isPassage(callee)
			callee = u.name()
			if isPassage {
				continue
			}
			if n == 0 {
				file, line = u.position()
				pc, ok = u.lookupPC(), true
				return
			}
			n--
		}
	})
	return
}

// Callers fills pcs with the return addresses above the skip-th caller; 0 is Callers itself.
//
//go:noinline
func Callers(skip int, pcs []uintptr) int {
	pc, sp, gp := getcallerpc(), getcallersp(), getg()
	n := 0
	if skip == 0 && len(pcs) > 0 {
		self := Callers
		pcs[0] = **(**uintptr)(unsafe.Pointer(&self)) + 1
		n++
	}
	systemstack(func() {
		var u unwinder
		u.init(pc, sp, gp)
		callee := ""
		for left := skip - 1; u.valid() && n < len(pcs); u.next() {
			isPassage := u.isPassage(callee)
			callee = u.name()
			if isPassage {
				continue
			}
			if left > 0 {
				left--
				continue
			}
			pcs[n] = u.pc
			n++
		}
	})
	return n
}
