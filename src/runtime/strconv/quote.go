package strconv

import (
	"unicode"
	"unicode/utf8"
)

const (
	lowerhex = "0123456789abcdef"
	upperhex = "0123456789ABCDEF"
)

// what may stand unescaped
const (
	printable = iota
	asciiOnly
	graphic
)

func appendQuoted(dst []byte, s string, quote byte, what int) []byte {
	dst = append(dst, quote)
	for len(s) > 0 {
		r, width := rune(s[0]), 1
		if r >= utf8.RuneSelf {
			r, width = utf8.DecodeRuneInString(s)
		}
		if width == 1 && r == utf8.RuneError {
			dst = append(dst, `\x`...)
			dst = append(dst, lowerhex[s[0]>>4], lowerhex[s[0]&15])
		} else {
			dst = appendEscaped(dst, r, quote, what)
		}
		s = s[width:]
	}
	return append(dst, quote)
}

func appendEscaped(dst []byte, r rune, quote byte, what int) []byte {
	if r == rune(quote) || r == '\\' {
		return append(dst, '\\', byte(r))
	}
	if r < utf8.RuneSelf && IsPrint(r) {
		return append(dst, byte(r))
	}
	if r >= utf8.RuneSelf && what != asciiOnly && (IsPrint(r) || what == graphic && IsGraphic(r)) {
		return utf8.AppendRune(dst, r)
	}
	switch r {
	case '\a':
		return append(dst, `\a`...)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	case '\v':
		return append(dst, `\v`...)
	}
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	switch {
	case r < ' ' || r == 0x7f:
		return append(dst, '\\', 'x', lowerhex[byte(r)>>4], lowerhex[byte(r)&15])
	case r < 0x10000:
		dst = append(dst, `\u`...)
		return appendHex(dst, r, 12)
	}
	dst = append(dst, `\U`...)
	return appendHex(dst, r, 28)
}

func appendHex(dst []byte, r rune, shift int) []byte {
	for ; shift >= 0; shift -= 4 {
		dst = append(dst, lowerhex[r>>uint(shift)&15])
	}
	return dst
}

// quoted has room for a few escapes.
func quoted(s string, what int) string {
	return string(appendQuoted(make([]byte, 0, 3*len(s)/2), s, '"', what))
}

func Quote(s string) string          { return quoted(s, printable) }
func QuoteToASCII(s string) string   { return quoted(s, asciiOnly) }
func QuoteToGraphic(s string) string { return quoted(s, graphic) }

func AppendQuote(dst []byte, s string) []byte          { return appendQuoted(dst, s, '"', printable) }
func AppendQuoteToASCII(dst []byte, s string) []byte   { return appendQuoted(dst, s, '"', asciiOnly) }
func AppendQuoteToGraphic(dst []byte, s string) []byte { return appendQuoted(dst, s, '"', graphic) }

func appendQuotedRune(dst []byte, r rune, what int) []byte {
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	dst = append(dst, '\'')
	dst = appendEscaped(dst, r, '\'', what)
	return append(dst, '\'')
}

func QuoteRune(r rune) string          { return string(appendQuotedRune(nil, r, printable)) }
func QuoteRuneToASCII(r rune) string   { return string(appendQuotedRune(nil, r, asciiOnly)) }
func QuoteRuneToGraphic(r rune) string { return string(appendQuotedRune(nil, r, graphic)) }

func AppendQuoteRune(dst []byte, r rune) []byte        { return appendQuotedRune(dst, r, printable) }
func AppendQuoteRuneToASCII(dst []byte, r rune) []byte { return appendQuotedRune(dst, r, asciiOnly) }

func AppendQuoteRuneToGraphic(dst []byte, r rune) []byte { return appendQuotedRune(dst, r, graphic) }

// CanBackquote reports whether s can stand between back quotes as it is.
func CanBackquote(s string) bool {
	for len(s) > 0 {
		r, width := utf8.DecodeRuneInString(s)
		s = s[width:]
		if width > 1 {
			if r == '\ufeff' {
				return false
			}
			continue
		}
		if r == utf8.RuneError || r < ' ' && r != '\t' || r == '`' || r == '\u007F' {
			return false
		}
	}
	return true
}

// IsPrint is unicode.IsPrint.
func IsPrint(r rune) bool {
	if r < utf8.RuneSelf {
		return ' ' <= r && r < 0x7f
	}
	return unicode.IsPrint(r)
}

// IsGraphic is unicode.IsGraphic.
func IsGraphic(r rune) bool { return unicode.IsGraphic(r) }

