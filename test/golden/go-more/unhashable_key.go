package main

import "fmt"

type K struct {
	a int
	b interface{}
}

func main() {
	m := map[K]int{}
	m[K{1, 2}] = 3
	fmt.Println(m)
	m[K{1, []int{1}}] = 3
}
