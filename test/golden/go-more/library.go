package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"sort"
	"strings"
	"unicode"
)

type Celsius float64

type Grid [][]rune

func (g Grid) String() string {
	var sb strings.Builder
	for _, r := range g {
		sb.WriteString(string(r))
		sb.WriteByte('\n')
	}
	return sb.String()
}

type Queue struct {
	items []interface{}
	head  int
}

func (q *Queue) Enq(v interface{}) { q.items = append(q.items, v) }
func (q *Queue) Deq() (interface{}, error) {
	if q.head >= len(q.items) {
		return nil, io.EOF
	}
	v := q.items[q.head]
	q.head++
	return v, nil
}

type Op func(float64, float64) (float64, error)

var ErrDiv = errors.New("division by zero")

type ParseErr struct {
	Pos int
	Msg string
}

func (p ParseErr) Error() string { return fmt.Sprintf("at %d: %s", p.Pos, p.Msg) }

type parser struct {
	s   string
	pos int
}

func (p *parser) peek() byte {
	for p.pos < len(p.s) && p.s[p.pos] == ' ' {
		p.pos++
	}
	if p.pos >= len(p.s) {
		return 0
	}
	return p.s[p.pos]
}
func (p *parser) expr() (v float64) {
	v = p.term()
	for {
		switch p.peek() {
		case '+':
			p.pos++
			v += p.term()
		case '-':
			p.pos++
			v -= p.term()
		default:
			return
		}
	}
}
func (p *parser) term() float64 {
	v := p.factor()
	for {
		switch c := p.peek(); c {
		case '*', '/':
			p.pos++
			w := p.factor()
			if c == '*' {
				v *= w
			} else {
				if w == 0 {
					panic(ErrDiv)
				}
				v /= w
			}
		default:
			return v
		}
	}
}
func (p *parser) factor() float64 {
	switch c := p.peek(); {
	case c == '(':
		p.pos++
		v := p.expr()
		if p.peek() != ')' {
			panic(ParseErr{p.pos, "expected )"})
		}
		p.pos++
		return v
	case c == '-':
		p.pos++
		return -p.factor()
	case c >= '0' && c <= '9':
		st := p.pos
		for p.pos < len(p.s) && (unicode.IsDigit(rune(p.s[p.pos])) || p.s[p.pos] == '.') {
			p.pos++
		}
		var f float64
		fmt.Sscanf(p.s[st:p.pos], "%g", &f)
		return f
	default:
		panic(ParseErr{p.pos, fmt.Sprintf("unexpected %q", c)})
	}
}
func eval(s string) (v float64, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case ParseErr:
			err = fmt.Errorf("parse %q: %w", s, e)
		case error:
			err = e
		default:
			panic(e)
		}
	}()
	p := &parser{s: s}
	v = p.expr()
	if p.peek() != 0 {
		return 0, ParseErr{p.pos, "trailing"}
	}
	return
}

type rot13 struct{ r io.Reader }

func (r rot13) Read(b []byte) (n int, err error) {
	n, err = r.r.Read(b)
	for i := range b[:n] {
		switch c := b[i]; {
		case c >= 'a' && c <= 'z':
			b[i] = 'a' + (c-'a'+13)%26
		case c >= 'A' && c <= 'Z':
			b[i] = 'A' + (c-'A'+13)%26
		}
	}
	return
}

type upper struct{ io.Writer }

func (u upper) Write(p []byte) (int, error) { return u.Writer.Write(bytes.ToUpper(p)) }

type Set map[string]struct{}

func (s Set) Add(k ...string) Set {
	for _, x := range k {
		s[x] = struct{}{}
	}
	return s
}
func (s Set) Keys() (r []string) {
	for k := range s {
		r = append(r, k)
	}
	sort.Strings(r)
	return
}

type LRU struct {
	cap        int
	m          map[string]*ent
	head, tail *ent
}
type ent struct {
	k          string
	v          int
	prev, next *ent
}

func NewLRU(n int) *LRU {
	l := &LRU{cap: n, m: map[string]*ent{}, head: &ent{}, tail: &ent{}}
	l.head.next, l.tail.prev = l.tail, l.head
	return l
}
func (l *LRU) rm(e *ent) { e.prev.next, e.next.prev = e.next, e.prev }
func (l *LRU) add(e *ent) {
	e.next, e.prev = l.head.next, l.head
	l.head.next.prev = e
	l.head.next = e
}
func (l *LRU) Get(k string) (int, bool) {
	if e, ok := l.m[k]; ok {
		l.rm(e)
		l.add(e)
		return e.v, true
	}
	return 0, false
}
func (l *LRU) Put(k string, v int) {
	if e, ok := l.m[k]; ok {
		e.v = v
		l.rm(e)
		l.add(e)
		return
	}
	if len(l.m) == l.cap {
		o := l.tail.prev
		l.rm(o)
		delete(l.m, o.k)
	}
	e := &ent{k: k, v: v}
	l.m[k] = e
	l.add(e)
}

