// Package base64 writes bytes as letters, digits and two more characters: three bytes
// become four.
package base64

import (
	"io"
	"strconv"
)

const (
	StdPadding rune = '='
	NoPadding  rune = -1

	noDigit = 0xFF

	stdDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	urlDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
)

// Encoding is an alphabet of 64 digits and what fills up the last four characters.
type Encoding struct {
	digits  string
	values  [256]byte
	padding rune
	strict  bool
}

var (
	StdEncoding    = NewEncoding(stdDigits)
	URLEncoding    = NewEncoding(urlDigits)
	RawStdEncoding = StdEncoding.WithPadding(NoPadding)
	RawURLEncoding = URLEncoding.WithPadding(NoPadding)
)

// NewEncoding makes an encoding with its own digits, padded with '='.
func NewEncoding(encoder string) *Encoding {
	if len(encoder) != 64 {
		panic("encoding alphabet is not 64-bytes long")
	}
	enc := &Encoding{digits: encoder, padding: StdPadding}
	for i := range enc.values {
		enc.values[i] = noDigit
	}
	for i := 0; i < len(encoder); i++ {
		if encoder[i] == '\n' || encoder[i] == '\r' {
			panic("encoding alphabet contains newline character")
		}
		enc.values[encoder[i]] = byte(i)
	}
	return enc
}

func (enc Encoding) WithPadding(padding rune) *Encoding {
	if padding == '\r' || padding == '\n' || padding > 0xff {
		panic("invalid padding")
	}
	for i := 0; i < len(enc.digits); i++ {
		if rune(enc.digits[i]) == padding {
			panic("padding contained in alphabet")
		}
	}
	enc.padding = padding
	return &enc
}

// Strict refuses unused bits of the last digit that are not zero.
func (enc Encoding) Strict() *Encoding {
	enc.strict = true
	return &enc
}

// EncodedLen is the length of n bytes when encoded.
func (enc *Encoding) EncodedLen(n int) int {
	if enc.padding == NoPadding {
		return n/3*4 + (n%3*8+5)/6
	}
	return (n + 2) / 3 * 4
}

// DecodedLen is the most bytes that n characters stand for.
func (enc *Encoding) DecodedLen(n int) int {
	if enc.padding == NoPadding {
		return n * 6 / 8
	}
	return n / 4 * 3
}

// Encode puts src into dst, which has room for it.
func (enc *Encoding) Encode(dst, src []byte) {
	for len(src) >= 3 {
		v := uint(src[0])<<16 | uint(src[1])<<8 | uint(src[2])
		dst[0], dst[1] = enc.digits[v>>18&63], enc.digits[v>>12&63]
		dst[2], dst[3] = enc.digits[v>>6&63], enc.digits[v&63]
		dst, src = dst[4:], src[3:]
	}
	if len(src) == 0 {
		return
	}
	v := uint(src[0]) << 16
	if len(src) == 2 {
		v |= uint(src[1]) << 8
	}
	dst[0], dst[1] = enc.digits[v>>18&63], enc.digits[v>>12&63]
	if len(src) == 2 {
		dst[2] = enc.digits[v>>6&63]
	} else if enc.padding != NoPadding {
		dst[2] = byte(enc.padding)
	}
	if enc.padding != NoPadding {
		dst[3] = byte(enc.padding)
	}
}

func (enc *Encoding) EncodeToString(src []byte) string {
	buf := make([]byte, enc.EncodedLen(len(src)))
	enc.Encode(buf, src)
	return string(buf)
}

// CorruptInputError is the place of the first character that cannot be there.
type CorruptInputError int64

func (e CorruptInputError) Error() string {
	return "illegal base64 data at input byte " + strconv.FormatInt(int64(e), 10)
}

func skipNewlines(src []byte, i int) int {
	for i < len(src) && (src[i] == '\n' || src[i] == '\r') {
		i++
	}
	return i
}

