package rtype

import "unsafe"

// What only reflect asks about types.

type funcType struct {
	Type
	in  uint16
	out uint16 // with the top bit set for ...
}

const variadic = 1 << 15

type uncommonType struct {
	pkgPath int32
	methods uint16
	_       uint16 // exported ones
	offset  uint32
	_       uint32
}

type method struct {
	name int32
	typ  int32
	_    [2]int32
}

func nameAt(off int32) name {
	return name{(*byte)(resolveNameOff(nil, off))}
}

func (n name) exported() bool { return *n.bytes&nameExported != 0 }

const nameHasTag = 1 << 1

// tag is the second text of a name.
func (n name) tag() string {
	if *n.bytes&nameHasTag == 0 {
		return ""
	}
	at := 1
	for *n.at(at)&0x80 != 0 {
		at++
	}
	second := name{n.at(at + len(n.String()))}
	return second.String()
}

// headSize is the size of what describes a type of the kind, behind which its methods are.
func (t *Type) headSize() uintptr {
	switch t.Kind() {
	case Array:
		return unsafe.Sizeof(arrayType{})
	case Chan:
		return unsafe.Sizeof(chanType{})
	case Func:
		return unsafe.Sizeof(funcType{})
	case Interface:
		return unsafe.Sizeof(interfaceType{})
	case Map:
		return unsafe.Sizeof(fullMapType{})
	case Pointer, Slice:
		return unsafe.Sizeof(elemType{})
	case Struct:
		return unsafe.Sizeof(structType{})
	}
	return unsafe.Sizeof(Type{})
}

type chanType struct {
	elemType
	dir uintptr
}

type fullMapType struct {
	mapType
	bucket     *Type
	hasher     func(unsafe.Pointer, uintptr) uintptr
	keySize    uint8
	elemSize   uint8
	bucketSize uint16
	flags      uint32
}

func (t *Type) uncommon() *uncommonType {
	if t.tflag&tflagUncommon == 0 {
		return nil
	}
	return (*uncommonType)(unsafe.Add(unsafe.Pointer(t), t.headSize()))
}

// PkgPath is the package of a named type.
func (t *Type) PkgPath() string {
	u := t.uncommon()
	if u == nil || !t.IsNamed() || u.pkgPath == 0 {
		return ""
	}
	return nameAt(u.pkgPath).String()
}

// Name is the name of a named type without its package.
func (t *Type) Name() string {
	if !t.IsNamed() {
		return ""
	}
	s := t.String()
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '.' {
			return s[i+1:]
		}
	}
	return s
}

func (t *Type) Align() int      { return int(t.align) }
func (t *Type) FieldAlign() int { return int(t.fieldAlign) }
func (t *Type) ChanDir() int    { return int((*chanType)(unsafe.Pointer(t)).dir) }

// FieldTag is the tag of the i-th field of a struct type, and the package of the struct.
func (t *Type) FieldTag(i int) (tag, pkgPath string) {
	s := (*structType)(unsafe.Pointer(t))
	return s.fields[i].name.tag(), s.pkgPath.String()
}

func (t *Type) NumIn() int       { return int((*funcType)(unsafe.Pointer(t)).in) }
func (t *Type) NumOut() int      { return int((*funcType)(unsafe.Pointer(t)).out &^ variadic) }
func (t *Type) IsVariadic() bool { return (*funcType)(unsafe.Pointer(t)).out&variadic != 0 }

// parameter is the i-th of the parameters and results, whose types follow everything else.
func (t *Type) parameter(i int) *Type {
	at := unsafe.Add(unsafe.Pointer(t), t.headSize())
	if t.tflag&tflagUncommon != 0 {
		at = unsafe.Add(at, unsafe.Sizeof(uncommonType{}))
	}
	return *(**Type)(unsafe.Add(at, uintptr(i)*unsafe.Sizeof(at)))
}

func (t *Type) In(i int) *Type  { return t.parameter(i) }
func (t *Type) Out(i int) *Type { return t.parameter(t.NumIn() + i) }

// Method is the name and type of a method, and what package its name belongs to.
type Method struct {
	Name     string
	Type     *Type
	Exported bool
}

// Methods are all methods of a type, in the order of their names.
func (t *Type) Methods() []Method {
	var list []Method
	if t.Kind() == Interface {
		for _, m := range (*interfaceType)(unsafe.Pointer(t)).methods {
			n := nameAt(m.name)
			list = append(list, Method{n.String(), typeAt(m.typ), n.exported()})
		}
		return list
	}
	u := t.uncommon()
	if u == nil {
		return nil
	}
	for i := uintptr(0); i < uintptr(u.methods); i++ {
		m := (*method)(unsafe.Add(unsafe.Pointer(u), uintptr(u.offset)+i*unsafe.Sizeof(method{})))
		n := nameAt(m.name)
		list = append(list, Method{n.String(), typeAt(m.typ), n.exported()})
	}
	return list
}

