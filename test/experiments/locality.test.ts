import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseReferenceString } from '../../src/experiments/reference-string.ts';
import { lruFaultCurve } from '../../src/experiments/stack-distance.ts';
import { findKnee } from '../../src/experiments/thrashing-knee.ts';
import { play } from '../../src/experiments/trace-player.ts';
import { meanWorkingSet } from '../../src/experiments/working-set-size.ts';

const strings = fc.array(fc.nat(12), { minLength: 1, maxLength: 150 });
const toTrace = (pages: readonly number[]) => parseReferenceString(pages.join(' '));

test('the one-pass curve of lru has the faults of the played policy for every number of frames', () => {
  fc.assert(
    fc.property(strings, (pages) => {
      const trace = toTrace(pages);
      const curve = lruFaultCurve(trace);
      expect(curve[0]).toBe(pages.length);
      for (let frames = 1; frames < curve.length; frames++) expect(curve[frames]).toBe(play(trace, { policy: 'lru', frames, seed: 1 }).faults);
    }),
  );
});

test('the mean working set is the mean over time of the pages used within the window', () => {
  fc.assert(
    fc.property(strings, fc.integer({ min: 1, max: 200 }), (pages, window) => {
      // A use at time t counts from t to t + window - 1; the set is looked at after every reference.
      const sizes = pages.map((_, now) => new Set(pages.slice(Math.max(0, now - window + 1), now + 1)).size);
      const mean = sizes.reduce((sum, size) => sum + size, 0) / pages.length;
      expect(meanWorkingSet(toTrace(pages), window)).toBeCloseTo(mean, 9);
    }),
  );
});

test.each([
  { name: 'a sharp bend', faults: [1000, 900, 100, 90, 80], knee: 3 },
  { name: 'a straight line', faults: [500, 400, 300, 200, 100], knee: null },
  { name: 'a flat curve', faults: [100, 100, 100, 100, 100], knee: null },
  { name: 'a curve that bends the other way', faults: [1000, 990, 980, 900, 100], knee: null },
  { name: 'Belady, with more faults for more memory', faults: [9, 10, 5, 5, 5], knee: 3 },
])('$name: knee $knee', ({ faults, knee }) => {
  const points = faults.map((count, index) => ({ memory: index + 1, faults: count }));
  expect(findKnee([...points].reverse())?.memory ?? null).toBe(knee);
});
