/** Control flow: labels of loops, switches and selects, goto, fallthrough, names that hide others. */
import { condition, expression, typed } from './expressions.ts';
import { braces, called, type Idiom } from './maker.ts';
import { print } from './printing.ts';
import { INT } from './types.ts';

const jumps: Idiom = (m, scope) => {
  const jump = (): string => m.pick(['continue Rows', 'break Rows', 'continue', 'break', 'goto done', 'break Pick', 'fmt.Print("on ")']);
  return called(
    'total := 0', `Rows:\nfor i := 0; i < 4; i++ ${braces(
      `for j := range [3]int{} ${braces('total += i*j', `Pick:\nswitch ${braces(`case i == ${m.random.below(4)}:\n\t${jump()}`, `case j == ${m.random.below(3)} && ${condition(m, scope)}:\n\t${jump()}\n\t${m.chance(2) ? 'fallthrough' : ''}`, 'case i == 9:\n\tbreak Pick', 'case i == 8:\n\tbreak Rows', `default:\n\tif j == 2 ${braces(jump())}`)}`, 'fmt.Print(i, j, " ")')}`,
    )}`,
    'goto done', 'done:', 'fmt.Println("total", total)',
  );
};

const gotos: Idiom = (m, scope, body) => called('n := 0', 'again:', `${braces(body({ ...scope, loops: 2 }, 1))}`, `if n++; n < ${2 + m.random.below(3)} && ${condition(m, scope)} || n == 1 {\n\tgoto again\n}`, 'if n > 2 {\n\tgoto end\n}', 'fmt.Println("short", n)', 'end:', 'fmt.Println(n)');

const shadows: Idiom = (m, scope) => {
  const [a, b] = [m.types.any(1), m.types.any(1)];
  return called(
    `x := ${typed(a, expression(m, a, scope, 2))}`, `{\n\tx, y := ${typed(b, expression(m, b, scope, 2))}, x\n\t_, _ = x, y\n\t${print(m, b, 'x')}\n\t${print(m, a, 'y')}\n}`, `if x := (${typed(b, expression(m, b, scope, 1))}); true ${braces(print(m, b, 'x'))}`, `func(x int) { fmt.Println(x) }(len(fmt.Sprintf("%T", x)))`,
    'true, nil := false, 3', 'fmt.Println(true, nil)', 'type int string', 'var len int = "shadowed"', 'fmt.Println(len)', 'y, z := x, 1', print(m, a, 'y'), '_ = z',
  );
};

const switches: Idiom = (m, scope) => {
  const n = expression(m, INT, scope, 1);
  return m.pick([
    () => called(`for n := -2; n < 6; n++ ${braces('switch {\ncase n < 0:\n\tfmt.Print("neg ")\n\tfallthrough\ncase n == 3:\n\tfmt.Print("three ")\n\tif n == -1 {\n\t\tbreak\n\t}\n\tfallthrough\ndefault:\n\tfmt.Print("default ")\ncase n > 4:\n\tfmt.Print("big ")\n}')}`, 'fmt.Println()'),
    () => called(`n := ${n}`, `switch n := n & 7; n + 1 ${braces('case tr(1), tr(2):\n\tfmt.Println("low", n)', `case tr(3):\n\tfmt.Println("three")\n\tfallthrough`, 'case tr(4), tr(9):\n\tfmt.Println("four")', 'default:\n\tfmt.Println("none", n)')}`),
    () => called(`switch x := interface{}(${expression(m, m.types.any(1), scope, 2)}); x ${braces('case nil, 0, "a", 1.5:\n\tfmt.Println("known")', 'case true, uint8(1), [1]int{}:\n\tfmt.Println("other")', 'default:\n\tdump(x)')}`),
    () => called('switch {\n}', 'switch x := tr(5); {\ncase x > 3:\n\tfmt.Println("more")\n}', 'switch tr(1); true {\ndefault:\n\tfmt.Println("default")\n\tbreak\n\tfmt.Println("never")\n}', `switch f := func() bool { return ${condition(m, scope)} }; f() {\ncase true:\n\tfmt.Println("yes")\ncase false:\n\tfmt.Println("no")\n}`),
  ])();
};

const loops: Idiom = (m, scope) => m.pick([
  () => called('for i, j := 0, 9; i < j; i, j = i+1, j-2 {\n\tfmt.Print(i, j, " ")\n}', 'fmt.Println()'), () => called('arr := [4]int{1, 2, 3, 4}', 'var i int', `for i, arr[${m.random.below(4)}] = range arr {\n\tfmt.Print(i, arr, " ")\n}`, 'fmt.Println(i)'), () => called('list := []int{1, 2, 3}', 'for i, v := range list {\n\tlist = append(list, v*10)\n\tlist[i] = 0\n\tif i == 1 {\n\t\tlist = list[:2]\n\t}\n}', 'fmt.Println(list, len(list), cap(list))'),
  () => called('var p struct{ key, value int }', 'list := []int{5, 6}', 'for p.key, p.value = range list {\n\tfmt.Print(p, " ")\n}', 'fmt.Println(p)'), () => called('n := 0', 'for {\n\tif n++; n > 4 {\n\t\tbreak\n\t}\n\tif n%2 == 0 {\n\t\tcontinue\n\t}\n\tdefer fmt.Println("deferred", n)\n}', 'for n > 0 {\n\tn -= 2\n}', 'fmt.Println(n)'),
  () => called(`var arr *[3]int`, 'for i := range arr {\n\tfmt.Print(i, " ")\n}', 'fmt.Println(len(arr))', 'for i, v := range arr {\n\tfmt.Println(i, v)\n}'), () => called(`m := map[int]string{1: "a"}`, 'var k int', 'var v string', 'for k, v = range m {\n}', 'fmt.Println(k, v)', `for range [2]int{} ${braces(print(m, INT, expression(m, INT, scope, 1)))}`),
])();

export const FLOW: readonly Idiom[] = [jumps, jumps, gotos, shadows, switches, loops];
