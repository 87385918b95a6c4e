package runtime

// 64-bit arithmetic that is not a few instructions. Operands are words, low first.

func uint64of(low, high uint32) uint64 { return uint64(high)<<32 | uint64(low) }

func int64shl(low, high, count uint32) (uint32, uint32) {
	switch {
	case count == 0:
		return low, high
	case count < 32:
		return low << count, high<<count | low>>(32-count)
	case count < 64:
		return 0, low << (count - 32)
	}
	return 0, 0
}

func uint64shr(low, high, count uint32) (uint32, uint32) {
	switch {
	case count == 0:
		return low, high
	case count < 32:
		return low>>count | high<<(32-count), high >> count
	case count < 64:
		return high >> (count - 32), 0
	}
	return 0, 0
}

func int64shr(low uint32, high int32, count uint32) (uint32, int32) {
	switch {
	case count == 0:
		return low, high
	case count < 32:
		return low>>count | uint32(high)<<(32-count), high >> count
	case count < 64:
		return uint32(high >> (count - 32)), high >> 31
	}
	return uint32(high >> 31), high >> 31
}

func leadingZeros32(x uint32) uint32 {
	n := uint32(32)
	if y := x >> 16; y != 0 {
		n -= 16
		x = y
	}
	if y := x >> 8; y != 0 {
		n -= 8
		x = y
	}
	if y := x >> 4; y != 0 {
		n -= 4
		x = y
	}
	if y := x >> 2; y != 0 {
		n -= 2
		x = y
	}
	if x >= 2 {
		return n - 2
	}
	return n - x
}

// divmodSmall divides high:low by d < 2^32 with high < d: two steps in base 2^16
// (Knuth, algorithm D).
func divmodSmall(high, low, d uint32) (quotient, remainder uint32) {
	if high == 0 {
		return low / d, low % d
	}
	s := leadingZeros32(d)
	d <<= s
	high = high<<s | low>>(31-s)>>1
	low <<= s
	d1, d0 := d>>16, d&0xffff
	l1, l0 := low>>16, low&0xffff
	q1 := high / d1
	r := high - q1*d1
	for q1 >= 1<<16 || q1*d0 > r<<16|l1 {
		q1--
		r += d1
		if r >= 1<<16 {
			break
		}
	}
	middle := high<<16 + l1 - q1*d
	q0 := middle / d1
	r = middle - q0*d1
	for q0 >= 1<<16 || q0*d0 > r<<16|l0 {
		q0--
		r += d1
		if r >= 1<<16 {
			break
		}
	}
	return q1<<16 + q0, (middle<<16 + l0 - q0*d) >> s
}

// divmod divides unsigned numbers; the divisor is not 0.
func divmod(nl, nh, dl, dh uint32) (ql, qh, rl, rh uint32) {
	if dh == 0 {
		if nh == 0 {
			return nl / dl, 0, nl % dl, 0
		}
		qh = nh / dl
		ql, rl = divmodSmall(nh%dl, nl, dl)
		return ql, qh, rl, 0
	}
	if nh < dh || nh == dh && nl < dl {
		return 0, 0, nl, nh
	}
	// The quotient fits a word: estimate it from the top 32 bits of the divisor, then mend.
	s := leadingZeros32(dh)
	if s == 0 {
		// The divisor is at least 2^63.
		rl = nl - dl
		rh = nh - dh
		if nl < dl {
			rh--
		}
		return 1, 0, rl, rh
	}
	top := dh<<s | dl>>(32-s)
	ql, _ = divmodSmall(nh>>(32-s), nh<<s|nl>>(32-s), top)
	if ql != 0 {
		ql--
	}
	// remainder = n - ql*d, which is less than 3*d.
	pl := ql * dl
	ph := mulhu(ql, dl) + ql*dh
	rl = nl - pl
	rh = nh - ph
	if nl < pl {
		rh--
	}
	for rh > dh || rh == dh && rl >= dl {
		if rl < dl {
			rh--
		}
		rl -= dl
		rh -= dh
		ql++
	}
	return ql, 0, rl, rh
}

func uint64div(nl, nh, dl, dh uint32) (uint32, uint32) {
	ql, qh, _, _ := divmod(nl, nh, dl, dh)
	return ql, qh
}

func uint64mod(nl, nh, dl, dh uint32) (uint32, uint32) {
	_, _, rl, rh := divmod(nl, nh, dl, dh)
	return rl, rh
}

func negate(low, high uint32) (uint32, uint32) {
	if low == 0 {
		return 0, -high
	}
	return -low, ^high
}

func int64div(nl, nh, dl, dh uint32) (uint32, uint32) {
	sign := nh ^ dh
	if int32(nh) < 0 {
		nl, nh = negate(nl, nh)
	}
	if int32(dh) < 0 {
		dl, dh = negate(dl, dh)
	}
	ql, qh, _, _ := divmod(nl, nh, dl, dh)
	if int32(sign) < 0 {
		return negate(ql, qh)
	}
	return ql, qh
}

func int64mod(nl, nh, dl, dh uint32) (uint32, uint32) {
	sign := nh
	if int32(nh) < 0 {
		nl, nh = negate(nl, nh)
	}
	if int32(dh) < 0 {
		dl, dh = negate(dl, dh)
	}
	_, _, rl, rh := divmod(nl, nh, dl, dh)
	if int32(sign) < 0 {
		return negate(rl, rh)
	}
	return rl, rh
}
