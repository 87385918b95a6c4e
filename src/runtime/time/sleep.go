package time

import _ "unsafe"

// Provided by the runtime.

// Sleep pauses the goroutine for at least d.
func Sleep(d Duration)

func startTimer(*runtimeTimer)
func stopTimer(*runtimeTimer) bool
func resetTimer(*runtimeTimer, int64) bool

// runtimeNano is the time since the machine started.
func runtimeNano() int64

func now() (sec int64, nsec int32, mono int64)

// runtimeTimer is the runtime's record of a timer.
type runtimeTimer struct {
	when   int64
	period int64
	f      func(any, uintptr)
	arg    any
	seq    uintptr
	place  int
}

// when is the instant in d from now; the end of time if that is too far.
func when(d Duration) int64 {
	if d <= 0 {
		return runtimeNano()
	}
	t := runtimeNano() + int64(d)
	if t < 0 {
		t = 1<<63 - 1
	}
	return t
}

// Timer is one event. When it comes the time is sent to C, or a function is called.
type Timer struct {
	C <-chan Time
	r runtimeTimer
}

// NewTimer makes a timer that sends the time in d.
func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	t := &Timer{C: c, r: runtimeTimer{when: when(d), f: sendTime, arg: c}}
	startTimer(&t.r)
	return t
}

// sendTime does not wait: who has not taken the last time does not get this one.
func sendTime(c any, _ uintptr) {
	select {
	case c.(chan Time) <- Now():
	default:
	}
}

// AfterFunc calls f in a goroutine of its own in d.
func AfterFunc(d Duration, f func()) *Timer {
	t := &Timer{r: runtimeTimer{when: when(d), f: goFunc, arg: f}}
	startTimer(&t.r)
	return t
}

func goFunc(arg any, _ uintptr) { go arg.(func())() }

// After is the channel of a new timer.
func After(d Duration) <-chan Time { return NewTimer(d).C }

// Stop keeps the event from coming, and reports whether it was still to come.
func (t *Timer) Stop() bool {
	if t.r.f == nil {
		panic("time: Stop called on uninitialized Timer")
	}
	return stopTimer(&t.r)
}

// Reset makes the event come in d, and reports whether it was still to come.
func (t *Timer) Reset(d Duration) bool {
	if t.r.f == nil {
		panic("time: Reset called on uninitialized Timer")
	}
	return resetTimer(&t.r, when(d))
}

// Ticker sends the time to C again and again.
type Ticker struct {
	C <-chan Time
	r runtimeTimer
}

type tickerError string

func (e tickerError) Error() string { return string(e) }

// NewTicker makes a ticker with period d.
func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic(tickerError("non-positive interval for NewTicker"))
	}
	c := make(chan Time, 1)
	t := &Ticker{C: c, r: runtimeTimer{when: when(d), period: int64(d), f: sendTime, arg: c}}
	startTimer(&t.r)
	return t
}

// Stop ends the ticking. C is not closed.
func (t *Ticker) Stop() { stopTimer(&t.r) }

// Reset begins a new period of length d.
func (t *Ticker) Reset(d Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	if t.r.f == nil {
		panic("time: Reset called on uninitialized Ticker")
	}
	t.r.period = int64(d)
	resetTimer(&t.r, when(d))
}

// Tick is the channel of a ticker that is never stopped; nil unless d is positive.
func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}
