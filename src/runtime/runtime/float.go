package runtime

import "unsafe"

// Conversions between floats and 64-bit integers. What does not fit becomes what an
// x86 with SSE2 makes of it under real Go 386.

const (
	two31 = 1 << 31
	two32 = 1 << 32
	two63 = 1 << 63
)

func float64bits(f float64) uint64     { return *(*uint64)(unsafe.Pointer(&f)) }
func float64frombits(b uint64) float64 { return *(*float64)(unsafe.Pointer(&b)) }

func int64tofloat64(low uint32, high int32) float64 { return float64(high)*two32 + float64(low) }
func uint64tofloat64(low, high uint32) float64      { return float64(high)*two32 + float64(low) }

// int64tofloat32 rounds once: a value that float64 cannot hold keeps a bit for what was cut.
func int64tofloat32(low uint32, high int32) float32 {
	if high < 0 {
		l, h := negate(low, uint32(high))
		return -uint64tofloat32(l, h)
	}
	return uint64tofloat32(low, uint32(high))
}

func uint64tofloat32(low, high uint32) float32 {
	if high >= 1<<21 && low&0x7ff != 0 {
		low = low&^0x7ff | 0x800
	}
	return float32(uint64tofloat64(low, high))
}

// words cuts the integer |f| < 2^64 into words.
func words(f float64) (low, high uint32) {
	h := uint32(f * (1.0 / two32))
	return uint32(f - float64(h)*two32), h
}

func float64toint64(f float64) (low, high uint32) {
	if f > -two63 && f < two63 {
		if f < 0 {
			return negate(words(-f))
		}
		return words(f)
	}
	return 0, 1 << 31
}

func float64touint64(f float64) (low, high uint32) {
	if f < two63 {
		return float64toint64(f)
	}
	low, high = float64toint64(f - two63)
	return low, high ^ 1<<31
}
