package debug

// Traces show the lines of this file as callers of runtime.Stack; they are those of Go's
// own, so that traces are the same.
//
//	line 16: Stack called by PrintStack
//	line 24: runtime.Stack called by Stack

import (
	"os"
	"runtime"
)

// PrintStack prints the calling goroutine's stack to standard error.
func PrintStack() {
	os.Stderr.Write(Stack())
}

// Stack is the calling goroutine's stack as text.
func Stack() []byte {
	buf := make([]byte, 1024)
	for {
		// A buffer that was filled may have been too small.
		n := runtime.Stack(buf, false)
		if n < len(buf) {
			return buf[:n]
		}
		buf = make([]byte, 2*len(buf))
	}
}
