// Package ring has circular lists, which have no beginning and no end.
package ring

// Ring is an element of a ring; the zero value is a ring of one. Nil is the empty ring.
type Ring struct {
	next, prev *Ring
	Value      any
}

func (r *Ring) init() *Ring {
	if r.next == nil {
		r.next, r.prev = r, r
	}
	return r
}

func (r *Ring) Next() *Ring { return r.init().next }
func (r *Ring) Prev() *Ring { return r.init().prev }

// Move goes n elements on, or back for n < 0.
func (r *Ring) Move(n int) *Ring {
	r.init()
	for ; n < 0; n++ {
		r = r.prev
	}
	for ; n > 0; n-- {
		r = r.next
	}
	return r
}

// New makes a ring of n elements.
func New(n int) *Ring {
	if n <= 0 {
		return nil
	}
	r := new(Ring).init()
	for ; n > 1; n-- {
		r.prev.Link(new(Ring))
	}
	return r
}

// Link puts s behind r and gives what was there. Within one ring it takes out what lies between them.
func (r *Ring) Link(s *Ring) *Ring {
	n := r.Next()
	if s != nil {
		last := s.Prev()
		r.next, s.prev = s, r
		n.prev, last.next = last, n
	}
	return n
}

// Unlink takes n elements out behind r.
func (r *Ring) Unlink(n int) *Ring {
	if n <= 0 {
		return nil
	}
	return r.Link(r.Move(n + 1))
}

// Len counts the elements.
func (r *Ring) Len() int {
	n := 0
	r.Do(func(any) { n++ })
	return n
}

// Do calls f for each value.
func (r *Ring) Do(f func(any)) {
	if r == nil {
		return
	}
	f(r.Value)
	for p := r.Next(); p != r; p = p.next {
		f(p.Value)
	}
}
