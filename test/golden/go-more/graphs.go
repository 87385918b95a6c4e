package main

import (
	"fmt"
	"sort"
	"strings"
)

type vertex string
type graph struct {
	adj   map[vertex]map[vertex]int
	order []vertex
}

func newGraph(edges string) *graph {
	g := &graph{adj: make(map[vertex]map[vertex]int)}
	for _, e := range strings.Split(edges, ";") {
		var a, b string
		var w int
		if n, err := fmt.Sscanf(strings.TrimSpace(e), "%1s-%1s:%d", &a, &b, &w); n != 3 || err != nil {
			panic(fmt.Errorf("bad edge %q: %v", e, err))
		}
		g.add(vertex(a), vertex(b), w)
	}
	return g
}

func (g *graph) add(a, b vertex, w int) {
	for _, v := range [...]vertex{a, b} {
		if g.adj[v] == nil {
			g.adj[v] = map[vertex]int{}
			g.order = append(g.order, v)
		}
	}
	g.adj[a][b], g.adj[b][a] = w, w
}

func (g *graph) neighbours(v vertex) (out []vertex) {
	for n := range g.adj[v] {
		out = append(out, n)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return
}

func (g *graph) bfs(from vertex, visit func(v vertex, depth int) (stop bool)) {
	type entry struct {
		v vertex
		d int
	}
	seen := map[vertex]bool{from: true}
	for queue := []entry{{from, 0}}; len(queue) > 0; queue = queue[1:] {
		e := queue[0]
		if visit(e.v, e.d) {
			return
		}
		for _, n := range g.neighbours(e.v) {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, entry{n, e.d + 1})
			}
		}
	}
}

func (g *graph) paths(a, b vertex) (all [][]vertex) {
	var walk func(v vertex, path []vertex, on map[vertex]bool)
	walk = func(v vertex, path []vertex, on map[vertex]bool) {
		path = append(path, v)
		if v == b {
			all = append(all, append([]vertex(nil), path...))
			return
		}
		on[v] = true
		defer delete(on, v)
		for _, n := range g.neighbours(v) {
			if !on[n] {
				walk(n, path, on)
			}
		}
	}
	walk(a, nil, map[vertex]bool{})
	return
}

type union struct{ parent map[vertex]vertex }

func (u *union) find(v vertex) vertex {
	p, ok := u.parent[v]
	if !ok || p == v {
		return v
	}
	r := u.find(p)
	u.parent[v] = r
	return r
}

func (g *graph) kruskal() (total int, tree []string) {
	type edge struct {
		a, b vertex
		w    int
	}
	var es []edge
	for a, m := range g.adj {
		for b, w := range m {
			if a < b {
				es = append(es, edge{a, b, w})
			}
		}
	}
	sort.Slice(es, func(i, j int) bool {
		x, y := es[i], es[j]
		switch {
		case x.w != y.w:
			return x.w < y.w
		case x.a != y.a:
			return x.a < y.a
		}
		return x.b < y.b
	})
	u := union{map[vertex]vertex{}}
	for _, e := range es {
		if ra, rb := u.find(e.a), u.find(e.b); ra != rb {
			u.parent[ra] = rb
			total += e.w
			tree = append(tree, fmt.Sprintf("%s%s%d", e.a, e.b, e.w))
		}
	}
	return
}

type board [8][8]bool

func queens(n int) (count int, first []int) {
	cols, d1, d2 := make([]bool, n), make([]bool, 2*n), make([]bool, 2*n)
	var place func(r int, at []int)
	place = func(r int, at []int) {
		if r == n {
			if count++; first == nil {
				first = append(first, at...)
			}
			return
		}
		for c := 0; c < n; c++ {
			if cols[c] || d1[r+c] || d2[r-c+n] {
				continue
			}
			cols[c], d1[r+c], d2[r-c+n] = true, true, true
			place(r+1, append(at, c))
			cols[c], d1[r+c], d2[r-c+n] = false, false, false
		}
	}
	place(0, nil)
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
			} else if t[i][j] = t[i+1][j]; t[i][j+1] > t[i][j] {
				t[i][j] = t[i][j+1]
			}
		}
	}
	var out []byte
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, a[i])
			i++
			j++
		case t[i+1][j] >= t[i][j+1]:
			i++
		default:
			j++
		}
	}
	return string(out)
}

func main() {
	g := newGraph("a-b:4; a-c:2; b-c:5; b-d:10; c-e:3; e-d:4; d-f:11")
	fmt.Println(g.order, g.neighbours("b"), g.adj)
	g.bfs("a", func(v vertex, d int) bool { fmt.Print(v, d, " "); return v == "d" })
	fmt.Println()
	for _, p := range g.paths("a", "f") {
		fmt.Println(len(p), p)
	}
	fmt.Println(g.kruskal())
	fmt.Println(queens(6))
	fmt.Println(lcs("AGGTABQWERTY", "GXTXAYBWRT"))
	var b board
	b[1][2] = true
	c := b
	c[1][2] = false
	fmt.Println(b == c, b != board{}, c == board{})
	newGraph("a-b:x")
}
