// Operands that calls in the same list change: of calls, deferred calls, interfaces, literals, sums, assignments, returns.
package main

func g(p *int) int { *p = 2; return *p }

//go:noinline
func h(p *int) int { *p = 1; return *p }

func two(a, b int) { println("two", a, b) }

//go:noinline
func twon(a, b int) { println("twon", a, b) }

type big struct{ a [6]int }

func f1() {
	x := 7
	defer func(a, b int) { println("d1", a, b) }(x, g(&x))
}
func f2() {
	x := 7
	defer func(a, b int) { println("d2", a, b) }(x, h(&x))
}
func f3() {
	x := 7
	func(a, b int) { println("d3", a, b) }(x, g(&x))
}
func f4() {
	x := 7
	func(a, b int) { println("d4", a, b) }(x, h(&x))
}
func f5() {
	x := 7
	two(x, g(&x))
	x = 7
	two(x, h(&x))
	x = 7
	twon(x, g(&x))
	x = 7
	twon(x, h(&x))
}
func f6() {
	x := 7
	two(x, func() int { x = 8; return x }())
	x = 7
	twon(x, func() int { x = 8; return x }())
	x = 7
	defer two(x, func() int { x = 8; return x }())
	x = 7
	defer twon(x, func() int { x = 8; return x }())
	x = 7
	defer two(x, g(&x))
	x = 7
	defer twon(x, g(&x))
	x = 7
	defer twon(x, h(&x))
	x = 7
	defer println("dp", x, g(&x))
	x = 7
	defer println("dp", x, h(&x))
	x = 7
	println("p", x, g(&x))
	x = 7
	println("p", x, h(&x))
	x = 7
	println("p", x, func() int { x = 8; return x }())
}

var sink []interface{}

//go:noinline
func take(a ...interface{}) {
	for _, e := range a {
		switch e := e.(type) {
		case big:
			println("big", e.a[0])
		case int:
			println("int", e)
		}
	}
}
func takei(a ...interface{}) {
	take(a...)
}
func f7() {
	var b big
	take(b, func() int { b.a[0] = 9; return 1 }())
	b.a[0] = 0
	take(b, func() int { return 1 }(), func() int { b.a[0] = 9; return 1 }())
	b.a[0] = 0
	take(func() int { return 1 }(), b, func() int { b.a[0] = 9; return 1 }())
	b.a[0] = 0
	takei(b, func() int { b.a[0] = 9; return 1 }())
	b.a[0] = 0
	take(b, g(&b.a[0]))
	b.a[0] = 0
	take(b, h(&b.a[0]))
	b.a[0] = 0
	takei(b, g(&b.a[0]))
	b.a[0] = 0
	takei(b, h(&b.a[0]))
	x := 7
	take(x, g(&x))
	x = 7
	take(x, h(&x))
	x = 7
	take(x, func() int { x = 8; return x }())
}
func f8() {
	x := 7
	a := []int{x, g(&x), x, h(&x), x}
	println(a[0], a[1], a[2], a[3], a[4])
	x = 7
	c := [5]int{x, func() int { x = 8; return x }(), x, func() int { x = 9; return x }(), x}
	println(c[0], c[1], c[2], c[3], c[4])
	x = 7
	y := x + g(&x)
	println(y)
	x = 7
	y = x + h(&x)
	println(y)
	x = 7
	y = x + func() int { x = 8; return x }()
	println(y)
	x = 7
	y = func() int { x = 8; return x }() + x*10 + func() int { x = 9; return x }()
	println(y)
	x = 7
	y, z := x, g(&x)
	println(y, z)
	x = 7
	y, z = x, h(&x)
	println(y, z)
	x = 7
	y, z = x, func() int { x = 8; return x }()
	println(y, z)
	println(r1())
	println(r2())
	println(r3())
}
func r1() (int, int) { x := 7; return x, g(&x) }
func r2() (int, int) { x := 7; return x, h(&x) }
func r3() (int, int) { x := 7; return x, func() int { x = 8; return x }() }

type T struct{ n int }

func (t T) val(b int) { println("val", t.n, b) }
func (t *T) inc() int { t.n++; return t.n }

//go:noinline
func (t *T) incn() int { t.n++; return t.n }

//go:noinline
func (t T) valn(b int) { println("valn", t.n, b) }

func f9() {
	t := T{7}
	t.val(t.inc())
	t.val(t.incn())
	t.valn(t.inc())
	t.valn(t.incn())
	defer t.val(t.inc())
	defer t.valn(t.inc())
	defer t.val(t.incn())
	defer t.valn(t.incn())
	m := map[int]int{1: 2}
	k := 1
	m[k] = func() int { k = 3; return 5 }()
	println(len(m), m[1], m[3])
	i := 0
	a := []int{1, 2, 3}
	a[i] = func() int { i = 2; return 9 }()
	println(a[0], a[1], a[2])
	i = 0
	a[i] = h(&i) + 1
	println(a[0], a[1], a[2])
	i, a[i] = 1, 77
	println(i, a[0], a[1], a[2])
	a[i], i = 78, 2
	println(i, a[0], a[1], a[2])
}

func main() {
	f1()
	f2()
	f3()
	f4()
	f5()
	f6()
	f7()
	f8()
	f9()
}
