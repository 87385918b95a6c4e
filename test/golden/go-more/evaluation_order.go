// What is evaluated when: calls, slicing, lengths and assertions ahead of loads, and what panics first.
package main

import "fmt"

var s = []int{1, 2, 3}
var str = "abc"
var x = 1
var m = map[string]int{"a": 1}
var e interface{} = 5
var es interface{} = "x"
var ep interface{} = &x
var p = &x
var arr = [3]int{1, 2, 3}
var bs = []byte("abc")
var st = struct{ a, b int }{1, 2}

type I interface{ M() int }
type A int

func (a A) M() int { return int(a) }

var ii I = A(1)

//go:noinline
func f() int {
	s = append(s, 9)
	s[0] += 100
	str += "z"
	x += 10
	m["a"] += 50
	m["b"] = 1
	e = e.(int) + 7
	es = es.(string) + "y"
	y := 777
	ep = &y
	arr[1] += 5
	bs = append([]byte{}, bs...)
	bs[0]++
	st.a += 40
	p = new(int)
	ii = ii.(A) + 100
	return 1000
}
func two(a, b interface{}) { fmt.Println("two", a, b) }
func ints(a, b int)        { fmt.Println("ints", a, b) }
func sl(a []int, b int)    { fmt.Println("sl", a, b) }
func g(v ...int) int       { fmt.Println("g", v); return len(v) }

type S struct {
	a, b int
}