// Decode puts what src stands for into dst and gives its length. Newlines are skipped.
func (enc *Encoding) Decode(dst, src []byte) (n int, err error) {
	for i := 0; i < len(src); {
		var m int
		i, m, err = enc.decodeGroup(dst[n:], src, i)
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// decodeGroup decodes up to four digits from src[i] on.
func (enc *Encoding) decodeGroup(dst, src []byte, i int) (next, n int, err error) {
	var v uint
	digits := 0
	for digits < 4 {
		if i == len(src) {
			if digits == 0 {
				return i, 0, nil
			}
			if digits == 1 || enc.padding != NoPadding {
				return i, 0, CorruptInputError(i - digits)
			}
			break
		}
		c := src[i]
		i++
		if d := enc.values[c]; d != noDigit {
			v = v<<6 | uint(d)
			digits++
			continue
		}
		if c == '\n' || c == '\r' {
			continue
		}
		if rune(c) != enc.padding || digits < 2 {
			return i, 0, CorruptInputError(i - 1)
		}
		if i, err = enc.endOfPadding(src, i, digits); err != nil && i < 0 {
			return len(src), 0, err
		}
		break
	}
	v <<= 6 * uint(4-digits)
	group := [3]byte{byte(v >> 16), byte(v >> 8), byte(v)}
	n = digits * 6 / 8
	if enc.strict {
		for k := n; k < 3; k++ {
			if group[k] != 0 {
				return i, 0, CorruptInputError(i - (4 - digits))
			}
		}
	}
	copy(dst, group[:n])
	return i, n, err
}

// endOfPadding goes over what follows the first padding character. The place is -1 if the
// padding itself is wrong; what is behind it is wrong in any case.
func (enc *Encoding) endOfPadding(src []byte, i, digits int) (int, error) {
	if digits == 2 {
		i = skipNewlines(src, i)
		if i == len(src) {
			return -1, CorruptInputError(len(src))
		}
		if rune(src[i]) != enc.padding {
			return -1, CorruptInputError(i - 1)
		}
		i++
	}
	i = skipNewlines(src, i)
	if i < len(src) {
		return i, CorruptInputError(i)
	}
	return i, nil
}

func (enc *Encoding) DecodeString(s string) ([]byte, error) {
	buf := make([]byte, enc.DecodedLen(len(s)))
	n, err := enc.Decode(buf, []byte(s))
	return buf[:n], err
}

// encoder keeps up to two bytes that do not fill a group yet.
type encoder struct {
	enc     *Encoding
	w       io.Writer
	err     error
	rest    [3]byte
	restLen int
	out     [1024]byte
}

// NewEncoder encodes what is written to it; Close writes the last group.
func NewEncoder(enc *Encoding, w io.Writer) io.WriteCloser { return &encoder{enc: enc, w: w} }

func (e *encoder) emit(src []byte) error {
	n := e.enc.EncodedLen(len(src))
	e.enc.Encode(e.out[:n], src)
	_, e.err = e.w.Write(e.out[:n])
	return e.err
}

func (e *encoder) Write(p []byte) (n int, err error) {
	if e.err != nil {
		return 0, e.err
	}
	if e.restLen > 0 {
		n = copy(e.rest[e.restLen:], p)
		e.restLen += n
		p = p[n:]
		if e.restLen < 3 {
			return n, nil
		}
		e.restLen = 0
		if err := e.emit(e.rest[:]); err != nil {
			return n, err
		}
	}
	for len(p) >= 3 {
		m := len(p) / 3 * 3
		if most := len(e.out) / 4 * 3; m > most {
			m = most
		}
		if err := e.emit(p[:m]); err != nil {
			return n, err
		}
		n += m
		p = p[m:]
	}
	e.restLen = copy(e.rest[:], p)
	return n + len(p), nil
}

func (e *encoder) Close() error {
	if e.err == nil && e.restLen > 0 {
		e.emit(e.rest[:e.restLen])
		e.restLen = 0
	}
	return e.err
}

// decoder reads whole groups and keeps what the caller has no room for.
type decoder struct {
	enc     *Encoding
	r       io.Reader
	err     error // what Read gives when everything before it is used up
	readErr error
	in      [1024]byte
	inLen   int
	out     []byte
	outBuf  [1024 / 4 * 3]byte
}

// NewDecoder decodes what it reads from r.
func NewDecoder(enc *Encoding, r io.Reader) io.Reader { return &decoder{enc: enc, r: r} }

func (d *decoder) Read(p []byte) (n int, err error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		d.fill()
		d.decode()
	}
	n = copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// fill reads until there is a group, leaving newlines out.
func (d *decoder) fill() {
	for d.inLen < 4 && d.readErr == nil {
		var m int
		m, d.readErr = d.r.Read(d.in[d.inLen:])
		kept := d.inLen
		for _, c := range d.in[d.inLen : d.inLen+m] {
			if c != '\n' && c != '\r' {
				d.in[kept] = c
				kept++
			}
		}
		d.inLen = kept
	}
}

func (d *decoder) decode() {
	whole := d.inLen / 4 * 4
	if whole == 0 {
		d.err = d.readErr
		switch {
		case d.inLen == 0:
		case d.enc.padding == NoPadding:
			var n int
			var err error
			if n, err = d.enc.Decode(d.outBuf[:], d.in[:d.inLen]); err != nil {
				d.err = err
			}
			d.out = d.outBuf[:n]
			d.inLen = 0
		case d.err == io.EOF:
			d.err = io.ErrUnexpectedEOF
		}
		return
	}
	var n int
	n, d.err = d.enc.Decode(d.outBuf[:], d.in[:whole])
	d.out = d.outBuf[:n]
	d.inLen = copy(d.in[:], d.in[whole:d.inLen])
}
