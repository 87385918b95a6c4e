// Package errors makes and examines errors.
package errors

import (
	"internal/rtype"
	"unsafe"
)

type errorString struct {
	s string
}

func (e *errorString) Error() string { return e.s }

// New gives an error with that text. Each call gives another one.
func New(text string) error { return &errorString{text} }

// Unwrap is the error that err wraps, or nil.
func Unwrap(err error) error {
	u, ok := err.(interface{ Unwrap() error })
	if !ok {
		return nil
	}
	return u.Unwrap()
}

// Is reports whether err or one that it wraps is target, or says so itself.
func Is(err, target error) bool {
	if target == nil {
		return err == target
	}
	isComparable := rtype.TypeOf(target).Comparable()
	for err != nil {
		if isComparable && err == target {
			return true
		}
		if x, ok := err.(interface{ Is(error) bool }); ok && x.Is(target) {
			return true
		}
		err = Unwrap(err)
	}
	return false
}

// As finds the first error in err's chain that fits what target points at,
// stores it there and reports true. Where no error could ever fit it panics.
func As(err error, target any) bool {
	if target == nil {
		panic("errors: target cannot be nil")
	}
	typ := rtype.TypeOf(target)
	pointer := (*rtype.Eface)(unsafe.Pointer(&target)).Data
	if typ.Kind() != rtype.Pointer || pointer == nil {
		panic("errors: target must be a non-nil pointer")
	}
	wanted := typ.Elem()
	if wanted.Kind() != rtype.Interface {
		if _, ok := rtype.Pack(wanted, pointer, false).(error); !ok {
			panic("errors: *target must be interface or implement error")
		}
	}
	for err != nil {
		if rtype.Assign(wanted, pointer, err) {
			return true
		}
		if x, ok := err.(interface{ As(any) bool }); ok && x.As(target) {
			return true
		}
		err = Unwrap(err)
	}
	return false
}
