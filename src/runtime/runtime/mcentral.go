//go:cause allocator

package runtime

// mcentral has the spans of one span class, in two lists: those with a free slot, and
// those without one or held by an mcache.
//
// Each list is in the order in which spans came, and a collection turns all of it into
// spans to be swept; those that were swept since then follow behind. So a list is
//
//	first ... (to be swept) ... swept ... (swept) ... last
//
// and swept, the marker, moves to the first span that is put into the list after sweeping has begun.
//
//go:notinheap
type mcentral struct {
	spanclass spanClass
	nonempty  spanQueue
	empty     spanQueue
}

// spanQueue is a list with the marker; sweepgen says for which collection the marker stands.
//
//go:notinheap
type spanQueue struct {
	list     mSpanList
	swept    *mspan
	sweepgen uint32
}

// start forgets the marker of an earlier collection: everything is to be swept.
func (q *spanQueue) start() {
	if q.sweepgen != mheap_.sweepgen {
		q.sweepgen = mheap_.sweepgen
		q.swept = nil
	}
}

// push adds a swept span.
func (q *spanQueue) push(s *mspan) {
	q.start()
	q.list.insertBack(s)
	if q.swept == nil {
		q.swept = s
	}
}

func (q *spanQueue) remove(s *mspan) {
	q.start()
	if q.swept == s {
		q.swept = s.next
	}
	q.list.remove(s)
}

// firstSwept and firstUnswept are the spans that came first of their part; nil if there are none.
func (q *spanQueue) firstSwept() *mspan {
	q.start()
	return q.swept
}

func (q *spanQueue) firstUnswept() *mspan {
	q.start()
	if q.list.first == q.swept {
		return nil
	}
	return q.list.first
}

func (s *mspan) queue(full bool) *spanQueue {
	c := &mheap_.central[s.spanclass]
	if full {
		return &c.empty
	}
	return &c.nonempty
}

// unlist takes the span out of the list that it is in.
func (s *mspan) unlist() {
	c := &mheap_.central[s.spanclass]
	switch s.list {
	case nil:
	case &c.nonempty.list:
		c.nonempty.remove(s)
	default:
		c.empty.remove(s)
	}
}

// Unswept spans that cacheSpan tries before it takes a fresh one.
const spanBudget = 100

// cacheSpan gives a span with a free slot to an mcache.
func (c *mcentral) cacheSpan(spc spanClass) *mspan {
	npages := uintptr(class_to_allocnpages[spc.sizeclass()])
	deductSweepCredit(npages*pageSize, 0)
	if s := c.nonempty.firstSwept(); s != nil {
		c.nonempty.remove(s)
		return c.hold(s)
	}
	if !isSweepDone() {
		for budget := spanBudget; budget >= 0; budget-- {
			s := c.nonempty.firstUnswept()
			if s == nil {
				break
			}
			c.nonempty.remove(s)
			s.sweepgen = mheap_.sweepgen - 1
			s.sweepKeep()
			return c.hold(s)
		}
		for budget := spanBudget; budget >= 0; budget-- {
			s := c.empty.firstUnswept()
			if s == nil {
				break
			}
			c.empty.remove(s)
			s.sweepgen = mheap_.sweepgen - 1
			s.sweepKeep()
			if s.nextFreeIndex() != s.nelems {
				return c.hold(s)
			}
			c.empty.push(s)
		}
	}
	return c.hold(c.grow(spc))
}

// hold prepares the span for allocation and puts it among those held.
func (c *mcentral) hold(s *mspan) *mspan {
	if s.nelems == s.allocCount || s.freeindex == s.nelems {
		throw("span has no free objects")
	}
	s.refillAllocCache(s.freeindex / allocCacheBits * allocCacheBits)
	s.allocCache >>= s.freeindex % allocCacheBits
	c.empty.push(s)
	return s
}

// uncacheSpan takes a span back from an mcache.
func (c *mcentral) uncacheSpan(s *mspan) {
	if s.allocCount == 0 {
		throw("uncaching span but s.allocCount == 0")
	}
	c.empty.remove(s)
	h := &mheap_
	if s.sweepgen == h.sweepgen+1 {
		// It was cached before sweeping began: nobody else sweeps it.
		s.sweepgen = h.sweepgen - 1
		s.sweep()
		return
	}
	s.sweepgen = h.sweepgen
	if s.nelems > s.allocCount {
		c.nonempty.push(s)
	} else {
		c.empty.push(s)
	}
}

// grow gives a fresh span.
func (c *mcentral) grow(spc spanClass) *mspan {
	//go:probe mcentral_grow(spc)
	return mheap_.alloc(uintptr(class_to_allocnpages[spc.sizeclass()]), spc)
}
