package json

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"reflect"
	"sort"
	"strconv"
	"unicode/utf8"
)

// Marshaler is a type that writes itself.
type Marshaler interface {
	MarshalJSON() ([]byte, error)
}

// Number is a number as it stands in the text.
type Number string

func (n Number) String() string            { return string(n) }
func (n Number) Float64() (float64, error) { return strconv.ParseFloat(string(n), 64) }
func (n Number) Int64() (int64, error)     { return strconv.ParseInt(string(n), 10, 64) }

// RawMessage is a value that stays as it is.
type RawMessage []byte

func (m RawMessage) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	return m, nil
}

func (m *RawMessage) UnmarshalJSON(data []byte) error {
	*m = append((*m)[:0], data...)
	return nil
}

type UnsupportedTypeError struct {
	Type reflect.Type
}

func (e *UnsupportedTypeError) Error() string { return "json: unsupported type: " + e.Type.String() }

type UnsupportedValueError struct {
	Value reflect.Value
	Str   string
}

func (e *UnsupportedValueError) Error() string { return "json: unsupported value: " + e.Str }

// MarshalerError is an error of a type's own method.
type MarshalerError struct {
	Type   reflect.Type
	Err    error
	method string
}

func (e *MarshalerError) Error() string {
	return "json: error calling " + e.method + " for type " + e.Type.String() + ": " + e.Err.Error()
}

func (e *MarshalerError) Unwrap() error { return e.Err }

// Marshal writes v.
func Marshal(v any) ([]byte, error) { return marshal(v, true) }

// MarshalIndent writes v with each element on a line of its own.
func MarshalIndent(v any, prefix, indent string) ([]byte, error) {
	b, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	err = Indent(&buf, b, prefix, indent)
	return buf.Bytes(), err
}

func marshal(v any, escapeHTML bool) (b []byte, err error) {
	e := &encodeState{escapeHTML: escapeHTML}
	defer func() {
		if r := recover(); r != nil {
			stop, ok := r.(failure)
			if !ok {
				panic(r)
			}
			b, err = nil, stop.error
		}
	}()
	e.value(reflect.ValueOf(v), false)
	return e.out, nil
}

// failure is an error on its way out.
type failure struct{ error }

// tooDeep is from how many pointers on cycles are looked for.
const tooDeep = 1000

type encodeState struct {
	out        []byte
	escapeHTML bool
	depth      int
	seen       map[any]bool
}

func (e *encodeState) add(s string) { e.out = append(e.out, s...) }

func fail(err error) { panic(failure{err}) }

// value writes v; quoted puts numbers, truth values and strings into a string.
func (e *encodeState) value(v reflect.Value, quoted bool) {
	if !v.IsValid() {
		e.add("null")
		return
	}
	if e.byMethod(v) {
		return
	}
	start := len(e.out)
	switch k := v.Kind(); {
	case k == reflect.Bool:
		e.out = strconv.AppendBool(e.out, v.Bool())
	case v.CanInt():
		e.out = strconv.AppendInt(e.out, v.Int(), 10)
	case v.CanUint():
		e.out = strconv.AppendUint(e.out, v.Uint(), 10)
	case v.CanFloat():
		e.float(v)
	case k == reflect.String:
		e.stringValue(v, quoted)
		return
	case k == reflect.Struct:
		e.structValue(v)
		return
	case k == reflect.Map:
		e.mapValue(v)
		return
	case k == reflect.Slice:
		e.slice(v)
		return
	case k == reflect.Array:
		e.elements(v)
		return
	case k == reflect.Interface:
		e.value(v.Elem(), false)
		return
	case k == reflect.Pointer:
		e.pointer(v, quoted)
		return
	default:
		fail(&UnsupportedTypeError{v.Type()})
	}
	if quoted {
		number := string(e.out[start:])
		e.out = append(e.out[:start], '"')
		e.add(number + `"`)
	}
}

