/** Panics: of the runtime, of the program, within deferred functions, recovered at various depths, and what results are then. */
import { expression } from './expressions.ts';
import { braces, called, type Idiom, type Maker, type Scope } from './maker.ts';
import { print } from './printing.ts';
import { ANY, INT, INTEGERS, STRING } from './types.ts';

/** A value to panic with. */
export function panicValue(m: Maker, scope: Scope): string {
  return m.pick(['"text"', '42', 'failure{3}', '&failure{4}', 'error(failure{5})', '1.5', 'uint8(7)', "'x'", 'errors.New("new")', 'fmt.Errorf("wrapped: %w", failure{6})', '[2]int{1, 2}', 'struct{}{}', 'nil', 'true', expression(m, STRING, scope, 1), expression(m, INT, scope, 1), expression(m, m.pick(m.types.named), scope, 1)]);
}

/** Statements of which each makes the runtime panic, most of the time. */
export function failing(m: Maker, scope: Scope): string {
  const n = (): string => expression(m, m.pick([INT, ...INTEGERS]), scope, 1);
  const integer = m.pick(INTEGERS).name;
  return braces(...m.pick([
    () => ['var list []int', `i := ${n()}`, 'fmt.Println(list[i])'], () => [`i := ${n()}`, 'var arr [3]string', 'arr[i] = "x"', 'fmt.Println(arr)'], () => [`zero, n := ${integer}(0), ${integer}(${n()})`, `fmt.Println(n ${m.pick(['/', '%'])} zero)`],
    () => [`n := ${n()}`, 'fmt.Println(len(make([]int16, n&0x7f-100)))'], () => [`n := int64(${n()})`, 'fmt.Println(1 << (n | -1))'], () => ['var m map[string]int', `m[${expression(m, STRING, scope, 1)}]++`], () => ['var p *struct{ a, b int }', m.pick(['p.b = 3', 'fmt.Println(p.a)', 'q := &p.b\nfmt.Println(q == nil)', '*p = struct{ a, b int }{1, 2}'])],
    () => ['var f func()', m.pick(['f()', 'defer f()', 'defer func() { f() }()'])], () => [`var x interface{} = ${expression(m, ANY, scope, 1)}`, m.pick(['fmt.Println(x.(int))', 'fmt.Println(x.(error).Error())', 'fmt.Println(x.([]string))', 'fmt.Println(x.(Wide))', 'fmt.Println(x.(*failure).code)'])],
    () => ['var s Summer', 'fmt.Println(s.Sum())'], () => ['var a, b interface{} = []int{1}, []int{1}', '_, _ = a, b', m.pick(['fmt.Println(a == b)', 'fmt.Println(map[interface{}]int{a: 1})', 'm := map[interface{}]int{}\nm[b]++', 'type t struct{ x interface{} }\nfmt.Println(t{a} == t{b})'])],
    () => ['c := make(chan int)', 'close(c)', m.pick(['close(c)', 'c <- 1'])], () => ['var c chan int', 'close(c)'], () => [`s, i, j := "abc", ${n()}, ${n()}`, m.pick(['fmt.Println(s[i:j])', '_ = j\nfmt.Println(s[i])', '_ = i\nfmt.Println([]byte(s)[:j])'])],
    () => [`s := make([]int, 2, 4)`, `i := int(${n()})`, '_ = i', m.pick(['fmt.Println(s[:i])', 'fmt.Println(s[i:])', 'fmt.Println(s[1:i:i])', 'fmt.Println(s[:2:i])', 'fmt.Println((*[3]int)(s))', 'fmt.Println((*[5]int)(s[:i&3]))'])], () => [`panic(${panicValue(m, scope)})`], () => ['var e error', 'fmt.Println(e.Error())'], () => ['runtime.Gosched()', 'var mu sync.WaitGroup', 'mu.Add(-1)'],
  ])());
}

const recovering: Idiom = (m, scope) => called('defer func() {\n\tdescribe(recover())\n\tfmt.Println(recover() == nil)\n}()', failing(m, scope), 'fmt.Println("went on")');

