package strconv

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz"

// FormatUint is i in a base from 2 to 36.
func FormatUint(i uint64, base int) string {
	if i < 100 && base == 10 {
		return small(int(i))
	}
	var buf [65]byte
	return string(formatBits(&buf, i, base, false))
}

// FormatInt is i in a base from 2 to 36.
func FormatInt(i int64, base int) string {
	if 0 <= i && i < 100 && base == 10 {
		return small(int(i))
	}
	var buf [65]byte
	return string(formatBits(&buf, uint64(i), base, i < 0))
}

// Itoa is FormatInt(int64(i), 10).
func Itoa(i int) string { return FormatInt(int64(i), 10) }

// AppendInt appends FormatInt's string to dst.
func AppendInt(dst []byte, i int64, base int) []byte {
	var buf [65]byte
	return append(dst, formatBits(&buf, uint64(i), base, i < 0)...)
}

// AppendUint appends FormatUint's string to dst.
func AppendUint(dst []byte, i uint64, base int) []byte {
	var buf [65]byte
	return append(dst, formatBits(&buf, i, base, false)...)
}

const hundred = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"

func small(i int) string {
	if i < 10 {
		return alphabet[i : i+1]
	}
	return hundred[i*2 : i*2+2]
}

// formatBits writes the digits at the end of buf and gives that part.
func formatBits(buf *[65]byte, u uint64, base int, neg bool) []byte {
	if base < 2 || base > len(alphabet) {
		panic("strconv: illegal AppendInt/FormatInt base")
	}
	if neg {
		u = -u
	}
	i := len(buf)
	if base == 10 {
		// Nine digits at a time, so that most division is of 32 bits.
		for u >= 1e9 {
			q := u / 1e9
			us := uint32(u - q*1e9)
			for j := 0; j < 9; j++ {
				i--
				buf[i] = '0' + byte(us%10)
				us /= 10
			}
			u = q
		}
		us := uint32(u)
		for us >= 10 {
			i--
			buf[i] = '0' + byte(us%10)
			us /= 10
		}
		i--
		buf[i] = '0' + byte(us)
	} else if base&(base-1) == 0 {
		shift := uint(0)
		for 1<<shift < base {
			shift++
		}
		mask := uint(base - 1)
		for u >= uint64(base) {
			i--
			buf[i] = alphabet[uint(u)&mask]
			u >>= shift
		}
		i--
		buf[i] = alphabet[uint(u)]
	} else {
		b := uint64(base)
		for u >= b {
			i--
			q := u / b
			buf[i] = alphabet[uint(u-q*b)]
			u = q
		}
		i--
		buf[i] = alphabet[uint(u)]
	}
	if neg {
		i--
		buf[i] = '-'
	}
	return buf[i:]
}
