// Wrappers of value methods called with nil pointers, directly and through embedded fields.
package main

import (
	"fmt"
	"os"
)

type Inner struct {
	pad [3]int
	n   int
}

func (i Inner) Val() int  { return i.n }
func (i *Inner) Ptr() int { return i.n }

type Emb struct {
	x int
	Inner
}
type PEmb struct {
	x int
	*Inner
}
type V interface{ Val() int }
type P interface{ Ptr() int }
type IEmb struct {
	y int
	V
}
type Arr [4]int

func (a Arr) Val() int { return a[2] }

type Num int

func (n Num) Val() int { return int(n) }

type Fn func() int

func (f Fn) Val() int { return f() }

type Str struct{ s string }

func (s Str) String() string { return s.s }

type W struct{ Str }

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}
func main() {
	var vs = []V{(*Inner)(nil), (*Emb)(nil), (*PEmb)(nil), PEmb{}, &PEmb{}, IEmb{}, &IEmb{}, (*IEmb)(nil), (*Arr)(nil), (*Num)(nil), (*Fn)(nil), Fn(nil), Num(3), new(Arr)}
	for i, v := range vs {
		try(fmt.Sprint(i), func() { fmt.Println(v.Val()) })
		f := func() (g func() int) { defer func() { recover() }(); return v.Val }()
		try("value", func() { fmt.Println(f != nil); f() })
	}
	for i, p := range []P{(*Inner)(nil), (*Emb)(nil), (*PEmb)(nil), PEmb{}, &PEmb{}} {
		try(fmt.Sprint("p", i), func() { fmt.Println(p.Ptr()) })
	}
	try("e", func() { _ = (*Emb).Val(nil) })
	try("f", func() { _ = (*PEmb).Ptr(nil) })
	try("g", func() { _ = V.Val(nil) })
	try("h", func() { _ = PEmb.Val(PEmb{}) })
	fmt.Println((*Str)(nil), (*W)(nil), W{}, &W{}, []interface{}{(*Str)(nil)}, struct{ fmt.Stringer }{})
	fmt.Printf("%v %s %d\n", (*W)(nil), (*Str)(nil), (*W)(nil))
	if len(os.Args) > 1 {
		return
	}
	defer func() {
		r := recover()
		var x V = (*Emb)(nil)
		defer fmt.Println("deferred", r)
		x.Val()
	}()
	vs[0].Val()
}