// byMethod lets a type write itself, if it can.
func (e *encodeState) byMethod(v reflect.Value) bool {
	if !v.CanInterface() {
		return false
	}
	if t := v.Type(); v.Kind() == reflect.Interface && !t.Implements(marshalerType) && !t.Implements(textMarshalerType) {
		return false
	}
	x := v.Interface()
	_, own := x.(Marshaler)
	if _, ownText := x.(encoding.TextMarshaler); !own && v.Kind() != reflect.Pointer && v.CanAddr() {
		p := v.Addr().Interface()
		if _, ok := p.(Marshaler); ok {
			x, own = p, true
		} else if _, ok := p.(encoding.TextMarshaler); ok && !ownText {
			x = p
		}
	}
	isNil := (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil()
	if m, ok := x.(Marshaler); ok {
		if isNil {
			e.add("null")
			return true
		}
		b, err := m.MarshalJSON()
		if err == nil {
			err = checkValid(b)
		}
		if err != nil {
			fail(&MarshalerError{v.Type(), err, "MarshalJSON"})
		}
		e.out = append(e.out, compacted(b, e.escapeHTML)...)
		return true
	}
	if m, ok := x.(encoding.TextMarshaler); ok {
		if isNil {
			e.add("null")
			return true
		}
		b, err := m.MarshalText()
		if err != nil {
			fail(&MarshalerError{v.Type(), err, "MarshalText"})
		}
		e.text(string(b))
		return true
	}
	return false
}

func (e *encodeState) float(v reflect.Value) {
	f := v.Float()
	bits := int(v.Type().Size()) * 8
	if math.IsInf(f, 0) || math.IsNaN(f) {
		fail(&UnsupportedValueError{v, strconv.FormatFloat(f, 'g', -1, bits)})
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 {
		if bits == 64 && (abs < 1e-6 || abs >= 1e21) || bits == 32 && (float32(abs) < 1e-6 || float32(abs) >= 1e21) {
			format = 'e'
		}
	}
	e.out = strconv.AppendFloat(e.out, f, format, -1, bits)
	// e-09 is e-9 in JavaScript.
	if n := len(e.out); format == 'e' && n >= 4 && e.out[n-4] == 'e' && e.out[n-3] == '-' && e.out[n-2] == '0' {
		e.out[n-2] = e.out[n-1]
		e.out = e.out[:n-1]
	}
}

var numberType = reflect.TypeOf(Number(""))

func (e *encodeState) stringValue(v reflect.Value, quoted bool) {
	s := v.String()
	if v.Type() == numberType {
		if s == "" {
			s = "0"
		}
		if n := (scanner{data: []byte(s)}); !n.number() || n.pos != len(s) {
			fail(fmt.Errorf("json: invalid number literal %q", s))
		}
		if quoted {
			s = `"` + s + `"`
		}
		e.add(s)
		return
	}
	if quoted {
		inner := &encodeState{escapeHTML: e.escapeHTML}
		inner.text(s)
		s = string(inner.out)
	}
	e.text(s)
}

const hexDigits = "0123456789abcdef"

// text writes a string.
func (e *encodeState) text(s string) {
	e.out = append(e.out, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '"' || c == '\\':
				e.out = append(e.out, '\\', c)
			case c == '\n':
				e.add(`\n`)
			case c == '\r':
				e.add(`\r`)
			case c == '\t':
				e.add(`\t`)
			case c < ' ' || e.escapeHTML && (c == '<' || c == '>' || c == '&'):
				e.out = append(e.out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			default:
				e.out = append(e.out, c)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			e.add(`\ufffd`)
		case r == '\u2028' || r == '\u2029':
			e.add(`\u202`)
			e.out = append(e.out, hexDigits[r&15])
		default:
			e.add(s[i : i+size])
		}
		i += size
	}
	e.out = append(e.out, '"')
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func (e *encodeState) structValue(v reflect.Value) {
	next := byte('{')
fields:
	for _, f := range fieldsOf(v.Type()) {
		at := v
		for _, i := range f.index {
			if at.Kind() == reflect.Pointer {
				if at.IsNil() {
					continue fields
				}
				at = at.Elem()
			}
			at = at.Field(i)
		}
		if f.omitEmpty && isEmpty(at) {
			continue
		}
		e.out = append(e.out, next)
		next = ','
		e.text(f.name)
		e.out = append(e.out, ':')
		e.value(at, f.quoted)
	}
	if next == '{' {
		e.out = append(e.out, '{')
	}
	e.out = append(e.out, '}')
}

// within writes what v leads to, and fails if v is met again.
func (e *encodeState) within(v reflect.Value, key any, write func()) {
	if e.depth++; e.depth > tooDeep {
		if e.seen[key] {
			fail(&UnsupportedValueError{v, "encountered a cycle via " + v.Type().String()})
		}
		if e.seen == nil {
			e.seen = map[any]bool{}
		}
		e.seen[key] = true
		defer delete(e.seen, key)
	}
	write()
	e.depth--
}

func (e *encodeState) pointer(v reflect.Value, quoted bool) {
	if v.IsNil() {
		e.add("null")
		return
	}
	e.within(v, v.Pointer(), func() { e.value(v.Elem(), quoted) })
}

func (e *encodeState) elements(v reflect.Value) {
	e.out = append(e.out, '[')
	for i := 0; i < v.Len(); i++ {
		if i > 0 {
			e.out = append(e.out, ',')
		}
		e.value(v.Index(i), false)
	}
	e.out = append(e.out, ']')
}

type sliceKey struct {
	p   uintptr
	len int
}

func (e *encodeState) slice(v reflect.Value) {
	if v.IsNil() {
		e.add("null")
		return
	}
	if elem := v.Type().Elem(); elem.Kind() == reflect.Uint8 && !canMarshal(reflect.PointerTo(elem)) {
		e.add(`"` + base64.StdEncoding.EncodeToString(v.Bytes()) + `"`)
		return
	}
	e.within(v, sliceKey{v.Pointer(), v.Len()}, func() { e.elements(v) })
}

var (
	marshalerType     = reflect.TypeOf((*Marshaler)(nil)).Elem()
	textMarshalerType = reflect.TypeOf((*encoding.TextMarshaler)(nil)).Elem()
)

func canMarshal(t reflect.Type) bool {
	return t.Implements(marshalerType) || t.Implements(textMarshalerType)
}

func (e *encodeState) mapValue(v reflect.Value) {
	t := v.Type()
	if k := t.Key().Kind(); k != reflect.String && !(reflect.Int <= k && k <= reflect.Uintptr) && !t.Key().Implements(textMarshalerType) {
		fail(&UnsupportedTypeError{t})
	}
	if v.IsNil() {
		e.add("null")
		return
	}
	e.within(v, v.Pointer(), func() {
		type entry struct {
			name string
			v    reflect.Value
		}
		var list []entry
		for it := v.MapRange(); it.Next(); {
			name, err := keyText(it.Key())
			if err != nil {
				fail(fmt.Errorf("json: encoding error for type %q: %q", t.String(), err.Error()))
			}
			list = append(list, entry{name, it.Value()})
		}
		sort.Slice(list, func(i, j int) bool { return list[i].name < list[j].name })
		e.out = append(e.out, '{')
		for i, each := range list {
			if i > 0 {
				e.out = append(e.out, ',')
			}
			e.text(each.name)
			e.out = append(e.out, ':')
			e.value(each.v, false)
		}
		e.out = append(e.out, '}')
	})
}

func keyText(k reflect.Value) (string, error) {
	if k.Kind() == reflect.String {
		return k.String(), nil
	}
	if m, ok := k.Interface().(encoding.TextMarshaler); ok {
		if k.Kind() == reflect.Pointer && k.IsNil() {
			return "", nil
		}
		b, err := m.MarshalText()
		return string(b), err
	}
	if k.CanInt() {
		return strconv.FormatInt(k.Int(), 10), nil
	}
	return strconv.FormatUint(k.Uint(), 10), nil
}

// Encoder writes values one after the other, each on a line.
type Encoder struct {
	w              io.Writer
	err            error
	escapeHTML     bool
	prefix, indent string
}

func NewEncoder(w io.Writer) *Encoder                { return &Encoder{w: w, escapeHTML: true} }
func (enc *Encoder) SetEscapeHTML(on bool)           { enc.escapeHTML = on }
func (enc *Encoder) SetIndent(prefix, indent string) { enc.prefix, enc.indent = prefix, indent }

func (enc *Encoder) Encode(v any) error {
	if enc.err != nil {
		return enc.err
	}
	b, err := marshal(v, enc.escapeHTML)
	if err != nil {
		return err
	}
	b = append(b, '\n')
	if enc.prefix != "" || enc.indent != "" {
		var buf bytes.Buffer
		if err := Indent(&buf, b, enc.prefix, enc.indent); err != nil {
			return err
		}
		b = buf.Bytes()
	}
	_, err = enc.w.Write(b)
	enc.err = err
	return err
}
