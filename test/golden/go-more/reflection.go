package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"sort"
	"strings"
)

type Color int

func (c Color) String() string { return [...]string{"red", "green"}[c] }

type Inner struct {
	A int `json:"a,omitempty" xml:"x"`
	b string
}
type Base struct{ ID int }

func (b *Base) Ptr()    {}
func (b Base) Val() int { return b.ID }

type T struct {
	Base
	*Inner
	Name  string `k:"v"`
	Tags  []string
	M     map[string]int
	F     func(int, ...string) (bool, error)
	I     interface{}
	E     error
	C     chan<- int
	Arr   [3]byte
	P     *T
	color Color
	Col   Color
	Fl    float32
	u     uint8
	z     struct{}
}
type Shape interface {
	Area() float64
	Name() string
}
type Sq struct{ S float64 }

func (s Sq) Area() float64 { return s.S * s.S }
func (s *Sq) Name() string { return "sq" }
func (s Sq) hidden()       {}

type MyS []int
type MyM map[string]MyS
type Node struct {
	V    int
	Next *Node
}
type One struct{ P *int }
type Ambig struct {
	X1
	X2
}
type X1 struct{ Dup, Only1 int }
type X2 struct{ Dup, Only2 int }

func try(name string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(name, "panic:", e)
		}
	}()
	f()
}

func describe(t reflect.Type) {
	fmt.Println(t, t.Name(), t.PkgPath(), t.Kind(), t.Size(), t.Align(), t.FieldAlign(), t.Comparable(), t.NumMethod())
	switch t.Kind() {
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			f := t.Field(i)
			fmt.Println("  ", f.Name, f.PkgPath, f.Type, f.Tag, f.Offset, f.Index, f.Anonymous, f.IsExported(), f.Tag.Get("json"))
		}
	case reflect.Func:
		fmt.Println("  ", t.NumIn(), t.NumOut(), t.IsVariadic())
		for i := 0; i < t.NumIn(); i++ {
			fmt.Println("  ", t.In(i))
		}
		for i := 0; i < t.NumOut(); i++ {
			fmt.Println("  ", t.Out(i))
		}
	case reflect.Map:
		fmt.Println("  ", t.Key(), t.Elem())
	case reflect.Slice, reflect.Pointer, reflect.Chan, reflect.Array:
		fmt.Println("  ", t.Elem())
	}
}

func dump(v reflect.Value, depth int) {
	ind := strings.Repeat(" ", depth)
	fmt.Print(ind, v.Kind(), " ", v.IsValid())
	if v.IsValid() {
		fmt.Print(" ", v.Type(), " ", v.CanSet(), v.CanAddr(), v.CanInterface(), v.IsZero())
	}
	switch v.Kind() {
	case reflect.Bool:
		fmt.Println(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		fmt.Println(" ", v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		fmt.Println(" ", v.Uint())
	case reflect.Float32, reflect.Float64:
		fmt.Println(" ", v.Float())
	case reflect.String:
		fmt.Println(" ", v.String(), v.Len())
	case reflect.Slice, reflect.Array:
		fmt.Println(" ", v.Len(), v.Cap())
		for i := 0; i < v.Len(); i++ {
			dump(v.Index(i), depth+1)
		}
	case reflect.Map:
		fmt.Println(" ", v.Len())
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		for _, k := range keys {
			dump(k, depth+1)
			dump(v.MapIndex(k), depth+1)
		}
	case reflect.Struct:
		fmt.Println(" ", v.NumField())
		for i := 0; i < v.NumField(); i++ {
			dump(v.Field(i), depth+1)
		}
	case reflect.Interface, reflect.Pointer:
		fmt.Println(" ", v.IsNil())
		if depth < 6 {
			dump(v.Elem(), depth+1)
		}
	default:
		fmt.Println(" ", v.String())
	}
}

func main() {
	in := Inner{5, "b"}
	t := T{Base{7}, &in, "n", []string{"x", "y"}, map[string]int{"a": 1, "b": 2}, nil, 3.5, errors.New("e"), nil, [3]byte{1, 2, 3}, &T{}, 1, 0, 1.5, 9, struct{}{}}
	for _, x := range []interface{}{1, "s", 2.5, true, t, &t, []int{1}, MyS{}, MyM{}, [2]string{}, func(a int, b ...string) error { return nil }, make(chan int), make(<-chan string), Color(1), struct {
		A int
		b string
	}{}, new(interface{}), errors.New, &in, Sq{}, &Sq{}, map[[2]int]func(){}, int8(1), uintptr(2), rune('x'), byte(1), [0]int{}, One{}, complexless{}} {
		describe(reflect.TypeOf(x))
	}
	fmt.Println(reflect.TypeOf(nil), reflect.TypeOf(1) == reflect.TypeOf(2), reflect.TypeOf(1) == reflect.TypeOf("x"))
	shape := reflect.TypeOf((*Shape)(nil)).Elem()
	errT := reflect.TypeOf((*error)(nil)).Elem()
	describe(shape)
	describe(errT)
	fmt.Println(reflect.TypeOf(Sq{}).Implements(shape), reflect.TypeOf(&Sq{}).Implements(shape), reflect.TypeOf(os.ErrNotExist).Implements(errT), reflect.TypeOf(os.Stdout).Implements(reflect.TypeOf((*io.Writer)(nil)).Elem()))
	fmt.Println(reflect.TypeOf(1).AssignableTo(errT), reflect.TypeOf(MyS{}).AssignableTo(reflect.TypeOf([]int{})), reflect.TypeOf(Color(1)).ConvertibleTo(reflect.TypeOf(1)), reflect.TypeOf("").ConvertibleTo(reflect.TypeOf([]byte{})), reflect.TypeOf(1).AssignableTo(reflect.TypeOf(Color(0))))
	dump(reflect.ValueOf(t), 0)
	dump(reflect.ValueOf(&t), 0)
	dump(reflect.ValueOf(One{&in.A}), 0)
	// setting
	v := reflect.ValueOf(&t).Elem()
	v.FieldByName("Name").SetString("new")
	v.FieldByName("ID").SetInt(99)
	v.FieldByName("A").SetInt(-3)
	v.Field(3).Index(1).SetString("z")
	v.FieldByName("Fl").SetFloat(2.25)
	v.FieldByName("Tags").Set(reflect.Append(v.FieldByName("Tags"), reflect.ValueOf("w")))
	v.FieldByName("M").SetMapIndex(reflect.ValueOf("c"), reflect.ValueOf(3))
	v.FieldByName("M").SetMapIndex(reflect.ValueOf("a"), reflect.Value{})
	v.FieldByName("I").Set(reflect.ValueOf(Color(1)))
	v.FieldByName("E").Set(reflect.ValueOf(io.EOF))
	v.FieldByName("P").Set(reflect.New(reflect.TypeOf(T{})))
	fmt.Println(t.Name, t.ID, in.A, t.Tags, t.Fl, t.M, t.I, t.E, t.P.Inner == nil, t.P.Name == "")
}

type complexless struct {
	a, b int8
	c    int64
}
