/** Which bounds checks are left in loops, and that those left out were not needed: the results of recorded runs of real Go. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listing } from '../../../src/toolchain/listing.ts';
import { compileFile, executableOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { checksInInnerLoops, functionsOf } from '../../support/loop-checks.ts';
import { inRepository } from '../../support/repository.ts';

const CHECKS = inRepository('test/golden/go-checks');

const functionsIn = (path: string) => functionsOf(listing(executableOf(compileFile(path)), path));

describe('bounds checks left in the inner loops of', () => {
  const source = readFileSync(`${CHECKS}/loops.go`, 'utf8');
  const functions = functionsIn(`${CHECKS}/loops.go`);
  const rows = [...source.matchAll(/^\/\/ (\d+)\n\/\/\n\/\/go:noinline\nfunc (\w+)/gm)].map(([, count, name]) => [name!, Number(count)] as const);

  test.each(rows)('%s: %i', (name, count) => {
    expect(checksInInnerLoops(functions.get(`main.${name}`)!)).toBe(count);
  });
});

test.each([
  ['programs/go/sieve.go', ['main']],
  ['programs/go/quicksort.go', ['partition', 'main']],
  ['test/bench/go/sieve.go', ['main']],
  ['test/bench/go/quicksort.go', ['partition', 'main']],
])('no bounds check is left in the inner loops of %s: %s', (path, names) => {
  const functions = functionsIn(inRepository(path));
  expect(names.map((name) => checksInInnerLoops(functions.get(`main.${name}`)!))).toEqual(names.map(() => 0));
});

test('limits, starts and steps at the ends of int panic as in real Go', async () => {
  const { stdout, code } = await runGuest(executableOf(compileFile(`${CHECKS}/loop_limits.go`)));
  expect({ stdout, code }).toEqual({ stdout: readFileSync(`${CHECKS}/loop_limits.out`, 'utf8'), code: 0 });
});
