package main

import "fmt"

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

var arr [4]int
var sl = make([]int, 3, 7)
var str = "hello"

func main() {
	for _, i := range []int64{0, 3, 5, -1, 1 << 31, 1<<32 - 1, 1 << 32, 1<<40 + 1, -1 << 40, 1<<63 - 1, -1 << 63, 3000000000} {
		i := i
		try("arr", func() { _ = arr[i] })
		try("sl", func() { _ = sl[i] })
		try("str", func() { _ = str[i] })
		try("a", func() { _ = sl[i:] })
		try("b", func() { _ = sl[:i] })
		try("c", func() { _ = sl[1:2:i] })
		try("d", func() { _ = sl[1:i:6] })
		try("e", func() { _ = sl[i:4:6] })
		try("f", func() { _ = str[i:] })
		try("g", func() { _ = str[:i] })
		try("h", func() { _ = arr[:i] })
		try("single", func() { var s [1]int; s[i]++; _ = s })
		u := uint64(i)
		try("arr", func() { _ = arr[u] })
		try("sl", func() { _ = sl[u] })
		try("str", func() { _ = str[u] })
		try("a", func() { _ = sl[u:] })
		try("b", func() { _ = sl[:u] })
		try("c", func() { _ = sl[1:2:u] })
		try("d", func() { _ = sl[1:u:6] })
		try("e", func() { _ = sl[u:4:6] })
		try("f", func() { _ = str[u:] })
		try("g", func() { _ = str[:u] })
		try("h", func() { _ = arr[:u] })
		w := uint32(i)
		try("arr", func() { _ = arr[w] })
		try("a", func() { _ = sl[w:] })
		try("single", func() { var s [1]int; s[w]++; _ = s })
	}
}
