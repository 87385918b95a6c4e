package math

import "math/bits"

// parts takes a finite number that is not 0 apart: the mantissa has 53 bits, the first of them set.
func parts(b uint64) (sign uint64, exp int, mantissa uint64) {
	exp, mantissa = int(b>>expShift)&expMask, b&fracMask
	if exp == 0 {
		shift := bits.LeadingZeros64(mantissa) - 11
		return b >> 63, 1 - shift, mantissa << uint(shift)
	}
	return b >> 63, exp, mantissa | 1<<expShift
}

// shiftRight shifts hi:lo to the right; bits that are lost leave a 1 in the last place.
func shiftRight(hi, lo uint64, n uint) (uint64, uint64) {
	var lost uint64
	for ; n >= 64 && hi|lo != 0; n -= 64 {
		lost |= lo
		hi, lo = 0, hi
	}
	if hi|lo != 0 && n > 0 {
		lost |= lo & (1<<n - 1)
		hi, lo = hi>>n, lo>>n|hi<<(64-n)
	}
	if lost != 0 {
		lo |= 1
	}
	return hi, lo
}

// FMA is x*y+z, rounded once. Product and z are added in 128 bits.
func FMA(x, y, z float64) float64 {
	if x == 0 || y == 0 || z == 0 || IsNaN(x) || IsInf(x, 0) || IsNaN(y) || IsInf(y, 0) {
		return x*y + z
	}
	if IsNaN(z) || IsInf(z, 0) {
		return z
	}
	ps, xe, xm := parts(Float64bits(x))
	ys, ye, ym := parts(Float64bits(y))
	zs, ze, zm := parts(Float64bits(z))
	ps ^= ys
	// The first bit of the sum of exponent e is bit 126; of the product it may be one lower.
	pe := xe + ye - expBias + 1
	phi, plo := bits.Mul64(xm<<10, ym<<11)
	if phi>>62 == 0 {
		phi, plo = phi<<1|plo>>63, plo<<1
		pe--
	}
	zhi, zlo := zm<<10, uint64(0)
	if pe < ze || pe == ze && phi < zhi {
		ps, pe, phi, plo, zs, ze, zhi, zlo = zs, ze, zhi, zlo, ps, pe, phi, plo
	}
	zhi, zlo = shiftRight(zhi, zlo, uint(pe-ze))
	var carry uint64
	if ps == zs {
		plo, carry = bits.Add64(plo, zlo, 0)
		phi, _ = bits.Add64(phi, zhi, carry)
	} else {
		plo, carry = bits.Sub64(plo, zlo, 0)
		phi, _ = bits.Sub64(phi, zhi, carry)
		if phi|plo == 0 {
			// Zero with the product's sign, as Go has it.
			return Float64frombits(ps << 63)
		}
	}
	return roundParts(ps, pe, phi, plo)
}

// roundParts is the float nearest to hi:lo, whose bit 126 counts 2^(exp-bias); even in the middle.
func roundParts(sign uint64, exp int, hi, lo uint64) float64 {
	// The first bit to the top.
	shift := bits.LeadingZeros64(hi)
	if hi == 0 {
		shift = 64 + bits.LeadingZeros64(lo)
	}
	exp += 1 - shift
	if shift >= 64 {
		hi, lo, shift = lo, 0, shift-64
	}
	if shift > 0 {
		hi, lo = hi<<uint(shift)|lo>>uint(64-shift), lo<<uint(shift)
	}
	if exp <= 0 {
		hi, lo = shiftRight(hi, lo, uint(1-exp))
		exp = 0
	}
	mantissa, rest := hi>>11, hi<<53
	if lo != 0 {
		rest |= 1
	}
	if rest > 1<<63 || rest == 1<<63 && mantissa&1 == 1 {
		mantissa++
	}
	// A carry out of the mantissa counts the exponent up by itself.
	result := mantissa
	if exp > 0 {
		result = uint64(exp-1)<<expShift + mantissa
	}
	if exp >= expMask || result >= infBits {
		result = infBits
	}
	return Float64frombits(sign<<63 | result)
}
