// Package math has constants and functions on float64. The elementary functions
// follow the same published algorithms as Go's (FreeBSD's msun and Cephes), term by
// term, so that their last bits agree. What Go has in assembly on some machines is a function
// behind one that is inlined, here as there.
package math

import "unsafe"

const (
	E   = 2.71828182845904523536028747135266249775724709369995957496696763
	Pi  = 3.14159265358979323846264338327950288419716939937510582097494459
	Phi = 1.61803398874989484820458683436563811772030917980576286213544862

	Sqrt2   = 1.41421356237309504880168872420969807856967187537694807317667974
	SqrtE   = 1.64872127070012814684865078781416357165377610071014801157507931
	SqrtPi  = 1.77245385090551602729816748334114518279754945612238712821380779
	SqrtPhi = 1.27201964951406896425242246173749149171560804184009624861664038

	Ln2    = 0.693147180559945309417232121458176568075500134360255254120680009
	Log2E  = 1 / Ln2
	Ln10   = 2.30258509299404568401799145468436420760110148862877297603332790
	Log10E = 1 / Ln10

	MaxFloat32             = 0x1p127 * (1 + (1 - 0x1p-23))
	SmallestNonzeroFloat32 = 0x1p-126 * 0x1p-23
	MaxFloat64             = 0x1p1023 * (1 + (1 - 0x1p-52))
	SmallestNonzeroFloat64 = 0x1p-1022 * 0x1p-52

	intSize = 32 << (^uint(0) >> 63)

	MaxInt    = 1<<(intSize-1) - 1
	MinInt    = -1 << (intSize - 1)
	MaxInt8   = 1<<7 - 1
	MinInt8   = -1 << 7
	MaxInt16  = 1<<15 - 1
	MinInt16  = -1 << 15
	MaxInt32  = 1<<31 - 1
	MinInt32  = -1 << 31
	MaxInt64  = 1<<63 - 1
	MinInt64  = -1 << 63
	MaxUint   = 1<<intSize - 1
	MaxUint8  = 1<<8 - 1
	MaxUint16 = 1<<16 - 1
	MaxUint32 = 1<<32 - 1
	MaxUint64 = 1<<64 - 1
)

const (
	expShift = 52
	expMask  = 0x7FF
	expBias  = 1023
	fracMask = 1<<expShift - 1
	signBit  = 1 << 63
	infBits  = 0x7FF0000000000000
	nanBits  = 0x7FF8000000000001
)

func Float32bits(f float32) uint32     { return *(*uint32)(unsafe.Pointer(&f)) }
func Float32frombits(b uint32) float32 { return *(*float32)(unsafe.Pointer(&b)) }
func Float64bits(f float64) uint64     { return *(*uint64)(unsafe.Pointer(&f)) }
func Float64frombits(b uint64) float64 { return *(*float64)(unsafe.Pointer(&b)) }

// Inf is +Inf for sign >= 0, else -Inf.
func Inf(sign int) float64 {
	if sign >= 0 {
		return Float64frombits(infBits)
	}
	return Float64frombits(infBits | signBit)
}

func NaN() float64 { return Float64frombits(nanBits) }

func IsNaN(f float64) bool { return f != f }

// IsInf: +Inf for sign > 0, -Inf for sign < 0, either for 0.
func IsInf(f float64, sign int) bool {
	return sign >= 0 && f > MaxFloat64 || sign <= 0 && f < -MaxFloat64
}

func Signbit(x float64) bool { return Float64bits(x)&signBit != 0 }

func Copysign(f, sign float64) float64 {
	return Float64frombits(Float64bits(f)&^signBit | Float64bits(sign)&signBit)
}

func Abs(x float64) float64 { return Float64frombits(Float64bits(x) &^ signBit) }

func Max(x, y float64) float64 { return max(x, y) }

