// Goroutines that all wait for a value of their own channel, and pass it on when it comes.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

func main() {
	count, _ := strconv.Atoi(os.Args[1])
	first := make(chan int)
	in := first
	for i := 0; i < count; i++ {
		out := make(chan int)
		go func(in, out chan int) { out <- 1 + <-in }(in, out)
		in = out
	}
	for i := 0; i < 3; i++ {
		runtime.Gosched()
	}
	//go:probe blocked(count)
	first <- 0
	fmt.Println(<-in)
}
