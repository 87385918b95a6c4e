/** What holds for every reference string, tried on random ones; fast-check prints the seed of a failure. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReferenceString } from '../../src/experiments/reference-string.ts';
import { play, TracePlayer } from '../../src/experiments/trace-player.ts';
import { POLICY_NAMES, type PolicyName } from '../../src/kernel/mm/replacement/policy-table.ts';
import type { ReferenceTrace } from '../../src/observe/reference-trace.ts';
import { NAIVE_FAULTS } from '../support/naive-policies.ts';

const strings = fc.integer({ min: 1, max: 14 }).chain((pages) => fc.array(fc.nat(pages), { minLength: 1, maxLength: 120 }));
const frameCounts = fc.integer({ min: 1, max: 10 });
const toTrace = (pages: readonly number[], isWrite: (index: number) => boolean = () => false): ReferenceTrace =>
  parseReferenceString(pages.map((page, index) => `${page}${isWrite(index) ? 'w' : ''}`).join(' '));
const faults = (trace: ReferenceTrace, policy: PolicyName, frames: number): number => play(trace, { policy, frames, seed: 1 }).faults;

/** The pages evicted, in order. */
function victims(trace: ReferenceTrace, policy: PolicyName, frames: number): number[] {
  const player = new TracePlayer(trace, { policy, frames, seed: 1 });
  const evicted: number[] = [];
  for (let step = player.step(); step !== null; step = player.step()) if (step.victim >= 0) evicted.push(step.victim);
  return evicted;
}

describe('every policy', () => {
  test.each(POLICY_NAMES)('%s has at least the faults of opt, and counts what there is to count', (policy) => {
    fc.assert(
      fc.property(strings, frameCounts, (pages, frames) => {
        const trace = toTrace(pages, (index) => index % 3 === 0);
        const result = play(trace, { policy, frames, seed: 1 });
        const distinct = new Set(pages).size;
        expect(result.faults).toBeGreaterThanOrEqual(faults(trace, 'opt', frames));
        expect(result.cold).toBe(distinct);
        expect(result.faults).toBeLessThanOrEqual(pages.length);
        expect(result.writeBacks).toBeLessThanOrEqual(Math.max(0, result.faults - frames));
        if (distinct <= frames) expect(result).toMatchObject({ faults: distinct, writeBacks: 0 });
      }),
    );
  });

  test.each(POLICY_NAMES)('%s goes on from a saved state as if nothing had been', (policy) => {
    fc.assert(
      fc.property(strings, frameCounts, fc.nat(100), (pages, frames, cut) => {
        const trace = toTrace(pages);
        const player = new TracePlayer(trace, { policy, frames, seed: 1 });
        const undisturbed = victims(trace, policy, frames);
        const evicted: number[] = [];
        for (let i = 0; ; i++) {
          if (i === cut) {
            const saved = player.policy.saveState();
            const shown = player.describePolicy();
            scramble(player);
            player.policy.restoreState(saved);
            expect(player.describePolicy()).toEqual(shown);
          }
          const step = player.step();
          if (step === null) break;
          if (step.victim >= 0) evicted.push(step.victim);
        }
        expect(evicted).toEqual(undisturbed);
      }),
      { numRuns: 50 },
    );
  });
});

/** Throws every page out of the policy, which leaves its lists, counters and hands changed. */
function scramble(player: TracePlayer): void {
  for (const [frame, page] of player.frames().entries()) {
    if (page >= 0) player.policy.freed(frame);
  }
}

describe('against the plain definitions', () => {
  test.each(Object.keys(NAIVE_FAULTS) as PolicyName[])('%s faults as often as its twenty-line model', (policy) => {
    fc.assert(
      fc.property(strings, frameCounts, (pages, frames) => {
        expect(faults(toTrace(pages), policy, frames)).toBe(NAIVE_FAULTS[policy]!(pages, frames));
      }),
    );
  });
});

describe('relations between policies', () => {
  test.each(['lru', 'opt', 'mru', 'lfu'] as const)('%s never has more faults with more frames', (policy) => {
    fc.assert(
      fc.property(strings, (pages) => {
        const trace = toTrace(pages);
        const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((frames) => faults(trace, policy, frames));
        expect(counts).toEqual([...counts].sort((a, b) => b - a));
      }),
    );
  });

  test('second-chance chooses the victims of clock', () => {
    fc.assert(
      fc.property(strings, frameCounts, (pages, frames) => {
        expect(victims(toTrace(pages), 'second-chance', frames)).toEqual(victims(toTrace(pages), 'clock', frames));
      }),
    );
  });

  test('fifo has more faults with four frames than with three on the string of Belady', () => {
    const trace = toTrace([1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5]);
    expect(faults(trace, 'fifo', 4)).toBeGreaterThan(faults(trace, 'fifo', 3));
  });
});
