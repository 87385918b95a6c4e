/** Many seeds of the random object graphs, with the heap checked after each collection. */
import { describe, expect, test } from 'vitest';
import { buildGo } from '../../src/cli/go-sources.ts';
import { runGuest } from '../support/guest.ts';
import { inRepository } from '../support/repository.ts';

const SEEDS = 240;
const SEEDS_PER_TEST = 20;
const STEPS = 300;

const CONDITIONS: readonly (readonly [string, number, string])[] = [
  ['checked', SEEDS, '--env GODEBUG=checkheap=1,clobberfree=1'],
  ['marked twice', 40, '--env GODEBUG=gccheckmark=1,checkheap=1 --env GOGC=1'],
  ['collected at every 7th allocation', 20, '--stress gc=7'],
  ['with little memory', 20, '--ram 192K'],
];

describe.each(CONDITIONS)('random object graphs, %s', (_name, seeds, flags) => {
  const program = buildGo([inRepository('test/gc/object_graphs.go')]);
  const starts = Array.from({ length: Math.ceil(seeds / SEEDS_PER_TEST) }, (_, i) => 1 + i * SEEDS_PER_TEST);

  test.each(starts)(`keep what is reachable and nothing else, ${SEEDS_PER_TEST} seeds from %i`, async (first) => {
    for (let seed = first; seed < first + SEEDS_PER_TEST; seed++) {
      const { stderr, code } = await runGuest(program, { flags, arguments: [String(seed), String(STEPS)] });
      expect({ seed, stderr, code }).toEqual({ seed, stderr: expect.stringMatching(/^intact \d+\n$/), code: 0 });
    }
  });
});
