/** What it costs to start a program, and which initial values of variables are data. */
import { describe, expect, test } from 'vitest';
import { collectStat } from '../../../src/cli/stat-report.ts';
import { readExecutableSections } from '../../../src/elf/read-sections.ts';
import { compileTexts, runGoText } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';

const PRINTLN = 'package main\n\nfunc main() { println("hello") }\n';
const FMT = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n';

test.each([
  ['println', PRINTLN, 100_000, 40],
  ['fmt.Println', FMT, 200_000, 40],
])('a program that says hello by %s starts within bounds of instructions and pages', async (_name, source, instructions, pages) => {
  const { kernel, code } = await runGuest(compileTexts({ 'main.go': source }).elf!);
  const { counters } = collectStat(kernel, 'hello', code);
  expect(code).toBe(0);
  expect(counters.instructions).toBeLessThan(instructions);
  expect(counters['page-faults']).toBeLessThanOrEqual(pages);
});

test('fmt comes with at most 200 KiB of code', () => {
  const { sections } = readExecutableSections(compileTexts({ 'main.go': FMT }).elf!);
  expect(sections.find(({ name }) => name === '.text')!.length).toBeLessThanOrEqual(200 * 1024);
});

describe('initial values', () => {
  const declarations = `
    type T struct { a int; b *T; s []string }
    type S int
    func (s S) String() string { return "S" }
    type U struct { v int }
    func (u *U) String() string { return "U" }
    type I interface { String() string }
    func double(x int) int { return 2 * x }
    func called() int { t2 = nil; return 1 }
    var x = 5
    var px = &x
    var t1 = &T{1, &T{2, nil, nil}, []string{"a", "b"}}
    var ts = []*T{{a: 3}, {a: 4, b: t2}, nil}
    var t2 = &T{a: 9}
    var t3 = t2
    var e interface{} = 42
    var e2 I = S(7)
    var e3 I = &U{5}
    var arr = [...]interface{}{1, "x", 2.5, nil, S(3), []int{1, 2}, struct{}{}}
    var fs = []func(int) int{double, nil}
    var psl = &[]int{1, 2, 3}
    var nested = [][]*U{{{1}, {2}}, {}}
    var one = called()
    var t4 = t2
    var i64 interface{} = int64(1) << 40`;

  test('literals, pointers to them, functions, interfaces and copies are as written', async () => {
    const body = `
      *px = 6; e3.(*U).v = 8
      println(x, t1.b.a, t1.s[1], ts[0].a, ts[1].b.a, ts[2] == nil, t3.a, e.(int), e2.String(), int(e2.(S)), e3.(*U).v)
      println(arr[0].(int), arr[1].(string), arr[2].(float64), arr[3] == nil, arr[4].(S), len(arr[5].([]int)), arr[6] == struct{}{})
      println(fs[0](4), fs[1] == nil, (*psl)[2], nested[0][1].v, len(nested[1]), one, t4 == nil, i64.(int64))`;
    const { stderr } = await runGoText(`package main\n${declarations}\nfunc main() {\n${body}\n}\n`);
    expect(stderr).toBe('6 2 b 3 9 true 9 42 S 7 8\n1 x +2.500000e+000 true 3 2 true\n8 true 3 2 0 1 true 1099511627776\n');
  });

  test('only those that need it are computed at start-up', () => {
    const { symbols } = readExecutableSections(compileTexts({ 'main.go': `package main\n${declarations}\nfunc main() { println(t1, t3, t4) }\n` }).elf!);
    const names = symbols.map(({ name }) => name);
    // one, and t4, which is copied from a variable that the call may have changed.
    expect(names.filter((name) => /^main\.init\.\d+·var$/.test(name))).toHaveLength(2);
    expect(names).toContain('main.t3');
    expect(names).not.toContain('main.arr');
  });

  test('zeros of literals that are mostly empty are not in the executable', async () => {
    const text = 'package main\nvar s = []byte{1e7: 1}\nvar t = &[1e7]int8{5: -1}\nfunc main() { println(len(s), s[1e7], s[5], t[5], t[6]) }\n';
    expect(compileTexts({ 'main.go': text }).elf!.length).toBeLessThan(1 << 20);
    expect((await runGoText(text)).stderr).toBe('10000001 1 0 -1 0\n');
  });
});
