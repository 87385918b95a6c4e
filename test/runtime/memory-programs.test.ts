/** Programs about the heap: what they print is what real Go 1.19 for 386 printed with its collector stopping the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../../src/cli/go-sources.ts';
import { compileTexts, executableOf } from '../support/go-program.ts';
import { runGuest } from '../support/guest.ts';
import { inRepository } from '../support/repository.ts';

const namesIn = (folder: string): string[] =>
  readdirSync(inRepository(folder)).filter((name) => name.endsWith('.go')).map((name) => name.slice(0, -'.go'.length)).sort();
const golden = (folder: string, name: string): string => readFileSync(inRepository(`test/golden/${folder}/${name}.out`), 'latin1');

describe('programs/runtime', () => {
  test.each(namesIn('programs/runtime'))('%s prints what real Go prints', async (name) => {
    const { stdout, stderr, code } = await runGuest(buildGo([inRepository(`programs/runtime/${name}.go`)]));
    expect({ output: stdout + stderr, code }).toEqual({ output: golden('runtime', name), code: 0 });
  });
});

describe('what programs can see of memory', () => {
  test.each(namesIn('test/golden/go-memory'))('%s', async (name) => {
    const { stdout, stderr, code } = await runGuest(buildGo([inRepository(`test/golden/go-memory/${name}.go`)]), { flags: '--env GODEBUG=checkheap=1' });
    expect({ output: stdout + stderr, code }).toEqual({ output: golden('go-memory', name), code: 0 });
  });
});

/** What SetFinalizer refuses, in Go's words. */
const FINALIZER_ERRORS: readonly (readonly [string, string])[] = [
  ['runtime.SetFinalizer(nil, nil)', 'first argument is nil'],
  ['runtime.SetFinalizer(5, nil)', 'first argument is int, not pointer'],
  ['runtime.SetFinalizer((*int)(nil), nil)', 'pointer not in allocated block'],
  ['runtime.SetFinalizer(&inner.b, func(*[100]byte) {})', 'pointer not at beginning of allocated block'],
  ['runtime.SetFinalizer(x, 5)', 'second argument is int, not a function'],
  ['runtime.SetFinalizer(x, func() {})', 'cannot pass *[100]int to finalizer func()'],
  ['runtime.SetFinalizer(x, func(a, b *int) {})', 'cannot pass *[100]int to finalizer func(*int, *int)'],
  ['runtime.SetFinalizer(x, func(s string) {})', 'cannot pass *[100]int to finalizer func(string)'],
  ['runtime.SetFinalizer(x, func(s ...*[100]int) {})', 'cannot pass *[100]int to finalizer func(...*[100]int) because dotdotdot'],
  ['runtime.SetFinalizer(x, func(e error) {})', 'cannot pass *[100]int to finalizer func(error)'],
  ['runtime.SetFinalizer(x, func(*[100]int) {}); runtime.SetFinalizer(x, func(*[100]int) {})', 'finalizer already set'],
];

test('SetFinalizer says what is wrong', async () => {
  const cases = FINALIZER_ERRORS.map(([statement], i) => `case "${i}":\n${statement}\n`).join('');
  const text = `package main\nimport ("os"; "runtime")\nvar x = new([100]int)\nvar inner *struct { p *int; b [100]byte }\nfunc main() {\n x = new([100]int)\n inner = new(struct { p *int; b [100]byte })\n switch os.Args[1] {\n${cases} }\n}\n`;
  const program = executableOf(compileTexts({ 'main.go': text }));
  for (const [i, [, complaint]] of FINALIZER_ERRORS.entries()) {
    const { stderr, code } = await runGuest(program, { arguments: [String(i)] });
    expect({ first: stderr.split('\n')[0], code }).toEqual({ first: `fatal error: runtime.SetFinalizer: ${complaint}`, code: 2 });
  }
});

describe('facts of the allocator', () => {
  test.each(['o01_sizeclass', 'o02_append', 'o04_tiny', 'o05_memstats'])('%s', async (name) => {
    const { stderr, code } = await runGuest(buildGo([inRepository(`test/golden/oracle-go/${name}.go`)]));
    expect({ stderr, code }).toEqual({ stderr: golden('oracle-go', name), code: 0 });
  });
});

