// Package regexp searches text with regular expressions (the syntax of RE2), in a time that
// is proportional to the length of the text.
package regexp

import (
	"io"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Regexp is a compiled expression.
type Regexp struct {
	expr    string
	prog    *syntax.Prog
	longest bool
	// The rune that every match begins with, -1 if there is none.
	first rune
	// Matches are only at the beginning of the text.
	anchored bool
	prefix   string
	complete bool // the prefix is the whole expression
}

// Compile reads an expression.
func Compile(expr string) (*Regexp, error) {
	prog, err := syntax.Compile(expr)
	if err != nil {
		return nil, err
	}
	re := &Regexp{expr: expr, prog: prog, first: -1}
	re.findPrefix()
	return re, nil
}

// CompilePOSIX prefers the longest match.
func CompilePOSIX(expr string) (*Regexp, error) {
	re, err := Compile(expr)
	if err == nil {
		re.longest = true
	}
	return re, err
}

// findPrefix follows the program as long as there is one way and one rune.
func (re *Regexp) findPrefix() {
	pc := re.prog.Start
	for {
		i := &re.prog.Insts[pc]
		switch {
		case i.Op == syntax.InstNop || i.Op == syntax.InstCapture:
		case i.Op == syntax.InstAssert && syntax.Assertion(i.Arg) == syntax.BeginText && re.prefix == "":
			re.anchored = true
		case i.Op == syntax.InstRune && !re.anchored:
			if re.prefix == "" {
				re.first = i.R
			}
			re.prefix += string(i.R)
		default:
			re.complete = i.Op == syntax.InstMatch && !re.anchored
			return
		}
		pc = i.Out
	}
}

func quoted(s string) string {
	if strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

// MustCompile panics if the expression is wrong.
func MustCompile(str string) *Regexp {
	re, err := Compile(str)
	if err != nil {
		panic("regexp: Compile(" + quoted(str) + "): " + err.Error())
	}
	return re
}

func MustCompilePOSIX(str string) *Regexp {
	re, err := CompilePOSIX(str)
	if err != nil {
		panic("regexp: CompilePOSIX(" + quoted(str) + "): " + err.Error())
	}
	return re
}

func (re *Regexp) String() string                                { return re.expr }
func (re *Regexp) Longest()                                      { re.longest = true }
func (re *Regexp) NumSubexp() int                                { return len(re.prog.Names) - 1 }
func (re *Regexp) SubexpNames() []string                         { return re.prog.Names }
func (re *Regexp) LiteralPrefix() (prefix string, complete bool) { return re.prefix, re.complete }

// Copy is another Regexp; there is no need for it any more.
func (re *Regexp) Copy() *Regexp {
	other := *re
	return &other
}

// SubexpIndex is the number of the capture with a name, -1 if there is none.
func (re *Regexp) SubexpIndex(name string) int {
	if name != "" {
		for i, s := range re.prog.Names {
			if s == name {
				return i
			}
		}
	}
	return -1
}

// find gives captures of the first match from pos on, nil if there is none.
func (re *Regexp) find(s string, pos, captures int) []int {
	m := newMachine(re, captures)
	if !m.match(s, pos) {
		return nil
	}
	return m.matched
}

func (re *Regexp) all() int { return 2 * len(re.prog.Names) }

func (re *Regexp) MatchString(s string) bool {
	captures := 0
	if re.longest {
		captures = 2
	}
	m := newMachine(re, captures)
	return m.match(s, 0)
}

func (re *Regexp) Match(b []byte) bool { return re.MatchString(view(b)) }

// notUTF8 is a byte that occurs in no rune.
const notUTF8 = 0xff

// MatchReader reads all of r.
func (re *Regexp) MatchReader(r io.RuneReader) bool { return re.MatchString(readAll(r)) }

func readAll(r io.RuneReader) string {
	var b strings.Builder
	for {
		c, size, err := r.ReadRune()
		if err != nil {
			return b.String()
		}
		if c == utf8.RuneError && size == 1 {
			// What is no UTF-8 stays that, and as long as it was.
			b.WriteByte(notUTF8)
			continue
		}
		b.WriteRune(c)
	}
}

func MatchString(pattern string, s string) (matched bool, err error) {
	re, err := Compile(pattern)
	if err != nil {
		return false, err
	}
	return re.MatchString(s), nil
}

func Match(pattern string, b []byte) (matched bool, err error) { return MatchString(pattern, view(b)) }

func MatchReader(pattern string, r io.RuneReader) (matched bool, err error) {
	re, err := Compile(pattern)
	if err != nil {
		return false, err
	}
	return re.MatchReader(r), nil
}

const special = `\.+*?()|[]{}^$`

// QuoteMeta is an expression that matches s.
func QuoteMeta(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(special, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// allMatches goes over matches that do not overlap; an empty one behind another is left out.
func (re *Regexp) allMatches(s string, n, captures int, deliver func([]int)) {
	if n < 0 {
		n = len(s) + 1
	}
	m := newMachine(re, captures)
	lastEnd := -1
	for pos, i := 0, 0; i < n && pos <= len(s); {
		if !m.match(s, pos) {
			return
		}
		start, end := m.matched[0], m.matched[1]
		accept := true
		if end == pos {
			if start == lastEnd {
				accept = false
			}
			_, size := utf8.DecodeRuneInString(s[pos:])
			if size > 0 {
				pos += size
			} else {
				pos = len(s) + 1
			}
		} else {
			pos = end
		}
		lastEnd = end
		if accept {
			deliver(append([]int(nil), m.matched...))
			i++
		}
	}
}
