package sync

import "sync/atomic"

// WaitGroup waits until a number of goroutines are done.
type WaitGroup struct {
	// How many are not done, and how many goroutines wait for that.
	n       int32
	waiters uint32
	sema    uint32
}

// Add adds delta, which may be negative. At zero those that wait go on.
func (wg *WaitGroup) Add(delta int) {
	n := atomic.AddInt32(&wg.n, int32(delta))
	if n < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if wg.waiters != 0 && delta > 0 && n == int32(delta) {
		panic("sync: WaitGroup misuse: Add called concurrently with Wait")
	}
	if n > 0 || wg.waiters == 0 {
		return
	}
	w := wg.waiters
	wg.waiters = 0
	for ; w != 0; w-- {
		runtime_Semrelease(&wg.sema, false, 0)
	}
}

// Done says that one is done.
func (wg *WaitGroup) Done() { wg.Add(-1) }

// Wait waits until all are done.
func (wg *WaitGroup) Wait() {
	if atomic.LoadInt32(&wg.n) == 0 {
		return
	}
	atomic.AddUint32(&wg.waiters, 1)
	runtime_Semacquire(&wg.sema)
	if wg.n != 0 || wg.waiters != 0 {
		panic("sync: WaitGroup is reused before previous Wait has returned")
	}
}
