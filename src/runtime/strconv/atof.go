package strconv

import "math"

// decimal is what readFloat finds: mantissa digits and a power of ten or two.
type parsedFloat struct {
	neg bool
	hex bool
	// The first 19 digits (hexadecimal: 16), as many as a uint64 takes.
	mantissa uint64
	// value = mantissa * 10^exp (hexadecimal: 2^exp), exact unless truncated.
	exp       int
	truncated bool
	// All significant digits, for the exact path.
	text string
	n    int
}

func lower(c byte) byte { return c | ('x' - 'X') }

// ParseFloat converts s to the nearest float of bitSize bits, ties to even.
func ParseFloat(s string, bitSize int) (float64, error) {
	f, n, err := parseFloatPrefix(s, bitSize)
	if n != len(s) && (err == nil || err.(*NumError).Err != ErrSyntax) {
		return 0, syntaxError("ParseFloat", s)
	}
	return f, err
}

func parseFloatPrefix(s string, bitSize int) (float64, int, error) {
	if f, n, ok := special(s); ok {
		if bitSize == 32 {
			f = float64(float32(f))
		}
		return f, n, nil
	}
	p, ok := readFloat(s)
	if !ok {
		return 0, p.n, syntaxError("ParseFloat", s)
	}
	info := &float64Info
	if bitSize == 32 {
		info = &float32Info
	}
	bits, overflow := p.round(info)
	var f float64
	if bitSize == 32 {
		f = float64(math.Float32frombits(uint32(bits)))
	} else {
		f = math.Float64frombits(bits)
	}
	if overflow {
		return f, p.n, rangeError("ParseFloat", s)
	}
	return f, p.n, nil
}

func hasFold(s, word string) bool {
	if len(s) < len(word) {
		return false
	}
	for i := 0; i < len(word); i++ {
		if lower(s[i]) != word[i] {
			return false
		}
	}
	return true
}

// special reads inf, infinity and nan.
func special(s string) (f float64, n int, ok bool) {
	if len(s) == 0 {
		return 0, 0, false
	}
	sign := 1
	rest := s
	if s[0] == '+' || s[0] == '-' {
		if s[0] == '-' {
			sign = -1
		}
		n = 1
		rest = s[1:]
	}
	switch {
	case hasFold(rest, "infinity"):
		return math.Inf(sign), n + 8, true
	case hasFold(rest, "inf"):
		return math.Inf(sign), n + 3, true
	case n == 0 && hasFold(rest, "nan"):
		return math.NaN(), 3, true
	}
	return 0, 0, false
}

// readFloat reads a number from the front of s; p.n says how much.
func readFloat(s string) (p parsedFloat, ok bool) {
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		p.neg = s[i] == '-'
		i++
	}
	base, expChar, maxDigits := uint64(10), byte('e'), 19
	if i+2 < len(s) && s[i] == '0' && lower(s[i+1]) == 'x' {
		base, expChar, maxDigits = 16, 'p', 16
		i += 2
		p.hex = true
	}
	start := i
	underscores, sawDot, sawDigits := false, false, false
	count, used, point := 0, 0, 0
loop:
	for ; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '_':
			underscores = true
			continue
		case c == '.':
			if sawDot {
				break loop
			}
			sawDot = true
			point = count
			continue
		case '0' <= c && c <= '9':
			sawDigits = true
			if c == '0' && count == 0 {
				point--
				continue
			}
			count++
			if used < maxDigits {
				p.mantissa = p.mantissa*base + uint64(c-'0')
				used++
			} else if c != '0' {
				p.truncated = true
			}
			continue
		case base == 16 && 'a' <= lower(c) && lower(c) <= 'f':
			sawDigits = true
			count++
			if used < maxDigits {
				p.mantissa = p.mantissa*16 + uint64(lower(c)-'a'+10)
				used++
			} else {
				p.truncated = true
			}
			continue
		}
		break
	}
	p.n = i
	if !sawDigits {
		return p, false
	}
	if !sawDot {
		point = count
	}
	p.text = s[start:i]
	if base == 16 {
		point *= 4
		used *= 4
	}
	if i < len(s) && lower(s[i]) == expChar {
		e, n, eOK := readExponent(s[i+1:])
		underscores = underscores || eOK && hasUnderscore(s[i:i+1+n])
		if !eOK {
			return p, false
		}
		i += 1 + n
		point += e
	} else if base == 16 {
		return p, false
	}
	p.n = i
	if p.mantissa != 0 {
		p.exp = point - used
	}
	if underscores && !underscoreOK(s[:i]) {
		return p, false
	}
	return p, true
}

func hasUnderscore(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '_' {
			return true
		}
	}
	return false
}

