/**
 * What is evaluated when, as far as Go says so: calls from left to right, operands of assignments before any of them is carried out, the indices of
 * compound assignments once. No operand is a variable that a call of the same statement changes.
 */
import { expression, literal } from './expressions.ts';
import { called, type Idiom, type Maker } from './maker.ts';
import { print } from './printing.ts';
import { INT } from './types.ts';

const sum = (m: Maker, depth: number): string => (depth === 0 ? `tr(${m.random.below(20)})` : m.pick([`(${sum(m, depth - 1)} ${m.pick(['+', '-', '*', '|', '^'])} ${sum(m, depth - 1)})`, `max(${sum(m, depth - 1)}, ${sum(m, depth - 1)})`, `[]int{${sum(m, depth - 1)}, ${sum(m, 0)}}[tr(1)]`, `len(trs("s") + trs("t"))`, `map[int]int{tr(1): ${sum(m, depth - 1)}}[tr(1)]`]));

const operands: Idiom = (m) => called('max := func(a, b int) int {\n\tfmt.Print("max ")\n\tif a > b {\n\t\treturn a\n\t}\n\treturn b\n}', `fmt.Println(${sum(m, 3)})`, `_, _ = max, tr(2)`);

const conditions: Idiom = (m) => {
  const truth = (depth: number): string => (depth === 0 ? `yes(${m.random.below(9)}, ${m.pick(['true', 'false'])})` : m.pick([`(${truth(depth - 1)} ${m.pick(['&&', '||'])} ${truth(depth - 1)})`, `!${truth(depth - 1)}`, `(${truth(depth - 1)} == ${truth(depth - 1)})`, `(tr(1) < tr(2) && ${truth(depth - 1)})`]));
  return called('yes := func(n int, b bool) bool {\n\tfmt.Print(n, " ")\n\treturn b\n}', `x := ${truth(3)}`, `if ${truth(2)} || x {\n\tfmt.Println("then")\n} else if ${truth(1)} {\n\tfmt.Println("else")\n}`, `for i := 0; i < 2 && ${truth(1)}; i++ {\n}`, 'fmt.Println(x)');
};

const compound: Idiom = (m, scope) => {
  const index = (): string => `tr(${m.random.below(3)})`;
  const op = m.pick(['+=', '-=', '*=', '|=', '<<=', '&^=', '^=', '%=', '/=']);
  return called('arr := [3][3]int{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}', 'list := []int{10, 20, 30}', 'm := map[string]int{"a": 1}', `arr[${index()}][${index()}] ${op} ${index()} + 1`, `list[${index()}] ${op} list[${index()}] | 1`, `m[trs("a")] ${op} ${index()} + 1`, `m[trs("b")]++`, `list[${index()}]--`, `p := func() *int { fmt.Print("p "); return &list[1] }`, `*p() ${op} ${index()} + 1`, 'fmt.Println(arr, list, m)', print(m, INT, expression(m, INT, scope, 1)));
};

const assignments: Idiom = (m) => called(
  'i := 0', 'list := []int{1, 2, 3, 4}', 'arr := [4]int{5, 6, 7, 8}', 'p := &arr[3]', 'm := map[int]int{}',
  ...m.several(3, () => m.pick([
    'i, list[i] = 1, 20', 'list[0], list[1], list[2] = list[1], list[2], list[0]', 'arr, i = [4]int{9}, arr[1]&1', 'i, list[i&1] = list[i&1]&3, i', 'list, list[0] = list[1:], 50', 'p, *p = &arr[0], 70', 'm[i], i = i, 2', 'arr[0], arr[0] = 1, 2',
    'list[tr(1)], arr[tr(2)] = tr(3), tr(4)', 'm[tr(1)], m[tr(1)] = tr(5), tr(6)', 'i, _ = len(list), tr(9)', '_, i = i, 1', 'm[0], arr[1], *p = arr[1], *p, m[0]', 'list[0], list = 7, append([]int(nil), list...)',
  ])), 'fmt.Println(i, list, arr, *p, m)',
);

/** An index out of range, a nil map or pointer on the left: what was on the right has been called, what stands before is assigned. */
const failingLeft: Idiom = (m) => called(
  'var list []int', 'var m map[int]int', 'var p *struct{ n int }', 'a, b := 1, 2', '_, _, _ = list, m, p', 'defer func() {\n\tdescribe(recover())\n\tfmt.Println(a, b, len(list), m == nil)\n}()',
  m.pick(['list[tr(1)] = tr(2)', 'm[tr(1)] = tr(2)', 'p.n = tr(3)', 'a, list[tr(0)] = tr(5), tr(6)', 'a, m[tr(0)], b = tr(5), tr(6), tr(7)', 'list[tr(0)] += tr(1)', 'a, p.n = tr(8), tr(9)', 'p.n, a = tr(8), tr(9)']),
);

const results: Idiom = (m, scope) => {
  const [a, b] = [m.types.any(1), m.types.any(1)];
  return called(
    `two := func() (${a.name}, ${b.name}) { trs("two"); return ${expression(m, a, scope, 1)}, ${expression(m, b, scope, 1)} }`, `take := func(x ${a.name}, y ${b.name}) (${b.name}, ${a.name}) { trs("take"); return y, x }`, 'y, x := take(two())', print(m, a, 'x'), print(m, b, 'y'), 'x, y = two()', '_, x = take(two())', print(m, a, 'x'), 'several(take(two()))',
    `back := func() (${b.name}, ${a.name}) { return take(two()) }`, 'y, _ = back()', `_ = append([]interface{}{tr(1)}, tr(2), trs("x"))`,
  );
};

/** Parts of composite values are made from left to right. */
const composites: Idiom = (m, scope) => called('type t struct {\n\ta, b int\n\tlist []string\n\tm map[string]int\n}', 'x := t{b: tr(1), a: tr(2), list: []string{trs("x"), trs("y")}, m: map[string]int{trs("k"): tr(3)}}', 'fmt.Printf("%+v\\n", x)', `y := [...]t{{tr(1), tr(2), nil, nil}, 3: {a: tr(4)}}`, 'fmt.Println(len(y), y[3].a)', `f := func() func(int, int) int { trs("f"); return func(a, b int) int { trs("called"); return a - b } }`, `fmt.Println(f()(tr(1), tr(2)))`, `defer f()(tr(3), tr(4))`, `var i interface{} = ${literal(m, m.pick(m.types.structs), scope, 1)}`, 'dump(i)');

export const ORDER: readonly Idiom[] = [operands, conditions, compound, assignments, failingLeft, results, composites];
