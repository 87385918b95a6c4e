package bytes

import "strings"

// Reader reads from a byte slice: a strings.Reader over the same memory.
type Reader struct {
	strings.Reader
}

func NewReader(b []byte) *Reader {
	r := new(Reader)
	r.Reset(b)
	return r
}

// Reset starts again with b.
func (r *Reader) Reset(b []byte) { r.Reader.Reset(view(b)) }