// readExponent reads a signed decimal and gives how many bytes it took.
func readExponent(s string) (e, n int, ok bool) {
	sign := 1
	if n < len(s) && (s[n] == '+' || s[n] == '-') {
		if s[n] == '-' {
			sign = -1
		}
		n++
	}
	if n >= len(s) || s[n] < '0' || s[n] > '9' {
		return 0, n, false
	}
	for ; n < len(s) && ('0' <= s[n] && s[n] <= '9' || s[n] == '_'); n++ {
		if s[n] != '_' && e < 10000 {
			e = e*10 + int(s[n]-'0')
		}
	}
	return e * sign, n, true
}

var smallPowers = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// round gives the bits of the nearest float and whether it is out of range.
func (p *parsedFloat) round(info *floatInfo) (bits uint64, overflow bool) {
	switch {
	case p.mantissa == 0:
		return p.pack(0, info.bias, info), false
	case p.hex:
		return p.fromBits(p.mantissa, p.exp, p.truncated, info)
	case !p.truncated && info == &float64Info && p.mantissa < 1<<53 && p.exp >= -22 && p.exp <= 22:
		f := float64(p.mantissa)
		if p.exp < 0 {
			f /= smallPowers[-p.exp]
		} else {
			f *= smallPowers[p.exp]
		}
		if p.neg {
			f = -f
		}
		return math.Float64bits(f), false
	case p.exp > 330:
		return p.infinity(info), true
	case p.exp < -400:
		return p.pack(0, info.bias, info), false
	}
	return p.exact(info)
}

func (p *parsedFloat) pack(mant uint64, exp int, info *floatInfo) uint64 {
	bits := mant & (uint64(1)<<info.mantBits - 1)
	bits |= uint64((exp-info.bias)&(1<<info.expBits-1)) << info.mantBits
	if p.neg {
		bits |= 1 << info.mantBits << info.expBits
	}
	return bits
}

func (p *parsedFloat) infinity(info *floatInfo) uint64 {
	return p.pack(0, 1<<info.expBits-1+info.bias, info)
}

// fromBits rounds mant * 2^exp; sticky says that the true value is a little more.
func (p *parsedFloat) fromBits(mant uint64, exp int, sticky bool, info *floatInfo) (bits uint64, overflow bool) {
	// Keep two bits more than the mantissa has; the last of them is sticky.
	for mant != 0 && mant>>(info.mantBits+2) == 0 {
		mant <<= 1
		exp--
	}
	if sticky {
		mant |= 1
	}
	for mant>>(1+info.mantBits+2) != 0 {
		mant = mant>>1 | mant&1
		exp++
	}
	// mant is 1.xxx with mantBits+2 bits behind the point.
	e := exp + int(info.mantBits) + 2
	for mant > 1 && e < info.bias+1 {
		mant = mant>>1 | mant&1
		e++
	}
	roundBits := mant & 3
	mant >>= 2
	if roundBits == 3 || roundBits == 2 && mant&1 == 1 {
		mant++
		if mant == 1<<(1+info.mantBits) {
			mant >>= 1
			e++
		}
	}
	if mant>>info.mantBits == 0 {
		e = info.bias
	}
	if e > 1<<info.expBits-2+info.bias {
		return p.infinity(info), true
	}
	return p.pack(mant, e, info), false
}

// exact divides big integers: the digits times a power of ten or over one.
func (p *parsedFloat) exact(info *floatInfo) (bits uint64, overflow bool) {
	var num, den, quotientUnit bignum
	exp10 := p.exp
	sticky := false
	if !p.truncated {
		num.setUint64(p.mantissa)
	} else {
		exp10, sticky = p.allDigits(&num)
	}
	if exp10 > 330 {
		return p.infinity(info), true
	}
	den.setUint64(1)
	if exp10 >= 0 {
		num.mulPow10(exp10)
	} else {
		den.mulPow10(-exp10)
	}
	// Scale so that the quotient has 64 bits, and divide bit by bit.
	shift := den.bitLen() - num.bitLen() + 63
	if shift >= 0 {
		num.shl(uint(shift))
	} else {
		den.shl(uint(-shift))
	}
	var q uint64
	for bit := 63; bit >= 0; bit-- {
		quotientUnit.set(&den)
		quotientUnit.shl(uint(bit))
		if num.cmp(&quotientUnit) >= 0 {
			num.sub(&quotientUnit)
			q |= 1 << uint(bit)
		}
	}
	return p.fromBits(q, -shift, sticky || !num.isZero(), info)
}

// allDigits sets num to up to 800 digits of the text and gives the power of ten
// of the last one, and whether digits other than 0 were left out.
func (p *parsedFloat) allDigits(num *bignum) (exp10 int, sticky bool) {
	count := 0
	for i := 0; i < len(p.text); i++ {
		c := p.text[i]
		if c < '0' || c > '9' || c == '0' && count == 0 {
			continue
		}
		count++
		if count <= 800 {
			num.mulAdd(10, uint32(c-'0'))
		} else if c != '0' {
			sticky = true
		}
	}
	// p.exp belongs to the 19th digit.
	if count > 800 {
		count = 800
	}
	return p.exp - (count - 19), sticky
}
