package big

import (
	"math/rand"
)

// Int is an integer. The zero value is 0. Methods store their result in the receiver and
// return it; operands may be the receiver too.
type Int struct {
	neg bool
	abs nat
}

func NewInt(x int64) *Int { return new(Int).SetInt64(x) }

// ownFrom is where a result may go that must not lie in the memory of the operands.
func (z *Int) ownFrom(x, y *Int) nat {
	if z == x || z == y {
		return nil
	}
	if sameMemory(z.abs, x.abs) || sameMemory(z.abs, y.abs) {
		return nil
	}
	return z.abs
}

func sameMemory(x, y nat) bool {
	return cap(x) > 0 && cap(y) > 0 && &x[0:cap(x)][cap(x)-1] == &y[0:cap(y)][cap(y)-1]
}

// put sets absolute value and sign.
func (z *Int) put(abs nat, neg bool) *Int {
	z.abs = abs
	z.neg = neg && len(abs) > 0
	return z
}

// Sign is -1, 0 or 1.
func (x *Int) Sign() int {
	switch {
	case len(x.abs) == 0:
		return 0
	case x.neg:
		return -1
	}
	return 1
}

func (z *Int) SetInt64(x int64) *Int {
	u := uint64(x)
	if x < 0 {
		u = -u
	}
	return z.put(z.abs.setUint64(u), x < 0)
}

func (z *Int) SetUint64(x uint64) *Int { return z.put(z.abs.setUint64(x), false) }

func (z *Int) Set(x *Int) *Int {
	if z != x {
		z.put(z.abs.set(x.abs), x.neg)
	}
	return z
}

// Bits and SetBits share the words of the absolute value.
func (x *Int) Bits() []Word             { return x.abs }
func (z *Int) SetBits(abs []Word) *Int  { return z.put(nat(abs).norm(), false) }
func (z *Int) Abs(x *Int) *Int          { z.Set(x); z.neg = false; return z }
func (z *Int) Neg(x *Int) *Int          { z.Set(x); z.neg = len(z.abs) > 0 && !z.neg; return z }
func (x *Int) BitLen() int              { return x.abs.bitLen() }
func (x *Int) TrailingZeroBits() uint   { return x.abs.trailingZeros() }
func (x *Int) CmpAbs(y *Int) int        { return x.abs.cmp(y.abs) }
func (x *Int) Bytes() []byte            { b := make([]byte, len(x.abs)*wordBytes); return b[x.abs.bytes(b):] }
func (z *Int) SetBytes(buf []byte) *Int { return z.put(z.abs.setBytes(buf), false) }
func (x *Int) IsUint64() bool           { return !x.neg && len(x.abs) <= 64/wordBits }
func (x *Int) Uint64() uint64           { return x.abs.low64() }
func (z *Int) Mul(x, y *Int) *Int       { return z.put(z.ownFrom(x, y).mul(x.abs, y.abs), x.neg != y.neg) }
func (z *Int) Lsh(x *Int, n uint) *Int  { return z.put(z.abs.shl(x.abs, n), x.neg) }

// FillBytes fills buf, with zeros before the number.
func (x *Int) FillBytes(buf []byte) []byte {
	for i := range buf {
		buf[i] = 0
	}
	x.abs.bytes(buf)
	return buf
}

func (x *Int) Int64() int64 {
	v := int64(x.abs.low64())
	if x.neg {
		v = -v
	}
	return v
}

func (x *Int) IsInt64() bool {
	if len(x.abs) > 64/wordBits {
		return false
	}
	w := int64(x.abs.low64())
	return w >= 0 || x.neg && w == -w
}

// Cmp is -1, 0 or 1.
func (x *Int) Cmp(y *Int) int {
	switch {
	case x.neg != y.neg:
		if x.neg {
			return -1
		}
		return 1
	case x.neg:
		return y.abs.cmp(x.abs)
	}
	return x.abs.cmp(y.abs)
}

// addSigned adds y with a sign of its own.
func (z *Int) addSigned(x, y *Int, yNeg bool) *Int {
	neg := x.neg
	if x.neg == yNeg {
		return z.put(z.abs.add(x.abs, y.abs), neg)
	}
	if x.abs.cmp(y.abs) >= 0 {
		return z.put(z.abs.sub(x.abs, y.abs), neg)
	}
	return z.put(z.abs.sub(y.abs, x.abs), !neg)
}

func (z *Int) Add(x, y *Int) *Int { return z.addSigned(x, y, y.neg) }
func (z *Int) Sub(x, y *Int) *Int { return z.addSigned(x, y, !y.neg) }

// MulRange is the product of all integers in [a, b].
func (z *Int) MulRange(a, b int64) *Int {
	switch {
	case a > b:
		return z.SetInt64(1)
	case a <= 0 && b >= 0:
		return z.SetInt64(0)
	}
	neg := false
	if a < 0 {
		neg = (b-a)&1 == 0
		a, b = -b, -a
	}
	return z.put(product(uint64(a), uint64(b)), neg)
}

func product(a, b uint64) nat {
	switch {
	case a == b:
		return nat(nil).setUint64(a)
	case a+1 == b:
		return nat(nil).mul(nat(nil).setUint64(a), nat(nil).setUint64(b))
	}
	m := a + (b-a)/2
	return nat(nil).mul(product(a, m), product(m+1, b))
}

// Binomial is n over k.
func (z *Int) Binomial(n, k int64) *Int {
	if k > n {
		return z.SetInt64(0)
	}
	if k > n-k {
		k = n - k
	}
	var a, b Int
	a.MulRange(n-k+1, n)
	b.MulRange(1, k)
	return z.Quo(&a, &b)
}