func inl() int { x += 3; return x }
func main() {
	fmt.Println(len(s) + f())
	fmt.Println(len(str)+f(), cap(s))
	fmt.Println(x + f())
	ints(x, f())
	ints(len(s), f())
	ints(s[0], f())
	ints(m["a"], f())
	ints(len(m), f())
	ints(e.(int), f())
	two(es.(string), f())
	two(*ep.(*int), f())
	two(arr, f())
	two(arr[1], f())
	two(st, f())
	two(st.a, f())
	two(*p, f())
	sl(s[1:], f())
	sl(s, f())
	two(str[1:], f())
	two(str, f())
	two(string(bs), f())
	two([]byte(str), f())
	two(str+"q", f())
	two(-x, f())
	two(float64(x), f())
	two(x == 3, f())
	two(x > 3 && x < 10000, f())
	two(S{x, 2}, f())
	two(&S{x, 2}, f())
	two([]int{x, 2}, f())
	two([2]int{x, 2}, f())
	two(map[string]int{"q": x}, f())
	two(func() int { return x }(), f())
	two(S{x, f()}, f())
	two([]int{x, f(), x}, x)
	two(ii.M(), f())
	two(ii.(A), f())
	two(ii, f())
	g(x, f(), x, inl(), x)
	g(inl(), x, inl())
	a, b, c := x, f(), x
	fmt.Println(a, b, c)
	a, b, c = len(s), f(), len(s)
	fmt.Println(a, b, c)
	x, arr[x%3] = f(), x
	fmt.Println(x, arr)
	var r [5]int
	i := 0
	i, r[i] = 2, 7
	fmt.Println(i, r)
	r[i], i = 8, 4
	fmt.Println(i, r)
	s[len(s)-1], s = f(), s[:2]
	fmt.Println(s)
	h := func() (int, int, []int) { i++; return i, f(), s }
	_, r[i], s = h()
	fmt.Println(i, r, s)
	q := x + func() int { x = 5; return 1 }() + x
	fmt.Println(q)
	s = []int{1, 2, 3}
	s[f()-1000] += x
	fmt.Println(s)
	s[0] += f()
	fmt.Println(s)
	x += f()
	fmt.Println(x)
	str += fmt.Sprint(f())
	fmt.Println(str)
	m["c"] += f()
	m["a"] -= f()
	fmt.Println(m)
	arr[0], arr[1], arr[2] = arr[2], arr[0], arr[1]
	fmt.Println(arr)
	bs[0], bs[1] = bs[1], bs[0]
	fmt.Println(bs)
	pp := &S{1, 2}
	pp, pp.a = &S{3, 4}, 9
	fmt.Println(*pp)
	for i, s[0] = range []int{7, 8} {
	}
	fmt.Println(i, s)
	k := 0
	k, mm := k+1, map[int]int{k: k}
	fmt.Println(k, mm)
	if v, ok := m["zz"]; !ok || v/k > f() {
		fmt.Println("no zz", v)
	}
	ret := func() (r int) { defer func() { r *= 2 }(); r = 4; return r + f() }
	fmt.Println(ret())
	c1 := make(chan int, 4)
	c1 <- f() + len(s)
	c1 <- x
	fmt.Println(<-c1, <-c1, len(c1))
	switch y := f(); x - y {
	case f() - 900, inl():
		fmt.Println("one")
	default:
		fmt.Println("def", x-y)
	}
	try := func(n string, f func()) {
		defer func() { fmt.Println(n, recover()) }()
		f()
	}
	neg := -1
	var np *S
	var nm map[string]int
	try("a", func() { _, _ = s[neg], s[neg:] })
	try("b", func() { ints(s[neg], len(s[neg:])) })
	try("d", func() { ints(np.a, s[neg]) })
	try("d2", func() { ints(s[neg], np.a) })
	try("e", func() { nm["a"], s[neg] = 1, 2 })
	try("f", func() { s[neg], nm["a"] = 1, 2 })
	try("g", func() { s[neg], np.a = 1, 2 })
	try("h", func() { np.a, s[neg] = 1, 2 })
	try("i", func() { s[neg], np.a = f(), 1/(1+neg) })
	try("j", func() { s[neg] = 1 / (1 + neg) })
	try("k", func() { nm["a"] = 1 / (1 + neg) })
	try("l", func() { nm["a"] = s[neg] })
	try("m", func() { nm[str[neg:]] = s[neg] })
	try("n", func() { s[neg] = es.(int) })
	try("o", func() { np.a = es.(int) })
	try("p", func() { *(&np.b) += s[neg] })
	try("q", func() { x = s[neg] + arr[neg+10] + np.a })
	try("r", func() { x = np.a + s[neg] + es.(int) })
	try("s", func() { s = append(s, s[neg], es.(int)) })
	try("t", func() { _ = []interface{}{s[neg], es.(int), str[neg:]} })
	try("u", func() { _ = S{s[neg], es.(int)} })
	try("v", func() { c1 <- s[neg] + es.(int) })
	try("w", func() { _ = string(str[neg]) + str[neg:] })
	try("x", func() { _ = str[neg] == 1 && es.(int) == 2 })
	try("y", func() { copy(s[neg:], s[:neg]) })
	try("z", func() { _ = s[s[neg]:es.(int)] })
	try("A", func() { _ = make([]int, s[neg], es.(int)) })
	try("B", func() { _ = nm[str[neg:]] + s[neg] })
	try("C", func() { two(np.a, str[neg:]) })
	try("D", func() { two(np.a, s[neg]) })
	try("E", func() { two(s[neg], np.a) })
	try("F", func() { two(s[neg], nm[es.(fmt.Stringer).String()]) })
	try("G", func() { defer two(s[neg], es.(int)) })
	try("H", func() { go two(np.a, es.(int)) })
	try("I", func() { var fn func(int); fn(s[neg]) })
	try("J", func() { var fn func(int); fn(es.(int)) })
	try("K", func() { var fn func(int); defer fn(es.(int)) })
	try("L", func() { var fn func(int); defer fn(1); fmt.Println("reached") })
	try("M", func() { ii = nil; ii.M() })
	try("N", func() { ii = nil; defer ii.M(); fmt.Println("not reached") })
	try("O", func() { ii = nil; _ = ii.M; fmt.Println("not reached") })
	try("P", func() { _ = np.val; fmt.Println("not reached") })
	try("Q", func() { _ = np.ptr; fmt.Println("reached") })
	try("R", func() { np.val(s[neg]) })
	try("S", func() { np.val(es.(int)) })
}
func (s S) val(...int) int { return s.a }
func (s *S) ptr() int      { return 1 }
