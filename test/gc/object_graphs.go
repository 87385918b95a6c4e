// A random graph of objects of many kinds changes under the collector, and beside it a model of numbers only. What the model
// can reach must keep its contents; of what it cannot, nothing may be left after two collections; and the statistics must
// agree with each other at every step. Arguments: the seed and the number of steps.
package main

import (
	"os"
	"runtime"
	"strconv"
)

// An object has a number and edges to other objects, and can tell whether its other contents are what they were.
type object interface {
	number() int
	edge(i int) object
	link(i int, to object)
	intact() bool
}

const (
	edges     = 3
	most      = 4000
	rootCount = 12
	keepers   = 4
	boxes     = 4
)

func pattern(id, i int) byte { return byte(id*131 + i*7) }

func filled(p []byte, id int) {
	for i := 0; i < len(p); i += 1 + i/8 {
		p[i] = pattern(id, i)
	}
}

func isFilled(p []byte, id int) bool {
	for i := 0; i < len(p); i += 1 + i/8 {
		if p[i] != pattern(id, i) {
			return false
		}
	}
	return true
}

// plain has its edges in an array and data behind them, in a size class that nobody else uses.
type plain struct {
	id   int
	to   [edges]object
	data [1300]byte
}

func (o *plain) number() int           { return o.id }
func (o *plain) edge(i int) object     { return o.to[i] }
func (o *plain) link(i int, to object) { o.to[i] = to }
func (o *plain) intact() bool          { return isFilled(o.data[:], o.id) }

// late has its pointers at the very end.
type late struct {
	data [1700]byte
	id   int
	to   [edges]object
}

func (o *late) number() int           { return o.id }
func (o *late) edge(i int) object     { return o.to[i] }
func (o *late) link(i int, to object) { o.to[i] = to }
func (o *late) intact() bool          { return isFilled(o.data[:], o.id) }

// holder has its edges in a slice, a map and a closure.
type holder struct {
	id    int
	slice []object
	table map[string]object
	call  func() object
	data  [2200]byte
}

func (o *holder) number() int { return o.id }

func (o *holder) edge(i int) object {
	switch i {
	case 0:
		return o.slice[len(o.slice)-1]
	case 1:
		return o.table["edge"]
	}
	if o.call == nil {
		return nil
	}
	return o.call()
}

func (o *holder) link(i int, to object) {
	switch i {
	case 0:
		// The place before keeps nothing.
		o.slice = append(make([]object, len(o.slice)%7), to)
	case 1:
		o.table = map[string]object{"edge": to, strconv.Itoa(o.id): nil}
	default:
		o.call = func() object { return to }
	}
}

func (o *holder) intact() bool { return isFilled(o.data[:], o.id) && len(o.table) <= 2 }

// inner is an element of an array: pointers to it lead into the middle of an object.
type inner struct {
	id   int
	to   [edges]object
	data [640]byte
}

func (o *inner) number() int           { return o.id }
func (o *inner) edge(i int) object     { return o.to[i] }
func (o *inner) link(i int, to object) { o.to[i] = to }
func (o *inner) intact() bool          { return isFilled(o.data[:], o.id) }

// leaf has no edges; its data lie in an object without pointers, and its number in one that shares its block with others.
type leaf struct {
	id   *int
	data []byte
	text string
}

func (o *leaf) number() int        { return *o.id }
func (o *leaf) edge(int) object    { return nil }
func (o *leaf) link(int, object)   { panic("a leaf has no edges") }
func (o *leaf) intact() bool       { return isFilled(o.data, *o.id) && o.text == "leaf "+strconv.Itoa(*o.id) }
func (o *leaf) isLarge() bool      { return len(o.data) > 32<<10 }
func sizeOfLeaf(random uint32) int { return []int{4700, 4700, 40000}[random%3] }

const (
	kindPlain = iota
	kindLate
	kindHolder
	kindInner
	kindLeaf
	kindCount
)

// The row of MemStats.BySize that the objects of a kind are alone in, by the size of their class.
var classOf = [kindCount]uint32{kindPlain: 1408, kindLate: 1792, kindHolder: 2304, kindInner: 2688, kindLeaf: 4864}

