package runtime

import "unsafe"

// itabTable finds method tables by interface and type: a hash table with quadratic
// probing, at most three quarters full. It holds those that the compiler made and
// those made here; a table with fun[0] == 0 says that the type lacks a method.
type itabTableType struct {
	size    uintptr
	count   uintptr
	entries []*itab
}

const itabInitSize = 512

var itabTable itabTableType

func itabHash(inter *interfacetype, typ *_type) uintptr {
	return uintptr(inter.typ.hash ^ typ.hash)
}

func itabsinit() {
	itabTable.size = itabInitSize
	itabTable.entries = make([]*itab, itabInitSize)
	for _, m := range firstmoduledata.itablinks {
		itabAdd(m)
	}
}

func (t *itabTableType) find(inter *interfacetype, typ *_type) *itab {
	if t.size == 0 {
		return nil
	}
	mask := t.size - 1
	h := itabHash(inter, typ) & mask
	for i := uintptr(1); ; i++ {
		m := t.entries[h]
		if m == nil {
			return nil
		}
		if m.inter == inter && m._type == typ {
			return m
		}
		h = (h + i) & mask
	}
}

func (t *itabTableType) add(m *itab) {
	mask := t.size - 1
	h := itabHash(m.inter, m._type) & mask
	for i := uintptr(1); ; i++ {
		m2 := t.entries[h]
		if m2 == m {
			return
		}
		if m2 == nil {
			t.entries[h] = m
			t.count++
			return
		}
		h = (h + i) & mask
	}
}

func itabAdd(m *itab) {
	if 4*itabTable.count >= 3*itabTable.size {
		old := itabTable.entries
		itabTable.size *= 2
		itabTable.count = 0
		itabTable.entries = make([]*itab, itabTable.size)
		for _, each := range old {
			if each != nil {
				itabTable.add(each)
			}
		}
	}
	itabTable.add(m)
}

// getitab is the table of typ for inter; nil, or a panic unless canfail, if a method is missing.
func getitab(inter *interfacetype, typ *_type, canfail bool) *itab {
	if len(inter.mhdr) == 0 {
		throw("internal error - misuse of itab")
	}
	if itabTable.size == 0 {
		itabsinit()
	}
	m := itabTable.find(inter, typ)
	if m == nil {
		m = (*itab)(persistentalloc(unsafe.Sizeof(itab{})+uintptr(len(inter.mhdr)-1)*ptrSize, 0, &memstats.other_sys))
		m.inter = inter
		m._type = typ
		m.hash = 0
		m.init()
		itabAdd(m)
	}
	if m.fun[0] != 0 {
		return m
	}
	if canfail {
		return nil
	}
	panic(&TypeAssertionError{concrete: typ, asserted: &inter.typ, missingMethod: m.init()})
}

// init fills m.fun, or makes fun[0] zero and gives the name of a missing method.
// Both lists of methods are sorted by name.
func (m *itab) init() string {
	inter := m.inter
	typ := m._type
	x := typ.uncommon()
	if x == nil {
		m.fun[0] = 0
		return resolveName(inter.mhdr[0].name).name()
	}
	nt := int(x.mcount)
	methods := *(*[]method)(unsafe.Pointer(&slice{add(unsafe.Pointer(x), uintptr(x.moff)), nt, nt}))
	funs := *(*[]unsafe.Pointer)(unsafe.Pointer(&slice{unsafe.Pointer(&m.fun[0]), len(inter.mhdr), len(inter.mhdr)}))
	var first unsafe.Pointer
	j := 0
imethods:
	for k := range inter.mhdr {
		i := &inter.mhdr[k]
		itype := resolveType(i.ityp)
		iname := resolveName(i.name)
		ipkg := iname.pkgPath()
		if ipkg == "" {
			ipkg = inter.pkgpath.name()
		}
		for ; j < nt; j++ {
			t := &methods[j]
			tname := resolveName(t.name)
			if resolveType(t.mtyp) == itype && tname.name() == iname.name() {
				pkgPath := tname.pkgPath()
				if pkgPath == "" {
					pkgPath = resolveName(x.pkgpath).name()
				}
				if tname.isExported() || pkgPath == ipkg {
					fn := resolveText(t.ifn)
					if k == 0 {
						first = fn
					} else {
						funs[k] = fn
					}
					continue imethods
				}
			}
		}
		m.fun[0] = 0
		return iname.name()
	}
	funs[0] = first
	return ""
}

// assertE2I is the table for a value of dynamic type t; it panics if there is none.
func assertE2I(inter *interfacetype, t *_type) *itab {
	if t == nil {
		panic(&TypeAssertionError{nil, nil, &inter.typ, ""})
	}
	return getitab(inter, t, false)
}

