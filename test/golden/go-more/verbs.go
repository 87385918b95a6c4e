// Every verb with every flag, over all kinds of values.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

type Point struct{ X, Y int }
type Named struct {
	Name string
	P    *Point
	Tags []string
	M    map[string]Point
	F    func()
	C    chan int
	E    error
	I    interface{}
	b    byte
	_    int
}
type Celsius float64

func (c Celsius) String() string { return fmt.Sprintf("%.1f°C", float64(c)) }

type GS struct{ a int }

func (g GS) GoString() string { return "GS!" }

type Fm struct{}

func (Fm) Format(s fmt.State, v rune) {
	w, wok := s.Width()
	p, pok := s.Precision()
	if !wok {
		w = 0
	}
	if !pok {
		p = 0
	}
	fmt.Fprintf(s, "[%c %d %t %d %t %t%t%t%t%t]", v, w, wok, p, pok, s.Flag('+'), s.Flag('-'), s.Flag('#'), s.Flag(' '), s.Flag('0'))
}

type Bad struct{ p *int }

func (b *Bad) String() string { return fmt.Sprint(*b.p) }

type PS string

func (p *PS) String() string { return "ptr" + string(*p) }

type Err struct{}

func (Err) Error() string  { return "err" }
func (Err) String() string { return "str" }

type Inner struct{ A, B int }
type Outer struct {
	Inner
	*Point
	C []Inner
	D [2]bool
	E map[Inner]string
}
type Bits uint8
type Tree struct {
	L, R *Tree
	V    int
}

