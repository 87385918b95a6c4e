package time

import "errors"

// ParseError says which part of a value does not fit which part of its layout.
type ParseError struct {
	Layout     string
	Value      string
	LayoutElem string
	ValueElem  string
	Message    string
}

func (e *ParseError) Error() string {
	if e.Message != "" {
		return "parsing time " + quote(e.Value) + e.Message
	}
	return "parsing time " + quote(e.Value) + " as " + quote(e.Layout) + ": cannot parse " + quote(e.ValueElem) + " as " + quote(e.LayoutElem)
}

// quote puts s in quotes; what is not printable ASCII becomes \x and two digits a byte.
func quote(s string) string {
	const hex = "0123456789abcdef"
	b := []byte{'"'}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ' || c >= 0x80:
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}

// Parse reads a time as the layout shows; without a zone it is in UTC.
func Parse(layout, value string) (Time, error) { return parse(layout, value, UTC, Local) }

// ParseInLocation reads a time; without a zone it is in loc.
func ParseInLocation(layout, value string, loc *Location) (Time, error) {
	return parse(layout, value, loc, loc)
}

// parser collects what elements say; -1 is nothing yet.
type parser struct {
	rest             string
	year, month      int
	day, yearDay     int
	hour, min, sec   int
	nsec             int
	isPM, isAM       bool
	isUTC, hasOffset bool
	offset           int
	zone             string
	// What is out of its range.
	outOfRange string
}

func parse(layout, value string, defaultLocation, local *Location) (Time, error) {
	p := parser{rest: value, month: -1, day: -1, yearDay: -1}
	fail := func(element, message string) (Time, error) {
		return Time{}, &ParseError{layout, value, element, p.rest, message}
	}
	for left := layout; ; {
		before, f, element, after := nextElement(left)
		if !p.skip(before) {
			return fail(before, "")
		}
		if f == noField {
			break
		}
		left = after
		ok := p.field(f, element, after)
		if p.outOfRange != "" {
			return fail(element, ": "+p.outOfRange+" out of range")
		}
		if !ok {
			return fail(element, "")
		}
	}
	if p.rest != "" {
		return fail("", ": extra text: "+quote(p.rest))
	}
	if p.isPM && p.hour < 12 {
		p.hour += 12
	} else if p.isAM && p.hour == 12 {
		p.hour = 0
	}
	if message := p.settleDay(); message != "" {
		return fail("", message)
	}
	return p.time(defaultLocation, local), nil
}

// skip passes the text between elements; any number of spaces stand for a space.
func (p *parser) skip(text string) bool {
	for text != "" {
		if text[0] == ' ' {
			if p.rest != "" && p.rest[0] != ' ' {
				return false
			}
			text, p.rest = withoutSpaces(text), withoutSpaces(p.rest)
			continue
		}
		if p.rest == "" || p.rest[0] != text[0] {
			return false
		}
		text, p.rest = text[1:], p.rest[1:]
	}
	return true
}

func withoutSpaces(s string) string {
	for s != "" && s[0] == ' ' {
		s = s[1:]
	}
	return s
}

// number reads up to most digits, at least least.
func (p *parser) number(least, most int) (int, bool) {
	n, i := 0, 0
	for ; i < most && isDigit(p.rest, i); i++ {
		n = n*10 + int(p.rest[i]-'0')
	}
	if i < least {
		return 0, false
	}
	p.rest = p.rest[i:]
	return n, true
}

// ranged reads a number of one or two digits that must lie in [low, high].
func (p *parser) ranged(least, low, high int, name string) (int, bool) {
	n, ok := p.number(least, 2)
	if ok && (n < low || n > high) {
		p.outOfRange = name
	}
	return n, ok
}

// name reads one of names, as far as its first length letters, in any case.
func (p *parser) name(names []string, length int) (int, bool) {
	for i, name := range names {
		if length > 0 {
			name = name[:length]
		}
		if len(p.rest) >= len(name) && sameLetters(p.rest[:len(name)], name) {
			p.rest = p.rest[len(name):]
			return i, true
		}
	}
	return -1, false
}

func sameLetters(a, b string) bool {
	for i := 0; i < len(a); i++ {
		if a[i] != b[i] {
			c, d := a[i]|0x20, b[i]|0x20
			if c != d || c < 'a' || c > 'z' {
				return false
			}
		}
	}
	return true
}

