package sync

import _ "unsafe"

// Pool keeps values for reuse. What nobody takes is dropped by the second collection
// after it was put: each collection drops the victims and makes the rest the victims.
type Pool struct {
	items  poolItems
	victim poolItems
	// It is in the list of pools to be cleaned.
	known bool
	// New makes a value when there is none.
	New func() any
}

// poolItems are values: the one put first is the first to be taken, then the newest.
type poolItems struct {
	private any
	shared  []any
}

// Get takes a value out of the pool, or makes one.
func (p *Pool) Get() any {
	if x := p.items.private; x != nil {
		p.items.private = nil
		return x
	}
	if n := len(p.items.shared); n > 0 {
		x := p.items.shared[n-1]
		p.items.shared[n-1] = nil
		p.items.shared = p.items.shared[:n-1]
		return x
	}
	if x := p.victim.private; x != nil {
		p.victim.private = nil
		return x
	}
	if len(p.victim.shared) > 0 {
		x := p.victim.shared[0]
		p.victim.shared[0] = nil
		p.victim.shared = p.victim.shared[1:]
		return x
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}

// Put gives x to the pool.
//
//go:noinline
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	if !p.known {
		p.known = true
		allPools = append(allPools, p)
	}
	if p.items.private == nil {
		p.items.private = x
	} else {
		p.items.shared = append(p.items.shared, x)
	}
}

// Pools with items, and those with victims.
var allPools, oldPools []*Pool

// poolCleanup is called when a collection begins. It must not allocate.
func poolCleanup() {
	for i, p := range oldPools {
		p.victim = poolItems{}
		oldPools[i] = nil
	}
	for _, p := range allPools {
		p.victim = p.items
		p.items = poolItems{}
		p.known = false
	}
	oldPools, allPools = allPools, oldPools[:0]
}

func runtime_registerPoolCleanup(cleanup func())

func init() { runtime_registerPoolCleanup(poolCleanup) }
