/** Where write barriers stand, that all are there, and that a missing one is found. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readExecutable } from '../../../src/elf/read-executable.ts';
import { encodeI } from '../../../src/isa/encoding.ts';
import { Op } from '../../../src/isa/opcodes.ts';
import { Reg } from '../../../src/isa/registers.ts';
import { listing } from '../../../src/toolchain/listing.ts';
import { compileTexts, compileWithLibrary, executableOf, runGoText } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { inRepository } from '../../support/repository.ts';

const WATCHED = { flags: '--env GODEBUG=wbshadow=1' };
/** The test before a store: a branch if gp is not zero. */
const TEST = /^ *([0-9a-f]+):.*\bbnez\s+gp,/;

/** Addresses of the tests in function `name` of a listing. */
function testsIn(text: string, name: string): number[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.endsWith(`<${name}>:`));
  const end = lines.findIndex((line, i) => i > start && line === '');
  return lines.slice(start, end).flatMap((line) => TEST.exec(line)?.[1] ?? []).map((va) => parseInt(va, 16));
}

interface Case {
  readonly title: string;
  readonly body: string;
  readonly tests: number;
}

const CASES: readonly Case[] = [
  { title: 'a pointer into an object', body: 'p.next = q', tests: 1 },
  { title: 'nil: the collector must hear of what was there', body: 'p.next = nil', tests: 1 },
  { title: 'two pointers in a row share a test', body: 'p.next, p.other = q, p', tests: 1 },
  { title: 'a pointer through an index', body: 'list[i] = p', tests: 1 },
  { title: 'a string has one pointer', body: 'p.name = name', tests: 1 },
  { title: 'an interface has one, its type is none', body: 'p.any = a', tests: 1 },
  { title: 'a package variable', body: 'global = p', tests: 1 },
  { title: 'a number', body: 'p.number = i', tests: 0 },
  { title: 'a local variable whose address is taken', body: 'var local *T; pp := &local; look(pp); *pp = p; local = q; look(pp)', tests: 0 },
  { title: 'a local variable by its name', body: 'var local *T; look(&local); local = q; look(&local)', tests: 0 },
  { title: 'constants of a new object', body: 'global2(&T{name: "fresh", number: 1})', tests: 0 },
  { title: 'a pointer of a new object', body: 'global2(&T{next: p})', tests: 1 },
  { title: 'a word of a new object that is written twice', body: 't := &T{next: p}; t.next = nil; global2(t)', tests: 1 },
  { title: 'a pointer to what is not in the heap', body: 'o.self = o', tests: 0 },
  { title: 'a copy of a large struct', body: '*p = *q', tests: 1 },
  { title: 'a copy to the frame', body: 't := *q; look(&t.next)', tests: 0 },
];

const SOURCE = `package main

type T struct {
	next, other *T
	name        string
	any         any
	number      int
}

//go:notinheap
type outside struct{ self *outside }

var global *T

//go:noinline
func global2(t *T) { global = t }

//go:noinline
func look(p **T) {}

${CASES.map(({ body }, i) => `//go:noinline\nfunc case${i}(p, q *T, list []*T, i int, name string, a any, o *outside) { ${body} }\n`).join('\n')}
func main() {
	t, u := new(T), new(T)
${CASES.map((_, i) => `\tcase${i}(t, u, make([]*T, 1), 0, "", nil, new(outside))`).join('\n').replaceAll('new(outside)', 'nil')}
}
`.replace('o.self = o', 'if o != nil { o.self = o }');

describe('a barrier stands where a pointer is stored', () => {
  let text = '';
  beforeAll(() => {
    text = listing(executableOf(compileTexts({ 'main.go': SOURCE })), 'a.out', { aliases: true });
  });
  test.each(CASES.map((each, number) => ({ ...each, number })))('$title', ({ number, tests }) => {
    expect(testsIn(text, `main.case${number}`)).toHaveLength(tests);
  });
});

const EVERYTHING = `package main

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

type pair struct{ key *int; value string }
type wide struct{ a, b, c, d, e, f *int; rest [20]*int }

var (
	pairs  [3]pair
	chosen any
	shared atomic.Value
	raw    unsafe.Pointer
)

func ptr(i int) *int { return &i }

func moves() int {
	w := &wide{a: ptr(1), f: ptr(2)}
	v := new(wide)
	*v = *w
	v.rest[7] = ptr(3)
	list := []wide{*v, *w}
	list = append(list, list...)
	copy(list[1:], list)
	list[0] = wide{}
	pairs[1] = pair{ptr(4), strings.Repeat("x", 5)}
	pairs[2], pairs[1] = pairs[1], pair{}
	return *list[1].a + *list[1].rest[7] + len(pairs[2].value)
}

func maps() int {
	m := map[string][]*int{}
	for i := 0; i < 200; i++ {
		k := fmt.Sprint(i % 50)
		m[k] = append(m[k], ptr(i))
		if i%7 == 0 {
			delete(m, fmt.Sprint(i%13))
		}
	}
	sum := 0
	for k, list := range m {
		for _, p := range list {
			sum += *p
		}
		delete(m, k)
	}
	inner := map[int]map[string]any{1: {"a": 1, "b": ptr(2)}}
	inner[2] = inner[1]
	return sum + len(inner[2])
}

