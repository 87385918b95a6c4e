// A goroutine that makes calls loses the processor after some time; those that wait then run in their order.
package main

import (
	"fmt"
	"time"
)

var sink int

//go:noinline
func work(n int) int { return leaf(n)*3 + 1 }

//go:noinline
func leaf(n int) int {
	if n < -1 {
		fmt.Println(n)
	}
	return n ^ 5
}

func main() {
	var stop bool
	order := make(chan int, 10)
	for i := 0; i < 3; i++ {
		i := i
		go func() {
			order <- i
			if i == 1 {
				stop = true
			}
		}()
	}
	start := time.Now()
	for !stop {
		sink = work(sink & 255)
	}
	took := time.Since(start)
	fmt.Println("the others have run:", len(order) >= 2, took >= 9*time.Millisecond)

	// Two that work take turns; the one that has less to do ends first, although it began last.
	done := make(chan string)
	spin := func(name string, d time.Duration) {
		for end := time.Now().Add(d); time.Now().Before(end); {
			for k := 0; k < 100; k++ {
				sink = work(sink & 255)
			}
		}
		done <- name
	}
	go spin("short", 15*time.Millisecond)
	go spin("long", 80*time.Millisecond)
	fmt.Println(<-done, <-done)
}
