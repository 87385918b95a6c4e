/** Go's own test programs under stress, half 2 of 2. */
import { describe, expect, test } from 'vitest';
import { hasGoSources } from '../support/go-distribution.ts';
import { runCorpus } from '../support/stressed-corpus.ts';

describe.runIf(hasGoSources)('programs of the Go distribution', () => {
  test('do what they do when collections are frequent and stacks move', async () => {
    const { programs, unfinished, differences } = await runCorpus(['--stress gc=7', '--stress move-stack'], 1, 2);
    console.log(`${programs} programs; out of instructions: ${unfinished.join(', ') || 'none'}`);
    expect(programs).toBeGreaterThan(200);
    expect(differences).toEqual([]);
    expect(unfinished.length / programs).toBeLessThan(0.1);
  });
});
