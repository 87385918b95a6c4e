package runtime

import "unsafe"

// A map is a table of 2^B buckets of eight entries. The low bits of a key's hash
// choose the bucket, the top eight are kept beside each entry. Buckets that are full
// have chains of overflow buckets. The table doubles when it is 6.5/8 full, or is laid
// out anew at the same size when there are too many overflow buckets; the old one is
// moved over bit by bit, two buckets at each assignment or deletion.

const (
	bucketCntBits = 3
	bucketCnt     = 1 << bucketCntBits

	// Load at which the table grows: 13/2.
	loadFactorNum = 13
	loadFactorDen = 2

	maxKeySize  = 128
	maxElemSize = 128

	// Keys follow the eight tophash bytes.
	dataOffset = 8

	// Values of tophash below minTopHash.
	emptyRest      = 0 // this cell is empty, and so are all behind it
	emptyOne       = 1
	evacuatedX     = 2 // moved to the first half of the larger table
	evacuatedY     = 3
	evacuatedEmpty = 4
	minTopHash     = 5

	// Bits of hmap.flags.
	iterator     = 1 // somebody may iterate over buckets
	oldIterator  = 2 // or over oldbuckets
	hashWriting  = 4
	sameSizeGrow = 8

	// bucket value that says there is none to check.
	noCheck = 1<<(8*ptrSize) - 1
)

// hmap is what a map value points at.
type hmap struct {
	count      int
	flags      uint8
	B          uint8
	noverflow  uint16
	hash0      uint32
	buckets    unsafe.Pointer
	oldbuckets unsafe.Pointer
	nevacuate  uintptr
	extra      *mapextra
}

// mapextra keeps overflow buckets reachable when buckets themselves have no pointers.
type mapextra struct {
	overflow     *[]*bmap
	oldoverflow  *[]*bmap
	nextOverflow *bmap
}

// bmap is the head of a bucket: eight keys, eight elements and a pointer to the
// overflow bucket follow.
type bmap struct {
	tophash [bucketCnt]uint8
}

// hiter is an iterator; key and elem come first. The compiler reserves 64 bytes for it.
type hiter struct {
	key         unsafe.Pointer
	elem        unsafe.Pointer
	t           *maptype
	h           *hmap
	buckets     unsafe.Pointer
	bptr        *bmap
	overflow    *[]*bmap
	oldoverflow *[]*bmap
	startBucket uintptr
	offset      uint8
	wrapped     bool
	B           uint8
	i           uint8
	bucket      uintptr
	checkBucket uintptr
}

func bucketShift(b uint8) uintptr { return uintptr(1) << (b & (ptrSize*8 - 1)) }
func bucketMask(b uint8) uintptr  { return bucketShift(b) - 1 }

func tophash(hash uintptr) uint8 {
	top := uint8(hash >> (ptrSize*8 - 8))
	if top < minTopHash {
		top += minTopHash
	}
	return top
}

// top is b.tophash[i], without a look at whether b is nil.
func (b *bmap) top(i uintptr) uint8 { return *(*uint8)(add(unsafe.Pointer(b), i)) }

func isEmpty(x uint8) bool { return x <= emptyOne }

func evacuated(b *bmap) bool {
	h := b.tophash[0]
	return h > emptyOne && h < minTopHash
}

func (t *maptype) key_at(b *bmap, i uintptr) unsafe.Pointer {
	return add(unsafe.Pointer(b), dataOffset+i*uintptr(t.keysize))
}

func (t *maptype) elem_at(b *bmap, i uintptr) unsafe.Pointer {
	return add(unsafe.Pointer(b), dataOffset+bucketCnt*uintptr(t.keysize)+i*uintptr(t.elemsize))
}

func bucketAt(buckets unsafe.Pointer, t *maptype, i uintptr) *bmap {
	return (*bmap)(add(buckets, i*uintptr(t.bucketsize)))
}

func (b *bmap) overflowSlot(t *maptype) **bmap {
	return (**bmap)(add(unsafe.Pointer(b), uintptr(t.bucketsize)-ptrSize))
}

func (b *bmap) overflow(t *maptype) *bmap { return *b.overflowSlot(t) }

func (h *hmap) growing() bool          { return h.oldbuckets != nil }
func (h *hmap) sameSizeGrow() bool     { return h.flags&sameSizeGrow != 0 }
func (h *hmap) oldbucketmask() uintptr { return h.noldbuckets() - 1 }

