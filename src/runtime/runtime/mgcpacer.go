package runtime

import _ "unsafe" // for linkname

// The pacer: when to collect. With M bytes marked by the last cycle, S bytes of stacks
// and G of globals, the heap may grow to
//
//	goal = M + (M + S + G) * GOGC/100, at least 4 MiB * GOGC/100
//
// or to what the memory limit leaves, if that is less. A cycle starts at the trigger
// below the goal. The runway between them is what the program is expected to allocate while
// marking goes on: consMark, bytes allocated for each byte scanned, smoothed by a PI controller.
// When the program stands still that is only what the last span took beyond the
// trigger, and consMark swings around zero, as it does in Go: below zero there is no end to the
// runway, and the trigger is at its lower bound, otherwise near the upper one.

const (
	defaultHeapMinimum = 4 << 20
	// Room under the memory limit that is kept for whatever the heap does not count.
	memoryLimitHeadroom = 1 << 20
	// Sweeping must be done before the next cycle: the goal leaves at least this for it.
	sweepMinHeapDistance = 1 << 20
	// A goal is at least so far above the trigger of the cycle that runs.
	minRunway = 64 << 10

	triggerRatioDen    = 64
	minTriggerRatioNum = 45
	maxTriggerRatioNum = 61

	// The share of the processor that marking may take.
	gcUtilization = 0.25
	// The PI controller of consMark: proportional gain, integral and reset time in cycles, bound of its output.
	consMarkGain         = 0.9
	consMarkIntegralTime = 4.0
	consMarkResetTime    = 1000
	consMarkLimit        = 1000

	// Globals with pointers that Go's runtime has beyond ours: its tracer, profiler, table of semaphores. They
	// count here, for the pace of small heaps depends on the size of globals.
	goRuntimeGlobals = 72448

	maxInt64  = 1<<63 - 1
	maxUint64 = 1<<64 - 1
)

type gcControllerState struct {
	// GOGC; -1 is off.
	gcPercent   int32
	memoryLimit int64
	heapMinimum uint64

	// Allowed by GOGC alone.
	gcPercentHeapGoal   uint64
	sweepDistMinTrigger uint64
	lastHeapGoal        uint64
	// Trigger of the cycle that runs; maxUint64 if none runs.
	triggered uint64

	// Bytes that the last cycle marked, and those plus all allocated since. Spans held by an
	// mcache count as a whole.
	heapMarked uint64
	heapLive   uint64
	// The part of heapLive that has to be scanned; heap and stacks scanned in the last cycle.
	heapScan      uint64
	lastHeapScan  uint64
	lastStackScan uint64
	globalsScan   uint64

	// Bytes allocated for each byte scanned, weighted by the collector's share of the processor; the
	// controller's integral; and the runway that follows.
	consMark    float64
	errIntegral float64
	runway      uint64

	// Sizes of heap memory by state: mappedReady is all memory that is not released.
	heapInUse    uint64
	heapFree     uint64
	heapReleased uint64
	totalAlloc   uint64
	totalFree    uint64
	mappedReady  uint64
}

var gcController gcControllerState

func (c *gcControllerState) init(gcPercent int32, memoryLimit int64) {
	c.heapMinimum = defaultHeapMinimum
	c.triggered = maxUint64
	c.setGCPercent(gcPercent)
	c.memoryLimit = memoryLimit
	c.globalsScan = uint64(firstmoduledata.edata-firstmoduledata.data+firstmoduledata.ebss-firstmoduledata.bss) + goRuntimeGlobals
	c.commit(true)
}

func (c *gcControllerState) setGCPercent(percent int32) int32 {
	old := c.gcPercent
	if percent < 0 {
		percent = -1
	}
	c.heapMinimum = uint64(int64(defaultHeapMinimum) * int64(percent) / 100)
	c.gcPercent = percent
	return old
}

// commit computes the goal for what is known now.
func (c *gcControllerState) commit(sweepDone bool) {
	c.sweepDistMinTrigger = 0
	if !sweepDone {
		c.sweepDistMinTrigger = c.heapLive + sweepMinHeapDistance
	}
	goal := uint64(maxUint64)
	if c.gcPercent >= 0 {
		goal = c.heapMarked + (c.heapMarked+c.lastStackScan+c.globalsScan)*uint64(c.gcPercent)/100
	}
	if goal < c.heapMinimum {
		goal = c.heapMinimum
	}
	c.gcPercentHeapGoal = goal
	c.runway = maxUint64
	if c.consMark >= 0 {
		c.runway = uint64(c.consMark * (1 - gcUtilization) / gcUtilization * float64(c.lastHeapScan+c.lastStackScan+c.globalsScan))
	}
}

