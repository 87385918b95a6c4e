// Package json reads and writes JSON.
//
// Texts are checked as a whole before anything is stored (scan.go); reading then goes over
// a text that is known to be right (decode.go). Writing goes over values by reflection
// (encode.go); which fields a struct has in JSON is found out in fields.go.
package json

import (
	"bytes"
	"strconv"
	"strings"
)

// SyntaxError is a mistake in a text, after so many bytes.
type SyntaxError struct {
	msg    string
	Offset int64
}

func (e *SyntaxError) Error() string { return e.msg }

// Valid reports whether data is a JSON text.
func Valid(data []byte) bool { return checkValid(data) == nil }

func checkValid(data []byte) error {
	s := scanner{data: data}
	if !s.value() {
		return s.err
	}
	s.space()
	if s.pos < len(data) {
		s.wrong("after top-level value")
		return s.err
	}
	return nil
}

// scanner goes over a text; its methods report whether all is well.
type scanner struct {
	data []byte
	pos  int
	err  *SyntaxError
	// The mistake is that there is no more.
	atEnd bool
}

func quoteChar(c byte) string {
	switch c {
	case '\'':
		return `'\''`
	case '"':
		return `'"'`
	}
	s := strconv.Quote(string(rune(c)))
	return "'" + s[1:len(s)-1] + "'"
}

// wrong notes that the next character cannot stand where it is. At the end it is as if a
// space followed, which is wrong within numbers, words and escapes.
func (s *scanner) wrong(context string) bool {
	if s.pos >= len(s.data) {
		s.atEnd = true
		s.err = &SyntaxError{"unexpected end of JSON input", int64(len(s.data))}
		if strings.HasPrefix(context, "in ") || strings.HasPrefix(context, "after decimal") {
			s.err.msg = "invalid character ' ' " + context
		}
	} else {
		s.err = &SyntaxError{"invalid character " + quoteChar(s.data[s.pos]) + " " + context, int64(s.pos + 1)}
	}
	return false
}

// peek is the next character, 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

func (s *scanner) space() {
	for s.pos < len(s.data) && isSpace(s.data[s.pos]) {
		s.pos++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func (s *scanner) value() bool {
	s.space()
	switch c := s.peek(); {
	case c == '{':
		return s.object()
	case c == '[':
		return s.array()
	case c == '"':
		return s.text()
	case c == '-' || '0' <= c && c <= '9':
		return s.number()
	case c == 't':
		return s.literal("true")
	case c == 'f':
		return s.literal("false")
	case c == 'n':
		return s.literal("null")
	}
	return s.wrong("looking for beginning of value")
}

func (s *scanner) object() bool {
	s.pos++
	s.space()
	if s.peek() == '}' {
		s.pos++
		return true
	}
	for {
		s.space()
		if s.peek() != '"' {
			return s.wrong("looking for beginning of object key string")
		}
		if !s.text() {
			return false
		}
		s.space()
		if s.peek() != ':' {
			return s.wrong("after object key")
		}
		s.pos++
		if !s.value() {
			return false
		}
		s.space()
		switch s.peek() {
		case ',':
			s.pos++
		case '}':
			s.pos++
			return true
		default:
			return s.wrong("after object key:value pair")
		}
	}
}

func (s *scanner) array() bool {
	s.pos++
	s.space()
	if s.peek() == ']' {
		s.pos++
		return true
	}
	for {
		if !s.value() {
			return false
		}
		s.space()
		switch s.peek() {
		case ',':
			s.pos++
		case ']':
			s.pos++
			return true
		default:
			return s.wrong("after array element")
		}
	}
}

func (s *scanner) text() bool {
	s.pos++
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return true
		case c < ' ':
			return s.wrong("in string literal")
		case c == '\\':
			s.pos++
			if bytes.IndexByte([]byte(`bfnrt\/"u`), s.peek()) < 0 {
				return s.wrong("in string escape code")
			}
			if s.peek() == 'u' {
				for i := 0; i < 4; i++ {
					s.pos++
					if !isHex(s.peek()) {
						return s.wrong("in \\u hexadecimal character escape")
					}
				}
			}
		}
		s.pos++
	}
	return s.wrong("")
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func (s *scanner) digits() bool {
	start := s.pos
	for '0' <= s.peek() && s.peek() <= '9' {
		s.pos++
	}
	return s.pos > start
}

func (s *scanner) number() bool {
	if s.peek() == '-' {
		s.pos++
	}
	if s.peek() == '0' {
		s.pos++
	} else if !s.digits() {
		return s.wrong("in numeric literal")
	}
	if s.peek() == '.' {
		s.pos++
		if !s.digits() {
			return s.wrong("after decimal point in numeric literal")
		}
	}
	if s.peek()|0x20 == 'e' {
		s.pos++
		if s.peek() == '+' || s.peek() == '-' {
			s.pos++
		}
		if !s.digits() {
			return s.wrong("in exponent of numeric literal")
		}
	}
	return true
}

func (s *scanner) literal(word string) bool {
	for i := 0; i < len(word); i++ {
		if s.peek() != word[i] {
			return s.wrong("in literal " + word + " (expecting " + quoteChar(word[i]) + ")")
		}
		s.pos++
	}
	return true
}

// Compact appends src without space between tokens.
func Compact(dst *bytes.Buffer, src []byte) error {
	if err := checkValid(src); err != nil {
		return err
	}
	dst.Write(compacted(src, false))
	return nil
}

// compacted leaves out space; with escape, it also replaces what HTML would misread.
func compacted(src []byte, escape bool) []byte {
	var out []byte
	inText := false
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case escape && (c == '<' || c == '>' || c == '&'):
			out = append(out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			continue
		case c == 0xE2 && escape && i+2 < len(src) && src[i+1] == 0x80 && src[i+2]&^1 == 0xA8:
			out = append(append(out, `\u202`...), hexDigits[src[i+2]&15])
			i += 2
			continue
		case inText && c == '\\':
			out = append(out, c)
			i++
			c = src[i]
		case c == '"':
			inText = !inText
		case !inText && isSpace(c):
			continue
		}
		out = append(out, c)
	}
	return out
}

