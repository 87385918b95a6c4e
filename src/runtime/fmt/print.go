// Package fmt formats and scans, in the manner of C's printf and scanf.
package fmt

import (
	"internal/rtype"
	"io"
	"os"
	"sync"
	"unicode/utf8"
	"unsafe"
)

// State is what a Formatter prints to.
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}

// Formatter formats itself.
type Formatter interface{ Format(f State, verb rune) }

// Stringer gives its text for %v and %s.
type Stringer interface{ String() string }

// GoStringer gives its text for %#v.
type GoStringer interface{ GoString() string }

// printer is the state of one call.
type printer struct {
	formatter
	arg any
	// reordered: the format uses [n] indexes now; goodArgNum: the last one was right.
	reordered  bool
	goodArgNum bool
	// panicking: catchPanic is printing, so that a second panic goes through.
	panicking bool
	// erroring: a bad verb is printed, so that no methods are called.
	erroring bool
	wrapErrs bool
	wrapped  error
}

var printers = sync.Pool{New: func() any { return new(printer) }}

func newPrinter() *printer {
	p := printers.Get().(*printer)
	p.panicking, p.erroring, p.wrapErrs = false, false, false
	p.clearFlags()
	return p
}

func (p *printer) free() {
	if cap(p.buf) > 64<<10 {
		return
	}
	p.buf = p.buf[:0]
	p.arg = nil
	p.wrapped = nil
	printers.Put(p)
}

func (p *printer) Width() (wid int, ok bool)      { return p.wid, p.widPresent }
func (p *printer) Precision() (prec int, ok bool) { return p.prec, p.precPresent }

func (p *printer) Flag(b int) bool {
	switch b {
	case '-':
		return p.minus
	case '+':
		return p.plus || p.plusV
	case '#':
		return p.sharp || p.sharpV
	case ' ':
		return p.space
	case '0':
		return p.zero
	}
	return false
}

