package unicode

// SpecialCase is case mapping of a language where it is not that of all others.
type SpecialCase []CaseRange

// TurkishCase has an i with a dot and one without, in both cases.
var TurkishCase SpecialCase = []CaseRange{
	{0x0049, 0x0049, [MaxCase]rune{0, 0x131 - 0x49, 0}},
	{0x0069, 0x0069, [MaxCase]rune{0x130 - 0x69, 0, 0x130 - 0x69}},
	{0x0130, 0x0130, [MaxCase]rune{0, 0x69 - 0x130, 0}},
	{0x0131, 0x0131, [MaxCase]rune{0x49 - 0x131, 0, 0x49 - 0x131}},
}

var AzeriCase = TurkishCase

// to maps r by the ranges of special, and by those of all languages if they do not have it.
func (special SpecialCase) to(which int, r rune) rune {
	for _, each := range special {
		if each.Lo <= uint32(r) && uint32(r) <= each.Hi {
			return r + each.Delta[which]
		}
	}
	return To(which, r)
}

func (special SpecialCase) ToUpper(r rune) rune { return special.to(UpperCase, r) }
func (special SpecialCase) ToTitle(r rune) rune { return special.to(TitleCase, r) }
func (special SpecialCase) ToLower(r rune) rune { return special.to(LowerCase, r) }
