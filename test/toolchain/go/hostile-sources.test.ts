/** Sources that nobody would write: whatever they are, there are diagnostics or a program, soon. Words are those of go build 1.19.8 where it has any. */
import { describe, expect, test } from 'vitest';
import { TOO_DEEP } from '../../../src/toolchain/go/stack-limit.ts';
import { complaintsOf, compileTexts, runGoText } from '../../support/go-program.ts';

const inMain = (body: string, declarations = ''): string => `package main\n${declarations}\nfunc main() {\n${body}\n}\n`;
const times = (count: number, text: (i: number) => string, separator = '\n'): string => Array.from({ length: count }, (_, i) => text(i)).join(separator);
const MANY = 10_000;
const STEPS = 10_000_000;

const firstComplaint = (text: string): string | undefined => complaintsOf(compileTexts({ 'main.go': text }))[0];

describe('what nests too deeply is refused', () => {
  test.each([
    ['a sum of ten thousand terms', inMain(`x := 1\nprintln(x${' + x'.repeat(MANY)})`)],
    ['a joined string of ten thousand', inMain(`s := ""\nprintln(s${' + s'.repeat(MANY)})`)],
    ['conditions in a row', inMain(`b := true\nif b${' || !b'.repeat(MANY)} {}`)],
    ['methods called on each other\'s results', inMain(`t${'.m()'.repeat(MANY)}`, 'type T struct{}\nfunc (T) m() T { return T{} }\nvar t T')],
    ['fields of fields', inMain(`_ = t${'.n'.repeat(MANY)}`, 'type T struct{ n *T }\nvar t *T')],
    ['constants defined by the next', inMain('', times(MANY, (i) => `const c${i} = ${i === MANY - 1 ? '1' : `c${i + 1} + 1`}`))],
    ['types defined by the next', inMain('', times(MANY, (i) => `type t${i} ${i === MANY - 1 ? 'int' : `t${i + 1}`}`))],
    ['variables defined by the next', inMain('', times(MANY, (i) => `var v${i} = ${i === MANY - 1 ? '1' : `v${i + 1} + 1`}`))],
    ['functions that call the one before', inMain(`f${MANY - 1}()`, times(MANY, (i) => `func f${i}() { ${i === 0 ? '' : `f${i - 1}()`} }`))],
  ])('%s', (_situation, text) => expect(firstComplaint(text)).toBe(TOO_DEEP));

  test.each([
    ['parentheses', inMain(`_ = ${'('.repeat(MANY)}1${')'.repeat(MANY)}`)],
    ['blocks', inMain('{'.repeat(MANY) + '}'.repeat(MANY))],
    ['function literals', inMain('func() {'.repeat(MANY) + '}()\n'.repeat(MANY))],
    ['else after else', inMain(`x := 1\nif x == 0 {\n}${times(MANY, (i) => ` else if x == ${i} {\n}`, '')}`)],
    ['literals in literals', inMain(`_ = T${'{'.repeat(MANY)}${'}'.repeat(MANY)}`, 'type T []T')],
    ['types in types', inMain('', `var x ${'map[int]'.repeat(MANY)}int`)],
  ])('%s', (_situation, text) => expect(firstComplaint(text)).toMatch(/syntax error: nesting deeper than/));
});

