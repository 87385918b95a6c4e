// Package hash has the interfaces of hash functions.
package hash

import "io"

// Hash sums up what is written to it.
type Hash interface {
	io.Writer
	// Sum appends the sum to b.
	Sum(b []byte) []byte
	Reset()
	Size() int
	BlockSize() int
}

// Hash32 is a Hash of 32 bits.
type Hash32 interface {
	Hash
	Sum32() uint32
}

// Hash64 is a Hash of 64 bits.
type Hash64 interface {
	Hash
	Sum64() uint64
}
