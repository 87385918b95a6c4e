// Package block feeds what is hashed to a compression function in blocks. All of MD5 and
// the SHA family end alike: a bit, zeros, and the length in bits at the end of a block.
package block

// MaxSize is the largest block.
const MaxSize = 128

// Feeder keeps the bytes that do not fill a block yet.
type Feeder struct {
	rest   [MaxSize]byte
	filled int
	length uint64 // of everything written
}

// Length is the number of bytes written.
func (f *Feeder) Length() uint64 { return f.length }

// Write gives compress as many whole blocks of size bytes as there are.
func (f *Feeder) Write(p []byte, size int, compress func(blocks []byte)) {
	f.length += uint64(len(p))
	if f.filled > 0 {
		n := copy(f.rest[f.filled:size], p)
		f.filled += n
		p = p[n:]
		if f.filled < size {
			return
		}
		compress(f.rest[:size])
		f.filled = 0
	}
	if n := len(p) / size * size; n > 0 {
		compress(p[:n])
		p = p[n:]
	}
	f.filled = copy(f.rest[:], p)
}

// Padding is what ends the message: the length takes lengthSize bytes, low ones first if
// little is true.
func (f *Feeder) Padding(buf []byte, size, lengthSize int, little bool) []byte {
	used := f.filled + 1 + lengthSize
	zeros := (size - used%size) % size
	n := 1 + zeros + lengthSize
	pad := buf[:n]
	for i := range pad {
		pad[i] = 0
	}
	pad[0] = 0x80
	bits := f.length << 3
	for i := 0; i < 8; i++ {
		if little {
			pad[n-lengthSize+i] = byte(bits >> (8 * uint(i)))
		} else {
			pad[n-1-i] = byte(bits >> (8 * uint(i)))
		}
	}
	if lengthSize > 8 {
		pad[n-9] = byte(f.length >> 61)
	}
	return pad
}
