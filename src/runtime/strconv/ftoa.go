package strconv

import "math"

type floatInfo struct {
	mantBits uint
	expBits  uint
	bias     int
}

var float32Info = floatInfo{23, 8, -127}
var float64Info = floatInfo{52, 11, -1023}

// digits is a decimal number 0.d1d2d3... times 10^dp.
type digits struct {
	d  [800]byte
	nd int
	dp int
}

// FormatFloat converts f, rounded as if it were a float of bitSize bits, to a
// string in the format 'b', 'e', 'E', 'f', 'g', 'G', 'x' or 'X'; the precision
// -1 asks for the fewest digits that give f back.
func FormatFloat(f float64, fmt byte, prec, bitSize int) string {
	return string(AppendFloat(make([]byte, 0, 24), f, fmt, prec, bitSize))
}

// AppendFloat appends FormatFloat's string to dst.
func AppendFloat(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	var bits uint64
	info := &float64Info
	switch bitSize {
	case 32:
		bits = uint64(math.Float32bits(float32(f)))
		info = &float32Info
	case 64:
		bits = math.Float64bits(f)
	default:
		panic("strconv: illegal AppendFloat/FormatFloat bitSize")
	}
	neg := bits>>(info.expBits+info.mantBits) != 0
	exp := int(bits>>info.mantBits) & (1<<info.expBits - 1)
	mant := bits & (uint64(1)<<info.mantBits - 1)
	if exp == 1<<info.expBits-1 {
		switch {
		case mant != 0:
			return append(dst, "NaN"...)
		case neg:
			return append(dst, "-Inf"...)
		}
		return append(dst, "+Inf"...)
	}
	if exp == 0 {
		exp++
	} else {
		mant |= uint64(1) << info.mantBits
	}
	exp += info.bias
	switch fmt {
	case 'b':
		return formatB(dst, neg, mant, exp, info)
	case 'x', 'X':
		return formatX(dst, prec, fmt, neg, mant, exp, info)
	case 'e', 'E', 'f', 'g', 'G':
	default:
		return append(dst, '%', fmt)
	}
	var d digits
	if prec < 0 {
		shortest(&d, mant, exp, info)
		switch fmt {
		case 'e', 'E':
			prec = d.nd - 1
			if prec < 0 {
				prec = 0
			}
		case 'f':
			prec = max(d.nd-d.dp, 0)
		default:
			prec = d.nd
		}
		return formatDigits(dst, true, neg, &d, prec, fmt)
	}
	switch fmt {
	case 'f':
		exact(&d, mant, exp-int(info.mantBits), prec, true)
	case 'e', 'E':
		exact(&d, mant, exp-int(info.mantBits), prec+1, false)
	default:
		if prec == 0 {
			prec = 1
		}
		exact(&d, mant, exp-int(info.mantBits), prec, false)
	}
	return formatDigits(dst, false, neg, &d, prec, fmt)
}

// scale sets num/den to mant * 2^exp2 and gives k with 10^(k-1) <= num/den < 10^k,
// after which num/den is divided by 10^(k-1) so that its integer part is one digit.
func scale(num, den *bignum, mant uint64, exp2 int) int {
	num.setUint64(mant)
	den.setUint64(1)
	if exp2 >= 0 {
		num.shl(uint(exp2))
	} else {
		den.shl(uint(-exp2))
	}
	// log10(2) is 0.30103; the estimate is k or k-1.
	k := (num.bitLen()+exp2min(exp2)-1)*30103/100000 + 1
	if num.bitLen()+exp2min(exp2)-1 < 0 {
		k--
	}
	if k > 1 {
		den.mulPow10(k - 1)
	} else {
		num.mulPow10(1 - k)
	}
	var ten bignum
	ten.set(den)
	ten.mulAdd(10, 0)
	for num.cmp(&ten) >= 0 {
		den.set(&ten)
		ten.mulAdd(10, 0)
		k++
	}
	for num.cmp(den) < 0 {
		num.mulAdd(10, 0)
		k--
	}
	return k
}

// exp2min is the part of the exponent that is not in the numerator.
func exp2min(exp2 int) int {
	if exp2 < 0 {
		return exp2
	}
	return 0
}

// align shifts den and the others so that den's top word has 28 bits: divDigit's
// estimate is good then, and ten times den still has as many words.
func align(den *bignum, others ...*bignum) {
	top := (den.bitLen()-1)&31 + 1
	s := uint(28-top) & 31
	den.shl(s)
	for _, b := range others {
		b.shl(s)
	}
}

