// The Mandelbrot set, drawn with characters.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

const shades = " .:-=+*#%@"

// escape is after how many steps z leaves the circle of radius 2.
func escape(cr, ci float64, limit int) int {
	var zr, zi float64
	for i := 0; i < limit; i++ {
		rr, ii := zr*zr, zi*zi
		if rr+ii > 4 {
			return i
		}
		zr, zi = rr-ii+cr, 2*zr*zi+ci
	}
	return limit
}

func size(fallback int) int {
	if len(os.Args) > 1 {
		if n, err := strconv.Atoi(os.Args[1]); err == nil && n > 0 {
			return n
		}
	}
	return fallback
}

func main() {
	width := size(60)
	height := width / 2
	const limit = 100
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	inside, steps := 0, 0
	for y := 0; y < height; y++ {
		for x := 0; x < width; x++ {
			n := escape(3*float64(x)/float64(width)-2.1, 2.4*float64(y)/float64(height)-1.2, limit)
			steps += n
			if n == limit {
				inside++
			}
			if width <= 100 {
				out.WriteByte(shades[n*(len(shades)-1)/limit])
			}
		}
		if width <= 100 {
			out.WriteByte('\n')
		}
	}
	fmt.Fprintln(out, "inside", inside, "steps", steps)
}
