package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"unicode"

	pbufio "pw/bufio"
	pbytes "pw/bytes"
	prand "pw/math/rand"
	pstrings "pw/strings"
)

var alphabet = []string{"a", "b", "A", "ab", " ", "\n", "é", "É", "ſ", "\xff", ",", "xyz", "K"}

func randomText(random *rand.Rand) string {
	s := ""
	for n := random.Intn(8); n > 0; n-- {
		s += alphabet[random.Intn(len(alphabet))]
	}
	return s
}

func cuts(random *rand.Rand) {
	for i := 0; i < 30000; i++ {
		s, t, u := randomText(random), randomText(random), randomText(random)
		if i%3 == 0 {
			t = alphabet[random.Intn(len(alphabet))]
		}
		n := random.Intn(5) - 1
		sb, tb := []byte(s), []byte(t)
		at := func() string { return fmt.Sprintf("texts %q %q %q %d", s, t, u, n) }
		check(at, fmt.Sprintf("%q", strings.Split(s, t)), fmt.Sprintf("%q", pstrings.Split(s, t)))
		check(at, fmt.Sprintf("%q", strings.SplitAfterN(s, t, n)), fmt.Sprintf("%q", pstrings.SplitAfterN(s, t, n)))
		check(at, fmt.Sprintf("%q", strings.SplitN(s, t, n)), fmt.Sprintf("%q", pstrings.SplitN(s, t, n)))
		check(at, fmt.Sprintf("%q", bytes.SplitN(sb, tb, n)), fmt.Sprintf("%q", pbytes.SplitN(sb, tb, n)))
		check(at, fmt.Sprintf("%q", strings.Fields(s)), fmt.Sprintf("%q", pstrings.Fields(s)))
		check(at, fmt.Sprintf("%q", bytes.Fields(sb)), fmt.Sprintf("%q", pbytes.Fields(sb)))
		check(at, strings.Replace(s, t, u, n), pstrings.Replace(s, t, u, n))
		check(at, strings.NewReplacer(t, u, "a", "<a>").Replace(s), pstrings.NewReplacer(t, u, "a", "<a>").Replace(s))
		check(at, strings.Index(s, t), pstrings.Index(s, t))
		check(at, strings.LastIndex(s, t), pstrings.LastIndex(s, t))
		check(at, strings.IndexAny(s, t), pstrings.IndexAny(s, t))
		check(at, strings.LastIndexAny(s, t), pstrings.LastIndexAny(s, t))
		check(at, strings.Count(s, t), pstrings.Count(s, t))
		check(at, strings.Compare(s, t), pstrings.Compare(s, t))
		check(at, strings.EqualFold(s, t), pstrings.EqualFold(s, t))
		check(at, strings.ToUpper(s)+strings.ToLower(s)+strings.Title(s), pstrings.ToUpper(s)+pstrings.ToLower(s)+pstrings.Title(s))
		check(at, strings.Trim(s, t)+"|"+strings.TrimSpace(s)+"|"+strings.TrimLeft(s, t)+"|"+strings.TrimRight(s, t), pstrings.Trim(s, t)+"|"+pstrings.TrimSpace(s)+"|"+pstrings.TrimLeft(s, t)+"|"+pstrings.TrimRight(s, t))
		check(at, string(bytes.Trim(sb, t))+"|"+string(bytes.TrimSpace(sb)), string(pbytes.Trim(sb, t))+"|"+string(pbytes.TrimSpace(sb)))
		check(at, strings.TrimPrefix(s, t)+"|"+strings.TrimSuffix(s, t), pstrings.TrimPrefix(s, t)+"|"+pstrings.TrimSuffix(s, t))
		check(at, strings.ToValidUTF8(s, t), pstrings.ToValidUTF8(s, t))
		check(at, strings.Map(unicode.ToUpper, s), pstrings.Map(unicode.ToUpper, s))
		check(at, strings.Repeat(s, n+1), pstrings.Repeat(s, n+1))
		check(at, strings.Join([]string{s, t, u}, ","), pstrings.Join([]string{s, t, u}, ","))
		a, b, ok := strings.Cut(s, t)
		pa, pb, pok := pstrings.Cut(s, t)
		check(at, fmt.Sprint(a, b, ok), fmt.Sprint(pa, pb, pok))
	}
}

func scanning(random *rand.Rand) {
	splits := []bufio.SplitFunc{bufio.ScanLines, bufio.ScanWords, bufio.ScanRunes, bufio.ScanBytes}
	ours := []pbufio.SplitFunc{pbufio.ScanLines, pbufio.ScanWords, pbufio.ScanRunes, pbufio.ScanBytes}
	for i := 0; i < 3000; i++ {
		s := randomText(random) + randomText(random) + randomText(random)
		a, b := bufio.NewScanner(strings.NewReader(s)), pbufio.NewScanner(pstrings.NewReader(s))
		a.Split(splits[i%4])
		b.Split(ours[i%4])
		x, y := "", ""
		for a.Scan() {
			x += fmt.Sprintf("%q ", a.Text())
		}
		for b.Scan() {
			y += fmt.Sprintf("%q ", b.Text())
		}
		check(text("scanner"), x, y)
		ra, rb := bufio.NewReaderSize(strings.NewReader(s), 16), pbufio.NewReaderSize(pstrings.NewReader(s), 16)
		for k := 0; k < 6; k++ {
			l, e := ra.ReadString('\n')
			m, f := rb.ReadString('\n')
			check(text("ReadString"), fmt.Sprint(l, e), fmt.Sprint(m, f))
			r, n, e := ra.ReadRune()
			q, o, f := rb.ReadRune()
			check(text("ReadRune"), fmt.Sprint(r, n, e), fmt.Sprint(q, o, f))
		}
	}
	var a bytes.Buffer
	var b pbytes.Buffer
	for i := 0; i < 5000; i++ {
		s := randomText(random)
		a.WriteString(s)
		b.WriteString(s)
		if i%3 == 0 {
			n := random.Intn(40)
			check(text("Next"), string(a.Next(n)), string(b.Next(n)))
		}
		check(text("Len"), fmt.Sprint(a.Len(), a.Cap()), fmt.Sprint(b.Len(), b.Cap()))
	}
	x, _ := io.ReadAll(&a)
	y, _ := io.ReadAll(&b)
	check(text("ReadAll"), string(x), string(y))
}

func randomness() {
	for _, seed := range []int64{0, 1, 42, -7, 1 << 40} {
		a, b := rand.New(rand.NewSource(seed)), prand.New(prand.NewSource(seed))
		for i := 1; i < 2000; i++ {
			check(text("rand"), fmt.Sprint(a.Int63(), a.Intn(i), a.Float64(), a.Int31n(int32(i)), a.NormFloat64(), a.ExpFloat64(), a.Uint64(), a.Int(), a.Float32()),
				fmt.Sprint(b.Int63(), b.Intn(i), b.Float64(), b.Int31n(int32(i)), b.NormFloat64(), b.ExpFloat64(), b.Uint64(), b.Int(), b.Float32()))
		}
		check(text("Perm"), fmt.Sprint(a.Perm(50)), fmt.Sprint(b.Perm(50)))
	}
	check(text("global"), fmt.Sprint(rand.Intn(1000), rand.Perm(5)), fmt.Sprint(prand.Intn(1000), prand.Perm(5)))
}
