package regexp

import (
	"regexp/syntax"
	"unicode/utf8"
)

// The matcher follows all ways through the program at once (Thompson, Pike): a list of
// threads, each an instruction that takes a rune and the captures so far, in order of
// preference. At a place, no two threads are at the same instruction, so the time is that
// of the text times the program, whatever the expression.

// thread waits at an instruction for a rune.
type thread struct {
	pc   int
	caps []int
}

// queue is the threads of one place. at[pc] says where an instruction is in visited, if it is.
type queue struct {
	threads []thread
	visited []int
	at      []int
}

func (q *queue) seen(pc int) bool {
	i := q.at[pc]
	return i < len(q.visited) && q.visited[i] == pc
}

func (q *queue) mark(pc int) {
	q.at[pc] = len(q.visited)
	q.visited = append(q.visited, pc)
}

func (q *queue) clear() {
	q.threads = q.threads[:0]
	q.visited = q.visited[:0]
}

type machine struct {
	re      *Regexp
	current queue
	next    queue
	// Captures of threads that ended, to be used again.
	free [][]int
	// How many captures to keep: 0, 2 or all.
	captures int
	found    bool
	matched  []int
}

func newMachine(re *Regexp, captures int) *machine {
	n := len(re.prog.Insts)
	m := &machine{re: re, captures: captures}
	m.current.at = make([]int, n)
	m.next.at = make([]int, n)
	return m
}

func (m *machine) copyOf(caps []int) []int {
	if m.captures == 0 {
		return nil
	}
	if n := len(m.free); n > 0 {
		c := m.free[n-1]
		m.free = m.free[:n-1]
		copy(c, caps)
		return c
	}
	return append(make([]int, 0, m.captures), caps...)
}

func (m *machine) release(caps []int) {
	if caps != nil {
		m.free = append(m.free, caps)
	}
}

// add follows instructions that take nothing, and puts threads where one takes a rune. caps
// is the caller's and is as before afterwards.
func (m *machine) add(q *queue, pc, pos int, caps []int, holds syntax.Assertion) {
	for !q.seen(pc) {
		q.mark(pc)
		i := &m.re.prog.Insts[pc]
		switch i.Op {
		case syntax.InstFail:
			return
		case syntax.InstAlt:
			m.add(q, i.Out, pos, caps, holds)
			pc = i.Arg
		case syntax.InstAssert:
			if holds&syntax.Assertion(i.Arg) == 0 {
				return
			}
			pc = i.Out
		case syntax.InstNop:
			pc = i.Out
		case syntax.InstCapture:
			if i.Arg < len(caps) {
				old := caps[i.Arg]
				caps[i.Arg] = pos
				m.add(q, i.Out, pos, caps, holds)
				caps[i.Arg] = old
				return
			}
			pc = i.Out
		default:
			q.threads = append(q.threads, thread{pc, m.copyOf(caps)})
			return
		}
	}
}

func runeAt(s string, pos int) (rune, int) {
	if pos >= len(s) {
		return -1, 0
	}
	if c := s[pos]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[pos:])
}

func runeBefore(s string, pos int) rune {
	if pos == 0 {
		return -1
	}
	r, _ := utf8.DecodeLastRuneInString(s[:pos])
	return r
}

// match finds the first match of s from pos on; matched then has the captures.
func (m *machine) match(s string, pos int) bool {
	m.found = false
	caps := make([]int, m.captures)
	before := runeBefore(s, pos)
	for {
		r, size := runeAt(s, pos)
		isIdle := len(m.current.threads) == 0
		if isIdle && (m.found || m.re.anchored && pos > 0) {
			break
		}
		// Nothing begins here unless the text goes on as the expression does.
		if !isIdle || m.re.first < 0 || m.re.first == r {
			if !m.found {
				for i := range caps {
					caps[i] = -1
				}
				m.add(&m.current, m.re.prog.Start, pos, caps, syntax.At(before, r))
			}
			m.step(s, pos, r, size)
			m.current, m.next = m.next, m.current
			m.next.clear()
		}
		if r < 0 {
			break
		}
		before = r
		pos += size
	}
	m.current.clear()
	return m.found
}

// step lets all threads take r. A thread at the end is a match, and those behind it are less
// preferred: they end.
func (m *machine) step(s string, pos int, r rune, size int) {
	var holds syntax.Assertion
	if r >= 0 {
		following, _ := runeAt(s, pos+size)
		holds = syntax.At(r, following)
	}
	threads := m.current.threads
	for k, t := range threads {
		i := &m.re.prog.Insts[t.pc]
		switch {
		case m.re.longest && m.found && m.matched[0] < t.caps[0]:
			// It began too late.
		case i.Op == syntax.InstMatch:
			if !m.re.longest {
				m.note(t.caps)
				for _, rest := range threads[k:] {
					m.release(rest.caps)
				}
				return
			}
			if !m.found || t.caps[0] < m.matched[0] || pos > m.matched[1] {
				m.note(t.caps)
			}
		case r >= 0 && i.Takes(r):
			m.add(&m.next, i.Out, pos+size, t.caps, holds)
		}
		m.release(t.caps)
	}
}

func (m *machine) note(caps []int) {
	m.found = true
	m.matched = append(m.matched[:0], caps...)
}
