package fmt

import (
	"strconv"
	"unicode/utf8"
)

const (
	ldigits = "0123456789abcdefx"
	udigits = "0123456789ABCDEFX"
)

// flags are what stands between % and the verb.
type flags struct {
	widPresent  bool
	precPresent bool
	minus       bool
	plus        bool
	sharp       bool
	space       bool
	zero        bool

	// %+v and %#v set these and clear plus and sharp, which mean something else to the elements.
	plusV  bool
	sharpV bool
}

// formatter pads and formats single values into buf.
type formatter struct {
	buf []byte
	flags
	wid  int
	prec int
	// Digits of an integer in base 2 with sign and prefix, or of a usual float.
	scratch [68]byte
}

func (f *formatter) clearFlags() {
	f.flags = flags{}
	f.wid, f.prec = 0, 0
}

func (f *formatter) writePadding(n int) {
	if n <= 0 {
		return
	}
	pad := byte(' ')
	if f.zero {
		pad = '0'
	}
	for ; n > 0; n-- {
		f.buf = append(f.buf, pad)
	}
}

// pad appends b in the width, measured in runes.
func (f *formatter) pad(b []byte) {
	if !f.widPresent || f.wid == 0 {
		f.buf = append(f.buf, b...)
		return
	}
	width := f.wid - utf8.RuneCount(b)
	if !f.minus {
		f.writePadding(width)
		f.buf = append(f.buf, b...)
	} else {
		f.buf = append(f.buf, b...)
		f.writePadding(width)
	}
}

func (f *formatter) padString(s string) {
	if !f.widPresent || f.wid == 0 {
		f.buf = append(f.buf, s...)
		return
	}
	width := f.wid - utf8.RuneCountInString(s)
	if !f.minus {
		f.writePadding(width)
		f.buf = append(f.buf, s...)
	} else {
		f.buf = append(f.buf, s...)
		f.writePadding(width)
	}
}

func (f *formatter) fmtBoolean(v bool) {
	if v {
		f.padString("true")
	} else {
		f.padString("false")
	}
}

// fmtUnicode is U+0078, with # also the character.
func (f *formatter) fmtUnicode(u uint64) {
	digits := 4
	if f.precPresent && f.prec > 4 {
		digits = f.prec
	}
	buf := make([]byte, 0, digits+10)
	buf = append(buf, "U+"...)
	hex := strconv.AppendUint(nil, u, 16)
	for i := len(hex); i < digits; i++ {
		buf = append(buf, '0')
	}
	for _, c := range hex {
		if 'a' <= c && c <= 'f' {
			c -= 'a' - 'A'
		}
		buf = append(buf, c)
	}
	if f.sharp && u <= utf8.MaxRune && strconv.IsPrint(rune(u)) {
		buf = append(buf, " '"...)
		buf = utf8.AppendRune(buf, rune(u))
		buf = append(buf, '\'')
	}
	oldZero := f.zero
	f.zero = false
	f.pad(buf)
	f.zero = oldZero
}

// fmtInteger formats u, which holds the bits of an int64 if isSigned.
func (f *formatter) fmtInteger(u uint64, base int, isSigned bool, verb rune, digits string) {
	negative := isSigned && int64(u) < 0
	if negative {
		u = -u
	}
	buf := f.scratch[0:]
	// Width and precision are bounded, so the buffer may have to grow.
	if f.widPresent || f.precPresent {
		width := 3 + f.wid + f.prec
		if width > len(buf) {
			buf = make([]byte, width)
		}
	}
	prec := 0
	if f.precPresent {
		prec = f.prec
		if prec == 0 && u == 0 {
			oldZero := f.zero
			f.zero = false
			f.writePadding(f.wid)
			f.zero = oldZero
			return
		}
	} else if f.zero && f.widPresent {
		prec = f.wid
		if negative || f.plus || f.space {
			prec--
		}
	}
	i := len(buf)
	switch base {
	case 10:
		for u >= 1<<32 {
			i--
			next := u / 10
			buf[i] = byte('0' + u - next*10)
			u = next
		}
		us := uint32(u)
		for us >= 10 {
			i--
			next := us / 10
			buf[i] = byte('0' + us - next*10)
			us = next
		}
		u = uint64(us)
	case 16:
		for u >= 16 {
			i--
			buf[i] = digits[u&0xF]
			u >>= 4
		}
	case 8:
		for u >= 8 {
			i--
			buf[i] = byte('0' + u&7)
			u >>= 3
		}
	case 2:
		for u >= 2 {
			i--
			buf[i] = byte('0' + u&1)
			u >>= 1
		}
	default:
		panic("fmt: unknown base; can't happen")
	}
	i--
	buf[i] = digits[u]
	for i > 0 && prec > len(buf)-i {
		i--
		buf[i] = '0'
	}
	if f.sharp {
		switch base {
		case 2:
			i--
			buf[i] = 'b'
			i--
			buf[i] = '0'
		case 8:
			if buf[i] != '0' {
				i--
				buf[i] = '0'
			}
		case 16:
			i--
			buf[i] = digits[16]
			i--
			buf[i] = '0'
		}
	}
	if verb == 'O' {
		i--
		buf[i] = 'o'
		i--
		buf[i] = '0'
	}
	if negative {
		i--
		buf[i] = '-'
	} else if f.plus {
		i--
		buf[i] = '+'
	} else if f.space {
		i--
		buf[i] = ' '
	}
	// Zeros were put in front of the digits already.
	oldZero := f.zero
	f.zero = false
	f.pad(buf[i:])
	f.zero = oldZero
}