// exact gives the digits of mant * 2^exp2 rounded half to even: count of them,
// or count behind the point if afterPoint.
func exact(d *digits, mant uint64, exp2, count int, afterPoint bool) {
	if mant == 0 {
		return
	}
	var num, den bignum
	d.dp = scale(&num, &den, mant, exp2)
	if afterPoint {
		count += d.dp
	}
	if count < 0 {
		d.dp = 0
		return
	}
	align(&den, &num)
	if count > len(d.d) {
		count = len(d.d)
	}
	for d.nd < count && !num.isZero() {
		d.d[d.nd] = '0' + num.divDigit(&den)
		d.nd++
		num.mulAdd(10, 0)
	}
	// The rest, times ten, is compared with half of the unit, times ten.
	var half bignum
	half.set(&den)
	half.mulAdd(5, 0)
	c := num.cmp(&half)
	if d.nd == count && (c > 0 || c == 0 && count > 0 && d.d[count-1]&1 == 1) {
		roundUp(d)
	}
	trimZeros(d)
}

func roundUp(d *digits) {
	for d.nd > 0 {
		if d.d[d.nd-1] != '9' {
			d.d[d.nd-1]++
			return
		}
		d.nd--
	}
	d.d[0] = '1'
	d.nd = 1
	d.dp++
}

func trimZeros(d *digits) {
	for d.nd > 0 && d.d[d.nd-1] == '0' {
		d.nd--
	}
	if d.nd == 0 {
		d.dp = 0
	}
}

// shortest gives the fewest digits that lie nearer to mant*2^(exp-mantBits) than
// to any other float, and of those the nearest (Steele and White, Dragon4).
func shortest(d *digits, mant uint64, exp int, info *floatInfo) {
	if mant == 0 {
		return
	}
	exp2 := exp - int(info.mantBits)
	if exp2 <= 0 && exp2 >= -int(info.mantBits) && mant<<(64-uint(-exp2)) == 0 {
		smallInteger(d, mant>>uint(-exp2))
		return
	}
	// Everything times 4, so that the distances to the neighbours are integers.
	isPower := mant == uint64(1)<<info.mantBits && exp > info.bias+1
	var num, den, below, above bignum
	d.dp = scale(&num, &den, mant<<2, exp2-2)
	// The same scaling for the half distances: 2 above, 2 or 1 below.
	scaleLike(&above, 2, exp2-2, d.dp)
	if isPower {
		scaleLike(&below, 1, exp2-2, d.dp)
	} else {
		below.set(&above)
	}
	rescale(&num, &den, mant<<2, exp2-2, d.dp)
	align(&den, &num, &below, &above)
	inclusive := mant&1 == 0
	// The upper end may reach the next power of ten.
	if c := num.cmpSum(&above, tenTimes(&den)); c > 0 || c == 0 && inclusive {
		d.dp++
		den.mulAdd(10, 0)
	}
	for {
		digit := num.divDigit(&den)
		low := num.cmp(&below)
		high := num.cmpSum(&above, &den)
		isLow := low < 0 || low == 0 && inclusive
		isHigh := high > 0 || high == 0 && inclusive
		d.d[d.nd] = '0' + digit
		d.nd++
		if isLow || isHigh {
			if isHigh && (!isLow || roundsUp(&num, &den, digit)) {
				roundUp(d)
			}
			break
		}
		num.mulAdd(10, 0)
		below.mulAdd(10, 0)
		above.mulAdd(10, 0)
	}
	trimZeros(d)
}

func tenTimes(b *bignum) *bignum {
	t := new(bignum)
	t.set(b)
	t.mulAdd(10, 0)
	return t
}

// roundsUp reports whether num/den is above one half, or equal with an odd digit.
func roundsUp(num, den *bignum, digit byte) bool {
	c := num.cmpSum(num, den)
	return c > 0 || c == 0 && digit&1 == 1
}

// smallInteger gives the digits of an integer that a float holds exactly. Its
// neighbours are at least 1/2 away, so no shorter decimal is nearer... unless it
// is longer than the precision, which the callers exclude.
func smallInteger(d *digits, v uint64) {
	var buf [20]byte
	i := len(buf)
	for ; v > 0; v /= 10 {
		i--
		buf[i] = '0' + byte(v%10)
	}
	d.nd = copy(d.d[:], buf[i:])
	d.dp = d.nd
	trimZeros(d)
}

// rescale sets num/den to mant*2^exp2 / 10^(dp-1).
func rescale(num, den *bignum, mant uint64, exp2, dp int) {
	scaleLike(num, mant, exp2, dp)
	den.setUint64(1)
	if exp2 < 0 {
		den.shl(uint(-exp2))
	}
	if dp > 1 {
		den.mulPow10(dp - 1)
	}
}

// scaleLike sets num to the numerator that rescale gives mant.
func scaleLike(num *bignum, mant uint64, exp2, dp int) {
	num.setUint64(mant)
	if exp2 >= 0 {
		num.shl(uint(exp2))
	}
	if dp < 1 {
		num.mulPow10(1 - dp)
	}
}

