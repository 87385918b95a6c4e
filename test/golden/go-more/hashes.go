// Hashes, dumps and Zipf numbers: a checksum of every thousand lines.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"io"
	"math/rand"
	"strings"
)

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
	r := rand.New(rand.NewSource(3))
	makers := []func() hash.Hash{md5.New, sha1.New, sha256.New, sha256.New224, sha512.New, sha512.New384, sha512.New512_224, sha512.New512_256, func() hash.Hash { return adler32.New() }, func() hash.Hash { return crc64.New(crc64.MakeTable(crc64.ISO)) }}
	for n := 0; n < 300; n += 1 + n/40 {
		b := make([]byte, n)
		r.Read(b)
		fmt.Fprintf(out, "%x %x %x %x %x %x %x %x %x %x\n", md5.Sum(b), sha1.Sum(b), sha256.Sum256(b), sha256.Sum224(b), sha512.Sum512(b), sha512.Sum384(b), sha512.Sum512_256(b), sha512.Sum512_224(b), adler32.Checksum(b), crc64.Checksum(b, crc64.MakeTable(crc64.ECMA)))
		for _, mk := range makers {
			h := mk()
			for i := 0; i < n; {
				k := i + 1 + r.Intn(70)
				if k > n {
					k = n
				}
				h.Write(b[i:k])
				i = k
				if r.Intn(5) == 0 {
					h.Sum(nil)
				}
			}
			m := hmac.New(mk, b[:n/2])
			m.Write(b)
			fmt.Fprintf(out, "%x %d %d %x\n", h.Sum([]byte{1}), h.Size(), h.BlockSize(), m.Sum(nil))
			h.Reset()
			io.WriteString(h, "x")
			fmt.Fprintf(out, "%x\n", h.Sum(nil))
		}
		fmt.Fprint(out, hex.Dump(b[:n%70]))
		var text bytes.Buffer
		hex.NewEncoder(&text).Write(b)
		all, err := io.ReadAll(hex.NewDecoder(&text))
		fmt.Fprintln(out, bytes.Equal(all, b), err)
	}
	for _, s := range []string{"abc", "zz", "0g", "01 ", "0", "g"} {
		all, err := io.ReadAll(hex.NewDecoder(strings.NewReader(s)))
		fmt.Fprintln(out, all, err)
	}
	d := hex.Dumper(&bytes.Buffer{})
	fmt.Fprintln(out, d.Close(), d.Close())
	fmt.Fprintln(out, fmt.Sprint(d.Write([]byte{1})))
	for _, p := range [][2]float64{{1.5, 1}, {2, 3}, {1.01, 10}} {
		z := rand.NewZipf(r, p[0], p[1], 1000)
		for i := 0; i < 20; i++ {
			fmt.Fprint(out, z.Uint64(), " ")
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out, rand.NewZipf(r, 1, 1, 1) == nil, hmac.Equal([]byte{1}, []byte{1}), hmac.Equal([]byte{1}, []byte{2}))
}
