/** Random object graphs keep what is reachable and nothing else; many more seeds are in test/gc. */
import { expect, test } from 'vitest';
import { buildGo } from '../../src/cli/go-sources.ts';
import { runGuest } from '../support/guest.ts';
import { inRepository } from '../support/repository.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const STEPS = 250;

const program = buildGo([inRepository('test/gc/object_graphs.go')]);

test.each(SEEDS)('seed %i', async (seed) => {
  const { stderr, code } = await runGuest(program, { flags: '--env GODEBUG=checkheap=1,clobberfree=1', arguments: [String(seed), String(STEPS)] });
  expect({ stderr, code }).toEqual({ stderr: expect.stringMatching(/^intact \d+\n$/), code: 0 });
});