func typeAt(off int32) *Type { return (*Type)(unsafe.Pointer(uintptr(off))) }

// made has the pointer types that the program does not mention.
var made map[*Type]*elemType
var madeNames [][]byte

// PointerTo is the type *t.
func (t *Type) PointerTo() *Type {
	if t.ptrToThis != 0 {
		return typeAt(t.ptrToThis)
	}
	if p := made[t]; p != nil {
		return &p.Type
	}
	var e any = (*byte)(nil)
	p := new(elemType)
	*p = *(*elemType)(unsafe.Pointer(TypeOf(e)))
	text := "*" + t.String()
	record := []byte{0}
	n := len(text)
	for ; n >= 0x80; n >>= 7 {
		record = append(record, byte(n)|0x80)
	}
	record = append(append(record, byte(n)), text...)
	madeNames = append(madeNames, record)
	p.str = int32(uintptr(unsafe.Pointer(&record[0])))
	p.hash = t.hash*16777619 ^ '*'
	p.tflag &^= tflagUncommon | tflagNamed
	p.ptrToThis = 0
	p.elem = t
	if made == nil {
		made = map[*Type]*elemType{}
	}
	made[t] = p
	return &p.Type
}

// Slice is the type of slices of an array type.
func (t *Type) Slice() *Type { return (*arrayType)(unsafe.Pointer(t)).slice }

// Equal reports whether the comparable values at p and q are equal.
func (t *Type) Equal(p, q unsafe.Pointer) bool { return t.equal(p, q) }

// Implements reports whether values of the type have the methods of an interface type.
func (t *Type) Implements(inter *Type) bool {
	own := t.Methods()
	k := 0
	for _, want := range inter.Methods() {
		for k < len(own) && (own[k].Name != want.Name || own[k].Type != want.Type) {
			k++
		}
		if k == len(own) {
			return false
		}
		k++
	}
	return true
}

//go:linkname mapaccess2 runtime.mapaccess2
func mapaccess2(t *Type, m unsafe.Pointer, key unsafe.Pointer) (unsafe.Pointer, bool)

//go:linkname mapassign runtime.mapassign
func mapassign(t *Type, m unsafe.Pointer, key unsafe.Pointer) unsafe.Pointer

//go:linkname mapdelete runtime.mapdelete
func mapdelete(t *Type, m unsafe.Pointer, key unsafe.Pointer)

//go:linkname makemap runtime.makemap
func makemap(t *Type, hint int, m unsafe.Pointer) unsafe.Pointer

//go:linkname makeslice runtime.makeslice
func makeslice(elem *Type, len, cap int) unsafe.Pointer

//go:linkname growslice runtime.growslice
func growslice(elem *Type, old unsafe.Pointer, oldLen, oldCap, newLen int) (unsafe.Pointer, int)

//go:linkname typedslicecopy runtime.typedslicecopy
func typedslicecopy(elem *Type, dst, src unsafe.Pointer, n int)

//go:linkname makechan runtime.makechan
func makechan(t *Type, size int) unsafe.Pointer

//go:linkname chansend1 runtime.chansend1
func chansend1(c, elem unsafe.Pointer)

//go:linkname chanrecv2 runtime.chanrecv2
func chanrecv2(c, elem unsafe.Pointer) bool

//go:linkname closechan runtime.closechan
func closechan(c unsafe.Pointer)

// MapFind is the element of key, nil if it is not there.
func MapFind(t *Type, m, key unsafe.Pointer) unsafe.Pointer {
	e, ok := mapaccess2(t, m, key)
	if !ok {
		return nil
	}
	return e
}

// MapPlace is where the element of key goes.
func MapPlace(t *Type, m, key unsafe.Pointer) unsafe.Pointer { return mapassign(t, m, key) }

func MapDelete(t *Type, m, key unsafe.Pointer)          { mapdelete(t, m, key) }
func MakeMap(t *Type, hint int) unsafe.Pointer          { return makemap(t, hint, nil) }
func MakeArray(elem *Type, len, cap int) unsafe.Pointer { return makeslice(elem, len, cap) }
func MakeChan(t *Type, size int) unsafe.Pointer         { return makechan(t, size) }
func Send(c, elem unsafe.Pointer)                       { chansend1(c, elem) }
func Receive(c, elem unsafe.Pointer) bool               { return chanrecv2(c, elem) }
func Close(c unsafe.Pointer)                            { closechan(c) }

// Grow makes room for newLen elements, as append does.
func Grow(elem *Type, data unsafe.Pointer, len, cap, newLen int) (unsafe.Pointer, int) {
	return growslice(elem, data, len, cap, newLen)
}

// MoveAll copies n elements, which may overlap.
func MoveAll(elem *Type, dst, src unsafe.Pointer, n int) { typedslicecopy(elem, dst, src, n) }

// Held, if set, gives what a reflect.Value holds, and anything else as it is.
var Held func(v any) any
