// Package big has integers and fractions of any size.
//
// An Int is a sign and a nat, the absolute value: words from the least to the most
// significant, without zeros at the end. Functions on nats take the slice that the
// result may use, which may be that of an operand where it says so.
package big

import "math/bits"

// Word is a digit of a nat.
type Word uint

const (
	wordBits  = bits.UintSize
	wordBytes = wordBits / 8
)

type nat []Word

func (z nat) norm() nat {
	n := len(z)
	for n > 0 && z[n-1] == 0 {
		n--
	}
	return z[:n]
}

// make gives n words, of z if it has room; a few more for what is added later.
func (z nat) make(n int) nat {
	if n <= cap(z) {
		return z[:n]
	}
	const extra = 4
	return make(nat, n, n+extra)
}

func (z nat) set(x nat) nat {
	z = z.make(len(x))
	copy(z, x)
	return z
}

func (z nat) setWord(x Word) nat {
	if x == 0 {
		return z[:0]
	}
	z = z.make(1)
	z[0] = x
	return z
}

func (z nat) setUint64(x uint64) nat {
	z = z.make(64 / wordBits)
	for i := range z {
		z[i] = Word(x)
		x = x >> (wordBits - 1) >> 1
	}
	return z.norm()
}

func (x nat) low64() uint64 {
	v := uint64(0)
	for i := 64/wordBits - 1; i >= 0; i-- {
		if i < len(x) {
			v = v<<(wordBits-1)<<1 | uint64(x[i])
		}
	}
	return v
}

func (x nat) cmp(y nat) int {
	switch {
	case len(x) < len(y):
		return -1
	case len(x) > len(y):
		return 1
	}
	for i := len(x) - 1; i >= 0; i-- {
		switch {
		case x[i] < y[i]:
			return -1
		case x[i] > y[i]:
			return 1
		}
	}
	return 0
}

func (x nat) bitLen() int {
	if len(x) == 0 {
		return 0
	}
	return (len(x)-1)*wordBits + bits.Len(uint(x[len(x)-1]))
}

func (x nat) trailingZeros() uint {
	for i, w := range x {
		if w != 0 {
			return uint(i*wordBits + bits.TrailingZeros(uint(w)))
		}
	}
	return 0
}

// add is x + y; z may be one of them.
func (z nat) add(x, y nat) nat {
	if len(x) < len(y) {
		x, y = y, x
	}
	n := len(x)
	z = z.make(n + 1)
	var c uint
	for i := range y {
		var s uint
		s, c = bits.Add(uint(x[i]), uint(y[i]), c)
		z[i] = Word(s)
	}
	for i := len(y); i < n; i++ {
		var s uint
		s, c = bits.Add(uint(x[i]), 0, c)
		z[i] = Word(s)
	}
	z[n] = Word(c)
	return z.norm()
}

// sub is x - y for x >= y; z may be one of them.
func (z nat) sub(x, y nat) nat {
	z = z.make(len(x))
	var b uint
	for i := range y {
		var d uint
		d, b = bits.Sub(uint(x[i]), uint(y[i]), b)
		z[i] = Word(d)
	}
	for i := len(y); i < len(x); i++ {
		var d uint
		d, b = bits.Sub(uint(x[i]), 0, b)
		z[i] = Word(d)
	}
	return z.norm()
}

// mulAddWord is x*y + r; z may be x.
func (z nat) mulAddWord(x nat, y, r Word) nat {
	z = z.make(len(x) + 1)
	c := uint(r)
	for i, w := range x {
		hi, lo := bits.Mul(uint(w), uint(y))
		var carry uint
		lo, carry = bits.Add(lo, c, 0)
		z[i], c = Word(lo), hi+carry
	}
	z[len(x)] = Word(c)
	return z.norm()
}

// addMul adds x*y to z, which has a word more than x, and gives the carry.
func addMul(z, x nat, y Word) Word {
	var c uint
	z = z[:len(x)]
	for i, w := range x {
		hi, lo := bits.Mul(uint(w), uint(y))
		var carry uint
		lo, carry = bits.Add(lo, uint(z[i]), 0)
		hi += carry
		lo, carry = bits.Add(lo, c, 0)
		z[i], c = Word(lo), hi+carry
	}
	return Word(c)
}

// karatsubaLen is from how many words on splitting pays.
const karatsubaLen = 40