func channels() int {
	c, d := make(chan *pair, 2), make(chan []string)
	var wg sync.WaitGroup
	for i := 0; i < 5; i++ {
		i := i
		wg.Add(1)
		go func() {
			defer wg.Done()
			c <- &pair{ptr(i), "p"}
			d <- []string{fmt.Sprint(i)}
		}()
	}
	sum, text := 0, []string{}
	for i := 0; i < 10; i++ {
		select {
		case p := <-c:
			sum += *p.key
		case s := <-d:
			text = append(text, s...)
		}
	}
	wg.Wait()
	sort.Strings(text)
	return sum + len(strings.Join(text, ","))
}

func deferred() (err error) {
	defer func() { err = fmt.Errorf("after %v", recover()) }()
	var p *pair
	p.key = ptr(1)
	return nil
}

func main() {
	fmt.Println(moves(), maps(), channels(), deferred())
	chosen = &pairs
	shared.Store(pair{ptr(9), "stored"})
	atomic.StorePointer(&raw, unsafe.Pointer(ptr(5)))
	old := atomic.SwapPointer(&raw, unsafe.Pointer(ptr(6)))
	fmt.Println(*shared.Load().(pair).key, *(*int)(old), atomic.CompareAndSwapPointer(&raw, old, nil), len(os.Args))
}
`;

test('every store of a pointer has its barrier, and programs do not notice', async () => {
  const plain = await runGoText(EVERYTHING);
  const watched = await runGoText(EVERYTHING, { ...WATCHED, checkBarriers: true });
  expect([plain.code, plain.stderr]).toEqual([0, '']);
  expect([watched.code, watched.stdout, watched.stderr]).toEqual([0, plain.stdout, '']);
});

const HIDDEN = `package main

import "unsafe"

type node struct{ next *node; v int }

var first, second *node

//go:noinline
func hide(n, m *node) {
	*(*uintptr)(unsafe.Pointer(&n.next)) = uintptr(unsafe.Pointer(m))
}

func main() {
	first, second = &node{v: 1}, &node{v: 2}
	hide(first, second)
	println(first.next.v)
}
`;

test('a store that the compiler does not know to be one of a pointer is found where it is made', async () => {
  const { code, stderr } = await runGoText(HIDDEN, { ...WATCHED, checkBarriers: true });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^runtime: main\.hide at .*main\.go:11 stored a pointer without write barrier\n/);
  expect(stderr).toContain('\nfatal error: pointer stored without write barrier\n');
});

test('without looking at each store it is found when words are compared', async () => {
  const { code, stderr } = await runGoText(HIDDEN, WATCHED);
  expect([code, stderr.split('\n')[0]]).toEqual([2, '2']);
  expect(stderr).toContain('fatal error: pointer stored without write barrier');
});

const linker = (last: string): string => `package main

type node struct{ next *node }

var head *node

//go:noinline
func link(n, m *node) { n.next = m }

//go:noinline
func clear(n *node) { n.next = nil }

func main() {
	head = &node{}
	link(head, new(node))
	clear(head)
	link(head, new(node))
	${last}(head${last === 'link' ? ', head' : ''})
}
`;

test.each(['link', 'clear'])('a barrier taken out of %s is missed', async (name) => {
  const elf = executableOf(compileTexts({ 'main.go': linker(name) })).slice();
  expect((await runGuest(elf, WATCHED)).code).toBe(0);
  const [va] = testsIn(listing(elf, 'a.out', { aliases: true }), `main.${name}`);
  const segment = readExecutable(elf).segments.find((each) => va! >= each.va && va! < each.va + each.fileLength)!;
  new DataView(elf.buffer, elf.byteOffset).setInt32(segment.offset + va! - segment.va, encodeI(Op.Addi, Reg.Zero, Reg.Zero, 0), true);
  const { code, stderr } = await runGuest(elf, WATCHED);
  expect([code, stderr.includes('fatal error: pointer stored without write barrier')]).toEqual([2, true]);
});

const FLUSH = 'runtime/mwbbuf.go';

/** What the compiler says if the function that empties the buffer of barriers calls `store`. */
function complaintsAbout(store: string): readonly string[] {
  const text = readFileSync(inRepository('src/runtime', FLUSH), 'utf8');
  const start = 'func wbBufFlush1(pp *p, slot, new uintptr) {\n';
  expect(text).toContain(start);
  const changed = `${text.replace(start, `${start}\tstoreOne(&maing)\n`)}\n${store}\n`;
  return compileWithLibrary('package main\n\nfunc main() {}\n', { [FLUSH]: changed }).errors;
}

test.each([
  ['', /mwbbuf\.go:\d+: write barrier prohibited by caller; runtime\.storeOne\n\tcalled by runtime\.wbBufFlush1$/],
  ['//go:nowritebarrier\n', /mwbbuf\.go:\d+: write barrier prohibited$/],
  ['//go:yeswritebarrierrec\n', null],
])('what must not have barriers has none: %j', (pragma, wanted) => {
  const errors = complaintsAbout(`${pragma}//go:noinline\nfunc storeOne(p **g) { *p = nil }`);
  expect(errors).toHaveLength(wanted === null ? 0 : 1);
  if (wanted !== null) expect(errors[0]).toMatch(wanted);
});
