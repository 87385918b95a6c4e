package reflect

import (
	"internal/rtype"
	"unsafe"
)

// settable panics unless v is a variable that may be set by the method.
func (v Value) settable(method string) {
	if v.typ == nil {
		v.wrong(method)
	}
	if v.flag&readOnly != 0 {
		panic("reflect: reflect.Value." + method + " using value obtained using unexported field")
	}
	if v.flag&addressable == 0 {
		panic("reflect: reflect.Value." + method + " using unaddressable value")
	}
}

// exported panics if the value may not be passed on.
func (v Value) exported(method string) {
	if v.typ == nil {
		v.wrong(method)
	}
	if v.flag&readOnly != 0 {
		panic("reflect: reflect.Value." + method + " using value obtained using unexported field")
	}
}

// assignTo is v as a value of type t, which it can be assigned to.
func (v Value) assignTo(context string, t *rtype.Type) Value {
	switch {
	case v.typ == t:
		return v
	case !assignable(v.typ, t):
		panic(context + ": value of type " + v.typ.String() + " is not assignable to type " + t.String())
	case t.Kind() == rtype.Interface:
		return inInterface(v, t)
	}
	v.typ = t
	return v
}

// Set stores x in v.
func (v Value) Set(x Value) {
	v.settable("Set")
	x.exported("Set")
	x = x.assignTo("reflect.Set", v.typ)
	rtype.Move(v.typ, v.ptr, x.memory())
}

func (v Value) SetBool(x bool) {
	v.settable("SetBool")
	v.mustBe("SetBool", Bool)
	*(*bool)(v.ptr) = x
}

func (v Value) SetInt(x int64) {
	v.settable("SetInt")
	if !v.CanInt() {
		v.wrong("SetInt")
	}
	v.store(uint64(x))
}

func (v Value) SetUint(x uint64) {
	v.settable("SetUint")
	if !v.CanUint() {
		v.wrong("SetUint")
	}
	v.store(x)
}

func (v Value) store(x uint64) {
	switch v.typ.Size {
	case 1:
		*(*uint8)(v.ptr) = uint8(x)
	case 2:
		*(*uint16)(v.ptr) = uint16(x)
	case 4:
		*(*uint32)(v.ptr) = uint32(x)
	default:
		*(*uint64)(v.ptr) = x
	}
}

func (v Value) SetFloat(x float64) {
	v.settable("SetFloat")
	switch v.Kind() {
	case Float32:
		*(*float32)(v.ptr) = float32(x)
	case Float64:
		*(*float64)(v.ptr) = x
	default:
		v.wrong("SetFloat")
	}
}

func (v Value) SetString(x string) {
	v.settable("SetString")
	v.mustBe("SetString", String)
	*(*string)(v.ptr) = x
}

func (v Value) SetBytes(x []byte) {
	v.settable("SetBytes")
	v.mustBe("SetBytes", Slice)
	if Kind(v.typ.Elem().Kind()) != Uint8 {
		panic("reflect.Value.SetBytes of non-byte slice")
	}
	*(*[]byte)(v.ptr) = x
}

func (v Value) SetPointer(x unsafe.Pointer) {
	v.settable("SetPointer")
	v.mustBe("SetPointer", UnsafePointer)
	*(*unsafe.Pointer)(v.ptr) = x
}

func (v Value) SetLen(n int) {
	v.settable("SetLen")
	v.mustBe("SetLen", Slice)
	h := (*sliceHeader)(v.ptr)
	if uint(n) > uint(h.cap) {
		panic("reflect: slice length out of range in SetLen")
	}
	h.len = n
}

func (v Value) SetCap(n int) {
	v.settable("SetCap")
	v.mustBe("SetCap", Slice)
	h := (*sliceHeader)(v.ptr)
	if n < h.len || n > h.cap {
		panic("reflect: slice capacity out of range in SetCap")
	}
	h.cap = n
}

// --- Slices ---

// sliceOf is a slice value of type t.
func sliceOf(t *rtype.Type, h sliceHeader, f flag) Value {
	p := new(sliceHeader)
	*p = h
	return Value{t, unsafe.Pointer(p), f}
}

// MakeSlice is a new slice of type t.
func MakeSlice(t Type, len, cap int) Value {
	switch {
	case t.Kind() != Slice:
		panic("reflect.MakeSlice of non-slice type")
	case len < 0:
		panic("reflect.MakeSlice: negative len")
	case cap < 0:
		panic("reflect.MakeSlice: negative cap")
	case len > cap:
		panic("reflect.MakeSlice: len > cap")
	}
	d := t.descriptor()
	return sliceOf(d, sliceHeader{rtype.MakeArray(d.Elem(), len, cap), len, cap}, 0)
}

