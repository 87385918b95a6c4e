//go:cause allocator

package runtime

// The page allocator: which pages of the heap are free. Of each arena a bitmap tells
// which pages are taken, a second one which of the free pages have no memory behind
// them, and a summary how many pages are free at its start, at its end, and in its longest
// run. The lowest address that fits is taken. Pages freed are one run with their free
// neighbours by themselves: a run is nothing but bits.

const (
	physPageSize = _PageSize
	chunkWords   = pagesPerArena / 32
)

// pallocSum is the summary of an arena: three counts of ten bits each.
type pallocSum uint32

func packPallocSum(start, max, end uintptr) pallocSum {
	return pallocSum(start | max<<10 | end<<20)
}

func (p pallocSum) start() uintptr { return uintptr(p) & 0x3ff }
func (p pallocSum) max() uintptr   { return uintptr(p) >> 10 & 0x3ff }
func (p pallocSum) end() uintptr   { return uintptr(p) >> 20 & 0x3ff }

// pallocData are the bitmaps of an arena.
//
//go:notinheap
type pallocData struct {
	taken [chunkWords]uint32
	// Pages without memory behind them.
	scavenged [chunkWords]uint32
	// Offset from which on memory was never used.
	zeroedBase uintptr
}

// By arena. They are no part of the heap's record so that this fits into few pages.
var (
	pallocChunks [arenaCount]pallocData
	pallocSums   [arenaCount]pallocSum
)

//go:notinheap
type pageAlloc struct {
	// Arenas outside [start, end) are not ours; below search nothing is free.
	start  uintptr
	end    uintptr
	search uintptr
}

func (p *pageAlloc) init() { p.start = arenaCount }

// grow adds free pages, all without memory behind them.
func (p *pageAlloc) grow(base, size uintptr) {
	for first := base >> pageShift; size > 0; {
		chunk, page := first/pagesPerArena, first%pagesPerArena
		n := size / pageSize
		if n > pagesPerArena-page {
			n = pagesPerArena - page
		}
		if pallocSums[chunk] == 0 && !p.isOurs(chunk) {
			for i := range pallocChunks[chunk].taken {
				pallocChunks[chunk].taken[i] = ^uint32(0)
			}
		}
		if chunk < p.start {
			p.start = chunk
		}
		if chunk < p.search {
			p.search = chunk
		}
		if chunk >= p.end {
			p.end = chunk + 1
		}
		setBits(&pallocChunks[chunk].scavenged, page, n)
		clearBits(&pallocChunks[chunk].taken, page, n)
		p.update(chunk)
		first += n
		size -= n * pageSize
	}
}

// isOurs reports whether pages of the arena have been added before.
func (p *pageAlloc) isOurs(chunk uintptr) bool {
	d := &pallocChunks[chunk]
	for i := range d.taken {
		if d.taken[i]|d.scavenged[i] != 0 {
			return true
		}
	}
	return false
}

// alloc takes the lowest npages free pages; it gives their address, 0 if there are none,
// and how many bytes of them have no memory behind them.
func (p *pageAlloc) alloc(npages uintptr) (uintptr, uintptr) {
	page := p.find(npages)
	if page == 0 {
		return 0, 0
	}
	scavenged := uintptr(0)
	for first, n := page, npages; n > 0; {
		chunk, at := first/pagesPerArena, first%pagesPerArena
		k := n
		if k > pagesPerArena-at {
			k = pagesPerArena - at
		}
		d := &pallocChunks[chunk]
		setBits(&d.taken, at, k)
		scavenged += countBits(&d.scavenged, at, k)
		clearBits(&d.scavenged, at, k)
		p.update(chunk)
		first += k
		n -= k
	}
	return page << pageShift, scavenged * pageSize
}

// find gives the number of the first page of the lowest run of npages free pages, or 0.
func (p *pageAlloc) find(npages uintptr) uintptr {
	search := p.search
	if search < p.start {
		search = p.start
	}
	for search < p.end && pallocSums[search] == 0 {
		search++
	}
	p.search = search
	run, first := uintptr(0), uintptr(0)
	for chunk := search; chunk < p.end; chunk++ {
		sum := pallocSums[chunk]
		if run > 0 && run+sum.start() >= npages {
			return first
		}
		if sum.max() >= npages {
			return chunk*pagesPerArena + findRun(&pallocChunks[chunk].taken, npages)
		}
		if sum.start() == pagesPerArena {
			if run == 0 {
				first = chunk * pagesPerArena
			}
			run += pagesPerArena
			continue
		}
		run = sum.end()
		first = (chunk+1)*pagesPerArena - run
	}
	return 0
}

