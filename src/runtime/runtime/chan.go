package runtime

import "unsafe"

// Channels.
//
// A channel is a ring of dataqsiz elements and two queues of goroutines. At most one
// of the queues has somebody in it, except that a goroutine may be in both by select.
// If receivers wait the ring is empty, if senders wait it is full: then an element goes
// from one goroutine to the other directly, to or from the place that sudog.elem tells,
// which may lie in the other's stack. Goroutines take turns only where they call the
// scheduler, so that nothing here needs a lock.

// hchan is what a channel value points to. The compiler knows the offsets of qcount (0)
// and dataqsiz (4), for len and cap.
type hchan struct {
	qcount   uint
	dataqsiz uint
	buf      unsafe.Pointer
	elemsize uint16
	closed   uint32
	elemtype *_type
	sendx    uint
	recvx    uint
	recvq    waitq
	sendq    waitq
	// Room for a lock, so that channels are as large as Go's.
	lock uintptr
}

// waitq is a queue of waiting goroutines, first come first served.
type waitq struct {
	first *sudog
	last  *sudog
}

// The elements lie behind the record, aligned to so much.
const (
	chanAlign = 8
	hchanSize = (unsafe.Sizeof(hchan{}) + chanAlign - 1) &^ (chanAlign - 1)
)

// makechan is make(t, size).
func makechan(t *chantype, size int) *hchan {
	elem := t.elem
	mem, overflow := mulUintptr(elem.size, uintptr(size))
	if overflow || size < 0 || mem > maxAlloc-hchanSize {
		panic(plainError("makechan: size out of range"))
	}
	var c *hchan
	if elem.ptrdata == 0 {
		c = (*hchan)(mallocgc(hchanSize+mem, nil, true))
		c.buf = add(unsafe.Pointer(c), hchanSize)
		if mem == 0 {
			c.buf = unsafe.Pointer(&c.buf)
		}
	} else {
		c = new(hchan)
		c.buf = mallocgc(mem, elem, true)
	}
	c.elemsize = uint16(elem.size)
	c.elemtype = elem
	c.dataqsiz = uint(size)
	return c
}

func (c *hchan) slot(i uint) unsafe.Pointer { return add(c.buf, uintptr(i)*uintptr(c.elemsize)) }

// push puts an element into the ring.
func (c *hchan) push(elem unsafe.Pointer) {
	typedmemmove(c.elemtype, c.slot(c.sendx), elem)
	c.sendx++
	if c.sendx == c.dataqsiz {
		c.sendx = 0
	}
	c.qcount++
}

// pop takes the oldest element out of the ring, to elem unless that is nil.
func (c *hchan) pop(elem unsafe.Pointer) {
	slot := c.slot(c.recvx)
	if elem != nil {
		typedmemmove(c.elemtype, elem, slot)
	}
	typedmemclr(c.elemtype, slot)
	c.recvx++
	if c.recvx == c.dataqsiz {
		c.recvx = 0
	}
	c.qcount--
}

// chansend1 is c <- *elem.
func chansend1(c *hchan, elem unsafe.Pointer) { chansend(c, elem, mayBlock) }

// blocking says whether an operation may wait.
type blocking bool

const (
	noBlock  blocking = false
	mayBlock blocking = true
)

// chansend sends *elem, and reports whether it did.
func chansend(c *hchan, elem unsafe.Pointer, mode blocking) bool {
	if c == nil {
		if mode == noBlock {
			return false
		}
		gopark(waitReasonChanSendNilChan)
		throw("unreachable")
	}
	if c.closed != 0 {
		panic(plainError("send on closed channel"))
	}
	if sg := c.recvq.dequeue(); sg != nil {
		sendTo(sg, elem)
		return true
	}
	if c.qcount < c.dataqsiz {
		c.push(elem)
		return true
	}
	if mode == noBlock {
		return false
	}
	if !parkOn(c, &c.sendq, elem, waitReasonChanSend) {
		panic(plainError("send on closed channel"))
	}
	return true
}

// parkOn waits in queue q of c until somebody takes or brings *elem (true), or closes
// the channel.
func parkOn(c *hchan, q *waitq, elem unsafe.Pointer, reason waitReason) bool {
	gp := getg()
	sg := acquireSudog()
	sg.elem = elem
	sg.g = gp
	sg.isSelect = false
	sg.c = c
	gp.waiting = sg
	gp.param = nil
	q.enqueue(sg)
	gopark(reason)
	if gp.waiting != sg {
		throw("G waiting list is corrupted")
	}
	gp.waiting = nil
	gp.param = nil
	success := sg.success
	releaseSudog(sg)
	return success
}

