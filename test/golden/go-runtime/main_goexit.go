// The first goroutine ends, then the others: nobody is left.
package main

import "runtime"

func main() {
	for i := 0; i < 3; i++ {
		i := i
		go func() {
			defer println("end of", i)
			runtime.Gosched()
			if i == 1 {
				runtime.Goexit()
			}
			println("goroutine", i)
		}()
	}
	defer println("end of main")
	runtime.Goexit()
}
