package time

import "errors"

// Layouts show how 2 January 2006, 15:04:05, seven hours west of UTC is to be written.
const (
	Layout      = "01/02 03:04:05PM '06 -0700"
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	UnixDate    = "Mon Jan _2 15:04:05 MST 2006"
	RubyDate    = "Mon Jan 02 15:04:05 -0700 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC822Z     = "02 Jan 06 15:04 -0700"
	RFC850      = "Monday, 02-Jan-06 15:04:05 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC1123Z    = "Mon, 02 Jan 2006 15:04:05 -0700"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
	StampMilli  = "Jan _2 15:04:05.000"
	StampMicro  = "Jan _2 15:04:05.000000"
	StampNano   = "Jan _2 15:04:05.000000000"
)

// field is what an element of a layout stands for.
type field int

const (
	noField field = iota
	longMonth
	shortMonth
	numericMonth
	zeroMonth
	longWeekday
	shortWeekday
	day
	spaceDay
	zeroDay
	spaceYearDay
	zeroYearDay
	hour24
	hour12
	zeroHour12
	minute
	zeroMinute
	second
	zeroSecond
	longYear
	shortYear
	upperPM
	lowerPM
	zoneName
	zoneOffset
	exactFraction
	trimmedFraction
)

// elements are the fixed elements, longer ones before those that they begin with.
var elements = [...]struct {
	text  string
	field field
}{
	{"January", longMonth}, {"Jan", shortMonth}, {"Monday", longWeekday}, {"Mon", shortWeekday}, {"MST", zoneName},
	{"01", zeroMonth}, {"02", zeroDay}, {"03", zeroHour12}, {"04", zeroMinute}, {"05", zeroSecond}, {"06", shortYear}, {"002", zeroYearDay},
	{"15", hour24}, {"1", numericMonth}, {"2006", longYear}, {"2", day}, {"_2", spaceDay}, {"__2", spaceYearDay},
	{"3", hour12}, {"4", minute}, {"5", second}, {"PM", upperPM}, {"pm", lowerPM},
	{"-070000", zoneOffset}, {"-07:00:00", zoneOffset}, {"-0700", zoneOffset}, {"-07:00", zoneOffset}, {"-07", zoneOffset},
	{"Z070000", zoneOffset}, {"Z07:00:00", zoneOffset}, {"Z0700", zoneOffset}, {"Z07:00", zoneOffset}, {"Z07", zoneOffset},
}

func hasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }

