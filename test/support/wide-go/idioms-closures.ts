/** Closures: captured variables of loops and frames, recursion, defer in loops, functions that return functions, variadic calls. */
import { condition, expression, typed } from './expressions.ts';
import { braces, called, type Idiom, withVariables } from './maker.ts';
import { print } from './printing.ts';
import { INT, STRING } from './types.ts';

/** One variable for all turns of a loop, or one for each. */
const loopVariables: Idiom = (m, scope) => {
  const own = m.chance(2) ? 'i := i' : '';
  const over = m.pick(['for i := 0; i < 3; i++', 'for i := range [3]int{}', 'for _, i := range []int{5, 6, 7}']);
  return called('var list []func() int', `${over} ${braces(own, `list = append(list, func() int ${braces('i += 10', `return i + ${expression(m, INT, scope, 1)}`)})`)}`, 'for _, f := range list {\n\tfmt.Print(f(), " ")\n}', 'fmt.Println(list[0](), list[0]())');
};

const capturing: Idiom = (m, scope, body) => {
  const type = m.types.any();
  const [x, f, p] = [m.fresh('x'), m.fresh('f'), m.fresh('p')];
  const inner = { ...withVariables(scope, { name: x, type }, { name: p, type }), loops: 2 };
  return called(
    `${x} := ${typed(type, expression(m, type, scope, 2))}`, `${f} := func(${p} ${type.name}) ${type.name} ${braces(body(inner, 2), `${x} = ${p}`, `return ${expression(m, type, inner, 1)}`)}`,
    `y := ${f}(${expression(m, type, scope, 1)})`, print(m, type, 'y'), print(m, type, x), m.chance(2) ? `${f}(${f}(y))` : `defer ${f}(y)`, print(m, type, x),
  );
};

const recursion: Idiom = (m) => m.pick([
  () => called('var fib func(n int) int', 'fib = func(n int) int {\n\tif n < 2 {\n\t\treturn n\n\t}\n\treturn fib(n-1) + fib(n-2)\n}', `fmt.Println(fib(${5 + m.random.below(6)}))`),
  () => called('count := 0', 'var visit func(int, []int)', 'visit = func(n int, path []int) {\n\tcount++\n\tif n == 0 {\n\t\tfmt.Println(path, len(path), cap(path) >= len(path))\n\t\treturn\n\t}\n\tfor i := 1; i <= n; i++ {\n\t\tvisit(n-i, append(path, i))\n\t}\n}', `visit(${2 + m.random.below(3)}, nil)`, 'fmt.Println(count)'),
  () => called('type step func(int) (step, int)', 'var up, down step', 'up = func(n int) (step, int) {\n\tif n > 5 {\n\t\treturn down, n\n\t}\n\treturn up, n + 2\n}', 'down = func(n int) (step, int) {\n\tif n < 1 {\n\t\treturn nil, n\n\t}\n\treturn down, n - 3\n}', `for f, n := up, ${m.random.below(4)}; f != nil; {\n\tf, n = f(n)\n\tfmt.Print(n, " ")\n}`, 'fmt.Println()'),
])();

const makers: Idiom = (m, scope) => m.pick([
  () => called('counter := func() (func() int, func(int)) {\n\tn := 0\n\treturn func() int { n++; return n }, func(by int) { n += by }\n}', 'next, jump := counter()', 'other, _ := counter()', `jump(next() + ${expression(m, INT, scope, 1)} & 7)`, 'fmt.Println(next(), next(), other())'),
  () => called('compose := func(list ...func(int) int) func(int) int {\n\treturn func(n int) int {\n\t\tfor _, f := range list {\n\t\t\tn = f(n)\n\t\t}\n\t\treturn n\n\t}\n}', 'double := func(n int) int { return n * 2 }', `f := compose(double, func(n int) int { return n + ${expression(m, INT, scope, 1)} }, double, compose())`, 'fmt.Println(f(1), f(f(1)))'),
  () => called(`fmt.Println(func(a, b int, rest ...string) int { return a - b + len(rest) }(func() (int, int) { return 3, 4 }()))`, `several(func() (int, string, error) { return ${expression(m, INT, scope, 1)}, ${expression(m, STRING, scope, 1)}, nil }())`),
])();

/** Deferred calls in a loop change a named result; arguments are of the time of the statement. */
const defers: Idiom = (m, scope) => {
  const type = m.types.any(1);
  const value = (): string => expression(m, type, scope, 1);
  const change = m.pick([`r = ${value()}`, 'n += i', 'n = n*2 + i', `defer func() { n++; r = ${value()} }()`]);
  return called(
    `f := func() (n int, r ${type.name}) ${braces(`for i := 0; i < ${2 + m.random.below(4)}; i++ ${braces(`defer func(k int) ${braces('_ = k', change, 'fmt.Print(k, i, n, " ")')}(i * 2)`, `if ${condition(m, scope)} ${braces(m.pick(['continue', 'break', `return i, ${value()}`]))}`)}`, m.pick([`return 7, ${value()}`, 'return', 'n = 1\nreturn']))}`,
    'n, r := f()', 'fmt.Println(n)', print(m, type, 'r'), 'several(f())',
  );
};

const variadic: Idiom = (m, scope) => {
  const type = m.types.any(1);
  const value = (): string => expression(m, type, scope, 1);
  return called(
    `f := func(list ...${type.name}) int ${braces('if len(list) > 0 {', `\tlist[0] = ${value()}`, '}', 'fmt.Print(len(list), cap(list), list == nil, " ")', 'return len(list)')}`,
    `s := []${type.name}{${value()}, ${value()}, ${value()}}`, `fmt.Println(f(), f(s[0]), f(s...), f(s[1:2]...), f(nil...))`, print(m, m.types.slice(type), 's'), `g := func(n int, more ...interface{}) { several(more...); several(n, more) }`, 'g(1)', 'g(2, nil)', 'g(3, s)', `g(4, []interface{}{1, "a"}...)`,
  );
};

export const CLOSURES: readonly Idiom[] = [loopVariables, capturing, capturing, recursion, makers, defers, variadic];
