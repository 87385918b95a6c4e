// All ways to place n queens on a board so that none attacks another.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

type board struct {
	n       int
	queens  []int
	columns []bool
	rising  []bool
	falling []bool
	count   int
	first   []int
}

func newBoard(n int) *board {
	return &board{n: n, queens: make([]int, n), columns: make([]bool, n), rising: make([]bool, 2*n), falling: make([]bool, 2*n)}
}

func (b *board) place(row int) {
	if row == b.n {
		b.count++
		if b.first == nil {
			b.first = append([]int(nil), b.queens...)
		}
		return
	}
	for column := 0; column < b.n; column++ {
		up, down := row+column, row-column+b.n
		if b.columns[column] || b.rising[up] || b.falling[down] {
			continue
		}
		b.columns[column], b.rising[up], b.falling[down] = true, true, true
		b.queens[row] = column
		b.place(row + 1)
		b.columns[column], b.rising[up], b.falling[down] = false, false, false
	}
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
	n := size(8)
	b := newBoard(n)
	b.place(0)
	fmt.Println(n, "queens:", b.count, "solutions")
	for _, column := range b.first {
		fmt.Println(strings.Repeat(". ", column) + "Q" + strings.Repeat(" .", n-column-1))
	}
}
