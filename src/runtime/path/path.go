// Package path takes paths with slashes apart and puts them together.
package path

import (
	"errors"
	"unicode/utf8"
)

// ErrBadPattern is what Match says of a pattern that is none.
var ErrBadPattern = errors.New("syntax error in pattern")

// lazyBytes are a result that is the beginning of s for as long as it can be.
type lazyBytes struct {
	s   string
	buf []byte
	n   int
}

func (b *lazyBytes) at(i int) byte {
	if b.buf != nil {
		return b.buf[i]
	}
	return b.s[i]
}

func (b *lazyBytes) append(c byte) {
	if b.buf == nil {
		if b.n < len(b.s) && b.s[b.n] == c {
			b.n++
			return
		}
		b.buf = make([]byte, len(b.s))
		copy(b.buf, b.s[:b.n])
	}
	b.buf[b.n] = c
	b.n++
}

func (b *lazyBytes) String() string {
	if b.buf == nil {
		return b.s[:b.n]
	}
	return string(b.buf[:b.n])
}

// Clean is the shortest path that means the same: no empty elements, no dots, no .. that can be done away with.
func Clean(path string) string {
	if path == "" {
		return "."
	}
	isRooted := path[0] == '/'
	out := lazyBytes{s: path}
	// What lies before it in out cannot be taken back: the root, or .. that lead out.
	fixed := 0
	if isRooted {
		out.append('/')
		fixed = 1
	}
	for start, i := 0, 0; i <= len(path); i++ {
		if i < len(path) && path[i] != '/' {
			continue
		}
		switch e := path[start:i]; {
		case e == "" || e == ".":
		case e == ".." && out.n > fixed:
			out.n--
			for out.n > fixed && out.at(out.n) != '/' {
				out.n--
			}
		case e == ".." && isRooted:
		default:
			if out.n > 0 && !(isRooted && out.n == 1) {
				out.append('/')
			}
			for k := 0; k < len(e); k++ {
				out.append(e[k])
			}
			if e == ".." {
				fixed = out.n
			}
		}
		start = i + 1
	}
	if out.n == 0 {
		return "."
	}
	return out.String()
}

// Split cuts behind the last slash.
func Split(path string) (dir, file string) {
	i := len(path)
	for i > 0 && path[i-1] != '/' {
		i--
	}
	return path[:i], path[i:]
}

// Join puts slashes between the elements that are not empty.
func Join(elem ...string) string {
	size := 0
	for _, e := range elem {
		size += len(e)
	}
	if size == 0 {
		return ""
	}
	buf := make([]byte, 0, size+len(elem)-1)
	for _, e := range elem {
		if len(buf) > 0 || e != "" {
			if len(buf) > 0 {
				buf = append(buf, '/')
			}
			buf = append(buf, e...)
		}
	}
	return Clean(string(buf))
}

// Ext is the last element from its last point on.
func Ext(path string) string {
	for i := len(path) - 1; i >= 0 && path[i] != '/'; i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return ""
}

// Base is the last element.
func Base(path string) string {
	if path == "" {
		return "."
	}
	for path != "" && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	if path == "" {
		return "/"
	}
	_, file := Split(path)
	return file
}

func IsAbs(path string) bool { return path != "" && path[0] == '/' }

// Dir is all but the last element.
func Dir(path string) string {
	dir, _ := Split(path)
	return Clean(dir)
}

// Match reports whether all of name matches the pattern: * for any characters but slashes, ? for one, [a-z] and [^a-z]
// for one of a class, a backslash before what is meant as it is.
//
// What stands between two stars is matched where it first can be, and not tried elsewhere afterwards.
func Match(pattern, name string) (matched bool, err error) {
next:
	for pattern != "" {
		isStar, piece, rest := cutPiece(pattern)
		if isStar && piece == "" {
			for i := range name {
				if name[i] == '/' {
					return false, nil
				}
			}
			return true, nil
		}
		for {
			behind, ok, err := matchPiece(piece, name)
			if err != nil {
				return false, err
			}
			if ok && (behind == "" || rest != "") {
				pattern, name = rest, behind
				continue next
			}
			if !isStar || name == "" || name[0] == '/' {
				return false, wellFormed(rest)
			}
			name = name[1:]
		}
	}
	return name == "", nil
}

// cutPiece takes stars from a pattern and what stands before the next one.
func cutPiece(pattern string) (isStar bool, piece, rest string) {
	for pattern != "" && pattern[0] == '*' {
		pattern = pattern[1:]
		isStar = true
	}
	inClass := false
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
		case '[':
			inClass = true
		case ']':
			inClass = false
		case '*':
			if !inClass {
				return isStar, pattern[:i], pattern[i:]
			}
		}
	}
	return isStar, pattern, ""
}

// matchPiece matches the beginning of name; also where that fails, the piece is read to its end for errors.
func matchPiece(piece, name string) (behind string, ok bool, err error) {
	ok = true
	for piece != "" {
		var isMatch bool
		if piece, name, isMatch, err = matchOne(piece, name); err != nil {
			return "", false, err
		}
		if ok = ok && isMatch; !ok {
			name = ""
		}
	}
	return name, ok, nil
}

// wellFormed is the error of a pattern that is not looked at any more.
func wellFormed(pattern string) error {
	for pattern != "" {
		_, piece, rest := cutPiece(pattern)
		if _, _, err := matchPiece(piece, ""); err != nil {
			return err
		}
		pattern = rest
	}
	return nil
}

// matchOne matches one character of name with the first piece of a pattern, and gives what is left of both.
func matchOne(pattern, name string) (string, string, bool, error) {
	r, size := utf8.DecodeRuneInString(name)
	rest := name[size:]
	isOne := size > 0
	switch pattern[0] {
	case '?':
		return pattern[1:], rest, isOne && r != '/', nil
	case '[':
		after, ok, err := matchClass(pattern[1:], r)
		return after, rest, ok && isOne, err
	case '\\':
		if pattern = pattern[1:]; pattern == "" {
			return "", name, false, ErrBadPattern
		}
	}
	if name == "" || name[0] != pattern[0] {
		return pattern[1:], name, false, nil
	}
	return pattern[1:], name[1:], true, nil
}

// matchClass looks r up in the class that pattern begins with, behind its bracket.
func matchClass(pattern string, r rune) (after string, ok bool, err error) {
	isNegated := pattern != "" && pattern[0] == '^'
	if isNegated {
		pattern = pattern[1:]
	}
	for n := 0; ; n++ {
		if pattern != "" && pattern[0] == ']' && n > 0 {
			return pattern[1:], ok != isNegated, nil
		}
		var lo, hi rune
		if lo, pattern, err = classRune(pattern); err != nil {
			return "", false, err
		}
		hi = lo
		if pattern[0] == '-' {
			if hi, pattern, err = classRune(pattern[1:]); err != nil {
				return "", false, err
			}
		}
		ok = ok || lo <= r && r <= hi
	}
}

// classRune is a character of a class, behind which the class must go on.
func classRune(pattern string) (rune, string, error) {
	if pattern == "" || pattern[0] == '-' || pattern[0] == ']' {
		return 0, "", ErrBadPattern
	}
	if pattern[0] == '\\' {
		pattern = pattern[1:]
	}
	r, size := utf8.DecodeRuneInString(pattern)
	if r == utf8.RuneError && size <= 1 || size == len(pattern) {
		return 0, "", ErrBadPattern
	}
	return r, pattern[size:], nil
}