func collatz(n uint64) (steps int) {
	for ; n != 1; steps++ {
		if n&1 == 0 {
			n >>= 1
		} else {
			n = 3*n + 1
		}
	}
	return
}

func permute(a []int, f func([]int)) {
	var rec func(int)
	rec = func(i int) {
		if i == len(a) {
			f(a)
			return
		}
		for j := i; j < len(a); j++ {
			a[i], a[j] = a[j], a[i]
			rec(i + 1)
			a[i], a[j] = a[j], a[i]
		}
	}
	rec(0)
}

func main() {
	for _, s := range []string{"1+2*3", "(1+2)*3", "2*(3", "1/0", "-4*-(2.5+1)", "1 + x", "3 4"} {
		v, err := eval(s)
		var pe ParseErr
		fmt.Printf("%-14s %8.3f %v %t %t\n", s, v, err, errors.Is(err, ErrDiv), errors.As(err, &pe))
	}
	g := Grid{[]rune("ab"), []rune("çd")}
	g[0][1] = '世'
	fmt.Print(g)
	var q Queue
	q.Enq(1)
	q.Enq("x")
	for {
		v, err := q.Deq()
		if err == io.EOF {
			break
		}
		fmt.Print(v, " ")
	}
	fmt.Println()
	io.Copy(os.Stdout, rot13{strings.NewReader("Uryyb, Jbeyq!\n")})
	fmt.Fprintf(upper{os.Stdout}, "shout %d %s\n", 3, "abc")
	fmt.Println(Set{}.Add("b", "a", "b").Keys(), len(Set{}.Add("q")))
	l := NewLRU(2)
	l.Put("a", 1)
	l.Put("b", 2)
	l.Get("a")
	l.Put("c", 3)
	_, ok := l.Get("b")
	va, _ := l.Get("a")
	fmt.Println(ok, va, len(l.m))
	fmt.Println(collatz(27), collatz(837799))
	n := 0
	permute([]int{1, 2, 3, 4}, func(p []int) {
		if n%6 == 0 {
			fmt.Print(p, " ")
		}
		n++
	})
	fmt.Println(n)
	ops := map[string]Op{"add": func(a, b float64) (float64, error) { return a + b, nil }, "div": func(a, b float64) (float64, error) {
		if b == 0 {
			return math.NaN(), ErrDiv
		}
		return a / b, nil
	}}
	for _, k := range []string{"add", "div", "mul"} {
		if op, ok := ops[k]; ok {
			r, err := op(1, 0)
			fmt.Println(k, r, err)
		} else {
			fmt.Println(k, "unknown")
		}
	}
	f, err := os.Create("/tmp/library.txt")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Fprintln(f, "line", 1)
	f.WriteString("line 2\n")
	f.Close()
	data, err := os.ReadFile("/tmp/library.txt")
	fmt.Printf("%q %v\n", data, err)
	_, err = os.Open("/tmp/none.txt")
	fmt.Println(err, errors.Is(err, os.ErrNotExist), os.IsNotExist(err))
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		fmt.Println(pathErr.Op, pathErr.Path, pathErr.Err)
	}
	os.Remove("/tmp/library.txt")
	pr, pw := io.Pipe()
	go func() { fmt.Fprint(pw, "through the pipe"); pw.Close() }()
	b, err := io.ReadAll(pr)
	fmt.Println(string(b), err)
	mr := io.MultiReader(strings.NewReader("one "), io.LimitReader(strings.NewReader("two three"), 3))
	var sb strings.Builder
	tr := io.TeeReader(mr, &sb)
	io.ReadAll(tr)
	fmt.Println(sb.String(), sb.Len())
	os.Setenv("PW_X", "1")
	fmt.Println(os.Getenv("PW_X"), os.Getenv("NOPE") == "")
	fmt.Println(math.Asinh(1), math.Acosh(2), math.Atanh(0.5), math.Log1p(1e-5), math.Float64bits(1.5), math.Nextafter(1, 2), math.Signbit(-0.0), math.Copysign(1, -1), math.IsInf(math.Inf(-1), -1), math.Remainder(5, 3))
	fmt.Println(unicode.Is(unicode.Han, '世'), unicode.In('é', unicode.Latin, unicode.Greek), unicode.IsPunct('!'), unicode.IsSpace('\u00a0'), unicode.ToUpper('ß'), unicode.SimpleFold('K'), unicode.IsSymbol('+'), unicode.IsControl('\n'), unicode.IsTitle('ǅ'), unicode.IsMark('\u0301'), unicode.Is(unicode.Cyrillic, 'ж'))
}
