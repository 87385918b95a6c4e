package main

type T struct {
	a [100]int
	n int
}

func (t T) N() int { return t.n }
func try(f func()) {
	defer func() { println(recover().(error).Error()) }()
	f()
}
func main() {
	try(func() { x, s := 1, -1; println(x << s) })
	try(func() { x, s := int64(1), int64(-1); println(x >> s) })
	try(func() { var p *T; println(p.n) })
	try(func() { var p *T; var i interface{ N() int } = p; println(i.N()) })
	try(func() { var p *T; i := interface{ N() int }(p); println(i.N()) })
	try(direct)
}
func direct() { var p *T; i := interface{ N() int }(p); println(i.N()) }
