package fmt

import "errors"

// Errorf is an error with the formatted text; the operand of %w can be unwrapped.
func Errorf(format string, a ...any) error {
	p := newPrinter()
	p.wrapErrs = true
	p.doPrintf(format, a)
	s := string(p.buf)
	var err error
	if p.wrapped == nil {
		err = errors.New(s)
	} else {
		err = &wrapError{s, p.wrapped}
	}
	p.free()
	return err
}

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }
