import { expect, test } from 'vitest';
import { runGuest } from '../support/guest.ts';
import { runRandomGuests } from '../support/random-guests.ts';

test.each([
  ['one CPU', 1, '--ram 4M --swap 4M'],
  ['three CPUs and short slices', 2, '--ram 4M --swap 1M --cpus 3 --slice 500'],
  ['a small TLB', 3, '--ram 4M --swap 4M --tlb 4x2 --disk none'],
])('guests of random text break nothing and leave nothing behind: %s', async (_name, seed, flags) => {
  const { instructions, problems } = await runRandomGuests(seed, 25, 30_000, flags);
  expect(problems).toEqual([]);
  expect(instructions).toBeGreaterThan(300_000);
});

test('a parent in vfork whose child runs for ever can be ended', async () => {
  const source = `
        .globl  _start
        .text
_start: li      a7, 190                 # vfork
        ecall
1:      j       1b
`;
  expect((await runGuest(source, { flags: '--max-steps 1000' })).code).toBe(152);
});
