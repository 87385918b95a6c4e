package main

import (
	"fmt"
	"runtime"
)

func where() string {
	pc, _, line, _ := runtime.Caller(1)
	return fmt.Sprint(runtime.FuncForPC(pc).Name(), " ", line)
}

var here = where()

var literal = func() string { return where() }()

var table = map[string]func() string{
	"a": func() string { return where() },
}

func init() {
	fmt.Println(here, literal, table["a"]())
	fmt.Println(where())
}

func init() { fmt.Println(where()) }

type tree struct{ left, right *tree }

func (t *tree) depth() int { return 1 + t.left.depth() }

var deep = func(t *tree) int { return t.depth() }

var total = func() (n int) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println("recovered:", e)
			panic(fmt.Errorf("again: %v", e))
		}
	}()
	return deep(new(tree))
}()

func main() { fmt.Println("not reached", total) }
