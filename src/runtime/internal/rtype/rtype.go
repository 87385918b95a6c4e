// Package rtype reads the run-time type descriptors that the compiler emits
// (Go 1.19's _type layout for 386). It is what fmt and errors use where Go's
// own use reflect.
package rtype

import "unsafe"

// Kind numbers, as in reflect.
const (
	Invalid = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer

	kindDirectIface = 1 << 5
	kindMask        = 1<<5 - 1
)

const (
	tflagUncommon  = 1 << 0
	tflagExtraStar = 1 << 1
	tflagNamed     = 1 << 2
)

// Type is the head that all descriptors share.
type Type struct {
	Size       uintptr
	ptrdata    uintptr
	hash       uint32
	tflag      uint8
	align      uint8
	fieldAlign uint8
	kind       uint8
	equal      func(unsafe.Pointer, unsafe.Pointer) bool
	gcdata     *byte
	str        int32
	ptrToThis  int32
}

type arrayType struct {
	Type
	elem  *Type
	slice *Type
	len   uintptr
}

// chanType, ptrType and sliceType begin alike.
type elemType struct {
	Type
	elem *Type
}

type mapType struct {
	Type
	key  *Type
	elem *Type
}

type interfaceType struct {
	Type
	pkgPath name
	methods []struct{ name, typ int32 }
}

type structField struct {
	name   name
	typ    *Type
	offset uintptr
}

type structType struct {
	Type
	pkgPath name
	fields  []structField
}

// What describes a type with methods takes so much behind the head, and each
// method.
const (
	sizeofUncommon = 16
	sizeofMethod   = 16
)

// Bits of a name's first byte.
const (
	nameExported = 1 << 0
	nameEmbedded = 1 << 3
)

// name is a flag byte, a varint length and the bytes.
type name struct {
	bytes *byte
}

func (n name) at(i int) *byte {
	return (*byte)(unsafe.Add(unsafe.Pointer(n.bytes), i))
}

func (n name) String() string {
	if n.bytes == nil {
		return ""
	}
	length, shift, i := 0, 0, 1
	for {
		b := *n.at(i)
		length |= int(b&0x7f) << shift
		i++
		if b&0x80 == 0 {
			break
		}
		shift += 7
	}
	if length == 0 {
		return ""
	}
	s := stringHeader{n.at(i), length}
	return *(*string)(unsafe.Pointer(&s))
}

type stringHeader struct {
	data *byte
	len  int
}

// Eface is the layout of an empty interface value.
type Eface struct {
	Type *Type
	Data unsafe.Pointer
}

// resolveNameOff gives the name at an offset from the module's types.
//
//go:linkname resolveNameOff reflect.resolveNameOff
func resolveNameOff(ptrInModule unsafe.Pointer, off int32) unsafe.Pointer

// TypeOf is the dynamic type of v, nil for a nil interface.
func TypeOf(v any) *Type {
	return (*Eface)(unsafe.Pointer(&v)).Type
}

// Direct reports whether an interface holds a value of the type in its data word
// itself: pointers, and structs and arrays of one pointer.
func (t *Type) Direct() bool { return t.kind&kindDirectIface != 0 }

// Data is v's data word: the value itself if its type is direct, else where it lies.
func Data(v any) unsafe.Pointer {
	return (*Eface)(unsafe.Pointer(&v)).Data
}

var kept struct {
	isWanted bool
	v        any
}

// Escapes makes v escape in the eyes of the compiler, where values of any type are looked into.
func Escapes(v any) {
	if kept.isWanted {
		kept.v = v
	}
}

// Pack makes the interface value that holds the t at p, or, if word is true, the
// direct t that p itself is. The value is not copied: the caller must not change
// it while the interface is in use.
func Pack(t *Type, p unsafe.Pointer, word bool) any {
	var v any
	e := (*Eface)(unsafe.Pointer(&v))
	if t.Kind() == Interface {
		if t.NumMethod() == 0 {
			return *(*any)(p)
		}
		// A non-empty interface starts with its itab, whose second word is the type.
		tab := *(*unsafe.Pointer)(p)
		if tab == nil {
			return nil
		}
		e.Type = *(**Type)(unsafe.Add(tab, unsafe.Sizeof(uintptr(0))))
		e.Data = *(*unsafe.Pointer)(unsafe.Add(p, unsafe.Sizeof(uintptr(0))))
		return v
	}
	e.Type = t
	if t.Direct() && !word {
		e.Data = *(*unsafe.Pointer)(p)
	} else {
		e.Data = p
	}
	return v
}

// KindNames are the kinds as reflection calls them.
var KindNames = [...]string{
	"invalid", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "float32", "float64", "complex64", "complex128",
	"array", "chan", "func", "interface", "map", "ptr", "slice", "string", "struct", "unsafe.Pointer",
}

func (t *Type) Kind() int     { return int(t.kind & kindMask) }
func (t *Type) IsNamed() bool { return t.tflag&tflagNamed != 0 }

// String is the type as Go prints it: main.T, []int.
func (t *Type) String() string {
	s := name{(*byte)(resolveNameOff(unsafe.Pointer(t), t.str))}.String()
	if t.tflag&tflagExtraStar != 0 {
		return s[1:]
	}
	return s
}

// Elem is the element type of an array, channel, map, pointer or slice.
func (t *Type) Elem() *Type {
	switch t.Kind() {
	case Array:
		return (*arrayType)(unsafe.Pointer(t)).elem
	case Map:
		return (*mapType)(unsafe.Pointer(t)).elem
	}
	return (*elemType)(unsafe.Pointer(t)).elem
}

