package big

import (
	"errors"
	"fmt"
	"io"
)

// SetString reads a number in a base; 0 takes the base from the prefix and allows
// underscores. The result is nil, false if s is anything else.
func (z *Int) SetString(s string, base int) (*Int, bool) {
	if base != 0 && (base < 2 || base > MaxBase) {
		panic(fmt.Sprintf("invalid number base %d", base))
	}
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg = s[0] == '-'
		s = s[1:]
	}
	abs, ok := nat(nil).parse(s, base)
	if !ok {
		z.SetInt64(0)
		return nil, false
	}
	return z.put(abs, neg), true
}

// Text is x in a base.
func (x *Int) Text(base int) string {
	if x == nil {
		return "<nil>"
	}
	return string(x.Append(nil, base))
}

// Append appends Text.
func (x *Int) Append(buf []byte, base int) []byte {
	if x == nil {
		return append(buf, "<nil>"...)
	}
	if x.neg {
		buf = append(buf, '-')
	}
	return append(buf, x.abs.text(base)...)
}

func (x *Int) String() string { return x.Text(10) }

func repeat(s fmt.State, text string, n int) {
	for ; n > 0; n-- {
		io.WriteString(s, text)
	}
}

// Format prints with the verbs b, o, O, d, x, X, and s and v as d.
func (x *Int) Format(s fmt.State, verb rune) {
	base := 10
	switch verb {
	case 'b':
		base = 2
	case 'o', 'O':
		base = 8
	case 'd', 's', 'v':
	case 'x', 'X':
		base = 16
	default:
		fmt.Fprintf(s, "%%!%c(big.Int=%s)", verb, x.String())
		return
	}
	if x == nil {
		fmt.Fprint(s, "<nil>")
		return
	}
	sign := ""
	switch {
	case x.neg:
		sign = "-"
	case s.Flag('+'):
		sign = "+"
	case s.Flag(' '):
		sign = " "
	}
	prefix := ""
	if s.Flag('#') {
		prefix = map[rune]string{'b': "0b", 'o': "0", 'x': "0x", 'X': "0X"}[verb]
	}
	if verb == 'O' {
		prefix = "0o"
	}
	text := x.abs.text(base)
	if verb == 'X' {
		for i, c := range text {
			if 'a' <= c && c <= 'z' {
				text[i] = c - 'a' + 'A'
			}
		}
	}
	var left, zeros, right int
	precision, hasPrecision := s.Precision()
	if hasPrecision {
		if len(text) < precision {
			zeros = precision - len(text)
		} else if len(text) == 1 && text[0] == '0' && precision == 0 {
			return
		}
	}
	if width, ok := s.Width(); ok {
		if d := width - len(sign) - len(prefix) - zeros - len(text); d > 0 {
			switch {
			case s.Flag('-'):
				right = d
			case s.Flag('0') && !hasPrecision:
				zeros = d
			default:
				left = d
			}
		}
	}
	repeat(s, " ", left)
	io.WriteString(s, sign+prefix)
	repeat(s, "0", zeros)
	s.Write(text)
	repeat(s, " ", right)
}

// Scan reads a number for fmt: b, o, d, x, X with their bases, s and v with a prefix.
func (z *Int) Scan(s fmt.ScanState, verb rune) error {
	s.SkipSpace()
	base := 0
	switch verb {
	case 'b':
		base = 2
	case 'o':
		base = 8
	case 'd':
		base = 10
	case 'x', 'X':
		base = 16
	case 's', 'v':
	default:
		return errors.New("Int.Scan: invalid verb")
	}
	isFirst := true
	token, err := s.Token(false, func(r rune) bool {
		ok := isFirst && (r == '-' || r == '+') || r == '_' && base == 0
		isFirst = false
		if r < 0x80 && !ok {
			limit := base
			if base == 0 {
				limit = 36
			}
			ok = digitValue(byte(r), limit) < limit
		}
		return ok
	})
	if err != nil {
		return err
	}
	if len(token) == 0 {
		if _, _, err := s.ReadRune(); err != nil {
			return io.ErrUnexpectedEOF
		}
		s.UnreadRune()
	}
	if _, ok := z.SetString(string(token), base); !ok {
		return errors.New("number has no digits")
	}
	return nil
}

func (x *Int) MarshalText() (text []byte, err error) {
	if x == nil {
		return []byte("<nil>"), nil
	}
	return x.Append(nil, 10), nil
}

func (z *Int) UnmarshalText(text []byte) error {
	if _, ok := z.SetString(string(text), 0); !ok {
		return fmt.Errorf("math/big: cannot unmarshal %q into a *big.Int", text)
	}
	return nil
}

func (x *Int) MarshalJSON() ([]byte, error) {
	if x == nil {
		return []byte("null"), nil
	}
	return x.Append(nil, 10), nil
}

func (z *Int) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	return z.UnmarshalText(text)
}
