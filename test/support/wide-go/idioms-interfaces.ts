/** Interfaces: assertions of every form, comparison of what they hold, method values and expressions, promoted methods. */
import { expression, literal, place, typed } from './expressions.ts';
import { braces, called, type Idiom, type Maker } from './maker.ts';
import { print } from './printing.ts';
import { select, variableHasMethod } from './selectors.ts';
import { ANY, INTERFACES, isBasic, isFlat, type GoType, type InterfaceType, type StructType } from './types.ts';

const fromAny = (m: Maker): InterfaceType => m.pick([ANY, ANY, ...INTERFACES]);
const target = (m: Maker, from: InterfaceType): GoType => (m.chance(3) ? m.pick(INTERFACES) : m.pick([...m.types.implementations(from), ...INTERFACES]));

const assertion: Idiom = (m, scope, body) => {
  const from = fromAny(m);
  const to = target(m, from);
  const head = `var i ${from.name} = ${literal(m, from, scope, 2)}`;
  return m.pick([
    () => called(head, `x := i.(${to.name})`, print(m, to, 'x')),
    () => called(head, `x, ok := i.(${to.name})`, 'fmt.Println(ok)', print(m, to, 'x')),
    () => braces(head, `if x, ok := i.(${to.name}); ok ${braces('_ = x', body(scope, 1))} else ${braces('dump(x)')}`),
    () => called(head, `var x ${to.name}`, 'var ok bool', `x, ok = i.(${to.name})`, `_, isAny := i.(interface{})`, `_, isError := i.(error)`, 'fmt.Println(ok, isAny, isError, i == nil)', print(m, to, 'x')),
  ])();
};

/** What interfaces hold is compared with its type; a slice in one panics. */
const comparison: Idiom = (m, scope) => {
  const [a, b] = [fromAny(m), fromAny(m)];
  const held = m.pick(m.types.implementations(ANY));
  const same = m.types.implementations(a).length > 0 ? m.pick(m.types.implementations(a)) : ANY;
  return m.pick([
    () => called(`var a, b interface{} = ${literal(m, a, scope, 2)}, ${literal(m, b, scope, 2)}`, 'fmt.Println(a == b, a != b, a == nil, b == nil)', 'fmt.Println(a == a)', 'fmt.Printf("%T %T\\n", a, b)'),
    () => called(`x := ${typed(held, expression(m, held, scope, 2))}`, 'var i, j interface{} = x, x', 'fmt.Println(i == j)', `fmt.Println(i == interface{}(${expression(m, held, scope, 1)}))`),
    () => called(`var i ${a.name} = ${literal(m, a, scope, 2)}`, `var j interface{} = i`, 'fmt.Println(j == nil, i == nil, j == interface{}(i))', same === ANY ? '' : `fmt.Println(i == ${a.name}(${typed(same, expression(m, same, scope, 1))}))`),
    () => called(`a := [2]interface{}{${literal(m, ANY, scope, 1)}, ${literal(m, ANY, scope, 1)}}`, 'b := a', `b[1] = ${literal(m, ANY, scope, 1)}`, 'fmt.Println(a == b, interface{}(a) == interface{}(b))'),
    () => called(`type box struct {\n\tn int\n\tx interface{}\n\ts string\n}`, `a, b := box{1, ${literal(m, ANY, scope, 1)}, "s"}, box{${m.pick(['1', '2'])}, ${literal(m, ANY, scope, 1)}, "s"}`, 'fmt.Println(a == b, a == a)', 'm := map[interface{}]int{a: 1}', 'm[b] = 2', 'fmt.Println(len(m), m[a], m[box{}])'),
  ])();
};

/** Method values keep the receiver of their making; method expressions take it as a parameter. */
const methodValues: Idiom = (m, scope) => {
  const type = m.pick(m.types.named);
  if (!variableHasMethod(type, 'Sum')) return calls(m, scope, () => '');
  const value = typed(type, literal(m, type, scope, 2));
  const change = place(m, type, { ...scope, variables: [{ name: 'x', type }] }) ?? 'x';
  const onValue = select(type, 'Sum')!;
  const expressionOf = onValue.kind === 'method' && (!onValue.needsPointer || onValue.throughPointer) ? m.pick([`${type.name}.Sum`, `(*${type.name}).Sum`]) : `(*${type.name}).Sum`;
  const receiver = expressionOf.startsWith('(') ? '&x' : 'x';
  return m.pick([
    () => called(`x := ${value}`, 'f := x.Sum', `${change} = ${literal(m, type, scope, 1)}`.replace(/^x = .*/s, `x = ${literal(m, type, scope, 1)}`), 'fmt.Println(f(), x.Sum())', 'defer x.Sum()', 'func() { fmt.Println((func() int)(f)()) }()'),
    () => called(`x := ${value}`, `f := ${expressionOf}`, `fmt.Println(f(${receiver}))`, `fmt.Printf("%T\\n", f)`),
    () => called(`x := ${value}`, `var s Summer = &x`, 'f, g := s.Sum, Summer.Sum', `x = ${literal(m, type, scope, 1)}`, 'fmt.Println(f(), g(s), s.Sum())', 's = nil', 'h := s.Sum', 'fmt.Println(h())'),
    () => called(`var p *${type.name}`, m.chance(2) ? `p = &[]${type.name}{${value}}[0]` : '_ = p', 'f := p.Sum', 'fmt.Println(f())'),
  ])();
};