func (p *printer) Write(b []byte) (int, error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

func (p *printer) WriteString(s string) (int, error) {
	p.buf = append(p.buf, s...)
	return len(s), nil
}

func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrintf(format, a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Printf(format string, a ...any) (n int, err error) { return Fprintf(os.Stdout, format, a...) }

func Sprintf(format string, a ...any) string {
	p := newPrinter()
	p.doPrintf(format, a)
	s := string(p.buf)
	p.free()
	return s
}

func Appendf(b []byte, format string, a ...any) []byte {
	p := newPrinter()
	p.doPrintf(format, a)
	b = append(b, p.buf...)
	p.free()
	return b
}

func Fprint(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrint(a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Print(a ...any) (n int, err error) { return Fprint(os.Stdout, a...) }

func Sprint(a ...any) string {
	p := newPrinter()
	p.doPrint(a)
	s := string(p.buf)
	p.free()
	return s
}

func Append(b []byte, a ...any) []byte {
	p := newPrinter()
	p.doPrint(a)
	b = append(b, p.buf...)
	p.free()
	return b
}

func Fprintln(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrintln(a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Println(a ...any) (n int, err error) { return Fprintln(os.Stdout, a...) }

func Sprintln(a ...any) string {
	p := newPrinter()
	p.doPrintln(a)
	s := string(p.buf)
	p.free()
	return s
}

func Appendln(b []byte, a ...any) []byte {
	p := newPrinter()
	p.doPrintln(a)
	b = append(b, p.buf...)
	p.free()
	return b
}

// doPrint puts blanks between operands of which neither is a string.
func (p *printer) doPrint(a []any) {
	previousString := false
	for i, arg := range a {
		isString := arg != nil && rtype.TypeOf(arg).Kind() == rtype.String
		if i > 0 && !isString && !previousString {
			p.buf = append(p.buf, ' ')
		}
		p.printArg(arg, 'v')
		previousString = isString
	}
}

func (p *printer) doPrintln(a []any) {
	for i, arg := range a {
		if i > 0 {
			p.buf = append(p.buf, ' ')
		}
		p.printArg(arg, 'v')
	}
	p.buf = append(p.buf, '\n')
}

// badVerb prints %!verb(type=value).
func (p *printer) badVerb(verb rune, v value) {
	p.erroring = true
	p.buf = append(p.buf, "%!"...)
	p.buf = utf8.AppendRune(p.buf, verb)
	p.buf = append(p.buf, '(')
	switch {
	case p.arg != nil:
		p.buf = append(p.buf, rtype.TypeOf(p.arg).String()...)
		p.buf = append(p.buf, '=')
		p.printArg(p.arg, 'v')
	case v.typ != nil:
		p.buf = append(p.buf, v.typ.String()...)
		p.buf = append(p.buf, '=')
		p.printValue(v, 'v', 0)
	default:
		p.buf = append(p.buf, "<nil>"...)
	}
	p.buf = append(p.buf, ')')
	p.erroring = false
}

func (p *printer) fmtBool(b bool, verb rune, v value) {
	switch verb {
	case 't', 'v':
		p.fmtBoolean(b)
	default:
		p.badVerb(verb, v)
	}
}

func (p *printer) fmt0x64(v uint64, leading0x bool) {
	sharp := p.sharp
	p.sharp = leading0x
	p.fmtInteger(v, 16, false, 'v', ldigits)
	p.sharp = sharp
}

func (p *printer) fmtInt(u uint64, isSigned bool, verb rune, v value) {
	switch verb {
	case 'v':
		if p.sharpV && !isSigned {
			p.fmt0x64(u, true)
		} else {
			p.fmtInteger(u, 10, isSigned, verb, ldigits)
		}
	case 'd':
		p.fmtInteger(u, 10, isSigned, verb, ldigits)
	case 'b':
		p.fmtInteger(u, 2, isSigned, verb, ldigits)
	case 'o', 'O':
		p.fmtInteger(u, 8, isSigned, verb, ldigits)
	case 'x':
		p.fmtInteger(u, 16, isSigned, verb, ldigits)
	case 'X':
		p.fmtInteger(u, 16, isSigned, verb, udigits)
	case 'c':
		p.fmtC(u)
	case 'q':
		p.fmtQc(u)
	case 'U':
		p.fmtUnicode(u)
	default:
		p.badVerb(verb, v)
	}
}

func (p *printer) fmtFloatVerb(f float64, size int, verb rune, v value) {
	switch verb {
	case 'v':
		p.fmtFloat(f, size, 'g', -1)
	case 'b', 'g', 'G', 'x', 'X':
		p.fmtFloat(f, size, verb, -1)
	case 'f', 'e', 'E':
		p.fmtFloat(f, size, verb, 6)
	case 'F':
		p.fmtFloat(f, size, 'f', 6)
	default:
		p.badVerb(verb, v)
	}
}

func (p *printer) fmtString(s string, verb rune, v value) {
	switch verb {
	case 'v':
		if p.sharpV {
			p.fmtQ(s)
		} else {
			p.fmtS(s)
		}
	case 's':
		p.fmtS(s)
	case 'x':
		p.fmtSbx(s, nil, ldigits)
	case 'X':
		p.fmtSbx(s, nil, udigits)
	case 'q':
		p.fmtQ(s)
	default:
		p.badVerb(verb, v)
	}
}

// fmtBytes formats a byte slice or array; typeString is for %#v.
func (p *printer) fmtBytes(b []byte, verb rune, typeString string, v value) {
	switch verb {
	case 'v', 'd':
		if p.sharpV {
			p.buf = append(p.buf, typeString...)
			if b == nil {
				p.buf = append(p.buf, "(nil)"...)
				return
			}
			p.buf = append(p.buf, '{')
			for i, c := range b {
				if i > 0 {
					p.buf = append(p.buf, ", "...)
				}
				p.fmt0x64(uint64(c), true)
			}
			p.buf = append(p.buf, '}')
			return
		}
		p.buf = append(p.buf, '[')
		for i, c := range b {
			if i > 0 {
				p.buf = append(p.buf, ' ')
			}
			p.fmtInteger(uint64(c), 10, false, verb, ldigits)
		}
		p.buf = append(p.buf, ']')
	case 's':
		p.fmtBs(b)
	case 'x':
		p.fmtHexBytes(b, ldigits)
	case 'X':
		p.fmtHexBytes(b, udigits)
	case 'q':
		p.fmtQ(string(b))
	default:
		p.printValue(v, verb, 0)
	}
}

func (p *printer) fmtHexBytes(b []byte, digits string) {
	if b == nil {
		b = []byte{}
	}
	p.fmtSbx("", b, digits)
}

func (p *printer) fmtPointer(v value, verb rune) {
	u := uintptr(0)
	switch v.kind() {
	case rtype.Chan, rtype.Func, rtype.Map, rtype.Pointer, rtype.Slice, rtype.UnsafePointer:
		word := v.pointer()
		u = uintptr(word)
		if v.kind() == rtype.Func && u != 0 {
			// A func value points at its closure, whose first word is the code.
			u = *(*uintptr)(word)
		}
	default:
		p.badVerb(verb, v)
		return
	}
	switch verb {
	case 'v':
		if p.sharpV {
			p.buf = append(p.buf, '(')
			p.buf = append(p.buf, v.typ.String()...)
			p.buf = append(p.buf, ")("...)
			if u == 0 {
				p.buf = append(p.buf, "nil"...)
			} else {
				p.fmt0x64(uint64(u), true)
			}
			p.buf = append(p.buf, ')')
		} else if u == 0 {
			p.padString("<nil>")
		} else {
			p.fmt0x64(uint64(u), !p.sharp)
		}
	case 'p':
		p.fmt0x64(uint64(u), !p.sharp)
	case 'b', 'o', 'd', 'x', 'X':
		p.fmtInt(uint64(u), false, verb, v)
	default:
		p.badVerb(verb, v)
	}
}

// catchPanic prints a panic of a method in place of its text.
func (p *printer) catchPanic(arg any, verb rune, method string) {
	err := recover()
	if err == nil {
		return
	}
	// A nil receiver is the usual reason.
	if e := (*rtype.Eface)(unsafe.Pointer(&arg)); e.Type.Kind() == rtype.Pointer && e.Data == nil {
		p.buf = append(p.buf, "<nil>"...)
		return
	}
	if p.panicking {
		panic(err)
	}
	old := p.flags
	oldWid, oldPrec := p.wid, p.prec
	p.clearFlags()
	p.buf = append(p.buf, "%!"...)
	p.buf = utf8.AppendRune(p.buf, verb)
	p.buf = append(p.buf, "(PANIC="...)
	p.buf = append(p.buf, method...)
	p.buf = append(p.buf, " method: "...)
	p.panicking = true
	p.printArg(err, 'v')
	p.panicking = false
	p.buf = append(p.buf, ')')
	p.flags = old
	p.wid, p.prec = oldWid, oldPrec
}

// handleMethods lets p.arg format itself and reports whether it did.
func (p *printer) handleMethods(verb rune) (handled bool) {
	if p.erroring {
		return false
	}
	if verb == 'w' {
		err, ok := p.arg.(error)
		if !ok || !p.wrapErrs || p.wrapped != nil {
			p.wrapped = nil
			p.wrapErrs = false
			p.badVerb(verb, noValue)
			return true
		}
		p.wrapped = err
		verb = 'v'
	}
	if f, ok := p.arg.(Formatter); ok {
		handled = true
		defer p.catchPanic(p.arg, verb, "Format")
		f.Format(p, verb)
		return
	}
	if p.sharpV {
		if s, ok := p.arg.(GoStringer); ok {
			handled = true
			defer p.catchPanic(p.arg, verb, "GoString")
			p.fmtS(s.GoString())
		}
		return
	}
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		switch s := p.arg.(type) {
		case error:
			handled = true
			defer p.catchPanic(p.arg, verb, "Error")
			p.fmtString(s.Error(), verb, noValue)
		case Stringer:
			handled = true
			defer p.catchPanic(p.arg, verb, "String")
			p.fmtString(s.String(), verb, noValue)
		}
	}
	return
}

func (p *printer) printArg(arg any, verb rune) {
	p.arg = arg
	if arg == nil {
		switch verb {
		case 'T', 'v':
			p.padString("<nil>")
		default:
			p.badVerb(verb, noValue)
		}
		return
	}
	switch verb {
	case 'T':
		p.fmtS(rtype.TypeOf(arg).String())
		return
	case 'p':
		p.fmtPointer(valueOf(arg), 'p')
		return
	}
	// Unnamed basic types have no methods and need no look at their type.
	switch f := arg.(type) {
	case bool:
		p.fmtBool(f, verb, noValue)
	case float32:
		p.fmtFloatVerb(float64(f), 32, verb, noValue)
	case float64:
		p.fmtFloatVerb(f, 64, verb, noValue)
	case int:
		p.fmtInt(uint64(f), true, verb, noValue)
	case int8:
		p.fmtInt(uint64(f), true, verb, noValue)
	case int16:
		p.fmtInt(uint64(f), true, verb, noValue)
	case int32:
		p.fmtInt(uint64(f), true, verb, noValue)
	case int64:
		p.fmtInt(uint64(f), true, verb, noValue)
	case uint:
		p.fmtInt(uint64(f), false, verb, noValue)
	case uint8:
		p.fmtInt(uint64(f), false, verb, noValue)
	case uint16:
		p.fmtInt(uint64(f), false, verb, noValue)
	case uint32:
		p.fmtInt(uint64(f), false, verb, noValue)
	case uint64:
		p.fmtInt(f, false, verb, noValue)
	case uintptr:
		p.fmtInt(uint64(f), false, verb, noValue)
	case string:
		p.fmtString(f, verb, noValue)
	case []byte:
		p.fmtBytes(f, verb, "[]byte", valueOf(arg))
	default:
		if rtype.Held != nil {
			arg = rtype.Held(arg)
			p.arg = arg
		}
		if arg == nil || !p.handleMethods(verb) {
			p.printValue(valueOf(arg), verb, 0)
		}
	}
}

// intFromArg takes argNum as a width or precision.
func intFromArg(a []any, argNum int) (num int, isInt bool, newArgNum int) {
	newArgNum = argNum
	if argNum >= len(a) {
		return
	}
	num, isInt = a[argNum].(int)
	if !isInt {
		v := valueOf(a[argNum])
		if v.typ != nil {
			switch k := v.kind(); {
			case rtype.Int <= k && k <= rtype.Int64:
				n := v.int()
				if int64(int(n)) == n {
					num, isInt = int(n), true
				}
			case rtype.Uint <= k && k <= rtype.Uintptr:
				n := v.uint()
				if int64(n) >= 0 && uint64(int(n)) == n {
					num, isInt = int(n), true
				}
			}
		}
	}
	newArgNum = argNum + 1
	if num > 1e6 || num < -1e6 {
		num, isInt = 0, false
	}
	return
}

// parseNumber reads a decimal number of at most 1e6.
func parseNumber(s string, start, end int) (num int, isNum bool, newi int) {
	for newi = start; newi < end && '0' <= s[newi] && s[newi] <= '9'; newi++ {
		if num > 1e6 || num < -1e6 {
			return 0, false, end
		}
		num = num*10 + int(s[newi]-'0')
		isNum = true
	}
	if start >= end {
		return 0, false, end
	}
	return
}

// parseArgNumber reads [n] and gives n-1 and how long it is.
func parseArgNumber(format string) (index int, wid int, ok bool) {
	if len(format) < 3 {
		return 0, 1, false
	}
	for i := 1; i < len(format); i++ {
		if format[i] == ']' {
			width, ok, newi := parseNumber(format, 1, i)
			if !ok || newi != i {
				return 0, i + 1, false
			}
			return width - 1, i + 1, true
		}
	}
	return 0, 1, false
}

func (p *printer) argNumber(argNum int, format string, i int, numArgs int) (newArgNum, newi int, found bool) {
	if len(format) <= i || format[i] != '[' {
		return argNum, i, false
	}
	p.reordered = true
	index, wid, ok := parseArgNumber(format[i:])
	if ok && 0 <= index && index < numArgs {
		return index, i + wid, true
	}
	p.goodArgNum = false
	return argNum, i + wid, ok
}

// parseFlags reads flags; isSimple means a verb of a letter follows without width, so the caller may print at once.
func (p *printer) parseFlags(format string, i int) int {
	for ; i < len(format); i++ {
		switch format[i] {
		case '#':
			p.sharp = true
		case '0':
			p.zero = !p.minus
		case '+':
			p.plus = true
		case '-':
			p.minus = true
			p.zero = false
		case ' ':
			p.space = true
		default:
			return i
		}
	}
	return i
}

func (p *printer) doPrintf(format string, a []any) {
	end := len(format)
	argNum := 0
	afterIndex := false
	p.reordered = false
	for i := 0; i < end; {
		p.goodArgNum = true
		lasti := i
		for i < end && format[i] != '%' {
			i++
		}
		if i > lasti {
			p.buf = append(p.buf, format[lasti:i]...)
		}
		if i >= end {
			break
		}
		i++
		p.clearFlags()
		i = p.parseFlags(format, i)

		argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))

		if i < end && format[i] == '*' {
			i++
			p.wid, p.widPresent, argNum = intFromArg(a, argNum)
			if !p.widPresent {
				p.buf = append(p.buf, "%!(BADWIDTH)"...)
			}
			if p.wid < 0 {
				p.wid = -p.wid
				p.minus = true
				p.zero = false
			}
			afterIndex = false
		} else {
			p.wid, p.widPresent, i = parseNumber(format, i, end)
			if afterIndex && p.widPresent {
				p.goodArgNum = false
			}
		}

		if i+1 < end && format[i] == '.' {
			i++
			if afterIndex {
				p.goodArgNum = false
			}
			argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))
			if i < end && format[i] == '*' {
				i++
				p.prec, p.precPresent, argNum = intFromArg(a, argNum)
				if p.prec < 0 {
					p.prec = 0
					p.precPresent = false
				}
				if !p.precPresent {
					p.buf = append(p.buf, "%!(BADPREC)"...)
				}
				afterIndex = false
			} else {
				p.prec, p.precPresent, i = parseNumber(format, i, end)
				if !p.precPresent {
					p.prec = 0
					p.precPresent = true
				}
			}
		}

		if !afterIndex {
			argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))
		}
		if i >= end {
			p.buf = append(p.buf, "%!(NOVERB)"...)
			break
		}
		verb, size := rune(format[i]), 1
		if verb >= utf8.RuneSelf {
			verb, size = utf8.DecodeRuneInString(format[i:])
		}
		i += size

		switch {
		case verb == '%':
			p.buf = append(p.buf, '%')
		case !p.goodArgNum:
			p.buf = append(p.buf, "%!"...)
			p.buf = utf8.AppendRune(p.buf, verb)
			p.buf = append(p.buf, "(BADINDEX)"...)
		case argNum >= len(a):
			p.buf = append(p.buf, "%!"...)
			p.buf = utf8.AppendRune(p.buf, verb)
			p.buf = append(p.buf, "(MISSING)"...)
		default:
			if verb == 'v' {
				p.sharpV = p.sharp
				p.sharp = false
				p.plusV = p.plus
				p.plus = false
			} else if verb == 'w' && p.wrapErrs {
				p.sharpV = p.sharp
				p.sharp = false
				p.plusV = p.plus
				p.plus = false
			}
			p.printArg(a[argNum], verb)
			argNum++
		}
	}
	if !p.reordered && argNum < len(a) {
		p.clearFlags()
		p.buf = append(p.buf, "%!(EXTRA "...)
		for i, arg := range a[argNum:] {
			if i > 0 {
				p.buf = append(p.buf, ", "...)
			}
			if arg == nil {
				p.buf = append(p.buf, "<nil>"...)
			} else {
				p.buf = append(p.buf, rtype.TypeOf(arg).String()...)
				p.buf = append(p.buf, '=')
				p.printArg(arg, 'v')
			}
		}
		p.buf = append(p.buf, ')')
	}
}
