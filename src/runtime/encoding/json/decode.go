package json

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Unmarshaler is a type that reads itself.
type Unmarshaler interface {
	UnmarshalJSON([]byte) error
}

// UnmarshalTypeError is a value that does not go with the type it is for.
type UnmarshalTypeError struct {
	Value  string // what it is
	Type   reflect.Type
	Offset int64 // behind it
	Struct string
	Field  string // the way there from the outermost struct
}

func (e *UnmarshalTypeError) Error() string {
	if e.Struct != "" || e.Field != "" {
		return "json: cannot unmarshal " + e.Value + " into Go struct field " + e.Struct + "." + e.Field + " of type " + e.Type.String()
	}
	return "json: cannot unmarshal " + e.Value + " into Go value of type " + e.Type.String()
}

// InvalidUnmarshalError is an argument that nothing can be stored in.
type InvalidUnmarshalError struct {
	Type reflect.Type
}

func (e *InvalidUnmarshalError) Error() string {
	switch {
	case e.Type == nil:
		return "json: Unmarshal(nil)"
	case e.Type.Kind() != reflect.Pointer:
		return "json: Unmarshal(non-pointer " + e.Type.String() + ")"
	}
	return "json: Unmarshal(nil " + e.Type.String() + ")"
}

// Unmarshal stores a text in what v points at. What does not fit is left out; the first such
// is the error.
func Unmarshal(data []byte, v any) error {
	if err := checkValid(data); err != nil {
		return err
	}
	return (&decodeState{scanner: scanner{data: data}}).store(v)
}

type decodeState struct {
	scanner
	useNumber bool
	strict    bool
	first     error // that does not end reading
	keyAt     int   // where the last key began
	strct     reflect.Type
	path      []string
}

func (d *decodeState) store(v any) (err error) {
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Pointer || rv.IsNil() {
		return &InvalidUnmarshalError{reflect.TypeOf(v)}
	}
	defer func() {
		if r := recover(); r != nil {
			stop, ok := r.(failure)
			if !ok {
				panic(r)
			}
			err = stop.error
		}
	}()
	d.read(rv)
	return d.first
}

func (d *decodeState) note(err error) {
	if d.first == nil {
		d.first = err
	}
}

// unfit notes a value that does not go with a type.
func (d *decodeState) unfit(what string, t reflect.Type, offset int) {
	e := &UnmarshalTypeError{Value: what, Type: t, Offset: int64(offset)}
	if d.strct != nil {
		e.Struct = d.strct.Name()
		e.Field = strings.Join(d.path, ".")
	}
	d.note(e)
}

// skip goes over a value and gives its text.
func (d *decodeState) skip() []byte {
	d.space()
	start := d.pos
	d.value()
	return d.data[start:d.pos]
}

