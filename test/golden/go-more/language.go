package main

import (
	"fmt"
	"math"
	"strings"
	"unsafe"
)

const (
	KB = 1 << (10 * (iota + 1))
	MB
	GB
)
const Big = 1 << 100
const (
	a0, b0 = iota, iota * 10
	a1, b1
	_, _
	a3, b3
)

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
)

func (d Weekday) Next() Weekday { return (d + 1) % 7 }

type Celsius float64
type Point struct{ X, Y int }
type Line struct{ A, B Point }

var (
	x1 = y1 + 1
	y1 = z1() * 2
	w1 = func() int { fmt.Println("w1 init"); return x1 }()
)

func z1() int { fmt.Println("z1 called"); return 20 }
func init()   { fmt.Println("init 1", x1, y1, w1) }
func init()   { fmt.Println("init 2") }

func multi(a int, rest ...string) (n int, s string, err error) {
	n = a + len(rest)
	s = strings.Join(rest, "+")
	return
}

func deferOrder() (r int) {
	for i := 0; i < 3; i++ {
		defer func(n int) { r = r*10 + n }(i)
	}
	return 9
}

func namedShadow() (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("recovered: %v", e)
		}
	}()
	var arr []int
	_ = arr[3]
	return nil
}

func fib() func() int {
	a, b := 0, 1
	return func() int {
		defer func() { a, b = b, a+b }()
		return a
	}
}

func gotoLoop(n int) (s int) {
	i := 0
loop:
	if i >= n {
		goto done
	}
	s += i
	i++
	goto loop
done:
	return s
}

func labels() {
outer:
	for i := 0; i < 4; i++ {
		for j := 0; j < 4; j++ {
			switch {
			case j == 2:
				continue outer
			case i == 3:
				break outer
			}
			fmt.Print(i, j, " ")
		}
	}
	fmt.Println()
sw:
	switch {
	default:
		for {
			break sw
		}
	}
}

type T struct {
	a byte
	b int64
	c byte
	d float64
	e string
	f interface{}
	g []int
	h bool
}

