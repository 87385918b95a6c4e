package reflect

import (
	"internal/rtype"
	"unsafe"
)

type flag uintptr

const (
	isWord      flag = 1 << iota // ptr is the value itself
	addressable                  // ptr is where a variable lies
	sticky                       // came from an unexported field
	embedded                     // came from an unexported embedded field

	readOnly = sticky | embedded
)

// Value is a value of any type; the zero Value stands for none.
type Value struct {
	typ  *rtype.Type
	ptr  unsafe.Pointer
	flag flag
}

func init() {
	rtype.Held = func(v any) any {
		held, ok := v.(Value)
		switch {
		case !ok:
			return v
		case held.typ == nil:
			return nil
		}
		return held.pack()
	}
}

// ValueError is a method that does not go with the kind of value.
type ValueError struct {
	Method string
	Kind   Kind
}

func (e *ValueError) Error() string {
	if e.Kind == Invalid {
		return "reflect: call of " + e.Method + " on zero Value"
	}
	return "reflect: call of " + e.Method + " on " + e.Kind.String() + " Value"
}

// wrong panics about a method, without its receiver's type.
func (v Value) wrong(method string) { panic(&ValueError{"reflect.Value." + method, v.Kind()}) }

func (v Value) mustBe(method string, k Kind) {
	if v.Kind() != k {
		v.wrong(method)
	}
}

// ValueOf is the value in i, the zero Value if i is nil.
func ValueOf(i any) Value {
	if i == nil {
		return Value{}
	}
	rtype.Escapes(i)
	t := rtype.TypeOf(i)
	v := Value{typ: t, ptr: rtype.Data(i)}
	if t.Direct() {
		v.flag = isWord
	}
	return v
}

// fromMemory is the t at p, which nobody changes unless it is addressable.
func fromMemory(t *rtype.Type, p unsafe.Pointer, f flag) Value {
	if t.Direct() && f&addressable == 0 {
		return Value{t, *(*unsafe.Pointer)(p), f | isWord}
	}
	return Value{t, p, f}
}

func copyOf(t *rtype.Type, p unsafe.Pointer) Value {
	q := rtype.New(t)
	rtype.Move(t, q, p)
	return fromMemory(t, q, 0)
}

// memory is where the value lies.
func (v *Value) memory() unsafe.Pointer {
	if v.flag&isWord != 0 {
		return unsafe.Pointer(&v.ptr)
	}
	return v.ptr
}

// word is the value of something that is one pointer.
func (v Value) word() unsafe.Pointer { return *(*unsafe.Pointer)(v.memory()) }

// pack puts the value into an interface.
func (v Value) pack() any {
	if v.flag&addressable != 0 && v.Kind() != Interface {
		v = copyOf(v.typ, v.ptr)
	}
	return rtype.Pack(v.typ, v.ptr, v.flag&isWord != 0)
}

// inInterface is v as a value of an interface type.
func inInterface(v Value, t *rtype.Type) Value {
	p := rtype.New(t)
	if x := v.pack(); x != nil {
		rtype.Assign(t, p, x)
	}
	return Value{t, p, v.flag & readOnly}
}

func (v Value) IsValid() bool { return v.typ != nil }
func (v Value) CanAddr() bool { return v.flag&addressable != 0 }
func (v Value) CanSet() bool  { return v.flag&(addressable|readOnly) == addressable }

func (v Value) Kind() Kind {
	if v.typ == nil {
		return Invalid
	}
	return Kind(v.typ.Kind())
}

func (v Value) Type() Type {
	if v.typ == nil {
		v.wrong("Type")
	}
	return toType(v.typ)
}

func (v Value) CanInterface() bool {
	if v.typ == nil {
		v.wrong("CanInterface")
	}
	return v.flag&readOnly == 0
}