// target follows pointers, making what is missing, down to something that is stored in or
// that reads itself. A null stops at the last pointer.
func target(v reflect.Value, isNull bool) (Unmarshaler, encoding.TextUnmarshaler, reflect.Value) {
	start := v
	wasAddr := false
	if v.Kind() != reflect.Pointer && v.Type().Name() != "" && v.CanAddr() {
		wasAddr = true
		v = v.Addr()
	}
	for {
		if v.Kind() == reflect.Interface && !v.IsNil() {
			e := v.Elem()
			if e.Kind() == reflect.Pointer && !e.IsNil() && (!isNull || e.Elem().Kind() == reflect.Pointer) {
				wasAddr = false
				v = e
				continue
			}
		}
		if v.Kind() != reflect.Pointer || isNull && v.CanSet() {
			break
		}
		if v.Elem().Kind() == reflect.Interface && v.Elem().Elem().IsValid() && v.Elem().Elem().Kind() == reflect.Pointer && v.Elem().Elem().Pointer() == v.Pointer() {
			v = v.Elem()
			break
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		if v.CanInterface() {
			x := v.Interface()
			if u, ok := x.(Unmarshaler); ok {
				return u, nil, reflect.Value{}
			}
			if u, ok := x.(encoding.TextUnmarshaler); ok && !isNull {
				return nil, u, reflect.Value{}
			}
		}
		if wasAddr {
			v = start
			wasAddr = false
		} else {
			v = v.Elem()
		}
	}
	return nil, nil, v
}

// read stores the next value in v.
func (d *decodeState) read(v reflect.Value) {
	d.space()
	switch d.peek() {
	case '{':
		d.readObject(v)
	case '[':
		d.readArray(v)
	default:
		start := d.pos
		d.value()
		d.readLiteral(d.data[start:d.pos], v, false)
	}
}

func (d *decodeState) byMethod(u Unmarshaler) {
	if err := u.UnmarshalJSON(d.skip()); err != nil {
		fail(err)
	}
}

func (d *decodeState) readArray(v reflect.Value) {
	t := v.Type()
	u, text, v := target(v, false)
	if u != nil {
		d.byMethod(u)
		return
	}
	if text != nil {
		d.unfit("array", t, d.pos+1)
		d.skip()
		return
	}
	switch v.Kind() {
	case reflect.Interface:
		if v.NumMethod() == 0 {
			v.Set(reflect.ValueOf(d.anyValue()))
			return
		}
		fallthrough
	default:
		d.unfit("array", v.Type(), d.pos+1)
		d.skip()
		return
	case reflect.Array, reflect.Slice:
	}
	i := 0
	d.elements(func() {
		if v.Kind() == reflect.Slice {
			if i >= v.Cap() {
				capacity := v.Cap() + v.Cap()/2
				if capacity < 4 {
					capacity = 4
				}
				larger := reflect.MakeSlice(v.Type(), v.Len(), capacity)
				reflect.Copy(larger, v)
				v.Set(larger)
			}
			if i >= v.Len() {
				v.SetLen(i + 1)
			}
		}
		if i < v.Len() {
			d.read(v.Index(i))
		} else {
			d.skip()
		}
		i++
	})
	if v.Kind() == reflect.Array {
		for ; i < v.Len(); i++ {
			v.Index(i).Set(reflect.Zero(v.Type().Elem()))
		}
		return
	}
	if i < v.Len() {
		v.SetLen(i)
	}
	if i == 0 {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	}
}

// elements calls read at each element of an array.
func (d *decodeState) elements(read func()) {
	d.pos++
	for d.space(); d.peek() != ']'; d.space() {
		read()
		d.space()
		if d.peek() == ',' {
			d.pos++
		}
	}
	d.pos++
}

// members calls read at each value of an object.
func (d *decodeState) members(read func(key string)) {
	d.pos++
	for d.space(); d.peek() != '}'; d.space() {
		start := d.pos
		d.text()
		d.keyAt = start
		key := unquote(d.data[start:d.pos])
		d.space()
		d.pos++ // the colon
		read(key)
		d.space()
		if d.peek() == ',' {
			d.pos++
		}
	}
	d.pos++
}

// anyValue is the next value as what an interface{} gets.
func (d *decodeState) anyValue() any {
	d.space()
	switch d.peek() {
	case '{':
		m := map[string]any{}
		d.members(func(key string) { m[key] = d.anyValue() })
		return m
	case '[':
		list := []any{}
		d.elements(func() { list = append(list, d.anyValue()) })
		return list
	}
	start := d.pos
	d.value()
	return d.anyLiteral(d.data[start:d.pos])
}

func (d *decodeState) anyLiteral(item []byte) any {
	switch item[0] {
	case 'n':
		return nil
	case 't', 'f':
		return item[0] == 't'
	case '"':
		return unquote(item)
	}
	if d.useNumber {
		return Number(item)
	}
	f, err := strconv.ParseFloat(string(item), 64)
	if err != nil {
		d.note(&UnmarshalTypeError{Value: "number " + string(item), Type: reflect.TypeOf(0.0), Offset: int64(d.pos)})
		return nil
	}
	return f
}

var textUnmarshalerType = reflect.TypeOf((*encoding.TextUnmarshaler)(nil)).Elem()

func (d *decodeState) readObject(v reflect.Value) {
	t := v.Type()
	u, text, v := target(v, false)
	if u != nil {
		d.byMethod(u)
		return
	}
	if text != nil {
		d.unfit("object", t, d.pos+1)
		d.skip()
		return
	}
	t = v.Type()
	switch {
	case v.Kind() == reflect.Interface && v.NumMethod() == 0:
		v.Set(reflect.ValueOf(d.anyValue()))
	case v.Kind() == reflect.Map:
		k := t.Key().Kind()
		if k != reflect.String && !(reflect.Int <= k && k <= reflect.Uintptr) && !reflect.PointerTo(t.Key()).Implements(textUnmarshalerType) {
			d.unfit("object", t, d.pos+1)
			d.skip()
			return
		}
		if v.IsNil() {
			v.Set(reflect.MakeMap(t))
		}
		d.readMap(v)
	case v.Kind() == reflect.Struct:
		d.readStruct(v)
	default:
		d.unfit("object", t, d.pos+1)
		d.skip()
	}
}

func (d *decodeState) readMap(v reflect.Value) {
	t := v.Type()
	d.members(func(key string) {
		start := d.keyAt
		elem := reflect.New(t.Elem()).Elem()
		d.read(elem)
		k := reflect.New(t.Key()).Elem()
		switch {
		case reflect.PointerTo(t.Key()).Implements(textUnmarshalerType):
			if err := k.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(key)); err != nil {
				fail(err)
			}
		case k.Kind() == reflect.String:
			k.SetString(key)
		case k.CanInt():
			n, err := strconv.ParseInt(key, 10, 64)
			if err != nil || k.OverflowInt(n) {
				d.unfit("number "+key, t.Key(), start+1)
				return
			}
			k.SetInt(n)
		default:
			n, err := strconv.ParseUint(key, 10, 64)
			if err != nil || k.OverflowUint(n) {
				d.unfit("number "+key, t.Key(), start+1)
				return
			}
			k.SetUint(n)
		}
		v.SetMapIndex(k, elem)
	})
}

