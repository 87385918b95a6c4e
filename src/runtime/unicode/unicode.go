// Package unicode tells the properties of characters.
package unicode

const (
	MaxRune         = '\U0010FFFF'
	ReplacementChar = '\uFFFD'
	MaxASCII        = '\u007F'
	MaxLatin1       = '\u00FF'
)

// RangeTable is a set of runes as ranges in ascending order.
type RangeTable struct {
	R16         []Range16
	R32         []Range32
	LatinOffset int // number of entries of R16 with Hi <= MaxLatin1
}

type Range16 struct {
	Lo, Hi, Stride uint16
}

type Range32 struct {
	Lo, Hi, Stride uint32
}

const (
	UpperCase = iota
	LowerCase
	TitleCase
	MaxCase

	// UpperLower as a Delta says that upper and lower letters alternate from Lo on.
	UpperLower = MaxRune + 1
)

// CaseRange gives the distance to each case, indexed by UpperCase and so on.
type CaseRange struct {
	Lo, Hi uint32
	Delta  [MaxCase]rune
}

type foldPair struct {
	from, to rune
}

// The names that categories also go by.
var (
	L  = Letter
	Lu = Upper
	Ll = Lower
	Lt = Title
	M  = Mark
	Nd = Digit
	N  = Number
	P  = Punct
	S  = Symbol
	Z  = Space
	C  = Other
)

// What IsGraphic and IsPrint take for graphic and printable.
var (
	GraphicRanges = []*RangeTable{L, M, N, P, S, Zs}
	PrintRanges   = []*RangeTable{L, M, N, P, S}
)

func is16(ranges []Range16, r uint16) bool {
	lo, hi := 0, len(ranges)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		e := &ranges[m]
		switch {
		case r < e.Lo:
			hi = m
		case r > e.Hi:
			lo = m + 1
		default:
			return e.Stride == 1 || (r-e.Lo)%e.Stride == 0
		}
	}
	return false
}

func is32(ranges []Range32, r uint32) bool {
	lo, hi := 0, len(ranges)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		e := &ranges[m]
		switch {
		case r < e.Lo:
			hi = m
		case r > e.Hi:
			lo = m + 1
		default:
			return e.Stride == 1 || (r-e.Lo)%e.Stride == 0
		}
	}
	return false
}

// Is reports whether r is in the table.
func Is(t *RangeTable, r rune) bool {
	if n := len(t.R16); n > 0 && uint32(r) <= uint32(t.R16[n-1].Hi) {
		return is16(t.R16, uint16(r))
	}
	if len(t.R32) > 0 && r >= rune(t.R32[0].Lo) {
		return is32(t.R32, uint32(r))
	}
	return false
}

// In reports whether r is in one of the tables.
func In(r rune, tables ...*RangeTable) bool {
	for _, t := range tables {
		if Is(t, r) {
			return true
		}
	}
	return false
}

// IsOneOf is In with the tables first.
func IsOneOf(tables []*RangeTable, r rune) bool { return In(r, tables...) }

func isASCIILetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

func IsLetter(r rune) bool {
	if uint32(r) <= MaxASCII {
		return isASCIILetter(r)
	}
	return Is(Letter, r)
}

func IsUpper(r rune) bool {
	if uint32(r) <= MaxASCII {
		return 'A' <= r && r <= 'Z'
	}
	return Is(Upper, r)
}

func IsLower(r rune) bool {
	if uint32(r) <= MaxASCII {
		return 'a' <= r && r <= 'z'
	}
	return Is(Lower, r)
}

func IsTitle(r rune) bool { return r > MaxLatin1 && Is(Title, r) }

func IsDigit(r rune) bool {
	if r <= MaxLatin1 {
		return '0' <= r && r <= '9'
	}
	return Is(Digit, r)
}

func IsNumber(r rune) bool {
	if uint32(r) <= MaxASCII {
		return '0' <= r && r <= '9'
	}
	return Is(Number, r)
}

func IsSpace(r rune) bool {
	if uint32(r) <= MaxLatin1 {
		switch r {
		case '\t', '\n', '\v', '\f', '\r', ' ', 0x85, 0xA0:
			return true
		}
		return false
	}
	return Is(White_Space, r)
}

func IsControl(r rune) bool { return uint32(r) <= MaxLatin1 && (r < ' ' || 0x7f <= r && r < 0xa0) }
func IsPunct(r rune) bool   { return Is(Punct, r) }
func IsSymbol(r rune) bool  { return Is(Symbol, r) }
func IsMark(r rune) bool    { return r > MaxLatin1 && Is(Mark, r) }

// IsGraphic: letters, marks, numbers, punctuation, symbols and spaces of category Zs.
func IsGraphic(r rune) bool {
	if uint32(r) <= MaxASCII {
		return ' ' <= r && r < 0x7f
	}
	return In(r, Letter, Mark, Number, Punct, Symbol, Zs)
}

// IsPrint: as IsGraphic, but of spaces only ' '.
func IsPrint(r rune) bool {
	if uint32(r) <= MaxASCII {
		return ' ' <= r && r < 0x7f
	}
	return In(r, Letter, Mark, Number, Punct, Symbol)
}

// To maps r to the case UpperCase, LowerCase or TitleCase.
func To(which int, r rune) rune {
	if which < 0 || MaxCase <= which {
		return ReplacementChar
	}
	lo, hi := 0, len(CaseRanges)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		e := &CaseRanges[m]
		switch {
		case r < rune(e.Lo):
			hi = m
		case r > rune(e.Hi):
			lo = m + 1
		default:
			delta := e.Delta[which]
			if delta > MaxRune {
				// Pairs from Lo on: the even one is upper, the odd one lower; title is upper.
				return rune(e.Lo) + ((r-rune(e.Lo))&^1 | rune(which&1))
			}
			return r + delta
		}
	}
	return r
}

func ToUpper(r rune) rune {
	if uint32(r) <= MaxASCII {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	return To(UpperCase, r)
}

func ToLower(r rune) rune {
	if uint32(r) <= MaxASCII {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return To(LowerCase, r)
}

func ToTitle(r rune) rune {
	if uint32(r) <= MaxASCII {
		return ToUpper(r)
	}
	return To(TitleCase, r)
}

// SimpleFold gives the next rune of the circle of those that are equal but for case.
func SimpleFold(r rune) rune {
	if r < 0 || r > MaxRune {
		return r
	}
	lo, hi := 0, len(orbits)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		switch {
		case r < orbits[m].from:
			hi = m
		case r > orbits[m].from:
			lo = m + 1
		default:
			return orbits[m].to
		}
	}
	if l := ToLower(r); l != r {
		return l
	}
	return ToUpper(r)
}
