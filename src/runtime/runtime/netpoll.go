package runtime

import "unsafe"

// Goroutines that wait for files. A read or write that would block parks its goroutine here; the scheduler asks the
// kernel with poll(2) when nothing else can run, and waits in that call when there is nothing else to wait for.
//
// The scheduler gets here by a variable, so that programs without pipes do not link this.

type pollWaiter struct {
	gp     *g
	fd     int32
	events int16
	// The file was closed meanwhile.
	isClosed bool
}

// pollfd is the kernel's record.
type pollfd struct {
	fd      int32
	events  int16
	revents int16
}

// Those that wait, in the order in which they came, and the kernel's records of the same.
var (
	pollWaiters []*pollWaiter
	pollRecords []pollfd
)

const (
	sys_poll = 168

	nanosPerMilli = 1000000
)

// pollWait makes the goroutine wait until one of events is there for the file, and reports whether it still is open.
//
//go:linkname pollWait os.runtime_pollWait
func pollWait(fd int, events int16) bool {
	w := &pollWaiter{gp: getg(), fd: int32(fd), events: events}
	pollWaiters = append(pollWaiters, w)
	pollRecords = append(pollRecords, pollfd{})
	netpoll = pollFiles
	gopark(waitReasonIOWait)
	return !w.isClosed
}

// pollClose wakes those that wait for a file that is being closed.
//
//go:linkname pollClose os.runtime_pollClose
func pollClose(fd int) {
	systemstack(func() {
		wakePolled(func(i int) bool {
			w := pollWaiters[i]
			w.isClosed = w.fd == int32(fd)
			return w.isClosed
		})
	})
}

// pollFiles makes those runnable whose files are ready, and waits for the first, the next timer or the next forced
// collection if nothing of the runtime's own is due. It runs on g0.
func pollFiles(pp *p) bool {
	if len(pollWaiters) == 0 {
		return false
	}
	for i, w := range pollWaiters {
		pollRecords[i] = pollfd{fd: w.fd, events: w.events}
	}
	isIdle := !forceGC.isDue && !sweeper.isDue && !scavenger.isDue
	forced := forceGCAt()
	timeout := int64(0)
	if isIdle {
		until := forced
		if len(pp.timers) > 0 && pp.timers[0].when < until {
			until = pp.timers[0].when
		}
		timeout = millisUntil(until)
	}
	count := syscall6(sys_poll, uintptr(unsafe.Pointer(&pollRecords[0])), uintptr(len(pollWaiters)), uintptr(timeout), 0, 0, 0)
	if count > 0 {
		wakePolled(func(i int) bool { return pollRecords[i].revents != 0 })
	}
	if forced != maxWhen && nanotime() >= forced {
		forceGC.isDue = true
	}
	return isIdle || count > 0
}

// millisUntil is how long poll may wait, rounded up; -1 without end.
func millisUntil(when int64) int64 {
	if when == maxWhen {
		return -1
	}
	d := when - nanotime()
	if d <= 0 {
		return 0
	}
	if millis := (d + nanosPerMilli - 1) / nanosPerMilli; millis < maxInt32 {
		return millis
	}
	return maxInt32
}

const maxInt32 = 1<<31 - 1

// wakePolled makes those runnable for which isReady holds, the first first.
func wakePolled(isReady func(i int) bool) {
	left := 0
	for i, w := range pollWaiters {
		if isReady(i) {
			w.gp.status = _Grunnable
			runqput(w.gp.m.p, w.gp, runLast)
			continue
		}
		pollWaiters[left] = w
		left++
	}
	for i := left; i < len(pollWaiters); i++ {
		pollWaiters[i] = nil
	}
	pollWaiters = pollWaiters[:left]
	pollRecords = pollRecords[:left]
}
