package binary

import (
	"errors"
	"io"
)

// Numbers in as many bytes as they need: seven bits in each, the low ones first; the top
// bit says that more follow. Signed numbers have their sign in bit 0.

// The most bytes that a number of so many bits takes.
const (
	MaxVarintLen16 = 3
	MaxVarintLen32 = 5
	MaxVarintLen64 = 10
)

var errOverflow = errors.New("binary: varint overflows a 64-bit integer")

func zigzag(x int64) uint64   { return uint64(x)<<1 ^ uint64(x>>63) }
func unzigzag(x uint64) int64 { return int64(x>>1) ^ -int64(x&1) }

func AppendUvarint(buf []byte, x uint64) []byte {
	for x >= 0x80 {
		buf = append(buf, byte(x)|0x80)
		x >>= 7
	}
	return append(buf, byte(x))
}

func AppendVarint(buf []byte, x int64) []byte { return AppendUvarint(buf, zigzag(x)) }

// PutUvarint stores x and gives the number of bytes; it panics if buf is too short.
func PutUvarint(buf []byte, x uint64) int {
	i := 0
	for ; x >= 0x80; i++ {
		buf[i] = byte(x) | 0x80
		x >>= 7
	}
	buf[i] = byte(x)
	return i + 1
}

func PutVarint(buf []byte, x int64) int { return PutUvarint(buf, zigzag(x)) }

// Uvarint reads a number; n is 0 if buf ends within it, and minus the bytes read if it does not fit.
func Uvarint(buf []byte) (x uint64, n int) {
	for i, b := range buf {
		if i == MaxVarintLen64 || i == MaxVarintLen64-1 && b > 1 && b < 0x80 {
			return 0, -(i + 1)
		}
		if b < 0x80 {
			return x | uint64(b)<<(7*uint(i)), i + 1
		}
		x |= uint64(b&0x7f) << (7 * uint(i))
	}
	return 0, 0
}

func Varint(buf []byte) (int64, int) {
	x, n := Uvarint(buf)
	return unzigzag(x), n
}

// ReadUvarint reads a number from r.
func ReadUvarint(r io.ByteReader) (x uint64, err error) {
	for i := 0; i < MaxVarintLen64; i++ {
		b, err := r.ReadByte()
		if err != nil {
			return x, err
		}
		if b < 0x80 {
			if i == MaxVarintLen64-1 && b > 1 {
				return x, errOverflow
			}
			return x | uint64(b)<<(7*uint(i)), nil
		}
		x |= uint64(b&0x7f) << (7 * uint(i))
	}
	return x, errOverflow
}

func ReadVarint(r io.ByteReader) (int64, error) {
	x, err := ReadUvarint(r)
	return unzigzag(x), err
}
