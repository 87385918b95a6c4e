package runtime

import "unsafe"

// Timers. They lie in a heap of the p, four children to a node, the earliest on top;
// the scheduler runs those that are due. Time is the machine's: with nothing to run
// the thread sleeps, and the clock jumps to the next event.

// timer is also the runtimeTimer of package time.
type timer struct {
	// When it is due, and how often again; 0 for once.
	when   int64
	period int64
	// Called on g0: it must not wait.
	f   func(arg any, seq uintptr)
	arg any
	seq uintptr
	// Place in the heap plus 1; 0 if it is not there.
	place int
}

type timerHeap []*timer

const (
	nanosPerSecond = 1000000000
	maxWhen        = 1<<63 - 1
	// Children of a node of the heap.
	timerArity = 4
)

// sleepUntil gives the processor back until when.
func sleepUntil(when int64) {
	d := when - nanotime()
	if d <= 0 {
		return
	}
	const longest = 1 << 30 * int64(nanosPerSecond)
	if d > longest {
		d = longest
	}
	timespec = [2]uintptr{uintptr(d / nanosPerSecond), uintptr(d % nanosPerSecond)}
	syscall6(sys_nanosleep, uintptr(unsafe.Pointer(&timespec)), 0, 0, 0, 0, 0)
}

// runtimers calls what is due.
func runtimers(pp *p, now int64) {
	for len(pp.timers) > 0 {
		t := pp.timers[0]
		if t.when > now {
			return
		}
		if t.period > 0 {
			t.when += t.period * (1 + (now-t.when)/t.period)
			if t.when < 0 {
				t.when = maxWhen
			}
			pp.timers.down(0)
		} else {
			pp.timers.remove(0)
		}
		t.f(t.arg, t.seq)
	}
}

// addtimer starts t.
func addtimer(t *timer) {
	if t.when <= 0 {
		t.when = maxWhen
	}
	h := &getg().m.p.timers
	*h = append(*h, t)
	t.place = len(*h)
	h.up(len(*h) - 1)
}

// deltimer stops t and reports whether it was still to come.
func deltimer(t *timer) bool {
	if t.place == 0 {
		return false
	}
	getg().m.p.timers.remove(t.place - 1)
	return true
}

// remove takes the timer at i out of the heap.
func (h *timerHeap) remove(i int) {
	old := *h
	last := len(old) - 1
	old[i].place = 0
	if i != last {
		h.set(i, old[last])
	}
	old[last] = nil
	*h = old[:last]
	if i != last {
		h.up(i)
		h.down(i)
	}
}

func (h timerHeap) set(i int, t *timer) {
	h[i] = t
	t.place = i + 1
}

func (h timerHeap) up(i int) {
	t := h[i]
	for i > 0 {
		parent := (i - 1) / timerArity
		if t.when >= h[parent].when {
			break
		}
		h.set(i, h[parent])
		i = parent
	}
	h.set(i, t)
}

// down compares the first two children and the last two, then the better ones: the
// order of timers that are due at once is Go's.
func (h timerHeap) down(i int) {
	t := h[i]
	for {
		child := i*timerArity + 1
		if child >= len(h) {
			break
		}
		best := child
		if child+1 < len(h) && h[child+1].when < h[best].when {
			best = child + 1
		}
		if second := child + 2; second < len(h) {
			if second+1 < len(h) && h[second+1].when < h[second].when {
				second++
			}
			if h[second].when < h[best].when {
				best = second
			}
		}
		if h[best].when >= t.when {
			break
		}
		h.set(i, h[best])
		i = best
	}
	h.set(i, t)
}

// --- Package time ---

// timeSleep is time.Sleep.
//
//go:linkname timeSleep time.Sleep
func timeSleep(ns int64) {
	if ns <= 0 {
		return
	}
	gp := getg()
	t := gp.timer
	if t == nil {
		t = new(timer)
		t.f = wakeSleeper
		t.arg = gp
		gp.timer = t
	}
	t.when = whenAfter(ns)
	addtimer(t)
	gopark(waitReasonSleep)
}

func wakeSleeper(arg any, _ uintptr) { goready(arg.(*g)) }

// whenAfter is the time in ns from now, the end of time at most.
func whenAfter(ns int64) int64 {
	when := nanotime() + ns
	if when < 0 {
		return maxWhen
	}
	return when
}

//go:linkname time_startTimer time.startTimer
func time_startTimer(t *timer) { addtimer(t) }

//go:linkname time_stopTimer time.stopTimer
func time_stopTimer(t *timer) bool { return deltimer(t) }

// time_resetTimer starts t anew and reports whether it was still to come.
//
//go:linkname time_resetTimer time.resetTimer
func time_resetTimer(t *timer, when int64) bool {
	wasActive := deltimer(t)
	t.when = when
	addtimer(t)
	return wasActive
}

//go:linkname time_runtimeNano time.runtimeNano
func time_runtimeNano() int64 { return nanotime() }

//go:linkname time_now time.now
func time_now() (sec int64, nsec int32, mono int64) {
	ns := walltime()
	return ns / nanosPerSecond, int32(ns % nanosPerSecond), nanotime()
}
