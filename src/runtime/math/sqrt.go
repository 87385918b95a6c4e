package math

// Sqrt is the square root, rounded to nearest. The compiler turns calls into the
// machine's instruction; this body is for the function value.
func Sqrt(x float64) float64 {
	switch {
	case x == 0 || x != x || IsInf(x, 1):
		return x
	case x < 0:
		return NaN()
	}
	x, shift := normalize(x)
	bits := Float64bits(x)
	exp := int(bits>>expShift)&expMask - expBias + shift
	frac := bits&fracMask | 1<<expShift
	if exp&1 != 0 {
		frac <<= 1
	}
	exp >>= 1
	frac <<= 1
	// Bit by bit: s*s <= frac at each step.
	var q, s uint64
	for r := uint64(1 << (expShift + 1)); r != 0; r >>= 1 {
		if t := s + r; t <= frac {
			s = t + r
			frac -= t
			q += r
		}
		frac <<= 1
	}
	if frac != 0 {
		q += q & 1
	}
	return Float64frombits(q>>1 + uint64(exp-1+expBias)<<expShift)
}

// Hypot is sqrt(p*p + q*q) without overflow on the way.
func Hypot(p, q float64) float64 { return hypot(p, q) }

func hypot(p, q float64) float64 {
	switch {
	case IsInf(p, 0) || IsInf(q, 0):
		return Inf(1)
	case p != p || q != q:
		return NaN()
	}
	p, q = Abs(p), Abs(q)
	if p < q {
		p, q = q, p
	}
	if p == 0 {
		return 0
	}
	q = q / p
	return p * Sqrt(1+q*q)
}

// Cbrt is the cube root (FreeBSD s_cbrt.c).
func Cbrt(x float64) float64 { return cbrt(x) }

func cbrt(x float64) float64 {
	const (
		b1             = 715094163
		b2             = 696219795
		c              = 5.42857142857142815906e-01
		d              = -7.05306122448979611050e-01
		e              = 1.41428571428571436819e+00
		f              = 1.60714285714285720630e+00
		g              = 3.57142857142857150787e-01
		smallestNormal = 2.22507385850720138309e-308
	)
	if x == 0 || x != x || IsInf(x, 0) {
		return x
	}
	sign := x < 0
	x = Abs(x)
	t := Float64frombits(Float64bits(x)/3 + b1<<32)
	if x < smallestNormal {
		t = float64(1 << 54)
		t *= x
		t = Float64frombits(Float64bits(t)/3 + b2<<32)
	}
	r := t * t / x
	s := c + r*t
	t *= g + f/(s+e+d/s)
	t = Float64frombits(Float64bits(t)&(0xFFFFFFFFC<<28) + 1<<30)
	s = t * t
	r = x / s
	w := t + t
	r = (r - t) / (w + r)
	t = t + t*r
	if sign {
		t = -t
	}
	return t
}
