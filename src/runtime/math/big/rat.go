package big

import (
	"fmt"
	"math"
	"strings"
)

// Rat is a fraction in lowest terms. The zero value is 0.
type Rat struct {
	a Int
	b Int // positive; no words stand for 1
}

// NewRat is a/b.
func NewRat(a, b int64) *Rat { return new(Rat).SetFrac64(a, b) }

// den is the denominator as words.
func (x *Rat) den() nat {
	if len(x.b.abs) == 0 {
		return natOne
	}
	return x.b.abs
}

// norm divides by the common divisor; the sign is that of a.
func (z *Rat) norm() *Rat {
	if len(z.a.abs) == 0 {
		z.a.neg = false
		z.b.abs = z.b.abs.setWord(1)
		return z
	}
	neg := z.a.neg
	z.a.neg, z.b.neg = false, false
	if f := new(Int).GCD(nil, nil, &z.a, &z.b); f.Cmp(intOne) != 0 {
		z.a.Quo(&z.a, f)
		z.b.Quo(&z.b, f)
	}
	z.a.neg = neg
	return z
}

func (z *Rat) SetFrac(a, b *Int) *Rat {
	if len(b.abs) == 0 {
		panic("division by zero")
	}
	neg := a.neg != b.neg
	den := nat(nil).set(b.abs)
	z.a.Set(a)
	z.a.neg = neg && len(z.a.abs) > 0
	z.b.put(den, false)
	return z.norm()
}

func (z *Rat) SetFrac64(a, b int64) *Rat {
	if b == 0 {
		panic("division by zero")
	}
	return z.SetFrac(NewInt(a), NewInt(b))
}

func (z *Rat) SetInt(x *Int) *Rat      { z.a.Set(x); z.b.SetInt64(1); return z }
func (z *Rat) SetInt64(x int64) *Rat   { z.a.SetInt64(x); z.b.SetInt64(1); return z }
func (z *Rat) SetUint64(x uint64) *Rat { z.a.SetUint64(x); z.b.SetInt64(1); return z }
func (z *Rat) Abs(x *Rat) *Rat         { z.Set(x); z.a.neg = false; return z }
func (z *Rat) Neg(x *Rat) *Rat         { z.Set(x); z.a.Neg(&z.a); return z }
func (x *Rat) Sign() int               { return x.a.Sign() }
func (x *Rat) IsInt() bool             { return x.den().cmp(natOne) == 0 }
func (x *Rat) Num() *Int               { return &x.a }
func (z *Rat) Add(x, y *Rat) *Rat      { return z.sum(x, y, (*Int).Add) }
func (z *Rat) Sub(x, y *Rat) *Rat      { return z.sum(x, y, (*Int).Sub) }

// Denom is the denominator, which lies in x unless x is not initialised.
func (x *Rat) Denom() *Int {
	if len(x.b.abs) == 0 {
		return NewInt(1)
	}
	return &x.b
}

func (z *Rat) Set(x *Rat) *Rat {
	if z != x {
		z.a.Set(&x.a)
		z.b.put(z.b.abs.set(x.den()), false)
	}
	return z
}

// Inv is 1/x.
func (z *Rat) Inv(x *Rat) *Rat {
	if len(x.a.abs) == 0 {
		panic("division by zero")
	}
	z.Set(x)
	z.a.abs, z.b.abs = z.b.abs, z.a.abs
	return z
}

func scaled(x *Int, den nat) *Int { return new(Int).put(nat(nil).mul(x.abs, den), x.neg) }

func (x *Rat) Cmp(y *Rat) int { return scaled(&x.a, y.den()).Cmp(scaled(&y.a, x.den())) }

func (z *Rat) sum(x, y *Rat, op func(z, x, y *Int) *Int) *Rat {
	left, right := scaled(&x.a, y.den()), scaled(&y.a, x.den())
	den := nat(nil).mul(x.den(), y.den())
	op(&z.a, left, right)
	z.b.put(den, false)
	return z.norm()
}

func (z *Rat) Mul(x, y *Rat) *Rat {
	den := nat(nil).mul(x.den(), y.den())
	z.a.Mul(&x.a, &y.a)
	z.b.put(den, false)
	return z.norm()
}

func (z *Rat) Quo(x, y *Rat) *Rat {
	if len(y.a.abs) == 0 {
		panic("division by zero")
	}
	a, b := scaled(&x.a, y.den()), scaled(&y.a, x.den())
	return z.SetFrac(a, b)
}

// --- Floats ---

// SetFloat64 is f exactly; nil if f is not finite.
func (z *Rat) SetFloat64(f float64) *Rat {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	fraction, exp := math.Frexp(f)
	const mantissaBits = 53
	z.a.SetInt64(int64(math.Ldexp(fraction, mantissaBits)))
	z.b.SetInt64(1)
	exp -= mantissaBits
	if exp > 0 {
		z.a.Lsh(&z.a, uint(exp))
	} else {
		z.b.Lsh(&z.b, uint(-exp))
	}
	return z.norm()
}

