// Package bytes does for byte slices what strings does for strings. What only
// looks does so through strings, on the same memory.
package bytes

import (
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// view is b as a string, not copied: only for calls that do not keep it.
func view(b []byte) string { return *(*string)(unsafe.Pointer(&b)) }

func Equal(a, b []byte) bool                  { return view(a) == view(b) }
func Compare(a, b []byte) int                 { return strings.Compare(view(a), view(b)) }
func EqualFold(s, t []byte) bool              { return strings.EqualFold(view(s), view(t)) }
func Count(s, sep []byte) int                 { return strings.Count(view(s), view(sep)) }
func Contains(b, sub []byte) bool             { return strings.Contains(view(b), view(sub)) }
func ContainsAny(b []byte, chars string) bool { return strings.ContainsAny(view(b), chars) }
func ContainsRune(b []byte, r rune) bool      { return strings.ContainsRune(view(b), r) }
func Index(s, sep []byte) int                 { return strings.Index(view(s), view(sep)) }
func IndexByte(b []byte, c byte) int          { return strings.IndexByte(view(b), c) }
func IndexRune(s []byte, r rune) int          { return strings.IndexRune(view(s), r) }
func IndexAny(s []byte, chars string) int     { return strings.IndexAny(view(s), chars) }
func LastIndex(s, sep []byte) int             { return strings.LastIndex(view(s), view(sep)) }
func LastIndexByte(s []byte, c byte) int      { return strings.LastIndexByte(view(s), c) }
func LastIndexAny(s []byte, chars string) int { return strings.LastIndexAny(view(s), chars) }
func HasPrefix(s, prefix []byte) bool         { return strings.HasPrefix(view(s), view(prefix)) }
func HasSuffix(s, suffix []byte) bool         { return strings.HasSuffix(view(s), view(suffix)) }

func IndexFunc(s []byte, f func(r rune) bool) int     { return strings.IndexFunc(view(s), f) }
func LastIndexFunc(s []byte, f func(r rune) bool) int { return strings.LastIndexFunc(view(s), f) }

// split cuts s as strings.Split does; every piece but the last ends at its capacity.
func split(s, sep []byte, save, n int) [][]byte {
	if n == 0 {
		return nil
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	if n > len(s)+1 {
		n = len(s) + 1
	}
	a := make([][]byte, 0, n)
	for len(a) < n-1 {
		m := 0
		if len(sep) == 0 {
			_, m = utf8.DecodeRune(s)
			if m >= len(s) {
				break
			}
		} else if m = Index(s, sep); m < 0 {
			break
		}
		a = append(a, s[:m+save:m+save])
		s = s[m+len(sep):]
	}
	if len(sep) == 0 && len(s) == 0 {
		return a
	}
	return append(a, s)
}

func Split(s, sep []byte) [][]byte              { return split(s, sep, 0, -1) }
func SplitN(s, sep []byte, n int) [][]byte      { return split(s, sep, 0, n) }
func SplitAfter(s, sep []byte) [][]byte         { return split(s, sep, len(sep), -1) }
func SplitAfterN(s, sep []byte, n int) [][]byte { return split(s, sep, len(sep), n) }

// Cut cuts at the first sep.
func Cut(s, sep []byte) (before, after []byte, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, nil, false
}

func Fields(s []byte) [][]byte { return FieldsFunc(s, unicode.IsSpace) }

// FieldsFunc cuts at runes for which f holds.
func FieldsFunc(s []byte, f func(rune) bool) [][]byte {
	type span struct{ start, end int }
	spans := make([]span, 0, 32)
	start := -1
	for i, r := range view(s) {
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
	a := make([][]byte, len(spans))
	for i, at := range spans {
		a[i] = s[at.start:at.end:at.end]
	}
	return a
}

// Join puts sep between the elements.
func Join(s [][]byte, sep []byte) []byte {
	if len(s) == 0 {
		return []byte{}
	}
	n := len(sep) * (len(s) - 1)
	for _, v := range s {
		n += len(v)
	}
	b := append(make([]byte, 0, n), s[0]...)
	for _, v := range s[1:] {
		b = append(b, sep...)
		b = append(b, v...)
	}
	return b
}

func TrimFunc(s []byte, f func(rune) bool) []byte { return TrimRightFunc(TrimLeftFunc(s, f), f) }

func TrimLeftFunc(s []byte, f func(rune) bool) []byte {
	for i, r := range view(s) {
		if !f(r) {
			return s[i:]
		}
	}
	return nil
}

func TrimRightFunc(s []byte, f func(rune) bool) []byte {
	return s[:len(strings.TrimRightFunc(view(s), f))]
}

// TrimSpace gives nil for nothing but space.
func TrimSpace(s []byte) []byte {
	t := TrimFunc(s, unicode.IsSpace)
	if len(t) == 0 {
		return nil
	}
	return t
}

func Trim(s []byte, cutset string) []byte { return TrimRight(TrimLeft(s, cutset), cutset) }

func TrimLeft(s []byte, cutset string) []byte {
	n := len(strings.TrimLeft(view(s), cutset))
	if n == 0 {
		return nil
	}
	return s[len(s)-n:]
}

func TrimRight(s []byte, cutset string) []byte {
	return s[:len(strings.TrimRight(view(s), cutset))]
}

func TrimPrefix(s, prefix []byte) []byte {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix []byte) []byte {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

func Map(mapping func(r rune) rune, s []byte) []byte {
	b := make([]byte, 0, len(s))
	for _, r := range view(s) {
		if r = mapping(r); r >= 0 {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func ToUpper(s []byte) []byte { return owned(s, strings.ToUpper(view(s))) }
func ToLower(s []byte) []byte { return owned(s, strings.ToLower(view(s))) }
func ToTitle(s []byte) []byte { return Map(unicode.ToTitle, s) }
func Title(s []byte) []byte   { return owned(s, strings.Title(view(s))) }

// owned is what came of s by a function of strings as bytes of its own: a result that is
// not s is in nobody else's hands.
func owned(s []byte, result string) []byte {
	if len(result) == 0 {
		return []byte{}
	}
	h := (*[2]uintptr)(unsafe.Pointer(&result))
	if len(s) > 0 && h[0] == uintptr(unsafe.Pointer(&s[0])) {
		return append([]byte(nil), s[:len(result)]...)
	}
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&result)), len(result))
}

func Repeat(b []byte, count int) []byte {
	if count < 0 {
		panic("bytes: negative Repeat count")
	}
	if count > 0 && len(b)*count/count != len(b) {
		panic("bytes: Repeat count causes overflow")
	}
	r := make([]byte, len(b)*count)
	// What is there doubles; nothing stays nothing, however often.
	for n := copy(r, b); n < len(r); n *= 2 {
		copy(r[n:], r[:n])
	}
	return r
}

func Replace(s, old, new []byte, n int) []byte {
	return []byte(strings.Replace(view(s), view(old), view(new), n))
}

func ReplaceAll(s, old, new []byte) []byte { return Replace(s, old, new, -1) }

// ToValidUTF8 replaces runs of bytes that are not UTF-8.
func ToValidUTF8(s, replacement []byte) []byte {
	return []byte(strings.ToValidUTF8(view(s), view(replacement)))
}

// Runes are the runes of s.
func Runes(s []byte) []rune {
	t := make([]rune, 0, utf8.RuneCount(s))
	for _, r := range view(s) {
		t = append(t, r)
	}
	return t
}

// Clone copies b; nil stays nil.
func Clone(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}
