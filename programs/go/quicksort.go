// Quicksort by hand, with the median of three and insertion sort for short ranges.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func insertionSort(a []int) {
	for i := 1; i < len(a); i++ {
		x := a[i]
		j := i
		for j > 0 && a[j-1] > x {
			a[j] = a[j-1]
			j--
		}
		a[j] = x
	}
}

// partition arranges a around the median of its ends and middle and gives its place.
func partition(a []int) int {
	last := len(a) - 1
	mid := last / 2
	if a[mid] < a[0] {
		a[mid], a[0] = a[0], a[mid]
	}
	if a[last] < a[0] {
		a[last], a[0] = a[0], a[last]
	}
	if a[last] < a[mid] {
		a[last], a[mid] = a[mid], a[last]
	}
	a[mid], a[last] = a[last], a[mid]
	pivot := a[last]
	place := 0
	for i, x := range a[:last] {
		if x < pivot {
			a[i], a[place] = a[place], x
			place++
		}
	}
	a[place], a[last] = a[last], a[place]
	return place
}

func quicksort(a []int) {
	for len(a) > 12 {
		p := partition(a)
		if p < len(a)-p {
			quicksort(a[:p])
			a = a[p+1:]
		} else {
			quicksort(a[p+1:])
			a = a[:p]
		}
	}
	insertionSort(a)
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
	n := size(4000)
	a := make([]int, n)
	seed := uint32(42)
	sum := 0
	for i := range a {
		seed = seed*1103515245 + 12345
		a[i] = int(seed >> 8)
		sum ^= a[i]
	}
	quicksort(a)
	check := 0
	for i, x := range a {
		check ^= x
		if i > 0 && a[i-1] > x {
			fmt.Println("out of order at", i)
			os.Exit(1)
		}
	}
	fmt.Println("sorted", n, "least", a[0], "median", a[n/2], "greatest", a[n-1], "same elements", check == sum)
}