/** A panic while another runs; a new one in its place. */
const nested: Idiom = (m, scope) => called(
  'defer func() {\n\tdescribe(recover())\n}()', `defer func() ${braces(m.pick(['describe(recover())', 'fmt.Println("first")', 'if e := recover(); e != nil {\n\tpanic(fmt.Sprint("again: ", e))\n}', 'defer func() {\n\tdescribe(recover())\n}()']), failing(m, scope))}()`,
  `defer func() ${braces(m.pick(['func() {\n\tdescribe(recover())\n}()', 'defer recover()', 'recover()', 'fmt.Println("second")', `defer func() ${braces(failing(m, scope))}()`]))}()`, failing(m, scope),
);

/** Results are what was set before the panic, or what deferred functions make of it. */
const results: Idiom = (m, scope) => {
  const type = m.types.any();
  const value = (): string => expression(m, type, scope, 1);
  return called(
    `f := func(fails bool) (n int, r ${type.name}, err error) ${braces(
      `defer func() ${braces('n++', `if e := recover(); e != nil ${braces(m.pick([`err = fmt.Errorf("caught %v", e)`, 'err, _ = e.(error)', `r = ${value()}`, `panic(e)`]))}`)}()`,
      `r = ${value()}`, `if fails ${failing(m, scope)}`, m.chance(2) ? `return 5, ${value()}, nil` : 'n = 9\nreturn',
    )}`,
    'several(f(false))', `n, r, err := f(true)`, 'fmt.Println(n, err)', print(m, type, 'r'),
  );
};

/** recover counts only in the deferred function itself, methods and method values included. */
const recoverers: Idiom = (m, scope) => m.pick([
  () => called('defer func() { describe(recover()) }()', 'defer catcher{"method"}.catch()', 'f := (&catcher{"value"}).catch', m.chance(2) ? 'defer f()' : 'defer func() { f() }()', failing(m, scope)),
  () => called('defer func() { describe(recover()) }()', 'var c interface{ catch() } = &catcher{"interface"}', 'defer c.catch()', 'func() {\n\tdefer func() {\n\t\tdefer func() { describe(recover()) }()\n\t\tpanic("inner")\n\t}()\n\t' + failing(m, scope).replace(/\n/g, '\n\t') + '\n}()'),
  () => called('for i := 0; i < 3; i++ ' + braces('func() ' + braces('defer func(i int) {\n\tfmt.Print(i, " ")\n\tdescribe(recover())\n}(i)', 'if i == 1 {\n\treturn\n}', failing(m, scope), 'fmt.Println("end")') + '()')),
  () => called('defer func() {\n\te := recover()\n\tvar target failure\n\terr, isError := e.(error)\n\tfmt.Println(isError && errors.As(err, &target), target.code)\n\tdescribe(e)\n}()', failing(m, scope)),
  () => called('done := make(chan interface{}, 1)', 'go func() {\n\tdefer func() { done <- recover() }()\n\t' + failing(m, scope).replace(/\n/g, '\n\t') + '\n}()', 'describe(<-done)'),
])();

/** A loop that goes on after each panic. */
const retrying: Idiom = (m, scope) => called('try := func(f func()) (failed bool) {\n\tdefer func() { failed = recover() != nil }()\n\tf()\n\treturn\n}', ...m.several(3, () => `fmt.Println(try(func() ${failing(m, scope)}))`), 'fmt.Println(try(func() { fmt.Println(try(func() { panic(1) })); panic(2) }))');

/** Goexit runs deferred functions and is no panic. */
const goexit: Idiom = (m, scope) => called('var wait sync.WaitGroup', 'wait.Add(1)', `go func() ${braces('defer wait.Done()', 'defer func() { fmt.Println("deferred", recover()) }()', m.chance(2) ? `defer func() ${braces('defer func() { describe(recover()) }()', failing(m, scope))}()` : '', 'runtime.Goexit()', 'fmt.Println("never")')}()`, 'wait.Wait()');

export const PANICS: readonly Idiom[] = [recovering, nested, results, recoverers, recoverers, retrying, goexit];
