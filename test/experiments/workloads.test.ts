/** The workloads of Operating Systems: Three Easy Pieces, chapter 22: 100 pages, 10 000 references. */
import { describe, expect, test } from 'vitest';
import { hitRatio } from '../../src/experiments/policy-grid.ts';
import { play, TracePlayer } from '../../src/experiments/trace-player.ts';
import { generate, WORKLOADS, type WorkloadOptions } from '../../src/experiments/workloads.ts';
import type { PolicyName } from '../../src/kernel/mm/replacement/policy-table.ts';
import type { ReferenceTrace } from '../../src/observe/reference-trace.ts';

const workload = (name: string, options: Partial<WorkloadOptions> = {}): ReferenceTrace =>
  generate(WORKLOADS.find((row) => row.name === name)!, { pages: 100, references: 10_000, writes: 0, seed: 1, ...options });
const hits = (trace: ReferenceTrace, policy: PolicyName, frames: number): number => hitRatio(play(trace, { policy, frames, seed: 1 }));

describe('no locality', () => {
  const trace = workload('no-locality');
  test.each([10, 30, 50, 70, 90])('with %i of 100 frames every real policy hits about as often as it has frames', (frames) => {
    for (const policy of ['fifo', 'lru', 'random', 'clock', 'linux'] as const) expect(Math.abs(hits(trace, policy, frames) - frames / 100)).toBeLessThan(0.03);
    expect(hits(trace, 'opt', frames)).toBeGreaterThan(frames / 100 + 0.05);
  });
});

describe('80-20', () => {
  const trace = workload('80-20');
  test('lru is above fifo and random, which are alike, and opt above all', () => {
    for (const frames of [20, 30, 40, 60]) {
      const [lru, fifo, random, opt] = (['lru', 'fifo', 'random', 'opt'] as const).map((policy) => hits(trace, policy, frames));
      expect(lru!).toBeGreaterThan(fifo! + 0.01);
      expect(lru!).toBeGreaterThan(random! + 0.01);
      expect(Math.abs(fifo! - random!)).toBeLessThan(0.02);
      expect(opt!).toBeGreaterThan(lru!);
    }
  });

  test('with a frame for every page all are equal: only first uses fault', () => {
    for (const policy of ['fifo', 'lru', 'random', 'opt', 'clock', 'arc'] as const) expect(hits(trace, policy, 100)).toBe(0.99);
  });

  test('four fifths of the references go to a fifth of the pages', () => {
    const hot = [...trace.events].filter((event) => Number(trace.pageNames[event >>> 3]) < 20).length;
    expect(hot / 10_000).toBeCloseTo(0.8, 1);
  });
});

describe('looping over 50 pages', () => {
  const trace = workload('looping', { pages: 50 });
  test('below 50 frames lru and fifo never hit, random does, mru and opt save the loop', () => {
    for (const frames of [10, 30, 49]) {
      expect(hits(trace, 'lru', frames)).toBe(0);
      expect(hits(trace, 'fifo', frames)).toBe(0);
      expect(hits(trace, 'random', frames)).toBeGreaterThan(0);
      expect(hits(trace, 'opt', frames)).toBeGreaterThan(hits(trace, 'random', frames));
      expect(hits(trace, 'mru', frames)).toBeCloseTo(hits(trace, 'opt', frames), 2);
    }
  });
  test('with 50 frames all hit 99.5 %', () => {
    for (const policy of ['fifo', 'lru', 'random', 'opt', 'mru', 'clock'] as const) expect(hits(trace, policy, 50)).toBe(0.995);
  });
});

test('sequential faults once a page, whatever the policy', () => {
  for (const policy of ['fifo', 'mru', 'arc', 'linux'] as const) expect(play(workload('sequential'), { policy, frames: 3, seed: 1 }).faults).toBe(100);
});

test('zipf and phases have the locality that gives lru more hits than frames alone would', () => {
  for (const name of ['zipf', 'phases']) expect(hits(workload(name), 'lru', 20)).toBeGreaterThan(0.5);
});

test('a workload is decided by its seed; writes have their own stream', () => {
  const show = (trace: ReferenceTrace): string => trace.events.join(' ');
  expect(show(workload('zipf'))).toBe(show(workload('zipf')));
  expect(show(workload('zipf', { seed: 2 }))).not.toBe(show(workload('zipf')));
  const written = workload('80-20', { writes: 0.3 });
  expect([...written.events].map((event) => event & ~7)).toEqual([...workload('80-20').events]);
  expect([...written.events].filter((event) => (event & 7) === 1).length / 10_000).toBeCloseTo(0.3, 1);
});

describe('the linux policy', () => {
  /** Faults of every pass over a trace of `passes` equal parts. */
  const faultsByPass = (trace: ReferenceTrace, policy: PolicyName, frames: number, passes: number): number[] => {
    const player = new TracePlayer(trace, { policy, frames, seed: 1 });
    const ends = Array.from({ length: passes }, () => {
      for (let i = 0; i < trace.events.length / passes; i++) player.step();
      return player.result().faults;
    });
    return ends.map((end, pass) => end - (ends[pass - 1] ?? 0));
  };

  test('faults on every page of a loop over twice the memory, and on none that fits', () => {
    const passes = faultsByPass(workload('looping', { pages: 8192, references: 5 * 8192, writes: 1 }), 'linux', 4096, 5);
    for (const faults of passes.slice(1)) expect(Math.abs(faults / 8194 - 1)).toBeLessThan(0.05);
    expect(faultsByPass(workload('looping', { pages: 3500, references: 3 * 3500, writes: 1 }), 'linux', 4096, 3)).toEqual([3500, 0, 0]);
  });

  test.each([256, 1024, 4096])('over 80-20 references to %i pages with memory for half has at most 0.75 of the faults of fifo', (pages) => {
    const trace = workload('80-20', { pages, references: 3 * 8 * pages, writes: 1 });
    const late = (policy: PolicyName): number => faultsByPass(trace, policy, pages / 2, 3).slice(1).reduce((sum, faults) => sum + faults);
    expect(late('linux') / late('fifo')).toBeLessThanOrEqual(0.75);
  });
});
