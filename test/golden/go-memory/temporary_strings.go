package main

import (
	"fmt"
	"runtime"
)

type key string

func deep(n int, s string) int {
	var pad [50]int
	pad[n%50] = n
	if n == 0 {
		return len(s)
	}
	return deep(n-1, s) + pad[n%50] - n
}

//go:noinline
func keeps(b []byte) string { s := string(b); b[0] = 'K'; return s }

//go:noinline
func local(b []byte) bool {
	s := string(b)
	b[0] = 'L'
	runtime.GC()
	return s == "xyz" && deep(300, s) == 3
}

//go:noinline
func loop(words [][]byte) (same int) {
	prev := ""
	for _, w := range words {
		s := string(w)
		if s == prev {
			same++
		}
		prev = s
		w[0]++
	}
	return
}

//go:noinline
func joined(b []byte, s string) (string, string, int) {
	t := "<" + string(b) + ">" + s
	u := string(b) + s
	return t, u, len(string(b) + "!")
}

//go:noinline
func empties(b []byte) (string, string) {
	tmp := string(b)
	x := tmp + ""
	y := "" + tmp
	return x, y
}

//go:noinline
func change(b []byte) string { b[0] = 'C'; return "abc" }

//go:noinline
func runes(s string) (n int) {
	for i, c := range []byte(s) {
		n += i * int(c)
	}
	r := []rune(s)
	r[0] = 'Z'
	n += len(string(r)) + cap(r)
	bs := []byte(s)
	bs[0] = 'Q'
	n += int(bs[0]) + cap(bs)
	return n + len(string(rune(s[0])))
}

type w1 struct{ x int8 }
type w2 struct{ a, b uint16 }
type w3 struct{ f float64 }
type w4 [1]string
type w5 struct{ s []int }
type w6 struct{ f float32 }

var sinks []interface{}

func main() {
	b := []byte("xyz")
	fmt.Println(keeps(b), string(b), local([]byte("xyz")))
	fmt.Println(loop([][]byte{[]byte("a"), []byte("a"), []byte("b"), []byte("b")}))
	fmt.Println(joined([]byte("q"), "tail"))
	fmt.Println(empties([]byte("some bytes")))
	m := map[string]int{"abc": 1, "Cbc": 2}
	km := map[key]int{"abc": 3}
	im := map[interface{}]int{"abc": 4}
	b = []byte("abc")
	fmt.Println(m[string(b)], km[key(b)], im[string(b)])
	_, ok := m[string(b[:2])]
	fmt.Println(ok, string(b) == change(b), string(b) < "D", string(b) != "Cbc")
	m[string(b)] = 9
	b[0] = 'X'
	fmt.Println(m["Cbc"], len(m))
	fmt.Println(runes("hällo"), runes("a longer string than thirty-two bytes is"))
	sinks = append(sinks, w1{-3}, w2{1, 65535}, w3{2.5}, w4{"four"}, w5{[]int{5}}, w6{0.5}, int8(-1), int16(-2), uint16(300), float32(1.5), float64(0), [2]int{3, 4}, w4{}, w5{})
	for _, s := range sinks {
		fmt.Printf("%v %T\n", s, s)
	}
	fmt.Println(sinks[0] == interface{}(w1{-3}), sinks[6] == interface{}(int8(-1)), sinks[7] == interface{}(int16(-2)), sinks[2] == interface{}(w3{2.5}))
	switch string(b) {
	case "Xbc":
		fmt.Println("switch")
	}
}
