package time

import "errors"

// Time is an instant to the nanosecond, and as Now gives it also a reading of the clock
// that never goes back, by which Sub and comparisons go if both have one.
//
//	wall   bit 63: has such a reading; 33 bits seconds since 1885; 30 bits nanoseconds
//	ext    the reading; without one, wall has no seconds and ext those since year 1
//
// The machine is in UTC; other zones are fixed distances from it.
type Time struct {
	wall uint64
	ext  int64
	loc  *Location
}

const (
	hasMonotonic = 1 << 63
	nsecShift    = 30
	nsecMask     = 1<<nsecShift - 1

	secondsPerMinute = 60
	secondsPerHour   = 60 * secondsPerMinute
	secondsPerDay    = 24 * secondsPerHour
	daysPer400Years  = 365*400 + 97

	// Seconds from the year 1 to 1885 and to 1970.
	wallToInternal int64 = (1884*365 + 1884/4 - 1884/100 + 1884/400) * secondsPerDay
	unixToInternal int64 = (1969*365 + 1969/4 - 1969/100 + 1969/400) * secondsPerDay
)

// Location is a time zone: its name, the zone's abbreviation, seconds east of UTC.
type Location struct {
	name   string
	zone   string
	offset int
}

var (
	utcLoc   = Location{"UTC", "UTC", 0}
	localLoc = Location{"Local", "UTC", 0}

	UTC   *Location = &utcLoc
	Local *Location = &localLoc
)

// FixedZone is always offset seconds east of UTC.
func FixedZone(name string, offset int) *Location { return &Location{name, name, offset} }

// LoadLocation knows UTC and the machine's own zone, which is the same.
func LoadLocation(name string) (*Location, error) {
	switch name {
	case "", "UTC":
		return UTC, nil
	case "Local":
		return Local, nil
	}
	return nil, errors.New("unknown time zone " + name)
}

func (l *Location) String() string {
	if l == nil {
		return "UTC"
	}
	return l.name
}

// startNano is just before the program, so that readings are positive.
var startNano = runtimeNano() - 1

// Now is the present instant.
func Now() Time {
	sec, nsec, mono := now()
	mono -= startNano
	sec += unixToInternal - wallToInternal
	if uint64(sec)>>33 != 0 {
		return Time{uint64(nsec), sec + wallToInternal, Local}
	}
	return Time{hasMonotonic | uint64(sec)<<nsecShift | uint64(nsec), mono, Local}
}

// Unix is the instant sec seconds and nsec nanoseconds after 1970.
func Unix(sec int64, nsec int64) Time {
	sec += nsec / 1e9
	nsec %= 1e9
	if nsec < 0 {
		nsec += 1e9
		sec--
	}
	return Time{uint64(nsec), sec + unixToInternal, Local}
}

// UnixMilli is the instant msec milliseconds after 1970.
func UnixMilli(msec int64) Time { return Unix(msec/1e3, msec%1e3*1e6) }

// UnixMicro is the instant usec microseconds after 1970.
func UnixMicro(usec int64) Time { return Unix(usec/1e6, usec%1e6*1e3) }

func (t *Time) nsec() int32 { return int32(t.wall & nsecMask) }

// sec is seconds since the year 1.
func (t *Time) sec() int64 {
	if t.wall&hasMonotonic != 0 {
		return wallToInternal + int64(t.wall<<1>>(nsecShift+1))
	}
	return t.ext
}

// local is sec in the time of t's zone.
func (t *Time) local() int64 {
	if t.loc == nil {
		return t.sec()
	}
	return t.sec() + int64(t.loc.offset)
}

// stripMono leaves only the wall clock.
func (t *Time) stripMono() {
	if t.wall&hasMonotonic != 0 {
		t.ext = t.sec()
		t.wall &= nsecMask
	}
}

// Round and Truncate with d <= 0 take the monotonic reading away; otherwise they also
// round to a multiple of d since the year 1.
func (t Time) Round(d Duration) Time {
	t.stripMono()
	if d <= 0 {
		return t
	}
	r := t.modulo(d)
	if r < d-r {
		return t.Add(-r)
	}
	return t.Add(d - r)
}

func (t Time) Truncate(d Duration) Time {
	t.stripMono()
	if d <= 0 {
		return t
	}
	return t.Add(-t.modulo(d))
}