func (h *hmap) noldbuckets() uintptr {
	oldB := h.B
	if !h.sameSizeGrow() {
		oldB--
	}
	return bucketShift(oldB)
}

// incrnoverflow counts overflow buckets, only roughly in large tables.
func (h *hmap) incrnoverflow() {
	if h.B < 16 {
		h.noverflow++
		return
	}
	mask := uint32(1)<<(h.B-15) - 1
	if fastrand()&mask == 0 {
		h.noverflow++
	}
}

// newoverflow appends a bucket to the chain of b.
func (h *hmap) newoverflow(t *maptype, b *bmap) *bmap {
	var ovf *bmap
	if h.extra != nil && h.extra.nextOverflow != nil {
		// One of those that were allocated with the table; the last of them points back at it.
		ovf = h.extra.nextOverflow
		if ovf.overflow(t) == nil {
			h.extra.nextOverflow = (*bmap)(add(unsafe.Pointer(ovf), uintptr(t.bucketsize)))
		} else {
			*ovf.overflowSlot(t) = nil
			h.extra.nextOverflow = nil
		}
	} else {
		ovf = (*bmap)(newobject(t.bucket))
	}
	h.incrnoverflow()
	if t.bucket.ptrdata == 0 {
		h.createOverflow()
		*h.extra.overflow = append(*h.extra.overflow, ovf)
	}
	*b.overflowSlot(t) = ovf
	return ovf
}

func (h *hmap) createOverflow() {
	if h.extra == nil {
		h.extra = new(mapextra)
	}
	if h.extra.overflow == nil {
		h.extra.overflow = new([]*bmap)
	}
}

func overLoadFactor(count int, B uint8) bool {
	return count > bucketCnt && uintptr(count) > loadFactorNum*(bucketShift(B)/loadFactorDen)
}

func tooManyOverflowBuckets(noverflow uint16, B uint8) bool {
	if B > 15 {
		B = 15
	}
	return noverflow >= uint16(1)<<(B&15)
}

// makemap makes a map with room for hint entries. The compiler may have a place for its
// header, and a first bucket.
func makemap(t *maptype, hint int, h *hmap) *hmap {
	mem, overflow := mulUintptr(uintptr(hint), t.bucket.size)
	if overflow || mem > maxAlloc || hint < 0 {
		hint = 0
	}
	if h == nil {
		h = new(hmap)
	}
	h.hash0 = fastrand()
	B := uint8(0)
	for overLoadFactor(hint, B) {
		B++
	}
	h.B = B
	// A table of one bucket is allocated at the first assignment.
	if B != 0 {
		var nextOverflow *bmap
		h.buckets, nextOverflow = makeBucketArray(t, B)
		if nextOverflow != nil {
			h.extra = new(mapextra)
			h.extra.nextOverflow = nextOverflow
		}
	}
	return h
}

// makeBucketArray allocates 2^b buckets and, for b >= 4, some overflow buckets behind them.
func makeBucketArray(t *maptype, b uint8) (buckets unsafe.Pointer, nextOverflow *bmap) {
	base := bucketShift(b)
	nbuckets := base
	if b >= 4 {
		nbuckets += bucketShift(b - 4)
		sz := t.bucket.size * nbuckets
		if up := roundupsize(sz); up != sz {
			nbuckets = up / t.bucket.size
		}
	}
	buckets = newarray(t.bucket, int(nbuckets))
	if base != nbuckets {
		nextOverflow = (*bmap)(add(buckets, base*uintptr(t.bucketsize)))
		last := (*bmap)(add(buckets, (nbuckets-1)*uintptr(t.bucketsize)))
		*last.overflowSlot(t) = (*bmap)(buckets)
	}
	return buckets, nextOverflow
}

func (t *maptype) keyEqual(a, b unsafe.Pointer) bool { return t.key.equal(a, b) }

