// A panic ends the program; only the goroutine that panics is shown.
package main

func work(in chan int) {
	var table [4]int
	for i := range in {
		table[i]++
	}
}

func main() {
	in := make(chan int)
	go work(in)
	for i := 0; ; i++ {
		in <- i
	}
}
