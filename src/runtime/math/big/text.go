package big

import "math/bits"

// Numbers as text.

// MaxBase is the largest base of texts.
const MaxBase = 'z' - 'a' + 1 + 'Z' - 'A' + 1 + 10

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// chunk is the largest power of base in a word, and its exponent.
func chunk(base Word) (power Word, n int) {
	power, n = base, 1
	for {
		hi, lo := bits.Mul(uint(power), uint(base))
		if hi != 0 {
			return power, n
		}
		power, n = Word(lo), n+1
	}
}

// splitLen is from how many words on a number is cut in two before it is written.
const splitLen = 32

// text is x in a base.
func (x nat) text(base int) []byte {
	if base < 2 || base > MaxBase {
		panic("invalid base")
	}
	if len(x) == 0 {
		return []byte("0")
	}
	b := Word(base)
	power, n := chunk(b)
	// The powers base**(n*2^i) up to the root of x.
	var powers []nat
	for p := nat(nil).setWord(power); len(x) > splitLen && 2*len(p) <= len(x)+1; p = nat(nil).mul(p, p) {
		powers = append(powers, p)
	}
	out := appendText(nil, x, b, power, n, powers, false)
	return out
}

// appendText appends x, with zeros before it up to the whole length that its part has if padded.
func appendText(out []byte, x nat, base, power Word, n int, powers []nat, padded bool) []byte {
	if k := len(powers); k > 0 {
		p := powers[k-1]
		if !padded && x.cmp(p) < 0 {
			return appendText(out, x, base, power, n, powers[:k-1], false)
		}
		q, r := x.div(p)
		out = appendText(out, q, base, power, n, powers[:k-1], padded)
		return appendText(out, r, base, power, n, powers[:k-1], true)
	}
	var reversed []byte
	q := nat(nil).set(x)
	for len(q) > 0 {
		var r Word
		q, r = q.divWord(q, power)
		for i := 0; i < n && (len(q) > 0 || r > 0); i++ {
			reversed = append(reversed, digits[r%base])
			r /= base
		}
	}
	if padded {
		for len(reversed) < n {
			reversed = append(reversed, '0')
		}
	}
	for i := len(reversed) - 1; i >= 0; i-- {
		out = append(out, reversed[i])
	}
	return out
}

// digitValue is the value of a digit, MaxBase or more for other characters.
func digitValue(c byte, base int) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'Z':
		if base <= 36 {
			return int(c-'A') + 10
		}
		return int(c-'A') + 36
	}
	return MaxBase + 1
}

// prefix reads 0b, 0o, 0x and 0 at the front of s.
func prefix(s string) (base int, rest string) {
	if len(s) >= 2 && s[0] == '0' {
		switch s[1] {
		case 'b', 'B':
			return 2, s[2:]
		case 'o', 'O':
			return 8, s[2:]
		case 'x', 'X':
			return 16, s[2:]
		}
		return 8, s[1:]
	}
	return 10, s
}

// parse reads a number; ok is false unless s is one, and nothing else.
func (z nat) parse(s string, base int) (value nat, ok bool) {
	separators := base == 0
	afterDigit := false
	if base == 0 {
		rest := s
		base, rest = prefix(s)
		// The 0 of an octal number is a digit itself.
		afterDigit = len(rest) < len(s)
		if base == 8 && len(s)-len(rest) == 1 && rest == "" {
			return z[:0], true
		}
		s = rest
	}
	b := Word(base)
	power, n := chunk(b)
	z = z[:0]
	var w Word
	count, total := 0, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '_' && separators {
			if !afterDigit {
				return nil, false
			}
			afterDigit = false
			continue
		}
		d := digitValue(c, base)
		if d >= base {
			return nil, false
		}
		afterDigit = true
		w = w*b + Word(d)
		total++
		if count++; count == n {
			z = z.mulAddWord(z, power, w)
			w, count = 0, 0
		}
	}
	if total == 0 || !afterDigit {
		return nil, false
	}
	factor := Word(1)
	for ; count > 0; count-- {
		factor *= b
	}
	return z.mulAddWord(z, factor, w), true
}
