package runtime

import "unsafe"

// debug are the knobs of GODEBUG that concern memory.
var debug struct {
	allocfreetrace int32
	checkheap      int32
	clobberfree    int32
	efence         int32
	gccheckmark    int32
	gcpacertrace   int32
	gcstoptheworld int32
	gcstress       int32
	gctrace        int32
	invalidptr     int32
	madvdontneed   int32
	sbrk           int32
	// Concerning stacks: they keep their size in collections; new ones have that of others; and, not known to Go, they are
	// moved at every call.
	gcshrinkstackoff   int32
	adaptivestackstart int32
	movestack          int32
	wbshadow           int32
}

// mallocHooks is not 0 if mallocgc has more to do than allocate.
var mallocHooks uint32

// Bits of mallocHooks.
const (
	hookSbrk = 1 << iota
	hookTrace
	hookStress
	hookEfence
	hookShadow
)

// parsedebugvars reads GODEBUG: name=number, separated by commas.
func parsedebugvars() {
	debug.invalidptr = 1
	debug.madvdontneed = 1
	debug.adaptivestackstart = 1
	list := gogetenv("GODEBUG")
	for list != "" {
		field := list
		if i := indexByte(list, ','); i >= 0 {
			field, list = list[:i], list[i+1:]
		} else {
			list = ""
		}
		i := indexByte(field, '=')
		if i < 0 {
			continue
		}
		if n, ok := atoi32(field[i+1:]); ok {
			setdebugvar(field[:i], n)
		}
	}
	if debug.sbrk > 0 {
		mallocHooks |= hookSbrk
	}
	if debug.allocfreetrace > 0 {
		mallocHooks |= hookTrace
	}
	if debug.gcstress > 0 {
		mallocHooks |= hookStress
		debug.checkheap = 1
	}
	if debug.efence > 0 {
		mallocHooks |= hookEfence
	}
}

func setdebugvar(name string, n int32) {
	switch name {
	case "allocfreetrace":
		debug.allocfreetrace = n
	case "checkheap":
		debug.checkheap = n
	case "clobberfree":
		debug.clobberfree = n
	case "efence":
		debug.efence = n
	case "gccheckmark":
		debug.gccheckmark = n
	case "gcpacertrace":
		debug.gcpacertrace = n
	case "gcstoptheworld":
		debug.gcstoptheworld = n
	case "gcstress":
		debug.gcstress = n
	case "gctrace":
		debug.gctrace = n
	case "invalidptr":
		debug.invalidptr = n
	case "madvdontneed":
		debug.madvdontneed = n
	case "gcshrinkstackoff":
		debug.gcshrinkstackoff = n
	case "adaptivestackstart":
		debug.adaptivestackstart = n
	case "movestack":
		debug.movestack = n
	case "sbrk":
		debug.sbrk = n
	case "wbshadow":
		debug.wbshadow = n
	}
}

// sbrkChunk is what GODEBUG=sbrk=1 allocates from.
var sbrkBase, sbrkEnd uintptr

// mallocBefore allocates in the mode without collector, and every object on pages of its
// own under efence; nil if the usual way is to be gone.
func mallocBefore(size uintptr, typ *_type) unsafe.Pointer {
	if mallocHooks&hookSbrk != 0 {
		align := uintptr(16)
		if typ != nil {
			align = uintptr(typ.align)
		} else if size&7 != 0 {
			align = 8
		}
		sbrkBase = alignUp(sbrkBase, align)
		if sbrkBase+size > sbrkEnd || sbrkBase == 0 {
			chunk := alignUp(size, persistentChunkSize)
			sbrkBase = uintptr(sysAlloc(chunk))
			sbrkEnd = sbrkBase + chunk
			memstats.other_sys += uint64(chunk)
			gcController.mappedReady += uint64(chunk)
		}
		p := sbrkBase
		sbrkBase += size
		return unsafe.Pointer(p)
	}
	return nil
}

var stressCount int32

// mallocAfter tells of an allocation, and collects at every gcstress-th.
func mallocAfter(p unsafe.Pointer, size uintptr, typ *_type) {
	if mallocHooks&hookTrace != 0 {
		traceAlloc(p, size, typ)
	}
	if mallocHooks&hookShadow != 0 {
		shadowAlloc(uintptr(p), size, typ)
	}
	if mallocHooks&hookStress != 0 {
		if stressCount++; stressCount >= debug.gcstress {
			stressCount = 0
			gcStart(gcTriggerForced)
		}
	}
}

// traceAlloc prints address, size of the slot and type, and who allocates.
func traceAlloc(p unsafe.Pointer, size uintptr, typ *_type) {
	printlock()
	print("tracealloc(", p, ", ")
	printhex(uint64(size))
	if typ != nil {
		print(", ", typ.string())
	}
	print(")\n")
	traceCurrent()
	print("\n")
	printunlock()
}

// traceCurrent prints the calls of the goroutine that runs.
func traceCurrent() {
	systemstack(func() {
		gp := getg().m.curg
		goroutineheader(gp)
		tracebackSched(gp)
	})
}

func traceFree(x, size uintptr) {
	printlock()
	print("tracefree(")
	printhex(uint64(x))
	print(", ")
	printhex(uint64(size))
	print(")\n")
	traceCurrent()
	print("\n")
	printunlock()
}

// tracegc prints where all goroutines are, at the end of a mark.
func tracegc() {
	printlock()
	print("tracegc()\n")
	tracebackothers(getg())
	print("end tracegc\n\n")
	printunlock()
}
