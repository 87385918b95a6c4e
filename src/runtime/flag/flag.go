// Package flag reads a program's options: -name, -name=value, -name value.
//
// A FlagSet is a table of options by name, each with a Value that takes the text. The
// functions of the package work on CommandLine, which Parse gives os.Args.
package flag

import (
	"errors"
	"fmt"
	"internal/rtype"
	"io"
	"os"
	"sort"
	"strings"
	"unsafe"
)

// ErrHelp says that -h or -help was asked for without being defined.
var ErrHelp = errors.New("flag: help requested")

// Value holds what an option is set to.
type Value interface {
	String() string
	Set(string) error
}

// Getter is a Value that also gives what it holds.
type Getter interface {
	Value
	Get() any
}

// boolFlag is a Value that needs no text: -name is -name=true.
type boolFlag interface {
	Value
	IsBoolFlag() bool
}

// ErrorHandling says what Parse does about a mistake.
type ErrorHandling int

const (
	ContinueOnError ErrorHandling = iota
	ExitOnError
	PanicOnError
)

// Flag is one option.
type Flag struct {
	Name     string
	Usage    string
	Value    Value
	DefValue string
}

// FlagSet is a set of options.
type FlagSet struct {
	// Usage is called after a mistake.
	Usage func()

	name          string
	parsed        bool
	set           map[string]*Flag // options that were given
	defined       map[string]*Flag
	args          []string // what is behind the options
	errorHandling ErrorHandling
	output        io.Writer
}

// CommandLine has the program's own options.
var CommandLine = NewFlagSet(os.Args[0], ExitOnError)

// Usage tells about the program's options after a mistake.
var Usage = func() {
	fmt.Fprintf(CommandLine.Output(), "Usage of %s:\n", os.Args[0])
	PrintDefaults()
}

func init() {
	// Usage may still be given another value.
	CommandLine.Usage = func() { Usage() }
}

func NewFlagSet(name string, errorHandling ErrorHandling) *FlagSet {
	f := &FlagSet{name: name, errorHandling: errorHandling}
	f.Usage = f.tellUsage
	return f
}

func (f *FlagSet) Init(name string, errorHandling ErrorHandling) {
	f.name = name
	f.errorHandling = errorHandling
}

func (f *FlagSet) Name() string                 { return f.name }
func (f *FlagSet) ErrorHandling() ErrorHandling { return f.errorHandling }
func (f *FlagSet) SetOutput(output io.Writer)   { f.output = output }

// Output is where usage and mistakes are told, standard error unless it was set.
func (f *FlagSet) Output() io.Writer {
	if f.output == nil {
		return os.Stderr
	}
	return f.output
}

// visit goes over options in the order of their names.
func visit(flags map[string]*Flag, fn func(*Flag)) {
	names := make([]string, 0, len(flags))
	for name := range flags {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fn(flags[name])
	}
}

func (f *FlagSet) VisitAll(fn func(*Flag))  { visit(f.defined, fn) }
func (f *FlagSet) Visit(fn func(*Flag))     { visit(f.set, fn) }
func (f *FlagSet) Lookup(name string) *Flag { return f.defined[name] }
func (f *FlagSet) NFlag() int               { return len(f.set) }
func (f *FlagSet) NArg() int                { return len(f.args) }
func (f *FlagSet) Args() []string           { return f.args }
func (f *FlagSet) Parsed() bool             { return f.parsed }
func VisitAll(fn func(*Flag))               { CommandLine.VisitAll(fn) }
func Visit(fn func(*Flag))                  { CommandLine.Visit(fn) }
func Lookup(name string) *Flag              { return CommandLine.Lookup(name) }
func NFlag() int                            { return CommandLine.NFlag() }
func NArg() int                             { return CommandLine.NArg() }
func Args() []string                        { return CommandLine.Args() }
func Arg(i int) string                      { return CommandLine.Arg(i) }
func Parsed() bool                          { return CommandLine.Parsed() }
func Set(name, value string) error          { return CommandLine.Set(name, value) }
func PrintDefaults()                        { CommandLine.PrintDefaults() }
func Var(value Value, name, usage string)   { CommandLine.Var(value, name, usage) }

// Parse reads the options of the program.
func Parse() { CommandLine.Parse(os.Args[1:]) }

// Arg is the i-th argument behind the options, "" if there is none.
func (f *FlagSet) Arg(i int) string {
	if i < 0 || i >= len(f.args) {
		return ""
	}
	return f.args[i]
}

// Set sets an option as if it had been given.
func (f *FlagSet) Set(name, value string) error {
	flag, ok := f.defined[name]
	if !ok {
		return fmt.Errorf("no such flag -%v", name)
	}
	if err := flag.Value.Set(value); err != nil {
		return err
	}
	f.note(flag)
	return nil
}

func (f *FlagSet) note(flag *Flag) {
	if f.set == nil {
		f.set = make(map[string]*Flag)
	}
	f.set[flag.Name] = flag
}

// Var defines an option.
func (f *FlagSet) Var(value Value, name string, usage string) {
	switch {
	case strings.HasPrefix(name, "-"):
		panic(f.tell("flag %q begins with -", name))
	case strings.Contains(name, "="):
		panic(f.tell("flag %q contains =", name))
	}
	flag := &Flag{name, usage, value, value.String()}
	if _, exists := f.defined[name]; exists {
		if f.name == "" {
			panic(f.tell("flag redefined: %s", name))
		}
		panic(f.tell("%s flag redefined: %s", f.name, name))
	}
	if f.defined == nil {
		f.defined = make(map[string]*Flag)
	}
	f.defined[name] = flag
}

