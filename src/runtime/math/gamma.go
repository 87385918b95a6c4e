package math

// The gamma function (Cephes gamma.c) and its logarithm (FreeBSD e_lgamma_r.c).

// Coefficients, constant term first: of Gamma on [2, 3], of Stirling's series.
var (
	gammaP    = [...]float64{9.99999999999999996796e-01, 4.94214826801497100753e-01, 2.07448227648435975150e-01, 4.76367800457137231464e-02, 1.04213797561761569935e-02, 1.19135147006586384913e-03, 1.60119522476751861407e-04}
	gammaQ    = [...]float64{1.00000000000000000320e+00, 7.14304917030273074085e-02, -2.34591795718243348568e-01, 3.58236398605498653373e-02, 1.18139785222060435552e-02, -4.45641913851797240494e-03, 5.39605580493303397842e-04, -2.31581873324120129819e-05}
	stirlingP = [...]float64{1, 8.33333333333482257126e-02, 3.47222221605458667310e-03, -2.68132617805781232825e-03, -2.29549961613378126380e-04, 7.87311395793093628397e-04}
)

// stirling is Gamma(x) for x > 33 in two factors, of which the product may overflow.
func stirling(x float64) (float64, float64) {
	const (
		sqrtTwoPi  = 2.506628274631000502417
		largestPow = 143.01608
	)
	if x > 200 {
		return Inf(1), 1
	}
	w := polynomial(1/x, stirlingP[:])
	e := Exp(x)
	if x > largestPow {
		v := Pow(x, 0.5*x-0.25)
		return v, sqrtTwoPi * w * (v / e)
	}
	return Pow(x, x-0.5) / e, sqrtTwoPi * w
}

// Gamma is NaN for negative integers and -Inf.
func Gamma(x float64) float64 {
	switch {
	case x != x || IsInf(x, -1) || x < 0 && x == Trunc(x):
		return NaN()
	case IsInf(x, 1):
		return x
	case x == 0:
		return 1 / x
	}
	if x > 33 {
		a, b := stirling(x)
		return a * b
	}
	if x < -33 {
		return gammaReflected(-x)
	}
	// To [2, 3] by Gamma(x+1) = x*Gamma(x).
	z := 1.0
	for x >= 3 {
		x--
		z *= x
	}
	for x < 2 {
		if -1e-09 < x && x < 1e-09 {
			const euler = 0.57721566490153286060651209008240243104215933593992
			if x == 0 {
				return Inf(1)
			}
			return z / ((1 + euler*x) * x)
		}
		z /= x
		x++
	}
	if x == 2 {
		return z
	}
	return z * polynomial(x-2, gammaP[:]) / polynomial(x-2, gammaQ[:])
}

// gammaReflected is Gamma(-q) = -pi / (q*sin(pi*q)*Gamma(q)) for q > 33 that is no integer.
func gammaReflected(q float64) float64 {
	p := Floor(q)
	sign := 1
	if int64(p)&1 == 0 {
		sign = -1
	}
	z := q - p
	if z > 0.5 {
		z = q - (p + 1)
	}
	z = Abs(q * Sin(Pi*z))
	if z == 0 {
		return Inf(sign)
	}
	a, b := stirling(q)
	if d := z * a * b; !IsInf(d, 0) {
		return float64(sign) * (Pi / d)
	}
	return float64(sign) * (Pi / z / a / b)
}

// Coefficients of Lgamma: on [1.73, 2], near its least value, near 1, on [2, 3], above 8. Where several polynomials are
// woven into one (every second or third term), they are apart here.
var (
	lgammaA0 = [...]float64{7.72156649015328655494e-02, 6.73523010531292681824e-02, 7.38555086081402883957e-03, 1.19270763183362067845e-03, 2.20862790713908385557e-04, 2.52144565451257326939e-05}
	lgammaA1 = [...]float64{3.22467033424113591611e-01, 2.05808084325167332806e-02, 2.89051383673415629091e-03, 5.10069792153511336608e-04, 1.08011567247583939954e-04, 4.48640949618915160150e-05}
	lgammaT0 = [...]float64{4.83836122723810047042e-01, -3.27885410759859649565e-02, 6.10053870246291332635e-03, -1.40346469989232843813e-03, 3.15632070903625950361e-04}
	lgammaT1 = [...]float64{-1.47587722994593911752e-01, 1.79706750811820387126e-02, -3.68452016781138256760e-03, 8.81081882437654011382e-04, -3.12754168375120860518e-04}
	lgammaT2 = [...]float64{6.46249402391333854778e-02, -1.03142241298341437450e-02, 2.25964780900612472250e-03, -5.38595305356740546715e-04, 3.35529192635519073543e-04}
	lgammaU  = [...]float64{-7.72156649015328655494e-02, 6.32827064025093366517e-01, 1.45492250137234768737e+00, 9.77717527963372745603e-01, 2.28963728064692451092e-01, 1.33810918536787660377e-02}
	lgammaV  = [...]float64{1.0, 2.45597793713041134822e+00, 2.12848976379893395361e+00, 7.69285150456672783825e-01, 1.04222645593369134254e-01, 3.21709242282423911810e-03}
	lgammaS  = [...]float64{-7.72156649015328655494e-02, 2.14982415960608852501e-01, 3.25778796408930981787e-01, 1.46350472652464452805e-01, 2.66422703033638609560e-02, 1.84028451407337715652e-03, 3.19475326584100867617e-05}
	lgammaR  = [...]float64{1.0, 1.39200533467621045958e+00, 7.21935547567138069525e-01, 1.71933865632803078993e-01, 1.86459191715652901344e-02, 7.77942496381893596434e-04, 7.32668430744625636189e-06}
	lgammaW0 = 4.18938533204672725052e-01
	lgammaW  = [...]float64{8.33333333333329678849e-02, -2.77777777728775536470e-03, 7.93650558643019558500e-04, -5.95187557450339963135e-04, 8.36339918996282139126e-04, -1.63092934096575273989e-03}
)

