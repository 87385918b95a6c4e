package debug

import (
	"runtime"
	"sort"
	"time"
)

// GCStats tell about recent collections.
type GCStats struct {
	// When the last one ended, how many there were, and for how long the program stood still in all of them.
	LastGC     time.Time
	NumGC      int64
	PauseTotal time.Duration
	// The latest pauses and when they ended, the last one first.
	Pause    []time.Duration
	PauseEnd []time.Time
	// If it has elements, they are filled with the distribution of pauses: of five, the shortest, the quartiles, the longest.
	PauseQuantiles []time.Duration
}

// ReadGCStats fills stats; slices that are large enough are used again.
func ReadGCStats(stats *GCStats) {
	const most = len(((*runtime.MemStats)(nil)).PauseNs)
	// Room for pauses, their ends and three numbers; then for a copy that can be sorted.
	if cap(stats.Pause) < 2*most+3 {
		stats.Pause = make([]time.Duration, 2*most+3)
	}
	readGCStats(&stats.Pause)
	n := len(stats.Pause) - 3
	stats.LastGC = time.Unix(0, int64(stats.Pause[n]))
	stats.NumGC = int64(stats.Pause[n+1])
	stats.PauseTotal = stats.Pause[n+2]
	n /= 2
	stats.Pause = stats.Pause[:n]
	if cap(stats.PauseEnd) < most {
		stats.PauseEnd = make([]time.Time, 0, most)
	}
	stats.PauseEnd = stats.PauseEnd[:0]
	for _, ns := range stats.Pause[n : n+n] {
		stats.PauseEnd = append(stats.PauseEnd, time.Unix(0, int64(ns)))
	}
	quantiles := stats.PauseQuantiles
	if len(quantiles) == 0 {
		return
	}
	if n == 0 {
		for i := range quantiles {
			quantiles[i] = 0
		}
		return
	}
	sorted := stats.Pause[n : n+n]
	copy(sorted, stats.Pause)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i] < sorted[j] })
	last := len(quantiles) - 1
	for i := 0; i < last; i++ {
		quantiles[i] = sorted[len(sorted)*i/last]
	}
	quantiles[last] = sorted[len(sorted)-1]
}

func readGCStats(*[]time.Duration)
