import { expect, test } from 'vitest';
import { compare, type ComparisonMode } from '../support/reference-comparison.ts';

/** Another stretch of seeds than the ordinary tests, several times as long; SEED moves it on. */
const FIRST_SEED = 1_000_000 * (1 + Number(process.env['SEED'] ?? 0));

test.each<[string, number, Omit<ComparisonMode, 'seed'>]>([
  ['after every instruction', 6000, { instructions: 400, budgets: 'single' }],
  ['at the ends of random budgets', 6000, { instructions: 2000, budgets: 'random' }],
  ['with the TLB flushed at every instruction', 600, { instructions: 400, budgets: 'single', flush: true, evict: true }],
  ['with pages taken away all the time', 2000, { instructions: 2000, budgets: 'random', evict: true }],
  ['with a snapshot every 1000 instructions', 1000, { instructions: 10_000, budgets: 'random', snapshotEvery: 1000 }],
])('the interpreter agrees with the plain one %s', (_name, programs, mode) => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + programs; seed++) expect(compare({ ...mode, seed }).difference).toBeNull();
});
