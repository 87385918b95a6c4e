// Package sha1 is the SHA-1 hash. It is broken as a signature.
package sha1

import (
	"crypto/internal/block"
	"hash"
	"math/bits"
)

const (
	Size      = 20
	BlockSize = 64
)

var initial = [5]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}

// Sum is the hash of data.
func Sum(data []byte) [Size]byte {
	d := digest{state: initial}
	d.Write(data)
	return d.finish()
}

// digest is a hash in progress.
type digest struct {
	state [5]uint32
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
func (d *digest) finish() (sum [5 * 4]byte) {
	end := *d
	var buf [2 * BlockSize]byte
	end.Feeder.Write(end.Padding(buf[:], BlockSize, 8, false), BlockSize, end.compress)
	for i, word := range end.state {
		for k := 0; k < 4; k++ {
			sum[4*i+k] = byte(word >> uint(8*(3-k)))
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
		var w [80]uint32
		for i := 0; i < 16; i++ {
			w[i] = uint32(p[4*i])<<24 | uint32(p[4*i+1])<<16 | uint32(p[4*i+2])<<8 | uint32(p[4*i+3])
		}
		for i := 16; i < 80; i++ {
			w[i] = bits.RotateLeft32(w[i-3]^w[i-8]^w[i-14]^w[i-16], 1)
		}
		a, b, c, e, g := d.state[0], d.state[1], d.state[2], d.state[3], d.state[4]
		for i, word := range w {
			var f, k uint32
			switch i / 20 {
			case 0:
				f, k = b&c|^b&e, 0x5a827999
			case 1:
				f, k = b^c^e, 0x6ed9eba1
			case 2:
				f, k = b&c|b&e|c&e, 0x8f1bbcdc
			default:
				f, k = b^c^e, 0xca62c1d6
			}
			t := bits.RotateLeft32(a, 5) + f + g + k + word
			a, b, c, e, g = t, a, bits.RotateLeft32(b, 30), c, e
		}
		d.state[0] += a
		d.state[1] += b
		d.state[2] += c
		d.state[3] += e
		d.state[4] += g
	}
}
