// Embedding, method values, comparison, layouts and composite literals of all kinds.
package main

import (
	"fmt"
	"sort"
	"strings"
	"unsafe"
)

type Animal interface {
	Sound() string
	Namer
}
type Namer interface{ Name() string }
type Base struct{ name string }

func (b *Base) Name() string     { return b.name }
func (b *Base) SetName(n string) { b.name = n }
func (b Base) Sound() string     { return "..." }

type Dog struct {
	*Base
	tricks []string
}

func (d Dog) Sound() string { return d.Base.Sound() + "woof" }

type Puppy struct {
	Dog
	age int
}

func (p *Puppy) Sound() string { return strings.ToUpper(p.Dog.Sound()) }

type Logger struct {
	prefix string
	lines  *[]string
}

func (l Logger) Log(f string, a ...interface{}) {
	*l.lines = append(*l.lines, l.prefix+fmt.Sprintf(f, a...))
}

type Service struct {
	Logger
	Animal
	stats struct {
		hits, misses int
		last         [4]byte
	}
	fmt.Stringer
}
type Vec [3]float64

func (v Vec) Dot(o Vec) (s float64) {
	for i := range v {
		s += v[i] * o[i]
	}
	return
}
func (v *Vec) Scale(f float64) *Vec {
	for i := range v {
		v[i] *= f
	}
	return v
}

type Stack []interface{}

func (s *Stack) Push(v ...interface{}) { *s = append(*s, v...) }
func (s *Stack) Pop() (v interface{}) {
	old := *s
	v, *s = old[len(old)-1], old[:len(old)-1]
	return
}
func (s Stack) Len() int { return len(s) }

type StrMap map[string]int