// startCycle notes from where a cycle counts.
func (c *gcControllerState) startCycle() {
	c.triggered = c.trigger()
	c.lastHeapGoal, _ = c.heapGoal()
}

// endCycle learns from a cycle that has scanned scanWork bytes.
func (c *gcControllerState) endCycle(scanWork uint64) {
	c.lastHeapGoal, _ = c.heapGoal()
	if c.heapLive <= c.triggered {
		return
	}
	current := float64(c.heapLive-c.triggered) * gcUtilization / (float64(scanWork) * (1 - gcUtilization))
	err := current - c.consMark
	raw := consMarkGain*err + c.errIntegral
	out := raw
	if out < -consMarkLimit {
		out = -consMarkLimit
	} else if out > consMarkLimit {
		out = consMarkLimit
	}
	c.errIntegral += consMarkGain/consMarkIntegralTime*err + (out-raw)/consMarkResetTime
	old := c.consMark
	c.consMark = out
	if debug.gcpacertrace > 0 {
		print("pacer: ", int(gcUtilization*100), "% CPU (", int(gcUtilization*100), " exp.) for ", work.heapScan, "+", work.stackScan, "+", c.globalsScan, " B work (",
			c.lastHeapScan+c.lastStackScan+c.globalsScan, " B exp.) in ", c.triggered, " B -> ", c.heapLive, " B (∆goal ", int64(c.heapLive)-int64(c.lastHeapGoal),
			", cons/mark ", old, ")\n")
	}
}

// heapGoal gives the goal, and the least trigger that leaves sweeping its distance.
func (c *gcControllerState) heapGoal() (goal, minTrigger uint64) {
	goal = c.gcPercentHeapGoal
	// Without a limit and with GOGC there is no need to ask.
	if c.memoryLimit != maxInt64 || goal == maxUint64 {
		if limited := c.memoryLimitHeapGoal(); limited < goal {
			return limited, 0
		}
	}
	minTrigger = c.sweepDistMinTrigger
	if minTrigger > goal {
		goal = minTrigger
	}
	if c.triggered != maxUint64 && goal < c.triggered+minRunway {
		goal = c.triggered + minRunway
	}
	return goal, minTrigger
}

// memoryLimitHeapGoal is how far the heap can grow under the memory limit.
func (c *gcControllerState) memoryLimitHeapGoal() uint64 {
	limit := uint64(c.memoryLimit)
	nonHeap := c.mappedReady - c.heapFree - (c.totalAlloc - c.totalFree)
	overage := uint64(0)
	if c.mappedReady > limit {
		overage = c.mappedReady - limit
	}
	if nonHeap+overage >= limit {
		return c.heapMarked
	}
	goal := limit - (nonHeap + overage)
	if goal < 2*memoryLimitHeadroom {
		goal = memoryLimitHeadroom
	} else {
		goal -= memoryLimitHeadroom
	}
	if goal < c.heapMarked {
		goal = c.heapMarked
	}
	return goal
}

// trigger gives the heapLive at which a cycle starts.
func (c *gcControllerState) trigger() uint64 {
	goal, least := c.heapGoal()
	if c.heapMarked >= goal {
		return goal
	}
	if least < c.heapMarked {
		least = c.heapMarked
	}
	step := (goal - c.heapMarked) / triggerRatioDen
	if lower := step*minTriggerRatioNum + c.heapMarked; least < lower {
		least = lower
	}
	most := step*maxTriggerRatioNum + c.heapMarked
	if goal > defaultHeapMinimum && goal-defaultHeapMinimum > most {
		most = goal - defaultHeapMinimum
	}
	if most < least {
		most = least
	}
	trigger := least
	if c.runway <= goal {
		trigger = goal - c.runway
	}
	if trigger < least {
		trigger = least
	}
	if trigger > most {
		trigger = most
	}
	return trigger
}

// shouldStart reports whether it is time to collect.
func (c *gcControllerState) shouldStart() bool {
	if !memstats.enablegc || gcphase != gcOff {
		return false
	}
	return c.heapLive >= c.trigger()
}