// Interface is the value as an interface{}.
func (v Value) Interface() any {
	if v.typ == nil {
		v.wrong("Interface")
	}
	if v.flag&readOnly != 0 {
		panic("reflect.Value.Interface: cannot return value obtained from unexported field or method")
	}
	return v.pack()
}

func (v Value) NumMethod() int {
	if v.typ == nil {
		v.wrong("NumMethod")
	}
	return toType(v.typ).NumMethod()
}

// Zero is the zero of a type.
func Zero(t Type) Value {
	if t == nil {
		panic("reflect: Zero(nil)")
	}
	d := t.descriptor()
	return fromMemory(d, rtype.New(d), 0)
}

// New is a pointer to a new zero of a type.
func New(t Type) Value {
	if t == nil {
		panic("reflect: New(nil)")
	}
	d := t.descriptor()
	return Value{d.PointerTo(), rtype.New(d), isWord}
}

// NewAt is a pointer to a value of type t at p.
func NewAt(t Type, p unsafe.Pointer) Value {
	return Value{t.descriptor().PointerTo(), p, isWord}
}

// Indirect is what v points at, or v itself if it is no pointer.
func Indirect(v Value) Value {
	if v.Kind() != Pointer {
		return v
	}
	return v.Elem()
}

// Elem is what an interface holds or a pointer points at.
func (v Value) Elem() Value {
	switch v.Kind() {
	case Interface:
		x := rtype.Pack(v.typ, v.ptr, false)
		w := ValueOf(x)
		if w.typ != nil {
			w.flag |= v.flag & readOnly
		}
		return w
	case Pointer:
		p := v.word()
		if p == nil {
			return Value{}
		}
		return Value{v.typ.Elem(), p, v.flag&readOnly | addressable}
	}
	v.wrong("Elem")
	return Value{}
}

// Addr is a pointer to a variable.
func (v Value) Addr() Value {
	if v.flag&addressable == 0 {
		panic("reflect.Value.Addr of unaddressable value")
	}
	return Value{v.typ.PointerTo(), v.ptr, isWord | v.flag&readOnly}
}

// --- Structs, arrays, slices, strings ---

func (v Value) NumField() int {
	v.mustBe("NumField", Struct)
	return v.typ.NumField()
}

func (v Value) Field(i int) Value {
	v.mustBe("Field", Struct)
	if uint(i) >= uint(v.typ.NumField()) {
		panic("reflect: Field index out of range")
	}
	f := v.typ.Field(i)
	fl := v.flag & (addressable | sticky)
	if !f.Exported {
		if f.Embedded {
			fl |= embedded
		} else {
			fl |= sticky
		}
	}
	if v.flag&isWord != 0 {
		// The struct is one pointer, and so is its field.
		if f.Type.Size == 0 {
			return fromMemory(f.Type, rtype.New(f.Type), fl)
		}
		return Value{f.Type, v.ptr, fl | isWord}
	}
	return fromMemory(f.Type, unsafe.Add(v.ptr, f.Offset), fl)
}

