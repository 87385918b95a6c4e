import { expect, test } from 'vitest';
import { fuzzCalls, fuzzElf, fuzzText } from '../support/fuzz.ts';

test('100 000 random system calls never throw on the host', async () => {
  expect(await fuzzCalls(2, 100_000)).toBe(100_000);
});

test('10 000 damaged ELF files never throw', async () => {
  expect(await fuzzElf(2, 10_000)).toBeGreaterThan(0);
});

test('10 000 random texts of up to 100 000 instructions never throw', async () => {
  expect(await fuzzText(2, 10_000, 100_000)).toBeGreaterThan(0);
});
