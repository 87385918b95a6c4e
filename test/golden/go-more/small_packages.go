// Callers' frames, hashes, hexadecimal, UTF-16, rings.
package main

import (
	"container/ring"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"runtime"
	"unicode/utf16"
)

func small() []uintptr {
	pcs := make([]uintptr, 20)
	return pcs[:runtime.Callers(1, pcs)]
}
func mid(n int) []uintptr {
	if n == 0 {
		return small()
	}
	return mid(n - 1)
}
func main() {
	fs := runtime.CallersFrames(mid(2))
	for {
		f, more := fs.Next()
		fmt.Println(f.Function, f.Line)
		if !more || f.Function == "main.main" {
			break
		}
	}
	func() {
		pcs := make([]uintptr, 5)
		n := runtime.Callers(2, pcs)
		f, _ := runtime.CallersFrames(pcs[:n]).Next()
		fmt.Println(f.Function, f.Line)
	}()
	a, b, c, d := fnv.New32(), fnv.New32a(), fnv.New64(), fnv.New64a()
	for i := 0; i < 300; i++ {
		x := []byte{byte(i), byte(i * 7)}
		a.Write(x)
		b.Write(x)
		c.Write(x)
		d.Write(x)
	}
	fmt.Println(a.Sum32(), b.Sum32(), c.Sum64(), d.Sum64(), hex.EncodeToString(d.Sum([]byte("q"))))
	for _, s := range []string{"", "0", "0g", "g", "00fF", "00fFz", "zz", "12\xff3"} {
		x, err := hex.DecodeString(s)
		fmt.Println(x, err)
	}
	u := utf16.Encode([]rune{1, 'a', 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xffff, 0x10000, 0x10ffff, 0x110000, -1})
	fmt.Println(u, utf16.Decode(append(u, 0xd800, 0xd800, 0xdc01, 0xdc00, 0xd801)))
	r := ring.New(5)
	for i := 0; i < 5; i++ {
		r.Value = i
		r = r.Next()
	}
	r.Unlink(2).Do(func(v any) { fmt.Print(v, " ") })
	r.Move(-1).Do(func(v any) { fmt.Print(v, " ") })
	fmt.Println(r.Len())
}
