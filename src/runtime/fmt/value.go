package fmt

import (
	"internal/rtype"
	"sort"
	"unsafe"
)

// value is something of a type. Its methods may be called only if it was not
// reached through an unexported field.
type value struct {
	typ *rtype.Type
	// Where it lies; if word is set, the value itself, which is one pointer.
	ptr  unsafe.Pointer
	word bool
	// sticky: below an unexported field; embedded: in an unexported embedded struct, whose exported fields are open again.
	sticky   bool
	embedded bool
}

// noValue is passed where there is no value behind an operand.
var noValue value

func valueOf(v any) value {
	if v == nil {
		return value{}
	}
	t := rtype.TypeOf(v)
	return value{typ: t, ptr: rtype.Data(v), word: t.Direct()}
}

func (v value) kind() int { return v.typ.Kind() }

func (v value) canInterface() bool { return !v.sticky && !v.embedded }

// pointer is the value of pointers, maps, channels, funcs, and the first word of others.
func (v value) pointer() unsafe.Pointer {
	if v.word {
		return v.ptr
	}
	return *(*unsafe.Pointer)(v.ptr)
}

func (v value) int() int64 {
	switch v.kind() {
	case rtype.Int:
		return int64(*(*int)(v.ptr))
	case rtype.Int8:
		return int64(*(*int8)(v.ptr))
	case rtype.Int16:
		return int64(*(*int16)(v.ptr))
	case rtype.Int32:
		return int64(*(*int32)(v.ptr))
	}
	return *(*int64)(v.ptr)
}

func (v value) uint() uint64 {
	switch v.kind() {
	case rtype.Uint, rtype.Uintptr:
		return uint64(*(*uint)(v.ptr))
	case rtype.Uint8:
		return uint64(*(*uint8)(v.ptr))
	case rtype.Uint16:
		return uint64(*(*uint16)(v.ptr))
	case rtype.Uint32:
		return uint64(*(*uint32)(v.ptr))
	}
	return *(*uint64)(v.ptr)
}

// inner is a part of v, reached without a field's name.
func (v value) inner(t *rtype.Type, p unsafe.Pointer) value {
	return value{typ: t, ptr: p, word: v.word, sticky: v.sticky || v.embedded}
}

func (v value) field(i int) (string, value) {
	f := v.typ.Field(i)
	w := value{typ: f.Type, ptr: v.ptr, word: v.word, sticky: v.sticky}
	if !v.word {
		w.ptr = unsafe.Add(v.ptr, f.Offset)
	}
	if !f.Exported {
		if f.Embedded {
			w.embedded = true
		} else {
			w.sticky = true
		}
	}
	return f.Name, w
}

type sliceHeader struct {
	data unsafe.Pointer
	len  int
	cap  int
}

// len is that of an array or slice.
func (v value) len() int {
	if v.kind() == rtype.Array {
		return v.typ.Len()
	}
	return (*sliceHeader)(v.ptr).len
}

func (v value) index(i int) value {
	elem := v.typ.Elem()
	if v.word {
		return v.inner(elem, v.ptr)
	}
	base := v.ptr
	if v.kind() == rtype.Slice {
		base = (*sliceHeader)(v.ptr).data
	}
	return v.inner(elem, unsafe.Add(base, uintptr(i)*elem.Size))
}

// elem is what a pointer points at; typ is nil for a nil pointer.
func (v value) elem() value {
	p := v.pointer()
	if p == nil {
		return value{}
	}
	return value{typ: v.typ.Elem(), ptr: p, sticky: v.sticky, embedded: v.embedded}
}

func (v value) isNil() bool { return v.pointer() == nil }

// dynamic is the value in an interface.
func (v value) dynamic() value {
	w := valueOf(rtype.Pack(v.typ, v.ptr, false))
	w.sticky = v.sticky || v.embedded
	return w
}

type mapEntry struct {
	key, elem value
}

// entries are those of a map, in the order of their keys.
func (v value) entries() []mapEntry {
	m := v.pointer()
	entries := make([]mapEntry, 0, rtype.MapLen(m))
	var it rtype.Iterator
	for it.Iterate(v.typ, m); it.Key != nil; it.Next() {
		entries = append(entries, mapEntry{v.entry(v.typ.Key(), it.Key), v.entry(v.typ.Elem(), it.Elem)})
	}
	sort.SliceStable(entries, func(i, j int) bool { return compare(entries[i].key, entries[j].key) < 0 })
	return entries
}

