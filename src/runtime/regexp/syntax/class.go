package syntax

import "unicode"

// span is the runes from lo to hi.
type span struct {
	lo, hi rune
}

// set is a set of runes: those in one of the parts, or all others.
type set struct {
	spans   []span
	tables  []*unicode.RangeTable
	parts   []*set
	negated bool
	folded  bool // a rune is in the set if one that differs by case only is
}

func (s *set) hasExactly(r rune) bool {
	for _, each := range s.spans {
		if each.lo <= r && r <= each.hi {
			return true
		}
	}
	for _, t := range s.tables {
		if unicode.Is(t, r) {
			return true
		}
	}
	for _, p := range s.parts {
		if p.Has(r) {
			return true
		}
	}
	return false
}

// Has reports whether r is in the set.
func (s *set) Has(r rune) bool {
	if s.hasExactly(r) {
		return !s.negated
	}
	if s.folded {
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			if s.hasExactly(f) {
				return !s.negated
			}
		}
	}
	return s.negated
}

var (
	digitSpans = []span{{'0', '9'}}
	spaceSpans = []span{{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}
	wordSpans  = []span{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
)

// perlSet is the set of \d, \s, \w and, with capitals, of what is not in them.
func perlSet(c byte) *set {
	switch c {
	case 'd', 'D':
		return &set{spans: digitSpans, negated: c == 'D'}
	case 's', 'S':
		return &set{spans: spaceSpans, negated: c == 'S'}
	case 'w', 'W':
		return &set{spans: wordSpans, negated: c == 'W'}
	}
	return nil
}

// asciiSet is the set of [:name:].
func asciiSet(name string) []span {
	switch name {
	case "alnum":
		return []span{{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}
	case "alpha":
		return []span{{'A', 'Z'}, {'a', 'z'}}
	case "ascii":
		return []span{{0, 0x7F}}
	case "blank":
		return []span{{'\t', '\t'}, {' ', ' '}}
	case "cntrl":
		return []span{{0, 0x1F}, {0x7F, 0x7F}}
	case "digit":
		return digitSpans
	case "graph":
		return []span{{'!', '~'}}
	case "lower":
		return []span{{'a', 'z'}}
	case "print":
		return []span{{' ', '~'}}
	case "punct":
		return []span{{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}
	case "space":
		return []span{{'\t', '\r'}, {' ', ' '}}
	case "upper":
		return []span{{'A', 'Z'}}
	case "word":
		return wordSpans
	case "xdigit":
		return []span{{'0', '9'}, {'A', 'F'}, {'a', 'f'}}
	}
	return nil
}

// table finds the table of a category or script.
func table(name string) *unicode.RangeTable {
	lo, hi := 0, len(tables)
	for lo < hi {
		m := (lo + hi) / 2
		if tables[m].name < name {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(tables) && tables[lo].name == name {
		return tables[lo].table
	}
	return nil
}