func (d *decodeState) readStruct(v reflect.Value) {
	t := v.Type()
	list := fieldsOf(t)
	outer, outerPath := d.strct, d.path
	d.members(func(key string) {
		var f *field
		for i := range list {
			if list[i].name == key {
				f = &list[i]
				break
			}
			if f == nil && strings.EqualFold(list[i].name, key) {
				f = &list[i]
			}
		}
		if f == nil {
			if d.strict {
				d.note(fmt.Errorf("json: unknown field %q", key))
			}
			d.skip()
			return
		}
		at := v
		for _, i := range f.index {
			if at.Kind() == reflect.Pointer {
				if at.IsNil() {
					if !at.CanSet() {
						d.note(fmt.Errorf("json: cannot set embedded pointer to unexported struct: %v", at.Type().Elem()))
						d.skip()
						return
					}
					at.Set(reflect.New(at.Type().Elem()))
				}
				at = at.Elem()
			}
			at = at.Field(i)
		}
		d.path = append(append([]string(nil), outerPath...), f.name)
		d.strct = t
		if f.quoted {
			d.readQuoted(at)
		} else {
			d.read(at)
		}
		d.strct, d.path = outer, outerPath
	})
}

// readQuoted reads a value out of a string.
func (d *decodeState) readQuoted(v reflect.Value) {
	item := d.skip()
	switch {
	case string(item) == "null":
		d.readLiteral(item, v, false)
	case item[0] == '"':
		d.readLiteral([]byte(unquote(item)), v, true)
	default:
		d.note(fmt.Errorf("json: invalid use of ,string struct tag, trying to unmarshal unquoted value into %v", v.Type()))
	}
}

