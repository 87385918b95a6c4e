// Package utf16 encodes runes as one or two units of 16 bits.
package utf16

const (
	replacement = '\uFFFD'
	// Surrogates: high ones, low ones, the end.
	high = 0xd800
	low  = 0xdc00
	end  = 0xe000
	self = 0x10000
	max  = '\U0010FFFF'
)

func IsSurrogate(r rune) bool { return high <= r && r < end }

// DecodeRune puts two surrogates together.
func DecodeRune(r1, r2 rune) rune {
	if high <= r1 && r1 < low && low <= r2 && r2 < end {
		return (r1-high)<<10 + (r2 - low) + self
	}
	return replacement
}

// EncodeRune gives the surrogates of a rune that needs them.
func EncodeRune(r rune) (r1, r2 rune) {
	if r < self || r > max {
		return replacement, replacement
	}
	r -= self
	return high + r>>10&0x3ff, low + r&0x3ff
}

func Encode(s []rune) []uint16 {
	a := make([]uint16, 0, len(s))
	for _, v := range s {
		a = AppendRune(a, v)
	}
	return a
}

func AppendRune(a []uint16, r rune) []uint16 {
	switch {
	case 0 <= r && r < high, end <= r && r < self:
		return append(a, uint16(r))
	case self <= r && r <= max:
		r1, r2 := EncodeRune(r)
		return append(a, uint16(r1), uint16(r2))
	}
	return append(a, replacement)
}

func Decode(s []uint16) []rune {
	a := make([]rune, 0, len(s))
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		if IsSurrogate(r) {
			r2 := rune(0)
			if i+1 < len(s) {
				r2 = rune(s[i+1])
			}
			if r = DecodeRune(r, r2); r != replacement {
				i++
			}
		}
		a = append(a, r)
	}
	return a
}
