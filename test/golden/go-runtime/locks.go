// Package sync: who waits, who goes first, what is refused.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

func main() {
	var m sync.Mutex
	var wg sync.WaitGroup
	var sum int64
	count := 0
	for i := 0; i < 50; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 20; j++ {
				m.Lock()
				n := count
				runtime.Gosched()
				count = n + 1
				m.Unlock()
				atomic.AddInt64(&sum, 1<<33)
			}
		}()
	}
	wg.Wait()
	fmt.Println(count, atomic.LoadInt64(&sum), m.TryLock(), m.TryLock())
	m.Unlock()

	var rw sync.RWMutex
	readers, most := 0, 0
	for i := 0; i < 10; i++ {
		wg.Add(2)
		go func() {
			defer wg.Done()
			rw.RLock()
			readers++
			if readers > most {
				most = readers
			}
			runtime.Gosched()
			readers--
			rw.RUnlock()
		}()
		go func() {
			defer wg.Done()
			rw.Lock()
			if readers != 0 {
				fmt.Println("a writer among readers")
			}
			rw.Unlock()
		}()
	}
	wg.Wait()
	fmt.Println(most > 1, rw.TryRLock(), rw.TryLock())

	cond := sync.NewCond(&m)
	ready := 0
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m.Lock()
			for ready == 0 {
				cond.Wait()
			}
			ready--
			fmt.Println("woken")
			m.Unlock()
		}()
	}
	runtime.Gosched()
	m.Lock()
	ready = 1
	cond.Signal()
	m.Unlock()
	runtime.Gosched()
	m.Lock()
	ready += 3
	cond.Broadcast()
	m.Unlock()
	wg.Wait()

	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { fmt.Println("once", i) })
	}
	var sm sync.Map
	sm.Store("a", 1)
	v, loaded := sm.LoadOrStore("a", 2)
	fmt.Println(v, loaded)
	sm.Delete("a")
	_, ok := sm.Load("a")
	fmt.Println(ok)
	var val atomic.Value
	val.Store([]int{1})
	fmt.Println(val.Load())
	func() {
		defer func() { fmt.Println(recover()) }()
		val.Store("text")
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		wg.Add(-1)
	}()
	var u atomic.Uint64
	fmt.Println(u.Add(7), u.CompareAndSwap(7, 1<<63), u.Swap(3), u.Load())
	new(sync.Mutex).Unlock()
}
