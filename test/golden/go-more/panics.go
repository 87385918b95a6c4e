package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// Panics of many kinds, recovered and printed; then one that nobody recovers.

type T struct{ n int }

func (t *T) Get() int      { return t.n }
func (t T) Copy() T        { return t }
func (t T) String() string { return "T" + strconv.Itoa(t.n) }

type Getter interface{ Get() int }
type Copier interface{ Copy() T }
type Err struct{ Code int }

func (e Err) Error() string { return fmt.Sprintf("error %d", e.Code) }

var (
	zero, one, minus = 0, 1, -1
	list             = []int{1, 2, 3}
	arr              [4]int
	str              = "text"
	nilMap           map[string]int
	nilPtr           *T
	nilFunc          func()
	any              interface{} = 7
	nilAny           interface{}
	nilGetter        Getter
	nilChan          chan int
	big              = 1 << 40 >> 10
)

func main() {
	cases := []func(){
		func() { _ = list[zero+3] }, func() { _ = list[minus] }, func() { _ = arr[zero+4] }, func() { _ = str[9*one] },
		func() { _ = list[zero+4:] }, func() { _ = list[:zero+4] }, func() { _ = list[one+1 : one] }, func() { _ = str[one+1 : one] }, func() { _ = str[minus:] },
		func() { _ = arr[:zero+5] }, func() { _ = list[: one : zero+9] }, func() { _ = list[: one+2 : one] }, func() { _ = list[one+2 : one+1 : 3] }, func() { _ = (*[8]int)(list) },
		func() { nilMap["x"]++ }, func() { _ = nilPtr.n }, func() { nilFunc() }, func() { _ = nilGetter.Get() }, func() { _ = nilPtr.Copy() }, func() { _ = (*nilPtr).n },
		func() { _ = one / zero }, func() { _ = one % zero }, func() { _ = int64(one) / int64(zero) }, func() { _ = one << minus }, func() { _ = uint8(one) / uint8(zero) },
		func() { _ = any.(string) }, func() { _ = nilAny.(int) }, func() { _ = any.(fmt.Stringer) }, func() { _ = interface{}(T{}).(Getter) }, func() { _ = nilAny.(Getter) }, func() { _ = Getter(&T{}).(interface{ Set(int) }) },
		func() { close(nilChan) }, func() { c := make(chan int); close(c); close(c) }, func() { c := make(chan int, 1); close(c); c <- 1 },
		func() { _ = make([]int, minus) }, func() { _ = make([]int, one, zero) }, func() { _ = make(chan int, minus) }, func() { _ = make([]T, big) },
		func() { var a, b interface{} = list, list; _ = a == b }, func() { _ = map[interface{}]int{nilFunc: 1} }, func() { _ = interface{}(struct{ f []int }{}) == interface{}(struct{ f []int }{}) },
		func() { panic("string") }, func() { panic(Err{3}) }, func() { panic(&T{1}) }, func() { panic(fmt.Sprintf("%05d", 42)) }, func() { panic(3.5) },
		func() { strings.Repeat("x", minus) }, func() { var e error; panic(e) }, func() { defer func() { panic(fmt.Sprint("re-", recover())) }(); panic("first") },
	}
	for i, f := range cases {
		func() {
			defer func() {
				r := recover()
				_, isRuntime := r.(runtime.Error)
				_, isError := r.(error)
				fmt.Printf("%2d %T %v %t %t\n", i, r, r, isRuntime, isError)
			}()
			f()
		}()
	}
	defer fmt.Println("deferred before the end")
	defer func() {
		defer func() { panic(fmt.Errorf("third after %v", recover())) }()
		panic("second")
	}()
	fmt.Fprintln(os.Stderr, "the last one")
	level(3)
}

func level(n int) int {
	if n == 0 {
		return list[n-1]
	}
	return level(n-1) + 1
}