// entry is a key or element of the map v, which lies at p.
func (v value) entry(t *rtype.Type, p unsafe.Pointer) value {
	return value{typ: t, ptr: p, sticky: v.sticky || v.embedded}
}

// compare orders keys: nil first, numbers and strings by value, NaN before
// numbers, false before true, structs and arrays part by part, interfaces by
// type and then value.
func compare(a, b value) int {
	if a.typ != b.typ {
		return -1
	}
	switch k := a.kind(); {
	case rtype.Int <= k && k <= rtype.Int64:
		x, y := a.int(), b.int()
		return order(x < y, x > y)
	case rtype.Uint <= k && k <= rtype.Uintptr:
		x, y := a.uint(), b.uint()
		return order(x < y, x > y)
	case k == rtype.String:
		x, y := *(*string)(a.ptr), *(*string)(b.ptr)
		return order(x < y, x > y)
	case k == rtype.Float32:
		return compareFloats(float64(*(*float32)(a.ptr)), float64(*(*float32)(b.ptr)))
	case k == rtype.Float64:
		return compareFloats(*(*float64)(a.ptr), *(*float64)(b.ptr))
	case k == rtype.Bool:
		x, y := *(*bool)(a.ptr), *(*bool)(b.ptr)
		return order(!x && y, x && !y)
	case k == rtype.Pointer || k == rtype.Chan || k == rtype.UnsafePointer:
		x, y := uintptr(a.pointer()), uintptr(b.pointer())
		return order(x < y, x > y)
	case k == rtype.Struct:
		for i := 0; i < a.typ.NumField(); i++ {
			_, x := a.field(i)
			_, y := b.field(i)
			if c := compare(x, y); c != 0 {
				return c
			}
		}
		return 0
	case k == rtype.Array:
		for i := 0; i < a.len(); i++ {
			if c := compare(a.index(i), b.index(i)); c != 0 {
				return c
			}
		}
		return 0
	case k == rtype.Interface:
		return compareInterfaces(a, b)
	}
	panic("bad type in compare: " + a.typ.String())
}

func compareInterfaces(a, b value) int {
	x, y := a.dynamic(), b.dynamic()
	if x.typ == nil || y.typ == nil {
		return order(x.typ == nil && y.typ != nil, x.typ != nil && y.typ == nil)
	}
	if x.typ != y.typ {
		// Go compares the addresses of descriptors.
		return order(rtype.Before(x.typ, y.typ), true)
	}
	return compare(x, y)
}

func order(less, greater bool) int {
	switch {
	case less:
		return -1
	case greater:
		return 1
	}
	return 0
}

func compareFloats(x, y float64) int {
	switch {
	case x != x:
		return -1
	case y != y:
		return 1
	}
	return order(x < y, x > y)
}

// printValue prints v by its kind; depth counts the composites around it.
func (p *printer) printValue(v value, verb rune, depth int) {
	if depth > 0 && v.typ != nil && v.canInterface() {
		p.arg = rtype.Pack(v.typ, v.ptr, v.word)
		if p.arg != nil && p.handleMethods(verb) {
			return
		}
	}
	if depth > 0 {
		p.arg = nil
	}
	if v.typ == nil {
		if depth == 0 {
			p.buf = append(p.buf, "<invalid reflect.Value>"...)
		} else if verb == 'v' {
			p.buf = append(p.buf, "<nil>"...)
		} else {
			p.badVerb(verb, v)
		}
		return
	}
	switch k := v.kind(); {
	case k == rtype.Bool:
		p.fmtBool(*(*bool)(v.ptr), verb, v)
	case rtype.Int <= k && k <= rtype.Int64:
		p.fmtInt(uint64(v.int()), true, verb, v)
	case rtype.Uint <= k && k <= rtype.Uintptr:
		p.fmtInt(v.uint(), false, verb, v)
	case k == rtype.Float32:
		p.fmtFloatVerb(float64(*(*float32)(v.ptr)), 32, verb, v)
	case k == rtype.Float64:
		p.fmtFloatVerb(*(*float64)(v.ptr), 64, verb, v)
	case k == rtype.String:
		p.fmtString(*(*string)(v.ptr), verb, v)
	case k == rtype.Map:
		p.printMap(v, verb, depth)
	case k == rtype.Struct:
		p.printStruct(v, verb, depth)
	case k == rtype.Interface:
		p.printInterface(v, verb, depth)
	case k == rtype.Array || k == rtype.Slice:
		p.printList(v, verb, depth)
	case k == rtype.Pointer:
		// A pointer at top level to a composite shows what it points at.
		if depth == 0 && !v.isNil() {
			switch a := v.elem(); a.kind() {
			case rtype.Array, rtype.Slice, rtype.Struct, rtype.Map:
				p.buf = append(p.buf, '&')
				p.printValue(a, verb, depth+1)
				return
			}
		}
		p.fmtPointer(v, verb)
	case k == rtype.Chan || k == rtype.Func || k == rtype.UnsafePointer:
		p.fmtPointer(v, verb)
	default:
		p.buf = append(p.buf, '?')
		p.buf = append(p.buf, v.typ.String()...)
		p.buf = append(p.buf, '?')
	}
}

