package runtime

// Bit operations that the machine has no instruction for.

// Index of the only bit of a number times this constant, in the upper five bits.
const deBruijn32 = 0x077CB531

var deBruijnIndex = [32]uint8{
	0, 1, 28, 2, 29, 14, 24, 3, 30, 22, 20, 15, 25, 17, 4, 8,
	31, 27, 13, 23, 21, 19, 16, 7, 26, 12, 18, 6, 11, 5, 10, 9,
}

// ctz32 is the number of zero bits below the lowest one of x, which is not 0.
func ctz32(x uint32) uintptr { return uintptr(deBruijnIndex[(x&-x)*deBruijn32>>27&31]) }

// clz32 is the number of zero bits above the highest one of x.
func clz32(x uint32) uintptr {
	if x == 0 {
		return 32
	}
	n := uintptr(0)
	if x>>16 == 0 {
		n += 16
		x <<= 16
	}
	if x>>24 == 0 {
		n += 8
		x <<= 8
	}
	if x>>28 == 0 {
		n += 4
		x <<= 4
	}
	if x>>30 == 0 {
		n += 2
		x <<= 2
	}
	return n + uintptr(1-x>>31)
}

// popcount32 is the number of ones.
func popcount32(x uint32) uintptr {
	x -= x >> 1 & 0x55555555
	x = x&0x33333333 + x>>2&0x33333333
	x = (x + x>>4) & 0x0f0f0f0f
	return uintptr(x * 0x01010101 >> 24)
}