// find gives key and element of an entry, or nil.
func (h *hmap) find(t *maptype, key unsafe.Pointer) (k, e unsafe.Pointer) {
	if h.flags&hashWriting != 0 {
		fatal("concurrent map read and map write")
	}
	hash := t.hasher(key, uintptr(h.hash0))
	m := bucketMask(h.B)
	b := bucketAt(h.buckets, t, hash&m)
	if c := h.oldbuckets; c != nil {
		if !h.sameSizeGrow() {
			m >>= 1
		}
		if oldb := bucketAt(c, t, hash&m); !evacuated(oldb) {
			b = oldb
		}
	}
	top := tophash(hash)
	for ; b != nil; b = b.overflow(t) {
		for i := uintptr(0); i < bucketCnt; i++ {
			if slot := b.top(i); slot != top {
				if slot == emptyRest {
					return nil, nil
				}
				continue
			}
			k := t.key_at(b, i)
			if t.indirectkey() {
				k = *(*unsafe.Pointer)(k)
			}
			if t.keyEqual(key, k) {
				e := t.elem_at(b, i)
				if t.indirectelem() {
					e = *(*unsafe.Pointer)(e)
				}
				return k, e
			}
		}
	}
	return nil, nil
}

// zeroElem is a zero of the element type, for keys that are missing.
func (t *maptype) zeroElem() unsafe.Pointer {
	if t.elem.size > uintptr(len(zeroVal)) {
		return newobject(t.elem)
	}
	return unsafe.Pointer(&zeroVal[0])
}

// mapaccess1 is the address of m[key]'s element, or of a zero.
func mapaccess1(t *maptype, h *hmap, key unsafe.Pointer) unsafe.Pointer {
	if h == nil || h.count == 0 {
		if t.hashMightPanic() {
			t.hasher(key, 0)
		}
		return t.zeroElem()
	}
	if _, e := h.find(t, key); e != nil {
		return e
	}
	return t.zeroElem()
}

// mapaccess2 also tells whether the key is there.
func mapaccess2(t *maptype, h *hmap, key unsafe.Pointer) (unsafe.Pointer, bool) {
	if h == nil || h.count == 0 {
		if t.hashMightPanic() {
			t.hasher(key, 0)
		}
		return t.zeroElem(), false
	}
	if _, e := h.find(t, key); e != nil {
		return e, true
	}
	return t.zeroElem(), false
}

// mapassign is the address of the element of key, which is put in if it is missing.
func mapassign(t *maptype, h *hmap, key unsafe.Pointer) unsafe.Pointer {
	if h == nil {
		panic(plainError("assignment to entry in nil map"))
	}
	if h.flags&hashWriting != 0 {
		fatal("concurrent map writes")
	}
	hash := t.hasher(key, uintptr(h.hash0))
	// Set only now, for the hasher may panic.
	h.flags ^= hashWriting
	if h.buckets == nil {
		h.buckets = newobject(t.bucket)
	}
again:
	bucket := hash & bucketMask(h.B)
	if h.growing() {
		growWork(t, h, bucket)
	}
	b := bucketAt(h.buckets, t, bucket)
	top := tophash(hash)
	// The first free cell, which gets a key that is not found.
	var free *bmap
	var freei uintptr
	var insertk, elem unsafe.Pointer
bucketloop:
	for {
		for i := uintptr(0); i < bucketCnt; i++ {
			if slot := b.top(i); slot != top {
				if slot > emptyOne {
					continue
				}
				if free == nil {
					free, freei = b, i
				}
				if slot == emptyRest {
					break bucketloop
				}
				continue
			}
			k := t.key_at(b, i)
			if t.indirectkey() {
				k = *(*unsafe.Pointer)(k)
			}
			if !t.keyEqual(key, k) {
				continue
			}
			if t.needkeyupdate() {
				typedmemmove(t.key, k, key)
			}
			elem = t.elem_at(b, i)
			goto done
		}
		ovf := b.overflow(t)
		if ovf == nil {
			break
		}
		b = ovf
	}
	if !h.growing() && (overLoadFactor(h.count+1, h.B) || tooManyOverflowBuckets(h.noverflow, h.B)) {
		hashGrow(t, h)
		goto again
	}
	if free == nil {
		free, freei = h.newoverflow(t, b), 0
	}
	insertk = t.key_at(free, freei)
	elem = t.elem_at(free, freei)
	if t.indirectkey() {
		kmem := newobject(t.key)
		*(*unsafe.Pointer)(insertk) = kmem
		insertk = kmem
	}
	if t.indirectelem() {
		*(*unsafe.Pointer)(elem) = newobject(t.elem)
	}
	typedmemmove(t.key, insertk, key)
	free.tophash[freei&(bucketCnt-1)] = top
	h.count++
done:
	if h.flags&hashWriting == 0 {
		fatal("concurrent map writes")
	}
	h.flags &^= hashWriting
	if t.indirectelem() {
		elem = *(*unsafe.Pointer)(elem)
	}
	return elem
}

