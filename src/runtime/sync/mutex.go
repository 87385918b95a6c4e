// Package sync has locks and other means for goroutines to wait for each other, on top
// of the runtime's semaphores.
package sync

import (
	"sync/atomic"
	_ "unsafe"
)

// Locker is what can be locked.
type Locker interface {
	Lock()
	Unlock()
}

// Provided by the runtime.

func throw(s string)
func fatal(s string)

// runtime_Semacquire waits until *s is positive and takes one off.
func runtime_Semacquire(s *uint32)

// runtime_SemacquireMutex is the same; with lifo, before all others that wait.
func runtime_SemacquireMutex(s *uint32, lifo bool, skipframes int)

// runtime_Semrelease adds one to *s and wakes one that waits; with handoff it runs at once.
func runtime_Semrelease(s *uint32, handoff bool, skipframes int)

func runtime_nanotime() int64

// Mutex is a lock. Its zero value is free; it must not be copied after first use.
//
// Whoever asks first gets a free lock: one that wakes competes with those that run,
// who usually win. One that has lost for a millisecond puts the lock into starvation:
// then Unlock hands it to the first that waits, and newcomers queue up behind. The
// last one that waits, or one that waited for less, ends the starvation.
type Mutex struct {
	// Bits, and above them how many wait.
	state int32
	sema  uint32
}

const (
	mutexLocked = 1 << iota
	// Somebody is awake and about to try: Unlock need not wake another.
	mutexWoken
	mutexStarving
	mutexWaiterShift = iota

	// Nanoseconds until a lock starves.
	starvationThreshold = 1000000
)

// Lock waits until m is free and locks it.
func (m *Mutex) Lock() {
	if atomic.CompareAndSwapInt32(&m.state, 0, mutexLocked) {
		return
	}
	m.lockSlow()
}

// TryLock locks m if it is free and nobody starves for it.
func (m *Mutex) TryLock() bool {
	old := m.state
	if old&(mutexLocked|mutexStarving) != 0 {
		return false
	}
	return atomic.CompareAndSwapInt32(&m.state, old, old|mutexLocked)
}

func (m *Mutex) lockSlow() {
	var since int64
	starving, awoke := false, false
	for {
		old := m.state
		next := old
		if old&mutexStarving == 0 {
			next |= mutexLocked
		}
		if old&(mutexLocked|mutexStarving) != 0 {
			next += 1 << mutexWaiterShift
		}
		if starving && old&mutexLocked != 0 {
			next |= mutexStarving
		}
		if awoke {
			if next&mutexWoken == 0 {
				throw("sync: inconsistent mutex state")
			}
			next &^= mutexWoken
		}
		if !atomic.CompareAndSwapInt32(&m.state, old, next) {
			continue
		}
		if old&(mutexLocked|mutexStarving) == 0 {
			return
		}
		// One that has waited before does so at the head of the queue.
		waitedBefore := since != 0
		if !waitedBefore {
			since = runtime_nanotime()
		}
		runtime_SemacquireMutex(&m.sema, waitedBefore, 1)
		starving = starving || runtime_nanotime()-since > starvationThreshold
		old = m.state
		if old&mutexStarving != 0 {
			m.takeHandedOver(old, starving)
			return
		}
		awoke = true
	}
}

// takeHandedOver completes a hand-over: Unlock left the lock unlocked, and the caller
// still counted among those that wait.
func (m *Mutex) takeHandedOver(old int32, starving bool) {
	if old&(mutexLocked|mutexWoken) != 0 || old>>mutexWaiterShift == 0 {
		throw("sync: inconsistent mutex state")
	}
	delta := int32(mutexLocked - 1<<mutexWaiterShift)
	if !starving || old>>mutexWaiterShift == 1 {
		delta -= mutexStarving
	}
	atomic.AddInt32(&m.state, delta)
}

// Unlock frees m, whoever locked it.
func (m *Mutex) Unlock() {
	if next := atomic.AddInt32(&m.state, -mutexLocked); next != 0 {
		m.unlockSlow(next)
	}
}

func (m *Mutex) unlockSlow(next int32) {
	if (next+mutexLocked)&mutexLocked == 0 {
		fatal("sync: unlock of unlocked mutex")
	}
	if next&mutexStarving != 0 {
		runtime_Semrelease(&m.sema, true, 1)
		return
	}
	old := next
	for {
		// Nobody waits, or somebody is about to get the lock.
		if old>>mutexWaiterShift == 0 || old&(mutexLocked|mutexWoken|mutexStarving) != 0 {
			return
		}
		next = (old - 1<<mutexWaiterShift) | mutexWoken
		if atomic.CompareAndSwapInt32(&m.state, old, next) {
			runtime_Semrelease(&m.sema, false, 1)
			return
		}
		old = m.state
	}
}
