/** Fault counts from the literature, cold misses included. */
import { describe, expect, test } from 'vitest';
import { parseReferenceString } from '../../src/experiments/reference-string.ts';
import { play } from '../../src/experiments/trace-player.ts';
import type { PolicyName } from '../../src/kernel/mm/replacement/policy-table.ts';

const STRINGS = {
  belady: '1 2 3 4 1 2 5 1 2 3 4 5',
  ostep: '0 1 2 0 1 3 0 3 1 2 1',
  silberschatz: '7 0 1 2 0 3 0 4 2 3 0 3 2 1 2 0 1 7 0 1',
  'silberschatz, 22 references': '7 0 1 2 0 3 0 4 2 3 0 3 0 3 2 1 2 0 1 7 0 1',
  stallings: '2 3 2 1 5 2 4 5 3 2 5 2',
  cyclic: '0 1 2 3 4 5 0 1 2 3 4 5 0 1 2 3 4 5',
};

type Row = readonly [frames: number, faults: number];
const TABLE: readonly (readonly [keyof typeof STRINGS, PolicyName, readonly Row[]])[] = [
  ['belady', 'fifo', [[3, 9], [4, 10], [5, 5]]],
  ['belady', 'lru', [[3, 10], [4, 8], [5, 5]]],
  ['belady', 'opt', [[3, 7], [4, 6], [5, 5]]],
  ['belady', 'clock', [[3, 9], [4, 10]]],
  ['belady', 'mru', [[3, 7], [4, 6]]],
  ['ostep', 'fifo', [[3, 7]]],
  ['ostep', 'lru', [[3, 5]]],
  ['ostep', 'opt', [[3, 5]]],
  ['ostep', 'mru', [[3, 5]]],
  ['ostep', 'clock', [[3, 7]]],
  ['silberschatz', 'fifo', [[3, 15], [4, 10], [5, 9]]],
  ['silberschatz', 'lru', [[3, 12], [4, 8], [5, 7]]],
  ['silberschatz', 'opt', [[3, 9], [4, 8], [5, 7]]],
  ['silberschatz', 'clock', [[3, 14], [4, 9]]],
  ['silberschatz, 22 references', 'fifo', [[3, 15], [4, 10], [5, 9]]],
  ['silberschatz, 22 references', 'lru', [[3, 12], [4, 8], [5, 7]]],
  ['silberschatz, 22 references', 'opt', [[3, 9], [4, 8], [5, 7]]],
  ['silberschatz, 22 references', 'clock', [[3, 14], [4, 9]]],
  ['stallings', 'fifo', [[3, 9]]],
  ['stallings', 'lru', [[3, 7]]],
  ['stallings', 'opt', [[3, 6]]],
  ['stallings', 'clock', [[3, 8]]],
  ['cyclic', 'fifo', [[5, 18], [6, 6]]],
  ['cyclic', 'lru', [[5, 18], [6, 6]]],
  ['cyclic', 'opt', [[5, 8], [6, 6]]],
  ['cyclic', 'mru', [[5, 8], [6, 6]]],
];

describe('published fault counts', () => {
  for (const [string, policy, rows] of TABLE) {
    const trace = parseReferenceString(STRINGS[string]);
    test.each(rows)(`${string}, ${policy}, %i frames: %i faults`, (frames, faults) => {
      expect(play(trace, { policy, frames, seed: 1 }).faults).toBe(faults);
    });
  }
});