func main() {
	p := Point{1, -2}
	n := Named{Name: "n\"q", P: nil, Tags: []string{"a b", "c"}, M: map[string]Point{"z": {1, 2}, "a": {}}, I: Celsius(3)}
	fmt.Printf("%v\n%+v\n", n, n)
	s := fmt.Sprintf("%#v", n)
	fmt.Println(s)
	fmt.Printf("%v %+v %#v %T %d %x %s %q\n", p, p, p, p, p, p, p, p)
	fmt.Printf("%v %+v %T\n", &p, &p, &p)
	fmt.Printf("%#v %v %+v\n", &p, []*Point{nil}, struct{ P *Point }{nil})
	o := Outer{Inner{1, 2}, nil, []Inner{{3, 4}}, [2]bool{true}, map[Inner]string{{2, 1}: "x", {1, 9}: "y"}}
	fmt.Printf("%v\n%+v\n%#v\n", o, o, o)
	fmt.Println(Celsius(36.6), []Celsius{1, 2}, map[Celsius]Celsius{3: 4}, &p, struct{ C Celsius }{5})
	fmt.Printf("%v %s %.2f %5.1f|%-8v|%8v|%d\n", Celsius(1), Celsius(2), Celsius(3), Celsius(4), Celsius(5), Celsius(6), Celsius(7))
	fmt.Printf("%v %#v %+v %s\n", GS{1}, GS{1}, []GS{{1}}, GS{2})
	fmt.Printf("%#v\n", []interface{}{GS{1}, 1, "a", nil, 1.5, 'x', byte(1), []byte("hi"), [2]byte{1, 2}, true, &n.b == nil, uint(3), uintptr(4), int64(-5), float32(2), map[string]int{}, map[string]int(nil), []int(nil), []int{}, struct{}{}, (*int)(nil), error(nil), Err{}, func() {} == nil})
	fmt.Printf("%v %5d %-5.3q %+#x %010.3v\n", Fm{}, Fm{}, Fm{}, Fm{}, []Fm{{}})
	fmt.Printf("%v %s %d\n", &Bad{}, (*Bad)(nil), &Bad{})
	ps := PS("x")
	fmt.Println(ps, &ps, []*PS{&ps}[0], []PS{ps})
	fmt.Println(Err{}, &Err{}, []error{Err{}}, fmt.Sprintf("%v|%s|%d|%q", Err{}, Err{}, Err{}, Err{}))
	fmt.Printf("%d %s\n", "str", 5)
	fmt.Printf("%d\n", 1, 2, "x")
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%!\n")
	fmt.Printf("%z %-", 1)
	fmt.Println()
	fmt.Printf("%[2]d %[1]d %d %[5]d %[x]d %[2]*[1]d|%-*d|%.*f\n", 7, 3, -5, 4, 2, 1.5)
	fmt.Printf("%t %v %5t|%-7t|%q\n", true, false, true, false, true)
	fmt.Printf("%c|%5c|%-3c|%q|%#q|%+q|%U|%#U|%x\n", 'é', 'b', 'c', 'é', 'x', 'é', 0x1F600, 0x1F600, 'z')
	fmt.Printf("%b|%o|%O|%#o|%x|%X|%#x|%#X|%+d|% d|%05d|%-5d|%5d|%x\n", 5, 8, 8, 8, 255, 255, 255, 255, 5, 5, -42, 42, 42, -255)
	fmt.Printf("%08b %#b %+b %3b|%-10b|%.5d|%8.3d|%-8.3d|%08.3d|%+.2d\n", 5, 5, 5, 5, 5, 42, 42, 42, 42, 4)
	fmt.Printf("%e %E %f %F %g %G %b %x %X\n", 1234.5678, 0.00012, 1e10, 2.5, 1e21, 1e-7, 1.0, 3.5, -0.1)
	fmt.Printf("%6.2f|%-8.3f|%+.1f|%08.2f|% .2f|%#g|%#.3g|%.0f|%#.0f|%.3e|%10.2e|%g\n", 3.14159, 2.71828, 1.0, -3.5, 2.5, 1.0, 2.0, 2.5, 3.0, 12345.678, 0.00123, float32(0.1))
	fmt.Printf("%s|%10s|%-10s|%.2s|%q|%#q|%+q|%x|% x|%#x|% #X|%8.3s|\n", "héllo", "a", "b", "héllo", "a\n\"b", "a`b", "é", "hi", "hi", "hi", "hi", "abcdef")
	fmt.Printf("%s|%v|%d|%x|%q|%s|%v\n", []byte("hi"), []byte("hi"), []byte("hi"), []byte("hi"), []byte("hi"), [3]byte{65, 66, 67}, [3]byte{65, 66, 67})
	fmt.Printf("%v %d %s %q %x %+v %5.1f|%05d\n", []string{"a", "b"}, []int{1, 2}, []string{"a", "b"}, []string{"a", "b"}, []string{"ab", "c"}, []Point{{1, 2}}, []float64{1, 2.55}, []int{3, -4})
	fmt.Printf("%v %v %v %d\n", map[string]int{"b": 1, "a": 2}, map[int]string{3: "x", -1: "y"}, map[bool]int{true: 1, false: 0}, map[string]int{"q": 1})
	fmt.Printf("%v %v\n", map[interface{}]int{"a": 1, 2: 2, 1.5: 3, true: 4, 'c': 5, "B": 6, nil: 7}, map[Point]bool{{2, 1}: true, {1, 5}: false})
	fmt.Printf("%6v|%-6v|%06v|%+v|%x|%X\n", 42, 42, 42, 42, "hello", []int{10, 11})
	fmt.Printf("%t %p %s\n", 1, 1, nil)
	fmt.Printf("%v %d %s\n", nil, nil, errors.New("e"))
	fmt.Printf("%v %s %q\n", fmt.Errorf("a: %w", os.ErrNotExist), fmt.Errorf("b: %w %w", Err{}, Err{}), fmt.Errorf("%d%%", 5))
	fmt.Printf("%v %s %d %.3v\n", time.Duration(1500)*time.Millisecond, time.Hour+2*time.Second, time.Second, 1.23456)
	fmt.Printf("%v %v\n", time.March, time.Saturday)
	fmt.Printf("%3d|%-3d|%03d|%*d|%-*d|%0*d\n", 1, 2, 3, 4, 5, 6, 7, 8, 9)
	fmt.Printf("%v %v %v\n", int8(-128), uint64(1<<63), ^uint32(0))
	fmt.Printf("%x %X %x\n", "hello world", []byte{0, 255}, 3.0)
	fmt.Printf("%08.3f|%+08.3f|%-+8.2f|% 8.2f|%+-8d|%x\n", 3.14159, 3.14159, 2.5, 1.5, 7, int8(-1))
	fmt.Printf("%v %+v\n", Tree{L: nil, V: 1}, struct {
		T Tree
		U *Tree
	}{})
	fmt.Printf("%v %v %v %v\n", 1e6, 1e20, 1e21, 123456789.0)
	fmt.Printf("%v %v %v %v\n", float32(1e6), float32(16777216), float32(3.4e38), float32(1)/3)
	fmt.Printf("%6.3v|%.3v|%10v|%-10v|%+v\n", 3.14159, "abcdef", "x", "y", -1.5)
	fmt.Print("a", 1, 2, "b", "c", 3.5, nil, nil, []int{1}, Point{}, "\n")
	fmt.Print(1, 2, "\n")
	fmt.Println("a", 1, nil, [0]int{}, []string{}, [][]int{{1}, nil}, map[string][]int{"a": {1}})
	var np *Point
	var ne error
	var ni interface{}
	var nm map[string]int
	var nf func()
	var nc chan int
	fmt.Println(np, ne, ni, nm, nf == nil, nc, []interface{}{np, ne})
	fmt.Printf("%v %+v %#v %s %d\n", np, np, np, np, np)
	fmt.Printf("%v %#v %v %#v\n", ne, ne, nm, nm)
	fmt.Printf("%s %v %d\n", ni, ni, ni)
	fmt.Println(fmt.Sprint("x", 1, 2, "y"), fmt.Sprint(1, 2), fmt.Sprint("a", "b"), fmt.Sprintln("z", 1) == "z 1\n")
	var sb strings.Builder
	k, err := fmt.Fprintf(&sb, "%s-%03d", "id", 7)
	fmt.Println(k, err, sb.String(), sb.Len())
	type E struct{ error }
	fmt.Println(E{errors.New("in")}, E{}.error == nil)
	fmt.Printf("%v %s\n", struct{ e error }{Err{}}, struct{ c Celsius }{2})
	fmt.Printf("%T %T %T %T %T %T %T\n", nil, Err{}, &n, []interface{}{}, map[string][]*Point{}, func(int, ...string) (bool, error) { return false, nil }, struct {
		A int `json:"a"`
		b string
	}{})
	fmt.Printf("%T %T %T %T\n", make(chan<- int), [3][]int{}, Bits(1), 'a')
	fmt.Printf("%08v|%-8v|%+q|%#v|%#v\n", "abc", true, "日本", "日本\x00", 'a')
	fmt.Printf("%v|%6.2v|%s\n", [3]float64{1, 2.5, 1e9}, []float64{3.14159}, []interface{}{1, "a", nil, 2.5})
	fmt.Printf("%#x %#o %#q %# x\n", []int{1, 255}, []int{8}, []string{"a"}, "abc")
	fmt.Printf("%d %d\n", &[]int{1}, &map[string]int{"a": 1})
	fmt.Printf("%s %v\n", &[]string{"p"}, &[2]bool{true})
	fmt.Printf("%.2f%% done, %5.1f%%|%-6.2f%%\n", 45.678, 99.5, 0.5)
	fmt.Printf("%!d(%d) %%d %c%c\n", 1, 0x4E16, 0x754C)
	fmt.Printf("%.10s|%.0s|%10.4s|%-10.4s|\n", "short", "gone", "truncate", "truncate")
	fmt.Printf("%x|%X|%#x|% x|%x\n", [3]byte{1, 2, 3}, "\xff\x00", []byte{1}, []byte{1, 2}, []string{"a", "b"})
	panic(fmt.Sprintf("%v", n.Tags[2:][0]))
}
