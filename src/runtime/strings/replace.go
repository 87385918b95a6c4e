package strings

import (
	"io"
	"unicode"
	"unicode/utf8"
)

// Repeat is count times s.
func Repeat(s string, count int) string {
	if count == 0 {
		return ""
	}
	if count < 0 {
		panic("strings: negative Repeat count")
	}
	if len(s)*count/count != len(s) {
		panic("strings: Repeat count causes overflow")
	}
	n := len(s) * count
	var b Builder
	b.Grow(n)
	b.WriteString(s)
	for b.Len() < n {
		if b.Len() <= n/2 {
			b.WriteString(b.String())
		} else {
			b.WriteString(b.String()[:n-b.Len()])
			break
		}
	}
	return b.String()
}

// Replace replaces the first n old by new, all if n < 0.
func Replace(s, old, new string, n int) string {
	if old == new || n == 0 {
		return s
	}
	if m := Count(s, old); m == 0 {
		return s
	} else if n < 0 || m < n {
		n = m
	}
	var b Builder
	b.Grow(len(s) + n*(len(new)-len(old)))
	start := 0
	for i := 0; i < n; i++ {
		j := start
		if len(old) == 0 {
			if i > 0 {
				_, size := utf8.DecodeRuneInString(s[start:])
				j += size
			}
		} else {
			j += Index(s[start:], old)
		}
		b.WriteString(s[start:j])
		b.WriteString(new)
		start = j + len(old)
	}
	b.WriteString(s[start:])
	return b.String()
}

func ReplaceAll(s, old, new string) string { return Replace(s, old, new, -1) }

// Map gives each rune through mapping; negative ones are dropped. If nothing
// changes s itself comes back.
func Map(mapping func(rune) rune, s string) string {
	var b Builder
	for i, c := range s {
		r := mapping(c)
		if r == c && c != utf8.RuneError {
			continue
		}
		var size int
		if c == utf8.RuneError {
			c, size = utf8.DecodeRuneInString(s[i:])
			if size != 1 && r == c {
				continue
			}
		} else {
			size = utf8.RuneLen(c)
		}
		b.Grow(len(s) + utf8.UTFMax)
		b.WriteString(s[:i])
		if r >= 0 {
			b.WriteRune(r)
		}
		s = s[i+size:]
		break
	}
	if b.Cap() == 0 {
		return s
	}
	for _, c := range s {
		if r := mapping(c); r >= 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func ToUpper(s string) string {
	isASCII, hasLower := true, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			isASCII = false
			break
		}
		hasLower = hasLower || 'a' <= c && c <= 'z'
	}
	if !isASCII {
		return Map(unicode.ToUpper, s)
	}
	if !hasLower {
		return s
	}
	var b Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

func ToLower(s string) string {
	isASCII, hasUpper := true, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			isASCII = false
			break
		}
		hasUpper = hasUpper || 'A' <= c && c <= 'Z'
	}
	if !isASCII {
		return Map(unicode.ToLower, s)
	}
	if !hasUpper {
		return s
	}
	var b Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

func ToTitle(s string) string { return Map(unicode.ToTitle, s) }

// Title makes the first letter of each word title case.
func Title(s string) string {
	prev := ' '
	return Map(func(r rune) rune {
		if isSeparator(prev) {
			prev = r
			return unicode.ToTitle(r)
		}
		prev = r
		return r
	}, s)
}

func isSeparator(r rune) bool {
	if r <= 0x7F {
		return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_')
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return false
	}
	return unicode.IsSpace(r)
}

// Clone copies s.
func Clone(s string) string {
	if len(s) == 0 {
		return ""
	}
	return string([]byte(s))
}

// ToValidUTF8 replaces runs of bytes that are not UTF-8.
func ToValidUTF8(s, replacement string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b Builder
	invalid := false
	for i := 0; i < len(s); {
		_, size := utf8.DecodeRuneInString(s[i:])
		if size == 1 && s[i] >= utf8.RuneSelf {
			if !invalid {
				b.WriteString(replacement)
			}
			invalid = true
		} else {
			b.WriteString(s[i : i+size])
			invalid = false
		}
		i += size
	}
	return b.String()
}

// Replacer replaces several strings in one pass; of several that fit at a place
// the one given first wins.
type Replacer struct {
	r replacer
}

type replacer interface {
	Replace(s string) string
	WriteString(w io.Writer, s string) (n int, err error)
}

// pairs are old and new in turn.
type pairs []string

func NewReplacer(oldnew ...string) *Replacer {
	if len(oldnew)%2 == 1 {
		panic("strings.NewReplacer: odd argument count")
	}
	return &Replacer{pairs(append([]string(nil), oldnew...))}
}

func (r *Replacer) Replace(s string) string { return r.r.Replace(s) }

func (r *Replacer) WriteString(w io.Writer, s string) (n int, err error) {
	return r.r.WriteString(w, s)
}

func (p pairs) Replace(s string) string {
	var b Builder
	hasFound := false
	last, prevEmpty := 0, false
	for i := 0; i <= len(s); {
		old, new, found := "", "", false
		for k := 0; k < len(p) && !found; k += 2 {
			if HasPrefix(s[i:], p[k]) && !(prevEmpty && p[k] == "") {
				old, new, found = p[k], p[k+1], true
				hasFound = true
			}
		}
		prevEmpty = found && old == ""
		if !found {
			i++
			continue
		}
		b.WriteString(s[last:i])
		b.WriteString(new)
		i += len(old)
		last = i
	}
	if !hasFound {
		return s
	}
	b.WriteString(s[last:])
	return b.String()
}

func (p pairs) WriteString(w io.Writer, s string) (n int, err error) {
	return io.WriteString(w, p.Replace(s))
}
