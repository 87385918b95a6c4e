// Package debug sets how the collector works and shows what the program does.
package debug

// SetGCPercent sets GOGC: the next collection comes when the heap has grown by so many percent of what
// was live after the last one. Negative numbers turn collections off. It gives the old value.
func SetGCPercent(percent int) int { return int(setGCPercent(int32(percent))) }

// SetMemoryLimit sets the limit for all memory of the runtime, GOMEMLIMIT; a negative number only asks. It gives the old value.
func SetMemoryLimit(limit int64) int64 { return setMemoryLimit(limit) }

// FreeOSMemory collects and gives as much memory back to the kernel as possible.
func FreeOSMemory() { freeOSMemory() }

// SetMaxStack sets how deep a goroutine's stack may become, and gives the old limit.
func SetMaxStack(bytes int) int { return setMaxStack(bytes) }

// SetPanicOnFault has faults at addresses other than nil panic instead of end the program. It gives the old setting.
func SetPanicOnFault(enabled bool) bool { return setPanicOnFault(enabled) }

// SetMaxThreads sets how many threads the program may have, and gives the old limit. There is one.
func SetMaxThreads(threads int) int { return setMaxThreads(threads) }

func setMaxThreads(int) int
func setGCPercent(int32) int32
func setMemoryLimit(int64) int64
func freeOSMemory()
func setMaxStack(int) int
func setPanicOnFault(bool) bool
