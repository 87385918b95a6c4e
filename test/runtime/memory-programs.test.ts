/** Programs about the heap: what they print is what real Go 1.19 for 386 printed with its collector stopping the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../../src/cli/go-sources.ts';
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

  test('a pointer to a slot that was freed ends the program with the list of slots', async () => {
    const { stderr, code } = await runGuest(buildGo([inRepository('test/golden/oracle-go/o09c_zombie.go')]));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^runtime: marked free object in span 0x[0-9a-f]+, elemsize=64 freeindex=0 \(bad use of unsafe\.Pointer\? try -d=checkptr\)\n/);
    expect(stderr.match(/^0x[0-9a-f]+ free  marked   zombie$/gm)).toHaveLength(1);
    expect(stderr.match(/^0x[0-9a-f]+ (alloc|free ) (marked  |unmarked)( zombie)?$/gm)).toHaveLength(128);
    expect(stderr).toContain('\nfatal error: found pointer to free object\n');
  });
});

test('the table of size classes is what its generator prints', async () => {
  const { stdout, code } = await runGuest(buildGo([inRepository('src/runtime/runtime/mksizeclasses.go')]));
  const words = (text: string): string => text.replace(/\s+/g, ' ');
  expect(code).toBe(0);
  expect(words(stdout)).toBe(words(readFileSync(inRepository('src/runtime/runtime/sizeclasses.go'), 'utf8')));
});
