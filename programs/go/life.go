// Conway's game of life on a torus.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

type world struct {
	width, height int
	cells, next   []uint8
}

func newWorld(width, height int) *world {
	return &world{width, height, make([]uint8, width*height), make([]uint8, width*height)}
}

func (w *world) set(x, y int) { w.cells[y%w.height*w.width+x%w.width] = 1 }

func (w *world) step() {
	for y := 0; y < w.height; y++ {
		above := (y + w.height - 1) % w.height * w.width
		here := y * w.width
		below := (y + 1) % w.height * w.width
		up, row, down := w.cells[above:above+w.width], w.cells[here:here+w.width], w.cells[below:below+w.width]
		for x := range row {
			left, right := x-1, x+1
			if left < 0 {
				left = w.width - 1
			}
			if right == w.width {
				right = 0
			}
			n := up[left] + up[x] + up[right] + row[left] + row[right] + down[left] + down[x] + down[right]
			alive := uint8(0)
			if n == 3 || n == 2 && row[x] == 1 {
				alive = 1
			}
			w.next[here+x] = alive
		}
	}
	w.cells, w.next = w.next, w.cells
}

func (w *world) population() (n int) {
	for _, c := range w.cells {
		n += int(c)
	}
	return n
}

func (w *world) String() string {
	var b strings.Builder
	for y := 0; y < w.height; y++ {
		for x := 0; x < w.width; x++ {
			b.WriteByte(".#"[w.cells[y*w.width+x]])
		}
		b.WriteByte('\n')
	}
	return b.String()
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
	generations := size(30)
	w := newWorld(40, 20)
	// An R-pentomino and a glider.
	for _, p := range [][2]int{{19, 9}, {20, 9}, {18, 10}, {19, 10}, {19, 11}, {2, 1}, {3, 2}, {1, 3}, {2, 3}, {3, 3}} {
		w.set(p[0], p[1])
	}
	fmt.Println("generation 0 population", w.population())
	for i := 0; i < generations; i++ {
		w.step()
	}
	fmt.Println("generation", generations, "population", w.population())
	fmt.Print(w)
}
