// The order in which goroutines run: the newest first, then as they came; half of a
// full queue goes to the global one, which comes first every 61st time.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	for i := 0; i < 600; i++ {
		i := i
		go func() { fmt.Print(i, " ") }()
	}
	fmt.Println(runtime.NumGoroutine())
	for runtime.NumGoroutine() > 1 {
		runtime.Gosched()
	}
	fmt.Println()
	var wg sync.WaitGroup
	c := make(chan int)
	for i := 0; i < 5; i++ {
		wg.Add(1)
		i := i
		go func() {
			defer wg.Done()
			<-c
			fmt.Print("closed ", i, " ")
		}()
	}
	runtime.Gosched()
	close(c)
	wg.Wait()
	fmt.Println()
}
