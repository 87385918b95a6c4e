// Package utf8 encodes and decodes UTF-8.
package utf8

const (
	RuneError = '\uFFFD'
	RuneSelf  = 0x80
	MaxRune   = '\U0010FFFF'
	UTFMax    = 4
)

const (
	surrogateMin = 0xD800
	surrogateMax = 0xDFFF

	contMin = 0x80
	contMax = 0xBF
)

// sequence gives what a first byte announces: the length of the sequence (0 if
// no sequence begins with it), its payload, and the range of the second byte.
func sequence(b byte) (size int, payload rune, low, high byte) {
	switch {
	case b < 0xC2:
		return 0, 0, 0, 0
	case b < 0xE0:
		return 2, rune(b & 0x1F), contMin, contMax
	case b < 0xF0:
		low, high = contMin, contMax
		if b == 0xE0 {
			low = 0xA0
		} else if b == 0xED {
			high = 0x9F
		}
		return 3, rune(b & 0x0F), low, high
	case b < 0xF5:
		low, high = contMin, contMax
		if b == 0xF0 {
			low = 0x90
		} else if b == 0xF4 {
			high = 0x8F
		}
		return 4, rune(b & 0x07), low, high
	}
	return 0, 0, 0, 0
}

// DecodeRune gives the first rune of p and its width: RuneError with width 1 if
// the bytes are not UTF-8, with width 0 if there are none.
func DecodeRune(p []byte) (rune, int) {
	if len(p) == 0 {
		return RuneError, 0
	}
	b := p[0]
	if b < RuneSelf {
		return rune(b), 1
	}
	size, r, low, high := sequence(b)
	if size == 0 || len(p) < size || p[1] < low || p[1] > high {
		return RuneError, 1
	}
	r = r<<6 | rune(p[1]&0x3F)
	for i := 2; i < size; i++ {
		c := p[i]
		if c < contMin || c > contMax {
			return RuneError, 1
		}
		r = r<<6 | rune(c&0x3F)
	}
	return r, size
}

// DecodeRuneInString is DecodeRune for a string.
func DecodeRuneInString(s string) (rune, int) {
	if len(s) == 0 {
		return RuneError, 0
	}
	b := s[0]
	if b < RuneSelf {
		return rune(b), 1
	}
	size, r, low, high := sequence(b)
	if size == 0 || len(s) < size || s[1] < low || s[1] > high {
		return RuneError, 1
	}
	r = r<<6 | rune(s[1]&0x3F)
	for i := 2; i < size; i++ {
		c := s[i]
		if c < contMin || c > contMax {
			return RuneError, 1
		}
		r = r<<6 | rune(c&0x3F)
	}
	return r, size
}

// DecodeLastRune gives the last rune of p and its width.
func DecodeLastRune(p []byte) (rune, int) {
	end := len(p)
	for start := end - 1; start >= 0 && start >= end-UTFMax; start-- {
		if RuneStart(p[start]) {
			if r, size := DecodeRune(p[start:end]); start+size == end {
				return r, size
			}
			break
		}
	}
	if end == 0 {
		return RuneError, 0
	}
	return RuneError, 1
}

// DecodeLastRuneInString is DecodeLastRune for a string.
func DecodeLastRuneInString(s string) (rune, int) {
	end := len(s)
	for start := end - 1; start >= 0 && start >= end-UTFMax; start-- {
		if RuneStart(s[start]) {
			if r, size := DecodeRuneInString(s[start:end]); start+size == end {
				return r, size
			}
			break
		}
	}
	if end == 0 {
		return RuneError, 0
	}
	return RuneError, 1
}

// FullRune reports whether p begins with a whole rune, a wrong one included.
func FullRune(p []byte) bool {
	if len(p) == 0 {
		return false
	}
	size, _, low, high := sequence(p[0])
	if p[0] < RuneSelf || size == 0 || len(p) >= size {
		return true
	}
	if len(p) > 1 && (p[1] < low || p[1] > high) {
		return true
	}
	return len(p) > 2 && (p[2] < contMin || p[2] > contMax)
}

// FullRuneInString is FullRune for a string.
func FullRuneInString(s string) bool {
	if len(s) > UTFMax {
		s = s[:UTFMax]
	}
	return FullRune([]byte(s))
}

// RuneLen is the number of bytes of r, -1 if it has no encoding.
func RuneLen(r rune) int {
	switch {
	case r < 0:
		return -1
	case r < 1<<7:
		return 1
	case r < 1<<11:
		return 2
	case surrogateMin <= r && r <= surrogateMax:
		return -1
	case r < 1<<16:
		return 3
	case r <= MaxRune:
		return 4
	}
	return -1
}

// EncodeRune writes r to p and gives the number of bytes.
func EncodeRune(p []byte, r rune) int {
	switch i := uint32(r); {
	case i < 1<<7:
		p[0] = byte(r)
		return 1
	case i < 1<<11:
		_ = p[1]
		p[0] = 0xC0 | byte(r>>6)
		p[1] = contMin | byte(r)&0x3F
		return 2
	case i > MaxRune, surrogateMin <= i && i <= surrogateMax:
		r = RuneError
		fallthrough
	case i < 1<<16:
		_ = p[2]
		p[0] = 0xE0 | byte(r>>12)
		p[1] = contMin | byte(r>>6)&0x3F
		p[2] = contMin | byte(r)&0x3F
		return 3
	}
	_ = p[3]
	p[0] = 0xF0 | byte(r>>18)
	p[1] = contMin | byte(r>>12)&0x3F
	p[2] = contMin | byte(r>>6)&0x3F
	p[3] = contMin | byte(r)&0x3F
	return 4
}

// AppendRune appends the encoding of r.
func AppendRune(p []byte, r rune) []byte {
	// Small enough to be inlined: most are ASCII.
	if uint32(r) < RuneSelf {
		return append(p, byte(r))
	}
	return appendRuneNonASCII(p, r)
}

func appendRuneNonASCII(p []byte, r rune) []byte {
	var b [UTFMax]byte
	n := EncodeRune(b[:], r)
	return append(p, b[:n]...)
}

// RuneCount is the number of runes in p; each wrong byte counts as one.
func RuneCount(p []byte) int {
	n := 0
	for i := 0; i < len(p); n++ {
		if p[i] < RuneSelf {
			i++
			continue
		}
		_, size := DecodeRune(p[i:])
		i += size
	}
	return n
}

// RuneCountInString is RuneCount for a string.
func RuneCountInString(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}

// RuneStart reports whether b can be the first byte of a rune.
func RuneStart(b byte) bool { return b&0xC0 != contMin }

// Valid reports whether p is all UTF-8.
func Valid(p []byte) bool {
	for i := 0; i < len(p); {
		if p[i] < RuneSelf {
			i++
			continue
		}
		_, size := DecodeRune(p[i:])
		if size == 1 {
			return false
		}
		i += size
	}
	return true
}

// ValidString is Valid for a string.
func ValidString(s string) bool {
	for i := 0; i < len(s); {
		if s[i] < RuneSelf {
			i++
			continue
		}
		_, size := DecodeRuneInString(s[i:])
		if size == 1 {
			return false
		}
		i += size
	}
	return true
}

// ValidRune reports whether r can be encoded.
func ValidRune(r rune) bool {
	return 0 <= r && r < surrogateMin || surrogateMax < r && r <= MaxRune
}
