/** Assignments: what is evaluated before what, and where literals are built. What is expected is what real Go prints. */
import { expect, test } from 'vitest';
import { runGoText } from '../../support/go-program.ts';

const ROWS: readonly { readonly name: string; readonly prints: string; readonly text: string }[] = [
  {
    name: 'operands of the left sides are known before the first assignment',
    prints: '5 6\n0 10 99\n2 10\ntrue\ntrue\nfalse\n2\n',
    text: `package main

type T struct{ n int }

func pair() (*int, int) { v := 5; return &v, 6 }

func array() [5]int { made++; return [5]int{} }

var made int

func main() {
	p := new(int)
	q := p
	p, *p = pair()
	println(*p, *q)
	x := []int{10, 20}
	i := 1
	for i, x[i] = range []int{99} {
		break
	}
	println(i, x[0], x[1])
	for range array() {
	}
	for j := range array() {
		i += j
	}
	println(made, i)
	var any interface{} = true
	switch {
	case any:
		println("true")
	default:
		println("something else")
	}
	c := make(chan *T, 2)
	c <- &T{1}
	c <- nil
	close(c)
	for t := range c {
		println(t != nil)
	}
	y := make([]int, 0, 3)
	for k := 0; k < 3; k++ {
		y = append(y, k)
	}
	keep(func() int { return y[2] })
	println(kept())
}

var kept func() int

func keep(f func() int) { kept = f }
`,
  },
  {
    name: 'an element of a map comes to be only when nothing can panic any more',
    prints: '3585 0 -7 3\nxyz\n+4.500000e+000\ntrue 3\n',
    text: `package main

func main() {
	m := map[string]int{"a": 100}
	d := 7
	m["a"] /= d
	m["b"] %= d
	m["a"] += d * 2
	m["c"] -= d
	m["a"] <<= uint(d)
	m["a"]++
	println(m["a"], m["b"], m["c"], len(m))
	s := map[int]string{}
	s[1] += "x" + "y"
	t := "z"
	s[1] += t
	println(s[1])
	fl := map[int]float64{2: 9}
	fl[2] /= float64(d - 5)
	println(fl[2])
	defer func() { println(recover() != nil, len(m)) }()
	z := 0
	m["q"] /= z
}
`,
  },
  {
    name: 'literals of constants replace all that was there',
    prints: '0 hello 0 7\n0 5 8\ntrue\n',
    text: `package main

type Foo struct {
	A [1 << 11]byte
	B string
	C [3][4]int
}

func main() {
	f := new(Foo)
	f.A[5] = 3
	f.C[1][1] = 9
	*f = Foo{B: "hello", C: [3][4]int{2: {1: 7}}}
	println(f.A[5], f.B, f.C[1][1], f.C[2][1])
	var g [2000]int
	g[3] = 4
	g = [2000]int{1: 5, 7: 8}
	println(g[3], g[1], g[7])
	var p *Foo
	defer func() { println(recover() != nil) }()
	*p = Foo{B: "x"}
}
`,
  },
];

test.each(ROWS)('$name', async ({ text, prints }) => {
  const { stderr, code } = await runGoText(text);
  expect({ stderr, code }).toEqual({ stderr: prints, code: 0 });
});