func (p *printer) printMap(v value, verb rune, depth int) {
	if p.sharpV {
		p.buf = append(p.buf, v.typ.String()...)
		if v.isNil() {
			p.buf = append(p.buf, "(nil)"...)
			return
		}
		p.buf = append(p.buf, '{')
	} else {
		p.buf = append(p.buf, "map["...)
	}
	for i, e := range v.entries() {
		if i > 0 {
			p.separate()
		}
		p.printValue(e.key, verb, depth+1)
		p.buf = append(p.buf, ':')
		p.printValue(e.elem, verb, depth+1)
	}
	if p.sharpV {
		p.buf = append(p.buf, '}')
	} else {
		p.buf = append(p.buf, ']')
	}
}

func (p *printer) separate() {
	if p.sharpV {
		p.buf = append(p.buf, ", "...)
	} else {
		p.buf = append(p.buf, ' ')
	}
}

func (p *printer) printStruct(v value, verb rune, depth int) {
	if p.sharpV {
		p.buf = append(p.buf, v.typ.String()...)
	}
	p.buf = append(p.buf, '{')
	for i := 0; i < v.typ.NumField(); i++ {
		if i > 0 {
			p.separate()
		}
		name, f := v.field(i)
		if p.plusV || p.sharpV {
			p.buf = append(p.buf, name...)
			p.buf = append(p.buf, ':')
		}
		if f.kind() == rtype.Interface {
			if d := f.dynamic(); d.typ != nil {
				p.printValue(d, verb, depth+1)
				continue
			}
		}
		p.printValue(f, verb, depth+1)
	}
	p.buf = append(p.buf, '}')
}

func (p *printer) printInterface(v value, verb rune, depth int) {
	d := v.dynamic()
	if d.typ != nil {
		p.printValue(d, verb, depth+1)
		return
	}
	if p.sharpV {
		p.buf = append(p.buf, v.typ.String()...)
		p.buf = append(p.buf, "(nil)"...)
	} else {
		p.buf = append(p.buf, "<nil>"...)
	}
}

func (p *printer) printList(v value, verb rune, depth int) {
	switch verb {
	case 's', 'q', 'x', 'X':
		// Byte slices and arrays are texts to these verbs.
		if v.typ.Elem().Kind() == rtype.Uint8 {
			p.fmtBytes(v.bytes(), verb, v.typ.String(), v)
			return
		}
	}
	if p.sharpV {
		p.buf = append(p.buf, v.typ.String()...)
		if v.kind() == rtype.Slice && v.isNil() {
			p.buf = append(p.buf, "(nil)"...)
			return
		}
		p.buf = append(p.buf, '{')
	} else {
		p.buf = append(p.buf, '[')
	}
	for i := 0; i < v.len(); i++ {
		if i > 0 {
			p.separate()
		}
		p.printValue(v.index(i), verb, depth+1)
	}
	if p.sharpV {
		p.buf = append(p.buf, '}')
	} else {
		p.buf = append(p.buf, ']')
	}
}

// bytes are those of a slice or array of bytes.
func (v value) bytes() []byte {
	if v.kind() == rtype.Slice {
		return *(*[]byte)(v.ptr)
	}
	return unsafe.Slice((*byte)(v.ptr), v.len())
}
