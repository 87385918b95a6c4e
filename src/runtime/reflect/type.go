// Package reflect looks at values and their types while the program runs, and changes them.
//
// A Type is the descriptor that the compiler made for the type, so two are the same type
// if they are equal. A Value is a descriptor with a place in memory, or with the value
// itself if that is one pointer, and flags that say what may be done with it.
package reflect

import (
	"internal/rtype"
	"strconv"
	"unsafe"
)

// Kind is what a type is made as.
type Kind uint

const (
	Invalid Kind = iota
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
)

// Ptr is what Pointer was called.
const Ptr = Pointer

func (k Kind) String() string {
	if uint(k) < uint(len(rtype.KindNames)) {
		return rtype.KindNames[k]
	}
	return "kind" + strconv.Itoa(int(k))
}

// ChanDir is which ways a channel goes.
type ChanDir int

const (
	RecvDir ChanDir = 1 << iota
	SendDir
	BothDir = RecvDir | SendDir
)

func (d ChanDir) String() string {
	switch d {
	case SendDir:
		return "chan<-"
	case RecvDir:
		return "<-chan"
	case BothDir:
		return "chan"
	}
	return "ChanDir" + strconv.Itoa(int(d))
}

// Type is a type. Types are compared with ==.
type Type interface {
	Align() int
	FieldAlign() int
	NumMethod() int
	Name() string
	PkgPath() string
	Size() uintptr
	String() string
	Kind() Kind
	Implements(u Type) bool
	AssignableTo(u Type) bool
	ConvertibleTo(u Type) bool
	Comparable() bool
	Bits() int
	ChanDir() ChanDir
	IsVariadic() bool
	Elem() Type
	Field(i int) StructField
	FieldByIndex(index []int) StructField
	FieldByName(name string) (StructField, bool)
	FieldByNameFunc(match func(string) bool) (StructField, bool)
	In(i int) Type
	Key() Type
	Len() int
	NumField() int
	NumIn() int
	NumOut() int
	Out(i int) Type

	descriptor() *rtype.Type
}

// described is a descriptor as a Type.
type described struct {
	t rtype.Type
}

func toType(t *rtype.Type) Type {
	if t == nil {
		return nil
	}
	return (*described)(unsafe.Pointer(t))
}

// TypeOf is the dynamic type of i, nil if i is.
func TypeOf(i any) Type { return toType(rtype.TypeOf(i)) }

// PointerTo is the type of pointers to t.
func PointerTo(t Type) Type { return toType(t.descriptor().PointerTo()) }

// PtrTo is what PointerTo was called.
func PtrTo(t Type) Type { return PointerTo(t) }

func (d *described) descriptor() *rtype.Type { return &d.t }
func (d *described) Align() int              { return d.t.Align() }
func (d *described) FieldAlign() int         { return d.t.FieldAlign() }
func (d *described) Name() string            { return d.t.Name() }
func (d *described) PkgPath() string         { return d.t.PkgPath() }
func (d *described) Size() uintptr           { return d.t.Size }
func (d *described) String() string          { return d.t.String() }
func (d *described) Kind() Kind              { return Kind(d.t.Kind()) }
func (d *described) Comparable() bool        { return d.t.Comparable() }

// NumMethod counts exported methods, and all of an interface.
func (d *described) NumMethod() int {
	n := 0
	for _, m := range d.t.Methods() {
		if m.Exported || d.Kind() == Interface {
			n++
		}
	}
	return n
}

func (d *described) Implements(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.Implements")
	}
	if u.Kind() != Interface {
		panic("reflect: non-interface type passed to Type.Implements")
	}
	return d.t.Implements(u.descriptor())
}

func (d *described) AssignableTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.AssignableTo")
	}
	return assignable(&d.t, u.descriptor())
}

func (d *described) ConvertibleTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.ConvertibleTo")
	}
	return converter(&d.t, u.descriptor()) != noConversion
}

func (d *described) Bits() int {
	k := d.Kind()
	if k < Int || k > Complex128 {
		panic("reflect: Bits of non-arithmetic Type " + d.String())
	}
	return int(d.t.Size) * 8
}

// of panics unless the type has one of the kinds, as the method needs it.
func (d *described) of(method string, kinds ...Kind) {
	for _, k := range kinds {
		if d.Kind() == k {
			return
		}
	}
	what := map[Kind]string{Chan: "chan", Func: "func", Map: "map", Array: "array", Struct: "struct"}[kinds[0]]
	panic("reflect: " + method + " of non-" + what + " type " + d.String())
}

func (d *described) ChanDir() ChanDir {
	d.of("ChanDir", Chan)
	return ChanDir(d.t.ChanDir())
}

func (d *described) IsVariadic() bool {
	d.of("IsVariadic", Func)
	return d.t.IsVariadic()
}

func (d *described) NumIn() int {
	d.of("NumIn", Func)
	return d.t.NumIn()
}

func (d *described) NumOut() int {
	d.of("NumOut", Func)
	return d.t.NumOut()
}

func (d *described) In(i int) Type {
	d.of("In", Func)
	_ = make([]struct{}, d.t.NumIn())[i]
	return toType(d.t.In(i))
}

func (d *described) Out(i int) Type {
	d.of("Out", Func)
	_ = make([]struct{}, d.t.NumOut())[i]
	return toType(d.t.Out(i))
}

func (d *described) Key() Type {
	d.of("Key", Map)
	return toType(d.t.Key())
}

func (d *described) Len() int {
	d.of("Len", Array)
	return d.t.Len()
}

func (d *described) Elem() Type {
	switch d.Kind() {
	case Array, Chan, Map, Pointer, Slice:
		return toType(d.t.Elem())
	}
	panic("reflect: Elem of invalid type " + d.String())
}
