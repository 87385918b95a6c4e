package main

import (
	"os"
	"strconv"
)

func partition(a []int) int {
	last := len(a) - 1
	mid := len(a) / 2
	a[mid], a[last] = a[last], a[mid]
	pivot := a[last]
	place := 0
	for i := 0; i < last; i++ {
		if a[i] < pivot {
			a[i], a[place] = a[place], a[i]
			place++
		}
	}
	a[place], a[last] = a[last], a[place]
	return place
}

func sort(a []int) {
	if len(a) < 2 {
		return
	}
	p := partition(a)
	sort(a[:p])
	sort(a[p+1:])
}

func size() int {
	n, _ := strconv.Atoi(os.Args[1])
	return n
}

func main() {
	n := size()
	a := make([]int, n)
	s := uint32(1)
	for i := range a {
		s = s*1664525 + 1013904223
		a[i] = int(s >> 8)
	}
	sort(a)
	println(a[0], a[n/2], a[n-1])
}