func formatDigits(dst []byte, isShortest, neg bool, d *digits, prec int, fmt byte) []byte {
	switch fmt {
	case 'e', 'E':
		return formatE(dst, neg, d, prec, fmt)
	case 'f':
		return formatF(dst, neg, d, prec)
	}
	eprec := prec
	if eprec > d.nd && d.nd >= d.dp {
		eprec = d.nd
	}
	if isShortest {
		eprec = 6
	}
	exp := d.dp - 1
	if exp < -4 || exp >= eprec {
		if prec > d.nd {
			prec = d.nd
		}
		return formatE(dst, neg, d, prec-1, fmt+'e'-'g')
	}
	if prec > d.dp {
		prec = d.nd
	}
	return formatF(dst, neg, d, max(prec-d.dp, 0))
}

func formatE(dst []byte, neg bool, d *digits, prec int, fmt byte) []byte {
	if neg {
		dst = append(dst, '-')
	}
	first := byte('0')
	if d.nd != 0 {
		first = d.d[0]
	}
	dst = append(dst, first)
	if prec > 0 {
		dst = append(dst, '.')
		i := 1
		m := min(d.nd, prec+1)
		if i < m {
			dst = append(dst, d.d[i:m]...)
			i = m
		}
		for ; i <= prec; i++ {
			dst = append(dst, '0')
		}
	}
	dst = append(dst, fmt)
	exp := d.dp - 1
	if d.nd == 0 {
		exp = 0
	}
	if exp < 0 {
		dst = append(dst, '-')
		exp = -exp
	} else {
		dst = append(dst, '+')
	}
	switch {
	case exp < 10:
		dst = append(dst, '0', byte(exp)+'0')
	case exp < 100:
		dst = append(dst, byte(exp/10)+'0', byte(exp%10)+'0')
	default:
		dst = append(dst, byte(exp/100)+'0', byte(exp/10%10)+'0', byte(exp%10)+'0')
	}
	return dst
}

func formatF(dst []byte, neg bool, d *digits, prec int) []byte {
	if neg {
		dst = append(dst, '-')
	}
	if d.dp > 0 {
		m := min(d.nd, d.dp)
		dst = append(dst, d.d[:m]...)
		for ; m < d.dp; m++ {
			dst = append(dst, '0')
		}
	} else {
		dst = append(dst, '0')
	}
	if prec > 0 {
		dst = append(dst, '.')
		for i := 0; i < prec; i++ {
			ch := byte('0')
			if j := d.dp + i; 0 <= j && j < d.nd {
				ch = d.d[j]
			}
			dst = append(dst, ch)
		}
	}
	return dst
}

// formatB is mantissa p exponent, both decimal.
func formatB(dst []byte, neg bool, mant uint64, exp int, info *floatInfo) []byte {
	if neg {
		dst = append(dst, '-')
	}
	dst = AppendUint(dst, mant, 10)
	dst = append(dst, 'p')
	exp -= int(info.mantBits)
	if exp >= 0 {
		dst = append(dst, '+')
	}
	return AppendInt(dst, int64(exp), 10)
}

// formatX is hexadecimal with a binary exponent: -0x1.yyp+00.
func formatX(dst []byte, prec int, fmt byte, neg bool, mant uint64, exp int, info *floatInfo) []byte {
	if mant == 0 {
		exp = 0
	}
	// The leading one goes to bit 60, sixty bits of fraction behind it.
	mant <<= 60 - info.mantBits
	for mant != 0 && mant&(1<<60) == 0 {
		mant <<= 1
		exp--
	}
	if prec >= 0 && prec < 15 {
		shift := uint(prec * 4)
		extra := mant << shift & (1<<60 - 1)
		mant >>= 60 - shift
		if extra|mant&1 > 1<<59 {
			mant++
		}
		mant <<= 60 - shift
		if mant&(1<<61) != 0 {
			mant >>= 1
			exp++
		}
	}
	hex := lowerhex
	if fmt == 'X' {
		hex = upperhex
	}
	if neg {
		dst = append(dst, '-')
	}
	dst = append(dst, '0', fmt, '0'+byte(mant>>60&1))
	mant <<= 4
	if prec < 0 && mant != 0 {
		dst = append(dst, '.')
		for mant != 0 {
			dst = append(dst, hex[mant>>60&15])
			mant <<= 4
		}
	} else if prec > 0 {
		dst = append(dst, '.')
		for i := 0; i < prec; i++ {
			dst = append(dst, hex[mant>>60&15])
			mant <<= 4
		}
	}
	ch := byte('P')
	if fmt == 'x' {
		ch = 'p'
	}
	dst = append(dst, ch)
	if exp < 0 {
		dst = append(dst, '-')
		exp = -exp
	} else {
		dst = append(dst, '+')
	}
	if exp < 10 {
		dst = append(dst, '0')
	}
	return AppendInt(dst, int64(exp), 10)
}

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}
