//go:cause allocator

package runtime

// The page cache of a p: the free pages of a block of 64 aligned ones, from which small runs are
// taken. To the page allocator they are taken, until the cache is empty and gets those of the lowest
// block that has any. So a page that is freed below the block has to wait, and a large run leaves the
// block alone, which programs can see by addresses.

const (
	pageCachePages = 64
	pageCacheWords = pageCachePages / 32
	// Runs below this come from the cache.
	pageCacheLimit = pageCachePages / 4
)

type pageCache struct {
	base uintptr
	free [pageCacheWords]uint32
	// Free pages without memory behind them.
	scavenged [pageCacheWords]uint32
}

func (c *pageCache) isEmpty() bool { return c.free[0]|c.free[1] == 0 }

// alloc takes the lowest run of npages; it gives the address, 0 if there is none, and how many
// bytes of it have no memory behind them.
func (c *pageCache) alloc(npages uintptr) (uintptr, uintptr) {
	if c.isEmpty() {
		return 0, 0
	}
	// Bit i of starts: the pages from i on are free, n of them after n steps.
	starts := uint64(c.free[1])<<32 | uint64(c.free[0])
	for n := uintptr(1); n < npages; n++ {
		starts &= starts >> 1
	}
	if starts == 0 {
		return 0, 0
	}
	first := uintptr(32)
	if low := uint32(starts); low != 0 {
		first = ctz32(low)
	} else {
		first += ctz32(uint32(starts >> 32))
	}
	scavenged := uintptr(0)
	for i := first / 32; i*32 < first+npages; i++ {
		mask := wordMask(i, first, npages)
		scavenged += popcount32(c.scavenged[i] & mask)
		c.free[i] &^= mask
		c.scavenged[i] &^= mask
	}
	return c.base + first*pageSize, scavenged * pageSize
}

// allocToCache gives c, which is empty, the free pages of the lowest block that has any.
func (p *pageAlloc) allocToCache(c *pageCache) {
	page := p.find(1)
	if page == 0 {
		return
	}
	block := page &^ (pageCachePages - 1)
	chunk := block / pagesPerArena
	d := &pallocChunks[chunk]
	c.base = block << pageShift
	for i := range c.free {
		at := block%pagesPerArena/32 + uintptr(i)
		c.free[i] = ^d.taken[at]
		c.scavenged[i] = d.scavenged[at] & c.free[i]
		d.taken[at] = ^uint32(0)
		d.scavenged[at] &^= c.free[i]
	}
	p.update(chunk)
}
