// Arithmetic and text of big integers: a checksum of every thousand lines.
package main

import (
	"fmt"
	"hash/crc32"
	"math/big"
	"math/rand"
	"strings"
)

func fact(n int64) *big.Int {
	r := big.NewInt(1)
	for i := int64(2); i <= n; i++ {
		r.Mul(r, big.NewInt(i))
	}
	return r
}

func try(f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Fprintln(out, "panic:", e)
		}
	}()
	f()
}

// checked sums up lines.
type checked struct {
	sum   uint32
	lines int
}

func (c *checked) Write(p []byte) (int, error) {
	c.sum = crc32.Update(c.sum, crc32.IEEETable, p)
	for _, b := range p {
		if b == '\n' {
			if c.lines++; c.lines%1000 == 0 {
				fmt.Println(c.lines, c.sum)
			}
		}
	}
	return len(p), nil
}

var out = new(checked)

func main() {
	defer func() { fmt.Println(out.lines, out.sum) }()
	fmt.Fprintln(out, fact(100))
	a, b := big.NewInt(0), big.NewInt(1)
	for i := 0; i < 1000; i++ {
		a.Add(a, b)
		a, b = b, a
	}
	fmt.Fprintln(out, a)
	r := rand.New(rand.NewSource(5))
	pick := func() *big.Int {
		bits := []int{0, 1, 5, 31, 32, 33, 63, 64, 65, 100, 200, 1000, 3000}[r.Intn(13)]
		x := new(big.Int).Rand(r, new(big.Int).Lsh(big.NewInt(1), uint(bits)))
		switch r.Intn(6) {
		case 0:
			x.Neg(x)
		case 1:
			x.Sub(new(big.Int).Lsh(big.NewInt(1), uint(bits)), big.NewInt(1))
		case 2:
			x.Neg(new(big.Int).Lsh(big.NewInt(1), uint(bits)))
		}
		return x
	}
	for i := 0; i < 300; i++ {
		x, y, m := pick(), pick(), pick()
		z := new(big.Int)
		fmt.Fprintln(out, x, y, z.Add(x, y), z.Sub(x, y), z.Mul(x, y), x.Cmp(y), x.CmpAbs(y), x.Sign(), x.BitLen(), x.TrailingZeroBits())
		fmt.Fprintln(out, z.And(x, y), z.Or(x, y), z.Xor(x, y), z.AndNot(x, y), z.Not(x), z.Neg(x), z.Abs(x))
		n := uint(r.Intn(100))
		fmt.Fprintln(out, z.Lsh(x, n), z.Rsh(x, n), x.Bit(int(n)), z.SetBit(x, int(n), n&1), x.IsInt64(), x.Int64(), x.IsUint64(), x.Uint64())
		if y.Sign() != 0 {
			q, rem := new(big.Int).QuoRem(x, y, new(big.Int))
			fmt.Fprintln(out, q, rem)
			d, mod := new(big.Int).DivMod(x, y, new(big.Int))
			fmt.Fprintln(out, d, mod, z.Quo(x, y), z.Rem(x, y), z.Div(x, y), z.Mod(x, y))
		}
		u, v := new(big.Int), new(big.Int)
		g := new(big.Int).GCD(u, v, x, y)
		t := new(big.Int).Mul(u, x)
		t.Add(t, new(big.Int).Mul(v, y))
		fmt.Fprintln(out, g, t.Cmp(g) == 0)
		if i < 60 && m.BitLen() < 300 {
			m.Abs(m)
			if m.Sign() > 0 {
				fmt.Fprintln(out, z.Exp(x, new(big.Int).Abs(y), m), new(big.Int).Exp(x, y, m))
				fmt.Fprintln(out, new(big.Int).ModInverse(x, m))
			}
		}
		if x.Sign() >= 0 {
			fmt.Fprintln(out, z.Sqrt(x))
		}
		s := x.Text(2 + r.Intn(61))
		fmt.Fprintln(out, s, x.Text(16), x.Text(62))
		for _, base := range []int{2, 8, 10, 16, 36, 62} {
			w, ok := new(big.Int).SetString(x.Text(base), base)
			fmt.Fprint(out, ok && w.Cmp(x) == 0, " ")
		}
		fmt.Fprintf(out, "%x %d %v\n", x.Bytes(), len(x.Bits()), new(big.Int).SetBytes(x.Bytes()))
		// aliasing
		w := new(big.Int).Set(x)
		w.Mul(w, w)
		w.Add(w, w)
		w.Sub(w, x)
		if y.Sign() != 0 {
			w.Quo(w, y)
		}
		w.Lsh(w, 3)
		w.Rsh(w, 2)
		fmt.Fprintln(out, w)
	}
	x := big.NewInt(-12345)
	fmt.Fprintf(out, "%d|%8d|%-8d|%08d|%+d|%x|%X|%#x|%b|%o|%#o|%O|%s|%v|%10.8d|%.0d|% d|%q\n", x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, big.NewInt(0), big.NewInt(5), x)
	fmt.Fprintln(out, (*big.Int)(nil), []*big.Int{x, nil}, x)
	for _, s := range []string{"0x1F", "0b101", "0o17", "017", "12_345", "1__2", "_1", "1_", "0x_1", "-0x10", "+5", "", "-", "0", "00", "08", "0x", "abc", "1.5", " 1", "zz", "0_7", "0b2"} {
		for _, base := range []int{0, 10, 16, 36} {
			z, ok := new(big.Int).SetString(s, base)
			fmt.Fprint(out, z, ok, " ")
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out, new(big.Int).Binomial(100, 50), new(big.Int).Binomial(5, 7), new(big.Int).MulRange(-3, -1), new(big.Int).MulRange(-2, 2), new(big.Int).MulRange(10, 30), new(big.Int).MulRange(3, 2))
	for i := int64(-3); i < 3000; i++ {
		if big.NewInt(i).ProbablyPrime(int(i) & 3) {
			fmt.Fprint(out, i, " ")
		}
	}
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 127), big.NewInt(1))
	fmt.Fprintln(out, p.ProbablyPrime(10), new(big.Int).Mul(p, p).ProbablyPrime(5), new(big.Int).Add(p, big.NewInt(2)).ProbablyPrime(5))
	for _, q := range []int64{3, 5, 7, 13, 17, 41, 97, 101, 193, 257, 65537} {
		for i := int64(0); i < 12; i++ {
			fmt.Fprint(out, big.Jacobi(big.NewInt(i), big.NewInt(q)), new(big.Int).ModSqrt(big.NewInt(i), big.NewInt(q)), " ")
		}
	}
	fmt.Fprintln(out)
	var n, m big.Int
	c, err := fmt.Sscan("123456789012345678901234567890 -0xff", &n, &m)
	fmt.Fprintln(out, c, err, &n, &m)
	c, err = fmt.Sscanf("ff 77 x", "%x %o %d", &n, &m, new(big.Int))
	fmt.Fprintln(out, c, err, &n, &m)
	t, _ := x.MarshalText()
	j, _ := x.MarshalJSON()
	fmt.Fprintln(out, string(t), string(j), n.UnmarshalText([]byte("77")), n.UnmarshalText([]byte("x")), &n)
	fmt.Fprintln(out, new(big.Int).Exp(big.NewInt(2), big.NewInt(-3), nil), new(big.Int).Exp(big.NewInt(2), big.NewInt(10), nil), new(big.Int).Exp(big.NewInt(3), big.NewInt(-3), big.NewInt(7)), new(big.Int).Exp(big.NewInt(2), big.NewInt(-3), big.NewInt(4)) == nil)
	try(func() { new(big.Int).Quo(x, big.NewInt(0)) })
	try(func() { new(big.Int).Sqrt(x) })
	try(func() { x.Bit(-1) })
	try(func() { x.FillBytes(make([]byte, 1)) })
	try(func() { x.Text(1) })
	fmt.Fprintln(out, x.FillBytes(make([]byte, 4)), new(big.Int).SetUint64(1<<63), new(big.Int).SetBits([]big.Word{1, 2, 0}))
	f := fact(2000).String()
	fmt.Fprintln(out, len(f), f[:30], strings.Count(f, "7"))
	h, _ := new(big.Int).SetString(f, 10)
	fmt.Fprintln(out, h.Cmp(fact(2000)), new(big.Int).Exp(big.NewInt(3), big.NewInt(5000), nil).BitLen())
	xx := new(big.Int).Exp(big.NewInt(7), big.NewInt(3001), nil)
	fmt.Fprintln(out, new(big.Int).Mul(xx, h).Text(36)[:50], new(big.Int).Quo(new(big.Int).Mul(xx, h), xx).Cmp(h))
}
