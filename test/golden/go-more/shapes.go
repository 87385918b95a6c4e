package main

import (
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
)

type Shape interface {
	Area() float64
	Perimeter() float64
}
type Namer interface{ Name() string }
type NamedShape interface {
	Shape
	Namer
}
type base struct{ name string }

func (b base) Name() string     { return b.name }
func (b *base) Rename(n string) { b.name = n }

type Circle struct {
	base
	R float64
}
type Rect struct {
	*base
	W, H float64
}
type Square struct{ Rect }

func (c Circle) Area() float64      { return math.Pi * c.R * c.R }
func (c Circle) Perimeter() float64 { return 2 * math.Pi * c.R }
func (r Rect) Area() float64        { return r.W * r.H }
func (r Rect) Perimeter() float64   { return 2 * (r.W + r.H) }
func (s Square) Name() string       { return "square:" + s.Rect.Name() }

type Matrix [3][3]float64

func (m Matrix) Mul(n Matrix) (r Matrix) {
	for i := range m {
		for j := range n[0] {
			for k := range n {
				r[i][j] += m[i][k] * n[k][j]
			}
		}
	}
	return
}
func (m *Matrix) T() *Matrix {
	for i := 0; i < 3; i++ {
		for j := i + 1; j < 3; j++ {
			m[i][j], m[j][i] = m[j][i], m[i][j]
		}
	}
	return m
}

type Visitor func(Shape) bool

func (v Visitor) Visit(s Shape) bool { return v(s) }

type Tree struct {
	Left, Right *Tree
	Key         string
	Count       int
}

func (t *Tree) Insert(k string) *Tree {
	if t == nil {
		return &Tree{Key: k, Count: 1}
	}
	switch c := strings.Compare(k, t.Key); {
	case c < 0:
		t.Left = t.Left.Insert(k)
	case c > 0:
		t.Right = t.Right.Insert(k)
	default:
		t.Count++
	}
	return t
}
func (t *Tree) Walk(f func(*Tree)) {
	if t != nil {
		t.Left.Walk(f)
		f(t)
		t.Right.Walk(f)
	}
}

type Stack []interface{}

func (s *Stack) Push(v ...interface{}) { *s = append(*s, v...) }
func (s *Stack) Pop() (v interface{}) {
	v = (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return
}

func describe(i interface{}) string {
	switch v := i.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("int-ish %v", v)
	case float64:
		return fmt.Sprintf("float %.2f", v)
	case string:
		return "string " + v
	case error:
		return "error " + v.Error()
	case fmt.Stringer:
		return "stringer " + v.String()
	case []int:
		return fmt.Sprint("ints ", len(v))
	case map[string]int:
		return fmt.Sprint("map ", len(v))
	case func() int:
		return fmt.Sprint("func ", v())
	case NamedShape:
		return "shape " + v.Name()
	case *Tree:
		return "tree " + v.Key
	case struct{ X int }:
		return fmt.Sprint("anon ", v.X)
	default:
		return fmt.Sprintf("other %T", v)
	}
}

func main() {
	c := Circle{base{"c"}, 2}
	r := Rect{&base{"r"}, 3, 4}
	s := Square{Rect{&base{"s"}, 2, 2}}
	shapes := []Shape{c, r, &c, &r, s, &s}
	c.Rename("c2")
	r.Rename("r2")
	s.Rename("s2")
	for _, sh := range shapes {
		n := "?"
		if nm, ok := sh.(Namer); ok {
			n = nm.Name()
		}
		fmt.Printf("%-10s %7.3f %7.3f %T\n", n, sh.Area(), sh.Perimeter(), sh)
	}
	sort.SliceStable(shapes, func(i, j int) bool { return shapes[i].Area() > shapes[j].Area() })
	for _, sh := range shapes {
		fmt.Print(sh.(NamedShape).Name(), " ")
	}
	fmt.Println()
	m := Matrix{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
	fmt.Println(m.Mul(m), *m.T(), m == Matrix{{1, 4, 7}, {2, 5, 8}, {3, 6, 9}})
	f := Circle.Area
	g := (*Circle).Perimeter
	h := c.Area
	c.R = 10
	fmt.Printf("%.1f %.1f %.1f\n", f(c), g(&c), h())
	rn := (*base).Rename
	rn(&c.base, "via expr")
	fmt.Println(c.Name(), Namer.Name(c))
	cnt := 0
	v := Visitor(func(Shape) bool { cnt++; return cnt < 3 })
	for _, sh := range shapes {
		if !v.Visit(sh) {
			break
		}
	}
	fmt.Println(cnt)
	var t *Tree
	for _, w := range strings.Fields("the quick brown fox jumps over the lazy dog the end") {
		t = t.Insert(w)
	}
	t.Walk(func(t *Tree) { fmt.Print(t.Key, ":", t.Count, " ") })
	fmt.Println()
	var st Stack
	st.Push(1, "two", 3.0, nil, []int{1, 2}, map[string]int{"a": 1}, func() int { return 7 }, c, t, struct{ X int }{5}, struct{ Y int }{5}, os.ErrClosed, int64(9), [2]int{}, &st)
	for len(st) > 0 {
		fmt.Println(describe(st.Pop()))
	}
	fmt.Println(shapes[0] == shapes[1], shapes[2] == shapes[2], interface{}(c) == interface{}(c), Shape(c) == Shape(&c))
}
