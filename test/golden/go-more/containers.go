package main

import (
	"container/heap"
	"container/list"
	"fmt"
	"math/bits"
	"math/rand"
	"os"
	"sort"
	"strings"
)

type Item struct {
	value    string
	priority int
	index    int
}
type PQ []*Item

func (pq PQ) Len() int            { return len(pq) }
func (pq PQ) Less(i, j int) bool  { return pq[i].priority > pq[j].priority }
func (pq PQ) Swap(i, j int)       { pq[i], pq[j] = pq[j], pq[i]; pq[i].index = i; pq[j].index = j }
func (pq *PQ) Push(x interface{}) { it := x.(*Item); it.index = len(*pq); *pq = append(*pq, it) }
func (pq *PQ) Pop() interface{} {
	old := *pq
	n := len(old)
	it := old[n-1]
	old[n-1] = nil
	*pq = old[:n-1]
	return it
}

type IntHeap []int

func (h IntHeap) Len() int            { return len(h) }
func (h IntHeap) Less(i, j int) bool  { return h[i] < h[j] }
func (h IntHeap) Swap(i, j int)       { h[i], h[j] = h[j], h[i] }
func (h *IntHeap) Push(x interface{}) { *h = append(*h, x.(int)) }
func (h *IntHeap) Pop() interface{} {
	o := *h
	x := o[len(o)-1]
	*h = o[:len(o)-1]
	return x
}

type edge struct{ to, w int }

func dijkstra(g map[int][]edge, s int) map[int]int {
	dist := map[int]int{s: 0}
	pq := &PQ{}
	heap.Push(pq, &Item{value: fmt.Sprint(s), priority: 0})
	for pq.Len() > 0 {
		it := heap.Pop(pq).(*Item)
		var u int
		fmt.Sscan(it.value, &u)
		for _, e := range g[u] {
			nd := dist[u] + e.w
			if d, ok := dist[e.to]; !ok || nd < d {
				dist[e.to] = nd
				heap.Push(pq, &Item{value: fmt.Sprint(e.to), priority: -nd})
			}
		}
	}
	return dist
}

type person struct {
	name string
	age  int
}
type multi struct {
	p    []person
	less []func(a, b *person) bool
}

func (m *multi) Len() int      { return len(m.p) }
func (m *multi) Swap(i, j int) { m.p[i], m.p[j] = m.p[j], m.p[i] }
func (m *multi) Less(i, j int) bool {
	a, b := &m.p[i], &m.p[j]
	for _, l := range m.less {
		switch {
		case l(a, b):
			return true
		case l(b, a):
			return false
		}
	}
	return false
}

func main() {
	h := &IntHeap{5, 2, 8, 1}
	heap.Init(h)
	heap.Push(h, 3)
	(*h)[0] = 10
	heap.Fix(h, 0)
	fmt.Print(heap.Remove(h, 1), ": ")
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	fmt.Println()
	g := map[int][]edge{1: {{2, 7}, {3, 9}, {6, 14}}, 2: {{3, 10}, {4, 15}}, 3: {{4, 11}, {6, 2}}, 4: {{5, 6}}, 6: {{5, 9}}}
	fmt.Println(dijkstra(g, 1))
	l := list.New()
	e4 := l.PushBack(4)
	e1 := l.PushFront(1)
	l.InsertBefore(3, e4)
	l.InsertAfter(2, e1)
	l.MoveToFront(e4)
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len(), l.Remove(e1), l.Back().Value)
	ps := []person{{"bob", 30}, {"al", 25}, {"cy", 30}, {"di", 25}, {"ed", 40}}
	sort.Sort(&multi{ps, []func(a, b *person) bool{func(a, b *person) bool { return a.age < b.age }, func(a, b *person) bool { return a.name > b.name }}})
	fmt.Println(ps)
	sort.SliceStable(ps, func(i, j int) bool { return len(ps[i].name) < len(ps[j].name) })
	fmt.Println(ps, sort.SliceIsSorted(ps, func(i, j int) bool { return ps[i].age < ps[j].age }))
	xs := []int{3, 1, 2}
	fs := []float64{2.5, -1, 3}
	ss := []string{"b", "C", "a"}
	sort.Ints(xs)
	sort.Float64s(fs)
	sort.Strings(ss)
	fmt.Println(xs, fs, ss, sort.SearchInts(xs, 2), sort.Search(100, func(i int) bool { return i*i >= 50 }), sort.IsSorted(sort.IntSlice(xs)))
	sort.Sort(sort.Reverse(sort.StringSlice(ss)))
	fmt.Println(ss)
	r := rand.New(rand.NewSource(42))
	fmt.Println(r.Intn(100), r.Intn(100), r.Float64(), r.Perm(5), r.Int63(), r.Int31n(10), r.NormFloat64(), r.ExpFloat64(), r.Uint32())
	rand.Seed(7)
	fmt.Println(rand.Intn(1000), rand.Intn(1000), rand.Float32())
	rand.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
	fmt.Println(xs)
	fmt.Println(bits.OnesCount(255), bits.LeadingZeros32(1), bits.TrailingZeros(8), bits.Len(1023), bits.Reverse8(1), bits.RotateLeft32(1, 31), bits.UintSize)
	hi, lo := bits.Mul64(1<<63, 6)
	fmt.Println(hi, lo)
	fmt.Println(len(os.Args), os.Args[1:], strings.ToUpper(strings.Join(os.Args[1:], "/")))
	var a, b int
	var w string
	n, err := fmt.Sscanf("10-20 word", "%d-%d %s", &a, &b, &w)
	fmt.Println(n, err, a, b, w)
	n, err = fmt.Sscan("1 x", &a, &b)
	fmt.Println(n, err)
	var line string
	for {
		k, err := fmt.Scanln(&line, &a)
		if err != nil {
			fmt.Println(k, err)
			break
		}
		fmt.Println(line, a)
	}
	if len(os.Args) > 2 {
		fmt.Fprintln(os.Stderr, "bad args:", os.Args[2])
		os.Exit(3)
	}
}
