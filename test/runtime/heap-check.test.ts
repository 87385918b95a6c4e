/** The checks of the heap find what is wrong: a program spoils one number or link behind the allocator's back, and the next collection says which. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../../src/cli/go-sources.ts';
import { compileTexts, executableOf } from '../support/go-program.ts';
import { runGuest } from '../support/guest.ts';
import { inRepository } from '../support/repository.ts';

/** What is wrong; how to get there, with s the span of x, which an mcache holds, and large that of y, which has it for itself; what is reported. */
const ROWS: readonly (readonly [string, string, string])[] = [
  ['a count of objects that is too high', 's.allocCount++', 'runtime: allocCount: 2, expected 1'],
  ['a count of objects that is too low', 'large.allocCount--', 'runtime: objects of a span in the wrong list: 0, expected 1'],
  ['a slot that is taken and was not allocated', 's.allocBits[0] |= 2', 'runtime: allocCount: 1, expected 2'],
  ['a mark on an unmarked object', 'large.gcmarkBits[0] |= 1', 'runtime: a mark since sweeping, in slots from: 0, expected 1'],
  ['a span in no list', 's.list = nil', 'runtime: a span in a list of another: 0, expected '],
  ['a span in the list of another class', 's.list = large.list', 'runtime: a span in a list of another: '],
  ['a list that goes nowhere', 'large.prev = s', 'runtime: links of a list: '],
  ['a span that was swept too early', 'large.sweepgen += 2', 'runtime: sweepgen '],
  ['pages that nobody has', 'allocPages(&mheap, 3)', 'runtime: pages taken: '],
  ['a span that is too long', 'large.npages++', 'runtime: the span of a page is another, at: '],
  ['bytes that nobody allocated', '*statistics += 8', 'runtime: objects of the class: '],
];

const PROGRAM = `
package main

import (
	"os"
	"runtime"
	"unsafe"
)

// The beginning of the runtime's mspan.
type span struct {
	next, prev, list      *span
	startAddr, npages     uintptr
	freeindex, nelems     uintptr
	allocCache            uint32
	allocBits, gcmarkBits *[32]uint32
	checkBits             *[32]uint32
	sweepgen, divMul      uint32
	allocCount            uintptr
}

//go:linkname spanOf runtime.spanOf
func spanOf(p uintptr) *span

//go:linkname allocPages runtime.(*mheap).allocPages
func allocPages(h *byte, npages uintptr) uintptr

//go:linkname mheap runtime.mheap_
var mheap byte

// Begins with the number of objects allocated by class.
//
//go:linkname memstats runtime.memstats
var memstats [68]uint64

var x *[64]int
var y *[10000]int

func main() {
	x = new([64]int)
	y = new([10000]int)
	runtime.GC()
	s, large := spanOf(uintptr(unsafe.Pointer(x))), spanOf(uintptr(unsafe.Pointer(y)))
	statistics := &memstats[50]
	switch os.Args[1] {
${ROWS.map(([, statement], row) => `\tcase "${row}":\n\t\t${statement}\n`).join('')}
	}
	runtime.GC()
	println("not found")
}
`;

describe('the next collection finds', () => {
  const executable = executableOf(compileTexts({ 'main.go': PROGRAM }));
  const run = (row: number) => runGuest(executable, { flags: '--env GODEBUG=checkheap=1', arguments: [String(row)] });

  test.each(ROWS.map((row, index) => [row[0], row[2], index] as const))('%s', async (_name, complaint, index) => {
    const { stderr, code } = await run(index);
    expect(stderr).toContain(complaint);
    expect(stderr).toContain('\nfatal error: heap check failed\n');
    expect(code).toBe(2);
  });

  test('nothing if nothing is wrong', async () => {
    expect(await run(ROWS.length)).toMatchObject({ stderr: 'not found\n', code: 0 });
  });
});

test.each(['hello', 'lru_cache', 'word_count'])('%s prints the same with a collection and a check at every allocation', async (name) => {
  const { stdout, stderr, code } = await runGuest(buildGo([inRepository(`programs/go/${name}.go`)]), { flags: '--stress gc=1' });
  expect({ stdout, stderr, code }).toEqual({ stdout: readFileSync(inRepository(`test/golden/go/${name}.out`), 'latin1'), stderr: '', code: 0 });
});