describe('the heap finds that it was abused', () => {
  test('a pointer to a span that was freed ends the program with the object that holds it', async () => {
    const { stderr, code } = await runGuest(buildGo([inRepository('test/golden/oracle-go/o09b_badptr.go')]));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^runtime: pointer (0x[0-9a-f]+) to unallocated span span\.base\(\)=\1 span\.limit=0x[0-9a-f]+ span\.state=0\n/);
    expect(stderr).toMatch(/\nruntime: found in object at \*\((0x[0-9a-f]+)\+0x0\)\nobject=\1 s\.base\(\)=0x[0-9a-f]+ .* s\.state=mSpanInUse\n \*\(object\+0\) = 0x[0-9a-f]+ <==\n/);
    expect(stderr).toContain('\nfatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)\n');
  });

  test('with invalidptr=0 nobody looks', async () => {
    const { stderr, code } = await runGuest(buildGo([inRepository('test/golden/oracle-go/o09b_badptr.go')]), { flags: '--env GODEBUG=invalidptr=0' });
    expect({ stderr, code }).toEqual({ stderr: 'not detected\n', code: 0 });
  });

  test('an object hidden in a number is freed, and full of 0xdeadbeef under clobberfree', async () => {
    const program = buildGo([inRepository('test/golden/oracle-go/o09c_zombie.go')]);
    const { stderr } = await runGuest(program, { flags: '--env GODEBUG=clobberfree=1' });
    expect(stderr).toMatch(/deadbeef/);
  });

  test('a pointer to a slot that was freed ends the program with the list of slots', async () => {
    const { stderr, code } = await runGuest(buildGo([inRepository('test/golden/oracle-go/o09c_zombie.go')]));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^runtime: marked free object in span 0x[0-9a-f]+, elemsize=64 freeindex=0 \(bad use of unsafe\.Pointer\? try -d=checkptr\)\n/);
    expect(stderr.match(/^0x[0-9a-f]+ free  marked   zombie$/gm)).toHaveLength(1);
    expect(stderr.match(/^0x[0-9a-f]+ (alloc|free ) (marked  |unmarked)( zombie)?$/gm)).toHaveLength(128);
    expect(stderr).toContain('\nfatal error: found pointer to free object\n');
  });
});

test('a program that uses up its address space ends with what it had', async () => {
  const { stderr, code } = await runGuest(buildGo([inRepository('test/golden/oracle-go/o09e_oom.go')]));
  expect(stderr).toMatch(/\nruntime: out of memory: cannot allocate 67108864-byte block \(\d{10} in use\)\nfatal error: out of memory\n/);
  expect(code).toBe(2);
});

test('allocfreetrace tells of allocations, of frees, and at each collection where all goroutines are', async () => {
  const text = `package main\nimport "runtime"\nvar p *[100]int\nfunc main() {\n p = new([100]int)\n p = nil\n runtime.GC()\n}\n`;
  const { stderr, code } = await runGuest(executableOf(compileTexts({ 'main.go': text })), { flags: '--env GODEBUG=allocfreetrace=1' });
  const address = /^tracealloc\((0x[0-9a-f]+), 0x1a0, \[100\]int\)$/m.exec(stderr)?.[1];
  expect(stderr).toMatch(/\ntracegc\(\)\n\ngoroutine 1 \[running\]:\nruntime\.GC\(\)\n[^]*\nend tracegc\n\n/);
  expect(stderr.indexOf(`tracefree(${address}, 0x1a0)`)).toBeGreaterThan(stderr.indexOf('end tracegc'));
  expect(code).toBe(0);
});

test('the table of size classes is what its generator prints', async () => {
  const { stdout, code } = await runGuest(buildGo([inRepository('src/runtime/runtime/mksizeclasses.go')]));
  const words = (text: string): string => text.replace(/\s+/g, ' ');
  expect(code).toBe(0);
  expect(words(stdout)).toBe(words(readFileSync(inRepository('src/runtime/runtime/sizeclasses.go'), 'utf8')));
});
