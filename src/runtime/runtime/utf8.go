package runtime

const (
	runeError = '\uFFFD'
	maxRune   = '\U0010FFFF'

	surrogateMin = 0xD800
	surrogateMax = 0xDFFF

	contMin = 0x80
	contMax = 0xBF
)

// decoderune gives the rune at s[k:], whose first byte is not ASCII, and where the next one is.
func decoderune(s string, k int) (r rune, pos int) {
	pos = k
	if k >= len(s) {
		return runeError, k + 1
	}
	s = s[k:]
	switch c := s[0]; {
	case 0xC2 <= c && c < 0xE0:
		if len(s) > 1 && contMin <= s[1] && s[1] <= contMax {
			return rune(c&0x1F)<<6 | rune(s[1]&0x3F), pos + 2
		}
	case 0xE0 <= c && c < 0xF0:
		if len(s) > 2 && contMin <= s[1] && s[1] <= contMax && contMin <= s[2] && s[2] <= contMax {
			r = rune(c&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
			if 1<<11 <= r && !(surrogateMin <= r && r <= surrogateMax) {
				return r, pos + 3
			}
		}
	case 0xF0 <= c && c < 0xF8:
		if len(s) > 3 && contMin <= s[1] && s[1] <= contMax && contMin <= s[2] && s[2] <= contMax && contMin <= s[3] && s[3] <= contMax {
			r = rune(c&0x07)<<18 | rune(s[1]&0x3F)<<12 | rune(s[2]&0x3F)<<6 | rune(s[3]&0x3F)
			if 1<<16 <= r && r <= maxRune {
				return r, pos + 4
			}
		}
	}
	return runeError, pos + 1
}

// encoderune writes r to p and gives the number of bytes.
func encoderune(p []byte, r rune) int {
	switch i := uint32(r); {
	case i < 1<<7:
		p[0] = byte(r)
		return 1
	case i < 1<<11:
		_ = p[1]
		p[0] = 0xC0 | byte(r>>6)
		p[1] = contMin | byte(r)&0x3F
		return 2
	case i > maxRune, surrogateMin <= i && i <= surrogateMax:
		r = runeError
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