// mul is x * y; z must be neither.
func (z nat) mul(x, y nat) nat {
	if len(x) < len(y) {
		x, y = y, x
	}
	switch {
	case len(y) == 0:
		return z[:0]
	case len(y) == 1:
		return z.mulAddWord(x, y[0], 0)
	case len(y) < karatsubaLen:
		z = z.make(len(x) + len(y))
		for i := range z {
			z[i] = 0
		}
		for i, w := range y {
			if w != 0 {
				z[i+len(x)] = addMul(z[i:], x, w)
			}
		}
		return z.norm()
	}
	return z.karatsuba(x, y)
}

// karatsuba splits both numbers at n words: (a B + b)(c B + d) takes three products.
func (z nat) karatsuba(x, y nat) nat {
	n := (len(y) + 1) / 2
	if len(x) > 2*len(y) {
		n = len(y)
	}
	b, a := x[:n].norm(), x[n:]
	d, c := y[:n].norm(), y[n:]
	low := nat(nil).mul(b, d)
	if len(c) == 0 {
		high := nat(nil).mul(a, d)
		return z.set(low).addShifted(high, n)
	}
	high := nat(nil).mul(a, c)
	middle := nat(nil).mul(nat(nil).add(a, b), nat(nil).add(c, d))
	middle = middle.sub(middle, low)
	middle = middle.sub(middle, high)
	return z.set(low).addShifted(middle, n).addShifted(high, 2*n)
}

// addShifted adds x from word n on.
func (z nat) addShifted(x nat, n int) nat {
	if len(x) == 0 {
		return z
	}
	size := len(z)
	if n+len(x) > size {
		size = n + len(x)
	}
	size++
	old := z
	z = z.make(size)
	copy(z, old)
	for i := len(old); i < size; i++ {
		z[i] = 0
	}
	var c uint
	for i := n; i < size; i++ {
		w := uint(0)
		if i-n < len(x) {
			w = uint(x[i-n])
		} else if c == 0 {
			break
		}
		var s uint
		s, c = bits.Add(uint(z[i]), w, c)
		z[i] = Word(s)
	}
	return z.norm()
}

// divWord is x / y and the remainder; z may be x.
func (z nat) divWord(x nat, y Word) (q nat, r Word) {
	if y == 0 {
		panic("division by zero")
	}
	z = z.make(len(x))
	for i := len(x) - 1; i >= 0; i-- {
		a, b := bits.Div(uint(r), uint(x[i]), uint(y))
		z[i], r = Word(a), Word(b)
	}
	return z.norm(), r
}

// div is u / v and the remainder, neither in the memory of the operands: Knuth's algorithm D.
func (u nat) div(v nat) (q, r nat) {
	switch {
	case len(v) == 0:
		panic("division by zero")
	case u.cmp(v) < 0:
		return nil, nat(nil).set(u)
	case len(v) == 1:
		q, w := nat(nil).divWord(u, v[0])
		return q, nat(nil).setWord(w)
	}
	n := len(v)
	shift := uint(bits.LeadingZeros(uint(v[n-1])))
	v = nat(nil).shl(v, shift)
	// One word more than u, even if that is zero.
	r = make(nat, len(u)+1)
	copy(r, nat(nil).shl(u, shift))
	m := len(u) - n
	q = make(nat, m+1)
	top, next := uint(v[n-1]), uint(v[n-2])
	for j := m; j >= 0; j-- {
		qhat := estimate(uint(r[j+n]), uint(r[j+n-1]), uint(r[j+n-2]), top, next)
		if subMul(r[j:j+n+1], v, Word(qhat)) {
			// It was one too large.
			qhat--
			addBack(r[j:j+n+1], v)
		}
		q[j] = Word(qhat)
	}
	r = r.norm()
	return q.norm(), r.shr(r, shift)
}

// estimate is a digit of the quotient, at most one too large.
func estimate(u2, u1, u0, v1, v0 uint) uint {
	if u2 >= v1 {
		return ^uint(0)
	}
	q, r := bits.Div(u2, u1, v1)
	for {
		hi, lo := bits.Mul(q, v0)
		if hi < r || hi == r && lo <= u0 {
			return q
		}
		q--
		old := r
		r += v1
		if r < old {
			return q
		}
	}
}

// subMul takes v*q from u, which has a word more; it reports whether that was too much.
func subMul(u, v nat, q Word) bool {
	var c, b uint
	for i, w := range v {
		hi, lo := bits.Mul(uint(w), uint(q))
		var carry uint
		lo, carry = bits.Add(lo, c, 0)
		c = hi + carry
		var d uint
		d, b = bits.Sub(uint(u[i]), lo, b)
		u[i] = Word(d)
	}
	var d uint
	d, b = bits.Sub(uint(u[len(v)]), c, b)
	u[len(v)] = Word(d)
	return b != 0
}