// FieldByIndex goes from field to field, through pointers to embedded structs.
func (v Value) FieldByIndex(index []int) Value {
	for i, x := range index {
		if i > 0 && v.Kind() == Pointer && Kind(v.typ.Elem().Kind()) == Struct {
			if v.IsNil() {
				panic("reflect: indirection through nil pointer to embedded struct")
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v
}

// FieldByName is the zero Value if there is no such field.
func (v Value) FieldByName(name string) Value {
	v.mustBe("FieldByName", Struct)
	if f, ok := toType(v.typ).FieldByName(name); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

func (v Value) FieldByNameFunc(match func(string) bool) Value {
	if f, ok := toType(v.typ).FieldByNameFunc(match); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

type sliceHeader struct {
	data unsafe.Pointer
	len  int
	cap  int
}

type hchan struct {
	count uint
	size  uint
}

func (v Value) Len() int {
	switch v.Kind() {
	case Array:
		return v.typ.Len()
	case Slice, String:
		return (*sliceHeader)(v.ptr).len
	case Map:
		return rtype.MapLen(v.word())
	case Chan:
		if c := (*hchan)(v.word()); c != nil {
			return int(c.count)
		}
		return 0
	case Pointer:
		return v.arrayBehind("Len").Len()
	}
	v.wrong("Len")
	return 0
}

func (v Value) Cap() int {
	switch v.Kind() {
	case Array:
		return v.typ.Len()
	case Slice:
		return (*sliceHeader)(v.ptr).cap
	case Chan:
		if c := (*hchan)(v.word()); c != nil {
			return int(c.size)
		}
		return 0
	case Pointer:
		return v.arrayBehind("Cap").Len()
	}
	v.wrong("Cap")
	return 0
}

// arrayBehind is the type that a pointer points at, an array's.
func (v Value) arrayBehind(method string) *rtype.Type {
	t := v.typ.Elem()
	if Kind(t.Kind()) != Array {
		panic("reflect: call of reflect.Value." + method + " on ptr to non-array Value")
	}
	return t
}

// Index is an element; that of a slice can be set.
func (v Value) Index(i int) Value {
	switch v.Kind() {
	case Array:
		if uint(i) >= uint(v.typ.Len()) {
			panic("reflect: array index out of range")
		}
		t := v.typ.Elem()
		if v.flag&isWord != 0 {
			return Value{t, v.ptr, v.flag}
		}
		return fromMemory(t, unsafe.Add(v.ptr, uintptr(i)*t.Size), v.flag&(addressable|readOnly))
	case Slice:
		h := (*sliceHeader)(v.ptr)
		if uint(i) >= uint(h.len) {
			panic("reflect: slice index out of range")
		}
		t := v.typ.Elem()
		return Value{t, unsafe.Add(h.data, uintptr(i)*t.Size), addressable | v.flag&readOnly}
	case String:
		s := *(*string)(v.ptr)
		if uint(i) >= uint(len(s)) {
			panic("reflect: string index out of range")
		}
		b := s[i]
		return Value{rtype.TypeOf(b), unsafe.Pointer(&b), v.flag & readOnly}
	}
	v.wrong("Index")
	return Value{}
}

// --- Numbers and other words ---

func (v Value) Bool() bool {
	v.mustBe("Bool", Bool)
	return *(*bool)(v.ptr)
}

func (v Value) CanInt() bool   { return Int <= v.Kind() && v.Kind() <= Int64 }
func (v Value) CanUint() bool  { return Uint <= v.Kind() && v.Kind() <= Uintptr }
func (v Value) CanFloat() bool { return v.Kind() == Float32 || v.Kind() == Float64 }

func (v Value) Int() int64 {
	switch v.Kind() {
	case Int:
		return int64(*(*int)(v.ptr))
	case Int8:
		return int64(*(*int8)(v.ptr))
	case Int16:
		return int64(*(*int16)(v.ptr))
	case Int32:
		return int64(*(*int32)(v.ptr))
	case Int64:
		return *(*int64)(v.ptr)
	}
	v.wrong("Int")
	return 0
}

func (v Value) Uint() uint64 {
	switch v.Kind() {
	case Uint, Uintptr:
		return uint64(*(*uint)(v.ptr))
	case Uint8:
		return uint64(*(*uint8)(v.ptr))
	case Uint16:
		return uint64(*(*uint16)(v.ptr))
	case Uint32:
		return uint64(*(*uint32)(v.ptr))
	case Uint64:
		return *(*uint64)(v.ptr)
	}
	v.wrong("Uint")
	return 0
}

func (v Value) Float() float64 {
	switch v.Kind() {
	case Float32:
		return float64(*(*float32)(v.ptr))
	case Float64:
		return *(*float64)(v.ptr)
	}
	v.wrong("Float")
	return 0
}

// String is a string, or a note of what else v is.
func (v Value) String() string {
	switch v.Kind() {
	case String:
		return *(*string)(v.ptr)
	case Invalid:
		return "<invalid Value>"
	}
	return "<" + v.typ.String() + " Value>"
}

func (v Value) Bytes() []byte {
	switch v.Kind() {
	case Slice:
		if Kind(v.typ.Elem().Kind()) != Uint8 {
			panic("reflect.Value.Bytes of non-byte slice")
		}
		return *(*[]byte)(v.ptr)
	case Array:
		if Kind(v.typ.Elem().Kind()) != Uint8 {
			panic("reflect.Value.Bytes of non-byte array")
		}
		if !v.CanAddr() {
			panic("reflect.Value.Bytes of unaddressable byte array")
		}
		return unsafe.Slice((*byte)(v.ptr), v.typ.Len())
	}
	v.wrong("Bytes")
	return nil
}

func (v Value) IsNil() bool {
	switch v.Kind() {
	case Chan, Func, Map, Pointer, UnsafePointer, Slice, Interface:
		return v.word() == nil
	}
	v.wrong("IsNil")
	return false
}

// Pointer is the address in a pointer, map, channel, func or slice.
func (v Value) Pointer() uintptr {
	switch v.Kind() {
	case Func:
		if p := v.word(); p != nil {
			return *(*uintptr)(p)
		}
		return 0
	case Chan, Map, Pointer, UnsafePointer, Slice:
		return uintptr(v.word())
	}
	v.wrong("Pointer")
	return 0
}

func (v Value) UnsafePointer() unsafe.Pointer {
	switch v.Kind() {
	case Func:
		if p := v.word(); p != nil {
			return *(*unsafe.Pointer)(p)
		}
		return nil
	case Chan, Map, Pointer, UnsafePointer, Slice:
		return v.word()
	}
	v.wrong("UnsafePointer")
	return nil
}

func (v Value) UnsafeAddr() uintptr {
	if v.typ == nil {
		v.wrong("UnsafeAddr")
	}
	if v.flag&addressable == 0 {
		panic("reflect.Value.UnsafeAddr of unaddressable value")
	}
	return uintptr(v.ptr)
}

// IsZero reports whether v is the zero of its type.
func (v Value) IsZero() bool {
	switch k := v.Kind(); {
	case k == Bool:
		return !v.Bool()
	case Int <= k && k <= Int64:
		return v.Int() == 0
	case Uint <= k && k <= Uintptr:
		return v.Uint() == 0
	case k == Float32 || k == Float64:
		f := v.Float()
		return f == 0 && *(*uint64)(unsafe.Pointer(&f)) == 0
	case k == Array:
		for i := 0; i < v.Len(); i++ {
			if !v.Index(i).IsZero() {
				return false
			}
		}
		return true
	case k == String:
		return v.Len() == 0
	case k == Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).IsZero() {
				return false
			}
		}
		return true
	case k == Chan || k == Func || k == Interface || k == Map || k == Pointer || k == Slice || k == UnsafePointer:
		return v.IsNil()
	}
	v.wrong("IsZero")
	return false
}

func (v Value) OverflowInt(x int64) bool {
	if !v.CanInt() {
		v.wrong("OverflowInt")
	}
	unused := 64 - 8*uint(v.typ.Size)
	return x<<unused>>unused != x
}

func (v Value) OverflowUint(x uint64) bool {
	if !v.CanUint() {
		v.wrong("OverflowUint")
	}
	unused := 64 - 8*uint(v.typ.Size)
	return x<<unused>>unused != x
}

func (v Value) OverflowFloat(x float64) bool {
	switch v.Kind() {
	case Float32:
		if x < 0 {
			x = -x
		}
		return 0x1.fffffep127 < x && x <= 0x1.fffffffffffffp1023
	case Float64:
		return false
	}
	v.wrong("OverflowFloat")
	return false
}
