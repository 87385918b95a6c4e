// Package runtime is what compiled programs run on.
package runtime

import "unsafe"

// Kinds of types, and the bits beside them in _type.kind.
const (
	kindBool = 1 + iota
	kindInt
	kindInt8
	kindInt16
	kindInt32
	kindInt64
	kindUint
	kindUint8
	kindUint16
	kindUint32
	kindUint64
	kindUintptr
	kindFloat32
	kindFloat64
	kindComplex64
	kindComplex128
	kindArray
	kindChan
	kindFunc
	kindInterface
	kindMap
	kindPtr
	kindSlice
	kindString
	kindStruct
	kindUnsafePointer

	kindDirectIface = 1 << 5
	kindGCProg      = 1 << 6
	kindMask        = 1<<5 - 1
)

const (
	tflagUncommon      = 1 << 0
	tflagExtraStar     = 1 << 1
	tflagNamed         = 1 << 2
	tflagRegularMemory = 1 << 3
)

// _type is the head of every type descriptor, laid out as Go 1.19's.
type _type struct {
	size       uintptr
	ptrdata    uintptr
	hash       uint32
	tflag      uint8
	align      uint8
	fieldAlign uint8
	kind       uint8
	equal      func(unsafe.Pointer, unsafe.Pointer) bool
	gcdata     *byte
	str        nameOff
	ptrToThis  typeOff
}

// nameOff, typeOff and textOff count from the symbols runtime.types and runtime.text.
type nameOff int32
type typeOff int32
type textOff int32

type method struct {
	name nameOff
	mtyp typeOff
	ifn  textOff
	tfn  textOff
}

type uncommontype struct {
	pkgpath nameOff
	mcount  uint16
	xcount  uint16
	moff    uint32
	_       uint32
}

type imethod struct {
	name nameOff
	ityp typeOff
}

type interfacetype struct {
	typ     _type
	pkgpath name
	mhdr    []imethod
}

type maptype struct {
	typ        _type
	key        *_type
	elem       *_type
	bucket     *_type
	hasher     func(unsafe.Pointer, uintptr) uintptr
	keysize    uint8
	elemsize   uint8
	bucketsize uint16
	flags      uint32
}

// Bits of maptype.flags.
func (mt *maptype) indirectkey() bool    { return mt.flags&1 != 0 }
func (mt *maptype) indirectelem() bool   { return mt.flags&2 != 0 }
func (mt *maptype) reflexivekey() bool   { return mt.flags&4 != 0 }
func (mt *maptype) needkeyupdate() bool  { return mt.flags&8 != 0 }
func (mt *maptype) hashMightPanic() bool { return mt.flags&16 != 0 }

type arraytype struct {
	typ   _type
	elem  *_type
	slice *_type
	len   uintptr
}

type chantype struct {
	typ  _type
	elem *_type
	dir  uintptr
}

type slicetype struct {
	typ  _type
	elem *_type
}

type functype struct {
	typ      _type
	inCount  uint16
	outCount uint16
}

type ptrtype struct {
	typ  _type
	elem *_type
}

type structfield struct {
	name   name
	typ    *_type
	offset uintptr
}

type structtype struct {
	typ     _type
	pkgPath name
	fields  []structfield
}

// name is a flag byte (1 exported, 2 tag follows, 4 package path follows, 8
// embedded), a varint length and the bytes.
type name struct {
	bytes *byte
}

func (n name) data(off int) *byte { return (*byte)(add(unsafe.Pointer(n.bytes), uintptr(off))) }

func (n name) isExported() bool { return *n.bytes&1 != 0 }

// readvarint gives how many bytes the number at off takes, and the number.
func (n name) readvarint(off int) (int, int) {
	v := 0
	for i := 0; ; i++ {
		x := *n.data(off + i)
		v += int(x&0x7f) << (7 * uint(i))
		if x&0x80 == 0 {
			return i + 1, v
		}
	}
}

func (n name) name() string {
	if n.bytes == nil {
		return ""
	}
	i, l := n.readvarint(1)
	if l == 0 {
		return ""
	}
	return unsafeString(n.data(1+i), l)
}

