// Compares our library with the Go that builds this program: same calls, same
// arguments, in one process. Run by golib.test.ts, which puts our packages into
// the module pw.
package main

import (
	"errors"
	"fmt"
	"math"
	"math/rand"
	"os"
	"sort"
	"strconv"
	"unicode"

	perrors "pw/errors"
	pfmt "pw/fmt"
	pmath "pw/math"
	psort "pw/sort"
	pstrconv "pw/strconv"
	punicode "pw/unicode"
)

var differences int

func check(what func() string, real, ours any) {
	if real != ours {
		differences++
		if differences <= 40 {
			fmt.Printf("%s: real %v, ours %v\n", what(), real, ours)
		}
	}
}

func text(s string) func() string { return func() string { return s } }

type unary struct {
	name       string
	real, ours func(float64) float64
}

type binary struct {
	name       string
	real, ours func(x, y float64) float64
}

var unaries = []unary{
	{"Exp", math.Exp, pmath.Exp}, {"Exp2", math.Exp2, pmath.Exp2}, {"Log", math.Log, pmath.Log}, {"Log2", math.Log2, pmath.Log2},
	{"Log10", math.Log10, pmath.Log10}, {"Log1p", math.Log1p, pmath.Log1p}, {"Sin", math.Sin, pmath.Sin}, {"Cos", math.Cos, pmath.Cos},
	{"Tan", math.Tan, pmath.Tan}, {"Asin", math.Asin, pmath.Asin}, {"Acos", math.Acos, pmath.Acos}, {"Atan", math.Atan, pmath.Atan},
	{"Sinh", math.Sinh, pmath.Sinh}, {"Cosh", math.Cosh, pmath.Cosh}, {"Tanh", math.Tanh, pmath.Tanh}, {"Cbrt", math.Cbrt, pmath.Cbrt},
	{"Sqrt", math.Sqrt, pmath.Sqrt}, {"Floor", math.Floor, pmath.Floor}, {"Ceil", math.Ceil, pmath.Ceil}, {"Trunc", math.Trunc, pmath.Trunc},
	{"Round", math.Round, pmath.Round}, {"RoundToEven", math.RoundToEven, pmath.RoundToEven}, {"Logb", math.Logb, pmath.Logb},
	{"Expm1", math.Expm1, pmath.Expm1}, {"Erf", math.Erf, pmath.Erf}, {"Erfc", math.Erfc, pmath.Erfc}, {"Erfinv", math.Erfinv, pmath.Erfinv},
	{"Erfcinv", math.Erfcinv, pmath.Erfcinv}, {"Gamma", math.Gamma, pmath.Gamma}, {"Lgamma", signed(math.Lgamma), signed(pmath.Lgamma)},
}

var binaries = []binary{
	{"Pow", math.Pow, pmath.Pow}, {"Atan2", math.Atan2, pmath.Atan2}, {"Max", math.Max, pmath.Max}, {"Min", math.Min, pmath.Min},
	{"Nextafter", math.Nextafter, pmath.Nextafter}, {"Mod", math.Mod, pmath.Mod}, {"Remainder", math.Remainder, pmath.Remainder}, {"Dim", math.Dim, pmath.Dim},
}

// signed makes one number of Lgamma's two.
func signed(lgamma func(float64) (float64, int)) func(float64) float64 {
	return func(x float64) float64 {
		l, sign := lgamma(x)
		return l * float64(sign)
	}
}

func sameFloat(name string, args []float64, real, ours float64) {
	if real == real || ours == ours {
		check(func() string { return fmt.Sprint(name, args) }, math.Float64bits(real), math.Float64bits(ours))
	}
}

func randomFloat(random *rand.Rand, kind int) float64 {
	switch kind % 4 {
	case 1:
		return float64(random.Intn(1000000)) / 100
	case 2:
		return math.Ldexp(float64(random.Intn(1<<20)), random.Intn(60)-30)
	case 3:
		return math.Ldexp(1, random.Intn(2100)-1060)
	}
	return math.Float64frombits(random.Uint64())
}

