//go:cause mark

package runtime

import "unsafe"

// The collector: precise mark and sweep, without moving anything.
//
// A cycle, with the program standing still until sweeping begins (the mode that Go has as
// GODEBUG=gcstoptheworld=1):
//
//  1. Sweep what is still unswept from the last cycle: mark bits can be used again.
//  2. Mark everything that globals, stacks and specials point to (mgcmark.go). An object is
//     white (no mark bit), grey (marked, and in the work buffer) or black (marked, scanned).
//  3. Compute how far the heap may grow until the next cycle (mgcpacer.go).
//  4. Add 2 to sweepgen: every span now counts as unswept.
//  5. The program goes on. Spans are swept when somebody wants to allocate from them, in
//     proportion to what is allocated, and by whoever has nothing else to do (mgcsweep.go): what is
//     not marked is free, and the mark bits become the allocation bits.

const (
	gcOff = iota
	gcMark
	gcMarkTermination
)

// Why a cycle starts.
const (
	gcTriggerHeap = iota
	// runtime.GC, FreeOSMemory.
	gcTriggerForced
	// There was none for a long time.
	gcTriggerTime
)

var gcphase uint32

// work is the state of the cycle that runs, and what is kept of the last one.
var work struct {
	cycles uint32
	forced bool
	// Grey objects: the buffer on top is filled, those below are full.
	wbuf *workbuf
	// Empty buffers, and the spans that buffers are made of.
	emptyBufs *workbuf
	bufSpans  *mspan
	inWorkBuf uint64

	// Words, for counting is quicker with them: they are less than there are addresses.
	bytesMarked uintptr
	heapScan    uintptr
	stackScan   uint64
	// How many stacks that was.
	stacks uint64
	// Live heap when the cycle began, at its end, and what was marked.
	heap0, heap1, heap2 uint64

	tSweepTerm, tMark, tMarkTerm, tEnd int64
	totalTime                          int64
}

// gcinit sets the pacer up from GOGC and GOMEMLIMIT.
func gcinit() {
	gcController.init(readGOGC(), readGOMEMLIMIT())
	gcPaceScavenger(0, 0)
	runtimeInitTime = nanotime()
	memstats.enablegc = firstmoduledata.gcdata != nil
}

var runtimeInitTime int64

// GC runs a collection and waits until it is complete, sweeping included. Others have
// their turns meanwhile, the goroutine that calls finalizers among them.
func GC() {
	gcStart(gcTriggerForced)
	for !isSweepDone() {
		systemstack(func() { sweepone() })
		if !isSweepDone() {
			Gosched()
		}
	}
}

// gcStart runs a cycle up to the point where the program can go on.
func gcStart(trigger int) {
	mp := getg().m
	if mp.mallocing != 0 || gcphase != gcOff || !memstats.enablegc || getg() == mp.g0 {
		return
	}
	if work.cycles == 0 {
		// Go's marking goroutine takes the next number; here g0 marks.
		sched.goidgen++
	}
	systemstack(func() { gcCycle(trigger == gcTriggerForced) })
	if debug.gctrace > 0 {
		gcTrace()
	}
}

// gcCycle is the part of a cycle during which the program stands still. It runs on g0, since stacks move.
func gcCycle(forced bool) {
	mp := getg().m
	mp.mallocing++
	//go:probe gc_start(forced)
	work.cycles++
	work.forced = forced
	work.tSweepTerm = nanotime()
	for sweepone() != sweepNothing {
	}
	finishSweep()
	if debug.checkheap > 0 {
		checkHeap()
	}
	if writeBarrier.shadow {
		shadowCheck()
	}
	work.heap0 = gcController.heapLive
	gcController.startCycle()
	gcphase = gcMark
	//go:probe gc_mark_begin()
	work.bytesMarked, work.heapScan, work.stackScan, work.stacks = 0, 0, 0, 0
	work.tMark = nanotime()
	if poolCleanup != nil {
		poolCleanup()
	}
	// Blocks of tiny objects live only as long as somebody points to them.
	mp.mcache.tiny = 0
	mp.mcache.tinyoffset = 0
	freeDeadStacks()
	shrinkStacks()
	markRoots()
	//go:probe gc_mark_roots_done()
	gcDrain()
	if debug.checkheap > 0 {
		checkMarked()
	}
	gcFinish()
	freeStackSpans()
	if debug.checkheap > 0 {
		checkHeap()
	}
	mp.mallocing--
}

// poolCleanup, set by package sync, drops what pools hold.
var poolCleanup func()