func unhex(b byte) (rune, bool) {
	switch c := rune(b); {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// UnquoteChar reads one character or escape from the front of s.
func UnquoteChar(s string, quote byte) (value rune, multibyte bool, tail string, err error) {
	if len(s) == 0 {
		return 0, false, "", ErrSyntax
	}
	c := s[0]
	switch {
	case c == quote && (quote == '\'' || quote == '"'):
		return 0, false, "", ErrSyntax
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRuneInString(s)
		return r, true, s[size:], nil
	case c != '\\':
		return rune(c), false, s[1:], nil
	}
	if len(s) <= 1 {
		return 0, false, "", ErrSyntax
	}
	c = s[1]
	s = s[2:]
	switch c {
	case 'a':
		value = '\a'
	case 'b':
		value = '\b'
	case 'f':
		value = '\f'
	case 'n':
		value = '\n'
	case 'r':
		value = '\r'
	case 't':
		value = '\t'
	case 'v':
		value = '\v'
	case 'x', 'u', 'U':
		n := 2
		if c == 'u' {
			n = 4
		} else if c == 'U' {
			n = 8
		}
		if len(s) < n {
			return 0, false, "", ErrSyntax
		}
		var v rune
		for j := 0; j < n; j++ {
			x, ok := unhex(s[j])
			if !ok {
				return 0, false, "", ErrSyntax
			}
			v = v<<4 | x
		}
		s = s[n:]
		if c == 'x' {
			return v, false, s, nil
		}
		if !utf8.ValidRune(v) {
			return 0, false, "", ErrSyntax
		}
		return v, true, s, nil
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v := rune(c) - '0'
		if len(s) < 2 {
			return 0, false, "", ErrSyntax
		}
		for j := 0; j < 2; j++ {
			x := rune(s[j]) - '0'
			if x < 0 || x > 7 {
				return 0, false, "", ErrSyntax
			}
			v = v<<3 | x
		}
		if v > 255 {
			return 0, false, "", ErrSyntax
		}
		return v, false, s[2:], nil
	case '\\':
		value = '\\'
	case '\'', '"':
		if c != quote {
			return 0, false, "", ErrSyntax
		}
		value = rune(c)
	default:
		return 0, false, "", ErrSyntax
	}
	return value, false, s, nil
}

// Unquote reads a Go string or character literal.
func Unquote(s string) (string, error) {
	n := len(s)
	if n < 2 {
		return "", ErrSyntax
	}
	quote := s[0]
	if quote != s[n-1] {
		return "", ErrSyntax
	}
	s = s[1 : n-1]
	switch quote {
	case '`':
		if indexByte(s, '`') < 0 && indexByte(s, '\r') < 0 {
			return s, nil
		}
		out := make([]byte, 0, len(s))
		for i := 0; i < len(s); i++ {
			if s[i] == '`' {
				return "", ErrSyntax
			}
			if s[i] != '\r' {
				out = append(out, s[i])
			}
		}
		return string(out), nil
	case '"', '\'':
	default:
		return "", ErrSyntax
	}
	if isPlain(s, quote) {
		return s, nil
	}
	out := make([]byte, 0, 3*len(s)/2)
	count := 0
	for len(s) > 0 {
		if s[0] == '\n' {
			return "", ErrSyntax
		}
		r, multibyte, rest, err := UnquoteChar(s, quote)
		if err != nil {
			return "", err
		}
		s = rest
		count++
		if r < utf8.RuneSelf || !multibyte {
			out = append(out, byte(r))
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	if quote == '\'' && count != 1 {
		return "", ErrSyntax
	}
	return string(out), nil
}

func indexByte(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}

// isPlain reports whether what stands between two quotes is itself its value.
func isPlain(s string, quote byte) bool {
	if indexByte(s, '\\') >= 0 || indexByte(s, quote) >= 0 || indexByte(s, '\n') >= 0 || !utf8.ValidString(s) {
		return false
	}
	return quote == '"' || utf8.RuneCountInString(s) <= 1
}

// QuotedPrefix is the quoted string or character at the front of s, in its quotes.
func QuotedPrefix(s string) (string, error) {
	if s == "" {
		return "", ErrSyntax
	}
	quote := s[0]
	switch quote {
	case '`':
		if i := indexByte(s[1:], '`'); i >= 0 {
			return s[:i+2], nil
		}
		return "", ErrSyntax
	case '"', '\'':
	default:
		return "", ErrSyntax
	}
	rest := s[1:]
	for count := 0; ; count++ {
		if rest == "" || rest[0] == '\n' || quote == '\'' && count > 1 {
			return "", ErrSyntax
		}
		if rest[0] == quote {
			return s[:len(s)-len(rest)+1], nil
		}
		var err error
		if _, _, rest, err = UnquoteChar(rest, quote); err != nil {
			return "", err
		}
	}
}
