/** A value of any type goes through everything that can hold or pass one: it is the same at the end, and so is what the copies on the way became. */
import { expression, part, typed } from './expressions.ts';
import { called, type Idiom, type Maker, type Scope } from './maker.ts';
import { print } from './printing.ts';
import { isComparable, type GoType } from './types.ts';

/** Each makes of `x` a new `x` of the same value; `T` is its type. */
const STEPS: readonly string[] = [
  'c := make(chan T, 1)\nc <- x\nx = <-c', 'c := make(chan T)\ngo func() { c <- x }()\nselect {\ncase y, ok := <-c:\n\tx = y\n\tfmt.Print(ok, " ")\n}', 'm := map[string]T{"a": x}\nm["b"] = m["a"]\nx = m["b"]', 'var i interface{} = x\nx = i.(T)', 'var i interface{} = &x\nx = *i.(*T)',
  'a := [3]T{1: x}\nb := a\na[1], a[2] = b[2], b[1]\nx = a[2]', 's := append([]T(nil), x, x)\ns = append(s[:1], s...)\nx = s[len(s)-1]', 'f := func(n int, x T, more ...T) (T, int) { return more[n], n }\nx, _ = f(1, x, x, x)', 'f := func() T { return x }\ny := f()\nx = y', 'func() {\n\tdefer func(y T) { x = y }(x)\n\tvar zero T\n\tx = zero\n}()',
  'type box struct {\n\tn int8\n\tx T\n\tb bool\n}\no := box{1, x, true}\np := &o\nq := *p\np.x, p.n = q.x, 3\nx = (*p).x', 'for _, y := range []T{x} {\n\tx = y\n}', 'for _, y := range [2]T{x, x} {\n\tx = y\n}', 'for _, y := range map[int]T{1: x} {\n\tx = y\n}', 'switch y := interface{}(x).(type) {\ncase T:\n\tx = y\ndefault:\n\tfmt.Println("lost")\n}', 'p := new(T)\n*p = x\nq := &p\nx = **q', 'y, z := x, x\ny, z = z, y\nx = y\n_ = z',
  'f := func(p *T) (r T) {\n\tdefer func() { recover() }()\n\tr = *p\n\tpanic(1)\n}\nx = f(&x)', 'type outer struct {\n\tlist [1]T\n\tm map[bool]T\n}\no := []outer{{[1]T{x}, map[bool]T{true: x}}}\no[0].list[0], o[0].m[false] = o[0].m[true], o[0].list[0]\nx = o[0].m[false]', 'g := func(f func(T) T) T { return f(x) }\nx = g(func(y T) T { return y })', 'ch := make(chan chan T, 1)\nin := make(chan T, 2)\nch <- in\nin <- x\nclose(in)\nx = <-<-ch',
  'var list *struct {\n\tx T\n\tnext interface{}\n}\nlist = &struct {\n\tx T\n\tnext interface{}\n}{x: x}\nlist.next = list\nx = list.next.(*struct {\n\tx T\n\tnext interface{}\n}).x', 'done := make(chan bool)\ny := x\ngo func(z T) {\n\ty = z\n\tdone <- true\n}(x)\n<-done\nx = y', 'x = func(list ...T) T { return list[len(list)-1] }([]T{x, x}...)', 'big := [9]T{8: x}\ncopyOf := big\nbig[8] = big[0]\nx = copyOf[8]', 'x = *(*T)(unsafe.Pointer(&x))', 'var e interface{} = struct{ x T }{x}\nx = e.(struct{ x T }).x', 'v := reflect.ValueOf(&x).Elem()\nw := reflect.New(v.Type()).Elem()\nw.Set(v)\nx = w.Interface().(T)',
];

function steps(m: Maker, type: GoType, count: number): string {
  return m.several(count, () => `{\n\t${m.pick(STEPS).replace(/\bT\b/g, type.name).replace(/\n/g, '\n\t')}\n}`).join('\n');
}

const journey: Idiom = (m, scope: Scope) => {
  const type = m.types.any();
  return called(`x := ${typed(type, expression(m, type, scope, 3))}`, 'before := x', steps(m, type, 4), print(m, type, 'x'), isComparable(type) ? 'fmt.Println(x == before, before != x, interface{}(x) == interface{}(before))' : 'dump(before)');
};

/** The same with a part changed on the way: the value before does not follow. */
const changed: Idiom = (m, scope) => {
  const type = m.types.any();
  const own = { ...scope, variables: [] };
  const inner = part(m, { name: 'x', type }, own, 3);
  return called(`x := ${typed(type, expression(m, type, scope, 3))}`, 'before := x', steps(m, type, 2), `${inner.name} = ${expression(m, inner.type, scope, 1)}`, steps(m, type, 2), 'dump(x)', 'dump(before)', isComparable(type) ? 'fmt.Println(x == before, map[interface{}]int{x: 1}[before])' : '');
};

/** Several values at once, through parameters and results in registers and on the stack. */
const crowd: Idiom = (m, scope) => {
  const types = m.several(3 + m.random.below(5), () => m.types.any(1));
  const names = types.map((_, i) => `v${i}`);
  const values = types.map((type) => expression(m, type, scope, 1));
  const results = types.map((type) => type.name).reverse().join(', ');
  return called(`f := func(${types.map((type, i) => `v${i} ${type.name}`).join(', ')}) (${results}) {\n\tdefer func() { fmt.Print("back ") }()\n\treturn ${[...names].reverse().join(', ')}\n}`, `g := func(list ...interface{}) { several(list...) }`, `g(f(${values.join(', ')}))`, `${[...names].reverse().join(', ')} := f(${values.join(', ')})`, `several(${names.join(', ')})`, `go f(${names.join(', ')})`, `defer f(${names.join(', ')})`, 'runtime.Gosched()');
};

export const JOURNEYS: readonly Idiom[] = [journey, changed, crowd];