// resetLive takes over what a cycle has found.
func (c *gcControllerState) resetLive(marked, heapScan, stackScan uint64) {
	c.heapMarked = marked
	c.heapLive = marked
	c.heapScan = heapScan
	c.lastHeapScan = heapScan
	c.lastStackScan = stackScan
	c.triggered = maxUint64
}

// gcControllerCommit makes a change of the controller known to the sweeper.
func gcControllerCommit() {
	gcController.commit(isSweepDone())
	gcPaceSweeper(gcController.trigger())
	goal, _ := gcController.heapGoal()
	gcPaceScavenger(goal, gcController.lastHeapGoal)
}

// gcPaceSweeper sets how many pages each allocated byte owes, so that all are swept before the trigger.
func gcPaceSweeper(trigger uint64) {
	h := &mheap_
	h.sweepPagesPerByte = 0
	if isSweepDone() {
		return
	}
	distance := int64(trigger) - int64(gcController.heapLive) - sweepMinHeapDistance
	if distance < pageSize {
		distance = pageSize
	}
	pages := int64(h.pagesInUse) - int64(h.pagesSwept)
	if pages <= 0 {
		return
	}
	h.sweepPagesPerByte = float64(pages) / float64(distance)
	h.sweepLiveBase = gcController.heapLive
	h.pagesSwBasis = h.pagesSwept
}

func readGOGC() int32 {
	p := gogetenv("GOGC")
	if p == "off" {
		return -1
	}
	if n, ok := atoi32(p); ok {
		return n
	}
	return 100
}

func readGOMEMLIMIT() int64 {
	p := gogetenv("GOMEMLIMIT")
	if p == "" || p == "off" {
		return maxInt64
	}
	n, ok := parseByteCount(p)
	if !ok {
		print("GOMEMLIMIT=", p, "\n")
		throw("malformed GOMEMLIMIT; see `go doc runtime/debug.SetMemoryLimit`")
	}
	return n
}

// atoi32 reads a decimal number.
func atoi32(s string) (int32, bool) {
	n, ok := atoi64(s)
	if int64(int32(n)) != n {
		return 0, false
	}
	return int32(n), ok
}

func atoi64(s string) (int64, bool) {
	negative := len(s) > 0 && s[0] == '-'
	if negative {
		s = s[1:]
	}
	if s == "" {
		return 0, false
	}
	n := int64(0)
	for i := 0; i < len(s); i++ {
		digit := s[i] - '0'
		if digit > 9 || n > (maxInt64-int64(digit))/10 {
			return 0, false
		}
		n = n*10 + int64(digit)
	}
	if negative {
		n = -n
	}
	return n, true
}

// parseByteCount reads a number of bytes, with B, KiB, MiB, GiB or TiB behind it or nothing.
func parseByteCount(s string) (int64, bool) {
	if s == "" {
		return 0, false
	}
	last := s[len(s)-1]
	if last >= '0' && last <= '9' {
		n, ok := atoi64(s)
		return n, ok && n >= 0
	}
	if last != 'B' || len(s) < 2 {
		return 0, false
	}
	if c := s[len(s)-2]; c >= '0' && c <= '9' {
		n, ok := atoi64(s[:len(s)-1])
		return n, ok && n >= 0
	} else if c != 'i' || len(s) < 4 {
		return 0, false
	}
	shift := uint(0)
	switch s[len(s)-3] {
	case 'K':
		shift = 10
	case 'M':
		shift = 20
	case 'G':
		shift = 30
	case 'T':
		shift = 40
	default:
		return 0, false
	}
	n, ok := atoi64(s[:len(s)-3])
	if !ok || n < 0 || n > maxInt64>>shift {
		return 0, false
	}
	return n << shift, true
}

//go:linkname setGCPercent runtime/debug.setGCPercent
func setGCPercent(percent int32) int32 {
	old := gcController.setGCPercent(percent)
	gcControllerCommit()
	return old
}

//go:linkname setMemoryLimit runtime/debug.setMemoryLimit
func setMemoryLimit(limit int64) int64 {
	old := gcController.memoryLimit
	if limit >= 0 && limit != old {
		gcController.memoryLimit = limit
		gcControllerCommit()
	}
	return old
}
