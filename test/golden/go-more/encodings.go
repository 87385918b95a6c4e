// What encoding/binary, base64, csv and text/tabwriter make of many inputs: a checksum of every thousand lines.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand"
	"strings"
	"text/tabwriter"
)

type inner struct {
	A int16
	_ [3]byte
	B [2]uint32
}
type rec struct {
	X  uint8
	I  inner
	F  float64
	G  float32
	Ok bool
	Z  int64
}
type withInt struct{ N int }
type hidden struct{ a int32 }
type small []int16

func try(f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Fprintln(out, "panic:", e)
		}
	}()
	f()
}

type slow struct {
	s string
	n int
}

func (s *slow) Read(p []byte) (int, error) {
	if s.s == "" {
		return 0, io.EOF
	}
	n := copy(p, s.s[:1])
	if s.n > 1 && len(s.s) > 2 && len(p) > 2 {
		n = copy(p, s.s[:2])
	}
	s.s = s.s[n:]
	return n, nil
}

type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("full")
	}
	return len(p), nil
}

// checked sums up lines.
type checked struct {
	sum   uint32
	lines int
}

func (c *checked) Write(p []byte) (int, error) {
	c.sum = crc32.Update(c.sum, crc32.IEEETable, p)
	for _, b := range p {
		if b == '\n' {
			if c.lines++; c.lines%1000 == 0 {
				fmt.Println(c.lines, c.sum)
			}
		}
	}
	return len(p), nil
}

var out = new(checked)

