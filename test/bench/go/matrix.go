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
	mk := func(s float64) [][]float64 {
		m := make([][]float64, n)
		for i := range m {
			m[i] = make([]float64, n)
			for j := range m[i] {
				m[i][j] = s * float64(i-j) * float64(i+j)
			}
		}
		return m
	}
	a, b, c := mk(1), mk(2), mk(0)
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			sum := 0.0
			for k := 0; k < n; k++ {
				sum += a[i][k] * b[k][j]
			}
			c[i][j] = sum
		}
	}
	println(c[n/2][n/2])
}
