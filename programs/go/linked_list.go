// A singly linked list built, reversed, filtered and summed: every step follows a
// pointer to another place in the heap.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type node struct {
	value int
	next  *node
}

type list struct {
	head, tail *node
	length     int
}

func (l *list) add(value int) {
	n := &node{value: value}
	if l.tail == nil {
		l.head = n
	} else {
		l.tail.next = n
	}
	l.tail = n
	l.length++
}

func (l *list) reverse() {
	l.tail = l.head
	var previous *node
	for n := l.head; n != nil; {
		next := n.next
		n.next = previous
		previous, n = n, next
	}
	l.head = previous
}

// remove takes out the nodes whose value does not pass.
func (l *list) remove(passes func(int) bool) {
	l.tail = nil
	for link := &l.head; *link != nil; {
		if passes((*link).value) {
			l.tail = *link
			link = &(*link).next
		} else {
			*link = (*link).next
			l.length--
		}
	}
}

func (l *list) sum() (total int) {
	for n := l.head; n != nil; n = n.next {
		total += n.value
	}
	return total
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
	var l list
	for i := 1; i <= n; i++ {
		l.add(i * i % 1009)
	}
	fmt.Println("nodes", l.length, "sum", l.sum(), "first", l.head.value, "last", l.tail.value)
	l.reverse()
	fmt.Println("reversed: first", l.head.value, "last", l.tail.value)
	l.remove(func(v int) bool { return v%2 == 0 })
	fmt.Println("even only:", l.length, "sum", l.sum())
	passes := 0
	for total := 0; total < 100*n; passes++ {
		total += l.sum()/l.length + 1
	}
	fmt.Println("passes", passes)
}