func (p *parser) spaces(most int) {
	for i := 0; i < most && p.rest != "" && p.rest[0] == ' '; i++ {
		p.rest = p.rest[1:]
	}
}

// field reads one element; after is the layout behind it.
func (p *parser) field(f field, element, after string) (ok bool) {
	switch f {
	case shortYear:
		if p.year, ok = p.number2(); ok {
			if p.year >= 69 {
				p.year += 1900
			} else {
				p.year += 2000
			}
		}
	case longYear:
		if len(p.rest) < 4 || !isDigit(p.rest, 0) {
			return false
		}
		digits := p.rest[:4]
		p.rest = p.rest[4:]
		p.year, ok = whole(digits)
	case longMonth, shortMonth:
		p.month, ok = p.name(monthNames[:], wordLength(f == shortMonth))
		p.month++
	case numericMonth, zeroMonth:
		p.month, ok = p.ranged(leastDigits(f == zeroMonth), 1, 12, "month")
	case longWeekday, shortWeekday:
		_, ok = p.name(dayNames[:], wordLength(f == shortWeekday))
	case day, spaceDay, zeroDay:
		if f == spaceDay {
			p.spaces(1)
		}
		p.day, ok = p.number(leastDigits(f == zeroDay), 2)
	case spaceYearDay:
		p.spaces(2)
		p.yearDay, ok = p.number(1, 3)
	case zeroYearDay:
		p.yearDay, ok = p.number(3, 3)
	case hour24:
		p.hour, ok = p.ranged(1, 0, 23, "hour")
	case hour12, zeroHour12:
		p.hour, ok = p.ranged(leastDigits(f == zeroHour12), 0, 12, "hour")
	case minute, zeroMinute:
		p.min, ok = p.ranged(leastDigits(f == zeroMinute), 0, 59, "minute")
	case second, zeroSecond:
		p.sec, ok = p.ranged(leastDigits(f == zeroSecond), 0, 59, "second")
		if ok && p.outOfRange == "" {
			p.unshownFraction(after)
		}
	case upperPM:
		ok = p.half("AM", "PM")
	case lowerPM:
		ok = p.half("am", "pm")
	case zoneOffset:
		ok = p.zoneOffset(element)
	case zoneName:
		ok = p.zoneName()
	case exactFraction:
		if ok = len(p.rest) >= len(element); ok {
			ok = p.fraction(len(element))
		}
	case trimmedFraction:
		if len(p.rest) < 2 || p.rest[0] != '.' && p.rest[0] != ',' || !isDigit(p.rest, 1) {
			return true
		}
		n := 1
		for n < 10 && isDigit(p.rest, n) {
			n++
		}
		ok = p.fraction(n)
	}
	return ok
}

func wordLength(isShort bool) int {
	if isShort {
		return 3
	}
	return 0
}

func leastDigits(isFixed bool) int {
	if isFixed {
		return 2
	}
	return 1
}

// number2 reads two characters that must be a number, or nothing.
func (p *parser) number2() (int, bool) {
	if len(p.rest) < 2 {
		return 0, false
	}
	n, ok := whole(p.rest[:2])
	if ok {
		p.rest = p.rest[2:]
	}
	return n, ok
}

