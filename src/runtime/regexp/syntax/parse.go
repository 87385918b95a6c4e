package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// op is what a node matches.
type op uint8

const (
	opEmpty op = iota
	opRune
	opSet
	opAny       // any rune
	opAnyNotNL  // any but a newline
	opAssertion // a place between runes
	opCapture
	opRepeat
	opConcat
	opAlternate
)

// node is a part of an expression.
type node struct {
	op       op
	r        rune
	folded   bool
	set      *set
	assert   Assertion
	sub      []*node
	index    int // of a capture
	min, max int // of a repetition; max -1: no limit
	lazy     bool
}

type flags uint8

const (
	foldCase      flags = 1 << iota // i
	dotNL                           // s
	oneLine                         // not m
	lazyByDefault                   // U
)

const (
	maxRepeat = 1000
	maxDepth  = 1000
)

// parser reads an expression by recursive descent.
type parser struct {
	whole string
	rest  string
	flags flags
	names []string // of captures; names[0] is ""
	depth int
}

func (p *parser) fail(code ErrorCode, expr string) { panic(&Error{code, expr}) }

// parse reads the whole expression.
func parse(expr string) (n *node, names []string, err error) {
	if !utf8.ValidString(expr) {
		return nil, nil, &Error{ErrInvalidUTF8, expr}
	}
	p := &parser{whole: expr, rest: expr, flags: oneLine, names: []string{""}}
	defer func() {
		if e := recover(); e != nil {
			mistake, ok := e.(*Error)
			if !ok {
				panic(e)
			}
			n, names, err = nil, nil, mistake
		}
	}()
	n = p.alternatives()
	if p.rest != "" {
		p.fail(ErrUnexpectedParen, expr)
	}
	return n, p.names, nil
}

// alternatives = concatenation { "|" concatenation }.
func (p *parser) alternatives() *node {
	if p.depth++; p.depth > maxDepth {
		p.fail(ErrNestingDepth, p.whole)
	}
	defer func() { p.depth-- }()
	list := []*node{p.concatenation()}
	for strings.HasPrefix(p.rest, "|") {
		p.rest = p.rest[1:]
		list = append(list, p.concatenation())
	}
	if len(list) == 1 {
		return list[0]
	}
	return &node{op: opAlternate, sub: list}
}

// concatenation = { item [ repetition ] }.
func (p *parser) concatenation() *node {
	var list []*node
	for p.rest != "" && p.rest[0] != '|' && p.rest[0] != ')' {
		before := p.rest
		if _, _, rest, ok := p.repetition(); ok {
			p.fail(ErrMissingRepeatArgument, before[:len(before)-len(rest)])
		}
		items := p.item()
		if len(items) == 0 {
			continue
		}
		last := items[len(items)-1]
		last = p.repeated(last)
		list = append(append(list, items[:len(items)-1]...), last)
	}
	switch len(list) {
	case 0:
		return &node{op: opEmpty}
	case 1:
		return list[0]
	}
	return &node{op: opConcat, sub: list}
}

// repeated reads what follows an item: only one repetition may.
func (p *parser) repeated(n *node) *node {
	start := p.rest
	isFirst := true
	for p.rest != "" {
		before := p.rest
		min, max, rest, ok := p.repetition()
		if !ok {
			break
		}
		lazy := p.flags&lazyByDefault != 0
		if strings.HasPrefix(rest, "?") {
			rest = rest[1:]
			lazy = !lazy
		}
		if !isFirst {
			p.fail(ErrInvalidRepeatOp, start[:len(start)-len(rest)])
		}
		isFirst = false
		p.rest = rest
		if min > maxRepeat || max > maxRepeat || max >= 0 && min > max {
			p.fail(ErrInvalidRepeatSize, before[:len(before)-len(rest)])
		}
		n = &node{op: opRepeat, sub: []*node{n}, min: min, max: max, lazy: lazy}
		if (min >= 2 || max >= 2) && !fits(n, maxRepeat) {
			p.fail(ErrInvalidRepeatSize, before[:len(before)-len(rest)])
		}
	}
	return n
}

// fits reports whether repetitions within each other repeat no more than limit times.
func fits(n *node, limit int) bool {
	if n.op == opRepeat {
		m := n.max
		if m == 0 {
			return true
		}
		if m < 0 {
			m = n.min
		}
		if m > limit {
			return false
		}
		if m > 0 && !(n.min <= 1 && n.max <= 1) {
			limit /= m
		}
	}
	for _, sub := range n.sub {
		if !fits(sub, limit) {
			return false
		}
	}
	return true
}

// repetition reads *, +, ? or {n,m}; braces that are none of that are plain characters.
func (p *parser) repetition() (min, max int, rest string, ok bool) {
	switch s := p.rest; s[0] {
	case '*':
		return 0, -1, s[1:], true
	case '+':
		return 1, -1, s[1:], true
	case '?':
		return 0, 1, s[1:], true
	case '{':
		s = s[1:]
		if min, s, ok = number(s); !ok || s == "" {
			return 0, 0, "", false
		}
		max = min
		if s[0] == ',' {
			s = s[1:]
			if s == "" {
				return 0, 0, "", false
			}
			if s[0] == '}' {
				max = -1
			} else if max, s, ok = number(s); !ok {
				return 0, 0, "", false
			}
		}
		if s == "" || s[0] != '}' {
			return 0, 0, "", false
		}
		return min, max, s[1:], true
	}
	return 0, 0, "", false
}

