// Fractions: a checksum of every hundred lines.
package main

import (
	"fmt"
	"hash/crc32"
	"math"
	"math/big"
	"math/rand"
)

// checked sums up lines.
type checked struct {
	sum   uint32
	lines int
}

func (c *checked) Write(p []byte) (int, error) {
	c.sum = crc32.Update(c.sum, crc32.IEEETable, p)
	for _, b := range p {
		if b == '\n' {
			if c.lines++; c.lines%100 == 0 {
				fmt.Println(c.lines, c.sum)
			}
		}
	}
	return len(p), nil
}

var out = new(checked)

func main() {
	defer func() { fmt.Println(out.lines, out.sum) }()
	h := new(big.Rat)
	for i := int64(1); i <= 40; i++ {
		h.Add(h, big.NewRat(1, i))
	}
	fmt.Fprintln(out, h, h.FloatString(50), h.RatString())
	f, ex := h.Float64()
	fmt.Fprintln(out, f, ex)
	r := rand.New(rand.NewSource(2))
	pick := func() *big.Rat {
		n := new(big.Int).Rand(r, new(big.Int).Lsh(big.NewInt(1), uint(1+r.Intn(200))))
		d := new(big.Int).Rand(r, new(big.Int).Lsh(big.NewInt(1), uint(1+r.Intn(200))))
		d.Add(d, big.NewInt(1))
		if r.Intn(2) == 0 {
			n.Neg(n)
		}
		if r.Intn(4) == 0 {
			d.SetInt64(1)
		}
		return new(big.Rat).SetFrac(n, d)
	}
	for i := 0; i < 200; i++ {
		x, y := pick(), pick()
		z := new(big.Rat)
		fmt.Fprintln(out, x, y, z.Add(x, y), z.Sub(x, y), z.Mul(x, y), x.Cmp(y), x.Sign(), x.IsInt(), z.Neg(x), z.Abs(x))
		if y.Sign() != 0 {
			fmt.Fprintln(out, z.Quo(x, y), z.Inv(y), y.Num(), y.Denom())
		}
		f, e := x.Float64()
		g, e2 := x.Float32()
		fmt.Fprintln(out, f, e, g, e2, x.FloatString(r.Intn(20)), x.RatString())
		w := new(big.Rat).SetFloat64(r.NormFloat64() * math.Pow(2, float64(r.Intn(200)-100)))
		v, e3 := w.Float64()
		fmt.Fprintln(out, w, v, e3)
		x.Add(x, x)
		x.Mul(x, x)
		fmt.Fprintln(out, x)
	}
	for _, s := range []string{"1/2", "-3/6", "0.125", "-1.5e3", "1e-3", "3", "+4", "1/0", "a", "", "1.", ".5", "1e", "0x10", "1/-2", "1.2.3", "5e2/3", "00012", "1 /2", "-0", "0/5", "1E2", "12.50"} {
		x, ok := new(big.Rat).SetString(s)
		fmt.Fprintln(out, s, x, ok)
	}
	for _, f := range []float64{0, 1, 0.1, 1e308, -2.5, math.Inf(1), math.NaN()} {
		x := new(big.Rat).SetFloat64(f)
		if x == nil {
			fmt.Fprintln(out, "nil")
			continue
		}
		g, e := x.Float64()
		k, e2 := x.Float32()
		fmt.Fprintln(out, g, e, k, e2)
	}
	tiny := new(big.Rat).SetFrac(big.NewInt(3), new(big.Int).Lsh(big.NewInt(1), 1076))
	fmt.Fprintln(out, fmt.Sprint(tiny.Float64()))
	huge := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 1024))
	fmt.Fprintln(out, fmt.Sprint(huge.Float64()))
	var z big.Rat
	fmt.Fprintln(out, z.String(), z.Denom(), z.IsInt(), z.Cmp(big.NewRat(0, 5)), big.NewRat(6, -4))
	func() {
		defer func() { fmt.Fprintln(out, recover()) }()
		big.NewRat(1, 0)
	}()
	func() {
		defer func() { fmt.Fprintln(out, recover()) }()
		z.Inv(&z)
	}()
	fmt.Fprintf(out, "%v %s\n", big.NewRat(1, 3), big.NewRat(1, 3))
}
