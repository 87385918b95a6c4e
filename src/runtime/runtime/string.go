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

// tmpBuf is room in a frame for a short string that does not outlive it; what is compiled passes nil if
// it may.
type tmpBuf [32]byte

// stringRoom gives room for size bytes.
func stringRoom(buf *tmpBuf, size int) unsafe.Pointer {
	if buf != nil && size <= len(buf) {
		return unsafe.Pointer(buf)
	}
	return mallocgc(uintptr(size), nil, false)
}

// isOnStack reports whether the bytes of s lie in a frame of the running goroutine.
func isOnStack(s string) bool {
	p := uintptr((*stringStruct)(unsafe.Pointer(&s)).str)
	stack := &getg().stack
	return stack.lo <= p && p < stack.hi
}

// concatstring2 joins two strings. If one is empty the other is the result itself, unless
// it lies in a frame that the result may outlive.
func concatstring2(buf *tmpBuf, a, b string) string {
	if len(a) == 0 && (buf != nil || !isOnStack(b)) {
		return b
	}
	if len(b) == 0 && (buf != nil || !isOnStack(a)) {
		return a
	}
	n := len(a) + len(b)
	if n < 0 {
		throw("string concatenation too long")
	}
	p := stringRoom(buf, n)
	bytes := unsafeBytes(p, n)
	copy(bytes, a)
	copy(bytes[len(a):], b)
	return unsafeString((*byte)(p), n)
}

func concatstring3(buf *tmpBuf, a, b, c string) string {
	list := [3]string{a, b, c}
	return concatstrings(buf, &list[0], 3)
}

// concatstrings joins the n strings at list. If only one is not empty it is the result itself,
// as for two.
func concatstrings(buf *tmpBuf, list *string, n int) string {
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
	if count == 1 && (buf != nil || !isOnStack(all[last])) {
		return all[last]
	}
	p := stringRoom(buf, length)
	bytes := unsafeBytes(p, length)
	for _, s := range all {
		copy(bytes, s)
		bytes = bytes[len(s):]
	}
	return unsafeString((*byte)(p), length)
}

func slicebytetostring(buf *tmpBuf, p *byte, n int) string {
	if n == 0 {
		return ""
	}
	if n == 1 {
		return unsafeString((*byte)(unsafe.Pointer(&staticuint64s[*p])), 1)
	}
	q := stringRoom(buf, n)
	memmove(q, unsafe.Pointer(p), uintptr(n))
	return unsafeString((*byte)(q), n)
}

func stringtoslicebyte(buf *tmpBuf, s string) []byte {
	var p unsafe.Pointer
	capacity := len(tmpBuf{})
	if buf != nil && len(s) <= capacity {
		*buf = tmpBuf{}
		p = unsafe.Pointer(buf)
	} else {
		p, capacity = rawbyteslice(len(s))
	}
	b := slice{p, len(s), capacity}
	memmove(p, (*stringStruct)(unsafe.Pointer(&s)).str, uintptr(len(s)))
	return *(*[]byte)(unsafe.Pointer(&b))
}

// tmpRunes is the same as tmpBuf for runes.
type tmpRunes [32]rune

func stringtoslicerune(buf *tmpRunes, s string) []rune {
	n := 0
	for range s {
		n++
	}
	var p unsafe.Pointer
	capacity := len(tmpRunes{})
	if buf != nil && n <= capacity {
		*buf = tmpRunes{}
		p = unsafe.Pointer(buf)
	} else {
		size := roundupsize(uintptr(n) * 4)
		p = mallocgc(size, nil, false)
		memclrNoHeapPointers(add(p, uintptr(n)*4), size-uintptr(n)*4)
		capacity = int(size / 4)
	}
	b := slice{p, n, capacity}
	runes := *(*[]rune)(unsafe.Pointer(&b))
	i := 0
	for _, r := range s {
		runes[i] = r
		i++
	}
	return runes
}

func slicerunetostring(buf *tmpBuf, a []rune) string {
	var dummy [4]byte
	size := 0
	for _, r := range a {
		size += encoderune(dummy[:], r)
	}
	if size == 0 {
		return ""
	}
	p := stringRoom(buf, size+3)
	b := unsafeBytes(p, size+3)
	at := 0
	for _, r := range a {
		if at >= size {
			break
		}
		at += encoderune(b[at:], r)
	}
	return unsafeString((*byte)(p), at)
}

func intstring(buf *[4]byte, v int64) string {
	if v < 0 || v > maxRune {
		v = runeError
	}
	if buf == nil {
		buf = (*[4]byte)(mallocgc(4, nil, false))
	}
	n := encoderune(buf[:], rune(v))
	return unsafeString(&buf[0], n)
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
