// Methods of values too large for an immediate in the frame's size, through wrappers that recover must see through.
package main

import "fmt"

type huge struct {
	words [20000]int
}

func (h huge) at(i int) int { return h.words[i] }

type handler interface{ handle() }

func (h huge) handle() {
	fmt.Println(h.words[7], recover())
}

type outer struct{ huge }

type asker interface{ at(int) int }

func deferred(h handler) {
	defer h.handle()
	panic("seen through the wrapper")
}

func main() {
	h := &outer{}
	h.words[7] = 7
	h.words[19999] = 9
	var a asker = h
	fmt.Println(a.at(7), a.at(19999))
	deferred(h)
	f := h.huge.handle
	func() {
		defer f()
		panic("and through a method value")
	}()
	var p *outer
	a = p
	defer func() { fmt.Println(recover()) }()
	fmt.Println(a.at(1))
}