// pkgPath is the package of an unexported name, "" if the name does not say.
func (n name) pkgPath() string {
	if n.bytes == nil || *n.data(0)&(1<<2) == 0 {
		return ""
	}
	i, l := n.readvarint(1)
	off := 1 + i + l
	if *n.data(0)&(1<<1) != 0 {
		i2, l2 := n.readvarint(off)
		off += i2 + l2
	}
	var offset nameOff
	copy((*[4]byte)(unsafe.Pointer(&offset))[:], (*[4]byte)(unsafe.Pointer(n.data(off)))[:])
	return resolveName(offset).name()
}

func resolveName(off nameOff) name {
	if off == 0 {
		return name{}
	}
	return name{(*byte)(unsafe.Pointer(firstmoduledata.types + uintptr(off)))}
}

func resolveType(off typeOff) *_type {
	if off == 0 || off == -1 {
		return nil
	}
	return (*_type)(unsafe.Pointer(firstmoduledata.types + uintptr(off)))
}

func resolveText(off textOff) unsafe.Pointer {
	if off == -1 {
		return nil
	}
	return unsafe.Pointer(firstmoduledata.text + uintptr(off))
}

// string is the type as Go prints it.
func (t *_type) string() string {
	s := resolveName(t.str).name()
	if t.tflag&tflagExtraStar != 0 {
		return s[1:]
	}
	return s
}

// uncommon is the part of the descriptor that lists methods; it lies behind the
// part that the kind has of its own.
func (t *_type) uncommon() *uncommontype {
	if t.tflag&tflagUncommon == 0 {
		return nil
	}
	size := unsafe.Sizeof(_type{})
	switch t.kind & kindMask {
	case kindStruct:
		size = unsafe.Sizeof(structtype{})
	case kindPtr:
		size = unsafe.Sizeof(ptrtype{})
	case kindFunc:
		size = unsafe.Sizeof(functype{})
	case kindSlice:
		size = unsafe.Sizeof(slicetype{})
	case kindArray:
		size = unsafe.Sizeof(arraytype{})
	case kindChan:
		size = unsafe.Sizeof(chantype{})
	case kindMap:
		size = unsafe.Sizeof(maptype{})
	case kindInterface:
		size = unsafe.Sizeof(interfacetype{})
	}
	return (*uncommontype)(add(unsafe.Pointer(t), size))
}

// name is the type's own name, without package.
func (t *_type) name() string {
	if t.tflag&tflagNamed == 0 {
		return ""
	}
	s := t.string()
	i := len(s) - 1
	for i >= 0 && s[i] != '.' {
		i--
	}
	return s[i+1:]
}

// pkgpath is the path of the package that the type is of.
func (t *_type) pkgpath() string {
	if u := t.uncommon(); u != nil {
		return resolveName(u.pkgpath).name()
	}
	switch t.kind & kindMask {
	case kindStruct:
		return (*structtype)(unsafe.Pointer(t)).pkgPath.name()
	case kindInterface:
		return (*interfacetype)(unsafe.Pointer(t)).pkgpath.name()
	}
	return ""
}

func isDirectIface(t *_type) bool { return t.kind&kindDirectIface != 0 }

type iface struct {
	tab  *itab
	data unsafe.Pointer
}

type eface struct {
	_type *_type
	data  unsafe.Pointer
}

// itab is the method table of a type for an interface.
//
//go:notinheap
type itab struct {
	inter *interfacetype
	_type *_type
	hash  uint32
	_     uint32
	fun   [1]uintptr
}

type stringStruct struct {
	str unsafe.Pointer
	len int
}

type slice struct {
	array unsafe.Pointer
	len   int
	cap   int
}

type funcval struct {
	fn uintptr
}

func efaceOf(p *any) *eface { return (*eface)(unsafe.Pointer(p)) }

func unsafeString(p *byte, n int) string {
	s := stringStruct{unsafe.Pointer(p), n}
	return *(*string)(unsafe.Pointer(&s))
}

func unsafeBytes(p unsafe.Pointer, n int) []byte {
	s := slice{p, n, n}
	return *(*[]byte)(unsafe.Pointer(&s))
}
