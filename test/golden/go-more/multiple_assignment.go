package main

import "fmt"

var g []int
var arr [4]int

type node struct {
	next *node
	v    [2]int
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover(), g, arr) }()
	f()
}

func main() {
	s := []int{1, 2, 3}
	i, j, neg := 5, 7, -100
	try("swap", func() { g[neg], g[i] = g[i], g[neg] })
	try("swap2", func() { s[i], s[j] = s[j], s[i] })
	try("swap3", func() { s[0], s[j] = s[j], s[0] })
	try("two", func() { a, b := s[i], s[j]; _, _ = a, b })
	try("locals", func() { var a, b int; a, b = s[i], s[j]; _, _ = a, b })
	try("three", func() { s[0], s[1], s[2] = s[i], s[j], s[neg] })
	try("rotate", func() { s[0], s[1], s[2] = s[1], s[2], s[0]; fmt.Println(s) })
	try("arr", func() { arr[i&7], arr[j&7] = arr[j&7], arr[i&7] })
	try("arrgood", func() { arr[0], arr[1], arr[2] = 7, 8, 9; arr[i&1], arr[j&2] = arr[j&2], arr[i&1] })
	var p *node
	q := &node{}
	try("nil", func() { q.v[0], q.next = p.v[i&1], p.next })
	try("fib", func() {
		a, b := 0, 1
		for k := 0; k < 10; k++ {
			a, b = b, a+b
		}
		fmt.Println(a, b)
	})
	try("list", func() {
		var prev *node
		cur := &node{v: [2]int{1}, next: &node{v: [2]int{2}, next: &node{v: [2]int{3}}}}
		for cur != nil {
			cur.next, prev, cur = prev, cur, cur.next
		}
		for n := prev; n != nil; n = n.next {
			fmt.Print(n.v[0], " ")
		}
		fmt.Println()
	})
	try("index", func() { k := 0; k, s[k] = 1, 50; fmt.Println(k, s) })
	try("index2", func() { k := 0; k, s[k], s[1] = 1, s[2], s[k]+k; fmt.Println(k, s) })
	m := map[string]int{"a": 1}
	try("map", func() { m["a"], m["b"] = m["b"], m["a"]; fmt.Println(m) })
	try("conv", func() { var x interface{} = "s"; s[0], s[1] = x.(int), s[j] })
	try("div", func() { z := 0; s[0], s[1] = 1/z, s[j] })
	try("divlocal", func() { z := 0; var a, b int; a, b = s[j], 1/z; _, _ = a, b })
	try("blank", func() { _, s[0] = s[j], s[i] })
	try("deref", func() { var x *int; y := &s[0]; *y, *x = *x, *y })
	try("func", func() { f := func(k int) int { s[0]++; return k }; s[f(0)], s[f(1)] = s[f(1)], s[f(0)]; fmt.Println(s) })
}
