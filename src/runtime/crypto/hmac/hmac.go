// Package hmac signs messages with a key by means of any hash: H(K^outer, H(K^inner, message)).
package hmac

import "hash"

const (
	innerByte = 0x36
	outerByte = 0x5c
)

type hmac struct {
	inner, outer       hash.Hash
	innerPad, outerPad []byte
}

// New makes a signature in progress. Each call of h must give a new hash.
func New(h func() hash.Hash, key []byte) hash.Hash {
	m := &hmac{inner: h(), outer: h()}
	size := m.inner.BlockSize()
	if len(key) > size {
		m.outer.Write(key)
		key = m.outer.Sum(nil)
	}
	m.innerPad = make([]byte, size)
	m.outerPad = make([]byte, size)
	copy(m.innerPad, key)
	copy(m.outerPad, key)
	for i := range m.innerPad {
		m.innerPad[i] ^= innerByte
		m.outerPad[i] ^= outerByte
	}
	m.Reset()
	return m
}

func (m *hmac) Write(p []byte) (int, error) { return m.inner.Write(p) }
func (m *hmac) Size() int                   { return m.outer.Size() }
func (m *hmac) BlockSize() int              { return m.inner.BlockSize() }

func (m *hmac) Reset() {
	m.inner.Reset()
	m.inner.Write(m.innerPad)
}

func (m *hmac) Sum(b []byte) []byte {
	m.outer.Reset()
	m.outer.Write(m.outerPad)
	m.outer.Write(m.inner.Sum(nil))
	return m.outer.Sum(b)
}

// Equal compares signatures in a time that does not tell where they differ.
func Equal(mac1, mac2 []byte) bool {
	if len(mac1) != len(mac2) {
		return false
	}
	var differ byte
	for i := range mac1 {
		differ |= mac1[i] ^ mac2[i]
	}
	return differ == 0
}
