// The first program: a line of output for each argument, or a greeting.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Println("hello, world")
		return
	}
	for i, arg := range os.Args[1:] {
		fmt.Printf("%d: hello, %s\n", i+1, arg)
	}
}
