// Chains of errors, deferred calls and how they change results.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

type ErrNotFound struct{ Key string }

func (e *ErrNotFound) Error() string { return "not found: " + e.Key }

type Temporary interface{ Temporary() bool }
type netErr struct {
	op  string
	err error
	tmp bool
}

func (n netErr) Error() string   { return n.op + ": " + n.err.Error() }
func (n netErr) Unwrap() error   { return n.err }
func (n netErr) Temporary() bool { return n.tmp }

type multi []error

func (m multi) Error() string {
	var s []string
	for _, e := range m {
		s = append(s, e.Error())
	}
	return strings.Join(s, "; ")
}
func (m multi) Is(t error) bool {
	for _, e := range m {
		if errors.Is(e, t) {
			return true
		}
	}
	return false
}
func (m multi) As(t interface{}) bool {
	for _, e := range m {
		if errors.As(e, t) {
			return true
		}
	}
	return false
}

var ErrBase = errors.New("base")
var ErrOther = fmt.Errorf("other: %w", ErrBase)

func find(k string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("find(%q): %w", k, err)
		}
	}()
	switch k {
	case "a":
		return &ErrNotFound{k}
	case "b":
		return netErr{"dial", ErrOther, true}
	case "c":
		return multi{io.EOF, netErr{"read", &ErrNotFound{"deep"}, false}}
	case "d":
		_, err = os.Open("/nonexistent/file")
		return
	case "e":
		var p *ErrNotFound
		return p
	}
	return nil
}

type resource struct {
	name string
	log  *[]string
}

func open(n string, log *[]string) (*resource, error) {
	if strings.HasPrefix(n, "bad") {
		return nil, errors.New("cannot open " + n)
	}
	*log = append(*log, "open "+n)
	return &resource{n, log}, nil
}
func (r *resource) Close() error {
	*r.log = append(*r.log, "close "+r.name)
	if r.name == "failclose" {
		return errors.New("close failed")
	}
	return nil
}
func use(names ...string) (log []string, err error) {
	for _, n := range names {
		r, e := open(n, &log)
		if e != nil {
			return log, e
		}
		defer func() {
			if ce := r.Close(); ce != nil && err == nil {
				err = ce
			}
		}()
	}
	if len(names) > 2 {
		panic(names)
	}
	return log, nil
}
func safe(f func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("runtime: %w", r)
		case error:
			err = r
		case fmt.Stringer:
			err = errors.New(r.String())
		default:
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	f()
	return
}
func cleanup(n int) (s string) {
	for i := 0; i < n; i++ {
		defer func(i int) { s += fmt.Sprint(i) }(i)
		if i%2 == 0 {
			defer func() { s += fmt.Sprint("<", i, ">") }()
		}
	}
	return "start:"
}
func nested() (r int) {
	defer func() {
		defer func() {
			r += 100
			if x := recover(); x != nil {
				r += x.(int)
			}
		}()
		if x := recover(); x != nil {
			panic(x.(int) * 2)
		}
	}()
	panic(3)
}
func named() (x, y int, err error) {
	defer func() { x, y = y, x }()
	x = 1
	if true {
		y, err := 2, errors.New("shadow")
		_ = y
		return y, 5, err
	}
	return
}
func loop() (out []string) {
outer:
	for i := 0; ; i++ {
		switch {
		case i == 2:
			continue outer
		case i > 5:
			break outer
		case i%2 == 0:
			fallthrough
		case i == 5:
			for j := range [3]int{} {
				if j == 1 {
					continue outer
				}
				out = append(out, fmt.Sprint(i, j))
			}
		default:
			out = append(out, "d")
		}
		out = append(out, "x")
	}
	i := 0
again:
	if i < 3 {
		out = append(out, fmt.Sprint("g", i))
		i++
		goto again
	}
	return
}
func where() string {
	_, file, line, ok := runtime.Caller(1)
	return fmt.Sprint(strings.HasSuffix(file, ".go"), ":", line, " ", ok)
}
func main() {
	for _, k := range []string{"a", "b", "c", "d", "e", "z"} {
		err := find(k)
		var nf *ErrNotFound
		var tmp Temporary
		var pe *os.PathError
		fmt.Println(k, err == nil, errors.Is(err, ErrBase), errors.Is(err, io.EOF), errors.As(err, &nf), errors.As(err, &tmp), errors.As(err, &pe), errors.Is(err, os.ErrNotExist))
		if k != "e" {
			fmt.Println("  ", err, errors.Unwrap(errors.Unwrap(err)))
		}
		if nf != nil {
			fmt.Println("  ", nf.Key)
		}
		if tmp != nil {
			fmt.Println("  ", tmp.Temporary())
		}
	}
	fmt.Println(use("x", "y"))
	fmt.Println(use("x", "bady"))
	fmt.Println(use("failclose"))
	fmt.Println(safe(func() { use("p", "q", "r") }))
	var m map[string]int
	for _, f := range []func(){func() { m["x"] = 1 }, func() { panic(io.EOF) }, func() { panic("s") }, func() { var e error; panic(e) }, func() { _ = []int{}[len(m)] }, func() {}, func() { var e error; _ = e.Error() }} {
		func() { defer func() { recover() }(); fmt.Println(safe(f)) }()
	}
	fmt.Println(cleanup(4), nested())
	fmt.Println(named())
	fmt.Println(loop(), where())
	fmt.Println(func() string { return where() }())
	defer fmt.Println("last")
	defer func() {
		if r := recover(); r != nil {
			panic(fmt.Errorf("wrapped: %w", r.(error)))
		}
	}()
	panic(netErr{"final", ErrOther, false})
}