describe('what is merely long compiles', () => {
  test.each([
    ['a sum of a thousand terms', inMain(`x := 1\nprintln(x${' + x'.repeat(1000)})`), '1001\n'],
    ['three hundred methods called on each other\'s results', inMain(`println(t${'.m()'.repeat(300)}.n)`, 'type T struct{ n int }\nfunc (t T) m() T { t.n++; return t }\nvar t T'), '300\n'],
    ['three hundred blocks', inMain(`x := 0\n${'{ x := x + 1; '.repeat(300)}println(x)${'}'.repeat(300)}`), '300\n'],
    ['a switch of a thousand cases', inMain(`x := 700\nswitch x {\n${times(1000, (i) => `case ${i}: println(${i})`)}\n}`), '700\n'],
    ['a thousand variables', inMain(`${times(1000, (i) => `v${i} := ${i}`)}\nprintln(${times(1000, (i) => `v${i}`, ' + ')})`), '499500\n'],
    ['a thousand parameters', inMain(`println(f(${times(1000, String, ', ')}))`, `func f(${times(1000, (i) => `p${i} int`, ', ')}) int { return p0 + p999 }`), '999\n'],
    ['a thousand labels and jumps', inMain(times(1000, (i) => `if x < 0 { goto l${(i * 7) % 1000} }\nl${i}: x++`), 'var x int'), ''],
  ])('%s', async (_situation, text, printed) => {
    const { stderr, code } = await runGoText(text, { flags: `--max-steps ${STEPS}` });
    expect([stderr, code]).toEqual([printed, 0]);
  });

  test.each([
    ['measured', 28, undefined],
    ['and found too large', 200, './main.go:32:6: type struct { a t29; b t29 } too large'],
  ])('structs of two structs each are %s', (_result, count, complaint) => {
    const doubled = times(count, (i) => `type t${i + 1} struct { a, b t${i} }`);
    expect(firstComplaint(`package main\ntype t0 struct { a, b int8 }\n${doubled}\nvar p *t${count}\nvar m map[t${count}]t${count}\nfunc main() { println(p == nil, len(m)) }\n`)).toBe(complaint);
  });
});

describe('sizes', () => {
  test.each([
    ['an array of two gigabytes', 'var a [1 << 29]int', '2:5: type [536870912]int too large'],
    ['an array beyond the address space', 'var a [1 << 20][1 << 20]int', '2:5: type [1048576][1048576]int larger than address space'],
    ['the elements of a literal', 'var s = []int32{1e9: 1}', '2:16: type [1000000001]int32 too large'],
    ['elements of a channel', 'var c chan [1 << 16]byte', '2:5: channel element type too large (>64kB)'],
    ['a constant of a million bits', 'const c = 1 << 1000000', '2:16: invalid operation: invalid shift count 1000000 (untyped int constant)'],
    ['an exponent of a billion', 'const c float64 = 1e1000000000', '2:19: malformed constant: 1e1000000000'],
    ['a constant string doubled sixty times', `const s0 = "ab"\n${times(60, (i) => `const s${i + 1} = s${i} + s${i}`)}`, 'constant string longer than 67108864 bytes'],
  ])('%s', (_situation, declarations, complaint) => expect(firstComplaint(inMain('', declarations))).toContain(complaint));

  test.each([
    ['in a frame, with its address given away', inMain('var a [200_000]*int\nx := 1\na[5] = &x\nf(&a)', '//go:noinline\nfunc f(a *[200_000]*int) {\n\tfor i, p := range a {\n\t\tif p != nil { println(i) }\n\t}\n}'), '5\n'],
    ['as a parameter', inMain('var a [200_000]*int\nf(a)', '//go:noinline\nfunc f(a [200_000]*int) { println(len(a)) }'), '200000\n'],
    ['that begins as data', inMain('println(len(a), a[199_999] == &x)', `var x int\nvar a = []*int{${'&x, '.repeat(200_000)}}`), '200000 true\n'],
  ])('an array of very many pointers %s', async (_situation, text, printed) => {
    const { stderr, code } = await runGoText(text, { flags: `--max-steps ${STEPS}` });
    expect([stderr, code]).toEqual([printed, 0]);
  });

  test('an array of two million interfaces is copied in a frame', () => {
    expect(firstComplaint(inMain('var x interface{} = T{}\n_ = x', 'type T [1 << 20]interface{}'))).toBeUndefined();
  });
});

describe('types that need themselves', () => {
  test.each([
    ['the size of its own literal', 'type T [unsafe.Sizeof(T{})]int', '3:23'],
    ['the length of its own literal', 'type T [len(T{})]int', '3:13'],
    ['as the element of a slice', 'type T [][len(T{})]int', '3:15'],
    ['as the element of a map', 'type T map[int][len(T{})]int', '3:21'],
    ['as a field', 'type T struct { a [unsafe.Sizeof(T{})]int }', '3:34'],
  ])('%s', (_situation, declaration, place) => {
    expect(firstComplaint(`package main\nimport "unsafe"\n${declaration}\nfunc main() { _ = unsafe.Sizeof(1) }\n`)).toBe(`./main.go:${place}: illegal cycle in type declaration`);
  });
});
