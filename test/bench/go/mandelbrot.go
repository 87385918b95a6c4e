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
	n, inside := size(), 0
	for y := 0; y < n; y++ {
		ci := 2*float64(y)/float64(n) - 1
		for x := 0; x < n; x++ {
			cr := 2*float64(x)/float64(n) - 1.5
			zr, zi, i := 0.0, 0.0, 0
			for ; i < 80 && zr*zr+zi*zi <= 4; i++ {
				zr, zi = zr*zr-zi*zi+cr, 2*zr*zi+ci
			}
			if i == 80 {
				inside++
			}
		}
	}
	println(inside)
}