// grown is s with room and length for n more.
func grown(s Value, n int) Value {
	h := *(*sliceHeader)(s.ptr)
	if newLen := h.len + n; newLen > h.cap {
		h.data, h.cap = rtype.Grow(s.typ.Elem(), h.data, h.len, h.cap, newLen)
	}
	h.len += n
	return sliceOf(s.typ, h, 0)
}

// Append appends values to a slice.
func Append(s Value, x ...Value) Value {
	s.mustBe("Append", Slice)
	n := s.Len()
	s = grown(s, len(x))
	for i, each := range x {
		s.Index(n + i).Set(each)
	}
	return s
}

// AppendSlice appends one slice to another.
func AppendSlice(s, t Value) Value {
	s.mustBe("AppendSlice", Slice)
	t.mustBe("AppendSlice", Slice)
	if s.typ.Elem() != t.typ.Elem() {
		panic("reflect.AppendSlice: " + s.typ.String() + " != " + t.typ.String())
	}
	n := s.Len()
	s = grown(s, t.Len())
	Copy(s.Slice(n, s.Len()), t)
	return s
}

// Copy copies as much as fits, and gives how much that was.
func Copy(dst, src Value) int {
	to := dst.elements("reflect.Copy")
	from := src.elements("reflect.Copy")
	n := to.len
	if from.len < n {
		n = from.len
	}
	rtype.MoveAll(dst.typ.Elem(), to.data, from.data, n)
	return n
}

// elements is where the elements of a slice, array or string are.
func (v *Value) elements(method string) sliceHeader {
	switch v.Kind() {
	case Slice, String:
		h := (*sliceHeader)(v.ptr)
		return sliceHeader{h.data, h.len, h.len}
	case Array:
		return sliceHeader{v.memory(), v.typ.Len(), v.typ.Len()}
	}
	panic(&ValueError{method, v.Kind()})
}

// Slice is v[i:j].
func (v Value) Slice(i, j int) Value {
	switch v.Kind() {
	case String:
		s := *(*string)(v.ptr)
		if i < 0 || j < i || j > len(s) {
			panic("reflect.Value.Slice: string slice index out of bounds")
		}
		s = s[i:j]
		return Value{v.typ, unsafe.Pointer(&s), v.flag & readOnly}
	case Slice:
		h := *(*sliceHeader)(v.ptr)
		if i < 0 || j < i || j > h.cap {
			panic("reflect.Value.Slice: slice index out of bounds")
		}
		return sliceOf(v.typ, cut(h, v.typ.Elem().Size, i, j, h.cap), v.flag&readOnly)
	case Array:
		if v.flag&addressable == 0 {
			panic("reflect.Value.Slice: slice of unaddressable array")
		}
		n := v.typ.Len()
		if i < 0 || j < i || j > n {
			panic("reflect.Value.Slice: slice index out of bounds")
		}
		return sliceOf(v.typ.Slice(), cut(sliceHeader{v.ptr, n, n}, v.typ.Elem().Size, i, j, n), v.flag&readOnly)
	}
	v.wrong("Slice")
	return Value{}
}

// Slice3 is v[i:j:k].
func (v Value) Slice3(i, j, k int) Value {
	var h sliceHeader
	t := v.typ
	switch v.Kind() {
	case Slice:
		h = *(*sliceHeader)(v.ptr)
	case Array:
		if v.flag&addressable == 0 {
			panic("reflect.Value.Slice3: slice of unaddressable array")
		}
		n := t.Len()
		h = sliceHeader{v.ptr, n, n}
		t = t.Slice()
	default:
		v.wrong("Slice3")
	}
	if i < 0 || j < i || k < j || k > h.cap {
		panic("reflect.Value.Slice3: slice index out of bounds")
	}
	return sliceOf(t, cut(h, v.typ.Elem().Size, i, j, k), v.flag&readOnly)
}

func cut(h sliceHeader, size uintptr, i, j, k int) sliceHeader {
	data := h.data
	if k > i {
		data = unsafe.Add(data, uintptr(i)*size)
	}
	return sliceHeader{data, j - i, k - i}
}

// Swapper gives a function that swaps elements of a slice.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	if v.Kind() != Slice {
		panic(&ValueError{"Swapper", v.Kind()})
	}
	h := (*sliceHeader)(v.ptr)
	t := v.typ.Elem()
	temp := rtype.New(t)
	return func(i, j int) {
		if uint(i) >= uint(h.len) || uint(j) >= uint(h.len) {
			panic("reflect: slice index out of range")
		}
		p, q := unsafe.Add(h.data, uintptr(i)*t.Size), unsafe.Add(h.data, uintptr(j)*t.Size)
		rtype.Move(t, temp, p)
		rtype.Move(t, p, q)
		rtype.Move(t, q, temp)
	}
}
