package main

import (
	"errors"
	"fmt"
	"os"
	"time"
)

type Inner struct {
	A int
	B string
	c float64
}
type Outer struct {
	Inner
	P    *Inner
	M    map[string]int
	S    []Inner
	I    interface{}
	F    func(int) string
	C    chan int
	E    error
	Arr  [2]bool
	b    []byte
	x    *int
	N    Named
	R    rune
	U    uintptr
	Anon struct{ X, Y int }
}
type Named int

func (n Named) String() string { return fmt.Sprintf("Named<%d>", int(n)) }

type Ptr struct{ v int }

func (p *Ptr) String() string { return "ptr!" }

type GoS struct{ v int }

func (g GoS) GoString() string { return "GoS!" }

type Fm struct{}

func (Fm) Format(s fmt.State, c rune) {
	w, wok := s.Width()
	p, pok := s.Precision()
	fmt.Fprintf(s, "[%c %d %v %d %v %v%v%v%v%v]", c, w, wok, p, pok, s.Flag('+'), s.Flag('-'), s.Flag('#'), s.Flag(' '), s.Flag('0'))
}

type Err struct{ code int }

func (e Err) Error() string { return fmt.Sprint("err", e.code) }

type Panicky struct{}

func (Panicky) String() string { panic("oops") }

type NilPtr struct{}

func (n *NilPtr) String() string { panic("nil") }

type B []byte
type Str string
type Rec struct {
	Next *Rec
	V    int
}
type Mp map[Named]Str
type Iface interface{ String() string }