func badQuoted(item []byte, t reflect.Type) error {
	return fmt.Errorf("json: invalid use of ,string struct tag, trying to unmarshal %q into %v", item, t)
}

// readLiteral stores a literal, which for quoted came out of a string and may be anything.
func (d *decodeState) readLiteral(item []byte, v reflect.Value, quoted bool) {
	if len(item) == 0 || quoted && checkValid(item) != nil {
		d.note(badQuoted(item, v.Type()))
		return
	}
	isNull := item[0] == 'n'
	t := v.Type()
	u, text, v := target(v, isNull)
	if u != nil {
		if err := u.UnmarshalJSON(item); err != nil {
			fail(err)
		}
		return
	}
	if text != nil {
		if item[0] != '"' {
			if quoted {
				d.note(badQuoted(item, t))
				return
			}
			d.unfit(kindOf(item), t, d.pos)
			return
		}
		if err := text.UnmarshalText([]byte(unquote(item))); err != nil {
			fail(err)
		}
		return
	}
	switch c := item[0]; {
	case isNull:
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice:
			v.Set(reflect.Zero(v.Type()))
		}
	case c == 't' || c == 'f':
		switch {
		case v.Kind() == reflect.Bool:
			v.SetBool(c == 't')
		case v.Kind() == reflect.Interface && v.NumMethod() == 0:
			v.Set(reflect.ValueOf(c == 't'))
		case quoted:
			d.note(badQuoted(item, v.Type()))
		default:
			d.unfit("bool", v.Type(), d.pos)
		}
	case c == '"':
		d.readString(unquote(item), item, v, quoted)
	default:
		d.readNumber(string(item), v, quoted)
	}
}

func kindOf(item []byte) string {
	switch item[0] {
	case 't', 'f':
		return "bool"
	case '"':
		return "string"
	}
	return "number"
}

func (d *decodeState) readString(s string, item []byte, v reflect.Value, quoted bool) {
	switch v.Kind() {
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			break
		}
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			d.note(err)
			return
		}
		v.SetBytes(b)
		return
	case reflect.String:
		if n := (scanner{data: []byte(s)}); v.Type() == numberType && !(n.number() && n.pos == len(s)) {
			d.note(fmt.Errorf("json: invalid number literal, trying to unmarshal %q into Number", item))
			return
		}
		v.SetString(s)
		return
	case reflect.Interface:
		if v.NumMethod() == 0 {
			v.Set(reflect.ValueOf(s))
			return
		}
	}
	d.unfit("string", v.Type(), d.pos)
}

func (d *decodeState) readNumber(s string, v reflect.Value, quoted bool) {
	switch {
	case v.CanInt():
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || v.OverflowInt(n) {
			d.unfit("number "+s, v.Type(), d.pos)
			return
		}
		v.SetInt(n)
	case v.CanUint():
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil || v.OverflowUint(n) {
			d.unfit("number "+s, v.Type(), d.pos)
			return
		}
		v.SetUint(n)
	case v.CanFloat():
		f, err := strconv.ParseFloat(s, int(v.Type().Size())*8)
		if err != nil || v.OverflowFloat(f) {
			d.unfit("number "+s, v.Type(), d.pos)
			return
		}
		v.SetFloat(f)
	case v.Type() == numberType:
		v.SetString(s)
	case v.Kind() == reflect.Interface && v.NumMethod() == 0:
		if x := d.anyLiteral([]byte(s)); x != nil {
			v.Set(reflect.ValueOf(x))
		}
	case quoted:
		d.note(badQuoted([]byte(s), v.Type()))
	default:
		d.unfit("number", v.Type(), d.pos)
	}
}

