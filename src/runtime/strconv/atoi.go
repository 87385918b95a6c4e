// Package strconv converts between strings and numbers, truth values and quoted text.
package strconv

import "errors"

var ErrRange = errors.New("value out of range")
var ErrSyntax = errors.New("invalid syntax")

// IntSize is the size of int in bits.
const IntSize = 32 << (^uint(0) >> 63)

// NumError says which function failed on what.
type NumError struct {
	Func string
	Num  string
	Err  error
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": parsing " + Quote(e.Num) + ": " + e.Err.Error()
}

func (e *NumError) Unwrap() error { return e.Err }

func syntaxError(fn, str string) *NumError { return &NumError{fn, str, ErrSyntax} }
func rangeError(fn, str string) *NumError  { return &NumError{fn, str, ErrRange} }
func baseError(fn, str string, base int) *NumError {
	return &NumError{fn, str, errors.New("invalid base " + Itoa(base))}
}
func bitSizeError(fn, str string, bitSize int) *NumError {
	return &NumError{fn, str, errors.New("invalid bit size " + Itoa(bitSize))}
}

// ParseUint reads an unsigned number; base 0 takes it from the prefix, bitSize 0 is that of int.
func ParseUint(s string, base int, bitSize int) (uint64, error) {
	const fn = "ParseUint"
	if s == "" {
		return 0, syntaxError(fn, s)
	}
	s0 := s
	fromPrefix := base == 0
	switch {
	case 2 <= base && base <= 36:
	case base == 0:
		base = 10
		if s[0] == '0' {
			base = 8
			rest := s[1:]
			if len(s) >= 3 {
				switch lower(s[1]) {
				case 'b':
					base, rest = 2, s[2:]
				case 'o':
					rest = s[2:]
				case 'x':
					base, rest = 16, s[2:]
				}
			}
			s = rest
		}
	default:
		return 0, baseError(fn, s0, base)
	}
	if bitSize == 0 {
		bitSize = IntSize
	} else if bitSize < 0 || bitSize > 64 {
		return 0, bitSizeError(fn, s0, bitSize)
	}
	max := uint64(1)<<uint(bitSize) - 1
	cutoff := ^uint64(0)/uint64(base) + 1
	underscores := false
	var n uint64
	for i := 0; i < len(s); i++ {
		c := s[i]
		var d byte
		switch {
		case c == '_' && fromPrefix:
			underscores = true
			continue
		case '0' <= c && c <= '9':
			d = c - '0'
		case 'a' <= lower(c) && lower(c) <= 'z':
			d = lower(c) - 'a' + 10
		default:
			return 0, syntaxError(fn, s0)
		}
		if int(d) >= base {
			return 0, syntaxError(fn, s0)
		}
		if n >= cutoff {
			return max, rangeError(fn, s0)
		}
		n *= uint64(base)
		n1 := n + uint64(d)
		if n1 < n || n1 > max {
			return max, rangeError(fn, s0)
		}
		n = n1
	}
	if underscores && !underscoreOK(s0) {
		return 0, syntaxError(fn, s0)
	}
	return n, nil
}

// ParseInt is ParseUint with a sign.
func ParseInt(s string, base int, bitSize int) (int64, error) {
	const fn = "ParseInt"
	if s == "" {
		return 0, syntaxError(fn, s)
	}
	s0 := s
	neg := s[0] == '-'
	if s[0] == '+' || neg {
		s = s[1:]
	}
	un, err := ParseUint(s, base, bitSize)
	if err != nil && err.(*NumError).Err != ErrRange {
		err.(*NumError).Func = fn
		err.(*NumError).Num = s0
		return 0, err
	}
	if bitSize == 0 {
		bitSize = IntSize
	}
	cutoff := uint64(1) << uint(bitSize-1)
	if !neg && un >= cutoff {
		return int64(cutoff - 1), rangeError(fn, s0)
	}
	if neg && un > cutoff {
		return -int64(cutoff), rangeError(fn, s0)
	}
	if neg {
		return -int64(un), nil
	}
	return int64(un), nil
}

// Atoi is ParseInt(s, 10, 0) as an int.
func Atoi(s string) (int, error) {
	const fn = "Atoi"
	if 0 < len(s) && len(s) < 10 {
		// It fits without looking.
		i := 0
		if s[0] == '-' || s[0] == '+' {
			i = 1
		}
		if i == len(s) {
			return 0, syntaxError(fn, s)
		}
		n := 0
		for _, ch := range []byte(s[i:]) {
			ch -= '0'
			if ch > 9 {
				return 0, syntaxError(fn, s)
			}
			n = n*10 + int(ch)
		}
		if s[0] == '-' {
			n = -n
		}
		return n, nil
	}
	i64, err := ParseInt(s, 10, 0)
	if numErr, ok := err.(*NumError); ok {
		numErr.Func = fn
	}
	return int(i64), err
}

// underscoreOK reports whether underscores stand only between digits, or between
// a base prefix and a digit.
func underscoreOK(s string) bool {
	// What stood before: '^' nothing, '0' a digit, '_' an underscore, '!' something else.
	before := byte('^')
	i := 0
	if len(s) >= 1 && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	hex := false
	if len(s) >= 2 && s[0] == '0' && (lower(s[1]) == 'b' || lower(s[1]) == 'o' || lower(s[1]) == 'x') {
		before = '0'
		hex = lower(s[1]) == 'x'
		i = 2
	}
	for ; i < len(s); i++ {
		switch {
		case '0' <= s[i] && s[i] <= '9' || hex && 'a' <= lower(s[i]) && lower(s[i]) <= 'f':
			before = '0'
		case s[i] == '_':
			if before != '0' {
				return false
			}
			before = '_'
		default:
			if before == '_' {
				return false
			}
			before = '!'
		}
	}
	return before != '_'
}

// ParseBool takes 1 t T TRUE true True 0 f F FALSE false False.
func ParseBool(str string) (bool, error) {
	switch str {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, syntaxError("ParseBool", str)
}

func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func AppendBool(dst []byte, b bool) []byte { return append(dst, FormatBool(b)...) }
