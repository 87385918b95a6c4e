// Sudoku, the eight puzzle, knights, queens, common subsequences and a rope; ends with an exit in a deferred call.
package main

import (
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
	"math/bits"
	"os"
	"strings"
)

type sudoku struct {
	cell          [81]uint8
	row, col, box [9]uint16
	nodes         int
}

func (s *sudoku) set(i int, d uint8) {
	m := uint16(1) << d
	s.cell[i] = d
	s.row[i/9] |= m
	s.col[i%9] |= m
	s.box[i/27*3+i%9/3] |= m
}
func (s *sudoku) clr(i int) {
	m := uint16(1) << s.cell[i]
	s.cell[i] = 0
	s.row[i/9] &^= m
	s.col[i%9] &^= m
	s.box[i/27*3+i%9/3] &^= m
}
func (s *sudoku) solve() bool {
	s.nodes++
	best, bc, bi := uint16(0), 10, -1
	for i, c := range s.cell {
		if c == 0 {
			f := ^(s.row[i/9] | s.col[i%9] | s.box[i/27*3+i%9/3]) & 0x3fe
			if n := bits.OnesCount16(f); n < bc {
				best, bc, bi = f, n, i
			}
		}
	}
	if bi < 0 {
		return true
	}
	for ; best != 0; best &= best - 1 {
		s.set(bi, uint8(bits.TrailingZeros16(best)))
		if s.solve() {
			return true
		}
		s.clr(bi)
	}
	return false
}
func (s sudoku) String() string {
	b := make([]byte, 0, 100)
	for i, c := range s.cell {
		b = append(b, '0'+c)
		if i%9 == 8 {
			b = append(b, '\n')
		}
	}
	return string(b)
}

type board [9]int8
type state struct {
	b    board
	g, f int
	z    int8
}
type pq []state

func (p pq) Len() int            { return len(p) }
func (p pq) Less(i, j int) bool  { return p[i].f < p[j].f }
func (p pq) Swap(i, j int)       { p[i], p[j] = p[j], p[i] }
func (p *pq) Push(v interface{}) { *p = append(*p, v.(state)) }
func (p *pq) Pop() interface{}   { o := *p; v := o[len(o)-1]; *p = o[:len(o)-1]; return v }
func (b board) h() (d int) {
	for i, v := range b {
		if v != 0 {
			dx, dy := i%3-int(v-1)%3, i/3-int(v-1)/3
			if dx < 0 {
				dx = -dx
			}
			if dy < 0 {
				dy = -dy
			}
			d += dx + dy
		}
	}
	return
}
func astar(start board) (int, int) {
	goal := board{1, 2, 3, 4, 5, 6, 7, 8, 0}
	dist := map[board]int{start: 0}
	var z int8
	for i, v := range start {
		if v == 0 {
			z = int8(i)
		}
	}
	q := pq{{start, 0, start.h(), z}}
	for len(q) > 0 {
		s := heap.Pop(&q).(state)
		if s.b == goal {
			return s.g, len(dist)
		}
		if dist[s.b] < s.g {
			continue
		}
		for _, d := range [...][2]int8{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
			x, y := s.z%3+d[0], s.z/3+d[1]
			if x < 0 || y < 0 || x > 2 || y > 2 {
				continue
			}
			n := s
			n.z = y*3 + x
			n.b[s.z], n.b[n.z] = n.b[n.z], 0
			n.g++
			n.f = n.g + n.b.h()
			if o, ok := dist[n.b]; !ok || n.g < o {
				dist[n.b] = n.g
				heap.Push(&q, n)
			}
		}
	}
	return -1, len(dist)
}
func knights(n int) [][]int {
	bd := make([][]int, n)
	for i := range bd {
		bd[i] = make([]int, n)
	}
	mv := [8]struct{ dx, dy int }{{1, 2}, {2, 1}, {2, -1}, {1, -2}, {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}}
	free := func(x, y int) bool { return uint(x) < uint(n) && uint(y) < uint(n) && bd[x][y] == 0 }
	x, y := 0, 0
	for k := 1; ; k++ {
		bd[x][y] = k
		bx, by, bc := -1, -1, 9
		for _, m := range mv {
			if a, b := x+m.dx, y+m.dy; free(a, b) {
				c := 0
				for _, m := range mv {
					if free(a+m.dx, b+m.dy) {
						c++
					}
				}
				if c < bc {
					bx, by, bc = a, b, c
				}
			}
		}
		if bx < 0 {
			return bd
		}
		x, y = bx, by
	}
}
func queens(n int, c, d1, d2 uint32) (r int) {
	if c == 1<<n-1 {
		return 1
	}
	for f := ^(c | d1 | d2) & (1<<n - 1); f != 0; {
		b := f & -f
		f ^= b
		r += queens(n, c|b, (d1|b)<<1, (d2|b)>>1)
	}
	return
}
func lcs(a, b string) string {
	t := make([][]int, len(a)+1)
	for i := range t {
		t[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				t[i][j] = t[i+1][j+1] + 1
			} else if t[i][j] = t[i+1][j]; t[i][j] < t[i][j+1] {
				t[i][j] = t[i][j+1]
			}
		}
	}
	var o []byte
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			o = append(o, a[i])
			i++
			j++
		case t[i+1][j] >= t[i][j+1]:
			i++
		default:
			j++
		}
	}
	return string(o)
}