// unquote is the value of a string in quotes; halves of surrogates and what is no UTF-8
// become U+FFFD.
func unquote(item []byte) string {
	s := item[1 : len(item)-1]
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		if s[0] != '\\' {
			r, size := utf8.DecodeRune(s)
			out = utf8.AppendRune(out, r)
			s = s[size:]
			continue
		}
		c := s[1]
		if c != 'u' {
			if i := strings.IndexByte("bfnrt", c); i >= 0 {
				c = "\b\f\n\r\t"[i]
			}
			out = append(out, c)
			s = s[2:]
			continue
		}
		r := fourHex(s)
		s = s[6:]
		if utf16.IsSurrogate(r) {
			r = utf16.DecodeRune(r, fourHex(s))
			if r != utf8.RuneError {
				s = s[6:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// fourHex is the number behind \u, -1 if there is no such escape.
func fourHex(s []byte) rune {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 32)
	if err != nil {
		return -1
	}
	return rune(n)
}

// Decoder reads values one after the other.
type Decoder struct {
	r         io.Reader
	buf       []byte
	pos       int
	offset    int64 // of buf
	err       error
	useNumber bool
	strict    bool
}

func NewDecoder(r io.Reader) *Decoder       { return &Decoder{r: r} }
func (dec *Decoder) UseNumber()             { dec.useNumber = true }
func (dec *Decoder) DisallowUnknownFields() { dec.strict = true }
func (dec *Decoder) InputOffset() int64     { return dec.offset + int64(dec.pos) }

// Buffered is what was read and not used.
func (dec *Decoder) Buffered() io.Reader { return bytes.NewReader(dec.buf[dec.pos:]) }

// fill reads more.
func (dec *Decoder) fill() error {
	dec.buf = dec.buf[dec.pos:]
	dec.offset += int64(dec.pos)
	dec.pos = 0
	chunk := make([]byte, 512)
	n, err := dec.r.Read(chunk)
	dec.buf = append(dec.buf, chunk[:n]...)
	if n > 0 {
		return nil
	}
	return err
}

// spaces reads on up to something that is no space, and gives how many come first.
func (dec *Decoder) spaces() (count int, err error) {
	for {
		for ; dec.pos+count < len(dec.buf); count++ {
			if !isSpace(dec.buf[dec.pos+count]) {
				return count, nil
			}
		}
		if err := dec.fill(); err != nil {
			return 0, err
		}
	}
}

// More reports whether there is another element before the end of an array or object.
func (dec *Decoder) More() bool {
	count, err := dec.spaces()
	dec.pos += count
	return err == nil && dec.buf[dec.pos] != ']' && dec.buf[dec.pos] != '}'
}

// Decode stores the next value in what v points at.
func (dec *Decoder) Decode(v any) error {
	if dec.err != nil {
		return dec.err
	}
	first, err := dec.spaces()
	end := 0
	if err == nil {
		end, err = dec.valueEnd(first)
	}
	if err != nil {
		dec.err = err
		return err
	}
	d := &decodeState{scanner: scanner{data: dec.buf[dec.pos+first : end]}, useNumber: dec.useNumber, strict: dec.strict}
	dec.pos = end
	return d.store(v)
}

// valueEnd reads until there is a whole value behind so many spaces. It gives its end in the buffer.
func (dec *Decoder) valueEnd(spaces int) (int, error) {
	for {
		first := dec.pos + spaces
		s := scanner{data: dec.buf[first:]}
		ok := s.value()
		// A number may go on.
		isWhole := ok && (s.pos < len(s.data) || s.data[s.pos-1] == '}' || s.data[s.pos-1] == ']' || s.data[s.pos-1] == '"')
		if isWhole {
			return first + s.pos, nil
		}
		if !ok && !s.atEnd {
			s.err.Offset += dec.offset + int64(first)
			return 0, s.err
		}
		err := dec.fill()
		switch {
		case err == nil:
		case err == io.EOF && ok:
			return dec.pos + spaces + s.pos, nil
		case err == io.EOF:
			return 0, io.ErrUnexpectedEOF
		default:
			return 0, err
		}
	}
}
