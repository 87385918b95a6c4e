/** What every wide program begins with. */

/** Calls of functions, and turns of loops, that one check may make. */
export const FUEL = 200;

export const PRELUDE = `package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"runtime"
	"sort"
	"strings"
	"sync"
	"unsafe"
)

var (
	_ = errors.New
	_ = runtime.Gosched
	_ = strings.Repeat
	_ sync.Mutex
	_ = unsafe.Pointer(nil)
	_ = os.Exit
	_ = sort.Ints
)

type Summer interface{ Sum() int }
type Adder interface{ Add(n int) }
type Both interface {
	Summer
	Adder
}
type Named interface {
	fmt.Stringer
	Sum() int
}
type Wide interface {
	Both
	Named
}

var (
	fuel         = ${FUEL}
	deep         int
	nan          = math.NaN()
	inf          = math.Inf(1)
	negativeZero = math.Copysign(0, -1)
)

type failure struct{ code int }

func (f failure) Error() string { return fmt.Sprint("failure ", f.code) }

// What was recovered, with its type and kind of error.
func describe(e interface{}) {
	_, isRuntime := e.(runtime.Error)
	err, isError := e.(error)
	switch {
	case isRuntime, isError:
		fmt.Println("recovered", isRuntime, err)
	default:
		fmt.Print("recovered ")
		dump(e)
	}
}

// Runs f, which may panic.
func check(name string, f func()) {
	fuel, deep = ${FUEL}, 0
	defer func() {
		if e := recover(); e != nil {
			fmt.Print(name, " ")
			describe(e)
		}
	}()
	f()
}

// One value under several verbs.
func printf(format string, x interface{}) {
	list := make([]interface{}, strings.Count(format, "%"))
	for i := range list {
		list[i] = x
	}
	fmt.Printf(format, list...)
}

func several(list ...interface{}) {
	fmt.Print(len(list), ":")
	for _, x := range list {
		dump(x)
	}
}

// Recovers, if it is deferred itself.
type catcher struct{ name string }

func (c catcher) catch() {
	fmt.Print(c.name, " ")
	describe(recover())
}

// Says that it is called.
func tr(n int) int {
	fmt.Print(n, " ")
	return n
}

func trs(s string) string {
	fmt.Print(s, " ")
	return s
}

func cut(s string, n int) string {
	if n &= 15; n < len(s) {
		return s[n:]
	}
	return s
}

func short(s string) string {
	if len(s) > 60 {
		return s[:60]
	}
	return s
}

// Prints all that a value leads to.
func dump(x interface{}) {
	var out strings.Builder
	if x == nil {
		out.WriteString("nil")
	} else {
		write(&out, reflect.ValueOf(x), 0)
	}
	fmt.Println(out.String())
}

func write(out *strings.Builder, v reflect.Value, depth int) {
	if depth > 5 {
		out.WriteString("...")
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		fmt.Fprint(out, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		fmt.Fprint(out, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		fmt.Fprint(out, v.Uint())
	case reflect.Float32, reflect.Float64:
		// The sign of what is no number is the processor's own.
		fmt.Fprint(out, v.Float(), v.Float() == v.Float() && math.Signbit(v.Float()))
	case reflect.String:
		fmt.Fprintf(out, "%q", v.String())
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		fmt.Fprint(out, v.Type(), v.IsNil())
	case reflect.Ptr, reflect.Interface:
		fmt.Fprint(out, v.Type(), "&")
		if v.IsNil() {
			out.WriteString("nil")
		} else {
			write(out, v.Elem(), depth+1)
		}
	case reflect.Slice, reflect.Array:
		fmt.Fprint(out, v.Type(), v.Len(), v.Cap(), "[")
		for i := 0; i < v.Len(); i++ {
			write(out, v.Index(i), depth+1)
			out.WriteString(" ")
		}
		out.WriteString("]")
	case reflect.Map:
		entries := make([]string, 0)
		for _, key := range v.MapKeys() {
			var entry strings.Builder
			write(&entry, key, depth+1)
			entry.WriteString(": ")
			write(&entry, v.MapIndex(key), depth+1)
			entries = append(entries, entry.String())
		}
		sort.Strings(entries)
		fmt.Fprint(out, v.Type(), v.IsNil(), entries)
	case reflect.Struct:
		fmt.Fprint(out, v.Type(), "{")
		for i := 0; i < v.NumField(); i++ {
			fmt.Fprint(out, v.Type().Field(i).Name, ":")
			write(out, v.Field(i), depth+1)
			out.WriteString(" ")
		}
		out.WriteString("}")
	}
}
`;