// truncate cuts s to the precision, in runes.
func (f *formatter) truncate(s string) string {
	if f.precPresent {
		n := f.prec
		for i := range s {
			n--
			if n < 0 {
				return s[:i]
			}
		}
	}
	return s
}

func (f *formatter) truncateBytes(b []byte) []byte {
	if f.precPresent {
		n := f.prec
		for i := 0; i < len(b); {
			n--
			if n < 0 {
				return b[:i]
			}
			wid := 1
			if b[i] >= utf8.RuneSelf {
				_, wid = utf8.DecodeRune(b[i:])
			}
			i += wid
		}
	}
	return b
}

func (f *formatter) fmtS(s string)  { f.padString(f.truncate(s)) }
func (f *formatter) fmtBs(b []byte) { f.pad(f.truncateBytes(b)) }

// fmtSbx formats a string or, if s is "", bytes in hexadecimal.
func (f *formatter) fmtSbx(s string, b []byte, digits string) {
	length := len(b)
	if b == nil {
		length = len(s)
	}
	if f.precPresent && f.prec < length {
		length = f.prec
	}
	width := 2 * length
	if width > 0 {
		if f.space {
			if f.sharp {
				width *= 2
			}
			width += length - 1
		} else if f.sharp {
			width += 2
		}
	} else {
		if f.widPresent {
			f.writePadding(f.wid)
		}
		return
	}
	if f.widPresent && f.wid > width && !f.minus {
		f.writePadding(f.wid - width)
	}
	buf := f.buf
	if f.sharp {
		buf = append(buf, '0', digits[16])
	}
	for i := 0; i < length; i++ {
		if f.space && i > 0 {
			buf = append(buf, ' ')
			if f.sharp {
				buf = append(buf, '0', digits[16])
			}
		}
		var c byte
		if b != nil {
			c = b[i]
		} else {
			c = s[i]
		}
		buf = append(buf, digits[c>>4], digits[c&0xF])
	}
	f.buf = buf
	if f.widPresent && f.wid > width && f.minus {
		f.writePadding(f.wid - width)
	}
}

func (f *formatter) fmtQ(s string) {
	s = f.truncate(s)
	if f.sharp && strconv.CanBackquote(s) {
		f.padString("`" + s + "`")
		return
	}
	if f.plus {
		f.pad(strconv.AppendQuoteToASCII(f.scratch[:0], s))
	} else {
		f.pad(strconv.AppendQuote(f.scratch[:0], s))
	}
}

func (f *formatter) fmtC(c uint64) {
	r := rune(c)
	if c > utf8.MaxRune {
		r = utf8.RuneError
	}
	f.pad(utf8.AppendRune(f.scratch[:0], r))
}

func (f *formatter) fmtQc(c uint64) {
	r := rune(c)
	if c > utf8.MaxRune {
		r = utf8.RuneError
	}
	if f.plus {
		f.pad(strconv.AppendQuoteRuneToASCII(f.scratch[:0], r))
	} else {
		f.pad(strconv.AppendQuoteRune(f.scratch[:0], r))
	}
}

// fmtFloat formats v; prec is the verb's default precision.
func (f *formatter) fmtFloat(v float64, size int, verb rune, prec int) {
	if f.precPresent {
		prec = f.prec
	}
	num := strconv.AppendFloat(f.scratch[:1], v, byte(verb), prec, size)
	if num[1] == '-' || num[1] == '+' {
		num = num[1:]
	} else {
		num[0] = '+'
	}
	if f.space && num[0] == '+' && !f.plus {
		num[0] = ' '
	}
	if num[1] == 'I' || num[1] == 'N' {
		// Infinity and NaN are not padded with zeros.
		oldZero := f.zero
		f.zero = false
		if num[1] == 'N' && !f.space && !f.plus {
			num = num[1:]
		}
		f.pad(num)
		f.zero = oldZero
		return
	}
	if f.sharp && verb != 'b' {
		num = f.withPoint(num, verb, prec)
	}
	if f.plus || num[0] != '+' {
		if f.zero && f.widPresent && f.wid > len(num) {
			// The sign goes before the zeros.
			f.buf = append(f.buf, num[0])
			f.writePadding(f.wid - len(num))
			f.buf = append(f.buf, num[1:]...)
			return
		}
		f.pad(num)
		return
	}
	f.pad(num[1:])
}

// withPoint keeps the decimal point and, for %g, the trailing zeros.
func (f *formatter) withPoint(num []byte, verb rune, prec int) []byte {
	digits := 0
	switch verb {
	case 'v', 'g', 'G', 'x':
		digits = prec
		if digits < 0 {
			if verb == 'g' || verb == 'G' || verb == 'v' {
				digits = 6
			}
			if verb == 'x' {
				digits = 6
			}
		}
	}
	var tail []byte
	sawNonzero, hasPoint := false, false
	for i := 1; i < len(num); i++ {
		switch c := num[i]; {
		case c == '.':
			hasPoint = true
		case c == 'p' || c == 'P' || (c == 'e' || c == 'E') && verb != 'x' && verb != 'X':
			tail = append(tail, num[i:]...)
			num = num[:i]
		default:
			if c != '0' {
				sawNonzero = true
			}
			if sawNonzero {
				digits--
			}
		}
	}
	if !hasPoint {
		if len(num) == 2 && num[1] == '0' {
			digits--
		}
		num = append(num, '.')
	}
	for ; digits > 0; digits-- {
		num = append(num, '0')
	}
	return append(num, tail...)
}
