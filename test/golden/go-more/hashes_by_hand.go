// Hash functions written out beside those of the library, and encodings.
package main

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/adler32"
	"hash/fnv"
	"math/bits"
	"strings"
)

func fnv1a(s string) (h uint32) {
	h = 2166136261
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return
}
func murmur(data []byte, seed uint32) uint32 {
	const c1, c2 = 0xcc9e2d51, 0x1b873593
	h := seed
	n := len(data) / 4
	for i := 0; i < n; i++ {
		k := binary.LittleEndian.Uint32(data[i*4:])
		k *= c1
		k = bits.RotateLeft32(k, 15)
		k *= c2
		h ^= k
		h = bits.RotateLeft32(h, 13)
		h = h*5 + 0xe6546b64
	}
	var k uint32
	switch t := data[n*4:]; len(t) {
	case 3:
		k ^= uint32(t[2]) << 16
		fallthrough
	case 2:
		k ^= uint32(t[1]) << 8
		fallthrough
	case 1:
		k ^= uint32(t[0])
		h ^= bits.RotateLeft32(k*c1, 15) * c2
	}
	h ^= uint32(len(data))
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}
func siphash(k0, k1 uint64, p []byte) uint64 {
	v0, v1, v2, v3 := k0^0x736f6d6570736575, k1^0x646f72616e646f6d, k0^0x6c7967656e657261, k1^0x7465646279746573
	round := func() {
		v0 += v1
		v1 = v1<<13 | v1>>51
		v1 ^= v0
		v0 = v0<<32 | v0>>32
		v2 += v3
		v3 = v3<<16 | v3>>48
		v3 ^= v2
		v0 += v3
		v3 = v3<<21 | v3>>43
		v3 ^= v0
		v2 += v1
		v1 = v1<<17 | v1>>47
		v1 ^= v2
		v2 = v2<<32 | v2>>32
	}
	t := uint64(len(p)) << 56
	for len(p) >= 8 {
		m := binary.LittleEndian.Uint64(p)
		v3 ^= m
		round()
		round()
		v0 ^= m
		p = p[8:]
	}
	for i, c := range p {
		t |= uint64(c) << (8 * i)
	}
	v3 ^= t
	round()
	round()
	v0 ^= t
	v2 ^= 0xff
	for i := 0; i < 4; i++ {
		round()
	}
	return v0 ^ v1 ^ v2 ^ v3
}
func crcTable(poly uint32) (t [256]uint32) {
	for i := range t {
		c := uint32(i)
		for k := 0; k < 8; k++ {
			if c&1 == 1 {
				c = c>>1 ^ poly
			} else {
				c >>= 1
			}
		}
		t[i] = c
	}
	return
}

type pcg struct{ s, inc uint64 }

func (p *pcg) next() uint32 {
	o := p.s
	p.s = o*6364136223846793005 + p.inc | 1
	x := uint32((o>>18 ^ o) >> 27)
	return bits.RotateLeft32(x, -int(o>>59))
}

func main() {
	for _, s := range []string{"", "a", "abc", "hello world", strings.Repeat("xyz", 50)} {
		f := fnv.New32a()
		f.Write([]byte(s))
		fmt.Println(fnv1a(s), f.Sum32(), murmur([]byte(s), 42), siphash(1, 2, []byte(s)), adler32.Checksum([]byte(s)))
		fmt.Printf("%x\n%x\n%x\n", md5.Sum([]byte(s)), sha1.Sum([]byte(s)), sha256.Sum256([]byte(s)))
	}
	t := crcTable(0xedb88320)
	c := ^uint32(0)
	for _, b := range []byte("123456789") {
		c = t[byte(c)^b] ^ c>>8
	}
	fmt.Printf("%08x\n", ^c)
	p := pcg{42, 54}
	for i := 0; i < 5; i++ {
		fmt.Printf("%#010x ", p.next())
	}
	fmt.Println()
	e := base64.URLEncoding.EncodeToString([]byte{0xfb, 0xff, 1})
	d, err := base64.StdEncoding.DecodeString("a$b=")
	fmt.Println(e, d, err)
	_, err = hex.DecodeString("abc")
	fmt.Println(err)
	_, err = hex.DecodeString("zz")
	fmt.Println(err)
	fmt.Print(hex.Dump([]byte("the quick brown fox\x00\x01")))
	var buf [12]byte
	n := binary.PutUvarint(buf[:], 1<<40)
	fmt.Println(n, buf[:n], binary.PutVarint(buf[:], -129), buf)
	fmt.Println(binary.Uvarint(buf[:]))
	h := fnv.New64a()
	fmt.Fprint(h, "x", 1)
	fmt.Printf("%x %d\n", h.Sum(nil), h.BlockSize())
}