// mapdelete is delete(m, key).
func mapdelete(t *maptype, h *hmap, key unsafe.Pointer) {
	if h == nil || h.count == 0 {
		if t.hashMightPanic() {
			t.hasher(key, 0)
		}
		return
	}
	if h.flags&hashWriting != 0 {
		fatal("concurrent map writes")
	}
	hash := t.hasher(key, uintptr(h.hash0))
	h.flags ^= hashWriting
	bucket := hash & bucketMask(h.B)
	if h.growing() {
		growWork(t, h, bucket)
	}
	b := bucketAt(h.buckets, t, bucket)
	bOrig := b
	top := tophash(hash)
search:
	for ; b != nil; b = b.overflow(t) {
		for i := uintptr(0); i < bucketCnt; i++ {
			if slot := b.top(i); slot != top {
				if slot == emptyRest {
					break search
				}
				continue
			}
			k := t.key_at(b, i)
			k2 := k
			if t.indirectkey() {
				k2 = *(*unsafe.Pointer)(k2)
			}
			if !t.keyEqual(key, k2) {
				continue
			}
			if t.indirectkey() {
				*(*unsafe.Pointer)(k) = nil
			} else if t.key.ptrdata != 0 {
				typedmemclr(t.key, k)
			}
			e := t.elem_at(b, i)
			if t.indirectelem() {
				*(*unsafe.Pointer)(e) = nil
			} else {
				typedmemclr(t.elem, e)
			}
			b.tophash[i] = emptyOne
			t.markRest(bOrig, b, i)
			h.count--
			if h.count == 0 {
				// A new seed makes repeated attacks on one order harder.
				h.hash0 = fastrand()
			}
			break search
		}
	}
	if h.flags&hashWriting == 0 {
		fatal("concurrent map writes")
	}
	h.flags &^= hashWriting
}

// markRest turns the empty cells at the end of a chain into emptyRest, from cell i of
// bucket b backwards, if nothing lies behind it.
func (t *maptype) markRest(first, b *bmap, i uintptr) {
	if i == bucketCnt-1 {
		if b.overflow(t) != nil && b.overflow(t).tophash[0] != emptyRest {
			return
		}
	} else if b.tophash[i+1] != emptyRest {
		return
	}
	for {
		b.tophash[i] = emptyRest
		if i == 0 {
			if b == first {
				return
			}
			c := b
			for b = first; b.overflow(t) != c; b = b.overflow(t) {
			}
			i = bucketCnt - 1
		} else {
			i--
		}
		if b.tophash[i] != emptyOne {
			return
		}
	}
}

// mapclear deletes all entries.
func mapclear(t *maptype, h *hmap) {
	if h == nil || h.count == 0 {
		return
	}
	if h.flags&hashWriting != 0 {
		fatal("concurrent map writes")
	}
	h.flags ^= hashWriting
	// Iterators must see that the entries are gone.
	markBucketsEmpty := func(bucket unsafe.Pointer, mask uintptr) {
		for i := uintptr(0); i <= mask; i++ {
			for b := bucketAt(bucket, t, i); b != nil; b = b.overflow(t) {
				for k := uintptr(0); k < bucketCnt; k++ {
					b.tophash[k] = emptyRest
				}
			}
		}
	}
	markBucketsEmpty(h.buckets, bucketMask(h.B))
	if h.oldbuckets != nil {
		markBucketsEmpty(h.oldbuckets, h.oldbucketmask())
	}
	h.flags &^= sameSizeGrow
	h.oldbuckets = nil
	h.nevacuate = 0
	h.noverflow = 0
	h.count = 0
	h.hash0 = fastrand()
	if h.extra != nil {
		*h.extra = mapextra{}
	}
	n := bucketShift(h.B)
	if h.B >= 4 {
		// The table with its overflow buckets is used again.
		n += bucketShift(h.B - 4)
		sz := t.bucket.size * n
		if up := roundupsize(sz); up != sz {
			n = up / t.bucket.size
		}
		nextOverflow := (*bmap)(add(h.buckets, bucketShift(h.B)*uintptr(t.bucketsize)))
		memclrHasPointers(h.buckets, n*uintptr(t.bucketsize))
		last := (*bmap)(add(h.buckets, (n-1)*uintptr(t.bucketsize)))
		*last.overflowSlot(t) = (*bmap)(h.buckets)
		if h.extra == nil {
			h.extra = new(mapextra)
		}
		h.extra.nextOverflow = nextOverflow
	} else {
		memclrHasPointers(h.buckets, n*uintptr(t.bucketsize))
	}
	if h.flags&hashWriting == 0 {
		fatal("concurrent map writes")
	}
	h.flags &^= hashWriting
}

