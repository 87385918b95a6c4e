// A binary search tree: insertion, search, deletion and in-order traversal.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type tree struct {
	key         int
	left, right *tree
}

func (t *tree) insert(key int) *tree {
	if t == nil {
		return &tree{key: key}
	}
	switch {
	case key < t.key:
		t.left = t.left.insert(key)
	case key > t.key:
		t.right = t.right.insert(key)
	}
	return t
}

func (t *tree) contains(key int) bool {
	for t != nil && t.key != key {
		if key < t.key {
			t = t.left
		} else {
			t = t.right
		}
	}
	return t != nil
}

func (t *tree) remove(key int) *tree {
	switch {
	case t == nil:
		return nil
	case key < t.key:
		t.left = t.left.remove(key)
		return t
	case key > t.key:
		t.right = t.right.remove(key)
		return t
	case t.left == nil:
		return t.right
	case t.right == nil:
		return t.left
	}
	successor := t.right
	for successor.left != nil {
		successor = successor.left
	}
	t.key = successor.key
	t.right = t.right.remove(successor.key)
	return t
}

func (t *tree) walk(visit func(int)) {
	if t != nil {
		t.left.walk(visit)
		visit(t.key)
		t.right.walk(visit)
	}
}

func (t *tree) depth() int {
	if t == nil {
		return 0
	}
	l, r := t.left.depth(), t.right.depth()
	if l < r {
		l = r
	}
	return l + 1
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
	n := size(800)
	var root *tree
	seed := uint32(12345)
	next := func() int {
		seed = seed*1664525 + 1013904223
		return int(seed >> 12)
	}
	var keys []int
	for i := 0; i < n; i++ {
		key := next()
		keys = append(keys, key)
		root = root.insert(key)
	}
	found := 0
	for i := 0; i < n; i++ {
		if root.contains(keys[i] + i%2) {
			found++
		}
	}
	fmt.Println("depth", root.depth(), "found", found)
	for i := 0; i < n; i += 3 {
		root = root.remove(keys[i])
	}
	count, sum, previous, ordered := 0, int64(0), -1, true
	root.walk(func(key int) {
		count++
		sum += int64(key)
		ordered = ordered && previous < key
		previous = key
	})
	fmt.Println("left", count, "sum", sum, "ordered", ordered)
}