// finishSweep prepares the mark bits for a cycle; everything is swept.
func finishSweep() {
	if mheap_.sweepPagesPerByte != 0 {
		mheap_.sweepPagesPerByte = 0
	}
	getg().m.mcache.prepareForSweep()
	for i := uintptr(0); i < mheap_.narenas; i++ {
		arena := mheap_.arenas[i]
		memclrNoHeapPointers(unsafe.Pointer(&mheap_.meta.pageMarks[arena]), unsafe.Sizeof(mheap_.meta.pageMarks[arena]))
	}
	nextMarkBitArenaEpoch()
}

// gcFinish ends the cycle: everything reachable is marked.
func gcFinish() {
	gcphase = gcMarkTermination
	//go:probe gc_mark_end()
	work.tMarkTerm = nanotime()
	work.heap1 = gcController.heapLive
	if debug.allocfreetrace > 0 {
		tracegc()
	}
	work.heap2 = uint64(work.bytesMarked)
	if debug.gccheckmark > 0 {
		checkMarks()
	}
	gcController.endCycle(uint64(work.heapScan) + work.stackScan + gcController.globalsScan)
	freeWorkBufs()
	computeStartingStackSize(work.stackScan, work.stacks)
	gcController.resetLive(uint64(work.bytesMarked), uint64(work.heapScan), work.stackScan)
	gcphase = gcOff
	h := &mheap_
	//go:probe gc_sweep_begin()
	h.sweepgen += 2
	sweep.index = 0
	sweep.done = false
	sweeper.isDue = true
	h.pagesSwept = 0
	h.sweepArenas = h.narenas
	h.reclaimIndex = 0
	h.reclaimCredit = 0
	gcControllerCommit()
	now := nanotime()
	unix := walltime()
	pause := uint64(now - work.tSweepTerm)
	work.tEnd = now
	memstats.last_gc_unix = uint64(unix)
	pause_ns[memstats.numgc%uint32(len(pause_ns))] = pause
	pause_end[memstats.numgc%uint32(len(pause_end))] = uint64(unix)
	memstats.pause_total_ns += pause
	work.totalTime += now - work.tSweepTerm
	if total := now - runtimeInitTime; total > 0 {
		memstats.gc_cpu_fraction = float64(work.totalTime) / float64(total)
	}
	if work.forced {
		memstats.numforcedgc++
	}
	memstats.numgc++
	getg().m.mcache.prepareForSweep()
	//go:probe gc_end()
}

// gcTrace prints the line of GODEBUG=gctrace=1.
func gcTrace() {
	printlock()
	print("gc ", memstats.numgc, " @")
	printThousandths(uint64(work.tSweepTerm-runtimeInitTime)/1e6, 3)
	print("s ", int(memstats.gc_cpu_fraction*100), "%: ")
	printMS(work.tMark - work.tSweepTerm)
	print("+")
	printMS(work.tMarkTerm - work.tMark)
	print("+")
	printMS(work.tEnd - work.tMarkTerm)
	print(" ms clock, ")
	printMS(work.tMark - work.tSweepTerm)
	print("+")
	printMS(0)
	print("/")
	printMS(work.tMarkTerm - work.tMark)
	print("/")
	printMS(0)
	print("+")
	printMS(work.tEnd - work.tMarkTerm)
	print(" ms cpu, ", work.heap0>>20, "->", work.heap1>>20, "->", work.heap2>>20, " MB, ", gcController.lastHeapGoal>>20, " MB goal, ",
		gcController.lastStackScan>>20, " MB stacks, ", gcController.globalsScan>>20, " MB globals, ", GOMAXPROCS(0), " P")
	if work.forced {
		print(" (forced)")
	}
	print("\n")
	printunlock()
}

// printThousandths prints v with a point before the last dec digits.
func printThousandths(v uint64, dec int) {
	unit := uint64(1)
	for i := 0; i < dec; i++ {
		unit *= 10
	}
	print(v / unit)
	if dec == 0 {
		return
	}
	print(".")
	for v %= unit; dec > 0; dec-- {
		unit /= 10
		print(v / unit)
		v %= unit
	}
}

// printMS prints nanoseconds as milliseconds with two or three significant digits.
func printMS(ns int64) {
	if ns >= 10e6 {
		print(ns / 1e6)
		return
	}
	x := uint64(ns) / 1e3
	if x == 0 {
		print("0")
		return
	}
	dec := 3
	for x >= 100 {
		x /= 10
		dec--
	}
	printThousandths(x, dec)
}
