package sort

import (
	"internal/rtype"
	"unsafe"
)

// slice sorts any slice with a function.
type slice struct {
	less func(i, j int) bool
	data unsafe.Pointer
	len  int
	elem *rtype.Type
	// Room for one element, nil if it is a word.
	temp unsafe.Pointer
}

const wordSize = unsafe.Sizeof(uintptr(0))

type sliceHeader struct {
	data unsafe.Pointer
	len  int
	cap  int
}

func newSlice(x any, less func(i, j int) bool) *slice {
	t := rtype.TypeOf(x)
	if t == nil || t.Kind() != rtype.Slice {
		panic("sort: argument is not a slice")
	}
	h := (*sliceHeader)(rtype.Data(x))
	s := &slice{less: less, data: h.data, len: h.len, elem: t.Elem()}
	if s.elem.Size != wordSize {
		s.temp = rtype.New(s.elem)
	}
	return s
}

func (s *slice) Len() int           { return s.len }
func (s *slice) Less(i, j int) bool { return s.less(i, j) }

func (s *slice) Swap(i, j int) {
	size := s.elem.Size
	a := unsafe.Add(s.data, uintptr(i)*size)
	b := unsafe.Add(s.data, uintptr(j)*size)
	if size == wordSize {
		if s.elem.HasPointers() {
			p, q := (*unsafe.Pointer)(a), (*unsafe.Pointer)(b)
			*p, *q = *q, *p
		} else {
			p, q := (*uintptr)(a), (*uintptr)(b)
			*p, *q = *q, *p
		}
		return
	}
	rtype.Move(s.elem, s.temp, a)
	rtype.Move(s.elem, a, b)
	rtype.Move(s.elem, b, s.temp)
}

// Slice sorts the slice x by less.
func Slice(x any, less func(i, j int) bool) { Sort(newSlice(x, less)) }

// SliceStable is Slice that leaves equal elements in their order.
func SliceStable(x any, less func(i, j int) bool) { Stable(newSlice(x, less)) }

// SliceIsSorted reports whether x is in order.
func SliceIsSorted(x any, less func(i, j int) bool) bool {
	t := rtype.TypeOf(x)
	if t == nil || t.Kind() != rtype.Slice {
		panic("sort: argument is not a slice")
	}
	for i := (*sliceHeader)(rtype.Data(x)).len - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}
