package hex

import (
	"errors"
	"io"
	"strings"
)

type encoder struct {
	w   io.Writer
	err error
	out [1024]byte
}

// NewEncoder writes what it gets to w in lower-case digits.
func NewEncoder(w io.Writer) io.Writer { return &encoder{w: w} }

func (e *encoder) Write(p []byte) (n int, err error) {
	for len(p) > 0 && e.err == nil {
		part := p
		if most := len(e.out) / 2; len(part) > most {
			part = part[:most]
		}
		encoded := Encode(e.out[:], part)
		var written int
		written, e.err = e.w.Write(e.out[:encoded])
		n += written / 2
		p = p[len(part):]
	}
	return n, e.err
}

type decoder struct {
	r   io.Reader
	err error
	in  []byte
	buf [1024]byte
}

// NewDecoder reads pairs of digits from r.
func NewDecoder(r io.Reader) io.Reader { return &decoder{r: r} }

func (d *decoder) Read(p []byte) (n int, err error) {
	// Refill with a digit that is left.
	if len(d.in) < 2 && d.err == nil {
		kept := copy(d.buf[:], d.in)
		var read int
		read, d.err = d.r.Read(d.buf[kept:])
		d.in = d.buf[:kept+read]
		if d.err == io.EOF && len(d.in)%2 != 0 {
			if _, ok := value(d.in[len(d.in)-1]); !ok {
				d.err = InvalidByteError(d.in[len(d.in)-1])
			} else {
				d.err = io.ErrUnexpectedEOF
			}
		}
	}
	if most := len(d.in) / 2; len(p) > most {
		p = p[:most]
	}
	n, err = Decode(p, d.in[:len(p)*2])
	d.in = d.in[2*n:]
	if err != nil {
		d.in, d.err = nil, err
	}
	if len(d.in) < 2 {
		return n, d.err
	}
	return n, nil
}

// Dump shows data as hexdump -C does.
func Dump(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	var b strings.Builder
	d := Dumper(&b)
	d.Write(data)
	d.Close()
	return b.String()
}

const lineLen = 16

type dumper struct {
	w      io.Writer
	line   []byte // what was printed of the line
	chars  []byte // the same as text
	offset uint
	closed bool
}

// Dumper writes a dump of what it gets; Close ends the last line.
func Dumper(w io.Writer) io.WriteCloser { return &dumper{w: w} }

func printable(b byte) byte {
	if b < 32 || b > 126 {
		return '.'
	}
	return b
}

func (d *dumper) Write(p []byte) (n int, err error) {
	if d.closed {
		return 0, errors.New("encoding/hex: dumper closed")
	}
	for i, b := range p {
		if len(d.chars) == 0 {
			d.startLine()
		}
		d.add(b)
		if len(d.chars) == lineLen {
			if err := d.endLine(); err != nil {
				return i, err
			}
		}
	}
	return len(p), nil
}

func (d *dumper) startLine() {
	d.line = d.line[:0]
	for shift := 28; shift >= 0; shift -= 4 {
		d.line = append(d.line, digits[d.offset>>uint(shift)&15])
	}
	d.line = append(d.line, "  "...)
}

func (d *dumper) add(b byte) {
	d.line = append(d.line, digits[b>>4], digits[b&15], ' ')
	d.chars = append(d.chars, printable(b))
	d.offset++
	switch len(d.chars) {
	case lineLen / 2:
		d.line = append(d.line, ' ')
	case lineLen:
		d.line = append(d.line, " |"...)
	}
}

func (d *dumper) endLine() error {
	d.line = append(append(d.line, d.chars...), "|\n"...)
	d.chars = d.chars[:0]
	_, err := d.w.Write(d.line)
	return err
}

func (d *dumper) Close() error {
	if d.closed || len(d.chars) == 0 {
		d.closed = true
		return nil
	}
	d.closed = true
	for i := len(d.chars); i < lineLen; i++ {
		d.line = append(d.line, "   "...)
		switch i {
		case lineLen/2 - 1:
			d.line = append(d.line, ' ')
		case lineLen - 1:
			d.line = append(d.line, " |"...)
		}
	}
	return d.endLine()
}
