package rand

import "math"

// Zipf draws k in [0, imax] with probability proportional to (v + k) ** -s, by rejection
// under the inverse of the integral h of that (Hörmann and Derflinger).
type Zipf struct {
	r         *Rand
	v         float64
	q         float64
	s         float64
	oneMinusQ float64
	inverse   float64 // 1 / oneMinusQ
	hMax      float64
	hRange    float64
}

func (z *Zipf) h(x float64) float64 {
	return math.Exp(z.oneMinusQ*math.Log(z.v+x)) * z.inverse
}

func (z *Zipf) hInverse(x float64) float64 {
	return math.Exp(z.inverse*math.Log(z.oneMinusQ*x)) - z.v
}

// NewZipf makes a Zipf, nil unless s > 1 and v >= 1.
func NewZipf(r *Rand, s float64, v float64, imax uint64) *Zipf {
	if s <= 1 || v < 1 {
		return nil
	}
	z := &Zipf{r: r, v: v, q: s, oneMinusQ: 1 - s}
	z.inverse = 1 / z.oneMinusQ
	z.hMax = z.h(float64(imax) + 0.5)
	z.hRange = z.h(0.5) - math.Exp(math.Log(v)*-s) - z.hMax
	z.s = 1 - z.hInverse(z.h(1.5)-math.Exp(-s*math.Log(v+1)))
	return z
}

func (z *Zipf) Uint64() uint64 {
	if z == nil {
		panic("rand: nil Zipf")
	}
	for {
		u := z.hMax + z.r.Float64()*z.hRange
		x := z.hInverse(u)
		k := math.Floor(x + 0.5)
		if k-x <= z.s || u >= z.h(k+0.5)-math.Exp(-math.Log(k+z.v)*z.q) {
			return uint64(k)
		}
	}
}
