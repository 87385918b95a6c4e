package big

import "math/rand"

// Primes and square roots modulo them.

// smallPrimes decide small numbers, and are bases that decide all below 3.3e24.
var smallPrimes = [...]Word{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53}

// ProbablyPrime reports whether x is prime, by Miller and Rabin's test with the small
// primes and n more bases.
func (x *Int) ProbablyPrime(n int) bool {
	if n < 0 {
		panic("negative n for ProbablyPrime")
	}
	if x.neg || x.abs.cmp(natOne) <= 0 {
		return false
	}
	for _, p := range smallPrimes {
		if len(x.abs) == 1 && x.abs[0] == p {
			return true
		}
		if _, r := nat(nil).divWord(x.abs, p); r == 0 {
			return false
		}
	}
	less := nat(nil).sub(x.abs, natOne)
	k := less.trailingZeros()
	odd := nat(nil).shr(less, k)
	for _, p := range smallPrimes {
		if !passes(x.abs, less, odd, nat{p}, k) {
			return false
		}
	}
	rnd := rand.New(rand.NewSource(int64(x.abs[0])))
	limit := new(Int).SetBits(less)
	for ; n > 0; n-- {
		base := new(Int).Rand(rnd, limit)
		if len(base.abs) > 0 && !passes(x.abs, less, odd, base.abs, k) {
			return false
		}
	}
	return true
}

// passes is the test of x = 2^k * odd + 1 with one base.
func passes(x, less, odd, base nat, k uint) bool {
	y := base.exp(odd, x)
	if y.cmp(natOne) == 0 || y.cmp(less) == 0 {
		return true
	}
	for i := uint(1); i < k; i++ {
		_, y = nat(nil).mul(y, y).div(x)
		if y.cmp(less) == 0 {
			return true
		}
		if y.cmp(natOne) == 0 {
			return false
		}
	}
	return false
}

// Jacobi is the Jacobi symbol of x and y, which must be odd.
func Jacobi(x, y *Int) int {
	if len(y.abs) == 0 || y.abs[0]&1 == 0 {
		panic("big: invalid 2nd argument to Int.Jacobi: need odd integer but got " + y.String())
	}
	var a, b Int
	a.Set(x)
	b.Set(y)
	j := 1
	if b.neg {
		if a.neg {
			j = -1
		}
		b.neg = false
	}
	for {
		if b.Cmp(intOne) == 0 {
			return j
		}
		if len(a.abs) == 0 {
			return 0
		}
		a.Mod(&a, &b)
		if len(a.abs) == 0 {
			return 0
		}
		s := a.TrailingZeroBits()
		if low := b.abs[0] & 7; s&1 != 0 && (low == 3 || low == 5) {
			j = -j
		}
		var c Int
		c.Rsh(&a, s)
		if b.abs[0]&3 == 3 && c.abs[0]&3 == 3 {
			j = -j
		}
		a.Set(&b)
		b.Set(&c)
	}
}

// ModSqrt is a square root of x modulo the odd prime p, nil if there is none: Tonelli and Shanks.
func (z *Int) ModSqrt(x, p *Int) *Int {
	switch Jacobi(x, p) {
	case -1:
		return nil
	case 0:
		return z.SetInt64(0)
	}
	a := new(Int).Mod(x, p)
	if p.abs[0]&3 == 3 {
		e := new(Int).Add(p, intOne)
		return z.Exp(a, e.Rsh(e, 2), p)
	}
	if p.abs[0]&7 == 5 {
		return z.modSqrtOf5(a, p)
	}
	s := new(Int).Sub(p, intOne)
	e := s.TrailingZeroBits()
	s.Rsh(s, e)
	n := NewInt(2)
	for Jacobi(n, p) != -1 {
		n.Add(n, intOne)
	}
	half := new(Int).Add(s, intOne)
	y := new(Int).Exp(a, half.Rsh(half, 1), p)
	b := new(Int).Exp(a, s, p)
	g := new(Int).Exp(n, s, p)
	for r := e; ; {
		m := uint(0)
		for t := new(Int).Set(b); t.Cmp(intOne) != 0; m++ {
			t.Mod(t.Mul(t, t), p)
		}
		if m == 0 {
			return z.Set(y)
		}
		t := new(Int).Exp(g, new(Int).Lsh(intOne, r-m-1), p)
		g.Mod(g.Mul(t, t), p)
		y.Mod(y.Mul(y, t), p)
		b.Mod(b.Mul(b, g), p)
		r = m
	}
}

// modSqrtOf5 is for primes of 5 modulo 8: with alpha = (2a)^((p-5)/8) and beta = 2a alpha^2,
// the root is a alpha (beta - 1).
func (z *Int) modSqrtOf5(a, p *Int) *Int {
	e := new(Int).Rsh(p, 3)
	twice := new(Int).Lsh(a, 1)
	alpha := new(Int).Exp(twice, e, p)
	beta := new(Int).Mul(alpha, alpha)
	beta.Mod(beta, p)
	beta.Mul(beta, twice)
	beta.Mod(beta, p)
	beta.Sub(beta, intOne)
	beta.Mul(beta, a)
	beta.Mod(beta, p)
	beta.Mul(beta, alpha)
	return z.Mod(beta, p)
}
