// A Pratt parser over runes, with wrapped errors of several types.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"
)

type TokenKind int

const (
	EOF TokenKind = iota
	NUM
	IDENT
	OP
	LP
	RP
	COMMA
)

var kindNames = [...]string{EOF: "EOF", NUM: "NUM", IDENT: "IDENT", OP: "OP", LP: "(", RP: ")", COMMA: ","}

func (k TokenKind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "TokenKind(" + strconv.Itoa(int(k)) + ")"
}

type Token struct {
	Kind TokenKind
	Text string
	Pos  int
}

type SyntaxError struct {
	Pos int
	Msg string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%d: %s", e.Pos, e.Msg) }

type Lexer struct {
	src []rune
	pos int
}

func (l *Lexer) Next() (tok Token, err error) {
	for l.pos < len(l.src) && unicode.IsSpace(l.src[l.pos]) {
		l.pos++
	}
	if l.pos >= len(l.src) {
		return Token{EOF, "", l.pos}, nil
	}
	start := l.pos
	switch r := l.src[l.pos]; {
	case unicode.IsDigit(r) || r == '.':
		for l.pos < len(l.src) && (unicode.IsDigit(l.src[l.pos]) || l.src[l.pos] == '.') {
			l.pos++
		}
		return Token{NUM, string(l.src[start:l.pos]), start}, nil
	case unicode.IsLetter(r):
		for l.pos < len(l.src) && (unicode.IsLetter(l.src[l.pos]) || unicode.IsDigit(l.src[l.pos])) {
			l.pos++
		}
		return Token{IDENT, string(l.src[start:l.pos]), start}, nil
	case strings.ContainsRune("+-*/^%!=<>", r):
		l.pos++
		if l.pos < len(l.src) && l.src[l.pos] == '=' {
			l.pos++
		}
		return Token{OP, string(l.src[start:l.pos]), start}, nil
	case r == '(':
		l.pos++
		return Token{LP, "(", start}, nil
	case r == ')':
		l.pos++
		return Token{RP, ")", start}, nil
	case r == ',':
		l.pos++
		return Token{COMMA, ",", start}, nil
	default:
		return Token{}, &SyntaxError{start, fmt.Sprintf("unexpected %q (%U)", r, r)}
	}
}

type Node interface {
	Eval(env Env) (float64, error)
	fmt.Stringer
}
type Env map[string]float64
type (
	Num   float64
	Var   string
	Unary struct {
		Op string
		X  Node
	}
	Binary struct {
		Op   string
		L, R Node
	}
	Call struct {
		Fn   string
		Args []Node
	}
)

var ErrDiv = errors.New("division by zero")

type UndefinedError string

func (u UndefinedError) Error() string { return "undefined: " + string(u) }

func (n Num) Eval(Env) (float64, error) { return float64(n), nil }
func (v Var) Eval(e Env) (float64, error) {
	if x, ok := e[string(v)]; ok {
		return x, nil
	}
	return 0, UndefinedError(v)
}
func (u Unary) Eval(e Env) (float64, error) {
	x, err := u.X.Eval(e)
	if err != nil {
		return 0, fmt.Errorf("in unary %s: %w", u.Op, err)
	}
	return -x, nil
}

var binops = map[string]func(a, b float64) (float64, error){
	"+": func(a, b float64) (float64, error) { return a + b, nil },
	"-": func(a, b float64) (float64, error) { return a - b, nil },
	"*": func(a, b float64) (float64, error) { return a * b, nil },
	"/": func(a, b float64) (float64, error) {
		if b == 0 {
			return 0, ErrDiv
		}
		return a / b, nil
	},
	"^": func(a, b float64) (r float64, err error) {
		r = 1
		for i := 0; i < int(b); i++ {
			r *= a
		}
		return
	},
	"<=": func(a, b float64) (float64, error) {
		if a <= b {
			return 1, nil
		}
		return 0, nil
	},
}

func (b *Binary) Eval(e Env) (float64, error) {
	l, err := b.L.Eval(e)
	if err != nil {
		return 0, err
	}
	r, err := b.R.Eval(e)
	if err != nil {
		return 0, err
	}
	f := binops[b.Op]
	if f == nil {
		return 0, fmt.Errorf("operator %q: %w", b.Op, UndefinedError(b.Op))
	}
	v, err := f(l, r)
	if err != nil {
		err = fmt.Errorf("%v: %w", b, err)
	}
	return v, err
}
func (c Call) Eval(e Env) (float64, error) {
	var sum float64
	for i, a := range c.Args {
		v, err := a.Eval(e)
		if err != nil {
			return 0, fmt.Errorf("arg %d of %s: %w", i, c.Fn, err)
		}
		if c.Fn == "max" && (i == 0 || v > sum) {
			sum = v
		} else if c.Fn == "sum" {
			sum += v
		}
	}
	return sum, nil
}
func (n Num) String() string     { return strconv.FormatFloat(float64(n), 'g', -1, 64) }
func (v Var) String() string     { return string(v) }
func (u Unary) String() string   { return "(" + u.Op + u.X.String() + ")" }
func (b *Binary) String() string { return fmt.Sprintf("(%v %s %v)", b.L, b.Op, b.R) }
func (c Call) String() string {
	var sb strings.Builder
	sb.WriteString(c.Fn)
	sb.WriteByte('(')
	for i, a := range c.Args {
		if i > 0 {
			sb.WriteString(", ")
		}
		fmt.Fprint(&sb, a)
	}
	sb.WriteRune(')')
	return sb.String()
}

type Parser struct {
	*Lexer
	tok Token
}

func (p *Parser) advance() {
	t, err := p.Next()
	if err != nil {
		panic(err)
	}
	p.tok = t
}

type prec struct {
	left, right int
}

var precs = map[string]prec{"+": {10, 11}, "-": {10, 11}, "*": {20, 21}, "/": {20, 21}, "%": {20, 21}, "^": {31, 30}, "<=": {5, 6}}

func (p *Parser) expr(min int) Node {
	var left Node
	switch t := p.tok; t.Kind {
	case NUM:
		f, err := strconv.ParseFloat(t.Text, 64)
		if err != nil {
			panic(fmt.Errorf("at %d: %w", t.Pos, err))
		}
		left = Num(f)
		p.advance()
	case IDENT:
		p.advance()
		if p.tok.Kind == LP {
			c := Call{Fn: t.Text}
			p.advance()
			for p.tok.Kind != RP {
				c.Args = append(c.Args, p.expr(0))
				if p.tok.Kind != COMMA {
					break
				}
				p.advance()
			}
			p.expect(RP)
			left = c
		} else {
			left = Var(t.Text)
		}
	case LP:
		p.advance()
		left = p.expr(0)
		p.expect(RP)
	case OP:
		if t.Text != "-" {
			panic(&SyntaxError{t.Pos, "bad prefix " + t.Text})
		}
		p.advance()
		left = Unary{"-", p.expr(25)}
	default:
		panic(&SyntaxError{t.Pos, fmt.Sprintf("unexpected %v", t.Kind)})
	}
	for p.tok.Kind == OP {
		op := p.tok
		pr, ok := precs[op.Text]
		if !ok {
			panic(&SyntaxError{op.Pos, "unknown operator " + op.Text})
		}
		if pr.left < min {
			break
		}
		p.advance()
		left = &Binary{op.Text, left, p.expr(pr.right)}
	}
	return left
}
func (p *Parser) expect(k TokenKind) {
	if p.tok.Kind != k {
		panic(&SyntaxError{p.tok.Pos, fmt.Sprintf("expected %v, found %v %q", k, p.tok.Kind, p.tok.Text)})
	}
	p.advance()
}
func parse(s string) (n Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if !ok {
				panic(r)
			}
			n, err = nil, e
		}
	}()
	p := &Parser{Lexer: &Lexer{src: []rune(s)}}
	p.advance()
	n = p.expr(0)
	p.expect(EOF)
	return
}
func main() {
	sc := bufio.NewScanner(os.Stdin)
	env := Env{"x": 3, "y": 0.5, "π": 3.14159}
	for line := 1; sc.Scan(); line++ {
		n, err := parse(sc.Text())
		if err != nil {
			var se *SyntaxError
			var ne *strconv.NumError
			switch {
			case errors.As(err, &se):
				fmt.Printf("%d: syntax error at %d: %s\n", line, se.Pos, se.Msg)
			case errors.As(err, &ne):
				fmt.Printf("%d: number %q: %v / %v\n", line, ne.Num, ne.Err, err)
			}
			continue
		}
		v, err := n.Eval(env)
		var ue UndefinedError
		switch {
		case errors.Is(err, ErrDiv):
			fmt.Printf("%d: %v => div %v\n", line, n, err)
		case errors.As(err, &ue):
			fmt.Printf("%d: %v => undef %s: %v\n", line, n, string(ue), err)
		default:
			fmt.Printf("%d: %v => %g %T\n", line, n, v, n)
		}
	}
	fmt.Println(TokenKind(99), LP, []TokenKind{NUM, EOF}, Token{OP, "+", 3})
	fmt.Printf("%v %+v %#v\n", &Binary{"+", Num(1), Var("q")}, Unary{"-", Num(2)}, Call{"f", []Node{Num(1), Var("z")}})
	fmt.Printf("%d %s %x\n", LP, Num(2.5), Var("hi"))
}
