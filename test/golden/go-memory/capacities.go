package main

type t3 struct{ a, b, c byte }
type t5 [5]byte
type t20 struct{ a, b, c, d, e int }
type tp struct {
	p *int
	x int
}

func main() {
	var a []byte
	var b []int
	var c []int64
	var d []string
	var e []t3
	var f []t5
	var g []t20
	var h []tp
	var k []interface{}
	var l []struct{}
	last := [10]int{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1}
	show := func(i, c, l int) {
		if last[i] != c {
			last[i] = c
			println(i, l, c)
		}
	}
	for i := 0; i < 3000; i++ {
		a = append(a, 0)
		show(0, cap(a), len(a))
		b = append(b, 0)
		show(1, cap(b), len(b))
		c = append(c, 0)
		show(2, cap(c), len(c))
		d = append(d, "")
		show(3, cap(d), len(d))
		e = append(e, t3{})
		show(4, cap(e), len(e))
		f = append(f, t5{})
		show(5, cap(f), len(f))
		g = append(g, t20{})
		show(6, cap(g), len(g))
		h = append(h, tp{})
		show(7, cap(h), len(h))
		k = append(k, nil)
		show(8, cap(k), len(k))
		l = append(l, struct{}{})
		show(9, cap(l), len(l))
	}
	for n := 0; n < 70; n++ {
		x := append([]byte(nil), make([]byte, n)...)
		y := append([]int{1, 2, 3}, make([]int, n)...)
		println(n, cap(x), cap(y), cap([]byte(string(make([]byte, n)))), cap([]rune(string(make([]byte, n)))))
	}
}
