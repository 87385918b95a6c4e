package main

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
	"unsafe"
)

type Color int

func (c Color) String() string { return "color" }

type Node struct {
	V    int
	Next *Node
}
type S struct {
	A int
	b string
	C []int
}
type X1 struct{ Dup, Only1 int }
type X2 struct{ Dup, Only2 int }
type Ambig struct {
	X1
	*X2
	Top int
}
type named string
type MyS []int
type P1 struct{ P *int }
type A1 [1]*int
type Celsius float64

func try(name string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(name, "panic:", e)
		}
	}()
	f()
	fmt.Println(name, "ok")
}

func main() {
	one := 1
	eq := func(a, b interface{}) { fmt.Print(reflect.DeepEqual(a, b), " ") }
	eq(1, 1)
	eq(1, int8(1))
	eq([]int{1, 2}, []int{1, 2})
	eq([]int{1, 2}, []int{1, 3})
	eq([]int(nil), []int{})
	eq(map[string][]int{"a": {1}}, map[string][]int{"a": {1}})
	eq(map[string][]int{"a": {1}}, map[string][]int{"a": {2}})
	eq(map[string]int(nil), map[string]int{})
	eq(nil, nil)
	eq(nil, 1)
	eq(S{1, "x", []int{1}}, S{1, "x", []int{1}})
	eq(S{1, "x", []int{1}}, S{1, "y", []int{1}})
	eq(&S{1, "x", nil}, &S{1, "x", nil})
	eq(func() {}, func() {})
	eq((func())(nil), (func())(nil))
	eq([2]interface{}{1, "a"}, [2]interface{}{1, "a"})
	eq([]interface{}{1, nil}, []interface{}{1, nil})
	eq([]interface{}{1, nil}, []interface{}{1, 2})
	n1, n2 := &Node{1, nil}, &Node{1, nil}
	n1.Next, n2.Next = n1, n2
	eq(n1, n2)
	n2.Next = &Node{2, n2}
	eq(n1, n2)
	nan := 0.0
	nan /= nan
	eq(nan, nan)
	eq([]float64{nan}, []float64{nan})
	f := []float64{nan}
	eq(f, f)
	eq(P1{&one}, P1{&one})
	eq(A1{&one}, A1{new(int)})
	eq(error(nil), nil)
	eq("a", named("a"))
	eq(map[interface{}]interface{}{1: "x", "y": []int{1}}, map[interface{}]interface{}{1: "x", "y": []int{1}})
	var cyc []interface{}
	cyc = []interface{}{1, nil}
	cyc[1] = cyc
	eq(cyc, cyc)
	fmt.Println()
	// panics
	v := reflect.ValueOf(S{1, "x", nil})
	pv := reflect.ValueOf(&S{1, "x", nil}).Elem()
	try("set", func() { v.Field(0).SetInt(3) })
	try("setun", func() { pv.Field(1).SetString("q") })
	try("setstr", func() { pv.Field(0).SetString("q") })
	try("int", func() { reflect.ValueOf("x").Int() })
	try("zero", func() { reflect.Value{}.Type() })
	try("zero2", func() { reflect.Value{}.Int() })
	try("iface", func() { v.Field(1).Interface() })
	try("field", func() { v.Field(7) })
	try("fieldint", func() { reflect.ValueOf(1).Field(0) })
	try("elem", func() { reflect.ValueOf(1).Elem() })
	try("telem", func() { reflect.TypeOf(1).Elem() })
	try("tkey", func() { reflect.TypeOf(1).Key() })
	try("tfield", func() { reflect.TypeOf(1).Field(0) })
	try("tfield2", func() { reflect.TypeOf(S{}).Field(9) })
	try("numin", func() { reflect.TypeOf(1).NumIn() })
	try("numfield", func() { reflect.TypeOf(1).NumField() })
	try("len", func() { reflect.TypeOf(1).Len() })
	try("vlen", func() { reflect.ValueOf(1).Len() })
	try("index", func() { reflect.ValueOf([]int{1}).Index(2) })
	try("aindex", func() { reflect.ValueOf([1]int{1}).Index(2) })
	try("sindex", func() { reflect.ValueOf("a").Index(2) })
	try("isnil", func() { reflect.ValueOf(1).IsNil() })
	try("addr", func() { v.Addr() })
	try("settype", func() { pv.Field(0).Set(reflect.ValueOf("x")) })
	try("setzero", func() { pv.Field(0).Set(reflect.Value{}) })
	try("conv", func() { reflect.ValueOf(1).Convert(reflect.TypeOf([]int{})) })
	try("bits", func() { reflect.TypeOf("").Bits() })
	try("map", func() { reflect.ValueOf(map[string]int{}).MapIndex(reflect.ValueOf(1)) })
	try("nilmap", func() { reflect.ValueOf(map[string]int(nil)).SetMapIndex(reflect.ValueOf("x"), reflect.ValueOf(1)) })
	try("mapkeys", func() { reflect.ValueOf(1).MapKeys() })
	try("slice", func() { reflect.ValueOf([]int{1}).Slice(0, 5) })
	try("append", func() { reflect.Append(reflect.ValueOf([]int{1}), reflect.ValueOf("x")) })
	try("makeslice", func() { reflect.MakeSlice(reflect.TypeOf(1), 0, 0) })
	try("impl", func() { reflect.TypeOf(1).Implements(reflect.TypeOf(1)) })
	try("swapper", func() { reflect.Swapper(1) })
	try("in", func() { reflect.TypeOf(try).In(5) })
	try("copy", func() { reflect.Copy(reflect.ValueOf(1), reflect.ValueOf([]int{1})) })
	// New, Zero, Ptr types
	p := reflect.New(reflect.TypeOf(S{}))
	p.Elem().Field(0).SetInt(5)
	fmt.Printf("%v %+v %T\n", p.Type(), p.Interface().(*S), p.Interface())
	q := reflect.New(reflect.TypeOf(p.Interface()))
	q.Elem().Set(p)
	fmt.Println(q.Type(), q.Elem().Elem().Field(0).Int(), reflect.PtrTo(q.Type()), reflect.PointerTo(reflect.TypeOf(1)) == reflect.TypeOf(new(int)), reflect.PtrTo(q.Type()) == reflect.PtrTo(q.Type()))
	fmt.Println(reflect.Zero(reflect.TypeOf(S{})).Interface(), reflect.Zero(reflect.TypeOf("")).Len(), reflect.Zero(reflect.TypeOf(p)).IsValid())
	// conversions
	fmt.Println(reflect.ValueOf(65).Convert(reflect.TypeOf("")), reflect.ValueOf(3.99).Convert(reflect.TypeOf(1)), reflect.ValueOf(-1).Convert(reflect.TypeOf(uint8(0))), reflect.ValueOf("hi").Convert(reflect.TypeOf([]byte{})), reflect.ValueOf([]rune("hü")).Convert(reflect.TypeOf("")), reflect.ValueOf(Color(3)).Convert(reflect.TypeOf(1)), reflect.ValueOf(3).Convert(reflect.TypeOf(Color(1))), reflect.ValueOf(2).Convert(reflect.TypeOf(Celsius(0))), reflect.ValueOf("x").Convert(reflect.TypeOf(named(""))).Type())
	fmt.Println(reflect.ValueOf(Color(1)).Convert(reflect.TypeOf((*fmt.Stringer)(nil)).Elem()).Type(), reflect.ValueOf([]int{1}).Convert(reflect.TypeOf(MyS{})).Type())
	// slices
	s := reflect.MakeSlice(reflect.TypeOf([]string{}), 2, 5)
	s.Index(0).SetString("a")
	s2 := reflect.Append(s, reflect.ValueOf("b"), reflect.ValueOf("c"))
	s3 := reflect.AppendSlice(s2, reflect.ValueOf([]string{"d", "e"}))
	fmt.Println(s, s2, s3, s.Len(), s.Cap(), s2.Len(), s3.Len(), s3.Cap(), s3.Slice(1, 3), s3.Slice3(1, 2, 4).Cap())
	fmt.Println(reflect.Copy(s, reflect.ValueOf([]string{"X", "Y", "Z"})), s, reflect.ValueOf("hello").Slice(1, 3))
	arr := [3]int{1, 2, 3}
	reflect.ValueOf(&arr).Elem().Index(1).SetInt(20)
	sw := reflect.Swapper([]string{"p"})
	sw(0, 0)
	ss := []S{{A: 1}, {A: 2}}
	reflect.Swapper(ss)(0, 1)
	fmt.Println(arr, ss)
	// maps
	m := reflect.MakeMap(reflect.TypeOf(map[string]S{}))
	m.SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf(S{A: 1}))
	m.SetMapIndex(reflect.ValueOf("l"), reflect.ValueOf(S{A: 2}))
	it := m.MapRange()
	var lines []string
	for it.Next() {
		lines = append(lines, fmt.Sprint(it.Key(), it.Value(), it.Value().CanSet()))
	}
	sort.Strings(lines)
	fmt.Println(lines, m.Len(), m.MapIndex(reflect.ValueOf("none")).IsValid(), m)
	try("it", func() { it.Next() })
	try("it2", func() { m.MapRange().Key() })
	// chans
	c := reflect.MakeChan(reflect.TypeOf(make(chan int)), 2)
	c.Send(reflect.ValueOf(4))
	x, ok := c.Recv()
	c.Close()
	y, ok2 := c.Recv()
	fmt.Println(x, ok, y, ok2, c.Len(), c.Cap())
	// fields
	at := reflect.TypeOf(Ambig{})
	for _, name := range []string{"Dup", "Only1", "Only2", "Top", "X1", "None"} {
		f, ok := at.FieldByName(name)
		fmt.Println(name, ok, f.Index, f.Name)
	}
	av := reflect.ValueOf(Ambig{X1{1, 2}, &X2{3, 4}, 5})
	fmt.Println(av.FieldByName("Only2"), av.FieldByName("Dup").IsValid(), av.FieldByIndex([]int{1, 0}))
	for _, f := range reflect.VisibleFields(at) {
		fmt.Print(f.Name, f.Index, " ")
	}
	fmt.Println()
	f2, _ := at.FieldByNameFunc(func(s string) bool { return strings.HasPrefix(s, "T") })
	fmt.Println(f2.Name, at.FieldByIndex([]int{1, 1}).Name)
	try("nilembed", func() { reflect.ValueOf(Ambig{}).FieldByName("Only2") })
	// printing
	fmt.Println(reflect.ValueOf(1), reflect.ValueOf("s"), reflect.ValueOf(Color(1)), reflect.ValueOf([]int{1}), reflect.Value{}, v, v.Field(1))
	fmt.Printf("%v %d %s %q %+v %T\n", reflect.ValueOf(5), reflect.ValueOf(6), reflect.ValueOf("x"), reflect.ValueOf("x"), v, v)
	fmt.Println([]reflect.Value{reflect.ValueOf(1), reflect.ValueOf("str")}, reflect.ValueOf(1).String(), reflect.Value{}.String(), reflect.ValueOf(v).Kind())
	fmt.Println(reflect.Kind(99), reflect.Int, reflect.Pointer, reflect.UnsafePointer, reflect.ChanDir(0), reflect.BothDir)
	// misc
	var e interface{} = &one
	fmt.Println(reflect.ValueOf(&e).Elem().Kind(), reflect.ValueOf(&e).Elem().Elem().Kind(), reflect.Indirect(reflect.ValueOf(&one)).Int(), reflect.ValueOf(&one).Pointer() == uintptr(unsafe.Pointer(&one)))
	fmt.Println(reflect.ValueOf(int8(0)).OverflowInt(200), reflect.ValueOf(uint8(0)).OverflowUint(255), reflect.ValueOf(float32(0)).OverflowFloat(1e39))
	fmt.Println(reflect.ValueOf([]byte("ab")).Bytes(), reflect.ValueOf(S{}).IsZero(), reflect.ValueOf(S{A: 1}).IsZero(), reflect.ValueOf(&one).IsZero())
	fmt.Println(reflect.StructTag(`a:"b" c:"d\"e" x`).Get("c"), reflect.StructTag(`bad`).Get("bad"))
	for _, k := range []interface{}{1, uint(2), 3.5, "x", true, nil} {
		r := reflect.ValueOf(k)
		fmt.Print(r.IsValid(), r.CanInt(), r.CanUint(), r.CanFloat(), " ")
	}
	fmt.Println()
}
