package runtime

import "unsafe"

func rawstring(size int) (unsafe.Pointer, []byte) {
	p := mallocgc(uintptr(size), nil, false)
	return p, unsafeBytes(p, size)
}

// rawbyteslice gives room for size bytes, as much as the allocator makes of it.
func rawbyteslice(size int) (unsafe.Pointer, int) {
	capacity := roundupsize(uintptr(size))
	p := mallocgc(capacity, nil, false)
	if int(capacity) > size {
		memclrNoHeapPointers(add(p, uintptr(size)), capacity-uintptr(size))
	}
	return p, int(capacity)
}

func concatstring2(a, b string) string {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	n := len(a) + len(b)
	if n < 0 {
		throw("string concatenation too long")
	}
	p, bytes := rawstring(n)
	copy(bytes, a)
	copy(bytes[len(a):], b)
	return unsafeString((*byte)(p), n)
}

func concatstring3(a, b, c string) string {
	list := [3]string{a, b, c}
	return concatstrings(&list[0], 3)
}

// concatstrings joins the n strings at list. If only one is not empty it is the result itself.
func concatstrings(list *string, n int) string {
	all := *(*[]string)(unsafe.Pointer(&slice{unsafe.Pointer(list), n, n}))
	length, count, last := 0, 0, 0
	for i, s := range all {
		if len(s) == 0 {
			continue
		}
		if length+len(s) < length {
			throw("string concatenation too long")
		}
		length += len(s)
		count++
		last = i
	}
	if count == 0 {
		return ""
	}
	if count == 1 {
		return all[last]
	}
	p, bytes := rawstring(length)
	for _, s := range all {
		copy(bytes, s)
		bytes = bytes[len(s):]
	}
	return unsafeString((*byte)(p), length)
}

func slicebytetostring(p *byte, n int) string {
	if n == 0 {
		return ""
	}
	if n == 1 {
		return unsafeString((*byte)(unsafe.Pointer(&staticuint64s[*p])), 1)
	}
	q := mallocgc(uintptr(n), nil, false)
	memmove(q, unsafe.Pointer(p), uintptr(n))
	return unsafeString((*byte)(q), n)
}

func stringtoslicebyte(s string) []byte {
	p, capacity := rawbyteslice(len(s))
	b := slice{p, len(s), capacity}
	memmove(p, (*stringStruct)(unsafe.Pointer(&s)).str, uintptr(len(s)))
	return *(*[]byte)(unsafe.Pointer(&b))
}

func stringtoslicerune(s string) []rune {
	n := 0
	for range s {
		n++
	}
	size := roundupsize(uintptr(n) * 4)
	p := mallocgc(size, nil, false)
	memclrNoHeapPointers(add(p, uintptr(n)*4), size-uintptr(n)*4)
	b := slice{p, n, int(size / 4)}
	runes := *(*[]rune)(unsafe.Pointer(&b))
	i := 0
	for _, r := range s {
		runes[i] = r
		i++
	}
	return runes
}

func slicerunetostring(a []rune) string {
	var dummy [4]byte
	size := 0
	for _, r := range a {
		size += encoderune(dummy[:], r)
	}
	if size == 0 {
		return ""
	}
	p, b := rawstring(size + 3)
	at := 0
	for _, r := range a {
		if at >= size {
			break
		}
		at += encoderune(b[at:], r)
	}
	return unsafeString((*byte)(p), at)
}

func intstring(v int64) string {
	if v < 0 || v > maxRune {
		v = runeError
	}
	p, b := rawstring(4)
	n := encoderune(b, rune(v))
	return unsafeString((*byte)(p), n)
}

// cmpstring is negative, 0 or positive.
func cmpstring(a, b string) int {
	n := len(a)
	if len(b) < n {
		n = len(b)
	}
	for i := 0; i < n; i++ {
		if a[i] != b[i] {
			return int(a[i]) - int(b[i])
		}
	}
	return len(a) - len(b)
}

// gostringnocopy is the string at p that ends with a zero byte.
func gostringnocopy(p *byte) string {
	n := 0
	for *(*byte)(add(unsafe.Pointer(p), uintptr(n))) != 0 {
		n++
	}
	return unsafeString(p, n)
}

func itoa(buf []byte, val uint64) []byte {
	i := len(buf) - 1
	for val >= 10 {
		buf[i] = byte(val%10 + '0')
		i--
		val /= 10
	}
	buf[i] = byte(val + '0')
	return buf[i:]
}

func itoaString(val int64) string {
	var buf [20]byte
	u := uint64(val)
	if val < 0 {
		u = -u
	}
	s := string(itoa(buf[:], u))
	if val < 0 {
		return "-" + s
	}
	return s
}

func hasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }
