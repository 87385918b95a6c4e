// A skip list, a trie of runes and an interval tree; ends with a nil pointer.
package main

import (
	"fmt"
	"strings"
)

const MaxLevel = 12

type Node struct {
	key     string
	val     interface{}
	forward [MaxLevel]*Node
}
type SkipList struct {
	head  Node
	level int
	len   int
	rng   func() uint32
}

func xorshift(seed uint32) func() uint32 {
	s := seed
	return func() uint32 { s ^= s << 13; s ^= s >> 17; s ^= s << 5; return s }
}

func New() *SkipList { return &SkipList{level: 1, rng: xorshift(2463534242)} }

func (l *SkipList) randLevel() (n int) {
	for n = 1; n < MaxLevel && l.rng()&3 == 0; n++ {
	}
	return
}

func (l *SkipList) Set(k string, v interface{}) (old interface{}, replaced bool) {
	var update [MaxLevel]*Node
	x := &l.head
	for i := l.level - 1; i >= 0; i-- {
		for x.forward[i] != nil && x.forward[i].key < k {
			x = x.forward[i]
		}
		update[i] = x
	}
	if x = x.forward[0]; x != nil && x.key == k {
		old, x.val = x.val, v
		return old, true
	}
	n := l.randLevel()
	for l.level < n {
		update[l.level] = &l.head
		l.level++
	}
	nn := &Node{key: k, val: v}
	for i := 0; i < n; i++ {
		nn.forward[i], update[i].forward[i] = update[i].forward[i], nn
	}
	l.len++
	return
}
func (l *SkipList) Del(k string) bool {
	var update [MaxLevel]*Node
	x := &l.head
	for i := l.level - 1; i >= 0; i-- {
		for ; x.forward[i] != nil && x.forward[i].key < k; x = x.forward[i] {
		}
		update[i] = x
	}
	x = x.forward[0]
	if x == nil || x.key != k {
		return false
	}
	for i := range update[:l.level] {
		if update[i].forward[i] != x {
			break
		}
		update[i].forward[i] = x.forward[i]
	}
	for l.level > 1 && l.head.forward[l.level-1] == nil {
		l.level--
	}
	l.len--
	return true
}
func (l *SkipList) Dump() string {
	sb := &strings.Builder{}
	for i := l.level - 1; i >= 0; i-- {
		fmt.Fprintf(sb, "%2d|", i)
		for n := l.head.forward[0]; n != nil; n = n.forward[0] {
			present := false
			for m := l.head.forward[i]; m != nil; m = m.forward[i] {
				present = present || m == n
			}
			if present {
				fmt.Fprintf(sb, " %-6s", n.key)
			} else {
				fmt.Fprintf(sb, " %-6s", "")
			}
		}
		sb.WriteString("|\n")
	}
	return sb.String()
}

type trie struct {
	next map[rune]*trie
	end  bool
	n    int
}

func (t *trie) add(s string) {
	for _, r := range s {
		if t.next == nil {
			t.next = make(map[rune]*trie)
		}
		c, ok := t.next[r]
		if !ok {
			c = new(trie)
			t.next[r] = c
		}
		c.n++
		t = c
	}
	t.end = true
}
func (t *trie) words(prefix string, f func(string)) {
	if t.end {
		f(prefix)
	}
	for r := rune(0); r < 0x3000; r++ {
		if c := t.next[r]; c != nil {
			c.words(prefix+string(r), f)
		}
	}
}

type interval struct {
	lo, hi int
}
type itree struct {
	interval
	max         int
	left, right *itree
}

func (t *itree) insert(iv interval) *itree {
	if t == nil {
		return &itree{iv, iv.hi, nil, nil}
	}
	if iv.lo < t.lo {
		t.left = t.left.insert(iv)
	} else {
		t.right = t.right.insert(iv)
	}
	if t.max < iv.hi {
		t.max = iv.hi
	}
	return t
}
func (t *itree) overlap(q interval, out *[]interval) {
	if t == nil || q.lo > t.max {
		return
	}
	t.left.overlap(q, out)
	if t.lo <= q.hi && q.lo <= t.hi {
		*out = append(*out, t.interval)
	}
	if q.hi >= t.lo {
		t.right.overlap(q, out)
	}
}

func main() {
	l := New()
	for i := 0; i < 16; i++ {
		l.Set(fmt.Sprintf("k%02d", i*11%16), i)
	}
	fmt.Print(l.Dump())
	fmt.Println(l.Set("k03", "three"))
	fmt.Println(l.Set("k03", nil))
	fmt.Println(l.Set("k03", 3.5))
	fmt.Println(l.Del("k99"), l.Del("k00"), l.len)
	fmt.Print(l.Dump())
	t := &trie{}
	for _, w := range strings.Fields("tea ten to inn in i über überall z éa") {
		t.add(w)
	}
	t.words("", func(s string) { fmt.Printf("%q ", s) })
	fmt.Printf("\n%d %+q\n", t.next['t'].n, "überall")
	var it *itree
	for i := 0; i < 30; i++ {
		lo := i * 37 % 100
		it = it.insert(interval{lo, lo + i%9})
	}
	var res []interval
	it.overlap(interval{20, 30}, &res)
	fmt.Printf("%v\n%+v\n%#v\n", res, res[:2], res[:1])
	fmt.Printf("%v %+v\n", it.interval, *it.left == *it.right)
	it = nil
	it.overlap(interval{}, nil)
	fmt.Println(it.max)
}
