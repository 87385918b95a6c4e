package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

func main() {
	var s debug.GCStats
	debug.ReadGCStats(&s)
	fmt.Println(s.NumGC, len(s.Pause), len(s.PauseEnd), s.PauseTotal, s.LastGC.IsZero(), s.LastGC.Unix() == 0)
	for i := 0; i < 5; i++ {
		runtime.GC()
	}
	s.PauseQuantiles = make([]time.Duration, 5)
	debug.ReadGCStats(&s)
	fmt.Println(s.NumGC, len(s.Pause), len(s.PauseEnd), s.PauseTotal > 0, s.LastGC.IsZero(), len(s.PauseQuantiles))
	total := time.Duration(0)
	for _, p := range s.Pause {
		total += p
	}
	fmt.Println(total == s.PauseTotal, s.PauseEnd[0].Equal(s.LastGC), s.PauseQuantiles[0] <= s.PauseQuantiles[4])
}
