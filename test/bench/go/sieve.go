package main

import (
	"os"
	"strconv"
)

func size() int {
	n, _ := strconv.Atoi(os.Args[1])
	return n
}

func main() {
	n := size()
	total := 0
	for r := 0; r < 2; r++ {
		flags := make([]bool, n+1)
		count := 0
		for i := 2; i <= n; i++ {
			if !flags[i] {
				count++
				for j := i + i; j <= n; j += i {
					flags[j] = true
				}
			}
		}
		total += count
	}
	println(total)
}
