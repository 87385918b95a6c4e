package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// A stack machine with a tiny compiler, an inventory, and a state machine: ordinary code.

type opcode byte

const (
	push opcode = iota
	add
	sub
	mul
	div
	jmp
	jz
	load
	store
	print
	halt
)

func (o opcode) String() string {
	return [...]string{"push", "add", "sub", "mul", "div", "jmp", "jz", "load", "store", "print", "halt"}[o]
}

type instr struct {
	op  opcode
	arg int
}

type vm struct {
	code  []instr
	stack []int
	vars  [4]int
	pc    int
	out   strings.Builder
	steps int
}

type vmError struct {
	pc  int
	op  opcode
	err error
}

func (e *vmError) Error() string { return fmt.Sprintf("pc %d (%v): %v", e.pc, e.op, e.err) }
func (e *vmError) Unwrap() error { return e.err }

var errStack = errors.New("stack underflow")

func (m *vm) pop() int {
	if len(m.stack) == 0 {
		panic(errStack)
	}
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v
}

func (m *vm) run() (err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if !ok {
				panic(r)
			}
			err = &vmError{m.pc, m.code[m.pc].op, e}
		}
	}()
	for {
		m.steps++
		switch in := m.code[m.pc]; in.op {
		case push:
			m.stack = append(m.stack, in.arg)
		case add, sub, mul, div:
			b, a := m.pop(), m.pop()
			var r int
			switch in.op {
			case add:
				r = a + b
			case sub:
				r = a - b
			case mul:
				r = a * b
			case div:
				r = a / b
			}
			m.stack = append(m.stack, r)
		case jmp:
			m.pc = in.arg
			continue
		case jz:
			if m.pop() == 0 {
				m.pc = in.arg
				continue
			}
		case load:
			m.stack = append(m.stack, m.vars[in.arg])
		case store:
			m.vars[in.arg] = m.pop()
		case print:
			fmt.Fprintln(&m.out, m.pop())
		case halt:
			return nil
		default:
			panic(fmt.Sprintf("bad opcode %d", in.op))
		}
		m.pc++
	}
}

type state func(*lexer) state
type token struct {
	kind, text string
}
type lexer struct {
	in         string
	start, pos int
	out        []token
}

func (l *lexer) emit(kind string) {
	l.out = append(l.out, token{kind, l.in[l.start:l.pos]})
	l.start = l.pos
}
func lexText(l *lexer) state {
	for l.pos < len(l.in) {
		switch c := l.in[l.pos]; {
		case c == ' ':
			l.pos++
			l.start = l.pos
		case '0' <= c && c <= '9':
			return lexNumber
		case strings.ContainsRune("+-*/=()", rune(c)):
			l.pos++
			l.emit("op")
		default:
			return lexWord
		}
	}
	return nil
}
func lexNumber(l *lexer) state {
	for l.pos < len(l.in) && l.in[l.pos] >= '0' && l.in[l.pos] <= '9' {
		l.pos++
	}
	l.emit("num")
	return lexText
}
func lexWord(l *lexer) state {
	for l.pos < len(l.in) && l.in[l.pos] != ' ' && !strings.ContainsRune("+-*/=()", rune(l.in[l.pos])) {
		l.pos++
	}
	l.emit("word")
	return lexText
}

type matrix [][]float64

func newMatrix(r, c int, f func(i, j int) float64) matrix {
	m := make(matrix, r)
	for i := range m {
		m[i] = make([]float64, c)
		for j := range m[i] {
			m[i][j] = f(i, j)
		}
	}
	return m
}
func (a matrix) det() float64 {
	n := len(a)
	m := newMatrix(n, n, func(i, j int) float64 { return a[i][j] })
	d := 1.0
	for i := 0; i < n; i++ {
		p := i
		for k := i + 1; k < n; k++ {
			if abs(m[k][i]) > abs(m[p][i]) {
				p = k
			}
		}
		if m[p][i] == 0 {
			return 0
		}
		if p != i {
			m[p], m[i] = m[i], m[p]
			d = -d
		}
		d *= m[i][i]
		for k := i + 1; k < n; k++ {
			f := m[k][i] / m[i][i]
			for j := i; j < n; j++ {
				m[k][j] -= f * m[i][j]
			}
		}
	}
	return d
}
func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

func main() {
	prog := []instr{{push, 5}, {store, 0}, {push, 1}, {store, 1}, {load, 0}, {jz, 15}, {load, 1}, {load, 0}, {mul, 0}, {store, 1}, {load, 0}, {push, 1}, {sub, 0}, {store, 0}, {jmp, 4}, {load, 1}, {print, 0}, {halt, 0}}
	m := &vm{code: prog}
	fmt.Println(m.run(), m.out.String(), m.steps, m.vars)
	for _, code := range [][]instr{{{push, 1}, {push, 0}, {div, 0}}, {{add, 0}}, {{push, 1}, {store, 9}}, {{push, 3}}} {
		err := (&vm{code: code}).safe()
		var ve *vmError
		fmt.Println(err, errors.Is(err, errStack), errors.As(err, &ve))
	}
	l := &lexer{in: "total = price*12 + (tax1 - 3)"}
	for s := state(lexText); s != nil; {
		s = s(l)
	}
	fmt.Printf("%q\n%v\n", l.out, len(l.out))
	a := newMatrix(4, 4, func(i, j int) float64 { return float64((i*7+j*3)%5) + 0.5 })
	fmt.Printf("%.4f %v\n", a.det(), a)
	fmt.Printf("%v %s %d %+v\n", halt, prog[0].op, prog[0].op, prog[:3])
	if len(os.Args) > 1 {
		(&vm{code: []instr{{op: 42}}}).run()
	}
}

func (m *vm) safe() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("escaped: %v", r)
		}
	}()
	return m.run()
}
