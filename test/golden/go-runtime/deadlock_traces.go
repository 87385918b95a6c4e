// Every goroutine waits for something else: the report names what.
package main

import "sync"

func send(c chan int) { c <- 1 }

func main() {
	full := make(chan int)
	go send(full)
	go send(nil)
	go func() { <-make(chan string) }()
	go func() { select {} }()
	go func() {
		var m sync.Mutex
		m.Lock()
		m.Lock()
	}()
	go func() {
		c := sync.NewCond(new(sync.Mutex))
		c.L.Lock()
		c.Wait()
	}()
	a, b := make(chan int), make(chan int)
	select {
	case <-a:
	case b <- 1:
	}
}
