package binary

import (
	"errors"
	"internal/rtype"
	"io"
	"unsafe"
)

// Values of fixed size: numbers, truth values, and arrays, structs and slices of them. A
// coder goes over the parts of one in memory and moves each from or to its bytes.

type coder struct {
	order   ByteOrder
	bytes   []byte
	reading bool
}

func (c *coder) take(n uintptr) []byte {
	part := c.bytes[:n]
	c.bytes = c.bytes[n:]
	return part
}

// value moves the t at p.
func (c *coder) value(t *rtype.Type, p unsafe.Pointer) {
	switch t.Kind() {
	case rtype.Array:
		c.elements(t.Elem(), p, t.Len())
	case rtype.Struct:
		for i := 0; i < t.NumField(); i++ {
			f := t.Field(i)
			if f.Name == "_" {
				c.skip(uintptr(sizeOf(f.Type)))
				continue
			}
			if c.reading && !f.Exported {
				panic("reflect: reflect.Value.Set" + setterOf(f.Type) + " using value obtained using unexported field")
			}
			c.value(f.Type, unsafe.Add(p, f.Offset))
		}
	case rtype.Bool:
		if c.reading {
			*(*bool)(p) = c.take(1)[0] != 0
		} else {
			c.take(1)[0] = *(*byte)(p)
		}
	default:
		c.number(p, t.Size)
	}
}

func (c *coder) elements(t *rtype.Type, p unsafe.Pointer, n int) {
	for i := 0; i < n; i++ {
		c.value(t, unsafe.Add(p, uintptr(i)*t.Size))
	}
}

func (c *coder) skip(n uintptr) {
	part := c.take(n)
	if !c.reading {
		for i := range part {
			part[i] = 0
		}
	}
}

// number moves size bytes; complex numbers are two numbers, which no program here has.
func (c *coder) number(p unsafe.Pointer, size uintptr) {
	b := c.take(size)
	switch {
	case size == 1 && c.reading:
		*(*uint8)(p) = b[0]
	case size == 1:
		b[0] = *(*uint8)(p)
	case size == 2 && c.reading:
		*(*uint16)(p) = c.order.Uint16(b)
	case size == 2:
		c.order.PutUint16(b, *(*uint16)(p))
	case size == 4 && c.reading:
		*(*uint32)(p) = c.order.Uint32(b)
	case size == 4:
		c.order.PutUint32(b, *(*uint32)(p))
	case c.reading:
		*(*uint64)(p) = c.order.Uint64(b)
	default:
		c.order.PutUint64(b, *(*uint64)(p))
	}
}

func setterOf(t *rtype.Type) string {
	switch k := t.Kind(); {
	case k == rtype.Bool:
		return "Bool"
	case rtype.Int <= k && k <= rtype.Int64:
		return "Int"
	case rtype.Uint <= k && k <= rtype.Uintptr:
		return "Uint"
	}
	return "Float"
}

// sizeOf is the number of bytes that a t takes, -1 if that is not fixed.
func sizeOf(t *rtype.Type) int {
	switch t.Kind() {
	case rtype.Array:
		if n := sizeOf(t.Elem()); n >= 0 {
			return n * t.Len()
		}
		return -1
	case rtype.Struct:
		sum := 0
		for i := 0; i < t.NumField(); i++ {
			n := sizeOf(t.Field(i).Type)
			if n < 0 {
				return -1
			}
			sum += n
		}
		return sum
	case rtype.Bool, rtype.Int8, rtype.Int16, rtype.Int32, rtype.Int64, rtype.Uint8, rtype.Uint16, rtype.Uint32, rtype.Uint64, rtype.Float32, rtype.Float64:
		return int(t.Size)
	}
	return -1
}

// place is where the values are that an argument stands for.
type place struct {
	elem  *rtype.Type
	first unsafe.Pointer
	count int
	size  int // in bytes when encoded, -1 if not fixed
}

type sliceHeader struct {
	data unsafe.Pointer
	len  int
	cap  int
}

func sliceAt(t *rtype.Type, h *sliceHeader) place {
	p := place{t.Elem(), h.data, h.len, sizeOf(t.Elem())}
	if p.size >= 0 {
		p.size *= h.len
	}
	return p
}

// placeOf finds the values of data: behind a pointer, in a slice, or data itself. Only the
// first two can be set.
func placeOf(data any) (at place, settable bool) {
	t := rtype.TypeOf(data)
	if t == nil {
		return place{size: -1}, false
	}
	p := rtype.Data(data)
	switch t.Kind() {
	case rtype.Pointer:
		if p == nil {
			return place{size: -1}, false
		}
		if t = t.Elem(); t.Kind() == rtype.Slice {
			return sliceAt(t, (*sliceHeader)(p)), true
		}
		return place{t, p, 1, sizeOf(t)}, true
	case rtype.Slice:
		return sliceAt(t, (*sliceHeader)(p)), true
	}
	return place{t, p, 1, sizeOf(t)}, false
}

func typeName(data any) string {
	if t := rtype.TypeOf(data); t != nil {
		return t.String()
	}
	return "<nil>"
}

// Read reads into data, a pointer to a value of fixed size or a slice of such values.
func Read(r io.Reader, order ByteOrder, data any) error {
	at, settable := placeOf(data)
	if !settable || at.size < 0 {
		return errors.New("binary.Read: invalid type " + typeName(data))
	}
	bytes := make([]byte, at.size)
	if _, err := io.ReadFull(r, bytes); err != nil {
		return err
	}
	c := coder{order, bytes, true}
	c.elements(at.elem, at.first, at.count)
	return nil
}

// Write writes data, a value of fixed size, a slice of such values, or a pointer to either.
func Write(w io.Writer, order ByteOrder, data any) error {
	at, _ := placeOf(data)
	if at.size < 0 {
		return errors.New("binary.Write: invalid type " + typeName(data))
	}
	bytes := make([]byte, at.size)
	c := coder{order, bytes, false}
	c.elements(at.elem, at.first, at.count)
	_, err := w.Write(bytes)
	return err
}

// Size is how many bytes Write would write, -1 if that is not fixed.
func Size(v any) int {
	at, _ := placeOf(v)
	return at.size
}
