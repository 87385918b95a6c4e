package math

// The error function, its complement (FreeBSD s_erf.c) and their inverses (Wichura, AS 241): quotients of
// polynomials, others on each interval.

// Coefficients, constant term first: erf on [0, 0.84375], on [0.84375, 1.25]; erfc on [1.25, 1/0.35], on [1/0.35, 28].
var (
	erfP0 = [...]float64{1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02, -5.77027029648944159157e-03, -2.37630166566501626084e-05}
	erfQ0 = [...]float64{1, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03, 1.32494738004321644526e-04, -3.96022827877536812320e-06}
	erfP1 = [...]float64{-2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01, 3.18346619901161753674e-01, -1.10894694282396677476e-01, 3.54783043256182359371e-02, -2.16637559486879084300e-03}
	erfQ1 = [...]float64{1, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02, 1.26171219808761642112e-01, 1.36370839120290507362e-02, 1.19844998467991074170e-02}
	erfP2 = [...]float64{-9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01, -6.23753324503260060396e+01, -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01, -9.81432934416914548592e+00}
	erfQ2 = [...]float64{1, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02, 6.45387271733267880336e+02, 4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135e+00, -6.04244152148580987438e-02}
	erfP3 = [...]float64{-9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01, -1.60636384855821916062e+02, -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02}
	erfQ3 = [...]float64{1, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03, 3.19985821950859553908e+03, 2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01}
)

// Coefficients of the inverse: up to 0.85, up to 1-2*exp(-25), up to 1.
var (
	erfinvP0 = [...]float64{1.1975323115670912564578e0, 4.7072688112383978012285e1, 6.9706266534389598238465e2, 4.8548868893843886794648e3, 1.6235862515167575384252e4, 2.3782041382114385731252e4, 1.1819493347062294404278e4, 8.8709406962545514830200e2}
	erfinvQ0 = [...]float64{1.0000000000000000000e0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3}
	erfinvP1 = [...]float64{1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4}
	erfinvQ1 = [...]float64{1.4142135623730950488016887e0, 2.9036514445419946173133295e0, 2.3707661626024532365971225e0, 9.7547832001787427186894837e-1, 2.0945065210512749128288442e-1, 2.1494160384252876777097297e-2, 7.7441459065157709165577218e-4, 1.4859850019840355905497876e-9}
	erfinvP2 = [...]float64{6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7}
	erfinvQ2 = [...]float64{1.414213562373095048801689e0, 8.482908416595164588112026e-1, 1.936480946950659106176712e-1, 2.103693768272068968719679e-2, 1.112800997078859844711555e-3, 2.611088405080593625138020e-5, 2.010321207683943062279931e-7, 2.891024605872965461538222e-15}
)

// polynomial is c[0] + x*(c[1] + x*(c[2] + ...)).
func polynomial(x float64, c []float64) float64 {
	i := len(c) - 1
	r := c[i]
	for i--; i >= 0; i-- {
		r = c[i] + x*r
	}
	return r
}

// erf(1), cut off after 24 bits: the middle interval is computed relative to it.
const erfOne = 8.45062911510467529297e-01

// erfMiddle is erf(x)-erf(1) on [0.84375, 1.25].
func erfMiddle(x float64) float64 {
	s := x - 1
	return polynomial(s, erfP1[:]) / polynomial(s, erfQ1[:])
}

// erfcTail is x*erfc(x) for x >= 1.25. The exponent is taken apart so that its square is exact.
func erfcTail(x float64) float64 {
	s := 1 / (x * x)
	var r float64
	if x < 1/0.35 {
		r = polynomial(s, erfP2[:]) / polynomial(s, erfQ2[:])
	} else {
		r = polynomial(s, erfP3[:]) / polynomial(s, erfQ3[:])
	}
	z := Float64frombits(Float64bits(x) &^ (1<<32 - 1))
	return Exp(-z*z-0.5625) * Exp((z-x)*(z+x)+r)
}

// Erf is the error function.
func Erf(x float64) float64 { return erf(x) }

func erf(x float64) float64 {
	const (
		// 2/sqrt(pi)-1, and eight times 2/sqrt(pi)-1 for what would underflow.
		slope  = 1.28379167095512586316e-01
		slope8 = 1.02703333676410069053e+00
		tiny   = 2.848094538889218e-306
		small  = 1.0 / (1 << 28)
	)
	if x != x {
		return NaN()
	}
	a, r := Abs(x), 1.0
	switch {
	case a < tiny:
		r = 0.125 * (8.0*a + slope8*a)
	case a < small:
		r = a + slope*a
	case a < 0.84375:
		z := a * a
		r = a + a*(polynomial(z, erfP0[:])/polynomial(z, erfQ0[:]))
	case a < 1.25:
		r = erfOne + erfMiddle(a)
	case a < 6:
		r = 1 - erfcTail(a)/a
	}
	if Signbit(x) {
		return -r
	}
	return r
}

// Erfc is 1-Erf(x), exact where that is near 0.
func Erfc(x float64) float64 { return erfc(x) }

func erfc(x float64) float64 {
	const tiny = 1.0 / (1 << 56)
	if x != x {
		return NaN()
	}
	a, isNegative := Abs(x), x < 0
	var r float64
	switch {
	case a < 0.84375:
		r = a
		if a >= tiny {
			z := a * a
			y := polynomial(z, erfP0[:]) / polynomial(z, erfQ0[:])
			if a < 0.25 {
				r = a + a*y
			} else {
				r = 0.5 + (a*y + (a - 0.5))
			}
		}
		if isNegative {
			return 1 + r
		}
		return 1 - r
	case a < 1.25:
		if isNegative {
			return 1 + erfOne + erfMiddle(a)
		}
		return 1 - erfOne - erfMiddle(a)
	case a < 28 && !(isNegative && a > 6):
		r = erfcTail(a) / a
	}
	if isNegative {
		return 2 - r
	}
	return r
}

// Erfinv is the inverse of Erf, NaN outside of [-1, 1].
func Erfinv(x float64) float64 {
	switch {
	case x == 1 || x == -1:
		return Inf(int(x))
	case !(-1 < x && x < 1):
		return NaN()
	}
	a := Abs(x)
	var y float64
	if a <= 0.85 {
		r := 0.180625 - 0.25*a*a
		y = a * polynomial(r, erfinvP0[:]) / polynomial(r, erfinvQ0[:])
	} else if r := Sqrt(Ln2 - Log(1-a)); r <= 5 {
		y = polynomial(r-1.6, erfinvP1[:]) / polynomial(r-1.6, erfinvQ1[:])
	} else {
		y = polynomial(r-5, erfinvP2[:]) / polynomial(r-5, erfinvQ2[:])
	}
	if Signbit(x) {
		return -y
	}
	return y
}

// Erfcinv is the inverse of Erfc, NaN outside of [0, 2].
func Erfcinv(x float64) float64 { return Erfinv(1 - x) }