func main() {
	in := Inner{1, "two", 3.5}
	o := Outer{Inner: in, M: map[string]int{"z": 1, "a": 2}, S: []Inner{in, {}}, I: 5, b: []byte("hi"), N: 7, R: 'x', U: 99}
	for _, f := range []string{"%v", "%+v", "%#v", "%T", "%s", "%d", "%q", "%x"} {
		fmt.Printf(f+"\n", in)
		fmt.Printf(f+"\n", o)
		fmt.Printf(f+"\n", &in)
		fmt.Printf(f+"\n", []interface{}{1, "a", nil, 2.5, true, 'x', []int{1}, map[string]bool{"k": true}, Named(3), Err{4}})
		fmt.Printf(f+"\n", map[string]interface{}{"b": 1, "a": []string{"x", "y"}, "c": nil})
		fmt.Printf(f+"\n", [3]string{"a", "b c", "\n"})
		fmt.Printf(f+"\n", []byte("bytes\x00\xff"))
		fmt.Printf(f+"\n", [4]byte{1, 2, 3, 255})
		fmt.Printf(f+"\n", B("named bytes"))
		fmt.Printf(f+"\n", Str("str\t\"q\" `b`"))
		fmt.Printf(f+"\n", Mp{3: "c", 1: "a"})
		fmt.Printf(f+"\n", struct {
			a interface{}
			b error
			c Iface
			d *Rec
		}{})
		fmt.Printf(f+"\n", Rec{V: 1})
		fmt.Printf(f+"\n", nil)
		fmt.Printf(f+"\n", Err{3})
		fmt.Printf(f+"\n", []error{Err{1}, nil})
		fmt.Printf(f+"\n", GoS{1})
		fmt.Printf(f+"\n", []GoS{{1}})
		fmt.Printf(f+"\n", Fm{})
		fmt.Printf(f+"\n", Panicky{})
		fmt.Printf(f+"\n", (*NilPtr)(nil))
		fmt.Printf(f+"\n", (*int)(nil))
		fmt.Printf(f+"\n", []int(nil))
		fmt.Printf(f+"\n", map[int]int(nil))
		fmt.Printf(f+"\n", (func())(nil))
		fmt.Printf(f+"\n", (chan int)(nil))
		fmt.Printf(f+"\n", error(nil))
		fmt.Printf(f+"\n", struct{}{})
		fmt.Printf(f+"\n", [0]int{})
		fmt.Printf(f+"\n", time.Duration(1500)*time.Millisecond)
		fmt.Printf(f+"\n", uint8(200))
		fmt.Printf(f+"\n", []rune("héé"))
		fmt.Printf(f+"\n", []string{"a", "b"})
		fmt.Printf(f+"\n", [2][]int{{1, 2}, {3}})
		fmt.Printf(f+"\n", []map[string]int{{"a": 1}, nil})
		fmt.Printf(f+"\n", float32(0.1))
		fmt.Printf(f+"\n", -1e21)
		fmt.Printf(f+"\n", []float64{1, 2.5, 1e6, 1e21, 1e-7})
		fmt.Printf(f+"\n", []bool{true, false})
		fmt.Printf(f+"\n", &[]int{1})
		fmt.Printf(f+"\n", &map[string]int{"a": 1})
		fmt.Printf(f+"\n", &[2]int{1, 2})
		fmt.Printf(f+"\n", struct{ p *[]int }{nil})
		fmt.Printf(f+"\n", int64(-1<<63))
		fmt.Printf(f+"\n", uint64(1<<64-1))
		fmt.Printf(f+"\n", uintptr(255))
		fmt.Printf(f+"\n", '☺')
		fmt.Printf(f+"\n", os.ErrNotExist)
	}
	fmt.Printf("%v %s\n", Ptr{1}, &Ptr{1})
	fmt.Printf("%d %d %!\n", 1)
	fmt.Printf("%d\n", 1, 2, "x")
	fmt.Printf("%z %-05d|%+5d|% d|%x|%X|%#x|%o|%O|%#o|%b|%c|%U|%#U|%q\n", 1, 5, 6, 7, 255, 255, 255, 8, 8, 8, 5, 0x1F600, 0x1F600, 0x1F600, 65)
	fmt.Printf("%5s|%-5s|%.2s|%5.1s|%05s|%q|%+q|%#q|%x|% x|%#x|%# X\n", "ab", "ab", "abc", "xyz", "ab", "é\n", "é\n", "é`", "hey", "hey", "hey", "hey")
	fmt.Printf("%6.2f|%-8.3f|%+.1f|%08.3f|% f|%e|%E|%g|%G|%.3g|%10.4e|%x|%X|%b\n", 3.14159, 2.5, 1.25, -3.5, 1.0, 123456.789, 0.00012, 1e100, 1e-10, 1234567.0, 98765.4321, 1.5, 255.75, 1.0)
	fmt.Printf("%*d|%-*d|%.*f|%[2]d %[1]d|%[3]*.[2]*[1]f|%[5]d %[1]s\n", 5, 42, 5, 42, 2, 3.14159, 1, 2)
	fmt.Printf("%[2]d %[1]d\n", 1, 2)
	fmt.Printf("%[3]*.[2]*[1]f|\n", 12.0, 2, 6)
	fmt.Printf("%[x]d %[1]x %[10]d %[-1]d\n", 1)
	fmt.Printf("%t %v %5t|%-7t|\n", true, false, true, false)
	fmt.Printf("%p %v\n", nil, nil)
	fmt.Printf("%s %d\n", []interface{}{"a", 1}, []interface{}{"a", 1})
	fmt.Printf("%06d|%+06d|%x|%X|%#08x|% 5d|%-+5d|\n", -42, 42, -255, "hello", 255, 42, 42)
	fmt.Printf("%v %v %v\n", &in, &o.Anon, &[]string{"a"})
	fmt.Printf("%+d %+v %+.2e\n", []int{1, -2}, []float64{1, 2}, 12345.678)
	fmt.Printf("%5v|%-5v|%05v|%x|%X\n", []int{1, 2}, []string{"a"}, []int{3}, []string{"ab", "cd"}, [2][]byte{{1}, {2}})
	fmt.Printf("%8.3v|%.3v|%10v|%-10v|\n", 3.14159, "abcdef", "r", "l")
	fmt.Printf("%c|%5c|%-5c|%q|%#q|%+q\n", 'é', 'x', 'y', 'é', 'é', 'é')
	fmt.Printf("%U %#U %08U %+U\n", 0x10FFFF, '\n', 65, 65)
	fmt.Printf("%t\n", 1)
	fmt.Printf("%d\n", "str")
	fmt.Printf("%s\n", 3)
	fmt.Printf("%d\n", 3.5)
	fmt.Printf("%f\n", 3)
	fmt.Printf("%q\n", 3.5)
	fmt.Printf("%x\n", true)
	fmt.Printf("%!\n")
	fmt.Printf("%")
	fmt.Printf("\n%%|%5%|%-5%|\n")
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.0, nil, nil), fmt.Sprint(), fmt.Sprintln("x", 1))
	fmt.Println(fmt.Errorf("wrap %w and %d", Err{1}, 2), errors.Unwrap(fmt.Errorf("x %w", Err{9})))
	fmt.Println(fmt.Errorf("two %w %w", Err{1}, Err{2}), fmt.Errorf("%w", "notanerr"), fmt.Errorf("%w", nil))
	var np *Ptr
	fmt.Printf("%v %+v %s\n", np, np, np)
	fmt.Printf("%v %d\n", struct{ a, b interface{} }{1, "x"}, struct {
		a int
		b []int
	}{1, []int{2}})
	fmt.Printf("%#v %#v %#v %#v %#v\n", 1.0, 1e6, 1e21, float32(2.5), "a\"b")
	fmt.Printf("%#v %#v %#v %#v %#v %#v\n", int8(1), uint8(1), 'a', []uint8{1}, [2]uint8{1, 2}, uintptr(3))
	fmt.Printf("%#v %#v\n", struct{ A interface{} }{nil}, []interface{}{nil, 1, "s", 2.0})
	fmt.Printf("%T %T %T %T %T %T %T\n", in, &o, o.F, o.C, (<-chan int)(nil), map[string][]*Inner{}, func(a int, b ...string) (int, error) { return 0, nil })
	fmt.Printf("%T %T %T %T\n", struct {
		a int
		B string `tag:"x"`
	}{}, [3]interface{}{}, interface {
		String() string
	}(Named(1)), []error{})
	fmt.Printf("%08.3f|%+08.3f|%-8.3f|% 8.3f|%+.0f|%#.0f|%#g|%#.3x\n", -1.5, 1.5, 1.5, 1.5, 2.5, 2.5, 1.0, 1.0)
	fmt.Printf("%6.3d|%-6.3d|%+.3d|%.0d|%x\n", 7, 7, 7, 0, -1)
	fmt.Printf("%20q|%-20q|%020d|%+.3q|% q\n", "hi", "hi", 5, "éabc", "s")
	fmt.Printf("%v|%6v|%-6v|%06v\n", true, 1, 2, 3)
}
