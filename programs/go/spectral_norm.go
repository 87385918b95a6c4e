// The spectral norm of an infinite matrix by the power method.
package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

func element(i, j int) float64 { return 1 / float64((i+j)*(i+j+1)/2+i+1) }

func multiply(v, result []float64) {
	for i := range result {
		sum := 0.0
		for j, x := range v {
			sum += element(i, j) * x
		}
		result[i] = sum
	}
}

func multiplyTransposed(v, result []float64) {
	for i := range result {
		sum := 0.0
		for j, x := range v {
			sum += element(j, i) * x
		}
		result[i] = sum
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
	n := size(24)
	u, v, t := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range u {
		u[i] = 1
	}
	for i := 0; i < 10; i++ {
		multiply(u, t)
		multiplyTransposed(t, v)
		multiply(v, t)
		multiplyTransposed(t, u)
	}
	var uv, vv float64
	for i := range u {
		uv += u[i] * v[i]
		vv += v[i] * v[i]
	}
	fmt.Printf("%0.9f\n", math.Sqrt(uv/vv))
}