// tell prints a message and gives it back.
func (f *FlagSet) tell(format string, a ...any) string {
	text := fmt.Sprintf(format, a...)
	fmt.Fprintln(f.Output(), text)
	return text
}

func (f *FlagSet) fail(format string, a ...any) error {
	text := f.tell(format, a...)
	f.usage()
	return errors.New(text)
}

func (f *FlagSet) usage() {
	if f.Usage == nil {
		f.tellUsage()
	} else {
		f.Usage()
	}
}

func (f *FlagSet) tellUsage() {
	if f.name == "" {
		fmt.Fprintf(f.Output(), "Usage:\n")
	} else {
		fmt.Fprintf(f.Output(), "Usage of %s:\n", f.name)
	}
	f.PrintDefaults()
}

// Parse reads the options at the front of arguments, up to the first that is none or to "--".
func (f *FlagSet) Parse(arguments []string) error {
	f.parsed = true
	f.args = arguments
	for {
		isOption, err := f.parseOne()
		if isOption {
			continue
		}
		if err == nil {
			return nil
		}
		switch f.errorHandling {
		case ContinueOnError:
			return err
		case PanicOnError:
			panic(err)
		case ExitOnError:
			if err == ErrHelp {
				os.Exit(0)
			}
			os.Exit(2)
		}
	}
}

func (f *FlagSet) parseOne() (isOption bool, err error) {
	if len(f.args) == 0 {
		return false, nil
	}
	arg := f.args[0]
	if len(arg) < 2 || arg[0] != '-' {
		return false, nil
	}
	name := arg[1:]
	if name[0] == '-' {
		if name == "-" {
			f.args = f.args[1:]
			return false, nil
		}
		name = name[1:]
	}
	if name[0] == '-' || name[0] == '=' {
		return false, f.fail("bad flag syntax: %s", arg)
	}
	f.args = f.args[1:]
	name, value, hasValue := strings.Cut(name, "=")
	flag, ok := f.defined[name]
	if !ok {
		if name == "help" || name == "h" {
			f.usage()
			return false, ErrHelp
		}
		return false, f.fail("flag provided but not defined: -%s", name)
	}
	if err := f.give(flag, value, hasValue); err != nil {
		return false, err
	}
	f.note(flag)
	return true, nil
}

// give sets an option to a value, which may be the next argument.
func (f *FlagSet) give(flag *Flag, value string, hasValue bool) error {
	name := flag.Name
	if b, ok := flag.Value.(boolFlag); ok && b.IsBoolFlag() {
		if !hasValue {
			if err := b.Set("true"); err != nil {
				return f.fail("invalid boolean flag %s: %v", name, err)
			}
		} else if err := b.Set(value); err != nil {
			return f.fail("invalid boolean value %q for -%s: %v", value, name, err)
		}
		return nil
	}
	if !hasValue {
		if len(f.args) == 0 {
			return f.fail("flag needs an argument: -%s", name)
		}
		value, f.args = f.args[0], f.args[1:]
	}
	if err := flag.Value.Set(value); err != nil {
		return f.fail("invalid value %q for flag -%s: %v", value, name, err)
	}
	return nil
}

// UnquoteUsage takes the name of the value out of the usage, where it stands in back
// quotes; else it is named after its type.
func UnquoteUsage(flag *Flag) (name string, usage string) {
	usage = flag.Usage
	if before, rest, ok := strings.Cut(usage, "`"); ok {
		if name, after, ok := strings.Cut(rest, "`"); ok {
			return name, before + name + after
		}
	}
	switch flag.Value.(type) {
	case boolFlag:
		return "", usage
	case *durationValue:
		return "duration", usage
	case *float64Value:
		return "float", usage
	case *intValue, *int64Value:
		return "int", usage
	case *stringValue:
		return "string", usage
	case *uintValue, *uint64Value:
		return "uint", usage
	}
	return "value", usage
}

// PrintDefaults prints all options with their usage and what they are if not given.
func (f *FlagSet) PrintDefaults() {
	var mistakes []error
	f.VisitAll(func(flag *Flag) {
		line := "  -" + flag.Name
		name, usage := UnquoteUsage(flag)
		if name != "" {
			line += " " + name
		}
		// The usage of a switch of one letter stands on the same line.
		if len(line) <= len("  -x") {
			line += "\t"
		} else {
			line += "\n    \t"
		}
		line += strings.ReplaceAll(usage, "\n", "\n    \t")
		isZero, err := isZeroValue(flag)
		if err != nil {
			mistakes = append(mistakes, err)
		} else if !isZero {
			if _, ok := flag.Value.(*stringValue); ok {
				line += fmt.Sprintf(" (default %q)", flag.DefValue)
			} else {
				line += fmt.Sprintf(" (default %v)", flag.DefValue)
			}
		}
		fmt.Fprint(f.Output(), line, "\n")
	})
	if len(mistakes) > 0 {
		fmt.Fprintln(f.Output())
		for _, err := range mistakes {
			fmt.Fprintln(f.Output(), err)
		}
	}
}

// isZeroValue reports whether an option's default is what a zero of its type says of itself.
func isZeroValue(flag *Flag) (isZero bool, err error) {
	typ := rtype.TypeOf(flag.Value)
	shown := typ
	isPointer := typ.Kind() == rtype.Pointer
	var zero unsafe.Pointer
	if isPointer {
		shown = typ.Elem()
		zero = rtype.New(shown)
	} else {
		zero = rtype.New(typ)
	}
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("panic calling String method on zero %v for flag %s: %v", shown, flag.Name, e)
		}
	}()
	return flag.DefValue == rtype.Pack(typ, zero, isPointer).(Value).String(), nil
}
