package reflect

import (
	"internal/rtype"
	"strconv"
	"unsafe"
)

// What may be assigned or converted to what.

// sameStructure reports whether two types without names, or what is behind their names, are alike.
func sameStructure(a, b *rtype.Type) bool {
	if a == b {
		return true
	}
	k := Kind(a.Kind())
	if k != Kind(b.Kind()) {
		return false
	}
	if Bool <= k && k <= Complex128 || k == String || k == UnsafePointer {
		return true
	}
	switch k {
	case Array:
		return a.Len() == b.Len() && a.Elem() == b.Elem()
	case Chan:
		return a.ChanDir() == b.ChanDir() && a.Elem() == b.Elem()
	case Pointer, Slice:
		return a.Elem() == b.Elem()
	case Map:
		return a.Key() == b.Key() && a.Elem() == b.Elem()
	case Func:
		return sameSignature(a, b)
	case Interface:
		return len(a.Methods()) == len(b.Methods()) && a.Implements(b)
	case Struct:
		return sameFields(a, b)
	}
	return false
}

func sameSignature(a, b *rtype.Type) bool {
	if a.NumIn() != b.NumIn() || a.NumOut() != b.NumOut() || a.IsVariadic() != b.IsVariadic() {
		return false
	}
	for i := 0; i < a.NumIn()+a.NumOut(); i++ {
		if a.In(i) != b.In(i) {
			return false
		}
	}
	return true
}

// sameFields leaves tags aside.
func sameFields(a, b *rtype.Type) bool {
	if a.NumField() != b.NumField() {
		return false
	}
	for i := 0; i < a.NumField(); i++ {
		f, g := a.Field(i), b.Field(i)
		if f.Name != g.Name || f.Type != g.Type || f.Embedded != g.Embedded {
			return false
		}
	}
	return true
}

func assignable(from, to *rtype.Type) bool {
	if from == to {
		return true
	}
	if to.Kind() == rtype.Interface {
		return from.Implements(to)
	}
	if from.IsNamed() && to.IsNamed() {
		return false
	}
	if from.Kind() == rtype.Chan && to.Kind() == rtype.Chan && from.ChanDir() == int(BothDir) && from.Elem() == to.Elem() {
		return true
	}
	return sameStructure(from, to)
}

// conversion is how a value becomes one of another type.
type conversion int

const (
	noConversion conversion = iota
	toInterface
	asIs
	number
	numberToString
	bytesToString
	runesToString
	stringToBytes
	stringToRunes
	sliceToArray
)

func isNumber(k Kind) bool { return Int <= k && k <= Float64 }

func converter(from, to *rtype.Type) conversion {
	f, t := Kind(from.Kind()), Kind(to.Kind())
	switch {
	case t == Interface:
		if from.Implements(to) {
			return toInterface
		}
	case isNumber(f) && isNumber(t):
		return number
	case f <= Uintptr && f >= Int && t == String:
		return numberToString
	case f == Slice && t == String && from.Elem().PkgPath() == "":
		switch Kind(from.Elem().Kind()) {
		case Uint8:
			return bytesToString
		case Int32:
			return runesToString
		}
	case f == String && t == Slice && to.Elem().PkgPath() == "":
		switch Kind(to.Elem().Kind()) {
		case Uint8:
			return stringToBytes
		case Int32:
			return stringToRunes
		}
	case f == Slice && t == Pointer && Kind(to.Elem().Kind()) == Array && from.Elem() == to.Elem().Elem():
		return sliceToArray
	}
	if assignable(from, to) || sameStructure(from, to) {
		return asIs
	}
	if f == Pointer && t == Pointer && !from.IsNamed() && !to.IsNamed() && sameStructure(from.Elem(), to.Elem()) {
		return asIs
	}
	return noConversion
}

// CanConvert reports whether Convert will not panic.
func (v Value) CanConvert(t Type) bool {
	to := t.descriptor()
	how := converter(v.typ, to)
	return how != noConversion && (how != sliceToArray || to.Elem().Len() <= v.Len())
}

// Convert is v as a t.
func (v Value) Convert(t Type) Value {
	to := t.descriptor()
	ro := v.flag & readOnly
	switch converter(v.typ, to) {
	case toInterface:
		return inInterface(v, to)
	case asIs:
		w := v
		w.typ = to
		if v.flag&addressable != 0 {
			w = copyOf(to, v.ptr)
		}
		w.flag = w.flag&^(readOnly|addressable) | ro
		return w
	case number:
		return v.toNumber(to, ro)
	case numberToString:
		s := string(utf8Error)
		if Kind(v.typ.Kind()) >= Uint {
			if x := v.Uint(); x <= 0x10FFFF {
				s = string(rune(x))
			}
		} else if x := v.Int(); x >= 0 && x <= 0x10FFFF {
			s = string(rune(x))
		}
		return fromMemory(to, unsafe.Pointer(&s), ro)
	case bytesToString:
		s := string(*(*[]byte)(v.ptr))
		return fromMemory(to, unsafe.Pointer(&s), ro)
	case runesToString:
		s := string(*(*[]rune)(v.ptr))
		return fromMemory(to, unsafe.Pointer(&s), ro)
	case stringToBytes:
		b := []byte(v.String())
		return fromMemory(to, unsafe.Pointer(&b), ro)
	case stringToRunes:
		r := []rune(v.String())
		return fromMemory(to, unsafe.Pointer(&r), ro)
	case sliceToArray:
		if n := to.Elem().Len(); n > v.Len() {
			panic("reflect: cannot convert slice with length " + strconv.Itoa(v.Len()) + " to pointer to array with length " + strconv.Itoa(n))
		}
		return Value{to, (*sliceHeader)(v.ptr).data, ro | isWord}
	}
	panic("reflect.Value.Convert: value of type " + v.typ.String() + " cannot be converted to type " + t.String())
}

const utf8Error = '\uFFFD'

func (v Value) toNumber(to *rtype.Type, ro flag) Value {
	w := fromMemory(to, rtype.New(to), addressable)
	f, t := Kind(v.typ.Kind()), Kind(to.Kind())
	isFloat := t == Float32 || t == Float64
	isUnsigned := Uint <= t && t <= Uintptr
	switch {
	case f == Float32 || f == Float64:
		x := v.Float()
		switch {
		case isFloat:
			w.SetFloat(x)
		case isUnsigned:
			w.SetUint(uint64(x))
		default:
			w.SetInt(int64(x))
		}
	case Uint <= f && f <= Uintptr:
		x := v.Uint()
		switch {
		case isFloat:
			w.SetFloat(float64(x))
		case isUnsigned:
			w.SetUint(x)
		default:
			w.SetInt(int64(x))
		}
	default:
		x := v.Int()
		switch {
		case isFloat:
			w.SetFloat(float64(x))
		case isUnsigned:
			w.SetUint(uint64(x))
		default:
			w.SetInt(x)
		}
	}
	w.flag = ro
	return w
}