// Float64 is the nearest float64, and whether it is x itself.
func (x *Rat) Float64() (f float64, exact bool) { return x.float(53, -1074, 1024) }

// Float32 is the nearest float32, and whether it is x itself.
func (x *Rat) Float32() (f float32, exact bool) {
	g, exact := x.float(24, -149, 128)
	return float32(g), exact
}

// float rounds to so many bits, the last of which is worth no less than 2**lowest.
func (x *Rat) float(mantissa, lowest, highest int) (f float64, exact bool) {
	if len(x.a.abs) == 0 {
		return 0, true
	}
	last := x.a.abs.bitLen() - x.den().bitLen() - mantissa
	var q, r nat
	for {
		if last < lowest {
			last = lowest
		}
		num, den := x.a.abs, x.den()
		if last < 0 {
			num = nat(nil).shl(num, uint(-last))
		} else {
			den = nat(nil).shl(den, uint(last))
		}
		q, r = num.div(den)
		if q.bitLen() <= mantissa {
			// Half of what one is worth rounds to even.
			if half := nat(nil).shl(r, 1).cmp(den); half > 0 || half == 0 && q.bit(0) == 1 {
				q = q.add(q, natOne)
			}
			break
		}
		last++
	}
	if q.bitLen()+last > highest {
		f = math.Inf(1)
	} else {
		f = math.Ldexp(float64(q.low64()), last)
	}
	if x.a.neg {
		f = -f
	}
	return f, len(r) == 0 && !math.IsInf(f, 0)
}

// --- Text ---

func (x *Rat) String() string { return x.a.String() + "/" + string(x.den().text(10)) }

// RatString is String without a denominator of 1.
func (x *Rat) RatString() string {
	if x.IsInt() {
		return x.a.String()
	}
	return x.String()
}

// FloatString is x with so many digits behind the point, halves rounded away from zero.
func (x *Rat) FloatString(prec int) string {
	if prec < 0 {
		prec = 0
	}
	ten := nat(nil).setWord(10).exp(nat(nil).setUint64(uint64(prec)), nil)
	q, r := nat(nil).mul(x.a.abs, ten).div(x.den())
	if nat(nil).shl(r, 1).cmp(x.den()) >= 0 {
		q = q.add(q, natOne)
	}
	s := string(q.text(10))
	if missing := prec + 1 - len(s); missing > 0 {
		s = strings.Repeat("0", missing) + s
	}
	if prec > 0 {
		s = s[:len(s)-prec] + "." + s[len(s)-prec:]
	}
	if x.a.neg {
		s = "-" + s
	}
	return s
}

// SetString reads "a/b", or a decimal number that may have an exponent.
func (z *Rat) SetString(s string) (*Rat, bool) {
	if num, den, ok := strings.Cut(s, "/"); ok {
		a, okA := new(Int).SetString(num, 0)
		b, okB := new(Int).parseUnsigned(den)
		if !okA || !okB || len(b.abs) == 0 {
			return nil, false
		}
		return z.SetFrac(a, b), true
	}
	digits, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 && !strings.HasPrefix(strings.TrimLeft(s, "+-"), "0x") {
		e, ok := new(Int).SetString(s[i+1:], 10)
		if !ok || !e.IsInt64() || e.Int64() > 1e6 || e.Int64() < -1e6 {
			return nil, false
		}
		digits, exponent = s[:i], int(e.Int64())
	}
	whole, fraction, hasPoint := strings.Cut(digits, ".")
	// A zero before others means nothing here, unlike 0x, 0b and 0o.
	base := 10
	if unsigned := strings.TrimLeft(digits, "+-"); !hasPoint && len(unsigned) > 1 && unsigned[0] == '0' && unsigned[1] > '9' {
		base = 0
	}
	a, ok := new(Int).SetString(whole+fraction, base)
	if !ok || strings.HasPrefix(fraction, "+") || strings.HasPrefix(fraction, "-") {
		return nil, false
	}
	exponent -= len(fraction)
	scale := nat(nil).setUint64(uint64(exponent))
	if exponent < 0 {
		scale = nat(nil).setUint64(uint64(-exponent))
	}
	power := new(Int).put(nat(nil).setWord(10).exp(scale, nil), false)
	if exponent < 0 {
		return z.SetFrac(a, power), true
	}
	return z.SetInt(a.Mul(a, power)), true
}

// parseUnsigned reads a number without a sign.
func (z *Int) parseUnsigned(s string) (*Int, bool) {
	abs, ok := z.abs.parse(s, 0)
	if !ok {
		return nil, false
	}
	return z.put(abs, false), true
}

func (x *Rat) MarshalText() (text []byte, err error) { return []byte(x.RatString()), nil }

func (z *Rat) UnmarshalText(text []byte) error {
	if _, ok := z.SetString(string(text)); !ok {
		return fmt.Errorf("math/big: cannot unmarshal %q into a *big.Rat", text)
	}
	return nil
}