func addBack(u, v nat) {
	var c uint
	for i, w := range v {
		var s uint
		s, c = bits.Add(uint(u[i]), uint(w), c)
		u[i] = Word(s)
	}
	u[len(v)] += Word(c)
}

// shl is x << s; z may be x.
func (z nat) shl(x nat, s uint) nat {
	if len(x) == 0 {
		return z[:0]
	}
	words, b := int(s/wordBits), s%wordBits
	last := len(x) - 1
	z = z.make(len(x) + words + 1)
	z[last+words+1] = x[last] >> (wordBits - b)
	for i := last; i > 0; i-- {
		z[i+words] = x[i]<<b | x[i-1]>>(wordBits-b)
	}
	z[words] = x[0] << b
	for i := 0; i < words; i++ {
		z[i] = 0
	}
	return z.norm()
}

// shr is x >> s; z may be x.
func (z nat) shr(x nat, s uint) nat {
	words, b := int(s/wordBits), s%wordBits
	n := len(x) - words
	if n <= 0 {
		return z[:0]
	}
	z = z.make(n)
	for i := 0; i < n-1; i++ {
		z[i] = x[i+words]>>b | x[i+words+1]<<(wordBits-b)
	}
	z[n-1] = x[len(x)-1] >> b
	return z.norm()
}

func (x nat) bit(i uint) uint {
	if j := i / wordBits; j < uint(len(x)) {
		return uint(x[j] >> (i % wordBits) & 1)
	}
	return 0
}

// combine makes each word of two, up to the length of the longer; z may be one of them.
func (z nat) combine(x, y nat, op func(a, b Word) Word) nat {
	n := len(x)
	if len(y) > n {
		n = len(y)
	}
	result := make(nat, n)
	for i := range result {
		var a, b Word
		if i < len(x) {
			a = x[i]
		}
		if i < len(y) {
			b = y[i]
		}
		result[i] = op(a, b)
	}
	return z.set(result).norm()
}

func (z nat) and(x, y nat) nat    { return z.combine(x, y, func(a, b Word) Word { return a & b }) }
func (z nat) or(x, y nat) nat     { return z.combine(x, y, func(a, b Word) Word { return a | b }) }
func (z nat) xor(x, y nat) nat    { return z.combine(x, y, func(a, b Word) Word { return a ^ b }) }
func (z nat) andNot(x, y nat) nat { return z.combine(x, y, func(a, b Word) Word { return a &^ b }) }

var natOne = nat{1}

// exp is x**y, modulo m unless that is 0, by squaring from the highest bit of y on.
func (x nat) exp(y, m nat) nat {
	if len(m) == 1 && m[0] == 1 {
		return nil
	}
	reduce := func(z nat) nat {
		if len(m) > 0 && z.cmp(m) >= 0 {
			_, z = z.div(m)
		}
		return z
	}
	base := reduce(nat(nil).set(x))
	z := nat(nil).setWord(1)
	for i := y.bitLen() - 1; i >= 0; i-- {
		z = reduce(nat(nil).mul(z, z))
		if y.bit(uint(i)) != 0 {
			z = reduce(nat(nil).mul(z, base))
		}
	}
	return z
}

// sqrt is the largest z with z*z <= x, by Newton's method from above.
func (x nat) sqrt() nat {
	if x.cmp(natOne) <= 0 {
		return nat(nil).set(x)
	}
	z := nat(nil).shl(natOne, uint(x.bitLen()+1)/2)
	for {
		next, _ := x.div(z)
		next = next.add(next, z)
		next = next.shr(next, 1)
		if next.cmp(z) >= 0 {
			return z
		}
		z = next
	}
}

// setBytes takes the number whose bytes, high ones first, are b.
func (z nat) setBytes(b []byte) nat {
	z = z.make((len(b) + wordBytes - 1) / wordBytes)
	for i := range z {
		z[i] = 0
	}
	for i := range b {
		z[i/wordBytes] |= Word(b[len(b)-1-i]) << (8 * uint(i%wordBytes))
	}
	return z.norm()
}

// bytes puts the number at the end of b, high bytes first, and gives where it begins.
func (x nat) bytes(b []byte) int {
	at := len(b)
	for _, w := range x {
		for k := 0; k < wordBytes; k++ {
			if at > 0 {
				at--
				b[at] = byte(w)
			} else if byte(w) != 0 {
				panic("math/big: buffer too small to fit value")
			}
			w >>= 8
		}
	}
	for at < len(b) && b[at] == 0 {
		at++
	}
	return at
}
