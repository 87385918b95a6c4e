// GCBench, after John Ellis, Pete Kovac and Hans Boehm: trees built from the top and from the bottom beside a tree and an array that stay.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

type node struct {
	left, right *node
	i, j        int
}

// populate builds a tree from the top: old nodes point to young ones.
func populate(depth int, n *node) {
	if depth <= 0 {
		return
	}
	depth--
	n.left = new(node)
	n.right = new(node)
	populate(depth, n.left)
	populate(depth, n.right)
}

// makeTree builds one from the bottom.
func makeTree(depth int) *node {
	if depth <= 0 {
		return new(node)
	}
	return &node{left: makeTree(depth - 1), right: makeTree(depth - 1)}
}

func treeSize(depth int) int { return 1<<uint(depth+1) - 1 }

func (n *node) size() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.size() + n.right.size()
}

func timeConstruction(depth, stretchDepth int) {
	iterations := 2 * treeSize(stretchDepth) / treeSize(depth)
	nodes := 0
	for i := 0; i < iterations; i++ {
		top := new(node)
		populate(depth, top)
		nodes += top.size()
	}
	for i := 0; i < iterations; i++ {
		nodes += makeTree(depth).size()
	}
	fmt.Printf("%d trees of depth %d both ways: %d nodes\n", iterations, depth, nodes)
}

func main() {
	longLivedDepth := 12
	if len(os.Args) > 1 {
		longLivedDepth, _ = strconv.Atoi(os.Args[1])
	}
	stretchDepth := longLivedDepth + 2
	arraySize := 1 << uint(longLivedDepth+3)
	fmt.Printf("stretching memory with a tree of depth %d\n", stretchDepth)
	makeTree(stretchDepth)
	fmt.Printf("a long-lived tree of depth %d and an array of %d doubles\n", longLivedDepth, arraySize)
	longLived := new(node)
	populate(longLivedDepth, longLived)
	array := make([]float64, arraySize)
	for i := 0; i < arraySize/2; i++ {
		array[i] = 1.0 / float64(i+1)
	}
	for depth := 4; depth <= longLivedDepth; depth += 2 {
		timeConstruction(depth, stretchDepth)
	}
	if longLived.size() != treeSize(longLivedDepth) || array[arraySize/4] != 1.0/float64(arraySize/4+1) {
		fmt.Println("failed")
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("collections:", m.NumGC > 0)
	runtime.KeepAlive(array)
}
