package runtime

import "unsafe"

// hashkey holds odd random numbers, so that the order of map entries differs from seed to seed.
var hashkey [4]uint32

func alginit() {
	for i := range hashkey {
		hashkey[i] = fastrand() | 1
	}
}

func load32(p unsafe.Pointer) uint32 {
	if uintptr(p)&3 == 0 {
		return *(*uint32)(p)
	}
	q := (*[4]byte)(p)
	return uint32(q[0]) | uint32(q[1])<<8 | uint32(q[2])<<16 | uint32(q[3])<<24
}

// memhash hashes n bytes (wyhash for 32 bits): each step makes a and b the halves of the product
// of both with keys.
func memhash(p unsafe.Pointer, seed, n uintptr) uintptr {
	k0, k1 := hashkey[0], hashkey[1]
	a, b := uint32(seed)^k1, uint32(n)^k0
	a, b = a*b, mulhu(a, b)
	if n == 0 {
		return uintptr(a ^ b)
	}
	for ; n > 8; n -= 8 {
		a ^= load32(p) ^ k1
		b ^= load32(add(p, 4)) ^ k0
		a, b = a*b, mulhu(a, b)
		p = add(p, 8)
	}
	if n >= 4 {
		a ^= load32(p)
		b ^= load32(add(p, n-4))
	} else {
		t := uint32(*(*byte)(p))
		t |= uint32(*(*byte)(add(p, n>>1))) << 8
		t |= uint32(*(*byte)(add(p, n-1))) << 16
		b ^= t
	}
	return lastSteps(a, b, k0, k1)
}

func lastSteps(a, b, k0, k1 uint32) uintptr {
	a ^= k1
	b ^= k0
	a, b = a*b^k1, mulhu(a, b)^k0
	return uintptr(a*b ^ mulhu(a, b))
}

// memhash32 and memhash64 are memhash of one and of two aligned words.
func memhash32(p unsafe.Pointer, seed uintptr) uintptr {
	k0, k1 := hashkey[0], hashkey[1]
	a, b := uint32(seed)^k1, 4^k0
	a, b = a*b, mulhu(a, b)
	t := *(*uint32)(p)
	return lastSteps(a^t, b^t, k0, k1)
}

func memhash64(p unsafe.Pointer, seed uintptr) uintptr {
	k0, k1 := hashkey[0], hashkey[1]
	a, b := uint32(seed)^k1, 8^k0
	a, b = a*b, mulhu(a, b)
	t := (*[2]uint32)(p)
	return lastSteps(a^t[0], b^t[1], k0, k1)
}

func strhash(p unsafe.Pointer, seed uintptr) uintptr {
	x := (*stringStruct)(p)
	return memhash(x.str, seed, uintptr(x.len))
}

// f32hash and f64hash: +0 and -0 are equal, NaNs never.
func f32hash(p unsafe.Pointer, seed uintptr) uintptr {
	switch f := *(*float32)(p); {
	case f == 0:
		return uintptr(uint32(hashkey[1]) * (uint32(seed) ^ hashkey[0]))
	case f != f:
		return uintptr(hashkey[1] * (uint32(seed) ^ hashkey[0] ^ fastrand()))
	}
	return memhash(p, seed, 4)
}

func f64hash(p unsafe.Pointer, seed uintptr) uintptr {
	switch f := *(*float64)(p); {
	case f == 0:
		return uintptr(hashkey[1] * (uint32(seed) ^ hashkey[0]))
	case f != f:
		return uintptr(hashkey[1] * (uint32(seed) ^ hashkey[0] ^ fastrand()))
	}
	return memhash(p, seed, 8)
}

func c64hash(p unsafe.Pointer, seed uintptr) uintptr {
	x := (*[2]float32)(p)
	return f32hash(unsafe.Pointer(&x[1]), f32hash(unsafe.Pointer(&x[0]), seed))
}

func c128hash(p unsafe.Pointer, seed uintptr) uintptr {
	x := (*[2]float64)(p)
	return f64hash(unsafe.Pointer(&x[1]), f64hash(unsafe.Pointer(&x[0]), seed))
}

func interhash(p unsafe.Pointer, seed uintptr) uintptr {
	a := (*iface)(p)
	if a.tab == nil {
		return seed
	}
	return dynamichash(a.tab._type, a.data, seed)
}

func nilinterhash(p unsafe.Pointer, seed uintptr) uintptr {
	a := (*eface)(p)
	if a._type == nil {
		return seed
	}
	return dynamichash(a._type, a.data, seed)
}

func dynamichash(t *_type, data unsafe.Pointer, seed uintptr) uintptr {
	if t.equal == nil {
		panic(errorString("hash of unhashable type " + t.string()))
	}
	p := data
	if isDirectIface(t) {
		p = unsafe.Pointer(&data)
	}
	return uintptr(hashkey[1] * (uint32(typehash(t, p, seed)) ^ hashkey[0]))
}

// typehash hashes by the descriptor, for keys whose type the compiler does not know.
func typehash(t *_type, p unsafe.Pointer, h uintptr) uintptr {
	if t.tflag&tflagRegularMemory != 0 {
		return memhash(p, h, t.size)
	}
	switch t.kind & kindMask {
	case kindFloat32:
		return f32hash(p, h)
	case kindFloat64:
		return f64hash(p, h)
	case kindComplex64:
		return c64hash(p, h)
	case kindComplex128:
		return c128hash(p, h)
	case kindString:
		return strhash(p, h)
	case kindInterface:
		if len((*interfacetype)(unsafe.Pointer(t)).mhdr) == 0 {
			return nilinterhash(p, h)
		}
		return interhash(p, h)
	case kindArray:
		a := (*arraytype)(unsafe.Pointer(t))
		for i := uintptr(0); i < a.len; i++ {
			h = typehash(a.elem, add(p, i*a.elem.size), h)
		}
		return h
	case kindStruct:
		s := (*structtype)(unsafe.Pointer(t))
		for i := range s.fields {
			f := &s.fields[i]
			if f.name.name() != "_" {
				h = typehash(f.typ, add(p, f.offset), h)
			}
		}
		return h
	}
	panic(errorString("hash of unhashable type " + t.string()))
}

// efaceEqual and ifaceEqual compare interface values.
func efaceEqual(t *_type, x unsafe.Pointer, u *_type, y unsafe.Pointer) bool {
	if t != u {
		return false
	}
	return dynamicEqual(t, x, y)
}

func ifaceEqual(tab *itab, x unsafe.Pointer, tab2 *itab, y unsafe.Pointer) bool {
	if tab != tab2 {
		return false
	}
	if tab == nil {
		return true
	}
	return dynamicEqual(tab._type, x, y)
}

func dynamicEqual(t *_type, x, y unsafe.Pointer) bool {
	if t == nil {
		return true
	}
	eq := t.equal
	if eq == nil {
		panic(errorString("comparing uncomparable type " + t.string()))
	}
	if isDirectIface(t) {
		return x == y
	}
	return eq(x, y)
}