// QuoRem divides as Go's operators do: the quotient is cut towards zero.
func (z *Int) QuoRem(x, y, r *Int) (*Int, *Int) {
	xNeg, yNeg := x.neg, y.neg
	q, rest := x.abs.div(y.abs)
	z.put(q, xNeg != yNeg)
	r.put(rest, xNeg)
	return z, r
}

func (z *Int) Quo(x, y *Int) *Int {
	neg := x.neg != y.neg
	q, _ := x.abs.div(y.abs)
	z.put(q, neg)
	return z
}

func (z *Int) Rem(x, y *Int) *Int {
	neg := x.neg
	_, rest := x.abs.div(y.abs)
	z.put(rest, neg)
	return z
}

// DivMod divides so that the remainder is not negative.
func (z *Int) DivMod(x, y, m *Int) (*Int, *Int) {
	d := *y
	z.QuoRem(x, y, m)
	if m.neg {
		if d.neg {
			z.Add(z, intOne)
			m.Sub(m, &d)
		} else {
			z.Sub(z, intOne)
			m.Add(m, &d)
		}
	}
	return z, m
}

var intOne = NewInt(1)

func (z *Int) Div(x, y *Int) *Int {
	yNeg := y.neg
	var rest Int
	z.QuoRem(x, y, &rest)
	if rest.neg {
		if yNeg {
			z.Add(z, intOne)
		} else {
			z.Sub(z, intOne)
		}
	}
	return z
}

func (z *Int) Mod(x, y *Int) *Int {
	d := *y
	var q Int
	q.QuoRem(x, y, z)
	if z.neg {
		if d.neg {
			z.Sub(z, &d)
		} else {
			z.Add(z, &d)
		}
	}
	return z
}

// Exp is x**y, modulo |m| unless m is nil or 0. Without m a negative y gives 1; with it,
// the inverse is raised, and nil comes back if there is none.
func (z *Int) Exp(x, y, m *Int) *Int {
	var mod nat
	if m != nil {
		mod = m.abs
	}
	base := x
	if y.neg {
		if len(mod) == 0 {
			return z.SetInt64(1)
		}
		if base = new(Int).ModInverse(x, m); base == nil {
			return nil
		}
	}
	neg := base.neg && len(y.abs) > 0 && y.abs[0]&1 == 1
	abs := base.abs.exp(y.abs, mod)
	if neg && len(mod) > 0 && len(abs) > 0 {
		return z.put(nat(nil).sub(mod, abs), false)
	}
	return z.put(abs, neg)
}

// GCD is the greatest common divisor of a and b, and x and y, if they are not nil, such
// that it is a*x + b*y.
func (z *Int) GCD(x, y, a, b *Int) *Int {
	if len(a.abs) == 0 || len(b.abs) == 0 {
		return z.gcdOfZero(x, y, a, b)
	}
	var r0, r1, s0, s1, t Int
	r0.Abs(a)
	r1.Abs(b)
	s0.SetInt64(1)
	// r0 = a*s0 + b*..., and the same for r1; what belongs to b follows at the end.
	for len(r1.abs) > 0 {
		var q, rest Int
		q.QuoRem(&r0, &r1, &rest)
		r0, r1 = r1, rest
		t.Mul(&q, &s1)
		t.Sub(&s0, &t)
		s0, s1, t = s1, t, Int{}
	}
	if a.neg {
		s0.Neg(&s0)
	}
	if y != nil {
		// y = (gcd - a*x) / b
		var w Int
		w.Mul(a, &s0)
		w.Sub(&r0, &w)
		y.Quo(&w, b)
	}
	if x != nil {
		x.Set(&s0)
	}
	return z.Set(&r0)
}

func (z *Int) gcdOfZero(x, y, a, b *Int) *Int {
	aSign, bSign := int64(a.Sign()), int64(b.Sign())
	if aSign == 0 {
		z.Abs(b)
	} else {
		z.Abs(a)
		bSign = 0
	}
	if x != nil {
		x.SetInt64(aSign)
	}
	if y != nil {
		y.SetInt64(bSign)
	}
	return z
}

// ModInverse is the inverse of g modulo n, nil if there is none.
func (z *Int) ModInverse(g, n *Int) *Int {
	m := new(Int).Abs(n)
	var d, x Int
	d.GCD(&x, nil, new(Int).Mod(g, m), m)
	if d.Cmp(intOne) != 0 {
		return nil
	}
	if x.neg {
		return z.Add(&x, m)
	}
	return z.Set(&x)
}

// Sqrt is the integer square root.
func (z *Int) Sqrt(x *Int) *Int {
	if x.neg {
		panic("square root of negative number")
	}
	return z.put(x.abs.sqrt(), false)
}

// Rand is a random number in [0, n).
func (z *Int) Rand(rnd *rand.Rand, n *Int) *Int {
	if n.neg || len(n.abs) == 0 {
		return z.SetInt64(0)
	}
	result := make(nat, len(n.abs))
	mask := ^Word(0) >> (uint(len(result)*wordBits) - uint(n.BitLen()))
	for {
		for i := range result {
			result[i] = Word(rnd.Uint32())
			if wordBits == 64 {
				result[i] |= Word(rnd.Uint32()) << (wordBits / 2)
			}
		}
		result[len(result)-1] &= mask
		if result.norm().cmp(n.abs) < 0 {
			return z.put(result.norm(), false)
		}
	}
}
