// Wrappers of methods: found through embedded fields and pointers, as expressions, with nil pointers; the last ends badly.
package main

type E struct{ n int }

func (e E) V() int  { return e.n + 1 }
func (e *E) P() int { return 7 }
func (e *E) Q() int { return e.n }

type O struct {
	a [3]int
	E
}
type OP struct{ *E }
type I interface{ V() int }
type J interface{ P() int }
type K interface{ Q() int }
type OI struct {
	x int
	I
}
type F func() int

func (f F) V() int { return f() }

func try(name string, f func() int) {
	defer func() {
		if e := recover(); e != nil {
			if err, ok := e.(error); ok {
				println(name, err.Error())
			} else {
				println(name, e.(string))
			}
		}
	}()
	println(name, f())
}

func main() {
	var o *O
	var op *OP
	var e *E
	var oi *OI
	try("e.V", func() int { return I(e).V() })
	try("o.V", func() int { return I(o).V() })
	try("o.P", func() int { return J(o).P() })
	try("o.Q", func() int { return K(o).Q() })
	try("op.V", func() int { return I(op).V() })
	try("op.P", func() int { return J(op).P() })
	try("op.V0", func() int { return I(OP{}).V() })
	try("op.P0", func() int { return J(OP{}).P() })
	try("oi.V", func() int { return I(oi).V() })
	try("oi.V0", func() int { return I(OI{}).V() })
	try("expr e.V", func() int { f := (*E).V; return f(e) })
	try("expr o.V", func() int { f := (*O).V; return f(o) })
	try("expr o.P", func() int { f := (*O).P; return f(o) })
	try("expr op.V", func() int { f := (*OP).V; return f(op) })
	try("expr op.P", func() int { f := (*OP).P; return f(op) })
	try("expr O.V", func() int { f := O.V; return f(O{E: E{4}}) })
	try("expr OP.V", func() int { f := OP.V; return f(OP{&E{4}}) })
	try("expr OP.Q", func() int { f := OP.Q; return f(OP{&E{4}}) })
	try("expr OI.V", func() int { f := OI.V; return f(OI{0, E{9}}) })
	try("expr I.V", func() int { f := I.V; return f(E{9}) })
	try("expr I.V", func() int { f := I.V; return f(nil) })
	try("expr F.V", func() int { f := F.V; return f(func() int { return 3 }) })
	try("expr *F.V", func() int { f := (*F).V; g := F(func() int { return 3 }); return f(&g) + I(g).V() + I(&g).V() })
	try("expr unnamed", func() int { f := (*struct{ E }).V; return f(&struct{ E }{E{5}}) + I(struct{ E }{E{5}}).V() })
	try("expr unnamed2", func() int { f := struct{ E }.V; return f(struct{ E }{E{5}}) })
	try("expr unnamed3", func() int { f := struct{ *E }.V; return f(struct{ *E }{&E{5}}) + I(struct{ *E }{&E{5}}).V() })
	g := (*O).P
	g(nil)
	h := O.V
	h(O{})
	k := (*OP).V
	k(nil)
}