func main() {
	defer func() { fmt.Println(out.lines, out.sum) }()
	r := rand.New(rand.NewSource(1))
	// binary
	for _, o := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		b := make([]byte, 16)
		o.PutUint16(b, 0x1234)
		o.PutUint32(b[2:], 0xdeadbeef)
		o.PutUint64(b[6:], 0x0102030405060708)
		fmt.Fprintf(out, "%v %#v % x %x %x %x\n", o, o, b, o.Uint16(b), o.Uint32(b[2:]), o.Uint64(b[6:]))
		var buf bytes.Buffer
		v := rec{1, inner{-2, [3]byte{1, 2, 3}, [2]uint32{3, 4}}, 2.5, -1.25, true, -1 << 40}
		fmt.Fprintln(out, binary.Write(&buf, o, v), binary.Size(v), buf.Len())
		fmt.Fprintf(out, "% x\n", buf.Bytes())
		var w rec
		fmt.Fprintln(out, binary.Read(bytes.NewReader(buf.Bytes()), o, &w), w)
		w2 := make([]rec, 1)
		fmt.Fprintln(out, binary.Read(bytes.NewReader(buf.Bytes()), o, w2), w2)
		fmt.Fprintln(out, binary.Read(bytes.NewReader(buf.Bytes()[:5]), o, &w), binary.Read(bytes.NewReader(nil), o, &w))
		for _, x := range []interface{}{int8(-1), uint16(3), []int16{1, -2}, small{5}, [3]uint8{1, 2, 3}, true, []bool{true, false}, int32(7), []float32{1.5}, float64(2), &v, []uint64{}, "str", 5, withInt{}, []int{1}, map[int]int{}, &[]int8{4, 5}, struct{}{}, []interface{}{1}} {
			buf.Reset()
			err := binary.Write(&buf, o, x)
			fmt.Fprintf(out, "%T %v %d % x\n", x, err, binary.Size(x), buf.Bytes())
		}
		var i int
		var h hidden
		fmt.Fprintln(out, binary.Read(strings.NewReader("12345678"), o, &i), binary.Read(strings.NewReader("12345678"), o, 5))
		try(func() { fmt.Fprintln(out, binary.Read(strings.NewReader("12345678"), o, &h)) })
		try(func() { o.Uint32([]byte{1, 2}) })
	}
	fmt.Fprintln(out, binary.BigEndian.AppendUint32(nil, 5), binary.LittleEndian.AppendUint64(nil, 1<<33), binary.LittleEndian.AppendUint16(nil, 9))
	for _, x := range []uint64{0, 1, 127, 128, 300, 1 << 32, 1<<64 - 1} {
		b := binary.AppendUvarint(nil, x)
		y, n := binary.Uvarint(b)
		z, e := binary.ReadUvarint(bytes.NewReader(b))
		c := make([]byte, 10)
		fmt.Fprintln(out, b, y, n, z, e, binary.PutVarint(c, -int64(x)), c)
		s, n := binary.Varint(c)
		_, e = binary.ReadVarint(bytes.NewReader(b[:len(b)-1]))
		fmt.Fprintln(out, s, n, e)
	}
	bad := bytes.Repeat([]byte{0x80}, 12)
	fmt.Fprintln(out, fmt.Sprint(binary.Uvarint(bad)))
	bad[9] = 2
	fmt.Fprintln(out, fmt.Sprint(binary.Uvarint(bad)))
	fmt.Fprintln(out, fmt.Sprint(binary.ReadUvarint(bytes.NewReader(bad))))
	fmt.Fprintln(out, fmt.Sprint(binary.Uvarint([]byte{0x80, 0x80})))
	// base64
	encs := []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding, base64.StdEncoding.Strict(), base64.StdEncoding.WithPadding('*'), base64.RawStdEncoding.Strict()}
	for n := 0; n < 12; n++ {
		b := make([]byte, n)
		r.Read(b)
		for _, e := range encs {
			s := e.EncodeToString(b)
			d, err := e.DecodeString(s)
			fmt.Fprintln(out, s, bytes.Equal(d, b), err, e.EncodedLen(n), e.DecodedLen(len(s)))
			var text bytes.Buffer
			w := base64.NewEncoder(e, &text)
			for i := range b {
				w.Write(b[i : i+1])
			}
			w.Close()
			all, err := io.ReadAll(base64.NewDecoder(e, &slow{s, n & 1}))
			fmt.Fprintln(out, text.String() == s, bytes.Equal(all, b), err)
		}
	}
	chars := "ABCz09+/-_=*\n\r !"
	for i := 0; i < 600; i++ {
		b := make([]byte, r.Intn(13))
		for j := range b {
			b[j] = chars[r.Intn(len(chars))]
			if r.Intn(3) > 0 {
				b[j] = chars[r.Intn(6)]
			}
		}
		if len(b) > 1 && i&1 == 0 {
			b[len(b)-1] = '='
			if i&2 == 0 {
				b[len(b)-2] = '='
			}
		}
		for _, e := range encs {
			d, err := e.DecodeString(string(b))
			fmt.Fprintf(out, "%q %x %v\n", b, d, err)
		}
	}
	// csv
	texts := []string{"a,b,c\nd,e,f\n", "a,\"b\nc\",d\r\n\r\n#x\n 1, 2,3\n", "a\"b,c\n", "\"a\"b,c\n", "\"abc", "a,b\nc\n", "\"\"\"\",\"a\"\"b\"\n", "x;y;z\n", "\n\n", "a,b,", ",,\n\",\"", "ü,é\n\"ü\",\"x\r\ny\"\r", "a\rb\n", "\"x\n\ny\n", "a, \"b\" ,c\n"}
	for i := 0; i < 500; i++ {
		b := make([]byte, r.Intn(16))
		for j := range b {
			b[j] = "ab,,\"\"\n\r #;"[r.Intn(11)]
		}
		texts = append(texts, string(b))
	}
	for _, t := range texts {
		for mode := 0; mode < 6; mode++ {
			c := csv.NewReader(strings.NewReader(t))
			switch mode {
			case 1:
				c.LazyQuotes = true
				c.FieldsPerRecord = -1
			case 2:
				c.TrimLeadingSpace = true
				c.Comment = '#'
				c.FieldsPerRecord = -1
			case 3:
				c.Comma = ';'
				c.ReuseRecord = true
			case 4:
				all, err := c.ReadAll()
				fmt.Fprintf(out, "%q %v\n", all, err)
				continue
			case 5:
				c.Comma = '"'
			}
			for k := 0; k < 8; k++ {
				rec, err := c.Read()
				fmt.Fprintf(out, "%q %v %d", rec, err, c.InputOffset())
				if err == nil {
					for f := range rec {
						l, col := c.FieldPos(f)
						fmt.Fprint(out, " ", l, ":", col)
					}
				}
				var pe *csv.ParseError
				if errors.As(err, &pe) {
					fmt.Fprint(out, " ", errors.Is(err, csv.ErrQuote), pe.StartLine, pe.Line, pe.Column)
				}
				fmt.Fprintln(out)
				if err != nil && !errors.Is(err, csv.ErrFieldCount) {
					break
				}
			}
		}
		for _, crlf := range []bool{false, true} {
			var b bytes.Buffer
			w := csv.NewWriter(&b)
			w.UseCRLF = crlf
			fmt.Fprintln(out, w.Write([]string{t, "x", "", " y", `\.`, "a;b"}), w.Error())
			w.Comma = ';'
			fmt.Fprintln(out, w.WriteAll([][]string{{t}, {"a;b", "a,b"}}), w.Error())
			fmt.Fprintf(out, "%q\n", b.String())
		}
	}
	// tabwriter
	rows := "a\tb\tc\naaaa\tbbbb\tc\n\naa\tü\v\tx\nlong line without\n\t\tindent\tz\nq\vw\ve\f<b>bold</b>\t&amp;\tx\n\xffesc\tape\xff\ty\tz\n1\t2\t3\t4\n12345\t2"
	for _, flags := range []uint{0, tabwriter.AlignRight, tabwriter.Debug, tabwriter.FilterHTML, tabwriter.StripEscape, tabwriter.DiscardEmptyColumns, tabwriter.TabIndent, tabwriter.AlignRight | tabwriter.Debug | tabwriter.FilterHTML | tabwriter.StripEscape | tabwriter.DiscardEmptyColumns | tabwriter.TabIndent} {
		for _, p := range []byte{' ', '.', '\t'} {
			for _, d := range [][3]int{{0, 8, 1}, {5, 0, 1}, {8, 8, 0}, {0, 4, 3}} {
				w := tabwriter.NewWriter(out, d[0], d[1], d[2], p, flags)
				io.WriteString(w, rows)
				fmt.Fprintln(out, w.Flush())
				for _, c := range []byte(rows) {
					w.Write([]byte{c})
				}
				fmt.Fprintln(out, w.Flush())
			}
		}
	}
	for i := 0; i < 300; i++ {
		b := make([]byte, r.Intn(40))
		for j := range b {
			b[j] = "abc\t\t\t\n\v\f<>&;\xff"[r.Intn(14)]
		}
		w := new(tabwriter.Writer).Init(out, r.Intn(6), r.Intn(9), r.Intn(3), " .\t"[r.Intn(3)], uint(r.Intn(64)))
		n, err := w.Write(b)
		fmt.Fprintln(out, "|", n, err, w.Flush())
	}
	f := tabwriter.NewWriter(&failing{6}, 0, 8, 1, ' ', 0)
	fmt.Fprintln(out, fmt.Sprint(f.Write([]byte("a\tb\nc\td\n\nxx\n"))))
	fmt.Fprintln(out, f.Flush())
	try(func() { tabwriter.NewWriter(out, -1, 0, 0, ' ', 0) })
	try(func() { base64.NewEncoding("abc") })
}
