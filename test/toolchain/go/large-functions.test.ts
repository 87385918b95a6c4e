/** Functions so large that a pass that takes the square of something would not end in time. They run too: large is no excuse for wrong. */
import { expect, test } from 'vitest';
import { runGoText } from '../../support/go-program.ts';

const times = (count: number, text: (i: number) => string): string => Array.from({ length: count }, (_, i) => text(i)).join('\n');
const main = (body: string, declarations = ''): string => `package main\n${declarations}\nfunc main() {\n${body}\n}\n`;
const sumTo = (n: number): number => (n * (n - 1)) / 2;

const POINTERS = 1000;
const VARIABLES = 500;
const DEFERRED = 1000;
const WORDS = 1 << 18;

test.each([
  [
    'thousands of pointers alive over thousands of calls',
    main(`${times(POINTERS, (i) => `p${i} := f(${i})`)}\nsum := 0\n${times(POINTERS, (i) => `sum += *p${i}`)}\nprintln(sum)`, '//go:noinline\nfunc f(x int) *int { p := new(int); *p = x; return p }'),
    `${sumTo(POINTERS)}\n`,
  ],
  [
    'a large array of interfaces alive over many calls',
    main(`list := []interface{}{${WORDS}: nil}\n${times(300, () => 'f(list)')}\nprintln(len(list))`, '//go:noinline\nfunc f(list []interface{}) { list[0] = list[len(list)-1] }'),
    `${WORDS + 1}\n`,
  ],
  [
    'an array of a loop whose address is given away before anything is written to it',
    main(`for i := 0; i < 2; i++ {\nvar list [${WORDS}]*int\nf(&list)\nprintln(list[${WORDS - 1}] == nil)\n}`, `//go:noinline\nfunc f(list *[${WORDS}]*int) { list[0] = nil }`),
    'true\ntrue\n',
  ],
  [
    'thousands of checks of one slice',
    main(`a := make([]int, 10000)\nj := n\n${times(800, (i) => `a[j+${i}] = a[j-${i}] + 1`)}\nprintln(a[j])`, 'var n = 5000'),
    '1\n',
  ],
  [
    'variables that live over more branches than can be counted for each',
    main(`${times(VARIABLES, (i) => `v${i} := n`)}\n${times(VARIABLES, (i) => `if v${i} > 3 { v${(i * 7) % VARIABLES} += ${i} }`)}\nsum := 0\n${times(VARIABLES, (i) => `sum += v${i}`)}\nprintln(sum)`, 'var n = 4'),
    `${sumTo(VARIABLES) + 4 * VARIABLES}\n`,
  ],
  [
    'the same in a closure that has them',
    main(`${times(VARIABLES, (i) => `v${i} := n`)}\nf(func() {\nsum := 0\n${times(VARIABLES, (i) => `if v${i} > ${i} { sum += v${(i * 7) % VARIABLES} }`)}\n${times(VARIABLES, (i) => `sum += v${i}`)}\nprintln(sum)\n})`, 'var n = 4\n//go:noinline\nfunc f(call func()) { call() }'),
    `${4 * 4 + 4 * VARIABLES}\n`,
  ],
  [
    'variables changed in a loop with as many branches',
    main(`${times(VARIABLES, (i) => `v${i} := n`)}\nfor i := 0; i < 3; i++ {\n${times(VARIABLES, (i) => `if v${i} > i { v${i}-- }`)}\n}\nsum := 0\n${times(VARIABLES, (i) => `sum += v${i}`)}\nprintln(sum)`, 'var n = 4'),
    `${2 * VARIABLES}\n`,
  ],
  [
    'thousands of deferred calls',
    main(times(DEFERRED, (i) => `defer f(${i})`), `var sum int\nfunc f(x int) { sum += x; if x == 0 { println(sum) } }`),
    `${sumTo(DEFERRED)}\n`,
  ],
  [
    'a structure with a thousand embedded ones, each with a method',
    main('var s S\ns.M999()\nprintln(s.f999)', `${times(1000, (i) => `type T${i} struct { f${i} int }\nfunc (t *T${i}) M${i}() { t.f${i}++ }`)}\ntype S struct {\n${times(1000, (i) => `T${i}`)}\n}`),
    '1\n',
  ],
  [
    'hundreds of labels, each reached from behind',
    main(`x, rounds := 0, 0\n${times(600, (i) => `l${i}: x++`)}\n${times(600, (i) => `if x == ${2 * i + 600} && rounds < 3 { rounds++; goto l${i} }`)}\nprintln(x, rounds)`),
    '1650 3\n',
  ],
])('%s', async (_situation, text, printed) => {
  const { stderr, code } = await runGoText(text, { flags: '--max-steps 100000000' });
  expect([stderr, code]).toEqual([printed, 0]);
});
