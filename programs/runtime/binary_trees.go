// Trees made and dropped, the benchmark of allocators: binary-trees of the Computer Language Benchmarks Game. Takes the depth.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type tree struct{ left, right *tree }

func bottomUp(depth int) *tree {
	if depth <= 0 {
		return &tree{}
	}
	return &tree{bottomUp(depth - 1), bottomUp(depth - 1)}
}

func (t *tree) count() int {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.count() + t.right.count()
}

const minDepth = 4

func main() {
	depth := 12
	if len(os.Args) > 1 {
		depth, _ = strconv.Atoi(os.Args[1])
	}
	maxDepth := depth
	if minDepth+2 > depth {
		maxDepth = minDepth + 2
	}
	stretch := maxDepth + 1
	fmt.Printf("stretch tree of depth %d\t check: %d\n", stretch, bottomUp(stretch).count())
	longLived := bottomUp(maxDepth)
	for d := minDepth; d <= maxDepth; d += 2 {
		iterations := 1 << uint(maxDepth-d+minDepth)
		check := 0
		for i := 1; i <= iterations; i++ {
			check += bottomUp(d).count()
		}
		fmt.Printf("%d\t trees of depth %d\t check: %d\n", iterations, d, check)
	}
	fmt.Printf("long lived tree of depth %d\t check: %d\n", maxDepth, longLived.count())
}
