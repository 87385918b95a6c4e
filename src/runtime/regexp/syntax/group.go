package syntax

import (
	"strings"
	"unicode/utf8"
)

// Groups, flags and character classes.

// group reads ( ... ); flags alone make no node.
func (p *parser) group() []*node {
	start := p.rest
	before := p.flags
	index := 0
	if strings.HasPrefix(p.rest, "(?") {
		switch {
		case strings.HasPrefix(p.rest, "(?P<"):
			index = p.capture(p.captureName(start))
		default:
			if !p.setFlags(start) {
				return nil
			}
		}
	} else {
		p.rest = p.rest[1:]
		index = p.capture("")
	}
	n := p.alternatives()
	if !strings.HasPrefix(p.rest, ")") {
		p.fail(ErrMissingParen, p.whole)
	}
	p.rest = p.rest[1:]
	p.flags = before
	if index > 0 {
		n = &node{op: opCapture, index: index, sub: []*node{n}}
	}
	return []*node{n}
}

func (p *parser) capture(name string) int {
	p.names = append(p.names, name)
	return len(p.names) - 1
}

// captureName reads (?P<name>.
func (p *parser) captureName(start string) string {
	end := strings.IndexByte(start, '>')
	if end < 0 {
		p.fail(ErrInvalidNamedCapture, start)
	}
	name := start[len("(?P<"):end]
	isName := name != ""
	for _, c := range name {
		isName = isName && (c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z')
	}
	if !isName {
		p.fail(ErrInvalidNamedCapture, start[:end+1])
	}
	p.rest = start[end+1:]
	return name
}

// setFlags reads (?flags: and (?flags); it reports whether a group follows.
func (p *parser) setFlags(start string) bool {
	next := p.flags
	off, any := false, false
	for i := 2; i < len(start); i++ {
		c := start[i]
		var f flags
		switch c {
		case 'i':
			f = foldCase
		case 'm':
			f = oneLine
		case 's':
			f = dotNL
		case 'U':
			f = lazyByDefault
		case '-':
			if off {
				p.badFlags(start, i)
			}
			off, any = true, false
			continue
		case ':', ')':
			if off && !any {
				p.badFlags(start, i)
			}
			p.flags = next
			p.rest = start[i+1:]
			return c == ':'
		default:
			p.badFlags(start, i)
		}
		any = true
		// Multi-line is the opposite of one line.
		if off == (f == oneLine) {
			next |= f
		} else {
			next &^= f
		}
	}
	p.fail(ErrInvalidPerlOp, start)
	return false
}

func (p *parser) badFlags(start string, i int) {
	_, size := utf8.DecodeRuneInString(start[i:])
	p.fail(ErrInvalidPerlOp, start[:i+size])
}

// unicodeClass reads \pL, \p{Greek}, \p{^Greek} and the same with P.
func (p *parser) unicodeClass() *set {
	s := p.rest
	negated := s[1] == 'P'
	t := s[2:]
	if t == "" {
		p.fail(ErrInvalidCharRange, s)
	}
	r, size := utf8.DecodeRuneInString(t)
	name := t[:size]
	t = t[size:]
	if r == '{' {
		end := strings.IndexByte(s, '}')
		if end < 0 {
			p.fail(ErrInvalidCharRange, s)
		}
		name, t = s[3:end], s[end+1:]
	}
	seq := s[:len(s)-len(t)]
	if strings.HasPrefix(name, "^") {
		negated = !negated
		name = name[1:]
	}
	p.rest = t
	result := &set{negated: negated, folded: p.flags&foldCase != 0}
	if name == "Any" {
		result.spans = []span{{0, 0x10FFFF}}
		return result
	}
	t1 := table(name)
	if t1 == nil {
		p.fail(ErrInvalidCharRange, seq)
	}
	result.tables = append(result.tables, t1)
	return result
}

// class reads [ ... ].
func (p *parser) class() *set {
	start := p.rest
	p.rest = p.rest[1:]
	result := &set{folded: p.flags&foldCase != 0}
	if strings.HasPrefix(p.rest, "^") {
		result.negated = true
		p.rest = p.rest[1:]
	}
	for isFirst := true; isFirst || !strings.HasPrefix(p.rest, "]"); isFirst = false {
		if p.rest == "" {
			p.fail(ErrMissingBracket, start)
		}
		if part := p.namedClass(); part != nil {
			part.folded = result.folded
			result.parts = append(result.parts, part)
			continue
		}
		from := p.rest
		lo := p.classRune(start)
		hi := lo
		if len(p.rest) >= 2 && p.rest[0] == '-' && p.rest[1] != ']' {
			p.rest = p.rest[1:]
			hi = p.classRune(start)
			if hi < lo {
				p.fail(ErrInvalidCharRange, from[:len(from)-len(p.rest)])
			}
		}
		result.spans = append(result.spans, span{lo, hi})
	}
	p.rest = p.rest[1:]
	return result
}

// namedClass reads [:alpha:], \d and \pL within a class, if one is next.
func (p *parser) namedClass() *set {
	s := p.rest
	if strings.HasPrefix(s, "[:") {
		end := strings.Index(s[2:], ":]")
		if end < 0 {
			return nil
		}
		name := s[2 : end+2]
		negated := strings.HasPrefix(name, "^")
		spans := asciiSet(strings.TrimPrefix(name, "^"))
		if spans == nil {
			p.fail(ErrInvalidCharRange, s[:end+4])
		}
		p.rest = s[end+4:]
		return &set{spans: spans, negated: negated}
	}
	if len(s) >= 2 && s[0] == '\\' {
		if s[1] == 'p' || s[1] == 'P' {
			return p.unicodeClass()
		}
		if part := perlSet(s[1]); part != nil {
			p.rest = s[2:]
			return part
		}
	}
	return nil
}

func (p *parser) classRune(start string) rune {
	if p.rest == "" {
		p.fail(ErrMissingBracket, start)
	}
	if p.rest[0] == '\\' {
		return p.escape()
	}
	r, size := utf8.DecodeRuneInString(p.rest)
	p.rest = p.rest[size:]
	return r
}