// HTMLEscape appends src with <, >, & and line separators in strings as escapes.
func HTMLEscape(dst *bytes.Buffer, src []byte) {
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case c == '<' || c == '>' || c == '&':
			dst.WriteString(`\u00`)
			dst.WriteByte(hexDigits[c>>4])
			dst.WriteByte(hexDigits[c&15])
		case c == 0xE2 && i+2 < len(src) && src[i+1] == 0x80 && src[i+2]&^1 == 0xA8:
			dst.WriteString(`\u202`)
			dst.WriteByte(hexDigits[src[i+2]&15])
			i += 2
		default:
			dst.WriteByte(c)
		}
	}
}

// Indent appends src with each element on a line of its own.
func Indent(dst *bytes.Buffer, src []byte, prefix, indent string) error {
	if err := checkValid(src); err != nil {
		return err
	}
	depth := 0
	newline := func() {
		dst.WriteByte('\n')
		dst.WriteString(prefix)
		for i := 0; i < depth; i++ {
			dst.WriteString(indent)
		}
	}
	end := len(src)
	inText := false
	for i := 0; i < end; i++ {
		c := src[i]
		if inText {
			dst.WriteByte(c)
			if c == '\\' {
				i++
				dst.WriteByte(src[i])
			} else if c == '"' {
				inText = false
			}
			continue
		}
		switch c {
		case ' ', '\t', '\r', '\n':
			// Space behind the text stays.
			if depth == 0 && len(bytes.TrimLeft(src[i:], " \t\r\n")) == 0 {
				dst.WriteByte(c)
			}
		case '{', '[':
			dst.WriteByte(c)
			next := i + 1
			for isSpace(src[next]) {
				next++
			}
			if src[next] == '}' || src[next] == ']' {
				dst.WriteByte(src[next])
				i = next
				continue
			}
			depth++
			newline()
		case '}', ']':
			depth--
			newline()
			dst.WriteByte(c)
		case ',':
			dst.WriteByte(c)
			newline()
		case ':':
			dst.WriteString(": ")
		default:
			inText = c == '"'
			dst.WriteByte(c)
		}
	}
	return nil
}
