// Go's own map: counting, deleting while ranging, maps of slices, struct keys, and
// printing in the order of keys.
package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
)

type point struct{ x, y int }

func size(fallback int) int {
	if len(os.Args) > 1 {
		if n, err := strconv.Atoi(os.Args[1]); err == nil && n > 0 {
			return n
		}
	}
	return fallback
}

func main() {
	n := size(800)
	remainders := map[int]int{}
	for i := 0; i < n; i++ {
		remainders[i*i%13]++
	}
	fmt.Println(remainders)

	words := map[string][]int{}
	for i := 0; i < n/4; i++ {
		word := strconv.FormatInt(int64(i), 3)
		key := word[len(word)-1:]
		words[key] = append(words[key], i)
	}
	keys := make([]string, 0, len(words))
	for key := range words {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		fmt.Println(key, len(words[key]), words[key][len(words[key])-1])
	}

	grid := make(map[point]int, n)
	for i := 0; i < n; i++ {
		grid[point{i % 37, i % 11}] += i
	}
	sum := 0
	for p, v := range grid {
		if (p.x+p.y)%2 == 0 {
			delete(grid, p)
		} else {
			sum += v
		}
	}
	fmt.Println("points", len(grid), "sum", sum, "origin", grid[point{}], "one", grid[point{1, 0}])
	if _, ok := grid[point{0, 0}]; ok {
		fmt.Println("the origin is still there")
	}
}
