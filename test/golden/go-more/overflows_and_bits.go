// Wrapping arithmetic of every width, bit tricks, shifts by too much and floats at their limits.
package main

import (
	"fmt"
	"math"
	"math/bits"
)

type Flags uint16

const (
	A Flags = 1 << iota
	B
	_
	D
	E = A | D
	F = iota * 10
	G
)
const (
	KB = 1 << (10 * (iota + 1))
	MB
	GB
)
const (
	a0, b0 = iota, -iota
	a1, b1
	_, _
	a3, b3
)
const huge = 1 << 100
const third = 1.0 / 3
const r = 'a' + 1.0

func mul128(x, y uint64) (hi, lo uint64) {
	x0, x1 := x&0xffffffff, x>>32
	y0, y1 := y&0xffffffff, y>>32
	w0 := x0 * y0
	t := x1*y0 + w0>>32
	w1, w2 := t&0xffffffff, t>>32
	w1 += x0 * y1
	return x1*y1 + w2 + w1>>32, x * y
}

type bigN []uint32

func (z bigN) mulAdd(m, a uint32) bigN {
	c := uint64(a)
	for i := range z {
		c += uint64(z[i]) * uint64(m)
		z[i] = uint32(c)
		c >>= 32
	}
	if c != 0 {
		z = append(z, uint32(c))
	}
	return z
}
func (z bigN) divSmall(d uint32) (bigN, uint32) {
	var rem uint64
	for i := len(z) - 1; i >= 0; i-- {
		rem = rem<<32 | uint64(z[i])
		z[i] = uint32(rem / uint64(d))
		rem %= uint64(d)
	}
	for len(z) > 0 && z[len(z)-1] == 0 {
		z = z[:len(z)-1]
	}
	return z, uint32(rem)
}
func (z bigN) String() string {
	z = append(bigN(nil), z...)
	var parts []string
	for len(z) > 0 {
		var r uint32
		z, r = z.divSmall(1e9)
		parts = append(parts, fmt.Sprintf("%09d", r))
	}
	s := ""
	for i := len(parts) - 1; i >= 0; i-- {
		s += parts[i]
	}
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}

func main() {
	fmt.Println(A, B, D, E, F, G, KB, MB, GB, a0, b0, a1, b1, a3, b3)
	for _, v := range []uint32{0, 1, 0x80000000, 0xdeadbeef, math.MaxUint32} {
		fmt.Println(bits.LeadingZeros32(v), bits.TrailingZeros32(v), bits.OnesCount32(v), bits.Len32(v), bits.Reverse32(v), bits.ReverseBytes32(v), bits.RotateLeft32(v, 5), bits.RotateLeft32(v, -5))
	}
	for _, v := range []uint64{0, 1, 1 << 63, 0xdeadbeefcafebabe, math.MaxUint64} {
		fmt.Println(bits.LeadingZeros64(v), bits.TrailingZeros64(v), bits.OnesCount64(v), bits.Len64(v), bits.Reverse64(v), bits.ReverseBytes64(v), bits.RotateLeft64(v, 37), bits.RotateLeft64(v, -3))
		for _, w := range []uint64{3, 1 << 32, 0xffffffffffffffff, 12345678901234567890} {
			h, l := bits.Mul64(v, w)
			h2, l2 := mul128(v, w)
			s, c := bits.Add64(v, w, 1)
			d, b := bits.Sub64(v, w, 1)
			fmt.Println(h, l, h == h2, l == l2, s, c, d, b, bits.Rem64(v, v, w))
			if v < w {
				fmt.Println(bits.Div64(v, 7, w))
			}
		}
	}
	fmt.Println(bits.LeadingZeros8(1), bits.Reverse8(0x12), bits.Len16(300), bits.RotateLeft16(0x8001, 1), bits.UintSize, bits.TrailingZeros(0))
	n := bigN{1}
	for i := uint32(1); i <= 60; i++ {
		n = n.mulAdd(i, 0)
	}
	fmt.Println(n)
	for _, x := range []int64{7, -7, math.MinInt64, math.MaxInt64} {
		for _, y := range []int64{2, -2, -1, 3, math.MinInt64, 1 << 33} {
			fmt.Print(x/y, " ", x%y, " ", x*y, " ", x+y, " ", x-y, " ", x&^y, " ", x^y, ";")
		}
		fmt.Println()
	}
	for _, x := range []int8{-128, 127, -1, 3} {
		for _, y := range []int8{-1, 127, -128, 5} {
			fmt.Print(x/y, " ", x%y, " ", x*y, " ", x+y, " ", x-y, " ", x<<uint8(y), " ", x>>uint8(y), ";")
		}
		fmt.Println()
	}
	for s := uint(0); s < 70; s += 11 {
		x, y, z := int32(-123456789), uint64(0x123456789abcdef0), int64(-987654321987654321)
		fmt.Println(x<<s, x>>s, uint32(x)>>s, y<<s, y>>s, z<<s, z>>s, int8(x)>>s, uint16(x)<<s, 1<<s, int64(1)<<s)
	}
	var u8 uint8 = 200
	u8 += 100
	var i16 int16 = 32767
	i16++
	fmt.Println(u8, i16, ^u8, -i16, uint8(i16), int8(u8+200), uint32(1<<32-1), ^0, ^uint64(0))
	f := 3.99e9
	fmt.Println(int64(f), uint32(f), int32(-1.9+0*f), int64(-f), uint64(1.8e19+0*f), float32(f), float32(16777217), float64(float32(0.1)))
	var f32 float32 = 1 << 24
	fmt.Println(f32+1, f32+1 == f32, float32(1)/3, 1/3., float32(1)/3*3, math.Float32bits(f32/3), math.Float64bits(-0.1))
	var z float64
	fmt.Println(1/z, -1/z, z/z, z == -z, 1/math.Copysign(z, -1), math.MaxFloat32*math.MaxFloat32, float32(math.MaxFloat32)*float32(2+z))
	fmt.Println(math.SmallestNonzeroFloat32, float32(math.SmallestNonzeroFloat32)/2, 5e-324/2, math.Nextafter(1, 2), math.MaxFloat64, uint32(math.MaxUint32), uint64(math.MaxUint64))
	fmt.Println(math.Sqrt(2), math.Sin(1e6), math.Cos(3), math.Tan(1), math.Exp(1.5), math.Log(10), math.Pow(2, 0.5), math.Atan2(-1, -1), math.Hypot(3, 4), math.Cbrt(27), math.Mod(-7, 3), math.Remainder(7, 4), math.Floor(-1.5), math.Trunc(-1.5), math.Round(-2.5), math.RoundToEven(2.5), math.Ceil(1.2))
	fmt.Println(math.Frexp(10))
	fmt.Println(math.Modf(-3.25))
	fmt.Println(math.FMA(2, 3, 4), math.Gamma(5.5), math.Erf(0.5), math.IsNaN(math.NaN()), math.Signbit(-0.0), math.Log1p(1e-10), math.Sinh(1), math.Acosh(2))
}
