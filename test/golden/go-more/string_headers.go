// Strings and slices seen through the headers that package reflect declares.
package main

import (
	"fmt"
	"reflect"
	"unsafe"
)

// bytesOf gives the bytes of a string without a copy.
func bytesOf(s string) (b []byte) {
	from := (*reflect.StringHeader)(unsafe.Pointer(&s))
	to := (*reflect.SliceHeader)(unsafe.Pointer(&b))
	to.Data, to.Len, to.Cap = from.Data, from.Len, from.Len
	return
}

// shared tells whether two slices have their first element in common.
func shared(a, b []int) bool {
	return (*reflect.SliceHeader)(unsafe.Pointer(&a)).Data == (*reflect.SliceHeader)(unsafe.Pointer(&b)).Data
}

func main() {
	text := string([]byte("header"))
	b := bytesOf(text)
	fmt.Printf("%s %d %d\n", b, len(b), cap(b))
	b[0] = 'H'
	fmt.Println(text)

	a := make([]int, 2, 4)
	grown := append(a, 1)
	moved := append(a, 1, 2, 3)
	fmt.Println(shared(a, grown), shared(a, moved), shared(a, a[1:]), shared(a[1:], grown[1:]))

	words := []uint32{0x64636261, 0x68676665}
	raw := *(*reflect.SliceHeader)(unsafe.Pointer(&words))
	raw.Len *= 4
	raw.Cap *= 4
	fmt.Printf("%s\n", *(*[]byte)(unsafe.Pointer(&raw)))
	fmt.Println(unsafe.Sizeof(raw), unsafe.Offsetof(raw.Cap), reflect.TypeOf(raw), reflect.TypeOf(reflect.StringHeader{}).NumField())

	short := (*reflect.SliceHeader)(unsafe.Pointer(&words))
	short.Len = 1
	fmt.Println(words, cap(words))
	fmt.Println(words[1])
}