func newObject(kind, id int) object {
	switch kind {
	case kindPlain:
		o := &plain{id: id}
		filled(o.data[:], id)
		return o
	case kindLate:
		o := &late{id: id}
		filled(o.data[:], id)
		return o
	case kindHolder:
		o := &holder{id: id, slice: []object{nil}}
		filled(o.data[:], id)
		return o
	case kindInner:
		row := new([4]inner)
		o := &row[id%4]
		o.id = id
		filled(o.data[:], id)
		return o
	}
	number := new(int)
	*number = id
	o := &leaf{id: number, data: make([]byte, model[id].size), text: "leaf " + strconv.Itoa(id)}
	filled(o.data, id)
	return o
}

// model is what is known of the objects without holding them.
var model [most]struct {
	kind, size int
	to         [edges]int
}

var (
	created int
	// What is held, by number; 0 is nothing. The first are globals, then goroutines' variables, then elements of channels.
	held  [rootCount + keepers + boxes]int
	roots [rootCount]object
	keep  [keepers]chan object
	give  [keepers]chan object
	box   [boxes]chan object
)

// keeper holds an object in a variable of its own while it waits.
func keeper(in, out chan object) {
	var mine object
	for o := range in {
		out <- mine
		mine = o
	}
}

var seed uint32

func random(n int) int {
	seed ^= seed << 13
	seed ^= seed >> 17
	seed ^= seed << 5
	return int(seed % uint32(n))
}

// hold puts o where the i-th root is, and gives what was there.
//
//go:noinline
func hold(i int, o object, id int) {
	held[i] = id
	switch {
	case i < rootCount:
		roots[i] = o
	case i < rootCount+keepers:
		keep[i-rootCount] <- o
		<-give[i-rootCount]
	default:
		c := box[i-rootCount-keepers]
		<-c
		c <- o
	}
}

// root takes a look at what the i-th root holds.
func root(i int) object {
	switch {
	case i < rootCount:
		return roots[i]
	case i < rootCount+keepers:
		k := i - rootCount
		keep[k] <- nil
		o := <-give[k]
		keep[k] <- o
		<-give[k]
		return o
	}
	c := box[i-rootCount-keepers]
	o := <-c
	c <- o
	return o
}

func fail(what string, a, b int) {
	println("failed:", what, a, b)
	os.Exit(1)
}

// someObject goes from a random root a few edges; it gives nil if there is nothing.
func someObject() (object, int) {
	i := random(len(held))
	id := held[i]
	if id == 0 {
		return nil, 0
	}
	o := root(i)
	for n := random(5); ; n-- {
		if o.number() != id {
			fail("number of an object", o.number(), id)
		}
		next := random(edges)
		if n <= 0 || model[id].to[next] == 0 {
			return o, id
		}
		o, id = o.edge(next), model[id].to[next]
	}
}

var reached [most]bool

// reach finds by the model what can be reached from id.
func reach(id int) {
	if id == 0 || reached[id] {
		return
	}
	reached[id] = true
	for _, to := range model[id].to {
		reach(to)
	}
}

// walk compares everything that can be reached from o with the model.
func walk(o object, id int) {
	if id == 0 {
		if o != nil {
			fail("an object where there is none", o.number(), 0)
		}
		return
	}
	if o.number() != id {
		fail("number of an object", o.number(), id)
	}
	if reached[id] {
		return
	}
	reached[id] = true
	if !o.intact() {
		fail("contents of an object", id, model[id].kind)
	}
	if model[id].kind != kindLeaf {
		for i, to := range model[id].to {
			walk(o.edge(i), to)
		}
	}
}

//go:noinline
func verify() {
	reached = [most]bool{}
	for i, id := range held {
		walk(root(i), id)
	}
}

// step changes the graph.
//
//go:noinline
func step() {
	what := random(20)
	switch {
	case what < 9 && created < most-1:
		created++
		id := created
		model[id].kind = random(kindCount)
		model[id].size = sizeOfLeaf(uint32(random(3)))
		o := newObject(model[id].kind, id)
		if at, from := someObject(); at != nil && model[from].kind != kindLeaf && random(3) > 0 {
			i := random(edges)
			at.link(i, o)
			model[from].to[i] = id
		} else {
			hold(random(len(held)), o, id)
		}
	case what < 14:
		at, from := someObject()
		o, id := someObject()
		if at != nil && model[from].kind != kindLeaf {
			i := random(edges)
			at.link(i, o)
			model[from].to[i] = id
		}
	case what < 16:
		at, from := someObject()
		if at != nil && model[from].kind != kindLeaf {
			i := random(edges)
			at.link(i, nil)
			model[from].to[i] = 0
		}
	case what < 18:
		hold(random(len(held)), nil, 0)
	default:
		o, id := someObject()
		hold(random(len(held)), o, id)
	}
}