func max(x, y float64) float64 {
	switch {
	case IsInf(x, 1) || IsInf(y, 1):
		return Inf(1)
	case x != x || y != y:
		return NaN()
	case x == 0 && x == y:
		if Signbit(x) {
			return y
		}
		return x
	}
	if x > y {
		return x
	}
	return y
}

func Min(x, y float64) float64 { return min(x, y) }

func min(x, y float64) float64 {
	switch {
	case IsInf(x, -1) || IsInf(y, -1):
		return Inf(-1)
	case x != x || y != y:
		return NaN()
	case x == 0 && x == y:
		if Signbit(x) {
			return x
		}
		return y
	}
	if x < y {
		return x
	}
	return y
}

// Dim is the larger of x-y and 0.
func Dim(x, y float64) float64 {
	v := x - y
	if v <= 0 {
		return 0
	}
	return v
}

// normalize gives y * 2^exp = x with y normal.
func normalize(x float64) (y float64, exp int) {
	const smallestNormal = 0x1p-1022
	if Abs(x) < smallestNormal {
		return x * (1 << 52), -52
	}
	return x, 0
}

// Frexp gives f = frac * 2^exp with frac in [1/2, 1).
func Frexp(f float64) (frac float64, exp int) { return frexp(f) }

func frexp(f float64) (frac float64, exp int) {
	if f == 0 || IsInf(f, 0) || f != f {
		return f, 0
	}
	f, exp = normalize(f)
	x := Float64bits(f)
	exp += int(x>>expShift)&expMask - expBias + 1
	x = x&^(expMask<<expShift) | (expBias-1)<<expShift
	return Float64frombits(x), exp
}

// Ldexp is frac * 2^exp.
func Ldexp(frac float64, exp int) float64 { return ldexp(frac, exp) }

func ldexp(frac float64, exp int) float64 {
	if frac == 0 || IsInf(frac, 0) || frac != frac {
		return frac
	}
	frac, e := normalize(frac)
	exp += e
	x := Float64bits(frac)
	exp += int(x>>expShift)&expMask - expBias
	if exp < -1075 {
		return Copysign(0, frac)
	}
	if exp > 1023 {
		if frac < 0 {
			return Inf(-1)
		}
		return Inf(1)
	}
	m := 1.0
	if exp < -1022 {
		exp += 53
		m = 1.0 / (1 << 53)
	}
	x = x&^(expMask<<expShift) | uint64(exp+expBias)<<expShift
	return m * Float64frombits(x)
}

// Logb is the binary exponent of x.
func Logb(x float64) float64 {
	switch {
	case x == 0:
		return Inf(-1)
	case IsInf(x, 0):
		return Inf(1)
	case x != x:
		return x
	}
	return float64(ilogb(x))
}

// Ilogb is Logb as an integer.
func Ilogb(x float64) int {
	switch {
	case x == 0:
		return MinInt32
	case x != x, IsInf(x, 0):
		return MaxInt32
	}
	return ilogb(x)
}

func ilogb(x float64) int {
	x, exp := normalize(x)
	return int(Float64bits(x)>>expShift)&expMask - expBias + exp
}

// Modf gives the integer part and the rest, both with f's sign.
func Modf(f float64) (int float64, frac float64) { return modf(f) }

func modf(f float64) (int float64, frac float64) {
	if f < 1 {
		switch {
		case f < 0:
			int, frac = Modf(-f)
			return -int, -frac
		case f == 0:
			return f, f
		}
		return 0, f
	}
	x := Float64bits(f)
	e := uint(x>>expShift)&expMask - expBias
	if e < 64-12 {
		x &^= 1<<(64-12-e) - 1
	}
	int = Float64frombits(x)
	return int, f - int
}

// Trunc is the integer part.
func Trunc(x float64) float64 { return trunc(x) }

func trunc(x float64) float64 {
	if x == 0 || x != x || IsInf(x, 0) {
		return x
	}
	d, _ := Modf(x)
	return d
}

