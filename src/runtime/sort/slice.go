package sort

import (
	"internal/rtype"
	"unsafe"
)

// slice sorts any slice with a function. It lies in the frame of the function that sorts; only
// what swaps is allocated, as in Go.
type slice struct {
	less func(i, j int) bool
	len  int
	*swapper
}

// swapper exchanges elements.
type swapper struct {
	data unsafe.Pointer
	elem *rtype.Type
	// Room for one element, nil if it is simple.
	temp unsafe.Pointer
}

const wordSize = unsafe.Sizeof(uintptr(0))

type sliceHeader struct {
	data unsafe.Pointer
	len  int
	cap  int
}

// notSlice is what the reflection of Go's package panics with.
type notSlice struct {
	caller string
	typ    *rtype.Type
}

func (e *notSlice) Error() string {
	kind := "zero"
	if e.typ != nil {
		kind = rtype.KindNames[e.typ.Kind()]
	}
	return "reflect: call of " + e.caller + " on " + kind + " Value"
}

// header is that of the slice in x, which escapes, as it does by reflection.
func header(x any, caller string) (*sliceHeader, *rtype.Type) {
	t := rtype.TypeOf(x)
	if t == nil || t.Kind() != rtype.Slice {
		panic(&notSlice{caller, t})
	}
	rtype.Escapes(x)
	return (*sliceHeader)(rtype.Data(x)), t.Elem()
}

//go:noinline
func newSwapper(h *sliceHeader, elem *rtype.Type) *swapper {
	s := &swapper{data: h.data, elem: elem}
	if !isSimple(elem) {
		s.temp = rtype.New(elem)
	}
	return s
}

// isSimple reports whether values of the type are exchanged without room for one: pointers,
// strings, and integers of all sizes.
func isSimple(t *rtype.Type) bool {
	if t.HasPointers() {
		return t.Size == wordSize || t.Kind() == rtype.String
	}
	return t.Size == 1 || t.Size == 2 || t.Size == wordSize || t.Size == 2*wordSize
}

func (s *swapper) Swap(i, j int) {
	size := s.elem.Size
	a := unsafe.Add(s.data, uintptr(i)*size)
	b := unsafe.Add(s.data, uintptr(j)*size)
	switch {
	case s.temp != nil:
		rtype.Move(s.elem, s.temp, a)
		rtype.Move(s.elem, a, b)
		rtype.Move(s.elem, b, s.temp)
	case size == wordSize && s.elem.HasPointers():
		p, q := (*unsafe.Pointer)(a), (*unsafe.Pointer)(b)
		*p, *q = *q, *p
	case size == wordSize:
		p, q := (*uintptr)(a), (*uintptr)(b)
		*p, *q = *q, *p
	case s.elem.HasPointers():
		p, q := (*string)(a), (*string)(b)
		*p, *q = *q, *p
	case size == 1:
		p, q := (*uint8)(a), (*uint8)(b)
		*p, *q = *q, *p
	case size == 2:
		p, q := (*uint16)(a), (*uint16)(b)
		*p, *q = *q, *p
	default:
		p, q := (*[2]uintptr)(a), (*[2]uintptr)(b)
		*p, *q = *q, *p
	}
}

func (s *slice) Len() int           { return s.len }
func (s *slice) Less(i, j int) bool { return s.less(i, j) }

// hidden is s, hidden from escape analysis: nothing that sorts keeps it.
//
//go:nosplit
//go:nocheckptr
func hidden(s *slice) *slice {
	x := uintptr(unsafe.Pointer(s))
	return (*slice)(unsafe.Pointer(x ^ 0))
}

// Slice sorts the slice x by less.
func Slice(x any, less func(i, j int) bool) {
	h, elem := header(x, "Swapper")
	s := slice{less, h.len, newSwapper(h, elem)}
	Sort(hidden(&s))
}

// SliceStable is Slice that leaves equal elements in their order.
func SliceStable(x any, less func(i, j int) bool) {
	h, elem := header(x, "Swapper")
	s := slice{less, h.len, newSwapper(h, elem)}
	Stable(hidden(&s))
}

// SliceIsSorted reports whether x is in order.
func SliceIsSorted(x any, less func(i, j int) bool) bool {
	h, _ := header(x, "reflect.Value.Len")
	for i := h.len - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}
