package strings

import (
	"unicode"
	"unicode/utf8"
)

// explode cuts s into runes, at most n pieces.
func explode(s string, n int) []string {
	count := utf8.RuneCountInString(s)
	if n < 0 || n > count {
		n = count
	}
	a := make([]string, n)
	for i := 0; i < n-1; i++ {
		r, size := utf8.DecodeRuneInString(s)
		a[i] = s[:size]
		if r == utf8.RuneError {
			a[i] = string(utf8.RuneError)
		}
		s = s[size:]
	}
	if n > 0 {
		a[n-1] = s
	}
	return a
}

// split cuts at sep, keeping save bytes of it, into at most n pieces.
func split(s, sep string, save, n int) []string {
	if n == 0 {
		return nil
	}
	if sep == "" {
		return explode(s, n)
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	if n > len(s)+1 {
		n = len(s) + 1
	}
	a := make([]string, n)
	i := 0
	for n--; i < n; i++ {
		m := Index(s, sep)
		if m < 0 {
			break
		}
		a[i] = s[:m+save]
		s = s[m+len(sep):]
	}
	a[i] = s
	return a[:i+1]
}

func Split(s, sep string) []string              { return split(s, sep, 0, -1) }
func SplitN(s, sep string, n int) []string      { return split(s, sep, 0, n) }
func SplitAfter(s, sep string) []string         { return split(s, sep, len(sep), -1) }
func SplitAfterN(s, sep string, n int) []string { return split(s, sep, len(sep), n) }

// Cut cuts at the first sep.
func Cut(s, sep string) (before, after string, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// Fields cuts at white space.
func Fields(s string) []string {
	n := 0
	inField := false
	for _, r := range s {
		was := inField
		inField = !unicode.IsSpace(r)
		if inField && !was {
			n++
		}
	}
	a := make([]string, 0, n)
	start := -1
	for i, r := range s {
		if unicode.IsSpace(r) {
			if start >= 0 {
				a = append(a, s[start:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		a = append(a, s[start:])
	}
	return a
}

// FieldsFunc cuts at runes for which f holds.
func FieldsFunc(s string, f func(rune) bool) []string {
	type span struct{ start, end int }
	spans := make([]span, 0, 32)
	start := -1
	for i, r := range s {
		if f(r) {
			if start >= 0 {
				spans = append(spans, span{start, i})
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		spans = append(spans, span{start, len(s)})
	}
	a := make([]string, len(spans))
	for i, at := range spans {
		a[i] = s[at.start:at.end]
	}
	return a
}

// Join puts sep between the elements.
func Join(elems []string, sep string) string {
	switch len(elems) {
	case 0:
		return ""
	case 1:
		return elems[0]
	}
	n := len(sep) * (len(elems) - 1)
	for _, s := range elems {
		n += len(s)
	}
	var b Builder
	b.Grow(n)
	b.WriteString(elems[0])
	for _, s := range elems[1:] {
		b.WriteString(sep)
		b.WriteString(s)
	}
	return b.String()
}

func TrimFunc(s string, f func(rune) bool) string { return TrimRightFunc(TrimLeftFunc(s, f), f) }

func TrimLeftFunc(s string, f func(rune) bool) string {
	for i, r := range s {
		if !f(r) {
			return s[i:]
		}
	}
	return ""
}

func TrimRightFunc(s string, f func(rune) bool) string {
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		if !f(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

func TrimSpace(s string) string { return TrimFunc(s, unicode.IsSpace) }

func Trim(s, cutset string) string { return TrimRight(TrimLeft(s, cutset), cutset) }

func TrimLeft(s, cutset string) string {
	for i, r := range s {
		if IndexRune(cutset, r) < 0 {
			return s[i:]
		}
	}
	return ""
}

func TrimRight(s, cutset string) string {
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		if IndexRune(cutset, r) < 0 {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

func TrimPrefix(s, prefix string) string {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix string) string {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}