// hashGrow starts moving to a new table.
func hashGrow(t *maptype, h *hmap) {
	bigger := uint8(1)
	if !overLoadFactor(h.count+1, h.B) {
		bigger = 0
		h.flags |= sameSizeGrow
	}
	oldbuckets := h.buckets
	newbuckets, nextOverflow := makeBucketArray(t, h.B+bigger)
	flags := h.flags &^ (iterator | oldIterator)
	if h.flags&iterator != 0 {
		flags |= oldIterator
	}
	h.B += bigger
	h.flags = flags
	h.oldbuckets = oldbuckets
	h.buckets = newbuckets
	h.nevacuate = 0
	h.noverflow = 0
	if h.extra != nil && h.extra.overflow != nil {
		h.extra.oldoverflow = h.extra.overflow
		h.extra.overflow = nil
	}
	if nextOverflow != nil {
		if h.extra == nil {
			h.extra = new(mapextra)
		}
		h.extra.nextOverflow = nextOverflow
	}
}

// growWork moves the old bucket that is about to be used, and one more.
func growWork(t *maptype, h *hmap, bucket uintptr) {
	evacuate(t, h, bucket&h.oldbucketmask())
	if h.growing() {
		evacuate(t, h, h.nevacuate)
	}
}

// evacDst is where the next entry of one half goes.
type evacDst struct {
	b *bmap
	i uintptr
	k unsafe.Pointer
	e unsafe.Pointer
}

func (dst *evacDst) at(t *maptype, b *bmap) {
	dst.b = b
	dst.i = 0
	dst.k = t.key_at(b, 0)
	dst.e = t.elem_at(b, 0)
}

// evacuate moves one old bucket with its chain.
func evacuate(t *maptype, h *hmap, oldbucket uintptr) {
	b := bucketAt(h.oldbuckets, t, oldbucket)
	newbit := h.noldbuckets()
	if !evacuated(b) {
		var xy [2]evacDst
		xy[0].at(t, bucketAt(h.buckets, t, oldbucket))
		if !h.sameSizeGrow() {
			xy[1].at(t, bucketAt(h.buckets, t, oldbucket+newbit))
		}
		for ; b != nil; b = b.overflow(t) {
			for i := uintptr(0); i < bucketCnt; i++ {
				top := b.top(i)
				if isEmpty(top) {
					b.tophash[i] = evacuatedEmpty
					continue
				}
				if top < minTopHash {
					throw("bad map state")
				}
				k := t.key_at(b, i)
				k2 := k
				if t.indirectkey() {
					k2 = *(*unsafe.Pointer)(k2)
				}
				var useY uint8
				if !h.sameSizeGrow() {
					hash := t.hasher(k2, uintptr(h.hash0))
					if h.flags&iterator != 0 && !t.reflexivekey() && !t.keyEqual(k2, k2) {
						// A NaN: its hash differs each time, so the old top byte decides and is made anew.
						useY = top & 1
						top = tophash(hash)
					} else if hash&newbit != 0 {
						useY = 1
					}
				}
				b.tophash[i] = evacuatedX + useY
				dst := &xy[useY]
				if dst.i == bucketCnt {
					dst.at(t, h.newoverflow(t, dst.b))
				}
				dst.b.tophash[dst.i&(bucketCnt-1)] = top
				if t.indirectkey() {
					*(*unsafe.Pointer)(dst.k) = k2
				} else {
					typedmemmove(t.key, dst.k, k)
				}
				e := t.elem_at(b, i)
				if t.indirectelem() {
					*(*unsafe.Pointer)(dst.e) = *(*unsafe.Pointer)(e)
				} else {
					typedmemmove(t.elem, dst.e, e)
				}
				dst.i++
				dst.k = add(dst.k, uintptr(t.keysize))
				dst.e = add(dst.e, uintptr(t.elemsize))
			}
		}
		if h.flags&oldIterator == 0 && t.bucket.ptrdata != 0 {
			// Help the collector: only the tophash bytes are needed from now on.
			b := add(h.oldbuckets, oldbucket*uintptr(t.bucketsize))
			memclrHasPointers(add(b, dataOffset), uintptr(t.bucketsize)-dataOffset)
		}
	}
	if oldbucket == h.nevacuate {
		advanceEvacuationMark(h, t, newbit)
	}
}