type rope struct {
	l, r *rope
	s    string
	n    int
}

func leaf(s string) *rope { return &rope{s: s, n: len(s)} }
func (a *rope) cat(b *rope) *rope {
	return &rope{l: a, r: b, n: a.n + b.n}
}
func (a *rope) at(i int) byte {
	for a.l != nil {
		if i < a.l.n {
			a = a.l
		} else {
			i -= a.l.n
			a = a.r
		}
	}
	return a.s[i]
}
func (a *rope) split(i int) (*rope, *rope) {
	if a.l == nil {
		return leaf(a.s[:i]), leaf(a.s[i:])
	}
	if i < a.l.n {
		x, y := a.l.split(i)
		return x, y.cat(a.r)
	}
	x, y := a.r.split(i - a.l.n)
	return a.l.cat(x), y
}
func (a *rope) String() string {
	if a.l == nil {
		return a.s
	}
	return a.l.String() + a.r.String()
}

func main() {
	p := "530070000600195000098000060800060003400803001700020006060000280000419005000080079"
	var s sudoku
	for i, c := range p {
		if c != '0' {
			s.set(i, uint8(c-'0'))
		}
	}
	fmt.Println(s.solve(), s.nodes)
	fmt.Print(s)
	fmt.Println(astar(board{8, 1, 3, 4, 0, 2, 7, 6, 5}))
	for _, r := range knights(6) {
		fmt.Printf("%3d\n", r)
	}
	for n := 1; n < 9; n++ {
		fmt.Print(queens(n, 0, 0, 0), " ")
	}
	fmt.Println(lcs("AGGTABQWERTY", "GXTXAYBWRY"))
	l := list.New()
	for i := 0; i < 5; i++ {
		l.PushFront(i)
		if i%2 == 0 {
			l.MoveToBack(l.Front())
		}
	}
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	r := ring.New(7)
	for i := 0; i < r.Len(); i++ {
		r.Value = i
		r = r.Next()
	}
	for r.Len() > 1 {
		r = r.Move(2)
		fmt.Print(r.Unlink(1).Value, ",")
	}
	fmt.Println(r.Value)
	rp := leaf("hello").cat(leaf(" ").cat(leaf("world")))
	a, b := rp.split(7)
	fmt.Println(a, b, b.cat(a), string(rp.at(6)), strings.ToTitle(rp.String()))
	defer os.Exit(4)
	defer fmt.Println("last")
	rp.at(20)
}
