// Which line traces give for a deferred call: that of the return which made it, or the end of the body.
package main

import "fmt"

type point struct{ x, y int }

func (p point) fail(n int) { panic(fmt.Sprint("fail ", n, p)) }

func results(way int) (a int, b point) {
	defer point{way, 1}.fail(way)
	switch way {
	case 0:
		return 1, point{2, 3}
	case 1:
		return func() (int, point) {
			return 4,
				point{5, 6}
		}()
	case 2:
		a = 7
		return
	}
	return 8, point{
		9,
		10,
	}
}

func plain(way int) {
	defer func() {
		panic(way)
	}()
	if way == 4 {
		return
	}
	fmt.Println("plain")
}

// The literal takes what it uses as arguments, since it is called at once.
func literal(way int) (r int) {
	func() {
		defer func() { r++ }()
		if way >= 0 {
			panic("literal")
		}
	}()
	return r
}

// No parameters, and a result too large for registers.
func large() (r [40]int) {
	for i := range r {
		r[i+1] = i
	}
	return r
}

func caught(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func main() {
	for way := 0; way < 4; way++ {
		way := way
		caught("results", func() { fmt.Println(results(way)) })
		caught("plain", func() { plain(way) })
	}
	caught("literal", func() { fmt.Println(literal(3)) })
	caught("large", func() { fmt.Println(large()) })
	defer results(1)
	defer func() { literal(0) }()
	defer large()
	defer plain(4)
	results(3)
}
