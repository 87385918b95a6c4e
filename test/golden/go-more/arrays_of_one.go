package main

type P struct{ x, y int }

//go:noinline
func f(i int) (r int) {
	defer func() {
		if e := recover(); e != nil {
			println(e.(error).Error())
		}
	}()
	var a [1]P
	a[i].x = 3
	a[i].y += a[i].x + 1
	b := a
	b[0].x++
	var c [1][1]P
	c[i][i].y = 5
	c[0][i].x = c[i][0].y
	var d [1]struct{ in [1]int }
	d[i].in[i] = 4
	p := [1]P{{7, 8}}[i].y
	return a[0].x + a[i].y*10 + b[i].x*100 + c[i][0].x*1000 + d[0].in[i] + p*10000
}

func main() {
	println(f(0))
	println(f(1))
	println(f(-1))
}