func floats(random *rand.Rand, count int) {
	for i := 0; i < count; i++ {
		f := randomFloat(random, i)
		format := "eEfgGbxX"[random.Intn(8)]
		prec := random.Intn(25) - 3
		if prec < -1 {
			prec = -1
		}
		if random.Intn(100) == 0 {
			prec = random.Intn(400)
		}
		size := 64
		if random.Intn(3) == 0 {
			size = 32
			f = float64(float32(f))
		}
		real := strconv.FormatFloat(f, format, prec, size)
		check(func() string { return fmt.Sprint("FormatFloat ", math.Float64bits(f), string(format), prec, size) }, real, pstrconv.FormatFloat(f, format, prec, size))
		a, e1 := strconv.ParseFloat(real, size)
		b, e2 := pstrconv.ParseFloat(real, size)
		check(text("ParseFloat "+real), math.Float64bits(a), math.Float64bits(b))
		check(text("ParseFloat error "+real), fmt.Sprint(e1), fmt.Sprint(e2))
		for _, fn := range unaries {
			sameFloat(fn.name, []float64{f}, fn.real(f), fn.ours(f))
		}
		g := randomFloat(random, random.Intn(4))
		if i%2 == 0 {
			g = float64(random.Intn(40) - 20)
		}
		for _, fn := range binaries {
			if (fn.name == "Mod" || fn.name == "Remainder") && math.Abs(f) > 1e100*math.Abs(g) {
				continue
			}
			sameFloat(fn.name, []float64{f, g}, fn.real(f, g), fn.ours(f, g))
		}
		for _, h := range []float64{randomFloat(random, i/4), -f * g, math.Nextafter(-f*g, g)} {
			sameFloat("FMA", []float64{f, g, h}, math.FMA(f, g, h), pmath.FMA(f, g, h))
		}
		u := random.Uint64() >> uint(random.Intn(64))
		base := random.Intn(35) + 2
		check(text("FormatInt"), strconv.FormatInt(int64(u), base), pstrconv.FormatInt(int64(u), base))
	}
}