/** Methods that change their receiver, through every way to it. */
const calls: Idiom = (m, scope) => {
  const candidates = m.types.named.filter((each) => variableHasMethod(each, 'Add'));
  if (candidates.length === 0) return called(`var s Summer = ${literal(m, INTERFACES[0]!, scope, 2)}`, 'fmt.Println(s.Sum())');
  const type = m.pick(candidates);
  const value = typed(type, literal(m, type, scope, 2));
  return m.pick([
    () => called(`x := ${value}`, 'x.Add(3)', '(&x).Add(4)', print(m, type, 'x'), 'var a Adder = &x', 'a.Add(5)', print(m, type, 'x'), 'defer dump(x)', 'defer a.Add(6)', 'go x.Add(0)', 'runtime.Gosched()'),
    () => called(`list := []${type.name}{${value}, ${value}}`, 'for i := range list {\n\tlist[i].Add(i)\n}', 'for i, x := range list {\n\tx.Add(i)\n}', `for _, x := range list {\n\tdefer x.Add(1)\n}`, print(m, m.types.slice(type), 'list')),
    () => called(`x := ${value}`, 'f, g := x.Add, (*' + type.name + ').Add', 'f(2)', 'g(&x, 3)', print(m, type, 'x'), 'var b interface{} = &x', 'if s, ok := b.(Both); ok {\n\ts.Add(9)\n\tfmt.Println(s.Sum())\n}'),
    () => called(`p := new(${type.name})`, 'p.Add(1)', `q := &p`, '(*q).Add(2)', print(m, type, '*p'), `p = nil`, 'p.Add(1)'),
  ])();
};

/** A struct made on the spot that embeds what there is. */
const embedding: Idiom = (m, scope) => {
  const type = m.pick(m.types.named);
  const byPointer = m.chance(2);
  const field = byPointer ? `*${type.name}` : type.name;
  const value = literal(m, byPointer ? m.types.pointer(type) : type, scope, 2);
  return called(
    `type outer struct {\n\tn int\n\t${field}\n}`, `o := outer{7, ${value}}`, 'var i interface{} = o', '_, sums := i.(Summer)', '_, adds := i.(Adder)', '_, texts := i.(fmt.Stringer)', '_, pointerAdds := interface{}(&o).(Both)', 'fmt.Println(sums, adds, texts, pointerAdds)',
    variableHasMethod(type, 'Sum') ? 'fmt.Println(o.Sum(), (&o).Sum())' : '', variableHasMethod(type, 'Add') ? 'o.Add(2)' : '', 'dump(o)', 'fmt.Println(len(fmt.Sprintf("%T", o)))',
  );
};

const conversion: Idiom = (m, scope) => {
  const structs = m.types.structs;
  const struct: StructType = m.pick(structs);
  return called(`type other ${struct.name}`, `type tagged struct {\n\tA int \`a:"1"\`\n\tB string\n}`, `x := ${typed(struct, literal(m, struct, scope, 2))}`, 'y := other(x)', `z := (*other)(&x)`, 'fmt.Printf("%T %T\\n", y, z)', `dump(${struct.name}(y))`, `fmt.Println(struct {\n\tA int\n\tB string\n}(tagged{1, "b"}))`, '_, ok := interface{}(y).(Summer)', 'fmt.Println(ok, z == nil)');
};

/** Composites printed by fmt, methods within them called or not. */
const printing: Idiom = (m, scope) => {
  const type = m.pick(m.types.named);
  const value = typed(type, literal(m, type, scope, 2));
  // Other verbs show addresses as numbers.
  const verb = (): string => m.pick(isFlat(type) ? ['%v', '%+v', '%#v', '%s', '%d', '%q', '%x', '%T'] : ['%v', '%+v', '%#v', '%T']);
  const shown = ['x', `[]${type.name}{x, x}`, '[]interface{}{x, nil}', `map[string]${type.name}{"k": x}`, `struct {\n\tX ${type.name}\n\ti interface{}\n}{x, x}`, `[1]${type.name}{x}`, ...(isBasic(type) || type.kind === 'func' ? [] : ['&x'])];
  return called(`x := ${value}`, ...m.several(3, () => m.pick([`fmt.Printf("${verb()}|${verb()}\\n", ${m.pick(shown)}, ${m.pick(shown)})`, `fmt.Println(${m.pick(shown)}, ${m.pick(shown)})`, `fmt.Print(x, "s", ${m.pick(shown)}, 1, 2, "\\n")`])));
};

export const INTERFACE_USES: readonly Idiom[] = [assertion, assertion, comparison, methodValues, calls, embedding, conversion, printing, printing];
