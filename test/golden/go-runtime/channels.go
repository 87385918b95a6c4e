// Channels with and without room, of elements of several sizes; range, close, nil
// channels, select with and without default.
package main

import "fmt"

type pair struct {
	key   string
	value int64
}

func try(what string, f func()) {
	defer func() { fmt.Println(what+":", recover()) }()
	f()
}

func main() {
	c := make(chan pair, 2)
	c <- pair{"a", 1 << 40}
	c <- pair{"b", -1}
	fmt.Println(len(c), cap(c))
	select {
	case c <- pair{"c", 0}:
		fmt.Println("sent")
	default:
		fmt.Println("full")
	}
	close(c)
	for p := range c {
		fmt.Println(p.key, p.value)
	}
	p, ok := <-c
	fmt.Println(p, ok)
	try("send", func() { c <- p })
	try("close", func() { close(c) })
	try("close nil", func() { close((chan int)(nil)) })
	n := -1
	try("make", func() { c = make(chan pair, n) })

	// Stages of goroutines.
	in := make(chan int)
	out := in
	for i := 0; i < 10; i++ {
		from, to := out, make(chan int)
		go func() {
			for v := range from {
				to <- v + 1
			}
			close(to)
		}()
		out = to
	}
	go func() {
		for i := 0; i < 20; i++ {
			in <- i
		}
		close(in)
	}()
	sum := 0
	for v := range out {
		sum += v
	}
	fmt.Println("sum", sum)

	a, b, done := make(chan [3]int), make(chan string, 1), make(chan bool)
	go func() {
		for i := 0; i < 5; i++ {
			a <- [3]int{i, i, i}
		}
		done <- true
	}()
	go func() {
		for i := 0; i < 5; i++ {
			b <- fmt.Sprint("string ", i)
		}
		done <- true
	}()
	var none chan int
	numbers, letters := 0, 0
	for left := 2; left > 0; {
		select {
		case x := <-a:
			numbers += x[0] + x[2]
		case s := <-b:
			letters += len(s)
		case none <- 1:
			fmt.Println("never")
		case <-done:
			left--
		}
	}
	for len(b) > 0 {
		letters += len(<-b)
	}
	fmt.Println(numbers, letters)

	// A sender that waits in a select when the channel is closed.
	d := make(chan int)
	go close(d)
	try("select", func() {
		select {
		case d <- 1:
		case <-none:
		}
	})
}
