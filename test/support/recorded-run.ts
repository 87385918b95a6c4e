/** Runs a guest and records its page references; the comparison of the kernel with the trace player. */
import { runToEnd } from '../../src/cli/outcome.ts';
import { recordReferences } from '../../src/experiments/reference-recording.ts';
import { play } from '../../src/experiments/trace-player.ts';
import type { PolicyName } from '../../src/kernel/mm/replacement/policy-table.ts';
import { TraceBuilder, type ReferenceTrace } from '../../src/observe/reference-trace.ts';
import { bootGuest } from './guest.ts';

/** Policies that need no more than accessed bits, and lru, which is told every reference. */
export const AGREEING_POLICIES: readonly PolicyName[] = ['fifo', 'clock', 'second-chance', 'random', 'lru'];

export interface RecordedRun {
  readonly trace: ReferenceTrace;
  /** Times that contents came into memory. */
  readonly loads: number;
  /** Frames of RAM. */
  readonly frames: number;
}

/** Machine options under which kernel and player agree. */
export const agreeingMachine = (policy: PolicyName, ram: string): string =>
  `--ram ${ram} --policy ${policy} --watermarks 0 --page-cluster 0 --references ${policy === 'lru' ? 'exact' : 'bits'}`;

/** Runs a program to its end, which must be a good one. */
export async function recordRun(program: Uint8Array, flags: string): Promise<RecordedRun> {
  const { kernel, close } = await bootGuest(program, { flags });
  const builder = new TraceBuilder((page) => page.toString(16));
  recordReferences(kernel.memory, (page, kind, space) => builder.add(page, kind, space));
  const stop = runToEnd(kernel, undefined);
  close();
  if (stop.reason !== 'exit' || stop.status !== 0) throw new Error(`the recorded program ended with ${JSON.stringify(stop)}`);
  const { frames, reclaim } = kernel.memory;
  return { trace: builder.build(4096), loads: reclaim.loads, frames: frames.count };
}

/** Loads of a run under little RAM, and faults of the player over a recording with plenty and over that of the run itself. */
export async function loadsAndFaults(program: Uint8Array, plenty: ReferenceTrace, policy: PolicyName, ram: string): Promise<{ own: RecordedRun; faults: [number, number] }> {
  const own = await recordRun(program, agreeingMachine(policy, ram));
  const faults = (trace: ReferenceTrace): number => play(trace, { policy, frames: own.frames, seed: 1 }).faults;
  return { own, faults: [faults(plenty), faults(own.trace)] };
}
