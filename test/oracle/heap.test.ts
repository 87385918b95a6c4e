/** The heaps of all programs that come along, at random moments and at every step of their first collections: nothing is ever out of order. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { compileGuest, lookAtHeap } from '../support/heap-guest.ts';
import { inRepository } from '../support/repository.ts';

const MOMENTS = 40;
/** Most programs end before. */
const LAST_INSTRUCTION = 30_000_000;
const COLLECTIONS = [1, 2, 3].flatMap((number) => ['mark', 'end', 'sweep', 'half'].map((part) => `gc=${number}:${part}`));

const programs = ['programs/go', 'programs/runtime'].flatMap((folder) =>
  readdirSync(inRepository(folder)).filter((name) => name.endsWith('.go')).map((name) => join(folder, name)));

test.each(programs)('%s', async (path) => {
  const random = new RandomStream(1, path);
  // Half of them early: start-up and small programs.
  const instants = Array.from({ length: MOMENTS }, (_, i) => `instr=${1 + random.below(i % 2 === 0 ? LAST_INSTRUCTION : 1_000_000)}`);
  const elf = compileGuest(readFileSync(inRepository(path), 'utf8'));
  const { looks, close } = await lookAtHeap(elf, [...instants, ...COLLECTIONS, 'exit'], { flags: '--env GOGC=20 --max-steps 100000000', limit: 100_000_000 });
  close();
  expect(looks.length).toBeGreaterThan(0);
  expect(looks.flatMap(({ moment, heap }) => heap.problems.map((problem) => [moment, problem]))).toEqual([]);
  // At the end of marking the collector knows of every object that the host can reach, and of no other.
  for (const { moment, heap } of looks) {
    if (moment.kind !== 'collection' || moment.part !== 'end') continue;
    const live = heap.classes.map(({ sizeClass, noscan, reachable }) => [sizeClass, noscan, reachable]);
    expect(heap.classes.map(({ sizeClass, noscan, marked }) => [sizeClass, noscan, marked])).toEqual(live);
  }
});
