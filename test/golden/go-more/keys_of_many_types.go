// Maps with keys of many types in an interface, in the order of their descriptors.
package main

import (
	"fmt"
	"time"
)

type MyInt int
type AStr string
type ZStr string
type WithM int

func (w WithM) String() string { return "W" }

type WithP int

func (w *WithP) M() {}

type Pt struct{ X, Y int }
type Pt3 struct{ X, Y, Z int }
type E struct{}

func main() {
	m := map[interface{}]int{nil: 0, true: 1, 1: 2, "s": 3, 1.5: 4, 'c': 5, uint8(3): 6, MyInt(1): 7, AStr("a"): 8, ZStr("z"): 9, WithM(1): 10, WithP(2): 11,
		Pt{1, 2}: 12, Pt3{}: 13, E{}: 14, [2]int{1, 2}: 15, struct{ A int }{1}: 16, int64(4): 17, uint(5): 18, uintptr(6): 19, float32(1): 20, [3]string{}: 21, time.Second: 22, time.March: 23, int8(1): 24, int16(2): 25, uint16(2): 26, uint32(2): 27, uint64(8): 28, [2]string{}: 29, struct{ A, B string }{}: 30, struct{}{}: 31, [2]Pt{}: 32}
	for _, s := range []interface{}{m} {
		fmt.Println(s)
	}
	fmt.Println(map[fmt.Stringer]int{WithM(1): 1, time.Second: 2, time.March: 3})
	fmt.Println(map[interface{}]string{"a": "x", 1: "y", 2.5: "z", true: "w", 3: "v", "b": "u"})
	var e1, e2 error = fmt.Errorf("x"), fmt.Errorf("y")
	fmt.Println(len(map[error]int{e1: 1, e2: 2}))
	ch1, ch2 := make(chan int), make(chan string)
	mm := map[interface{}]int{ch1: 1, ch2: 2, new(int): 3}
	for _, v := range []interface{}{ch1, ch2} {
		fmt.Println(mm[v])
	}
}
