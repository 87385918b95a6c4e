package runtime

import "unsafe"

// Semaphores for package sync: a count at an address, and goroutines that wait for it
// to be positive. Waiting goroutines are found by the address in a table of lists; the
// list of a root has one sudog an address, behind which those that came later for the
// same address hang by waitlink.

const semaTableSize = 251

// semaRoot is a list of the addresses for which somebody waits.
type semaRoot struct {
	first *sudog
}

var semtable [semaTableSize]semaRoot

func semroot(addr *uint32) *semaRoot {
	return &semtable[uintptr(unsafe.Pointer(addr))>>3%semaTableSize]
}

//go:linkname sync_runtime_Semacquire sync.runtime_Semacquire
func sync_runtime_Semacquire(addr *uint32) { semacquire(addr, queueLast) }

// sync_runtime_SemacquireMutex goes before all others if lifo.
//
//go:linkname sync_runtime_SemacquireMutex sync.runtime_SemacquireMutex
func sync_runtime_SemacquireMutex(addr *uint32, lifo bool, skipframes int) {
	semacquire(addr, queueOrder(lifo))
}

//go:linkname sync_runtime_Semrelease sync.runtime_Semrelease
func sync_runtime_Semrelease(addr *uint32, handoff bool, skipframes int) {
	semrelease(addr, releaseMode(handoff))
}

// queueOrder says where a goroutine joins the others at its address.
type queueOrder bool

const (
	queueLast  queueOrder = false
	queueFirst queueOrder = true
)

// releaseMode says who goes on after a release.
type releaseMode bool

const (
	// Whoever comes first may take the token.
	release releaseMode = false
	// The first that waits has it, and runs at once.
	handOff releaseMode = true
)

func cansemacquire(addr *uint32) bool {
	if *addr > 0 {
		*addr--
		return true
	}
	return false
}

// semacquire waits until *addr is positive and takes one off.
func semacquire(addr *uint32, order queueOrder) {
	if cansemacquire(addr) {
		return
	}
	root := semroot(addr)
	sg := acquireSudog()
	for {
		sg.ticket = 0
		root.enqueue(addr, sg, order)
		gopark(waitReasonSemacquire)
		if sg.ticket != 0 || cansemacquire(addr) {
			break
		}
	}
	releaseSudog(sg)
}

// semrelease adds one to *addr and wakes the first goroutine that waits for it.
func semrelease(addr *uint32, mode releaseMode) {
	*addr++
	sg := semroot(addr).dequeue(addr)
	if sg == nil {
		return
	}
	if mode == handOff && cansemacquire(addr) {
		sg.ticket = 1
	}
	goready(sg.g)
	if sg.ticket == 1 {
		goyield()
	}
}

// find is the link of the list that holds the first goroutine at addr, or the nil link at the end.
func (root *semaRoot) find(addr *uint32) **sudog {
	link := &root.first
	for *link != nil && (*link).elem != unsafe.Pointer(addr) {
		link = &(*link).next
	}
	return link
}

func (root *semaRoot) enqueue(addr *uint32, sg *sudog, order queueOrder) {
	sg.g = getg()
	sg.elem = unsafe.Pointer(addr)
	sg.waitlink, sg.waittail, sg.next = nil, nil, nil
	link := root.find(addr)
	head := *link
	switch {
	case head == nil:
		*link = sg
	case order == queueFirst:
		sg.waitlink = head
		sg.waittail = head.waittail
		if sg.waittail == nil {
			sg.waittail = head
		}
		sg.next = head.next
		head.next, head.waittail = nil, nil
		*link = sg
	case head.waittail == nil:
		head.waitlink, head.waittail = sg, sg
	default:
		head.waittail.waitlink = sg
		head.waittail = sg
	}
}

// dequeue takes the first goroutine at addr, or nil.
func (root *semaRoot) dequeue(addr *uint32) *sudog {
	link := root.find(addr)
	sg := *link
	if sg == nil {
		return nil
	}
	if second := sg.waitlink; second != nil {
		second.next = sg.next
		if sg.waittail != second {
			second.waittail = sg.waittail
		}
		*link = second
	} else {
		*link = sg.next
	}
	sg.elem, sg.next, sg.waitlink, sg.waittail = nil, nil, nil, nil
	return sg
}

// --- Conditions ---

// notifyList is also that of package sync: tickets given to those that wait, and the
// next one to be notified.
type notifyList struct {
	wait   uint32
	notify uint32
	lock   uintptr
	head   *sudog
	tail   *sudog
}

// notifyListAdd gives the ticket to wait with.
//
//go:linkname notifyListAdd sync.runtime_notifyListAdd
func notifyListAdd(l *notifyList) uint32 {
	l.wait++
	return l.wait - 1
}

// notifyListWait waits until ticket t is notified, if it has not been already.
//
//go:linkname notifyListWait sync.runtime_notifyListWait
func notifyListWait(l *notifyList, t uint32) {
	if int32(t-l.notify) < 0 {
		return
	}
	sg := acquireSudog()
	sg.g = getg()
	sg.ticket = t
	if l.tail == nil {
		l.head = sg
	} else {
		l.tail.next = sg
	}
	l.tail = sg
	gopark(waitReasonSyncCondWait)
	releaseSudog(sg)
}

//go:linkname notifyListNotifyAll sync.runtime_notifyListNotifyAll
func notifyListNotifyAll(l *notifyList) {
	sg := l.head
	l.head, l.tail = nil, nil
	l.notify = l.wait
	for sg != nil {
		next := sg.next
		sg.next = nil
		goready(sg.g)
		sg = next
	}
}

//go:linkname notifyListNotifyOne sync.runtime_notifyListNotifyOne
func notifyListNotifyOne(l *notifyList) {
	if l.wait == l.notify {
		return
	}
	t := l.notify
	l.notify++
	var previous *sudog
	for sg := l.head; sg != nil; previous, sg = sg, sg.next {
		if sg.ticket != t {
			continue
		}
		if previous == nil {
			l.head = sg.next
		} else {
			previous.next = sg.next
		}
		if l.tail == sg {
			l.tail = previous
		}
		sg.next = nil
		goready(sg.g)
		return
	}
}

//go:linkname sync_nanotime sync.runtime_nanotime
func sync_nanotime() int64 { return nanotime() }

//go:linkname sync_registerPoolCleanup sync.runtime_registerPoolCleanup
func sync_registerPoolCleanup(cleanup func()) { poolCleanup = cleanup }

// panicUnaligned is for 64-bit atomic operations at addresses that are no multiple of 8.
func panicUnaligned() { panic("unaligned 64-bit atomic operation") }
