// Promoted methods, named results, a state machine of gotos, type switches and deferred calls that panic again.
package main

import (
	"fmt"
	"os"
	"strings"
)

type Animal interface {
	Sound() string
	Name() string
}
type Base struct{ name string }

func (b Base) Name() string     { return b.name }
func (b *Base) Rename(n string) { b.name = n }
func (b Base) Describe() string { return "base " + b.name }

type Dog struct {
	Base
	*strings.Builder
}

func (d Dog) Sound() string { return "woof" }

type L struct{ X int }
type R struct{ X, Y int }
type LR struct {
	L
	R
	Z int
}
type Deep struct{ LR }

func named() (x int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
			x *= 2
		}
	}()
	x = 21
	panic("boom")
}
func multi() (a, b int) {
	defer func() { a, b = b, a }()
	a, b = 1, 2
	return b * 10, a * 10
}

func state(in string) (out []string) {
	i := 0
	var c byte
start:
	if i >= len(in) {
		goto end
	}
	c = in[i]
	i++
	switch {
	case c >= '0' && c <= '9':
		goto num
	case c == ' ':
		goto start
	default:
		out = append(out, "op:"+string(c))
		goto start
	}
num:
	{
		j := i - 1
		for i < len(in) && in[i] >= '0' && in[i] <= '9' {
			i++
		}
		out = append(out, "num:"+in[j:i])
		goto start
	}
end:
	return
}

type Op int
type Visitor func(depth int, v interface{}) Visitor

func classify(v interface{}) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int, int8, int64:
		return fmt.Sprintf("integer %v", x)
	case string:
		return "string " + x
	case error:
		return "error " + x.Error()
	case fmt.Stringer:
		return "stringer " + x.String()
	case []int:
		return fmt.Sprint("slice ", len(x))
	case func() int:
		return fmt.Sprint("func ", x())
	case map[string]int, chan int:
		return fmt.Sprintf("%T", x)
	case *int:
		return fmt.Sprint("ptr ", *x)
	case struct{ A int }:
		return fmt.Sprint("anon ", x.A)
	}
	return "?"
}

func fall(n int) (s string) {
	switch n {
	case 0:
		s += "0"
		fallthrough
	case 1:
		s += "1"
		fallthrough
	case 2, 3:
		s += "23"
	default:
		s += "d"
		fallthrough
	case 9:
		s += "9"
	}
	return
}

func variadic(pre string, xs ...interface{}) int { return len(xs) }

func main() {
	d := Dog{Base{"rex"}, &strings.Builder{}}
	d.WriteString("built")
	d.Rename("max")
	var a Animal = d
	d.Rename("zed")
	fmt.Println(a.Name(), a.Sound(), d.Describe(), d.Len(), d.Builder.String())
	lr := Deep{LR{L{1}, R{2, 3}, 4}}
	fmt.Println(lr.L.X, lr.R.X, lr.Y, lr.Z, lr)
	fmt.Println(named())
	fmt.Println(multi())
	fmt.Println(state("12+345 *(6-x)"))
	ops := map[string]func(float64, float64) float64{"+": func(a, b float64) float64 { return a + b }, "/": func(a, b float64) float64 { return a / b }}
	fmt.Println(ops["+"](1, 2), ops["/"](1, 0), ops["%"] == nil)
	mv := map[string]func() string{"name": d.Name, "desc": d.Describe, "sound": a.Sound}
	d.name = "changed"
	fmt.Println(mv["name"](), mv["desc"](), mv["sound"](), Base.Name(d.Base), (*Base).Describe(&d.Base))
	f := (*Base).Rename
	f(&d.Base, "expr")
	g := Animal.Name
	fmt.Println(d.name, g(d))
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	for i := range fs {
		i := i
		defer func() { fmt.Println("defer", i) }()
	}
	fmt.Println()
outer:
	for i := 0; i < 4; i++ {
		for j := 0; ; j++ {
			switch {
			case j == 3:
				continue outer
			case i == 2:
				break outer
			case i == j:
				continue
			}
			fmt.Print(i, j, ";")
		}
	}
	fmt.Println()
	n := 5
	for _, v := range []interface{}{nil, 1, int8(2), int64(3), uint(4), "s", os.ErrExist, []int{1}, func() int { return 7 }, map[string]int{}, make(chan int), &n, struct{ A int }{5}, 2.5, &strings.Builder{}} {
		fmt.Print(classify(v), ", ")
	}
	fmt.Println()
	for i := 0; i < 5; i++ {
		fmt.Print(fall(i), " ")
	}
	fmt.Println(fall(9))
	fmt.Println(variadic("a"), variadic("a", nil), variadic("a", nil...), variadic("a", []interface{}{1, 2}...), variadic("a", []interface{}{1, 2}))
	s := []int{1, 2, 3, 4, 5, 6, 7, 8}
	copy(s[2:], s)
	fmt.Println(s, copy(s, s[4:]), s)
	t := append(s[:2], s[5:]...)
	fmt.Println(s, t, len(t), cap(t))
	u := append(s[:3:3], 100)
	u[0] = -1
	fmt.Println(s, u)
	m := map[int]int{}
	for i := 0; i < 50; i++ {
		m[i] = i
	}
	cnt := 0
	for k := range m {
		delete(m, k)
		delete(m, (k+1)%50)
		cnt++
	}
	fmt.Println(len(m), cnt >= 25, cnt <= 50)
	x, y := 1, 2
	x, y = y, x+y
	arr := []int{0, 1, 2}
	i := 0
	i, arr[i] = 2, 9
	fmt.Println(x, y, i, arr)
	var len = func(string) string { return "shadow" }
	fmt.Println(len("x"))
	{
		true := false
		nil := 5
		int := "int"
		fmt.Println(true, nil, int)
	}
	type T struct {
		a int
		b *T
	}
	p := &T{1, &T{2, nil}}
	p, p.b, p.b.b = p.b, nil, p
	fmt.Println(p.a, p.b == nil)
	if x := f; x != nil {
		defer func() {
			fmt.Println("recovered:", recover())
			os.Exit(3)
		}()
	}
	defer func() { panic(fmt.Sprintf("again %v", recover())) }()
	var v Visitor
	v(1, 2)
}
