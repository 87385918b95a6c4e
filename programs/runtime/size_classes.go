// Sizes are rounded up to 67 classes: each row is a class, what the smallest object that goes there wastes,
// and how many objects a span of it holds.
package main

import "runtime"

var ms runtime.MemStats

var block = make([]byte, 40000)

func rounded(size int) int { return cap(append([]byte(nil), block[:size]...)) }

func main() {
	runtime.ReadMemStats(&ms)
	last := 0
	worst := 0
	// Classes are multiples of 8, above 1024 of 128: so these are the sizes at which a new one may begin.
	step := 8
	for size := 1; size <= 32768; size += step {
		if size > 1024 {
			step = 128
		}
		class := rounded(size)
		if class == last {
			continue
		}
		waste := (class - size) * 100 / class
		if size > 128 && waste > worst {
			worst = waste
		}
		println(class, "bytes from", size, "waste", waste, "%")
		last = class
		block = block[:40000]
	}
	println("worst waste above 128 bytes:", worst, "%")
	println("first classes:", ms.BySize[1].Size, ms.BySize[2].Size, ms.BySize[3].Size, ms.BySize[60].Size)
}
