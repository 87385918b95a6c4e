// Deferred func values and those of go statements are evaluated at the statement; a nil one is refused.
package main

import "fmt"

func main() {
	x := 1
	f := func() { fmt.Println("f", x, recover()) }
	func() { defer f(); f = func() { println("no") }; x = 2; panic("p") }()
	func() { defer func() { fmt.Println(recover()) }(); var g func(); defer g(); fmt.Println("here") }()
	done := make(chan bool)
	h := func() { done <- true }
	go h()
	<-done
	type S struct{ f func() }
	s := S{h}
	go s.f()
	<-done
	var none func()
	go none()
}
