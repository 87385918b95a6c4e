package strconv

// bignum is an unsigned integer of any size up to what a float64 and 800 digits
// need. Exact arithmetic on it makes formatting and parsing of floats correct
// without tables; common exponents touch two or three words.
type bignum struct {
	// words, least significant first; words[n:] are not in use.
	words [maxWords]uint32
	n     int
}

// 800 digits are 2658 bits, scaled up by at most 1100 bits.
const maxWords = 128

func (b *bignum) setUint64(v uint64) {
	b.words[0], b.words[1] = uint32(v), uint32(v>>32)
	b.n = 2
	b.trim()
}

func (b *bignum) set(c *bignum) {
	b.n = c.n
	copy(b.words[:b.n], c.words[:c.n])
}

func (b *bignum) trim() {
	for b.n > 0 && b.words[b.n-1] == 0 {
		b.n--
	}
}

func (b *bignum) isZero() bool { return b.n == 0 }

// mulAdd sets b to b*m + a.
func (b *bignum) mulAdd(m, a uint32) {
	carry := uint64(a)
	for i := 0; i < b.n; i++ {
		carry += uint64(b.words[i]) * uint64(m)
		b.words[i] = uint32(carry)
		carry >>= 32
	}
	if carry != 0 {
		b.words[b.n] = uint32(carry)
		b.n++
	}
}

// mulPow10 multiplies by 10^e.
func (b *bignum) mulPow10(e int) {
	for ; e >= 9; e -= 9 {
		b.mulAdd(1e9, 0)
	}
	for ; e > 0; e-- {
		b.mulAdd(10, 0)
	}
}

func (b *bignum) shl(s uint) {
	if b.n == 0 || s == 0 {
		return
	}
	words, bits := int(s>>5), s&31
	for i := b.n - 1; i >= 0; i-- {
		b.words[i+words] = b.words[i]
	}
	for i := 0; i < words; i++ {
		b.words[i] = 0
	}
	b.n += words
	if bits == 0 {
		return
	}
	carry := uint32(0)
	for i := words; i < b.n; i++ {
		w := b.words[i]
		b.words[i] = w<<bits | carry
		carry = w >> (32 - bits)
	}
	if carry != 0 {
		b.words[b.n] = carry
		b.n++
	}
}

func (b *bignum) bitLen() int {
	if b.n == 0 {
		return 0
	}
	length := (b.n - 1) * 32
	for top := b.words[b.n-1]; top != 0; top >>= 1 {
		length++
	}
	return length
}

// cmp is -1, 0 or 1.
func (b *bignum) cmp(c *bignum) int {
	if b.n != c.n {
		if b.n < c.n {
			return -1
		}
		return 1
	}
	for i := b.n - 1; i >= 0; i-- {
		if b.words[i] != c.words[i] {
			if b.words[i] < c.words[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// cmpSum compares b+c with d.
func (b *bignum) cmpSum(c, d *bignum) int {
	var sum bignum
	sum.set(b)
	sum.add(c)
	return sum.cmp(d)
}

func (b *bignum) add(c *bignum) {
	carry := uint64(0)
	for i := 0; i < c.n || carry != 0; i++ {
		if i >= b.n {
			b.words[i] = 0
			b.n = i + 1
		}
		carry += uint64(b.words[i])
		if i < c.n {
			carry += uint64(c.words[i])
		}
		b.words[i] = uint32(carry)
		carry >>= 32
	}
}

// sub sets b to b-c, which must not be negative.
func (b *bignum) sub(c *bignum) {
	borrow := uint64(0)
	for i := 0; i < b.n && (i < c.n || borrow != 0); i++ {
		d := uint64(b.words[i]) - borrow
		if i < c.n {
			d -= uint64(c.words[i])
		}
		b.words[i] = uint32(d)
		borrow = d >> 63
	}
	b.trim()
}

// divDigit sets b to b mod c and gives b / c, which must be less than ten.
func (b *bignum) divDigit(c *bignum) byte {
	digit := byte(0)
	if b.n < c.n {
		return 0
	}
	// An estimate from the top words is at most one too small when c's top word is large.
	if b.n == c.n && c.words[c.n-1] >= 1<<24 {
		digit = byte(b.words[b.n-1] / (c.words[c.n-1] + 1))
		if digit > 0 {
			b.subMul(c, uint32(digit))
		}
	}
	for b.cmp(c) >= 0 {
		b.sub(c)
		digit++
	}
	return digit
}

// subMul sets b to b - c*m, which must not be negative.
func (b *bignum) subMul(c *bignum, m uint32) {
	borrow, carry := uint64(0), uint64(0)
	for i := 0; i < b.n; i++ {
		if i < c.n {
			carry += uint64(c.words[i]) * uint64(m)
		}
		d := uint64(b.words[i]) - uint64(uint32(carry)) - borrow
		b.words[i] = uint32(d)
		borrow = d >> 63
		carry >>= 32
	}
	b.trim()
}
