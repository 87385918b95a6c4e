/** Plays one trace through every policy with every number of frames. */
import type { PolicyName } from '../kernel/mm/replacement/policy-table.ts';
import type { ReferenceTrace } from '../observe/reference-trace.ts';
import { play, type PlayResult, type PolicyParameters } from './trace-player.ts';

/** What to play, in the order in which results are given: policies, then frames. */
export interface PolicyGrid {
  readonly policies: readonly PolicyName[];
  readonly frames: readonly number[];
  readonly parameters: PolicyParameters;
}

/** One cell of the grid; `optFaults` is what the optimal policy has there. */
export interface GridResult extends PlayResult {
  readonly optFaults: number | null;
}

/** Points of a curve that nobody gave numbers of frames for. */
const CURVE_POINTS = 24;

/** Plays the grid. With `withOpt` the optimal policy runs too, to measure the others by. */
export function playGrid(trace: ReferenceTrace, grid: PolicyGrid, withOpt: boolean): GridResult[] {
  const optFaults = new Map<number, number>();
  for (const frames of withOpt ? grid.frames : []) {
    if (!optFaults.has(frames)) optFaults.set(frames, play(trace, { ...grid.parameters, policy: 'opt', frames }).faults);
  }
  return grid.policies.flatMap((policy) =>
    grid.frames.map((frames) => ({ ...play(trace, { ...grid.parameters, policy, frames }), optFaults: optFaults.get(frames) ?? null })),
  );
}

/** Evenly spread numbers of frames from one to all pages of a trace, those pinned come on top: every number if there are few. */
export function curveFrames({ distinct, pinned }: ReferenceTrace): number[] {
  const points = Math.min(CURVE_POINTS, distinct);
  const frames = Array.from({ length: points }, (_, index) => Math.max(1, Math.round(((index + 1) * distinct) / points)));
  return [...new Set([1, ...frames])].map((count) => count + pinned);
}

/** The share of references that did not fault. */
export function hitRatio(result: PlayResult): number {
  return result.references === 0 ? 0 : 1 - result.faults / result.references;
}
