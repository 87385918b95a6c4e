package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	pfmt "pw/fmt"
)

type record struct {
	A int
	b string
	C []byte
	D map[string]int
	E *int
	F any
	G fmt.Stringer
}
type stringer int

func (t stringer) String() string { return "T" + strconv.Itoa(int(t)) }

type failure struct{ s string }

func (e *failure) Error() string { return "E:" + e.s }

type embedding struct{ stringer }
type private struct {
	t stringer
	X stringer
}
type named float64
type nest struct {
	A [3]int
	B [2]embedding
	C struct{ X, Y float32 }
	D []any
	E map[stringer]bool
	F func()
	G chan int
	H [3]byte
	private
}
type panicking struct{}

func (panicking) String() string { panic("boom") }

type pointerStringer struct{ x int }

func (n *pointerStringer) String() string { return strconv.Itoa(n.x) }

type onePointer struct{ p *int }

type goStringer int

func (goStringer) GoString() string { return "GS" }

type formatting struct{}

func (formatting) Format(s fmt.State, v rune) { describe(s, v) }

type ourFormatting struct{}

func (ourFormatting) Format(s pfmt.State, v rune) { describe(s, v) }

func describe(s fmt.State, v rune) {
	w, ok := s.Width()
	if !ok {
		w = 0
	}
	fmt.Fprintf(s, "<%c %d %v %v>", v, w, ok, s.Flag('+'))
}

func values() []any {
	var nilInt *int
	var nilRecord *record
	var nilFailure *failure
	var nilMap map[string]int
	var nilStringer *pointerStringer
	return []any{
		nil, true, 1, int8(-5), uint8(200), uint64(1 << 63), uintptr(77), 'x', float32(1.5), 2.75, 1e21, 1e-7, "hi", "a\nb\xff☺",
		[]byte("bytes"), []byte(nil), []int{1, 2}, []int(nil), [2]string{"a", "b"}, map[string]int{"b": 2, "a": 1}, nilMap, nilInt, nilRecord,
		record{A: 1, b: "x", C: []byte{1, 2}, D: map[string]int{"z": 1}, F: 3.5, G: stringer(9)}, &record{}, stringer(4), &failure{"e"}, nilFailure,
		embedding{stringer(3)}, private{1, 2}, nest{D: []any{1, "a", nil, stringer(2)}, E: map[stringer]bool{2: true, 1: false}}, &nest{},
		[]stringer{1, 2}, []error{&failure{"q"}, nil}, errors.New("plain"), struct{}{}, named(2.5), panicking{}, nilStringer, &pointerStringer{3},
		[]any{1, nil, "s"}, map[any]int{"a": 1, 2: 3}, map[float64]string{1.5: "x", -2: "y"}, [3]byte{1, 2, 3}, goStringer(1), []goStringer{1},
		math.Inf(1), math.NaN(), math.Copysign(0, -1), 123456789.0, 1e6, 1e20, float32(16777216.0), float32(3.4e38), int64(-1 << 63),
		onePointer{}, []bool{true}, [0]int{}, map[int]struct{}{}, struct{ A, B any }{1, nil}, [][]int{{1}, {2, 3}}, []string{"a b", "c"},
		[1]*int{nil}, map[[2]int]string{{1, 2}: "a", {0, 5}: "b"}, uint32(0x1F600), rune(0x10FFFF), int64(0x7fffffffff),
	}
}

func verbs() []string {
	var all []string
	for _, flags := range []string{"", "+", "-", "#", " ", "0", "+#", "-0", "#0", "+ ", "# "} {
		for _, width := range []string{"", "1", "8", "20", ".0", ".3", "8.3", "20.10", "."} {
			for _, verb := range "vdsqxXotTUceEfFgGbOwp!%z" {
				all = append(all, "%"+flags+width+string(verb))
			}
		}
	}
	return all
}

func printing() {
	formats := verbs()
	for _, v := range values() {
		for _, format := range formats {
			check(func() string { return fmt.Sprintf("Sprintf(%q, %T %#v)", format, v, v) }, fmt.Sprintf(format, v), pfmt.Sprintf(format, v))
		}
		check(text("Sprint"), fmt.Sprint(v, 1, "a", "b", v), pfmt.Sprint(v, 1, "a", "b", v))
		check(text("Sprintln"), fmt.Sprintln(v, v), pfmt.Sprintln(v, v))
	}
	for _, format := range formats {
		if verb := format[len(format)-1]; verb != '%' && verb != 'T' && verb != 'w' && verb != 'p' {
			check(text("Formatter "+format), fmt.Sprintf(format, formatting{}), pfmt.Sprintf(format, ourFormatting{}))
		}
	}
	for _, c := range []struct {
		format string
		args   []any
	}{
		{"%d %d", []any{1}}, {"%d", []any{1, 2, "x"}}, {"%", nil}, {"%[2]d %[1]d", []any{1, 2}}, {"%[3]d", []any{1}}, {"%[x]d", []any{1}},
		{"%*d", []any{5, 1}}, {"%-*d|", []any{5, 1}}, {"%*d|", []any{-5, 1}}, {"%.*f", []any{2, 3.14159}}, {"%*d", []any{"a", 1}}, {"%.*d", []any{-3, 1}},
		{"%[1]*.[2]*[3]f", []any{8, 2, 3.14159}}, {"%6.2f%%", []any{99.5}}, {"%!", nil}, {"%z", []any{3}}, {"%s", []any{[]any{1, "x"}}},
		{"%d", []any{[]any{1, "x"}}}, {"%[2]*[1]d", []any{2, 5}}, {"%[", []any{1}}, {"%[]d", []any{1}}, {"%[1]", []any{1}}, {"%-010d|", []any{1}},
		{"%+q", []any{"日本"}}, {"%#q", []any{"a`b"}}, {"%x", []any{-255}}, {"% x", []any{"abc"}}, {"%# x", []any{[]byte("abc")}}, {"%08b", []any{5}},
		{"%e", []any{123456.789}}, {"%t", []any{1}}, {"%s %w", []any{"a", errors.New("x")}}, {"%99999999d", []any{1}}, {"%.99999999d", []any{1}},
	} {
		check(text("Sprintf "+c.format), fmt.Sprintf(c.format, c.args...), pfmt.Sprintf(c.format, c.args...))
	}
}