func (m StrMap) Keys() []string {
	ks := make([]string, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	sort.Strings(ks)
	return ks
}

type Pred func(int) bool

func (p Pred) And(q Pred) Pred { return func(i int) bool { return p(i) && q(i) } }
func (p Pred) Not() Pred       { return func(i int) bool { return !p(i) } }

type Chan chan int

func (c Chan) SendAll(v ...int) Chan {
	for _, x := range v {
		c <- x
	}
	close(c)
	return c
}

type Key struct {
	a   int8
	s   string
	f   float64
	i   interface{}
	p   *int
	arr [2]bool
}
type Layout struct {
	a byte
	b int64
	c byte
	d float64
	e uint16
	f string
	g []int
	h interface{}
	i bool
	j struct{}
}
type L2 struct {
	x int32
	_ [0]int64
	y bool
	z struct{}
}
type byLenThenAlpha []string

func (b byLenThenAlpha) Len() int      { return len(b) }
func (b byLenThenAlpha) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func (b byLenThenAlpha) Less(i, j int) bool {
	if len(b[i]) != len(b[j]) {
		return len(b[i]) < len(b[j])
	}
	return b[i] < b[j]
}

type Matrix [2][3]int
type Tree struct {
	Left, Right *Tree
	Val         interface{}
}

func (t *Tree) Insert(v int) *Tree {
	if t == nil {
		return &Tree{Val: v}
	}
	if v < t.Val.(int) {
		t.Left = t.Left.Insert(v)
	} else {
		t.Right = t.Right.Insert(v)
	}
	return t
}
func (t *Tree) Walk(f func(interface{})) {
	if t != nil {
		t.Left.Walk(f)
		f(t.Val)
		t.Right.Walk(f)
	}
}
func describe(i interface{}) string {
	switch v := i.(type) {
	case nil:
		return "nil"
	case int, int8, int16:
		return fmt.Sprintf("small int %v", v)
	case func() string:
		return "func " + v()
	case error:
		return "error " + v.Error()
	case Animal:
		return "animal " + v.Name() + v.Sound()
	case []int:
		return fmt.Sprint("ints ", len(v), v)
	case map[string]interface{}:
		return fmt.Sprint("map ", len(v))
	case *int:
		return fmt.Sprint("ptr ", *v)
	case struct{ X, Y int }:
		return fmt.Sprint("anon ", v.X+v.Y)
	case [3]int:
		return fmt.Sprint("arr ", v[1])
	case interface{ Len() int }:
		return fmt.Sprint("len ", v.Len())
	case chan int, <-chan int:
		return fmt.Sprintf("chan %T", v)
	}
	return fmt.Sprintf("other %T", i)
}
func main() {
	d := Dog{&Base{"rex"}, nil}
	p := &Puppy{Dog: d, age: 1}
	p.SetName("rexy")
	for _, a := range []Animal{d, p, &d, p.Dog} {
		fmt.Println(a.Name(), a.Sound())
	}
	var lines []string
	s := Service{Logger: Logger{"[s] ", &lines}, Animal: p}
	s.Log("hi %d %s", 1, s.Name())
	s.stats.hits++
	s.stats.last[3] = 'x'
	t := s
	t.stats.last[0] = 'y'
	t.prefix = "[t] "
	log := t.Log
	t.prefix = "[u] "
	log("late")
	t.Log("%v %v", s.stats, t.stats)
	fmt.Println(strings.Join(lines, "|"), s.Stringer == nil)
	v := Vec{1, 2, 3}
	w := *v.Scale(2)
	v.Scale(0.5).Scale(3)
	fmt.Println(v, w, v.Dot(w), Vec.Dot(v, v), (*Vec).Scale(&w, -1) == &w, w == Vec{-2, -4, -6})
	var st Stack
	st.Push(1, "a", nil, 2.5)
	fmt.Println(st.Pop(), st.Len(), st.Pop() == nil, st)
	fmt.Println(StrMap{"z": 1, "a": 2, "m": 3}.Keys())
	even := Pred(func(i int) bool { return i%2 == 0 })
	big := Pred(func(i int) bool { return i > 5 })
	f := even.And(big.Not())
	fmt.Println(f(4), f(6), f(3))
	for x := range make(Chan, 3).SendAll(1, 2, 3) {
		fmt.Print(x, " ")
	}
	fmt.Println()
	x := 5
	k1 := Key{1, "a", 2.5, 3, &x, [2]bool{true}}
	k2 := k1
	m := map[Key]string{k1: "one"}
	k2.i = int64(3)
	fmt.Println(m[k1], m[k2] == "", k1 == k2, k1.i == interface{}(3))
	k2.i = 3
	m[k2] += "!"
	fmt.Println(len(m), m[k1])
	var l Layout
	var l2 L2
	fmt.Println(unsafe.Sizeof(l), unsafe.Alignof(l), unsafe.Offsetof(l.b), unsafe.Offsetof(l.c), unsafe.Offsetof(l.d), unsafe.Offsetof(l.f), unsafe.Offsetof(l.h), unsafe.Offsetof(l.j), unsafe.Sizeof(l2), unsafe.Offsetof(l2.y), unsafe.Sizeof(Matrix{}), unsafe.Sizeof(""), unsafe.Sizeof(x))
	pb := (*[4]byte)(unsafe.Pointer(&x))
	pb[1] = 1
	fmt.Println(x, *(*uint8)(unsafe.Add(unsafe.Pointer(&x), 1)), unsafe.Slice(&pb[0], 4), uintptr(unsafe.Pointer(&pb[2]))-uintptr(unsafe.Pointer(&x)))
	words := byLenThenAlpha{"pear", "fig", "apple", "kiwi", "date", "a"}
	sort.Sort(words)
	fmt.Println(words, sort.IsSorted(words))
	sort.Sort(sort.Reverse(words))
	fmt.Println(words)
	var mat Matrix
	mat[1][2] = 5
	mc := mat
	mc[1][2]++
	row := mat[1]
	row[0] = 9
	pr := &mat[0]
	pr[1] = 7
	fmt.Println(mat, mc, row, len(mat), len(mat[0]), mat == mc)
	var root *Tree
	for _, n := range []int{5, 2, 8, 1, 9, 3} {
		root = root.Insert(n)
	}
	root.Walk(func(v interface{}) { fmt.Print(v, ",") })
	fmt.Println()
	for _, i := range []interface{}{nil, 1, int16(2), func() string { return "f" }, fmt.Errorf("e"), p, []int{1}, map[string]interface{}{}, &x, struct{ X, Y int }{1, 2}, [3]int{0, 4}, st, make(chan int), make(<-chan int), make(chan<- int), words, 'c', uint(1)} {
		fmt.Println(describe(i))
	}
	a, b := [...]string{"x", "y"}, [2]string{"x", "y"}
	fmt.Println(a == b, struct{ a, b int }{1, 2} == struct{ a, b int }{1, 2}, interface{}(a) == interface{}(b), &x == &x, interface{}(1) == interface{}(1.0))
	anon := []struct {
		n string
		f func(int) int
	}{{"dbl", func(i int) int { return i * 2 }}, {"neg", func(i int) int { return -i }}}
	for _, an := range anon {
		fmt.Print(an.n, an.f(21), " ")
	}
	fmt.Println()
	s3 := make([]int, 2, 10)
	s4 := append(s3, 1)
	s5 := append(s3, 2)
	s6 := append(s3[:1:1], 3)
	fmt.Println(s4, s5, s3[:4], s6, cap(s3[1:]), cap(s3[1:2:5]))
	copy(s3[:5], []int{9, 8, 7, 6})
	n := copy(s3, s3[1:4])
	fmt.Println(n, s3, copy([]byte("hello"), "xyz"))
	grid := make([][]rune, 3)
	for i := range grid {
		grid[i] = []rune(strings.Repeat(".", 4))
	}
	grid[1][2] = '#'
	for _, r := range grid {
		fmt.Println(string(r))
	}
	mm := map[string]map[string][]int{}
	for i, k := range []string{"a.x", "b.y", "a.x", "a.z"} {
		pq := strings.SplitN(k, ".", 2)
		if mm[pq[0]] == nil {
			mm[pq[0]] = map[string][]int{}
		}
		mm[pq[0]][pq[1]] = append(mm[pq[0]][pq[1]], i)
	}
	fmt.Println(mm, len(mm["none"]["none"]))
	delete(mm, "a")
	delete(mm["zz"], "q")
	fmt.Println(mm)
	ptrs := map[string]*Vec{"v": {1, 1, 1}}
	ptrs["v"][0] = 4
	ptrs["v"].Scale(2)
	fmt.Println(*ptrs["v"])
	var an Animal = s
	fmt.Println(an.Sound())
	var e Animal
	defer func() {
		fmt.Println("rec:", recover())
		var sv Service
		sv.Log("x")
	}()
	e.Sound()
}