var before, now runtime.MemStats

// Objects of the kinds' classes that are not ours, from before the first step.
var others [kindCount]int

// identities compares the statistics with each other and with those of before.
func identities() {
	runtime.ReadMemStats(&now)
	m := &now
	check := func(what string, a, b uint64) {
		if a != b {
			fail(what, int(a), int(b))
		}
	}
	check("HeapSys", m.HeapSys, m.HeapInuse+m.HeapIdle)
	check("HeapObjects", m.HeapObjects, m.Mallocs-m.Frees)
	check("HeapAlloc", m.HeapAlloc, m.Alloc)
	check("Sys", m.Sys, m.HeapSys+m.StackSys+m.MSpanSys+m.MCacheSys+m.BuckHashSys+m.GCSys+m.OtherSys)
	if m.HeapReleased > m.HeapIdle || m.HeapAlloc > m.HeapInuse || m.StackInuse > m.StackSys || m.MSpanInuse > m.MSpanSys {
		fail("a part is larger than the whole", int(m.HeapReleased), int(m.HeapAlloc))
	}
	if m.TotalAlloc < before.TotalAlloc || m.Mallocs < before.Mallocs || m.Frees < before.Frees || m.NumGC < before.NumGC {
		fail("a count went back", int(m.Mallocs), int(before.Mallocs))
	}
	freed := m.TotalAlloc - before.TotalAlloc - (m.HeapAlloc - before.HeapAlloc)
	if m.Frees == before.Frees && freed != 0 {
		fail("bytes freed without a free", int(freed), 0)
	}
	for i := range m.BySize {
		if m.BySize[i].Frees > m.BySize[i].Mallocs {
			fail("more frees than allocations of size", int(m.BySize[i].Size), int(m.BySize[i].Frees))
		}
	}
	before = now
}

// clean overwrites the stack on which the objects of the last step were.
//
//go:noinline
func clean(n int) (sum int) {
	var block [128]uintptr
	for i := range block {
		block[i] = uintptr(n)
	}
	if n > 0 {
		sum = clean(n-1) + int(block[n])
	}
	return
}

// collect wants everything gone that the model cannot reach.
//
//go:noinline
func collect() {
	for i := range box {
		// The buffer of a channel keeps no copy of what was taken.
		o := <-box[i]
		box[i] <- o
	}
	clean(20)
	runtime.GC()
	runtime.GC()
	identities()
	reached = [most]bool{}
	for _, id := range held {
		reach(id)
	}
	var wanted [kindCount]int
	for id := 1; id <= created; id++ {
		if reached[id] && (model[id].kind != kindLeaf || model[id].size < 32<<10) {
			wanted[model[id].kind]++
		}
	}
	for kind, size := range classOf {
		if left := objectsOf(size); left != others[kind]+wanted[kind] {
			fail("objects left of size "+strconv.Itoa(int(size)), left, others[kind]+wanted[kind])
		}
	}
}

// objectsOf is the number of objects in a size class.
func objectsOf(size uint32) int {
	for _, row := range now.BySize {
		if row.Size == size {
			return int(row.Mallocs - row.Frees)
		}
	}
	return 0
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	steps, _ := strconv.Atoi(os.Args[2])
	seed = uint32(n)*2654435761 + 1
	for i := range keep {
		keep[i], give[i] = make(chan object), make(chan object)
		go keeper(keep[i], give[i])
	}
	for i := range box {
		box[i] = make(chan object, 1)
		box[i] <- nil
	}
	runtime.GC()
	identities()
	for kind, size := range classOf {
		others[kind] = objectsOf(size)
	}
	for i := 0; i < steps; i++ {
		step()
		identities()
		if i%25 == 24 {
			verify()
		}
		if i%60 == 59 {
			collect()
		}
	}
	for i := range held {
		hold(i, nil, 0)
	}
	collect()
	println("intact", created)
}
