package runtime

import "unsafe"

// scase is a case of a select statement, as the compiler lays it out.
type scase struct {
	c *hchan
	// The element to send, or room for the one received; may be nil.
	elem unsafe.Pointer
	send bool
	_    [3]byte
}

// Selects up to so many cases need no memory.
const fewCases = 16

// selectgo makes one of the n cases at cas0 happen and gives its number, and for a
// receive whether an element came. If none can, it waits, or gives -1.
//
// It looks at the cases in random order, so that none starves. If it must wait the
// goroutine joins the queues of all channels; who wakes it tells the case by g.param.
func selectgo(cas0 *scase, n int, mayWait bool) (int, bool) {
	if n == 0 && mayWait {
		block()
	}
	cases := (*[1 << 16]scase)(unsafe.Pointer(cas0))[:n:n]
	if n == 1 && mayWait {
		// As the operation alone, which traces can tell.
		if cases[0].send {
			chansend1(cases[0].c, cases[0].elem)
			return 0, false
		}
		return 0, chanrecv2(cases[0].c, cases[0].elem)
	}
	var few [fewCases]uint16
	order := few[:0]
	if n > fewCases {
		order = make([]uint16, 0, n)
	}
	for i := range cases {
		if cases[i].c == nil {
			continue
		}
		j := int(fastrandn(uint32(len(order) + 1)))
		order = append(order, uint16(i))
		order[len(order)-1] = order[j]
		order[j] = uint16(i)
	}
	for _, i := range order {
		cas := &cases[i]
		if cas.send {
			if chansend(cas.c, cas.elem, noBlock) {
				return int(i), false
			}
		} else if selected, received := chanrecv(cas.c, cas.elem, noBlock); selected {
			return int(i), received
		}
	}
	if !mayWait {
		return -1, false
	}
	return selectWait(cases, order)
}

// selectWait waits until one of the cases has happened. Those on the same channel queue up in the
// random order as well.
func selectWait(cases []scase, order []uint16) (int, bool) {
	gp := getg()
	gp.param = nil
	next := &gp.waiting
	for _, i := range order {
		cas := &cases[i]
		sg := acquireSudog()
		sg.g = gp
		sg.isSelect = true
		sg.elem = cas.elem
		sg.c = cas.c
		*next = sg
		next = &sg.waitlink
		cas.queue().enqueue(sg)
	}
	gopark(waitReasonSelect)
	fired := (*sudog)(gp.param)
	chosen, success := -1, false
	sg := gp.waiting
	gp.waiting = nil
	gp.param = nil
	for _, i := range order {
		cas := &cases[i]
		if sg == fired {
			chosen, success = int(i), sg.success
		} else {
			cas.queue().remove(sg)
		}
		link := sg.waitlink
		releaseSudog(sg)
		sg = link
	}
	if chosen < 0 {
		throw("selectgo: bad wakeup")
	}
	if cases[chosen].send {
		if !success {
			panic(plainError("send on closed channel"))
		}
		return chosen, false
	}
	return chosen, success
}

// queue is where the case waits.
func (cas *scase) queue() *waitq {
	if cas.send {
		return &cas.c.sendq
	}
	return &cas.c.recvq
}
