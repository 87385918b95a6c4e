// Package md5 is the MD5 hash. It is broken as a signature, and fine as a check.
package md5

import (
	"crypto/internal/block"
	"hash"
	"math/bits"
)

const (
	Size      = 16
	BlockSize = 64
)

var initial = [4]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}

// addends are the sines of 1, 2, ... times 2^32.
var addends = [64]uint32{
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
	0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
	0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
	0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
}

// rotations of the four rounds.
var rotations = [4][4]int{{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}

// Sum is the hash of data.
func Sum(data []byte) [Size]byte {
	d := digest{state: initial}
	d.Write(data)
	return d.finish()
}

// digest is a hash in progress.
type digest struct {
	state [4]uint32
	block.Feeder
}

// New makes a hash.
func New() hash.Hash {
	d := new(digest)
	d.Reset()
	return d
}

func (d *digest) Reset() { *d = digest{state: initial} }

func (d *digest) Size() int      { return Size }
func (d *digest) BlockSize() int { return BlockSize }

func (d *digest) Write(p []byte) (n int, err error) {
	d.Feeder.Write(p, BlockSize, d.compress)
	return len(p), nil
}

// finish gives the whole state as bytes; d goes on as if nothing had been asked.
func (d *digest) finish() (sum [4 * 4]byte) {
	end := *d
	var buf [2 * BlockSize]byte
	end.Feeder.Write(end.Padding(buf[:], BlockSize, 8, true), BlockSize, end.compress)
	for i, word := range end.state {
		for k := 0; k < 4; k++ {
			sum[4*i+k] = byte(word >> uint(8*k))
		}
	}
	return sum
}

// Sum appends the hash to b.
func (d *digest) Sum(b []byte) []byte {
	sum := d.finish()
	return append(b, sum[:Size]...)
}

func (d *digest) compress(p []byte) {
	for ; len(p) > 0; p = p[BlockSize:] {
		var x [16]uint32
		for i := range x {
			x[i] = uint32(p[4*i]) | uint32(p[4*i+1])<<8 | uint32(p[4*i+2])<<16 | uint32(p[4*i+3])<<24
		}
		a, b, c, e := d.state[0], d.state[1], d.state[2], d.state[3]
		for i := 0; i < 64; i++ {
			var f uint32
			var k int
			switch i / 16 {
			case 0:
				f, k = b&c|^b&e, i
			case 1:
				f, k = e&b|^e&c, 5*i+1
			case 2:
				f, k = b^c^e, 3*i+5
			default:
				f, k = c^(b|^e), 7*i
			}
			f += a + addends[i] + x[k&15]
			a, e, c, b = e, c, b, b+bits.RotateLeft32(f, rotations[i/16][i&3])
		}
		d.state[0] += a
		d.state[1] += b
		d.state[2] += c
		d.state[3] += e
	}
}
