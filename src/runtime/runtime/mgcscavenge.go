//go:cause scavenger

package runtime

import _ "unsafe" // for linkname

// The scavenger: gives the memory behind free pages back to the kernel. The pages stay ours; their
// content is lost, which costs a page fault each when they are used again.

// scavenge gives back free pages until n bytes are, from the highest address down; it gives the number of bytes.
func (h *mheap) scavenge(n uintptr) uintptr {
	p := &h.pages
	released := uintptr(0)
	for chunk := p.end; chunk > p.start && released < n; {
		chunk--
		// Nothing is free there; it may not even be ours.
		if pallocSums[chunk] == 0 {
			continue
		}
		released += p.scavengeChunk(chunk, n-released)
	}
	gcController.heapFree -= uint64(released)
	gcController.heapReleased += uint64(released)
	gcController.mappedReady -= uint64(released)
	return released
}

// scavengeChunk does so in one arena.
func (p *pageAlloc) scavengeChunk(chunk, n uintptr) uintptr {
	d := &pallocChunks[chunk]
	released := uintptr(0)
	for page := uintptr(pagesPerArena); page > 0 && released < n; {
		page--
		if (d.taken[page/32]|d.scavenged[page/32])>>(page%32)&1 != 0 {
			continue
		}
		end := page + 1
		for page > 0 && (end-page)*pageSize < n-released && (d.taken[(page-1)/32]|d.scavenged[(page-1)/32])>>((page-1)%32)&1 == 0 {
			page--
		}
		size := (end - page) * pageSize
		//go:probe scavenge(size)
		sysUnused((chunk*pagesPerArena+page)<<pageShift, size)
		setBits(&d.scavenged, page, end-page)
		released += size
	}
	return released
}

// --- When, and how much ---

const (
	// Of what the heap is expected to need, so many percent more are kept.
	retainExtraPercent = 10
	noScavengeGoal     = ^uint64(0)
	// Bytes that the background scavenger gives back at a time.
	scavengeQuantum = 64 << 10
	// It works for at least this long, in nanoseconds, then sleeps: for a thousandth of its time it works.
	// Using memory again costs 0.7 times what giving it back does, which is waited for as well.
	minScavengeTime     = 1e6
	scavengeSleepFactor = 1000 * 1.7
)

var scavenge struct {
	// Memory that the heap may keep, from the last collection; noScavengeGoal if it has less.
	goal uint64
	// heapInUse at the end of the last mark.
	lastHeapInUse uint64
	// Wakes the scavenger.
	timer timer
}

// retained is the heap memory that has not been given back.
func (c *gcControllerState) retained() uint64 { return c.heapInUse + c.heapFree }

// gcPaceScavenger sets the goal: what was in use at the last collection, scaled by how
// far the heap may grow now compared with then.
func gcPaceScavenger(heapGoal, lastHeapGoal uint64) {
	scavenge.goal = noScavengeGoal
	if lastHeapGoal == 0 {
		return
	}
	goal := uint64(float64(scavenge.lastHeapInUse) * (float64(heapGoal) / float64(lastHeapGoal)))
	goal += goal / (100 / retainExtraPercent)
	goal = (goal + physPageSize - 1) &^ (physPageSize - 1)
	if retained := gcController.retained(); retained > goal && retained-goal >= physPageSize {
		scavenge.goal = goal
	}
}

// scavengeFor gives pages back because others are taken: those without memory behind them that are about
// to be touched must not exceed the memory limit, and after the heap has grown what is left in fragments is
// not likely to be used.
func (h *mheap) scavengeFor(scavenged, growth uintptr) {
	n := uint64(0)
	if limit := uint64(gcController.memoryLimit); gcController.mappedReady+uint64(scavenged) > limit {
		n = gcController.mappedReady + uint64(scavenged) - limit
	}
	if retained := gcController.retained(); growth > 0 && scavenge.goal != noScavengeGoal && retained+uint64(growth) > scavenge.goal {
		todo := retained + uint64(growth) - scavenge.goal
		if todo > uint64(growth) {
			todo = uint64(growth)
		}
		if todo > n {
			n = todo
		}
	}
	if n > 0 {
		if n > maxUintptr32 {
			n = maxUintptr32
		}
		h.scavenge(uintptr(n))
	}
}

const maxUintptr32 = 1<<32 - 1

// wakeScavenger is called when sweeping is done: then there are free pages. What is beyond the
// memory limit must go at once, or the next collection would come at once.
func wakeScavenger() {
	mheap_.scavengeFor(0, 0)
	if scavenge.timer.place == 0 && gcController.retained() > scavenge.goal {
		scavenger.isDue = true
	}
}

// bgscavenge gives memory back until the heap has no more than the goal.
func bgscavenge() {
	scavenge.timer.f = func(any, uintptr) { scavenger.isDue = true }
	for {
		start, released := nanotime(), uintptr(0)
		for gcController.retained() > scavenge.goal && nanotime()-start < minScavengeTime {
			n := uintptr(0)
			systemstack(func() { n = mheap_.scavenge(scavengeQuantum) })
			released += n
			if n < scavengeQuantum {
				break
			}
		}
		if released == 0 {
			scavenger.park(waitReasonGCScavengeWait)
			continue
		}
		worked := nanotime() - start
		if worked < minScavengeTime {
			worked = minScavengeTime
		}
		scavenge.timer.when = nanotime() + int64(float64(worked)*scavengeSleepFactor)
		addtimer(&scavenge.timer)
		scavenger.park(waitReasonSleep)
	}
}

//go:linkname debug_freeOSMemory runtime/debug.freeOSMemory
func debug_freeOSMemory() {
	GC()
	systemstack(func() { mheap_.scavenge(^uintptr(0)) })
}
