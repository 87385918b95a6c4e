// Package sha256 is the SHA-256 hash, and SHA-224, which is part of one with another beginning.
package sha256

import (
	"crypto/internal/block"
	"hash"
	"math/bits"
)

const (
	Size      = 32
	Size224   = 28
	BlockSize = 64
)

// The state that SHA-256 begins with.
var initial256 = [8]uint32{
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
}

// The state that SHA-224 begins with.
var initial224 = [8]uint32{
	0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939,
	0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4,
}

// addends are fractions of the cube roots of the first primes.
var addends = [64]uint32{
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}

// digest is a hash in progress.
type digest struct {
	state [8]uint32
	block.Feeder
	initial *[8]uint32
	size    int
}

func newDigest(initial *[8]uint32, size int) *digest {
	return &digest{state: *initial, initial: initial, size: size}
}

func (d *digest) Reset() { *d = *newDigest(d.initial, d.size) }

func (d *digest) Size() int      { return d.size }
func (d *digest) BlockSize() int { return BlockSize }

func (d *digest) Write(p []byte) (n int, err error) {
	d.Feeder.Write(p, BlockSize, d.compress)
	return len(p), nil
}

// finish gives the whole state as bytes; d goes on as if nothing had been asked.
func (d *digest) finish() (sum [8 * 4]byte) {
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
	return append(b, sum[:d.size]...)
}

func (d *digest) compress(p []byte) {
	rot := bits.RotateLeft32
	for ; len(p) > 0; p = p[BlockSize:] {
		var w [64]uint32
		for i := 0; i < 16; i++ {
			for _, b := range p[4*i : 4*i+4] {
				w[i] = w[i]<<8 | uint32(b)
			}
		}
		for i := 16; i < 64; i++ {
			x, y := w[i-15], w[i-2]
			w[i] = w[i-16] + w[i-7] + (rot(x, -7) ^ rot(x, -18) ^ x>>3) + (rot(y, -17) ^ rot(y, -19) ^ y>>10)
		}
		s := d.state
		a, b, c, e, f, g := s[0], s[1], s[2], s[4], s[5], s[6]
		x, h := s[3], s[7]
		for i, word := range w {
			t := h + (rot(e, -6) ^ rot(e, -11) ^ rot(e, -25)) + (e&f ^ ^e&g) + addends[i] + word
			u := (rot(a, -2) ^ rot(a, -13) ^ rot(a, -22)) + (a&b ^ a&c ^ b&c)
			h, g, f, e, x, c, b, a = g, f, e, x+t, c, b, a, t+u
		}
		for i, word := range [8]uint32{a, b, c, x, e, f, g, h} {
			d.state[i] += word
		}
	}
}

// New makes a hash of Size bytes.
func New() hash.Hash { return newDigest(&initial256, Size) }

func Sum256(data []byte) (sum [Size]byte) {
	d := newDigest(&initial256, Size)
	d.Write(data)
	all := d.finish()
	copy(sum[:], all[:])
	return sum
}

// New224 makes a hash of Size224 bytes.
func New224() hash.Hash { return newDigest(&initial224, Size224) }

func Sum224(data []byte) (sum [Size224]byte) {
	d := newDigest(&initial224, Size224)
	d.Write(data)
	all := d.finish()
	copy(sum[:], all[:])
	return sum
}
