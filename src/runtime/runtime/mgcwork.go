//go:cause mark

package runtime

import "unsafe"

// The goroutines that work for the collector in the background:
//
//	forcegchelper  starts a collection when there has been none for two minutes
//	bgsweep        sweeps spans after a collection
//	bgscavenge     gives memory back to the kernel (mgcscavenge.go)
//
// They have the numbers that they have in Go. They run only while no other goroutine can, so that
// they change nothing about the order of those; and they begin when there is something to do for the
// first time. What they leave undone is done by allocation: see deductSweepCredit and scavengeFor.

const (
	goidForceGC  = 2
	goidSweep    = 3
	goidScavenge = 4

	// Nanoseconds without a collection after which there is one.
	forceGCPeriod = 120 * nanosPerSecond
)

// backgroundWorker is one of the goroutines.
type backgroundWorker struct {
	g *g
	// It has something to do, and waits for its turn.
	isDue bool
}

// They are no pointers: collections may come before variables have their initial values.
var forceGC, sweeper, scavenger backgroundWorker

// start makes the goroutine.
func (w *backgroundWorker) start() {
	fn, goid := forcegchelper, int64(goidForceGC)
	switch w {
	case &sweeper:
		fn, goid = bgsweep, goidSweep
	case &scavenger:
		fn, goid = bgscavenge, goidScavenge
	}
	w.g = newg(*(**funcval)(unsafe.Pointer(&fn)), 0)
	w.g.goid = goid
}

// park waits until the worker has something to do.
func (w *backgroundWorker) park(reason waitReason) { gopark(reason) }

// yield lets everybody else run.
func (w *backgroundWorker) yield() {
	w.isDue = true
	gopark(waitReasonPreempted)
}

// runnableBackground gives the next worker that has something to do, or nil. It runs on g0.
func runnableBackground() *g {
	for _, w := range [...]*backgroundWorker{&forceGC, &sweeper, &scavenger} {
		if !w.isDue {
			continue
		}
		w.isDue = false
		if w.g == nil {
			w.start()
		}
		w.g.status = _Grunnable
		return w.g
	}
	return nil
}

// forceGCAt is when there has been no collection for too long, the end of time if there has been none at all.
func forceGCAt() int64 {
	if work.tEnd == 0 {
		return maxWhen
	}
	return work.tEnd + forceGCPeriod
}

func forcegchelper() {
	for {
		gcStart(gcTriggerTime)
		forceGC.park(waitReasonForceGCIdle)
	}
}

// bgsweep sweeps what a collection has left, span by span.
func bgsweep() {
	for {
		for !isSweepDone() {
			systemstack(func() { sweepone() })
			sweeper.yield()
		}
		sweeper.park(waitReasonGCSweepWait)
	}
}