func main() {
	fmt.Println(KB, MB, GB, Big>>98, a1, b1, a3, b3, Sunday.Next(), Tuesday)
	fmt.Println(len("héllo"), len([...]int{5: 1, 2}), cap(make([]int, 2, 9)))
	fmt.Println(multi(2, []string{"x", "y"}...))
	fmt.Println(deferOrder(), namedShadow(), gotoLoop(10))
	labels()
	f := fib()
	for i := 0; i < 10; i++ {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	var t T
	fmt.Println(unsafe.Sizeof(t), unsafe.Alignof(t.b), unsafe.Offsetof(t.b), unsafe.Offsetof(t.c), unsafe.Offsetof(t.d), unsafe.Offsetof(t.e), unsafe.Offsetof(t.f), unsafe.Offsetof(t.g), unsafe.Offsetof(t.h), unsafe.Sizeof(""), unsafe.Sizeof(struct{}{}), unsafe.Sizeof(Line{}))
	p := Point{1, 2}
	q := p
	q.X = 5
	pp := &p
	pp.Y = 7
	fmt.Println(p, q, *pp, p == Point{1, 7}, Line{p, q} == Line{Point{1, 7}, q})
	grid := map[Point]string{{1, 2}: "a", {0, 0}: "o"}
	grid[Point{3, 4}] += "new"
	fmt.Println(grid, grid[Point{9, 9}] == "", len(grid))
	type key [2]string
	mk := map[key]*Point{{"a", "b"}: {1, 2}}
	mk[key{"a", "b"}].X++
	fmt.Println(*mk[key{"a", "b"}])
	nan := math.NaN()
	mn := map[float64]int{nan: 1, nan: 2}
	mn[nan] = 3
	_, okn := mn[nan]
	fmt.Println(len(mn), okn, nan == nan, nan != nan, nan < 1, math.Inf(1) > math.MaxFloat64)
	mi := map[interface{}]string{1: "int", "1": "str", 1.0: "float", Point{1, 1}: "pt", [1]int{1}: "arr", true: "b", nil: "nil"}
	fmt.Println(mi[1], mi["1"], mi[1.0], mi[Point{1, 1}], mi[[1]int{1}], mi[true], mi[nil], mi[int64(1)] == "")
	s := []int{1, 2, 3, 4, 5}
	s2 := s[1:3]
	s2 = append(s2, 99)
	fmt.Println(s, s2, len(s2), cap(s2), s[1:3:3])
	s3 := append(s[:1:1], s[3:]...)
	s3[0] = 42
	fmt.Println(s, s3)
	copy(s[1:], s)
	fmt.Println(s, copy(s, []int{7}), s[len(s)-1])
	arr := [5]int{1, 2, 3}
	brr := arr
	brr[0] = 100
	for i, v := range arr {
		arr[4] += v
		if i == 0 {
			arr[1] = 50
		}
	}
	fmt.Println(arr, brr, arr != brr)
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	var u8 uint8 = 250
	u8 += 10
	var i8 int8 = 127
	i8++
	var i32 int32 = math.MinInt32
	fmt.Println(u8, i8, -i32, i32/-1, -7/2, -7%3, 7&^5, 6^3, ^5, 1<<3|1, uint32(1)<<31>>31, int8(-128)>>1)
	var u64 uint64 = 1<<64 - 1
	fmt.Println(u64*u64, u64/3, u64%10, int64(u64), float64(u64), uint32(u64), int64(math.MinInt64)/-1)
	ff := 1e20
	fmt.Println(int64(float32(16777217)), math.Sqrt(2), math.Pow(2, 0.5), math.Floor(-1.5), math.Trunc(2.7), math.Round(-2.5), math.Mod(7, -3), math.Hypot(3, 4), math.Cbrt(27), ff, float32(ff), math.Pi)
	fmt.Println(Celsius(36.6), float32(0.1)+float32(0.2), 0.1+0.2, 1/3.0, float64(float32(0.1)), 100000000.0, 1e-5, 123456789.0, 1e20, 1e21)
	var e1, e2 interface{} = 1, 1.0
	fmt.Println(e1 == e2, e1 == interface{}(1), e1 != nil)
	var np *Point
	var ni interface{} = np
	fmt.Println(np == nil, ni == nil, ni == (*Point)(nil))
	func() {
		defer func() {
			fmt.Println("recovered", recover())
			fmt.Println(recover())
		}()
		defer func() {
			defer func() { fmt.Println("inner", recover()) }()
			panic("second")
		}()
		panic("first")
	}()
	switch x := 5; {
	case x > 3:
		fmt.Println("big")
		fallthrough
	case x > 10:
		fmt.Println("fell")
	default:
		fmt.Println("no")
	}
	for i, c := range "aé世" {
		fmt.Print(i, string(c), c, " ")
	}
	for range [3]int{} {
		fmt.Print(".")
	}
	fmt.Println()
	m := map[string][]int{}
	m["a"] = append(m["a"], 1, 2)
	m["b"] = append(m["b"], 3)
	delete(m, "zz")
	delete(m, "b")
	fmt.Println(m, len(m["none"]))
	x, y := 1, 2
	x, y = y, x+y
	i := 0
	i, s[i] = 2, 77
	fmt.Println(x, y, i, s)
	var iface interface {
		Next() Weekday
	} = Monday
	if w, ok := iface.(Weekday); ok {
		fmt.Println(w, ok)
	}
	ch := make(chan int, 3)
	ch <- 1
	ch <- 2
	close(ch)
	for v := range ch {
		fmt.Print(v, " ")
	}
	v, ok := <-ch
	fmt.Println(v, ok, len(ch), cap(ch))
	bs := []byte("hello")
	bs[0] = 'J'
	str := string(bs)
	bs[1] = 'X'
	fmt.Println(str, string(bs), string(rune(65)), []byte("é"), string([]rune{0x4e16, 0xd800, -1}))
	type node struct {
		val  int
		next *node
	}
	var head *node
	for i := 0; i < 5; i++ {
		head = &node{i, head}
	}
	for n := head; n != nil; n = n.next {
		fmt.Print(n.val, "->")
	}
	fmt.Println("nil")
	const c1 = 'a' + 1
	const c2 = "s" + "t"
	const c3 = 1.0 << 3
	const c4 = 7 / 2 * 2.0
	const c5 float32 = 1 / 3.0
	fmt.Println(c1, c2, c3, c4, c5, len(c2), string(rune(c1)))
	fmt.Printf("%T %T %T %T %T\n", c1, c3, 1<<3, 2.0*3, 'a'*1.0)
}
