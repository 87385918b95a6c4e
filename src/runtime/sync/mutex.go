// Package sync has locks and the like.
package sync

import _ "unsafe"

// Locker is what can be locked.
type Locker interface {
	Lock()
	Unlock()
}

// fatal ends the program with "fatal error: " and s.
//
//go:linkname fatal runtime.fatal
func fatal(s string)

// deadlock is reached by a lock that nobody can release.
//
//go:linkname deadlock sync.runtime_deadlock
func deadlock()

// Mutex is a lock. Its zero value is free.
type Mutex struct {
	state int32
	sema  uint32
}

func (m *Mutex) Lock() {
	if m.state != 0 {
		deadlock()
	}
	m.state = 1
}

// TryLock locks m if it is free.
func (m *Mutex) TryLock() bool {
	if m.state != 0 {
		return false
	}
	m.state = 1
	return true
}

func (m *Mutex) Unlock() {
	if m.state == 0 {
		fatal("sync: unlock of unlocked mutex")
	}
	m.state = 0
}

// RWMutex is a lock for many readers or one writer.
type RWMutex struct {
	w       Mutex
	readers int32
}

func (rw *RWMutex) RLock() {
	if rw.w.state != 0 {
		deadlock()
	}
	rw.readers++
}

func (rw *RWMutex) RUnlock() {
	if rw.readers == 0 {
		fatal("sync: RUnlock of unlocked RWMutex")
	}
	rw.readers--
}

func (rw *RWMutex) Lock() {
	if rw.readers != 0 {
		deadlock()
	}
	rw.w.Lock()
}

func (rw *RWMutex) Unlock() {
	if rw.w.state == 0 {
		fatal("sync: Unlock of unlocked RWMutex")
	}
	rw.w.Unlock()
}

// RLocker locks and unlocks for reading.
func (rw *RWMutex) RLocker() Locker { return (*rlocker)(rw) }

type rlocker RWMutex

func (r *rlocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *rlocker) Unlock() { (*RWMutex)(r).RUnlock() }

// Once does something once.
type Once struct {
	done uint32
	m    Mutex
}

func (o *Once) Do(f func()) {
	if o.done == 0 {
		o.m.Lock()
		defer o.m.Unlock()
		if o.done == 0 {
			defer func() { o.done = 1 }()
			f()
		}
	}
}

// WaitGroup waits for a number of goroutines.
type WaitGroup struct {
	n int32
}

func (wg *WaitGroup) Add(delta int) {
	wg.n += int32(delta)
	if wg.n < 0 {
		panic("sync: negative WaitGroup counter")
	}
}

func (wg *WaitGroup) Done() { wg.Add(-1) }

func (wg *WaitGroup) Wait() {
	if wg.n != 0 {
		deadlock()
	}
}