func advanceEvacuationMark(h *hmap, t *maptype, newbit uintptr) {
	h.nevacuate++
	stop := h.nevacuate + 1024
	if stop > newbit {
		stop = newbit
	}
	for h.nevacuate != stop && evacuated(bucketAt(h.oldbuckets, t, h.nevacuate)) {
		h.nevacuate++
	}
	if h.nevacuate == newbit {
		h.oldbuckets = nil
		if h.extra != nil {
			h.extra.oldoverflow = nil
		}
		h.flags &^= sameSizeGrow
	}
}

// maplen is len(m).
func maplen(h *hmap) int {
	if h == nil {
		return 0
	}
	return h.count
}

// mapiterinit starts an iteration at a random bucket and cell.
func mapiterinit(t *maptype, h *hmap, it *hiter) {
	it.t = t
	if h == nil || h.count == 0 {
		return
	}
	it.h = h
	it.B = h.B
	it.buckets = h.buckets
	if t.bucket.ptrdata == 0 {
		// Keep the overflow buckets alive, whatever happens to the map.
		h.createOverflow()
		it.overflow = h.extra.overflow
		it.oldoverflow = h.extra.oldoverflow
	}
	r := uintptr(fastrand())
	it.startBucket = r & bucketMask(h.B)
	it.offset = uint8(r >> h.B & (bucketCnt - 1))
	it.bucket = it.startBucket
	h.flags |= iterator | oldIterator
	mapiternext(it)
}

// mapiternext moves to the next entry; it.key is nil at the end.
func mapiternext(it *hiter) {
	h := it.h
	if h.flags&hashWriting != 0 {
		fatal("concurrent map iteration and map write")
	}
	t := it.t
	bucket := it.bucket
	b := it.bptr
	i := it.i
	checkBucket := it.checkBucket
next:
	if b == nil {
		if bucket == it.startBucket && it.wrapped {
			it.key = nil
			it.elem = nil
			return
		}
		if h.growing() && it.B == h.B {
			// The table grew before the iteration began and is not yet moved: of an old bucket
			// that was not moved, the entries that will come to this new one are visited.
			oldbucket := bucket & h.oldbucketmask()
			b = bucketAt(h.oldbuckets, t, oldbucket)
			if !evacuated(b) {
				checkBucket = bucket
			} else {
				b = bucketAt(it.buckets, t, bucket)
				checkBucket = noCheck
			}
		} else {
			b = bucketAt(it.buckets, t, bucket)
			checkBucket = noCheck
		}
		bucket++
		if bucket == bucketShift(it.B) {
			bucket = 0
			it.wrapped = true
		}
		i = 0
	}
	for ; i < bucketCnt; i++ {
		offi := uintptr((i + it.offset) & (bucketCnt - 1))
		if isEmpty(b.tophash[offi]) || b.tophash[offi] == evacuatedEmpty {
			continue
		}
		k := t.key_at(b, offi)
		if t.indirectkey() {
			k = *(*unsafe.Pointer)(k)
		}
		e := t.elem_at(b, offi)
		if checkBucket != noCheck && !h.sameSizeGrow() {
			if t.reflexivekey() || t.keyEqual(k, k) {
				hash := t.hasher(k, uintptr(h.hash0))
				if hash&bucketMask(it.B) != checkBucket {
					continue
				}
			} else if checkBucket>>(it.B-1) != uintptr(b.tophash[offi]&1) {
				continue
			}
		}
		if b.tophash[offi] != evacuatedX && b.tophash[offi] != evacuatedY || !(t.reflexivekey() || t.keyEqual(k, k)) {
			// Still here, or a NaN, which nobody can have deleted or changed.
			it.key = k
			if t.indirectelem() {
				e = *(*unsafe.Pointer)(e)
			}
			it.elem = e
		} else {
			// The table grew since: the entry may be deleted, changed, or elsewhere.
			rk, re := h.find(t, k)
			if rk == nil {
				continue
			}
			it.key = rk
			it.elem = re
		}
		it.bucket = bucket
		if it.bptr != b {
			it.bptr = b
		}
		it.i = i + 1
		it.checkBucket = checkBucket
		return
	}
	b = b.overflow(t)
	i = 0
	goto next
}

//go:linkname reflect_maplen reflect.maplen
func reflect_maplen(h *hmap) int { return maplen(h) }