// Floor is the greatest integer not above x.
func Floor(x float64) float64 { return floor(x) }

func floor(x float64) float64 {
	if x == 0 || x != x || IsInf(x, 0) {
		return x
	}
	if x < 0 {
		d, fract := Modf(-x)
		if fract != 0 {
			d++
		}
		return -d
	}
	d, _ := Modf(x)
	return d
}

// Ceil is the least integer not below x.
func Ceil(x float64) float64 { return -Floor(-x) }

// Round rounds half away from zero.
func Round(x float64) float64 {
	bits := Float64bits(x)
	e := uint(bits>>expShift) & expMask
	if e < expBias {
		bits &= signBit
		if e == expBias-1 {
			bits |= expBias << expShift
		}
	} else if e < expBias+expShift {
		e -= expBias
		bits += 1 << (expShift - 1) >> e
		bits &^= fracMask >> e
	}
	return Float64frombits(bits)
}

// RoundToEven rounds half to even.
func RoundToEven(x float64) float64 {
	bits := Float64bits(x)
	e := uint(bits>>expShift) & expMask
	if e >= expBias {
		e -= expBias
		if e < expShift {
			bits += (1<<(expShift-1) - 1 + bits>>(expShift-e)&1) >> e
			bits &^= fracMask >> e
		}
	} else if e == expBias-1 && bits&fracMask != 0 {
		bits = bits&signBit | expBias<<expShift
	} else {
		bits &= signBit
	}
	return Float64frombits(bits)
}

// Mod is the rest of x/y with x's sign, exact.
func Mod(x, y float64) float64 { return mod(x, y) }

func mod(x, y float64) float64 {
	if y == 0 || IsInf(x, 0) || x != x || y != y {
		return NaN()
	}
	y = Abs(y)
	yfr, yexp := Frexp(y)
	r := x
	if x < 0 {
		r = -x
	}
	for r >= y {
		rfr, rexp := Frexp(r)
		if rfr < yfr {
			rexp--
		}
		r -= Ldexp(y, rexp-yexp)
	}
	if x < 0 {
		r = -r
	}
	return r
}

// Remainder is IEEE 754's.
func Remainder(x, y float64) float64 { return remainder(x, y) }

func remainder(x, y float64) float64 {
	const (
		tiny = 4.45014771701440276618e-308
		half = MaxFloat64 / 2
	)
	switch {
	case x != x || y != y || IsInf(x, 0) || y == 0:
		return NaN()
	case IsInf(y, 0):
		return x
	}
	sign := x < 0
	if sign {
		x = -x
	}
	y = Abs(y)
	if x == y {
		if sign {
			return Copysign(0, -1)
		}
		return 0
	}
	if y <= half {
		x = Mod(x, y+y)
	}
	if y < tiny {
		if x+x > y {
			x -= y
			if x+x >= y {
				x -= y
			}
		}
	} else if yHalf := 0.5 * y; x > yHalf {
		x -= y
		if x >= yHalf {
			x -= y
		}
	}
	if sign {
		x = -x
	}
	return x
}

// Nextafter is the next float64 from x towards y.
func Nextafter(x, y float64) float64 {
	switch {
	case x != x || y != y:
		return NaN()
	case x == y:
		return x
	case x == 0:
		return Copysign(Float64frombits(1), y)
	case (y > x) == (x > 0):
		return Float64frombits(Float64bits(x) + 1)
	}
	return Float64frombits(Float64bits(x) - 1)
}

// Nextafter32 is the next float32 from x towards y.
func Nextafter32(x, y float32) float32 {
	switch {
	case x != x || y != y:
		return float32(NaN())
	case x == y:
		return x
	case x == 0:
		return float32(Copysign(float64(Float32frombits(1)), float64(y)))
	case (y > x) == (x > 0):
		return Float32frombits(Float32bits(x) + 1)
	}
	return Float32frombits(Float32bits(x) - 1)
}
