/** Measuring several things against each other on a host that does other work too. */
import { measure } from 'mitata';

/** What is measured. */
export interface Candidate {
  readonly call: () => void;
  /** Asked after the calls: events of one call on average. */
  readonly eventsPerCall: () => number;
}

const ROUNDS = 5;
const NANOSECONDS_OF_ROUND = 100e6;

/**
 * Nanoseconds per event of each candidate: the best of several rounds in which they take turns, so that a busy moment of the
 * host falls on all of them.
 */
export async function measureInTurns(candidates: readonly Candidate[]): Promise<number[]> {
  const best = candidates.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { call, eventsPerCall }] of candidates.entries()) {
      const { p50 } = await measure(call, { min_cpu_time: NANOSECONDS_OF_ROUND, min_samples: 5, warmup_samples: 2 });
      best[index] = Math.min(best[index], p50 / eventsPerCall());
    }
  }
  return best;
}
