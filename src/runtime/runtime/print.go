package runtime

import "unsafe"

// What print and println compile to. Everything goes to standard error, a call's
// output in one piece.

var printbuf [1024]byte
var printn int

func printlock() {
	getg().m.printlock++
}

func printunlock() {
	mp := getg().m
	mp.printlock--
	if mp.printlock == 0 {
		flushprint()
	}
}

func flushprint() {
	if printn > 0 {
		write(2, unsafe.Pointer(&printbuf), printn)
		printn = 0
	}
}

func gwrite(p unsafe.Pointer, n int) {
	if capturing {
		captured += copy(capture[captured:], unsafeBytes(p, n))
		return
	}
	if n > len(printbuf)-printn {
		flushprint()
	}
	if n > len(printbuf) {
		write(2, p, n)
		return
	}
	memmove(unsafe.Pointer(&printbuf[printn]), p, uintptr(n))
	printn += n
	if getg().m.printlock == 0 {
		flushprint()
	}
}

func printsp() { printstring(" ") }
func printnl() { printstring("\n") }
func printstring(s string) {
	if len(s) > 0 {
		gwrite((*stringStruct)(unsafe.Pointer(&s)).str, len(s))
	}
}

func printbool(v bool) {
	if v {
		printstring("true")
	} else {
		printstring("false")
	}
}

func printuint(v uint64) {
	var buf [20]byte
	b := itoa(buf[:], v)
	gwrite(unsafe.Pointer(&b[0]), len(b))
}

func printint(v int64) {
	if v < 0 {
		printstring("-")
		v = -v
	}
	printuint(uint64(v))
}

func printhex(v uint64) {
	const digits = "0123456789abcdef"
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = digits[v%16]
		v /= 16
		if v == 0 {
			break
		}
	}
	i--
	buf[i] = 'x'
	i--
	buf[i] = '0'
	gwrite(unsafe.Pointer(&buf[i]), len(buf)-i)
}

func printpointer(p unsafe.Pointer) { printhex(uint64(uintptr(p))) }
func printuintptr(p uintptr)        { printhex(uint64(p)) }

// printfloat is +d.dddddde+ddd.
func printfloat(v float64) {
	switch {
	case v != v:
		printstring("NaN")
		return
	case v+v == v && v > 0:
		printstring("+Inf")
		return
	case v+v == v && v < 0:
		printstring("-Inf")
		return
	}
	const n = 7
	var buf [n + 7]byte
	buf[0] = '+'
	e := 0
	if v == 0 {
		if 1/v < 0 {
			buf[0] = '-'
		}
	} else {
		if v < 0 {
			v = -v
			buf[0] = '-'
		}
		for v >= 10 {
			e++
			v /= 10
		}
		for v < 1 {
			e--
			v *= 10
		}
		h := 5.0
		for i := 0; i < n; i++ {
			h /= 10
		}
		v += h
		if v >= 10 {
			e++
			v /= 10
		}
	}
	for i := 0; i < n; i++ {
		s := int(v)
		buf[i+2] = byte(s + '0')
		v -= float64(s)
		v *= 10
	}
	buf[1] = buf[2]
	buf[2] = '.'
	buf[n+2] = 'e'
	buf[n+3] = '+'
	if e < 0 {
		e = -e
		buf[n+3] = '-'
	}
	buf[n+4] = byte(e/100) + '0'
	buf[n+5] = byte(e/10)%10 + '0'
	buf[n+6] = byte(e%10) + '0'
	gwrite(unsafe.Pointer(&buf), len(buf))
}

func printeface(e eface) {
	printstring("(")
	printpointer(unsafe.Pointer(e._type))
	printstring(",")
	printpointer(e.data)
	printstring(")")
}

func printiface(i iface) {
	printstring("(")
	printpointer(unsafe.Pointer(i.tab))
	printstring(",")
	printpointer(i.data)
	printstring(")")
}

func printslice(s []byte) {
	sp := (*slice)(unsafe.Pointer(&s))
	printstring("[")
	printint(int64(len(s)))
	printstring("/")
	printint(int64(cap(s)))
	printstring("]")
	printpointer(sp.array)
}
