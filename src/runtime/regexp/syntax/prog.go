package syntax

import "unicode"

// Assertion is a condition on a place between runes.
type Assertion uint8

const (
	BeginLine Assertion = 1 << iota
	EndLine
	BeginText
	EndText
	WordBoundary
	NoWordBoundary
)

func isWord(r rune) bool {
	return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '_'
}

// At is what holds between two runes; -1 stands for the ends of the text.
func At(before, after rune) Assertion {
	holds := NoWordBoundary
	if isWord(before) != isWord(after) {
		holds = WordBoundary
	}
	if before < 0 {
		holds |= BeginText | BeginLine
	} else if before == '\n' {
		holds |= BeginLine
	}
	if after < 0 {
		holds |= EndText | EndLine
	} else if after == '\n' {
		holds |= EndLine
	}
	return holds
}

// InstOp is what an instruction does.
type InstOp uint8

const (
	InstMatch   InstOp = iota
	InstFail           // no way on
	InstAlt            // go on at Out, or else at Arg
	InstAssert         // go on if Arg holds here
	InstCapture        // note the place in slot Arg
	InstNop
	InstRune // take a rune; the following take one too
	InstFold
	InstSet
	InstAny
	InstAnyNotNL
)

// Inst is an instruction.
type Inst struct {
	Op  InstOp
	Out int
	Arg int
	R   rune
	set *set
}

// Takes reports whether the instruction takes r.
func (i *Inst) Takes(r rune) bool {
	switch i.Op {
	case InstRune:
		return r == i.R
	case InstFold:
		if r == i.R {
			return true
		}
		for f := unicode.SimpleFold(i.R); f != i.R; f = unicode.SimpleFold(f) {
			if r == f {
				return true
			}
		}
		return false
	case InstSet:
		return i.set.Has(r)
	case InstAnyNotNL:
		return r != '\n'
	}
	return true
}

// Prog is an expression as a program: of several ways on, the first is preferred.
type Prog struct {
	Insts []Inst
	Start int
	Names []string // of captures
}

// Compile makes the program of an expression.
func Compile(expr string) (*Prog, error) {
	n, names, err := parse(expr)
	if err != nil {
		return nil, err
	}
	c := &compiler{}
	f := c.capture(0, func() fragment { return c.node(n) })
	c.patch(f.ends, c.emit(Inst{Op: InstMatch}))
	return &Prog{c.insts, f.start, names}, nil
}

type compiler struct {
	insts []Inst
}

// hole is a way on that is not known yet: Out or Arg of an instruction.
type hole struct {
	inst  int
	isArg bool
}

// fragment is the code of a node.
type fragment struct {
	start    int
	ends     []hole
	canEmpty bool // it may take nothing
}

func (c *compiler) emit(i Inst) int {
	c.insts = append(c.insts, i)
	return len(c.insts) - 1
}

func (c *compiler) patch(holes []hole, to int) {
	for _, h := range holes {
		if h.isArg {
			c.insts[h.inst].Arg = to
		} else {
			c.insts[h.inst].Out = to
		}
	}
}

func (c *compiler) single(i Inst, canEmpty bool) fragment {
	at := c.emit(i)
	return fragment{at, []hole{{at, false}}, canEmpty}
}

func (c *compiler) then(a, b fragment) fragment {
	c.patch(a.ends, b.start)
	return fragment{a.start, b.ends, a.canEmpty && b.canEmpty}
}

func (c *compiler) capture(index int, body func() fragment) fragment {
	open := c.single(Inst{Op: InstCapture, Arg: 2 * index}, true)
	middle := body()
	return c.then(c.then(open, middle), c.single(Inst{Op: InstCapture, Arg: 2*index + 1}, true))
}

// fork goes on at start or elsewhere, by preference; the hole is the way elsewhere.
func (c *compiler) fork(start int, lazy bool) (at int, other hole) {
	at = c.emit(Inst{Op: InstAlt, Out: start, Arg: start})
	return at, hole{at, !lazy}
}

func (c *compiler) optional(f fragment, lazy bool) fragment {
	at, other := c.fork(f.start, lazy)
	return fragment{at, append(f.ends, other), true}
}

func (c *compiler) plus(f fragment, lazy bool) fragment {
	at, other := c.fork(f.start, lazy)
	c.patch(f.ends, at)
	return fragment{f.start, []hole{other}, f.canEmpty}
}

// star of what may take nothing is (x+)?, so that what is preferred stays preferred.
func (c *compiler) star(f fragment, lazy bool) fragment {
	if f.canEmpty {
		return c.optional(c.plus(f, lazy), lazy)
	}
	at, other := c.fork(f.start, lazy)
	c.patch(f.ends, at)
	return fragment{at, []hole{other}, true}
}

func (c *compiler) node(n *node) fragment {
	switch n.op {
	case opEmpty:
		return c.single(Inst{Op: InstNop}, true)
	case opRune:
		if n.folded && unicode.SimpleFold(n.r) != n.r {
			return c.single(Inst{Op: InstFold, R: n.r}, false)
		}
		return c.single(Inst{Op: InstRune, R: n.r}, false)
	case opSet:
		return c.single(Inst{Op: InstSet, set: n.set}, false)
	case opAny:
		return c.single(Inst{Op: InstAny}, false)
	case opAnyNotNL:
		return c.single(Inst{Op: InstAnyNotNL}, false)
	case opAssertion:
		return c.single(Inst{Op: InstAssert, Arg: int(n.assert)}, true)
	case opCapture:
		return c.capture(n.index, func() fragment { return c.node(n.sub[0]) })
	case opConcat:
		f := c.node(n.sub[0])
		for _, sub := range n.sub[1:] {
			f = c.then(f, c.node(sub))
		}
		return f
	case opAlternate:
		return c.alternate(n.sub)
	}
	return c.repeat(n.sub[0], n.min, n.max, n.lazy)
}

func (c *compiler) alternate(list []*node) fragment {
	first := c.node(list[0])
	if len(list) == 1 {
		return first
	}
	rest := c.alternate(list[1:])
	at := c.emit(Inst{Op: InstAlt, Out: first.start, Arg: rest.start})
	return fragment{at, append(first.ends, rest.ends...), first.canEmpty || rest.canEmpty}
}

// repeat makes copies: x{2,4} is xx(x(x)?)?, x{2,} is xx+.
func (c *compiler) repeat(n *node, min, max int, lazy bool) fragment {
	switch {
	case n.op == opEmpty:
		return c.node(n)
	case max < 0 && min == 0:
		return c.star(c.node(n), lazy)
	case max < 0 && min == 1:
		return c.plus(c.node(n), lazy)
	case max == 0:
		return c.single(Inst{Op: InstNop}, true)
	case min > 0 && max == 1:
		return c.node(n)
	case max < 0:
		return c.then(c.node(n), c.repeat(n, min-1, -1, lazy))
	case min > 0:
		return c.then(c.node(n), c.repeat(n, min-1, max-1, lazy))
	case max == 1:
		return c.optional(c.node(n), lazy)
	}
	return c.optional(c.then(c.node(n), c.repeat(n, 0, max-1, lazy)), lazy)
}
