package regexp

import (
	"io"
	"strings"
	"unsafe"
)

// The Find methods: of text or bytes, the match or its place, with captures or without,
// the first or all. Those of bytes look at the same memory as a string.

func view(b []byte) string { return *(*string)(unsafe.Pointer(&b)) }

// part is a capture, "" if it took no part.
func part(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}

func bytesPart(b []byte, m []int, i int) []byte {
	if m[2*i] < 0 {
		return nil
	}
	return b[m[2*i]:m[2*i+1]:m[2*i+1]]
}

func parts(s string, m []int) []string {
	if m == nil {
		return nil
	}
	list := make([]string, len(m)/2)
	for i := range list {
		list[i] = part(s, m, i)
	}
	return list
}

func bytesParts(b []byte, m []int) [][]byte {
	if m == nil {
		return nil
	}
	list := make([][]byte, len(m)/2)
	for i := range list {
		list[i] = bytesPart(b, m, i)
	}
	return list
}

func (re *Regexp) FindStringIndex(s string) (loc []int)   { return re.find(s, 0, 2) }
func (re *Regexp) FindIndex(b []byte) (loc []int)         { return re.find(view(b), 0, 2) }
func (re *Regexp) FindStringSubmatchIndex(s string) []int { return re.find(s, 0, re.all()) }
func (re *Regexp) FindSubmatchIndex(b []byte) []int       { return re.find(view(b), 0, re.all()) }
func (re *Regexp) FindStringSubmatch(s string) []string {
	return parts(s, re.FindStringSubmatchIndex(s))
}
func (re *Regexp) FindSubmatch(b []byte) [][]byte        { return bytesParts(b, re.FindSubmatchIndex(b)) }
func (re *Regexp) FindReaderIndex(r io.RuneReader) []int { return re.find(readAll(r), 0, 2) }
func (re *Regexp) FindReaderSubmatchIndex(r io.RuneReader) []int {
	return re.find(readAll(r), 0, re.all())
}

func (re *Regexp) FindString(s string) string {
	m := re.FindStringIndex(s)
	if m == nil {
		return ""
	}
	return part(s, m, 0)
}

func (re *Regexp) Find(b []byte) []byte {
	m := re.FindIndex(b)
	if m == nil {
		return nil
	}
	return bytesPart(b, m, 0)
}

func (re *Regexp) allIndex(s string, n, captures int) (list [][]int) {
	re.allMatches(s, n, captures, func(m []int) { list = append(list, m) })
	return list
}

func (re *Regexp) FindAllStringIndex(s string, n int) [][]int { return re.allIndex(s, n, 2) }
func (re *Regexp) FindAllIndex(b []byte, n int) [][]int       { return re.allIndex(view(b), n, 2) }
func (re *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return re.allIndex(s, n, re.all())
}
func (re *Regexp) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return re.allIndex(view(b), n, re.all())
}

func (re *Regexp) FindAllString(s string, n int) (list []string) {
	re.allMatches(s, n, 2, func(m []int) { list = append(list, part(s, m, 0)) })
	return list
}

func (re *Regexp) FindAll(b []byte, n int) (list [][]byte) {
	re.allMatches(view(b), n, 2, func(m []int) { list = append(list, bytesPart(b, m, 0)) })
	return list
}

func (re *Regexp) FindAllStringSubmatch(s string, n int) (list [][]string) {
	re.allMatches(s, n, re.all(), func(m []int) { list = append(list, parts(s, m)) })
	return list
}

func (re *Regexp) FindAllSubmatch(b []byte, n int) (list [][][]byte) {
	re.allMatches(view(b), n, re.all(), func(m []int) { list = append(list, bytesParts(b, m)) })
	return list
}

// Split cuts s at the matches, into at most n pieces.
func (re *Regexp) Split(s string, n int) []string {
	if n == 0 {
		return nil
	}
	if len(re.expr) > 0 && len(s) == 0 {
		return []string{""}
	}
	matches := re.FindAllStringIndex(s, n)
	list := make([]string, 0, len(matches))
	start, end := 0, 0
	for _, m := range matches {
		if n > 0 && len(list) == n-1 {
			break
		}
		end = m[0]
		if m[1] != 0 {
			list = append(list, s[start:end])
		}
		start = m[1]
	}
	if end != len(s) {
		list = append(list, s[start:])
	}
	return list
}

// --- Replacing ---

