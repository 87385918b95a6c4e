// A tiny language: assignments, while loops and print over integers, parsed into a
// tree of interfaces and evaluated.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

type expr interface{ eval(env map[string]int) int }

type number int
type variable string
type binary struct {
	op          string
	left, right expr
}

func (n number) eval(map[string]int) int       { return int(n) }
func (v variable) eval(env map[string]int) int { return env[string(v)] }

func (b *binary) eval(env map[string]int) int {
	l, r := b.left.eval(env), b.right.eval(env)
	switch b.op {
	case "+":
		return l + r
	case "-":
		return l - r
	case "*":
		return l * r
	case "/":
		if r == 0 {
			panic(errors.New("division by zero"))
		}
		return l / r
	case "%":
		return l % r
	case "<":
		if l < r {
			return 1
		}
	case "=":
		if l == r {
			return 1
		}
	}
	return 0
}

type stmt interface{ run(env map[string]int) }

type assign struct {
	name  string
	value expr
}
type print struct{ value expr }
type while struct {
	cond expr
	body []stmt
}

func (a assign) run(env map[string]int) { env[a.name] = a.value.eval(env) }
func (p print) run(env map[string]int)  { fmt.Println(p.value.eval(env)) }
func (w while) run(env map[string]int) {
	for w.cond.eval(env) != 0 {
		for _, s := range w.body {
			s.run(env)
		}
	}
}

type parser struct{ tokens []string }

func (p *parser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *parser) next() string {
	t := p.peek()
	if t != "" {
		p.tokens = p.tokens[1:]
	}
	return t
}

var levels = []string{"< =", "+ -", "* / %"}

func (p *parser) expr(level int) expr {
	if level == len(levels) {
		t := p.next()
		if t == "(" {
			e := p.expr(0)
			if p.next() != ")" {
				panic(errors.New("missing )"))
			}
			return e
		}
		if n, err := strconv.Atoi(t); err == nil {
			return number(n)
		}
		if t == "" {
			panic(errors.New("unexpected end"))
		}
		return variable(t)
	}
	left := p.expr(level + 1)
	for p.peek() != "" && strings.Contains(" "+levels[level]+" ", " "+p.peek()+" ") {
		left = &binary{p.next(), left, p.expr(level + 1)}
	}
	return left
}

func (p *parser) block() (stmts []stmt) {
	for p.peek() != "" && p.peek() != "end" {
		switch t := p.next(); t {
		case "print":
			stmts = append(stmts, print{p.expr(0)})
		case "while":
			cond := p.expr(0)
			body := p.block()
			if p.next() != "end" {
				panic(errors.New("missing end"))
			}
			stmts = append(stmts, while{cond, body})
		default:
			if op := p.next(); op != ":=" {
				panic(fmt.Errorf("expected := after %s, found %q", t, op))
			}
			stmts = append(stmts, assign{t, p.expr(0)})
		}
	}
	return stmts
}

func execute(source string, env map[string]int) (err error) {
	defer func() {
		if e, ok := recover().(error); ok {
			err = e
		}
	}()
	p := &parser{strings.Fields(source)}
	for _, s := range p.block() {
		s.run(env)
	}
	return nil
}

func size(fallback int) int {
	if len(os.Args) > 1 {
		if n, err := strconv.Atoi(os.Args[1]); err == nil && n > 0 {
			return n
		}
	}
	return fallback
}

func main() {
	env := map[string]int{"n": size(60)}
	programs := []string{
		"i := 1 sum := 0 while i < n + 1 sum := sum + i * i i := i + 1 end print sum",
		"a := 0 b := 1 k := 0 while k < 20 t := a + b a := b b := t k := k + 1 end print a",
		"c := 2 p := 0 while c < n d := 2 prime := 1 while d * d < c + 1 prime := prime * ( 1 - ( c % d = 0 ) ) d := d + 1 end p := p + prime c := c + 1 end print p",
		"print ( 1 + 2",
		"x = 3",
		"z := 0 print 1 / z",
	}
	for _, source := range programs {
		if err := execute(source, env); err != nil {
			fmt.Println("error:", err)
		}
	}
}