// Where Gamma is least for positive arguments, and the logarithm there in two parts.
const (
	leastAt     = 1.46163214496836224576e+00
	leastValue  = -1.21486290535849611461e-01
	leastTail   = -3.63867699703950536541e-18
	leastAtFull = 1.461632144968362245
)

// Lgamma is the logarithm of |Gamma(x)|, and the sign of Gamma(x).
func Lgamma(x float64) (lgamma float64, sign int) {
	const (
		two52 = 1 << 52
		two58 = 1 << 58
		tiny  = 1.0 / (1 << 70)
	)
	sign = 1
	switch {
	case x != x || IsInf(x, 0):
		return x, 1
	case x == 0:
		return Inf(1), 1
	}
	isNegative := x < 0
	x = Abs(x)
	if x < tiny {
		if isNegative {
			sign = -1
		}
		return -Log(x), sign
	}
	var reflection float64
	if isNegative {
		if x >= two52 {
			return Inf(1), 1
		}
		t := sinPi(x)
		if t == 0 {
			return Inf(1), 1
		}
		reflection = Log(Pi / Abs(t*x))
		if t < 0 {
			sign = -1
		}
	}
	switch {
	case x == 1 || x == 2:
		return 0, sign
	case x < 2:
		lgamma = lgammaBelow2(x)
	case x < 8:
		lgamma = lgammaBelow8(x)
	case x < two58:
		z := 1 / x
		lgamma = (x-0.5)*(Log(x)-1) + (lgammaW0 + z*polynomial(z*z, lgammaW[:]))
	default:
		lgamma = x * (Log(x) - 1)
	}
	if isNegative {
		lgamma = reflection - lgamma
	}
	return lgamma, sign
}

// lgammaBelow2 goes to one of three intervals, from below 0.9 by Gamma(x) = Gamma(x+1)/x.
func lgammaBelow2(x float64) float64 {
	base, from := 0.0, 0.0
	if x <= 0.9 {
		base, from = -Log(x), 1
	}
	switch {
	case x >= leastAtFull-from+0.27:
		y := 2 - from - x
		z := y * y
		p := y*polynomial(z, lgammaA0[:]) + z*polynomial(z, lgammaA1[:])
		return base + (p - 0.5*y)
	case x >= leastAtFull-from-0.27:
		y := x - (leastAt - from)
		z := y * y
		w := z * y
		p := z*polynomial(w, lgammaT0[:]) - (leastTail - w*(polynomial(w, lgammaT1[:])+y*polynomial(w, lgammaT2[:])))
		return base + (leastValue + p)
	}
	y := x - (1 - from)
	return base + (-0.5*y + y*polynomial(y, lgammaU[:])/polynomial(y, lgammaV[:]))
}

// lgammaBelow8 goes down to [2, 3] by Gamma(x+1) = x*Gamma(x).
func lgammaBelow8(x float64) float64 {
	whole := int(x)
	y := x - float64(whole)
	r := 0.5*y + y*polynomial(y, lgammaS[:])/polynomial(y, lgammaR[:])
	if whole == 2 {
		return r
	}
	z := 1.0
	for ; whole > 2; whole-- {
		z *= y + float64(whole-1)
	}
	return r + Log(z)
}

// sinPi is -sin(pi*x) for x > 0, by quarters of a half turn.
func sinPi(x float64) float64 {
	if x < 0.25 {
		return -Sin(Pi * x)
	}
	if x == Floor(x) {
		return 0
	}
	x = Mod(x, 2)
	switch int(x * 4) {
	case 0:
		return -Sin(Pi * x)
	case 1, 2:
		return -Cos(Pi * (0.5 - x))
	case 3, 4:
		return -Sin(Pi * (1 - x))
	case 5, 6:
		return Cos(Pi * (x - 1.5))
	}
	return -Sin(Pi * (x - 2))
}
