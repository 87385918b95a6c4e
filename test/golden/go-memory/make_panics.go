package main

import "fmt"

var n = -1
var huge = 1 << 30
var k = 5

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

var s []int
var b []byte

func main() {
	try("neg", func() { s = make([]int, n) })
	try("huge", func() { s = make([]int, huge) })
	try("cap", func() { s = make([]int, 5, huge) })
	try("cap<len", func() { s = make([]int, k, k-2) })
	try("negcap", func() { s = make([]int, 0, n) })
	try("chan", func() { c := make(chan int, n); _ = c })
	try("chan huge", func() { c := make(chan [1000]int, huge); _ = c })
	try("append", func() { b = make([]byte, 10); b = b[:k*5] })
	try("map", func() { m := make(map[int]int, n); fmt.Println(len(m)) })
	try("int64", func() { var x int64 = 1 << 40; s = make([]int, x) })
	try("unsafe", func() { a := [3]int{}; i := k; fmt.Println(a[i]) })
	try("slice3", func() { a := make([]int, 3); i, j := 2, 1; fmt.Println(a[i:j]) })
	try("conv", func() { a := make([]int, 3); p := (*[4]int)(a); fmt.Println(p) })
}
