/** Variables in frames whose address is known elsewhere live as long as somebody points to them, and no longer. */
import { expect, test } from 'vitest';
import { runGoText } from '../../support/go-program.ts';

/** Each part prints in which phase, counted by collections, its object of the heap died. */
const PHASES = `package main

import "runtime"

type big struct{ data [64]int }
type holder struct{ p *big; next *holder }

var phase, died int

func collect() {
	runtime.GC()
	runtime.GC()
	runtime.GC()
	phase++
}

//go:noinline
func fresh() *big {
	phase, died = 0, -1
	b := new(big)
	runtime.SetFinalizer(b, func(*big) { died = phase })
	return b
}

//go:noinline
func use(h *holder) bool { return h != nil }

func passed(h *holder) {
	collect() // 0: alive
	runtime.KeepAlive(h.p)
	collect() // 1: dead
}

func passing() {
	var h holder
	h.p = fresh()
	passed(&h)
	collect()
}

var none holder

func chosen(yes bool) {
	h := holder{p: fresh()}
	q := &none
	if yes {
		q = &h
	}
	use(q)
	collect() // 0: dead if the other one was chosen
	use(q)
	collect() // 1: dead
}

func chained() {
	inner := holder{p: fresh()}
	outer := holder{next: &inner}
	use(&outer)
	collect() // 0: alive through outer
	println(outer.next.p.data[0])
	collect() // 1: dead
}

func inClosure() {
	h := holder{p: fresh()}
	f := func() { h.p.data[0]++ }
	call(f)
	collect() // 1: dead
}

//go:noinline
func call(f func()) {
	collect() // 0: alive through the closure
	f()
}

func deferred() {
	h := holder{p: fresh()}
	defer func() { println("deferred", h.p.data[0], died) }()
	h.p.data[0] = 7
	collect()
}

func panicking() {
	h := holder{p: fresh()}
	defer func() {
		q := recover().(*holder)
		collect()
		println("recovered", q.p.data[0], died)
	}()
	h.p.data[0] = 8
	panic(&h)
}

func inSelect(c chan *big) {
	done := make(chan bool)
	go func() {
		collect()
		c <- fresh()
		done <- true
	}()
	select {
	case b := <-c:
		collect()
		println("selected", b.data[0], died)
	case <-done:
	}
	<-done
}

func main() {
	passing()
	println("passed", died)
	chosen(true)
	println("chosen", died)
	chosen(false)
	println("not chosen", died)
	chained()
	println("chained", died)
	inClosure()
	println("closure", died)
	deferred()
	panicking()
	inSelect(make(chan *big))
}
`;

const EXPECTED = 'passed 1\nchosen 1\nnot chosen 0\n0\nchained 1\nclosure 1\ndeferred 7 -1\nrecovered 8 0\nselected 0 -1\n';

test.each(['', '--stress move-stack', '--stress gc=3'])('what frames point to lives as long as somebody points to it, with "%s"', async (flags) => {
  const { stderr, code } = await runGoText(PHASES, { flags, clobberDead: flags !== '' });
  expect([code, stderr]).toEqual([0, EXPECTED]);
});
