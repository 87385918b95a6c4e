// So many MiB of objects of 32 bytes live in a tree, so many die: the collection of both.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

type node struct {
	left, right *node
	data        [6]int
}

func build(count int) *node {
	if count == 0 {
		return nil
	}
	count--
	return &node{left: build(count / 2), right: build(count - count/2)}
}

var live, dead *node

func main() {
	debug.SetGCPercent(-1)
	liveMiB, _ := strconv.Atoi(os.Args[1])
	deadMiB, _ := strconv.Atoi(os.Args[2])
	live = build(liveMiB << 15)
	dead = build(deadMiB << 15)
	runtime.GC()
	dead = nil
	runtime.GC()
	runtime.KeepAlive(live)
}
