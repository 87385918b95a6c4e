// Sleeping, timers, tickers, and how durations and instants are written.
package main

import (
	"fmt"
	"time"
)

func main() {
	t0 := time.Now()
	time.Sleep(20 * time.Millisecond)
	fmt.Println(time.Since(t0) >= 20*time.Millisecond)
	tick := time.NewTicker(10 * time.Millisecond)
	n := 0
	timeout := time.After(55 * time.Millisecond)
loop:
	for {
		select {
		case <-tick.C:
			n++
		case <-timeout:
			break loop
		}
	}
	tick.Stop()
	fmt.Println(n)
	done := make(chan bool)
	time.AfterFunc(5*time.Millisecond, func() { fmt.Println("func"); done <- true })
	<-done
	for _, d := range []time.Duration{0, 1, 999, 1500, 1500000, 1500000000, 3*time.Hour + 4*time.Minute + 5*time.Second + 600, -2 * time.Second, 1<<63 - 1, -1 << 63, 100 * time.Millisecond} {
		fmt.Println(d, d.Seconds(), d.Round(time.Minute), d.Truncate(time.Millisecond))
	}
	for i := 3; i > 0; i-- {
		i := i
		go func() { time.Sleep(time.Duration(i) * 20 * time.Millisecond); fmt.Println("slept", i); done <- true }()
	}
	<-done
	<-done
	<-done
	t := time.Date(2024, 2, 30, 25, 61, 61, 1234567890, time.UTC)
	fmt.Println(t, t.Weekday(), t.YearDay(), t.Unix(), t.UnixNano())
	for y := -3; y < 2500; y += 37 {
		t := time.Date(y, time.Month(y%14), y%40, 3, 4, 5, 6, time.UTC)
		fmt.Println(t, t.Weekday(), t.YearDay(), t.Truncate(7*time.Hour+3), t.Round(time.Hour))
	}
	var z time.Time
	fmt.Println(z, z.IsZero(), time.Unix(1700000000, 5).UTC(), t.Sub(z), t.AddDate(1, 2, -40), time.March, time.Month(13))
	tm := time.NewTimer(time.Hour)
	fmt.Println(tm.Stop(), tm.Stop(), tm.Reset(time.Millisecond))
	<-tm.C
	fmt.Println(tm.Reset(1))
	fmt.Println(time.Unix(0, 0).UTC().String())
}