var numbers = []string{"", "1", "-", "+5", "0x1p-3", "0x1.8p1", "1_000.5", "0x_1p3", "1e", "1e+", ".5", "5.", ".", "inf", "-Infinity", "nan", "+nan", "1e400", "-1e400", "1e-400",
	"0x1p2000", "17976931348623158079372897140530341507993413271003782693617377898044496829276475094664901797758720709633028641669288791094655554785194040263065748867150582068", "2.2250738585072012e-308", "4.9e-324", "2e-324",
	"0.000000000000000000000000000000000000000000000000000000000000000000000001e75", "1234567890123456789012345678901234567890", "3.4028236e38", "1e23x", "infi", "0x", "0x.p1", "0b101", "0o17", "017", "0x1F", "_1", "1_", "1__2",
	"2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "18446744073709551616", "99999999999999999999999"}

func parsing() {
	for _, s := range numbers {
		for _, size := range []int{32, 64} {
			a, e1 := strconv.ParseFloat(s, size)
			b, e2 := pstrconv.ParseFloat(s, size)
			check(text("ParseFloat "+s), fmt.Sprint(a, e1), fmt.Sprint(b, e2))
			for _, base := range []int{0, 2, 10, 16, 36, 1, 37} {
				a, e1 := strconv.ParseInt(s, base, size)
				b, e2 := pstrconv.ParseInt(s, base, size)
				check(text("ParseInt "+s), fmt.Sprint(a, e1), fmt.Sprint(b, e2))
			}
		}
		a, e1 := strconv.Atoi(s)
		b, e2 := pstrconv.Atoi(s)
		check(text("Atoi "+s), fmt.Sprint(a, e1), fmt.Sprint(b, e2))
	}
	for _, s := range []string{`"a\n"`, `'x'`, "`raw`", `"\x41\u00e9\U0001F600"`, `"`, `"\q"`, `'ab'`, `"\400"`, `"a`, `'\''`, `"\'"`, "\"a\nb\""} {
		a, e1 := strconv.Unquote(s)
		b, e2 := pstrconv.Unquote(s)
		check(text("Unquote "+s), fmt.Sprint(a, e1), fmt.Sprint(b, e2))
	}
}

func characters() {
	for r := rune(-5); r < unicode.MaxRune+16; r++ {
		at := func() string { return fmt.Sprintf("%U", r) }
		check(at, unicode.IsLetter(r), punicode.IsLetter(r))
		check(at, unicode.IsDigit(r), punicode.IsDigit(r))
		check(at, unicode.IsNumber(r), punicode.IsNumber(r))
		check(at, unicode.IsSpace(r), punicode.IsSpace(r))
		check(at, unicode.IsPrint(r), punicode.IsPrint(r))
		check(at, unicode.IsGraphic(r), punicode.IsGraphic(r))
		check(at, unicode.IsUpper(r), punicode.IsUpper(r))
		check(at, unicode.IsLower(r), punicode.IsLower(r))
		check(at, unicode.IsTitle(r), punicode.IsTitle(r))
		check(at, unicode.IsPunct(r), punicode.IsPunct(r))
		check(at, unicode.IsMark(r), punicode.IsMark(r))
		check(at, unicode.IsControl(r), punicode.IsControl(r))
		check(at, unicode.ToUpper(r), punicode.ToUpper(r))
		check(at, unicode.ToLower(r), punicode.ToLower(r))
		check(at, unicode.ToTitle(r), punicode.ToTitle(r))
		check(at, unicode.SimpleFold(r), punicode.SimpleFold(r))
		if r%7 == 0 {
			check(at, strconv.QuoteRune(r), pstrconv.QuoteRune(r))
		}
	}
}

func sorting(random *rand.Rand) {
	for n := 0; n < 300; n++ {
		type pair struct{ key, place int }
		a := make([]pair, n)
		for i := range a {
			a[i] = pair{random.Intn(n/3 + 1), i}
			if n%5 == 0 {
				a[i].key = i / 3
			} else if n%7 == 0 {
				a[i].key = (n - i) / 2
			}
		}
		b := append([]pair(nil), a...)
		c := append([]pair(nil), a...)
		d := append([]pair(nil), a...)
		sort.Slice(a, func(i, j int) bool { return a[i].key < a[j].key })
		psort.Slice(b, func(i, j int) bool { return b[i].key < b[j].key })
		check(text("Slice"), fmt.Sprint(a), fmt.Sprint(b))
		sort.SliceStable(c, func(i, j int) bool { return c[i].key < c[j].key })
		psort.SliceStable(d, func(i, j int) bool { return d[i].key < d[j].key })
		check(text("SliceStable"), fmt.Sprint(c), fmt.Sprint(d))
	}
}

func wrapping() {
	inner := errors.New("inner")
	a, b := fmt.Errorf("x %w %d", inner, 3), pfmt.Errorf("x %w %d", inner, 3)
	check(text("Errorf"), a.Error(), b.Error())
	check(text("Unwrap"), errors.Unwrap(a) == inner, perrors.Unwrap(b) == inner)
	check(text("two %w"), fmt.Errorf("%w %w", inner, inner).Error(), pfmt.Errorf("%w %w", inner, inner).Error())
	deep := fmt.Errorf("w: %w", &failure{"deep"})
	var target *failure
	var iface interface{ Error() string }
	check(text("As"), errors.As(deep, &target), perrors.As(deep, &target))
	check(text("As target"), target.s, "deep")
	check(text("As interface"), errors.As(deep, &iface), perrors.As(deep, &iface))
	check(text("Is"), errors.Is(a, inner), perrors.Is(a, inner))
}

func main() {
	random := rand.New(rand.NewSource(1))
	floats(random, 100000)
	parsing()
	characters()
	printing()
	sorting(random)
	wrapping()
	cuts(random)
	scanning(random)
	randomness()
	durations(random)
	times(random)
	paths(random)
	codes(random)
	reading()
	fmt.Println("differences:", differences)
	if differences > 0 {
		os.Exit(1)
	}
}
