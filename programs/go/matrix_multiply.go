// Matrix multiplication, in the order of loops that walks along rows and in the one
// that jumps from row to row: the same sums, other pages.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type matrix [][]float64

func newMatrix(n int) matrix {
	cells := make([]float64, n*n)
	m := make(matrix, n)
	for i := range m {
		m[i] = cells[i*n : (i+1)*n]
	}
	return m
}

func multiplyByRows(a, b, c matrix) {
	for i, row := range a {
		ci := c[i]
		for k, x := range row {
			for j, y := range b[k] {
				ci[j] += x * y
			}
		}
	}
}

func multiplyByColumns(a, b, c matrix) {
	n := len(a)
	for j := 0; j < n; j++ {
		for i := 0; i < n; i++ {
			sum := 0.0
			for k := 0; k < n; k++ {
				sum += a[i][k] * b[k][j]
			}
			c[i][j] = sum
		}
	}
}

func trace(m matrix) (sum float64) {
	for i := range m {
		sum += m[i][i]
	}
	return sum
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
	n := size(24)
	a, b := newMatrix(n), newMatrix(n)
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			a[i][j] = float64(i-j) / float64(n)
			b[i][j] = float64(i*j%7) - 3
		}
	}
	c, d := newMatrix(n), newMatrix(n)
	multiplyByRows(a, b, c)
	multiplyByColumns(a, b, d)
	worst := 0.0
	for i := range c {
		for j := range c[i] {
			if e := c[i][j] - d[i][j]; e > worst {
				worst = e
			} else if -e > worst {
				worst = -e
			}
		}
	}
	fmt.Printf("%d x %d: trace %.6f, corner %.6f, difference below 1e-9: %v\n", n, n, trace(c), c[n-1][n-1], worst < 1e-9)
}
