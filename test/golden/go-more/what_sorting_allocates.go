// What package sort does with slices of all kinds of elements, and how many objects it allocates; long strings through bufio.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"sort"
	"strings"
)

type P struct {
	name string
	age  int
	x    [3]byte
}

func mallocs(f func()) uint64 {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	return b.Mallocs - a.Mallocs
}

func main() {
	ps := []P{}
	ws := []string{}
	is := []int{}
	fs := []float64{}
	pp := []*int{}
	es := []any{}
	by := []byte{}
	for i := 0; i < 300; i++ {
		v := (i * 7919) % 311
		ps = append(ps, P{fmt.Sprint(v), v, [3]byte{byte(i), 2, 3}})
		ws = append(ws, fmt.Sprint(v))
		is = append(is, v)
		fs = append(fs, float64(v)/3)
		pp = append(pp, &is[len(is)-1])
		es = append(es, v)
		by = append(by, byte(v))
	}
	fmt.Println(mallocs(func() { sort.Slice(ps, func(i, j int) bool { return ps[i].age < ps[j].age }) }),
		mallocs(func() { sort.Slice(ws, func(i, j int) bool { return ws[i] < ws[j] }) }),
		mallocs(func() { sort.Slice(is, func(i, j int) bool { return is[i] < is[j] }) }),
		mallocs(func() { sort.Slice(fs, func(i, j int) bool { return fs[i] < fs[j] }) }),
		mallocs(func() { sort.SliceStable(pp, func(i, j int) bool { return *pp[i]/10 < *pp[j]/10 }) }),
		mallocs(func() { sort.SliceStable(es, func(i, j int) bool { return es[i].(int) < es[j].(int) }) }),
		mallocs(func() { sort.Slice(by, func(i, j int) bool { return by[i] < by[j] }) }),
		mallocs(func() { sort.SliceIsSorted(by, func(i, j int) bool { return by[i] < by[j] }) }))
	fmt.Println(ps[:20], ws[:20], is[:20], fs[:20], *pp[0], es[:10], by)
	w := bufio.NewWriterSize(os.Stdout, 16)
	w.WriteString(strings.Repeat("abc", 20) + "\n")
	w.WriteString("x")
	w.WriteString(strings.Repeat("abc", 20) + "\n")
	w.Flush()
	var bb bytes.Buffer
	w = bufio.NewWriterSize(&bb, 16)
	w.WriteString(strings.Repeat("abc", 20) + "\n")
	fmt.Println(w.Buffered(), bb.Len())
	fmt.Println(reflect.ValueOf(is).Len())
	os.Stdout.WriteString(ws[0] + "!\n")
}
