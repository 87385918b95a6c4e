package flag

import (
	"encoding"
	"errors"
	"fmt"
	"internal/rtype"
	"strconv"
	"time"
	"unsafe"
)

// The kinds of values that options have.

var (
	errParse = errors.New("parse error")
	errRange = errors.New("value out of range")
)

// reason is why a number could not be read, without saying which.
func reason(err error) error {
	if numError, ok := err.(*strconv.NumError); ok {
		switch numError.Err {
		case strconv.ErrSyntax:
			return errParse
		case strconv.ErrRange:
			return errRange
		}
	}
	return err
}

func unless(err error, otherwise error) error {
	if err == nil {
		return nil
	}
	return otherwise
}

type boolValue bool

func (v *boolValue) Set(s string) error {
	x, err := strconv.ParseBool(s)
	*v = boolValue(x)
	return unless(err, errParse)
}

func (v *boolValue) Get() any         { return bool(*v) }
func (v *boolValue) String() string   { return strconv.FormatBool(bool(*v)) }
func (v *boolValue) IsBoolFlag() bool { return true }

func (f *FlagSet) BoolVar(p *bool, name string, value bool, usage string) {
	*p = value
	f.Var((*boolValue)(p), name, usage)
}

func (f *FlagSet) Bool(name string, value bool, usage string) *bool {
	p := new(bool)
	f.BoolVar(p, name, value, usage)
	return p
}

func BoolVar(p *bool, name string, value bool, usage string) {
	CommandLine.BoolVar(p, name, value, usage)
}
func Bool(name string, value bool, usage string) *bool { return CommandLine.Bool(name, value, usage) }

type intValue int

func (v *intValue) Set(s string) error {
	x, err := strconv.ParseInt(s, 0, strconv.IntSize)
	*v = intValue(x)
	return reason(err)
}

func (v *intValue) Get() any       { return int(*v) }
func (v *intValue) String() string { return strconv.Itoa(int(*v)) }

func (f *FlagSet) IntVar(p *int, name string, value int, usage string) {
	*p = value
	f.Var((*intValue)(p), name, usage)
}

func (f *FlagSet) Int(name string, value int, usage string) *int {
	p := new(int)
	f.IntVar(p, name, value, usage)
	return p
}

func IntVar(p *int, name string, value int, usage string) { CommandLine.IntVar(p, name, value, usage) }
func Int(name string, value int, usage string) *int       { return CommandLine.Int(name, value, usage) }

type int64Value int64

func (v *int64Value) Set(s string) error {
	x, err := strconv.ParseInt(s, 0, 64)
	*v = int64Value(x)
	return reason(err)
}

func (v *int64Value) Get() any       { return int64(*v) }
func (v *int64Value) String() string { return strconv.FormatInt(int64(*v), 10) }

func (f *FlagSet) Int64Var(p *int64, name string, value int64, usage string) {
	*p = value
	f.Var((*int64Value)(p), name, usage)
}

func (f *FlagSet) Int64(name string, value int64, usage string) *int64 {
	p := new(int64)
	f.Int64Var(p, name, value, usage)
	return p
}

func Int64Var(p *int64, name string, value int64, usage string) {
	CommandLine.Int64Var(p, name, value, usage)
}
func Int64(name string, value int64, usage string) *int64 {
	return CommandLine.Int64(name, value, usage)
}

type uintValue uint

func (v *uintValue) Set(s string) error {
	x, err := strconv.ParseUint(s, 0, strconv.IntSize)
	*v = uintValue(x)
	return reason(err)
}

func (v *uintValue) Get() any       { return uint(*v) }
func (v *uintValue) String() string { return strconv.FormatUint(uint64(*v), 10) }

func (f *FlagSet) UintVar(p *uint, name string, value uint, usage string) {
	*p = value
	f.Var((*uintValue)(p), name, usage)
}

func (f *FlagSet) Uint(name string, value uint, usage string) *uint {
	p := new(uint)
	f.UintVar(p, name, value, usage)
	return p
}

func UintVar(p *uint, name string, value uint, usage string) {
	CommandLine.UintVar(p, name, value, usage)
}
func Uint(name string, value uint, usage string) *uint { return CommandLine.Uint(name, value, usage) }

type uint64Value uint64

func (v *uint64Value) Set(s string) error {
	x, err := strconv.ParseUint(s, 0, 64)
	*v = uint64Value(x)
	return reason(err)
}

func (v *uint64Value) Get() any       { return uint64(*v) }
func (v *uint64Value) String() string { return strconv.FormatUint(uint64(*v), 10) }

func (f *FlagSet) Uint64Var(p *uint64, name string, value uint64, usage string) {
	*p = value
	f.Var((*uint64Value)(p), name, usage)
}

