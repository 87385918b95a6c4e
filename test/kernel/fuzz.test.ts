import { expect, test } from 'vitest';
import { fuzzCalls, fuzzElf, fuzzText } from '../support/fuzz.ts';

test('random system calls with random arguments never throw on the host', async () => {
  expect(await fuzzCalls(1, 20_000)).toBe(20_000);
});

test('damaged ELF files are refused or run, and never throw', async () => {
  expect(await fuzzElf(1, 500)).toBeGreaterThan(0);
});

test('random words as text run or fault, and never throw', async () => {
  expect(await fuzzText(1, 200, 20_000)).toBeGreaterThan(0);
});