// sendTo gives *elem to a receiver that waits.
func sendTo(sg *sudog, elem unsafe.Pointer) {
	if sg.elem != nil {
		// Usually on the stack of the receiver.
		if t := sg.c.elemtype; writeBarrier.enabled {
			typeBitsBulkBarrier(t, uintptr(sg.elem), uintptr(elem))
		}
		memmove(sg.elem, elem, sg.c.elemtype.size)
	}
	wake(sg)
}

// wake lets the goroutine of sg, which has left its queue, go on after success.
func wake(sg *sudog) {
	sg.finish(true)
	goready(sg.g)
}

// finish tells the goroutine of sg how its operation ended.
func (sg *sudog) finish(success bool) {
	sg.elem = nil
	sg.success = success
	sg.g.param = unsafe.Pointer(sg)
}

// receiveFrom takes the element of a sender that waits. With a ring the receiver gets
// the oldest element and the sender's goes to the end.
func receiveFrom(c *hchan, sg *sudog, elem unsafe.Pointer) {
	if c.dataqsiz == 0 {
		if elem != nil {
			typedmemmove(c.elemtype, elem, sg.elem)
		}
	} else {
		c.pop(elem)
		c.push(sg.elem)
	}
	wake(sg)
}

// closechan is close(c). All who wait go on: receivers with a zero value, senders with
// a panic.
func closechan(c *hchan) {
	if c == nil {
		panic(plainError("close of nil channel"))
	}
	if c.closed != 0 {
		panic(plainError("close of closed channel"))
	}
	c.closed = 1
	var woken *g
	for sg := c.recvq.dequeue(); sg != nil; sg = c.recvq.dequeue() {
		if sg.elem != nil {
			typedmemclr(c.elemtype, sg.elem)
		}
		woken = closeFor(sg, woken)
	}
	for sg := c.sendq.dequeue(); sg != nil; sg = c.sendq.dequeue() {
		woken = closeFor(sg, woken)
	}
	// The last one first, as Go does: the first one to wait is the next to run.
	for woken != nil {
		gp := woken
		woken = gp.schedlink
		gp.schedlink = nil
		goready(gp)
	}
}

// closeFor puts the goroutine of sg, whose channel was closed, before the list woken.
func closeFor(sg *sudog, woken *g) *g {
	gp := sg.g
	sg.finish(false)
	gp.schedlink = woken
	return gp
}

// chanrecv1 is *elem = <-c; elem is nil if nobody wants it.
func chanrecv1(c *hchan, elem unsafe.Pointer) { chanrecv(c, elem, mayBlock) }

// chanrecv2 also tells whether an element came, and not the zero value of a closed channel.
func chanrecv2(c *hchan, elem unsafe.Pointer) bool {
	_, received := chanrecv(c, elem, mayBlock)
	return received
}

// chanrecv receives into *elem. It reports whether it could, and whether an element came.
func chanrecv(c *hchan, elem unsafe.Pointer, mode blocking) (selected, received bool) {
	if c == nil {
		if mode == noBlock {
			return false, false
		}
		gopark(waitReasonChanReceiveNilChan)
		throw("unreachable")
	}
	if sg := c.sendq.dequeue(); sg != nil {
		receiveFrom(c, sg, elem)
		return true, true
	}
	if c.qcount > 0 {
		c.pop(elem)
		return true, true
	}
	if c.closed != 0 {
		if elem != nil {
			typedmemclr(c.elemtype, elem)
		}
		return true, false
	}
	if mode == noBlock {
		return false, false
	}
	return true, parkOn(c, &c.recvq, elem, waitReasonChanReceive)
}

// --- Queues ---

func (q *waitq) enqueue(sg *sudog) {
	sg.next = nil
	sg.prev = q.last
	if q.last == nil {
		q.first = sg
	} else {
		q.last.next = sg
	}
	q.last = sg
}

// dequeue takes the first one, or nil. A goroutine that waits in a select leaves its
// other queues when it goes on; until then it must not be woken twice.
func (q *waitq) dequeue() *sudog {
	for {
		sg := q.first
		if sg == nil {
			return nil
		}
		q.remove(sg)
		if sg.isSelect && sg.g.param != nil {
			continue
		}
		return sg
	}
}

// remove takes sg out if it is in the queue.
func (q *waitq) remove(sg *sudog) {
	if sg.prev == nil && sg.next == nil && q.first != sg {
		return
	}
	if sg.prev == nil {
		q.first = sg.next
	} else {
		sg.prev.next = sg.next
	}
	if sg.next == nil {
		q.last = sg.prev
	} else {
		sg.next.prev = sg.prev
	}
	sg.next, sg.prev = nil, nil
}

func acquireSudog() *sudog {
	pp := getg().m.p
	sg := pp.sudogs
	if sg == nil {
		return new(sudog)
	}
	pp.sudogs = sg.next
	sg.next = nil
	return sg
}

func releaseSudog(sg *sudog) {
	pp := getg().m.p
	*sg = sudog{next: pp.sudogs}
	pp.sudogs = sg
}
