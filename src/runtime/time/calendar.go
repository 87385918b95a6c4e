package time

// Month is a month of the year, January = 1.
type Month int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

var monthNames = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

func (m Month) String() string {
	if January <= m && m <= December {
		return monthNames[m-1]
	}
	return "%!Month(" + decimal(int(m)) + ")"
}

// Weekday is a day of the week, Sunday = 0.
type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

var dayNames = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

func (d Weekday) String() string {
	if Sunday <= d && d <= Saturday {
		return dayNames[d]
	}
	return "%!Weekday(" + decimal(int(d)) + ")"
}

func decimal(n int) string {
	var buf [20]byte
	u := uint64(n)
	if n < 0 {
		u = uint64(-int64(n))
	}
	w := putInt(buf[:], u)
	if n < 0 {
		w--
		buf[w] = '-'
	}
	return string(buf[w:])
}

// Days before each month of a year that is no leap year.
var daysBefore = [...]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// floorDiv rounds down; the rest is never negative.
func floorDiv(a, b int64) (int64, int64) {
	q, r := a/b, a%b
	if r < 0 {
		q--
		r += b
	}
	return q, r
}

// daysSinceYearOne counts the days before the first of January of a year.
func daysSinceYearOne(year int) int64 {
	y := int64(year) - 1
	q4, _ := floorDiv(y, 4)
	q100, _ := floorDiv(y, 100)
	q400, _ := floorDiv(y, 400)
	return y*365 + q4 - q100 + q400
}

// split takes days since the year 1 apart.
func split(days int64) (year int, yday int) {
	cycles, rest := floorDiv(days, daysPer400Years)
	n100 := rest / 36524
	// The last day of a period belongs to it although it makes it longer than the others.
	n100 -= n100 >> 2
	rest -= 36524 * n100
	n4 := rest / 1461
	rest -= 1461 * n4
	n1 := rest / 365
	n1 -= n1 >> 2
	rest -= 365 * n1
	return int(400*cycles+100*n100+4*n4+n1) + 1, int(rest)
}

func (t Time) date() (year int, month Month, day int, yday int) {
	days, _ := floorDiv(t.local(), secondsPerDay)
	year, yday = split(days)
	day = yday
	if isLeap(year) {
		switch {
		case day > 59:
			day--
		case day == 59:
			return year, February, 29, yday
		}
	}
	month = Month(day/31 + 1)
	if day >= daysBefore[month] {
		month++
	}
	return year, month, day - daysBefore[month-1] + 1, yday
}

// Date is the day of t.
func (t Time) Date() (year int, month Month, day int) {
	year, month, day, _ = t.date()
	return year, month, day
}

// Clock is the time of the day of t.
func (t Time) Clock() (hour, min, sec int) {
	_, s := floorDiv(t.local(), secondsPerDay)
	return int(s / secondsPerHour), int(s % secondsPerHour / secondsPerMinute), int(s % secondsPerMinute)
}

func (t Time) Year() int {
	year, _, _, _ := t.date()
	return year
}

func (t Time) Month() Month {
	_, month, _, _ := t.date()
	return month
}

func (t Time) Day() int {
	_, _, day, _ := t.date()
	return day
}

// YearDay is the day of the year, from 1.
func (t Time) YearDay() int {
	_, _, _, yday := t.date()
	return yday + 1
}

// Weekday: the year 1 began on a Monday.
func (t Time) Weekday() Weekday {
	days, _ := floorDiv(t.local(), secondsPerDay)
	_, day := floorDiv(days+1, 7)
	return Weekday(day)
}

func (t Time) Hour() int {
	hour, _, _ := t.Clock()
	return hour
}

func (t Time) Minute() int {
	_, min, _ := t.Clock()
	return min
}

func (t Time) Second() int {
	_, _, sec := t.Clock()
	return sec
}

func (t Time) Nanosecond() int { return int(t.nsec()) }

// Date is the instant with these parts, which may lie outside their usual ranges.
func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Date")
	}
	years, m := floorDiv(int64(month)-1, 12)
	year += int(years)
	days := daysSinceYearOne(year) + int64(daysBefore[m]) + int64(day) - 1
	if isLeap(year) && m > 1 {
		days++
	}
	more, ns := floorDiv(int64(nsec), 1e9)
	s := days*secondsPerDay + int64(hour)*secondsPerHour + int64(min)*secondsPerMinute + int64(sec) + more - int64(loc.offset)
	t := Time{uint64(ns), s, loc}
	if loc == UTC {
		t.loc = nil
	}
	return t
}

// AddDate is t with years, months and days added.
func (t Time) AddDate(years, months, days int) Time {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	return Date(year+years, month+Month(months), day+days, hour, min, sec, t.Nanosecond(), t.Location())
}

// ISOWeek is the week of ISO 8601 and its year: that of the week's Thursday.
func (t Time) ISOWeek() (year, week int) {
	days, _ := floorDiv(t.local(), secondsPerDay)
	_, sinceMonday := floorDiv(days, 7)
	year, yday := split(days - sinceMonday + 3)
	return year, yday/7 + 1
}

// String is the instant as 2006-01-02 15:04:05.999999999 -0700 MST, with the reading of the monotonic clock.
func (t Time) String() string {
	b := t.AppendFormat(make([]byte, 0, 64), "2006-01-02 15:04:05.999999999 -0700 MST")
	if t.wall&hasMonotonic != 0 {
		mono := t.ext
		sign := byte('+')
		if mono < 0 {
			sign, mono = '-', -mono
		}
		b = append(b, " m="...)
		b = append(b, sign)
		b = append(b, decimal(int(mono/1e9))...)
		b = padded(append(b, '.'), int(mono%1e9), 9)
	}
	return string(b)
}

// padded appends n with at least width digits.
func padded(b []byte, n, width int) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	s := decimal(n)
	for i := len(s); i < width; i++ {
		b = append(b, '0')
	}
	return append(b, s...)
}
