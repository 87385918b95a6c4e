// Copies that become interfaces, taken before or after later calls.
package main

import "fmt"

type S struct{ a, b, c int }
type P struct{ p *int }

var g = S{1, 2, 3}
var gp = &g
var arr [3]S
var sl = []S{{1, 1, 1}}
var b = true
var by byte = 7
var fn = func() int { return 1 }
var mm = map[int]int{1: 1}

//go:noinline
func f() int {
	g.a++
	n := g
	gp = &n
	arr[0].a++
	sl[0].b++
	sl = append([]S{}, sl...)
	b = !b
	by++
	mm = map[int]int{g.a: 1}
	return 5
}

//go:noinline
func two(a interface{}, v ...interface{}) {
	for _, x := range append(v, a) {
		if p, ok := x.(*S); ok {
			fmt.Print("&", *p)
		} else {
			fmt.Print(x)
		}
		fmt.Print(" ")
	}
	fmt.Println()
}

//go:noinline
func st(a fmt.Stringer, v int) { fmt.Println(a, v) }
func (s S) String() string     { return fmt.Sprint("S", s.a, s.b, s.c) }

type Big [20]int

func main() {
	local := S{7, 7, 7}
	inc := func() int { local.a++; by += 2; return local.a }
	two(g, f())
	two(gp, f())
	two(*gp, f())
	two(arr, f())
	two(arr[0], f())
	two(sl[0], f())
	two(&sl[0], f())
	two(b, f())
	two(by, f())
	two(mm, f(), mm, f())
	two(local, inc())
	two(1, local, inc(), local, local.a, inc())
	st(g, f())
	st(local, inc())
	st(&local, inc())
	st(S{g.a, local.a, 0}, f())
	two(P{&g.a} == P{}, f())
	two(g == *gp, f())
	two(!b, b, by+1, f())
	two(interface{}(local), inc())
	two(interface{}(g), f())
	two([]interface{}{local, by, inc(), local, by, g, f()})
	two(struct{ x, y interface{} }{local, inc()})
	two(map[interface{}]interface{}{local: inc(), inc(): local})
	var i, j interface{} = local, inc()
	two(i, j)
	i, j = local, inc()
	two(i, j)
	r := func() (interface{}, int) { return local, inc() }
	two(r())
	var big Big
	chg := func() int { big[0]++; return big[0] }
	two(big[0], chg())
	x, y := big, chg()
	two(x == big, y)
	func(b Big, n int) { fmt.Println(b[0], n) }(big, chg())
	nb := func(b Big, n int) int { return b[0]*100 + n }
	fmt.Println(nb(big, chg()))
	z := []Big{big, {chg()}, big}
	fmt.Println(z[0][0], z[1][0], z[2][0])
	w := [2][2]int{{big[0], chg()}, {big[0], chg()}}
	fmt.Println(w)
	if s, n := sl[0], f(); s == sl[0] {
		fmt.Println("same", n)
	}
	switch {
	case len(sl) == f(), b && f() > 2:
		fmt.Println("yes")
	}
	str := "a"
	add := func() string { str += "b"; return str }
	fmt.Println(str+add()+str, str[0:]+add()+str[1:])
	fmt.Println(str == add(), add() == str, str[:] == add(), len(str) == len(add()))
	q := []int{1, 2, 3}
	pop := func() int { v := q[len(q)-1]; q = q[:len(q)-1]; return v }
	push := func(v int) []int { q = append(q, v); return q }
	fmt.Println(len(q), pop(), len(q), pop(), q, push(8), push(9), len(q))
	q[0], q[len(q)-1] = q[len(q)-1], pop()
	fmt.Println(q)
	q = append(push(1), pop(), pop(), len(q))
	fmt.Println(q, cap(q) >= len(q))
	q = append(q[:1], push(4)[1:]...)
	fmt.Println(q)
	copy(q[pop()-pop()+4:], q[len(q)-1:])
	fmt.Println(q)
}