// assertE2I2 is assertE2I with nil for none.
func assertE2I2(inter *interfacetype, t *_type) *itab {
	if t == nil {
		return nil
	}
	return getitab(inter, t, true)
}

func assertI2I(inter *interfacetype, tab *itab) *itab {
	if tab == nil {
		panic(&TypeAssertionError{nil, nil, &inter.typ, ""})
	}
	if tab.inter == inter {
		return tab
	}
	return getitab(inter, tab._type, false)
}

func assertI2I2(inter *interfacetype, tab *itab) *itab {
	if tab == nil {
		return nil
	}
	if tab.inter == inter {
		return tab
	}
	return getitab(inter, tab._type, true)
}

// typeToItab and itabToItab convert to an interface whose methods are known to be there; nil stays nil.
func typeToItab(inter *interfacetype, t *_type) *itab {
	if t == nil {
		return nil
	}
	return getitab(inter, t, false)
}

func itabToItab(inter *interfacetype, tab *itab) *itab {
	if tab == nil || tab.inter == inter {
		return tab
	}
	return getitab(inter, tab._type, false)
}

// efaceToIface is what rtype needs of assertE2I2: no table if a method is missing.
func efaceToIface(inter *interfacetype, e eface) (r iface) {
	if tab := assertE2I2(inter, e._type); tab != nil {
		r = iface{tab, e.data}
	}
	return r
}

// tabType is the dynamic type of an interface with methods.
func tabType(tab *itab) *_type {
	if tab == nil {
		return nil
	}
	return tab._type
}

// assertNonNilType and assertNonNilTab are the assertion to an interface without methods.
func assertNonNilType(t *_type, want *_type) *_type {
	if t == nil {
		panicnildottype(want)
	}
	return t
}

func assertNonNilTab(tab *itab, want *_type) *_type {
	if tab == nil {
		panicnildottype(want)
	}
	return tab._type
}

// panicdottypeE is a failed x.(T): have is the dynamic type, iface that of x.
func panicdottypeE(have, want, iface *_type) {
	panic(&TypeAssertionError{iface, have, want, ""})
}

func panicdottypeI(have *itab, want, iface *_type) {
	var t *_type
	if have != nil {
		t = have._type
	}
	panicdottypeE(t, want, iface)
}

func panicnildottype(want *_type) {
	panic(&TypeAssertionError{nil, nil, want, ""})
}

// staticuint64s are the values that small integers in interfaces share.
var staticuint64s = [...]uint64{
	0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
	0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f,
	0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f,
	0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f,
	0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f,
	0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f,
	0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f,
	0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f,
	0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f,
	0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f,
	0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf,
	0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf,
	0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf,
	0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf,
	0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xee, 0xef,
	0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff,
}

// The data word of an interface that holds a value of 1, 2, 4 or 8 bytes, a string or a slice.

func convT8(v uint8) unsafe.Pointer { return unsafe.Pointer(&staticuint64s[v]) }

func convT16(v uint16) unsafe.Pointer {
	if v < uint16(len(staticuint64s)) {
		return unsafe.Pointer(&staticuint64s[v])
	}
	x := mallocgc(2, uint16Type, false)
	*(*uint16)(x) = v
	return x
}

func convT32(v uint32) unsafe.Pointer {
	if v < uint32(len(staticuint64s)) {
		return unsafe.Pointer(&staticuint64s[v])
	}
	x := mallocgc(4, uint32Type, false)
	*(*uint32)(x) = v
	return x
}

func convT64(v uint64) unsafe.Pointer {
	if v < uint64(len(staticuint64s)) {
		return unsafe.Pointer(&staticuint64s[v])
	}
	x := mallocgc(8, uint64Type, false)
	*(*uint64)(x) = v
	return x
}

func convTstring(v string) unsafe.Pointer {
	if v == "" {
		return unsafe.Pointer(&zeroVal[0])
	}
	x := mallocgc(unsafe.Sizeof(v), stringType, true)
	*(*string)(x) = v
	return x
}

func convTslice(v []uint8) unsafe.Pointer {
	if (*slice)(unsafe.Pointer(&v)).array == nil {
		return unsafe.Pointer(&zeroVal[0])
	}
	x := mallocgc(unsafe.Sizeof(v), sliceType, true)
	*(*[]byte)(x) = v
	return x
}

// zeroVal is what missing map elements and empty values read.
var zeroVal [1024]byte

var (
	uint16Eface any = uint16(0)
	uint32Eface any = uint32(0)
	uint64Eface any = uint64(0)
	stringEface any = ""
	sliceEface  any = []byte(nil)

	uint16Type = efaceOf(&uint16Eface)._type
	uint32Type = efaceOf(&uint32Eface)._type
	uint64Type = efaceOf(&uint64Eface)._type
	stringType = efaceOf(&stringEface)._type
	sliceType  = efaceOf(&sliceEface)._type
)
