package sync

import "sync/atomic"

// Once does something once.
type Once struct {
	done uint32
	m    Mutex
}

// Do calls f the first time; other callers wait until that call has ended.
func (o *Once) Do(f func()) {
	if atomic.LoadUint32(&o.done) == 0 {
		o.doSlow(f)
	}
}

func (o *Once) doSlow(f func()) {
	o.m.Lock()
	defer o.m.Unlock()
	if o.done == 0 {
		defer atomic.StoreUint32(&o.done, 1)
		f()
	}
}
