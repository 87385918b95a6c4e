package main

import "runtime"

var m0, m1 runtime.MemStats
var i interface{}
var e error

type small struct{ a byte }
type one struct{ p *int }
type two struct{ a, b int }
type big [100]int
type str string
type errT struct{ code int }

func (e errT) Error() string { return "x" }

type fn func()

var z int
var n255, n256 int = 255, 256
var zero int
var f0, f1 float64 = 0, 1
var st string = "abc"
var st0 string
var sl []int
var bb big
var i64 int64 = 5
var i64b int64 = 1 << 40

func delta(name string) {
	runtime.ReadMemStats(&m1)
	println(name, m1.Mallocs-m0.Mallocs, m1.TotalAlloc-m0.TotalAlloc)
	runtime.ReadMemStats(&m0)
}

func main() {
	runtime.ReadMemStats(&m0)
	delta("nothing")
	i = zero
	delta("0")
	i = n255
	delta("255")
	i = n256
	delta("256")
	i = byte(n255)
	delta("byte")
	i = small{7}
	delta("small")
	i = small{byte(n255)}
	delta("small var")
	i = one{&z}
	delta("one")
	i = two{1, 2}
	delta("two const")
	i = two{n255, 2}
	delta("two")
	i = bb
	delta("big")
	i = "constant"
	delta("const string")
	i = st
	delta("string")
	i = st0
	delta("empty string")
	i = sl
	delta("nil slice")
	sl = make([]int, 1)
	delta("make")
	i = sl
	delta("slice")
	i = f0
	delta("0.0")
	i = f1
	delta("1.0")
	i = i64
	delta("int64 5")
	i = i64b
	delta("int64 big")
	i = &z
	delta("pointer")
	i = map[int]int(nil)
	delta("map")
	i = func() {}
	delta("func")
	i = fn(func() { z++ })
	delta("fn")
	e = errT{n256}
	delta("error")
	e = &errT{3}
	delta("error ptr")
	i = e
	delta("convert")
	i = true
	delta("bool")
	i = uint16(n256)
	delta("uint16 256")
	i = uint16(n255)
	delta("uint16 255")
	i = struct{}{}
	delta("empty")
	i = [0]int{}
	delta("empty array")
	i = str(st)
	delta("named string")
	args := []interface{}{n256, st, n255}
	delta("args")
	i = args
	delta("boxed args")
}