// Key is the key type of a map.
func (t *Type) Key() *Type { return (*mapType)(unsafe.Pointer(t)).key }

// Len is the length of an array type.
func (t *Type) Len() int { return int((*arrayType)(unsafe.Pointer(t)).len) }

// NumMethod is the number of methods of an interface type.
func (t *Type) NumMethod() int { return len((*interfaceType)(unsafe.Pointer(t)).methods) }

// NumField is the number of fields of a struct type.
func (t *Type) NumField() int { return len((*structType)(unsafe.Pointer(t)).fields) }

// Before says whether Go's linker puts the descriptor t in front of u: by
// size, and by name among those of one size. Maps with keys of several types
// are printed in this order.
func Before(t, u *Type) bool {
	if x, y := t.extent(), u.extent(); x != y {
		return x < y
	}
	return t.String() < u.String()
}

// extent is the size of Go's descriptor of a type that keys can have.
func (t *Type) extent() uintptr {
	head, fields := unsafe.Sizeof(Type{}), uintptr(0)
	switch t.Kind() {
	case Array:
		head = unsafe.Sizeof(arrayType{})
	case Chan:
		head = unsafe.Sizeof(elemType{}) + 4
	case Pointer:
		head = unsafe.Sizeof(elemType{})
	case Struct:
		head = unsafe.Sizeof(structType{})
		fields = uintptr(t.NumField()) * unsafe.Sizeof(structField{})
	default:
		fields = sizeofUncommon
	}
	if t.tflag&tflagUncommon == 0 {
		return head + fields
	}
	methods := *(*uint16)(unsafe.Add(unsafe.Pointer(t), head+4))
	if t.Kind() == Struct {
		head += fields
	}
	return head + sizeofUncommon + uintptr(methods)*sizeofMethod
}

// Field describes a field of a struct type.
type Field struct {
	Name     string
	Type     *Type
	Offset   uintptr
	Embedded bool
	Exported bool
}

// Field gives the i-th field.
func (t *Type) Field(i int) Field {
	f := &(*structType)(unsafe.Pointer(t)).fields[i]
	return Field{f.name.String(), f.typ, f.offset, *f.name.bytes&nameEmbedded != 0, *f.name.bytes&nameExported != 0}
}

// mapiterinit and mapiternext are the runtime's; hiter's head is its key and elem.
//
//go:linkname mapiterinit runtime.mapiterinit
func mapiterinit(t *Type, m unsafe.Pointer, it *Iterator)

//go:linkname mapiternext runtime.mapiternext
func mapiternext(it *Iterator)

//go:linkname maplen reflect.maplen
func maplen(m unsafe.Pointer) int

// Iterator is the runtime's hiter.
type Iterator struct {
	Key         unsafe.Pointer
	Elem        unsafe.Pointer
	t           unsafe.Pointer
	h           unsafe.Pointer
	buckets     unsafe.Pointer
	bptr        unsafe.Pointer
	overflow    *[]unsafe.Pointer
	oldoverflow *[]unsafe.Pointer
	startBucket uintptr
	offset      uint8
	wrapped     bool
	B           uint8
	i           uint8
	bucket      uintptr
	checkBucket uintptr
}

// MapLen is the number of entries of the map at m (the map's own word).
func MapLen(m unsafe.Pointer) int {
	if m == nil {
		return 0
	}
	return maplen(m)
}

// Iterate starts an iteration over the map m of type t; Key is nil at its end.
func (it *Iterator) Iterate(t *Type, m unsafe.Pointer) {
	if m != nil {
		mapiterinit(t, m, it)
	}
}

// Next moves on.
func (it *Iterator) Next() { mapiternext(it) }

//go:linkname unsafe_New reflect.unsafe_New
func unsafe_New(t *Type) unsafe.Pointer

// New allocates a zero t.
func New(t *Type) unsafe.Pointer { return unsafe_New(t) }

// Move copies a t with the write barriers that its pointers need.
func Move(t *Type, dst, src unsafe.Pointer) { typedmemmove(t, dst, src) }

// HasPointers reports whether the collector looks into values of the type.
func (t *Type) HasPointers() bool { return t.ptrdata != 0 }

type iface struct {
	tab  unsafe.Pointer
	data unsafe.Pointer
}

//go:linkname efaceToIface runtime.efaceToIface
func efaceToIface(inter *Type, e Eface) iface

//go:linkname typedmemmove reflect.typedmemmove
func typedmemmove(t *Type, dst, src unsafe.Pointer)

// Assign stores v at p, which points at a t, if v's dynamic type is t or t is
// an interface that it implements; it reports whether it did.
func Assign(t *Type, p unsafe.Pointer, v any) bool {
	e := (*Eface)(unsafe.Pointer(&v))
	if t.Kind() == Interface {
		if t.NumMethod() == 0 {
			*(*any)(p) = v
			return true
		}
		i := efaceToIface(t, *e)
		if i.tab == nil {
			return false
		}
		typedmemmove(t, p, unsafe.Pointer(&i))
		return true
	}
	if e.Type != t {
		return false
	}
	if t.Direct() {
		*(*unsafe.Pointer)(p) = e.Data
	} else {
		typedmemmove(t, p, e.Data)
	}
	return true
}

// Comparable reports whether == on values of the type does not panic by its type.
func (t *Type) Comparable() bool { return t.equal != nil }