// free gives pages back.
func (p *pageAlloc) free(base, npages uintptr) {
	first := base >> pageShift
	if chunk := first / pagesPerArena; chunk < p.search {
		p.search = chunk
	}
	for npages > 0 {
		chunk, page := first/pagesPerArena, first%pagesPerArena
		n := npages
		if n > pagesPerArena-page {
			n = pagesPerArena - page
		}
		clearBits(&pallocChunks[chunk].taken, page, n)
		p.update(chunk)
		first += n
		npages -= n
	}
}

// update computes the summary of an arena again.
func (p *pageAlloc) update(chunk uintptr) {
	taken := &pallocChunks[chunk].taken
	start, max, run := uintptr(pagesPerArena), uintptr(0), uintptr(0)
	for i := uintptr(0); i < chunkWords; i++ {
		w := taken[i]
		if w == 0 {
			run += 32
			continue
		}
		if w == ^uint32(0) {
			if start == pagesPerArena && run == i*32 {
				start = run
			}
			if run > max {
				max = run
			}
			run = 0
			continue
		}
		run += ctz32(w)
		if start == pagesPerArena {
			start = i*32 + ctz32(w)
		}
		if run > max {
			max = run
		}
		// Runs at the word's ends are counted with their neighbours; others are seldom.
		run = clz32(w)
		inner := ^w & (^w + 1) & (^uint32(0) >> run)
		if inner != 0 {
			if n := longestRun(inner); n > max {
				max = n
			}
		}
	}
	if run > max {
		max = run
	}
	pallocSums[chunk] = packPallocSum(start, max, run)
}

// longestRun is the length of the longest run of ones.
func longestRun(x uint32) uintptr {
	n := uintptr(0)
	for x != 0 {
		x &= x << 1
		n++
	}
	return n
}

// findRun gives the start of the first run of at least n zeros, which exists.
func findRun(taken *[chunkWords]uint32, n uintptr) uintptr {
	run, first := uintptr(0), uintptr(0)
	for i := uintptr(0); i < chunkWords; i++ {
		w := taken[i]
		if w == ^uint32(0) {
			run = 0
			continue
		}
		for at := uintptr(0); at < 32; {
			rest := w >> at
			zeros := 32 - at
			if rest != 0 {
				zeros = ctz32(rest)
			}
			if zeros > 0 {
				if run == 0 {
					first = i*32 + at
				}
				run += zeros
				if run >= n {
					return first
				}
				at += zeros
			}
			if at < 32 {
				run = 0
				ones := 32 - at
				if inverse := ^w >> at; inverse != 0 {
					ones = ctz32(inverse)
				}
				at += ones
			}
		}
	}
	throw("bad summary data")
	return 0
}

// wordMask has ones for the bits of [from, from+n) that fall into word i.
func wordMask(i, from, n uintptr) uint32 {
	lo, hi := i*32, i*32+32
	if from > lo {
		lo = from
	}
	if from+n < hi {
		hi = from + n
	}
	return ^uint32(0) >> (32 - (hi - lo)) << (lo - i*32)
}

func setBits(bits *[chunkWords]uint32, from, n uintptr) {
	for i := from / 32; i*32 < from+n; i++ {
		bits[i] |= wordMask(i, from, n)
	}
}

func clearBits(bits *[chunkWords]uint32, from, n uintptr) {
	for i := from / 32; i*32 < from+n; i++ {
		bits[i] &^= wordMask(i, from, n)
	}
}

func countBits(bits *[chunkWords]uint32, from, n uintptr) uintptr {
	count := uintptr(0)
	for i := from / 32; i*32 < from+n; i++ {
		if w := bits[i] & wordMask(i, from, n); w != 0 {
			count += popcount32(w)
		}
	}
	return count
}