// replaced is src with each match replaced by what repl appends; ok is false if there was none.
func (re *Regexp) replaced(src string, captures int, repl func(dst []byte, m []int) []byte) (buf []byte, ok bool) {
	lastEnd := 0
	re.allMatches(src, -1, captures, func(m []int) {
		ok = true
		buf = append(buf, src[lastEnd:m[0]]...)
		buf = repl(buf, m)
		lastEnd = m[1]
	})
	return append(buf, src[lastEnd:]...), ok
}

func (re *Regexp) replacedString(src string, captures int, repl func(dst []byte, m []int) []byte) string {
	b, ok := re.replaced(src, captures, repl)
	if !ok {
		return src
	}
	return string(b)
}

// ReplaceAllString replaces matches; $1 and ${name} in repl stand for captures.
func (re *Regexp) ReplaceAllString(src, repl string) string {
	captures := 2
	if strings.IndexByte(repl, '$') >= 0 {
		captures = re.all()
	}
	return re.replacedString(src, captures, func(dst []byte, m []int) []byte { return re.ExpandString(dst, repl, src, m) })
}

func (re *Regexp) ReplaceAllLiteralString(src, repl string) string {
	return re.replacedString(src, 2, func(dst []byte, m []int) []byte { return append(dst, repl...) })
}

func (re *Regexp) ReplaceAllStringFunc(src string, repl func(string) string) string {
	return re.replacedString(src, 2, func(dst []byte, m []int) []byte { return append(dst, repl(src[m[0]:m[1]])...) })
}

func (re *Regexp) ReplaceAll(src, repl []byte) []byte {
	template := string(repl)
	b, _ := re.replaced(view(src), re.all(), func(dst []byte, m []int) []byte { return re.Expand(dst, []byte(template), src, m) })
	return b
}

func (re *Regexp) ReplaceAllLiteral(src, repl []byte) []byte {
	b, _ := re.replaced(view(src), 2, func(dst []byte, m []int) []byte { return append(dst, repl...) })
	return b
}

func (re *Regexp) ReplaceAllFunc(src []byte, repl func([]byte) []byte) []byte {
	b, _ := re.replaced(view(src), 2, func(dst []byte, m []int) []byte { return append(dst, repl(src[m[0]:m[1]])...) })
	return b
}

func (re *Regexp) Expand(dst []byte, template []byte, src []byte, match []int) []byte {
	return re.ExpandString(dst, string(template), view(src), match)
}

// ExpandString appends template with captures in the place of $name, ${name} and $1; $$ is $.
func (re *Regexp) ExpandString(dst []byte, template string, src string, match []int) []byte {
	for template != "" {
		before, after, ok := strings.Cut(template, "$")
		dst = append(dst, before...)
		if !ok {
			break
		}
		template = after
		if strings.HasPrefix(template, "$") {
			dst = append(dst, '$')
			template = template[1:]
			continue
		}
		name, number, rest, ok := reference(template)
		if !ok {
			dst = append(dst, '$')
			continue
		}
		template = rest
		if number >= 0 {
			if 2*number+1 < len(match) && match[2*number] >= 0 {
				dst = append(dst, part(src, match, number)...)
			}
			continue
		}
		for i, each := range re.prog.Names {
			if name == each && 2*i+1 < len(match) && match[2*i] >= 0 {
				dst = append(dst, part(src, match, i)...)
				break
			}
		}
	}
	return dst
}

// reference reads a name or number behind a $; number is -1 for a name.
func reference(s string) (name string, number int, rest string, ok bool) {
	braces := strings.HasPrefix(s, "{")
	if braces {
		s = s[1:]
	}
	i := 0
	for i < len(s) && (s[i] == '_' || '0' <= s[i] && s[i] <= '9' || 'A' <= s[i] && s[i] <= 'Z' || 'a' <= s[i] && s[i] <= 'z') {
		i++
	}
	if i == 0 {
		return "", 0, "", false
	}
	name, rest = s[:i], s[i:]
	if braces {
		if !strings.HasPrefix(rest, "}") {
			return "", 0, "", false
		}
		rest = rest[1:]
	}
	for _, c := range name {
		if c < '0' || c > '9' || number >= 1e8 {
			return name, -1, rest, true
		}
		number = number*10 + int(c-'0')
	}
	if name[0] == '0' && len(name) > 1 {
		number = -1
	}
	return name, number, rest, true
}