// modulo is the time since the year 1 modulo d: the seconds bit by bit, since all of
// it in nanoseconds does not fit 64 bits.
func (t Time) modulo(d Duration) Duration {
	sec, nsec := t.sec(), int64(t.nsec())
	isNegative := sec < 0
	if isNegative {
		sec, nsec = -sec, -nsec
		if nsec < 0 {
			sec--
			nsec += 1e9
		}
	}
	r := Duration(0)
	for bit := 63; bit >= 0; bit-- {
		r = addModulo(r, r, d)
		if uint64(sec)>>uint(bit)&1 != 0 {
			r = addModulo(r, Second%d, d)
		}
	}
	r = addModulo(r, Duration(nsec)%d, d)
	if isNegative && r != 0 {
		r = d - r
	}
	return r
}

func addModulo(a, b, m Duration) Duration {
	if a >= m-b {
		return a - (m - b)
	}
	return a + b
}

func (t Time) After(u Time) bool  { return t.compare(u) > 0 }
func (t Time) Before(u Time) bool { return t.compare(u) < 0 }
func (t Time) Equal(u Time) bool  { return t.compare(u) == 0 }

func (t *Time) compare(u Time) int {
	a, b := t.ext, u.ext
	if t.wall&u.wall&hasMonotonic == 0 {
		a, b = t.sec(), u.sec()
		if a == b {
			a, b = int64(t.nsec()), int64(u.nsec())
		}
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// IsZero reports whether t is the first instant of the year 1.
func (t Time) IsZero() bool { return t.sec() == 0 && t.nsec() == 0 }

// Add is t+d.
func (t Time) Add(d Duration) Time {
	sec := t.sec() + int64(d/1e9)
	nsec := t.nsec() + int32(d%1e9)
	if nsec >= 1e9 {
		sec++
		nsec -= 1e9
	} else if nsec < 0 {
		sec--
		nsec += 1e9
	}
	if t.wall&hasMonotonic != 0 {
		mono := t.ext + int64(d)
		wallSec := sec - wallToInternal
		fits := uint64(wallSec)>>33 == 0
		if fits && (d < 0) == (mono < t.ext) {
			return Time{hasMonotonic | uint64(wallSec)<<nsecShift | uint64(nsec), mono, t.loc}
		}
	}
	return Time{uint64(nsec), sec, t.loc}
}

// Sub is t-u, at most the greatest and at least the least Duration.
func (t Time) Sub(u Time) Duration {
	if t.wall&u.wall&hasMonotonic != 0 {
		d := Duration(t.ext - u.ext)
		switch {
		case d < 0 && t.ext > u.ext:
			return maxDuration
		case d > 0 && t.ext < u.ext:
			return minDuration
		}
		return d
	}
	d := Duration(t.sec()-u.sec())*Second + Duration(t.nsec()-u.nsec())
	switch {
	case u.Add(d).Equal(t):
		return d
	case t.Before(u):
		return minDuration
	}
	return maxDuration
}

// Since is the time since t.
func Since(t Time) Duration { return Now().Sub(t) }

// Until is the time until t.
func Until(t Time) Duration { return t.Sub(Now()) }

func (t Time) Unix() int64      { return t.sec() - unixToInternal }
func (t Time) UnixMilli() int64 { return t.Unix()*1e3 + int64(t.nsec())/1e6 }
func (t Time) UnixMicro() int64 { return t.Unix()*1e6 + int64(t.nsec())/1e3 }
func (t Time) UnixNano() int64  { return t.Unix()*1e9 + int64(t.nsec()) }

func (t Time) UTC() Time {
	t.setLocation(UTC)
	return t
}

func (t Time) Local() Time {
	t.setLocation(Local)
	return t
}

// Location is the zone of t.
func (t Time) Location() *Location {
	if t.loc == nil {
		return UTC
	}
	return t.loc
}

// In is t in the zone loc.
func (t Time) In(loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Time.In")
	}
	t.setLocation(loc)
	return t
}

// setLocation keeps UTC as nil, so that equal instants in UTC are equal by ==.
func (t *Time) setLocation(loc *Location) {
	t.stripMono()
	if loc == &utcLoc {
		loc = nil
	}
	t.loc = loc
}

// Zone is the abbreviation of t's zone and its seconds east of UTC.
func (t Time) Zone() (name string, offset int) {
	l := t.Location()
	return l.zone, l.offset
}

// ZoneBounds: fixed zones have none.
func (t Time) ZoneBounds() (start, end Time) { return start, end }

// IsDST: no zone has summer time.
func (t Time) IsDST() bool { return false }