func isDigit(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

// elementAt is the element that s begins with, and its length.
func elementAt(s string) (field, int) {
	if s[0] == '.' || s[0] == ',' {
		n := 1
		for n < len(s) && s[n] == s[1] {
			n++
		}
		if n > 1 && (s[1] == '0' || s[1] == '9') && !isDigit(s, n) {
			if s[1] == '0' {
				return exactFraction, n
			}
			return trimmedFraction, n
		}
		return noField, 0
	}
	if hasPrefix(s, "_2006") {
		// A line before the year, no day with a space.
		return noField, 0
	}
	for i := range elements {
		e := &elements[i]
		if s[0] != e.text[0] || !hasPrefix(s, e.text) {
			continue
		}
		isWord := e.field == shortMonth || e.field == shortWeekday
		if isWord && len(s) > 3 && 'a' <= s[3] && s[3] <= 'z' {
			continue
		}
		return e.field, len(e.text)
	}
	return noField, 0
}

// nextElement cuts a layout at its first element.
func nextElement(layout string) (before string, f field, element, after string) {
	for i := 0; i < len(layout); i++ {
		if f, n := elementAt(layout[i:]); f != noField {
			return layout[:i], f, layout[i : i+n], layout[i+n:]
		}
	}
	return layout, noField, "", ""
}

// Format writes t as the layout shows.
func (t Time) Format(layout string) string {
	var buf [64]byte
	b := buf[:0]
	if n := len(layout) + 10; n > len(buf) {
		b = make([]byte, 0, n)
	}
	return string(t.AppendFormat(b, layout))
}

// AppendFormat appends t as the layout shows.
func (t Time) AppendFormat(b []byte, layout string) []byte {
	for layout != "" {
		before, f, element, after := nextElement(layout)
		b = append(b, before...)
		if f == noField {
			break
		}
		b = t.appendField(b, f, element)
		layout = after
	}
	return b
}

func spaces(b []byte, n, width int) []byte {
	s := decimal(n)
	for i := len(s); i < width; i++ {
		b = append(b, ' ')
	}
	return append(b, s...)
}

func twelveHours(hour int) int { return (hour+11)%12 + 1 }

func (t Time) appendField(b []byte, f field, element string) []byte {
	year, month, monthDay, yday := t.date()
	hour, min, sec := t.Clock()
	switch f {
	case longYear:
		return padded(b, year, 4)
	case shortYear:
		if year < 0 {
			year = -year
		}
		return padded(b, year%100, 2)
	case longMonth:
		return append(b, month.String()...)
	case shortMonth:
		return append(b, month.String()[:3]...)
	case numericMonth:
		return padded(b, int(month), 0)
	case zeroMonth:
		return padded(b, int(month), 2)
	case longWeekday:
		return append(b, t.Weekday().String()...)
	case shortWeekday:
		return append(b, t.Weekday().String()[:3]...)
	case day:
		return padded(b, monthDay, 0)
	case spaceDay:
		return spaces(b, monthDay, 2)
	case zeroDay:
		return padded(b, monthDay, 2)
	case spaceYearDay:
		return spaces(b, yday+1, 3)
	case zeroYearDay:
		return padded(b, yday+1, 3)
	case hour24:
		return padded(b, hour, 2)
	case hour12:
		return padded(b, twelveHours(hour), 0)
	case zeroHour12:
		return padded(b, twelveHours(hour), 2)
	case minute:
		return padded(b, min, 0)
	case zeroMinute:
		return padded(b, min, 2)
	case second:
		return padded(b, sec, 0)
	case zeroSecond:
		return padded(b, sec, 2)
	case upperPM:
		return append(b, "AMPM"[hour/12*2:hour/12*2+2]...)
	case lowerPM:
		return append(b, "ampm"[hour/12*2:hour/12*2+2]...)
	case zoneOffset:
		return appendOffset(b, t.Location().offset, element)
	case zoneName:
		if name := t.Location().zone; name != "" {
			return append(b, name...)
		}
		return appendOffset(b, t.Location().offset, "-0700")
	}
	return appendFraction(b, t.Nanosecond(), f, element)
}

// appendOffset writes seconds east of UTC as the element shows: Z... is Z for none, ... has minutes and seconds
// behind the hours, with colons or without.
func appendOffset(b []byte, offset int, element string) []byte {
	if element[0] == 'Z' && offset == 0 {
		return append(b, 'Z')
	}
	minutes, rest := offset/60, offset%60
	if minutes < 0 {
		b = append(b, '-')
		minutes, rest = -minutes, -rest
	} else {
		b = append(b, '+')
		if offset < 0 {
			// Less than a minute west: the sign is that of the minutes, the seconds keep theirs.
			rest = offset
		}
	}
	b = padded(b, minutes/60, 2)
	hasColons := len(element) > 3 && element[3] == ':'
	if hasColons {
		b = append(b, ':')
	}
	if len(element) > 3 {
		b = padded(b, minutes%60, 2)
	}
	if len(element) >= 7 {
		if hasColons {
			b = append(b, ':')
		}
		b = padded(b, rest, 2)
	}
	return b
}

// appendFraction writes as many digits as the element has, at most nine; a row of nines loses its zeros.
func appendFraction(b []byte, nsec int, f field, element string) []byte {
	digits := padded(nil, nsec, 9)
	if n := len(element) - 1; n < 9 {
		digits = digits[:n]
	}
	if f == trimmedFraction {
		for len(digits) > 0 && digits[len(digits)-1] == '0' {
			digits = digits[:len(digits)-1]
		}
		if len(digits) == 0 {
			return b
		}
	}
	return append(append(b, element[0]), digits...)
}

// GoString is t as a call of Date.
func (t Time) GoString() string {
	year, month, monthDay := t.Date()
	hour, min, sec := t.Clock()
	s := "time.Date(" + decimal(year) + ", time." + month.String()
	for _, n := range [...]int{monthDay, hour, min, sec, t.Nanosecond()} {
		s += ", " + decimal(n)
	}
	switch loc := t.Location(); loc {
	case UTC:
		return s + ", time.UTC)"
	case Local:
		return s + ", time.Local)"
	default:
		return s + ", time.Location(" + quote(loc.name) + "))"
	}
}

// MarshalText is RFC 3339, for years of four digits.
func (t Time) MarshalText() ([]byte, error) {
	if y := t.Year(); y < 0 || y >= 10000 {
		return nil, errors.New("Time.MarshalText: year outside of range [0,9999]")
	}
	return t.AppendFormat(nil, RFC3339Nano), nil
}

// UnmarshalText reads RFC 3339.
func (t *Time) UnmarshalText(data []byte) error {
	var err error
	*t, err = Parse(RFC3339, string(data))
	return err
}

// MarshalJSON is RFC 3339 in quotes.
func (t Time) MarshalJSON() ([]byte, error) {
	if y := t.Year(); y < 0 || y >= 10000 {
		return nil, errors.New("Time.MarshalJSON: year outside of range [0,9999]")
	}
	return append(t.AppendFormat([]byte{'"'}, RFC3339Nano), '"'), nil
}

// UnmarshalJSON reads RFC 3339 in quotes; null changes nothing.
func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	var err error
	*t, err = Parse(`"`+RFC3339+`"`, string(data))
	return err
}
