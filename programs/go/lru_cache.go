// A cache that forgets what was used least recently: a map into a doubly linked list.
package main

import (
	"container/list"
	"fmt"
	"os"
	"strconv"
)

type cache struct {
	capacity int
	order    *list.List
	items    map[int]*list.Element
	hits     int
	misses   int
}

type item struct{ key, value int }

func newCache(capacity int) *cache {
	return &cache{capacity: capacity, order: list.New(), items: make(map[int]*list.Element)}
}

func (c *cache) get(key int, compute func(int) int) int {
	if e, ok := c.items[key]; ok {
		c.hits++
		c.order.MoveToFront(e)
		return e.Value.(*item).value
	}
	c.misses++
	var e *list.Element
	if c.order.Len() == c.capacity {
		// The oldest entry becomes the new one.
		e = c.order.Back()
		old := e.Value.(*item)
		delete(c.items, old.key)
		old.key, old.value = key, compute(key)
		c.order.MoveToFront(e)
	} else {
		e = c.order.PushFront(&item{key, compute(key)})
	}
	c.items[key] = e
	return e.Value.(*item).value
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
	n := size(1000)
	c := newCache(100)
	seed := uint32(7)
	sum := 0
	for i := 0; i < n; i++ {
		seed = seed*1664525 + 1013904223
		key := int(seed>>16) % 50
		if seed>>30 == 0 {
			key = int(seed>>16) % 1000
		}
		sum += c.get(key, func(k int) int { return k*k + 1 })
	}
	fmt.Printf("hits %d misses %d (%.1f%%) sum %d, most recent %d, oldest %d\n", c.hits, c.misses,
		100*float64(c.hits)/float64(n), sum, c.order.Front().Value.(*item).key, c.order.Back().Value.(*item).key)
}
