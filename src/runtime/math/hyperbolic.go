package math

// Inverses of the hyperbolic functions (FreeBSD s_asinh.c, e_acosh.c, e_atanh.c).

func Asinh(x float64) float64 { return asinh(x) }

func asinh(x float64) float64 {
	const (
		nearZero = 1.0 / (1 << 28)
		large    = 1 << 28
	)
	if IsNaN(x) || IsInf(x, 0) {
		return x
	}
	sign := x < 0
	if sign {
		x = -x
	}
	var temp float64
	switch {
	case x > large:
		temp = Log(x) + Ln2
	case x > 2:
		temp = Log(2*x + 1/(Sqrt(x*x+1)+x))
	case x < nearZero:
		temp = x
	default:
		temp = Log1p(x + x*x/(1+Sqrt(1+x*x)))
	}
	if sign {
		temp = -temp
	}
	return temp
}

func Acosh(x float64) float64 { return acosh(x) }

func acosh(x float64) float64 {
	const large = 1 << 28
	switch {
	case x < 1 || IsNaN(x):
		return NaN()
	case x == 1:
		return 0
	case x >= large:
		return Log(x) + Ln2
	case x > 2:
		return Log(2*x - 1/(x+Sqrt(x*x-1)))
	}
	t := x - 1
	return Log1p(t + Sqrt(2*t+t*t))
}

func Atanh(x float64) float64 { return atanh(x) }

func atanh(x float64) float64 {
	const nearZero = 1.0 / (1 << 28)
	switch {
	case x < -1 || x > 1 || IsNaN(x):
		return NaN()
	case x == 1:
		return Inf(1)
	case x == -1:
		return Inf(-1)
	}
	sign := x < 0
	if sign {
		x = -x
	}
	var temp float64
	switch {
	case x < nearZero:
		temp = x
	case x < 0.5:
		temp = x + x
		temp = 0.5 * Log1p(temp+temp*x/(1-x))
	default:
		temp = 0.5 * Log1p((x+x)/(1-x))
	}
	if sign {
		temp = -temp
	}
	return temp
}

// Coefficients of Expm1, constant term first.
var expm1Q = [...]float64{1, -3.33333333333331316428e-02, 1.58730158725481460165e-03, -7.93650757867487942473e-05, 4.00821782732936239552e-06, -2.01099218183624371326e-07}

// addExponent is x*2^k for what stays normal.
func addExponent(x float64, k int) float64 { return Float64frombits(Float64bits(x) + uint64(k)<<52) }

// Expm1 is exp(x)-1, exact near 0 (FreeBSD s_expm1.c).
func Expm1(x float64) float64 { return expm1(x) }

func expm1(x float64) float64 {
	const (
		overflow = 7.09782712893383973096e+02
		ln2X56   = 3.88162421113569373274e+01
		ln2Half3 = 1.03972077083991796413e+00
		ln2Half  = 3.46573590279972654709e-01
		ln2Hi    = 6.93147180369123816490e-01
		ln2Lo    = 1.90821492927058770002e-10
		invLn2   = 1.44269504088896338700e+00
		tiny     = 1.0 / (1 << 54)
	)
	absx := Abs(x)
	switch {
	case x != x || absx < tiny:
		return x
	case x <= -ln2X56:
		return -1
	case x >= overflow:
		return Inf(1)
	}
	// x = k*ln2 + hi - lo, and what rounding hi-lo loses is c.
	k, c := 0, 0.0
	if absx > ln2Half {
		switch {
		case absx >= ln2Half3:
			k = int(invLn2*x + Copysign(0.5, x))
		case x > 0:
			k = 1
		default:
			k = -1
		}
		t := float64(k)
		hi, lo := x-t*ln2Hi, t*ln2Lo
		x = hi - lo
		c = (hi - x) - lo
	}
	half := 0.5 * x
	square := x * half
	r := polynomial(square, expm1Q[:])
	t := 3 - r*half
	e := square * ((r - t) / (6.0 - x*t))
	if k == 0 {
		return x - (x*e - square)
	}
	e = x*(e-c) - c
	e -= square
	switch {
	case k == -1:
		return 0.5*(x-e) - 0.5
	case k == 1 && x < -0.25:
		return -2 * (e - (x + 0.5))
	case k == 1:
		return 1 + 2*(x-e)
	case k < 0 || k > 56:
		return addExponent(1-(e-x), k) - 1
	case k < 20:
		return addExponent(1-addExponent(1, -k)-(e-x), k)
	}
	return addExponent(x-(e+addExponent(1, -k))+1, k)
}
