import { expect, test } from 'vitest';
import { runRandomGuests } from '../support/random-guests.ts';

/** SEED moves on to other guests. */
const SEED = 1000 + Number(process.env['SEED'] ?? 0) * 1000;

test.each([
  ['one CPU', 0, '--ram 4M --swap 4M'],
  ['three CPUs and short slices', 1, '--ram 4M --swap 1M --cpus 3 --slice 500'],
  ['strict alignment, addresses at random', 2, '--ram 4M --swap 4M --strict-align --aslr'],
  ['a TLB of 8 entries, pages taken away', 3, '--ram 4M --swap 4M --tlb 8x2 --stress evict'],
])('2500 guests of random text, run for 100 000 instructions, break nothing and leave nothing behind: %s', async (_name, seed, flags) => {
  expect((await runRandomGuests(SEED + seed, 2500, 100_000, flags)).problems).toEqual([]);
});
