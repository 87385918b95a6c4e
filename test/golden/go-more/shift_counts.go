// Constant shift counts: without a type beyond int, of 64 bits, and written as floats.
package main

//go:noinline
func f(a uint32) uint32 { return a << uint32(4294967295) }

//go:noinline
func g(a uint32) uint32 { const c uint32 = 4294967295; return a << c }

//go:noinline
func h(a uint32) uint32 { c := uint32(4294967295); return a >> c }

//go:noinline
func k(a int32) int32 { return a >> uint64(1<<63) }

//go:noinline
func l(a int8) int8 { return a << 4294967295 }
func main() {
	println(l(4), k(-4))
	println(g(1), h(5))
	println(f(1))
}

var x8 uint8 = 200
var n int8 = 3
var i64 int64 = -5

func init() {
	println(x8<<n, x8>>1.0, i64<<4294967295, i64>>4294967295, uint64(i64)>>4294967295, x8<<uint8(255), i64>>int64(70), x8>>int8(3))
	x8 <<= 4294967295
	i64 >>= 4294967295
	println(x8, i64)
}