func (f *FlagSet) Uint64(name string, value uint64, usage string) *uint64 {
	p := new(uint64)
	f.Uint64Var(p, name, value, usage)
	return p
}

func Uint64Var(p *uint64, name string, value uint64, usage string) {
	CommandLine.Uint64Var(p, name, value, usage)
}
func Uint64(name string, value uint64, usage string) *uint64 {
	return CommandLine.Uint64(name, value, usage)
}

type stringValue string

func (v *stringValue) Set(s string) error {
	*v = stringValue(s)
	return nil
}

func (v *stringValue) Get() any       { return string(*v) }
func (v *stringValue) String() string { return string(*v) }

func (f *FlagSet) StringVar(p *string, name string, value string, usage string) {
	*p = value
	f.Var((*stringValue)(p), name, usage)
}

func (f *FlagSet) String(name string, value string, usage string) *string {
	p := new(string)
	f.StringVar(p, name, value, usage)
	return p
}

func StringVar(p *string, name string, value string, usage string) {
	CommandLine.StringVar(p, name, value, usage)
}
func String(name string, value string, usage string) *string {
	return CommandLine.String(name, value, usage)
}

type float64Value float64

func (v *float64Value) Set(s string) error {
	x, err := strconv.ParseFloat(s, 64)
	*v = float64Value(x)
	return reason(err)
}

func (v *float64Value) Get() any       { return float64(*v) }
func (v *float64Value) String() string { return strconv.FormatFloat(float64(*v), 'g', -1, 64) }

func (f *FlagSet) Float64Var(p *float64, name string, value float64, usage string) {
	*p = value
	f.Var((*float64Value)(p), name, usage)
}

func (f *FlagSet) Float64(name string, value float64, usage string) *float64 {
	p := new(float64)
	f.Float64Var(p, name, value, usage)
	return p
}

func Float64Var(p *float64, name string, value float64, usage string) {
	CommandLine.Float64Var(p, name, value, usage)
}
func Float64(name string, value float64, usage string) *float64 {
	return CommandLine.Float64(name, value, usage)
}

type durationValue time.Duration

func (v *durationValue) Set(s string) error {
	x, err := time.ParseDuration(s)
	*v = durationValue(x)
	return unless(err, errParse)
}

func (v *durationValue) Get() any       { return time.Duration(*v) }
func (v *durationValue) String() string { return time.Duration(*v).String() }

func (f *FlagSet) DurationVar(p *time.Duration, name string, value time.Duration, usage string) {
	*p = value
	f.Var((*durationValue)(p), name, usage)
}

func (f *FlagSet) Duration(name string, value time.Duration, usage string) *time.Duration {
	p := new(time.Duration)
	f.DurationVar(p, name, value, usage)
	return p
}

func DurationVar(p *time.Duration, name string, value time.Duration, usage string) {
	CommandLine.DurationVar(p, name, value, usage)
}
func Duration(name string, value time.Duration, usage string) *time.Duration {
	return CommandLine.Duration(name, value, usage)
}

// funcValue is an option that is a function.
type funcValue func(string) error

func (v funcValue) Set(s string) error { return v(s) }
func (v funcValue) String() string     { return "" }

// Func defines an option that calls fn each time it is given.
func (f *FlagSet) Func(name, usage string, fn func(string) error) { f.Var(funcValue(fn), name, usage) }

func Func(name, usage string, fn func(string) error) { CommandLine.Func(name, usage, fn) }

// textValue is an option of a type that reads and writes itself as text.
type textValue struct {
	to encoding.TextUnmarshaler
}

func (v textValue) Set(s string) error { return v.to.UnmarshalText([]byte(s)) }
func (v textValue) Get() any           { return v.to }

func (v textValue) String() string {
	if m, ok := v.to.(encoding.TextMarshaler); ok {
		if text, err := m.MarshalText(); err == nil {
			return string(text)
		}
	}
	return ""
}

// TextVar defines an option at p, a pointer to the type of value, with value in it.
func (f *FlagSet) TextVar(p encoding.TextUnmarshaler, name string, value encoding.TextMarshaler, usage string) {
	to := rtype.TypeOf(p)
	if to.Kind() != rtype.Pointer {
		panic("variable value type must be a pointer")
	}
	from := rtype.TypeOf(value)
	data := rtype.Data(value)
	if from.Kind() == rtype.Pointer {
		from = from.Elem()
	} else if from.Direct() {
		data = unsafe.Pointer(&data)
	}
	if from != to.Elem() {
		panic(fmt.Sprintf("default type does not match variable type: %v != %v", from, to.Elem()))
	}
	rtype.Move(from, rtype.Data(p), data)
	f.Var(textValue{p}, name, usage)
}

func TextVar(p encoding.TextUnmarshaler, name string, value encoding.TextMarshaler, usage string) {
	CommandLine.TextVar(p, name, value, usage)
}
