package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	fmt.Println(runtime.NumGoroutine())
	c := make(chan int)
	for i := 0; i < 5; i++ {
		go func() { <-c }()
	}
	fmt.Println(runtime.NumGoroutine())
	runtime.GC()
	fmt.Println(runtime.NumGoroutine())
	close(c)
	time.Sleep(time.Millisecond)
	fmt.Println(runtime.NumGoroutine())
	runtime.SetFinalizer(new([10]int), func(*[10]int) { fmt.Println("fin", runtime.NumGoroutine()) })
	runtime.GC()
	time.Sleep(time.Millisecond)
	fmt.Println(runtime.NumGoroutine())
	t := time.AfterFunc(time.Hour, func() {})
	fmt.Println(runtime.NumGoroutine(), t.Stop())
	buf := make([]byte, 1000)
	go func() { n := runtime.Stack(buf, false); fmt.Println(string(buf[:21]), n > 30) }()
	time.Sleep(time.Millisecond)
	go func() { n := runtime.Stack(buf, false); fmt.Println(string(buf[:22]), n > 30) }()
	time.Sleep(time.Millisecond)
}
