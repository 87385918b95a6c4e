package main

import (
	"os"
	"strconv"
)

func step(from, to [][]bool) {
	h, w := len(from), len(from[0])
	for y := range from {
		for x := range from[y] {
			count := 0
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					if (dx != 0 || dy != 0) && from[(y+dy+h)%h][(x+dx+w)%w] {
						count++
					}
				}
			}
			to[y][x] = count == 3 || count == 2 && from[y][x]
		}
	}
}

func grid(h, w int) [][]bool {
	g := make([][]bool, h)
	for i := range g {
		g[i] = make([]bool, w)
	}
	return g
}

func size() int {
	n, _ := strconv.Atoi(os.Args[1])
	return n
}

func main() {
	rounds := size()
	a, b := grid(64, 64), grid(64, 64)
	s := uint32(7)
	for y := range a {
		for x := range a[y] {
			s = s*1664525 + 1013904223
			a[y][x] = s>>30 == 0
		}
	}
	for i := 0; i < rounds; i++ {
		step(a, b)
		a, b = b, a
	}
	alive := 0
	for _, row := range a {
		for _, cell := range row {
			if cell {
				alive++
			}
		}
	}
	println(alive)
}
