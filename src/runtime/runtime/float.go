package runtime

import "unsafe"

// Conversions between floats and 64-bit integers. What does not fit becomes what it
// becomes under real Go 386.

const (
	two32 = 1 << 32
	two63 = 1 << 63

	mantissaBits = 52
	// Exponent, as stored, of floats whose last bit of mantissa is 1.
	unitExponent = 1075
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

// float64toint64 and float64touint64 cut a float to 64 bits, by its own bits as real Go 386 does: a float from 2^63 to 2^64 wraps around,
// what is larger, or no number, is zero.
func float64toint64(f float64) (low, high uint32) {
	bits := float64bits(f)
	mantissa := bits&(1<<mantissaBits-1) | 1<<mantissaBits
	shift := int32(uint32(bits>>mantissaBits)&0x7ff) - unitExponent
	if shift > 63-mantissaBits {
		return 0, 0
	}
	if shift >= 0 {
		mantissa <<= uint32(shift)
	} else {
		mantissa >>= uint32(-shift)
	}
	low, high = uint32(mantissa), uint32(mantissa>>32)
	if bits>>63 != 0 {
		return negate(low, high)
	}
	return low, high
}

func float64touint64(f float64) (low, high uint32) { return float64toint64(f) }

// float64touint32 is for floats outside of uint32: the low word of an int64 if it fits there, as the x87 stores it, else zero.
func float64touint32(f float64) uint32 {
	if f > -two63 && f < two63 {
		low, _ := float64toint64(f)
		return low
	}
	return 0
}
