/**
 * One program under several replacement policies and sizes of RAM: what the runs came to, beside what the optimal policy
 * would have come to, and where the program begins to thrash.
 */
import type { ReferenceTrace } from '../observe/reference-trace.ts';
import { findKnee } from './thrashing-knee.ts';
import { play } from './trace-player.ts';
import { meanWorkingSet } from './working-set-size.ts';

/** One run. */
export interface MemoryCell {
  readonly policy: string;
  /** Bytes of RAM. */
  readonly ram: number;
  readonly exit: number;
  /** Most pages in memory at once; the rest of RAM holds page tables, or is kept free. */
  readonly frames: number;
  /** Times that a page came into memory, read-ahead included. */
  readonly loads: number;
  readonly pageFaults: number;
  readonly majorFaults: number;
  readonly swapOut: number;
  readonly virtualTimeNs: number;
}

/** A run beside the optimum. */
export interface ComparedCell extends MemoryCell {
  /** Loads of the optimal policy with all of the RAM; null if the references are not known or page tables take it all. */
  readonly optLoads: number | null;
}

/** The smallest RAM with which a policy does not thrash. */
export interface PolicyKnee {
  readonly policy: string;
  readonly ram: number | null;
}

/** Mean size of the working set, in pages, by window, in references. */
export interface WorkingSetEstimate {
  readonly window: number;
  readonly pages: number;
}

export interface MemoryGrid {
  readonly cells: readonly ComparedCell[];
  readonly knees: readonly PolicyKnee[];
  readonly workingSets: readonly WorkingSetEstimate[];
  /** Pages that the program used; null if the references are not known. */
  readonly distinctPages: number | null;
}

const PAGE_SIZE = 4096;
/** Windows of the working set; those longer than the trace are left out. */
const WINDOWS = [100, 1_000, 10_000, 100_000, 1_000_000];

/** Compares runs with the optimum over the program's recorded references. */
export function analyseGrid(cells: readonly MemoryCell[], trace: ReferenceTrace | null): MemoryGrid {
  const optLoads = new Map<number, number>();
  const optFor = (ram: number): number | null => {
    const frames = ram / PAGE_SIZE;
    if (trace === null || frames <= trace.pinned) return null;
    if (!optLoads.has(frames)) optLoads.set(frames, play(trace, { policy: 'opt', frames, seed: 1 }).faults);
    return optLoads.get(frames)!;
  };
  const policies = [...new Set(cells.map(({ policy }) => policy))];
  return {
    cells: cells.map((cell) => ({ ...cell, optLoads: optFor(cell.ram) })),
    knees: policies.map((policy) => ({ policy, ram: kneeOf(cells.filter((cell) => cell.policy === policy)) })),
    workingSets: trace === null ? [] : WINDOWS.filter((window) => window <= trace.references).map((window) => ({ window, pages: meanWorkingSet(trace, window) })),
    distinctPages: trace === null ? null : trace.distinct,
  };
}

function kneeOf(cells: readonly MemoryCell[]): number | null {
  return findKnee(cells.map(({ ram, loads }) => ({ memory: ram, faults: loads })))?.memory ?? null;
}