// whole reads s as a whole number, which may have a sign, and no digit behind it.
func whole(s string) (n int, ok bool) {
	isNegative := s != "" && s[0] == '-'
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	for i := range s {
		if !isDigit(s, i) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	if isNegative {
		n = -n
	}
	return n, true
}

// unshownFraction reads a fraction of seconds that the layout does not show.
func (p *parser) unshownFraction(after string) {
	if len(p.rest) < 2 || p.rest[0] != '.' && p.rest[0] != ',' || !isDigit(p.rest, 1) {
		return
	}
	if _, next, _, _ := nextElement(after); next == exactFraction || next == trimmedFraction {
		return
	}
	n := 2
	for isDigit(p.rest, n) {
		n++
	}
	p.fraction(n)
}

// fraction reads a point and n-1 digits; those behind the ninth do not count.
func (p *parser) fraction(n int) bool {
	text := p.rest[:n]
	p.rest = p.rest[n:]
	if n > 10 {
		text = text[:10]
	}
	digits, ok := whole(text[1:])
	if text[0] != '.' && text[0] != ',' || !ok {
		return false
	}
	if digits < 0 {
		p.outOfRange = "fractional second"
	}
	for i := len(text); i < 10; i++ {
		digits *= 10
	}
	p.nsec = digits
	return true
}

func (p *parser) half(am, pm string) bool {
	if len(p.rest) < 2 {
		return false
	}
	text := p.rest[:2]
	p.rest = p.rest[2:]
	p.isAM = p.isAM || text == am
	p.isPM = p.isPM || text == pm
	return text == am || text == pm
}

// zoneOffset reads what the element shows: sign, hours, perhaps minutes, perhaps seconds.
func (p *parser) zoneOffset(element string) bool {
	if element[0] == 'Z' && len(element) < 7 && hasPrefix(p.rest, "Z") {
		p.rest = p.rest[1:]
		p.isUTC = true
		return true
	}
	if len(p.rest) < len(element) {
		return false
	}
	seconds, unit, isNumber := 0, 3600, true
	for i := 1; i < len(element); i += 2 {
		if element[i] == ':' {
			if p.rest[i] != ':' {
				return false
			}
			i++
		}
		n, ok := whole(p.rest[i : i+2])
		isNumber = isNumber && ok
		seconds += n * unit
		unit /= 60
	}
	sign := p.rest[0]
	p.rest = p.rest[len(element):]
	if sign == '-' {
		seconds = -seconds
	}
	// An offset of one second west means none: that is how Go has it.
	p.offset, p.hasOffset = seconds, seconds != -1
	return isNumber && (sign == '+' || sign == '-')
}

// zoneName reads an abbreviation: three capital letters, four or five that end in T, or some that are known.
func (p *parser) zoneName() bool {
	if hasPrefix(p.rest, "UTC") {
		p.rest = p.rest[3:]
		p.isUTC = true
		return true
	}
	n := zoneNameLength(p.rest)
	p.zone, p.rest = p.rest[:n], p.rest[n:]
	return n > 0
}

func zoneNameLength(s string) int {
	switch {
	case len(s) < 3:
		return 0
	case hasPrefix(s, "ChST") || hasPrefix(s, "MeST"):
		return 4
	case hasPrefix(s, "GMT"):
		return 3 + signedHoursLength(s[3:])
	case s[0] == '+' || s[0] == '-':
		return signedHoursLength(s)
	}
	capitals := 0
	for capitals < len(s) && capitals < 6 && 'A' <= s[capitals] && s[capitals] <= 'Z' {
		capitals++
	}
	if capitals == 3 || (capitals == 4 || capitals == 5) && s[capitals-1] == 'T' || capitals == 4 && hasPrefix(s, "WITA") {
		return capitals
	}
	return 0
}

// signedHoursLength is the length of a sign and at most 23 hours at the beginning of s.
func signedHoursLength(s string) int {
	if s == "" || s[0] != '+' && s[0] != '-' {
		return 0
	}
	hours, rest, ok := leadingInt(s[1:])
	if !ok || rest == s[1:] || hours > 23 {
		return 0
	}
	return len(s) - len(rest)
}

// settleDay brings day of the year, month and day together.
func (p *parser) settleDay() string {
	if p.yearDay >= 0 {
		if p.yearDay < 1 || p.yearDay > 365 && !(isLeap(p.year) && p.yearDay == 366) {
			return ": day-of-year out of range"
		}
		t := Date(p.year, January, p.yearDay, 0, 0, 0, 0, UTC)
		if p.month >= 0 && Month(p.month) != t.Month() {
			return ": day-of-year does not match month"
		}
		if p.day >= 0 && p.day != t.Day() {
			p.month = int(t.Month())
			return ": day-of-year does not match day"
		}
		p.month, p.day = int(t.Month()), t.Day()
	}
	if p.month < 0 {
		p.month = 1
	}
	if p.day < 0 {
		p.day = 1
	}
	if p.day < 1 || p.day > daysIn(Month(p.month), p.year) {
		return ": day out of range"
	}
	return ""
}

func daysIn(m Month, year int) int {
	if m == February && isLeap(year) {
		return 29
	}
	return daysBefore[m] - daysBefore[m-1]
}

// time is the instant; a zone that is not the local one becomes one of its own.
func (p *parser) time(defaultLocation, local *Location) Time {
	at := func(loc *Location) Time {
		return Date(p.year, Month(p.month), p.day, p.hour, p.min, p.sec, p.nsec, loc)
	}
	switch {
	case p.isUTC:
		return at(UTC)
	case p.hasOffset:
		if local.offset == p.offset && (p.zone == "" || p.zone == local.zone) {
			return at(local)
		}
		return at(FixedZone(p.zone, p.offset))
	case p.zone != "":
		if p.zone == local.zone {
			return at(local)
		}
		// The distance of other abbreviations is not known, but for GMT and hours.
		loc := FixedZone(p.zone, 0)
		t := at(loc)
		if len(p.zone) > 3 && hasPrefix(p.zone, "GMT") {
			hours, _, _ := leadingInt(p.zone[4:])
			loc.offset = int(hours) * 3600
			if p.zone[3] == '-' {
				loc.offset = -loc.offset
			}
		}
		return t
	}
	return at(defaultLocation)
}

// leadingInt reads digits; not ok beyond 1<<63.
func leadingInt(s string) (n uint64, rest string, ok bool) {
	i := 0
	for ; isDigit(s, i); i++ {
		if n > 1<<63/10 {
			return 0, "", false
		}
		n = n*10 + uint64(s[i]-'0')
		if n > 1<<63 {
			return 0, "", false
		}
	}
	return n, s[i:], true
}

// leadingFraction reads digits behind a point as n/scale; what does not fit is left out.
func leadingFraction(s string) (n uint64, scale float64, rest string) {
	scale = 1
	i, isFull := 0, false
	for ; isDigit(s, i); i++ {
		next := n*10 + uint64(s[i]-'0')
		isFull = isFull || n > (1<<63-1)/10 || next > 1<<63
		if !isFull {
			n = next
			scale *= 10
		}
	}
	return n, scale, s[i:]
}

// unitOf gives the nanoseconds of a unit, 0 for what is none. Micro is written with either of two characters.
func unitOf(name string) uint64 {
	switch name {
	case "ns":
		return uint64(Nanosecond)
	case "us", "µs", "μs":
		return uint64(Microsecond)
	case "ms":
		return uint64(Millisecond)
	case "s":
		return uint64(Second)
	case "m":
		return uint64(Minute)
	case "h":
		return uint64(Hour)
	}
	return 0
}

// ParseDuration reads numbers with units, like 1h15m30.918s.
func ParseDuration(s string) (Duration, error) {
	orig := s
	invalid := func() (Duration, error) { return 0, errors.New("time: invalid duration " + quote(orig)) }
	isNegative := s != "" && s[0] == '-'
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	if s == "0" {
		return 0, nil
	}
	if s == "" {
		return invalid()
	}
	var d uint64
	for s != "" {
		before := s
		v, rest, ok := leadingInt(s)
		if !ok {
			return invalid()
		}
		hasDigits := len(rest) < len(before)
		var f uint64
		scale := 1.0
		if s = rest; s != "" && s[0] == '.' {
			f, scale, rest = leadingFraction(s[1:])
			hasDigits = hasDigits || len(rest) < len(s)-1
			s = rest
		}
		if !hasDigits {
			return invalid()
		}
		n := 0
		for n < len(s) && s[n] != '.' && !isDigit(s, n) {
			n++
		}
		if n == 0 {
			return 0, errors.New("time: missing unit in duration " + quote(orig))
		}
		unit := unitOf(s[:n])
		if unit == 0 {
			return 0, errors.New("time: unknown unit " + quote(s[:n]) + " in duration " + quote(orig))
		}
		s = s[n:]
		if v > 1<<63/unit {
			return invalid()
		}
		v *= unit
		if f > 0 {
			v += uint64(float64(f) * (float64(unit) / scale))
			if v > 1<<63 {
				return invalid()
			}
		}
		if d += v; d > 1<<63 {
			return invalid()
		}
	}
	if isNegative {
		return -Duration(d), nil
	}
	if d > 1<<63-1 {
		return invalid()
	}
	return Duration(d), nil
}