// number reads digits without a zero before them; large ones stop above the limit.
func number(s string) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		if n <= maxRepeat {
			n = n*10 + int(s[i]-'0')
		}
		i++
	}
	if i == 0 || i > 1 && s[0] == '0' {
		return 0, s, false
	}
	return n, s[i:], true
}

func (p *parser) literal(r rune) *node { return &node{op: opRune, r: r, folded: p.flags&foldCase != 0} }

// item reads what a repetition may follow; \Q...\E is several, flags are none.
func (p *parser) item() []*node {
	one := func(n *node, length int) []*node {
		p.rest = p.rest[length:]
		return []*node{n}
	}
	switch p.rest[0] {
	case '(':
		return p.group()
	case '[':
		return []*node{{op: opSet, set: p.class()}}
	case '.':
		if p.flags&dotNL != 0 {
			return one(&node{op: opAny}, 1)
		}
		return one(&node{op: opAnyNotNL}, 1)
	case '^':
		if p.flags&oneLine != 0 {
			return one(&node{op: opAssertion, assert: BeginText}, 1)
		}
		return one(&node{op: opAssertion, assert: BeginLine}, 1)
	case '$':
		if p.flags&oneLine != 0 {
			return one(&node{op: opAssertion, assert: EndText}, 1)
		}
		return one(&node{op: opAssertion, assert: EndLine}, 1)
	case '\\':
		return p.escaped()
	}
	r, size := utf8.DecodeRuneInString(p.rest)
	return one(p.literal(r), size)
}

// escaped reads what begins with a backslash outside of a class.
func (p *parser) escaped() []*node {
	if len(p.rest) >= 2 {
		switch c := p.rest[1]; c {
		case 'A', 'b', 'B', 'z':
			p.rest = p.rest[2:]
			return []*node{{op: opAssertion, assert: map[byte]Assertion{'A': BeginText, 'b': WordBoundary, 'B': NoWordBoundary, 'z': EndText}[c]}}
		case 'C':
			p.fail(ErrInvalidEscape, `\C`)
		case 'Q':
			text, rest, _ := strings.Cut(p.rest[2:], `\E`)
			p.rest = rest
			var list []*node
			for _, r := range text {
				list = append(list, p.literal(r))
			}
			return list
		case 'p', 'P':
			return []*node{{op: opSet, set: p.unicodeClass()}}
		}
		if s := perlSet(p.rest[1]); s != nil {
			p.rest = p.rest[2:]
			s.folded = p.flags&foldCase != 0
			return []*node{{op: opSet, set: s}}
		}
	}
	return []*node{p.literal(p.escape())}
}

// escape reads \n, \x41 and the like.
func (p *parser) escape() rune {
	s := p.rest
	t := s[1:]
	if t == "" {
		p.fail(ErrTrailingBackslash, "")
	}
	c, size := utf8.DecodeRuneInString(t)
	t = t[size:]
	invalid := func() { p.fail(ErrInvalidEscape, s[:len(s)-len(t)]) }
	p.rest = t
	switch c {
	case '1', '2', '3', '4', '5', '6', '7':
		// One digit could be a reference back, which there is not.
		if t == "" || t[0] < '0' || t[0] > '7' {
			invalid()
		}
		fallthrough
	case '0':
		r := c - '0'
		for i := 1; i < 3 && t != "" && '0' <= t[0] && t[0] <= '7'; i++ {
			r = r*8 + rune(t[0]-'0')
			t = t[1:]
		}
		p.rest = t
		return r
	case 'x':
		return p.hexadecimal(s)
	case 'a':
		return '\a'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	}
	if c >= utf8.RuneSelf || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' {
		invalid()
	}
	return c
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// hexadecimal reads 41 or {10FFFF} behind \x; s begins with the backslash.
func (p *parser) hexadecimal(s string) rune {
	t := p.rest
	r := 0
	if strings.HasPrefix(t, "{") {
		i := 1
		for ; ; i++ {
			if i >= len(t) {
				p.fail(ErrInvalidEscape, s)
			}
			if t[i] == '}' {
				break
			}
			v := hexValue(t[i])
			if r = r*16 + v; v < 0 || r > unicode.MaxRune {
				p.fail(ErrInvalidEscape, s[:len(s)-len(t)+i+1])
			}
		}
		if i == 1 {
			p.fail(ErrInvalidEscape, s[:len(s)-len(t)+i+1])
		}
		p.rest = t[i+1:]
		return rune(r)
	}
	u := t
	for i := 0; i < 2; i++ {
		if u == "" {
			p.fail(ErrInvalidEscape, s)
		}
		_, size := utf8.DecodeRuneInString(u)
		u = u[size:]
	}
	high, low := hexValue(t[0]), hexValue(t[1])
	if high < 0 || low < 0 {
		p.fail(ErrInvalidEscape, s[:len(s)-len(u)])
	}
	r = high*16 + low
	p.rest = t[2:]
	return rune(r)
}
