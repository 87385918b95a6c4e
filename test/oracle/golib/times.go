package main

import (
	"fmt"
	"math/rand"
	"time"

	ptime "pw/time"
)

var layoutParts = []string{"2006", "06", "01", "1", "Jan", "January", "2", "_2", "02", "002", "__2", "15", "3", "03", "4", "04", "5", "05", "PM", "pm", "Mon", "Monday",
	"MST", "-0700", "-07:00", "-07", "-070000", "-07:00:00", "Z0700", "Z07:00", "Z07", "Z070000", "Z07:00:00", ".000", ".999", ",000000", ".999999999", "-", ":", " ", " ", "T", "_", "x",
	"_2006", "Janet", "\"é"}

var layouts = []string{time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z, time.RFC850, time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano,
	time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro, time.StampNano, time.Layout, "2006-01-02", "2006-002 15:04:05"}

var zones = []int{0, 3600, -3600 * 5, 19800, -12345, 45296, -30, 30}

func durations(random *rand.Rand) {
	units := []string{"h", "m", "s", "ms", "us", "µs", "ns", "", "x", "d"}
	for i := 0; i < 20000; i++ {
		d := random.Int63() >> uint(random.Intn(63))
		text := time.Duration(d).String()
		if i%2 == 0 {
			text = []string{"", "-", "+", "."}[random.Intn(4)]
			for n := random.Intn(4); n >= 0; n-- {
				text += []string{fmt.Sprint(random.Int63() >> uint(random.Intn(63))), fmt.Sprint(random.Float64() * 100), ".5", "7."}[random.Intn(4)] + units[random.Intn(len(units))]
			}
		}
		a, e1 := time.ParseDuration(text)
		b, e2 := ptime.ParseDuration(text)
		check(func() string { return text }, fmt.Sprint(int64(a), e1), fmt.Sprint(int64(b), e2))
		m := random.Int63() >> uint(random.Intn(63))
		check(func() string { return text }, fmt.Sprint(a, a.Round(time.Duration(m)), a.Truncate(time.Duration(m))), fmt.Sprint(b, b.Round(ptime.Duration(m)), b.Truncate(ptime.Duration(m))))
	}
}

// changed has a byte of s replaced, removed or doubled.
func changed(random *rand.Rand, s string) string {
	if s == "" {
		return s
	}
	i := random.Intn(len(s))
	return s[:i] + []string{"", "0", "9", " ", s[i:i+1] + s[i:i+1], "-", "Z", ":"}[random.Intn(8)] + s[i+1:]
}

func times(random *rand.Rand) {
	for i := 0; i < 60000; i++ {
		layout := layouts[random.Intn(len(layouts))]
		if i%2 == 0 {
			layout = ""
			for n := random.Intn(7); n >= 0; n-- {
				layout += layoutParts[random.Intn(len(layoutParts))]
			}
		}
		zone := zones[random.Intn(len(zones))]
		name := []string{"CET", "", "EAST", "GMT+3"}[random.Intn(4)]
		rl, ol := time.FixedZone(name, zone), ptime.FixedZone(name, zone)
		if i%3 == 0 {
			rl, ol = time.UTC, ptime.UTC
		}
		year, month, day, sec, ns := random.Intn(2400), random.Intn(30)-5, random.Intn(60)-10, random.Intn(200000)-50000, random.Intn(1000)*1000*random.Intn(1001)
		a := time.Date(year, time.Month(month), day, 0, 0, sec, ns, rl)
		b := ptime.Date(year, ptime.Month(month), day, 0, 0, sec, ns, ol)
		s := a.Format(layout)
		at := func() string { return fmt.Sprintf("%q %q", layout, s) }
		check(at, s, b.Format(layout))
		y1, w1 := a.ISOWeek()
		y2, w2 := b.ISOWeek()
		check(at, fmt.Sprint(a, a.Unix(), a.YearDay(), a.Weekday(), y1, w1, a.GoString(), a.AddDate(1, -3, 40), a.Round(time.Hour), a.Truncate(7*time.Minute)),
			fmt.Sprint(b, b.Unix(), b.YearDay(), b.Weekday(), y2, w2, b.GoString(), b.AddDate(1, -3, 40), b.Round(ptime.Hour), b.Truncate(7*ptime.Minute)))
		if i%4 >= 2 {
			s = changed(random, s)
		}
		c, e1 := time.ParseInLocation(layout, s, time.UTC)
		d, e2 := ptime.ParseInLocation(layout, s, ptime.UTC)
		check(at, fmt.Sprint(c, e1, c.Unix()), fmt.Sprint(d, e2, d.Unix()))
	}
}
