package main

import "runtime"

var m0, m1 runtime.MemStats
var s, s2 string
var b []byte
var r []rune
var sum int

func delta(name string) {
	runtime.ReadMemStats(&m1)
	println(name, m1.Mallocs-m0.Mallocs, m1.TotalAlloc-m0.TotalAlloc)
	runtime.ReadMemStats(&m0)
}

//go:noinline
func local(x []byte) int { return len(string(x)) }

//go:noinline
func cmp(x []byte, y string) bool { return string(x) == y }

//go:noinline
func concat(a, b string) int { return len(a + b) }

func main() {
	b = make([]byte, 100)
	long := string(make([]byte, 100))
	m := map[string]int{"a": 1}
	runtime.ReadMemStats(&m0)
	delta("nothing")
	s = string(b[:0])
	delta("empty")
	s = string(b[:1])
	delta("one")
	s = string(b[:2])
	delta("two")
	s = string(b)
	delta("100")
	b = []byte(s)
	delta("bytes")
	r = []rune(s)
	delta("runes")
	s = string(r)
	delta("string of runes")
	sum += local(b[:32])
	delta("tmp 32")
	sum += local(b[:33])
	delta("tmp 33")
	println(cmp(b, s))
	delta("compare")
	sum += m[string(b[:1])]
	delta("map lookup")
	for i, c := range []byte(s) {
		sum += i + int(c)
	}
	delta("range")
	s2 = s + long
	delta("concat")
	s2 = s + ""
	delta("concat empty")
	sum += concat("abc", "def")
	delta("concat small tmp")
	sum += concat(long, long)
	delta("concat big tmp")
	s2 = s2[1:50]
	delta("slice")
	s = string(rune(200))
	delta("rune")
	s = string(rune('a'))
	delta("rune ascii")
	b = append(b, s...)
	delta("append")
	b = append(b[:10:10], "xyz"...)
	delta("append copy")
	for i := 0; i < 10; i++ {
		s += "x"
	}
	delta("10 times +=")
	s = "a" + s + "b" + s + "c" + s
	delta("six")
}
