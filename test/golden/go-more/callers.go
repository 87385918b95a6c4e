// Who calls: the frames of runtime.Callers from runtime.Callers itself to what ends a goroutine.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

func show(skip int) {
	pcs := make([]uintptr, 20)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(skip, pcs)])
	for {
		f, more := frames.Next()
		fmt.Print(f.Function, " ")
		if !more {
			break
		}
	}
	fmt.Println()
}

type t struct{}

func (t) method(n int) {
	if n == 0 {
		show(0)
		return
	}
	t{}.method(n - 1)
}

func main() {
	for skip := 0; skip < 6; skip++ {
		show(skip)
	}
	t{}.method(2)
	func() { show(0) }()
	done := make(chan bool)
	go func() {
		show(0)
		show(2)
		close(done)
	}()
	<-done
	fmt.Println(runtime.Callers(0, nil), runtime.Callers(100, make([]uintptr, 3)))
	for _, line := range strings.Split(string(debug.Stack()), "\n")[:5] {
		if i := strings.LastIndex(line, "/"); i >= 0 {
			line = line[i+1:]
		}
		line, _, _ = strings.Cut(line, " +0x")
		line, _, _ = strings.Cut(line, "(0x")
		if !strings.HasPrefix(line, "main.go") && !strings.HasPrefix(line, "callers.go") {
			fmt.Println(line)
		}
	}
}
