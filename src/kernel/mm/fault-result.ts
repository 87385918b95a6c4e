/** What the steps of a page fault tell each other. */
import { Errno } from '../../abi/errno.ts';
import { unreachable } from '../../base/assert.ts';
import { BLOCKED } from '../wait.ts';
import { FaultOutcome } from './memory-system.ts';

/** How the page is accessed. */
export const enum FaultFlag {
  None = 0,
  Write = 1,
  /** The page table was made for this fault (used between the steps only). */
  NewTable = 2,
}

export const enum FaultResult {
  /** Mapped with what was in memory. */
  Done,
  /** Mapped after a read from a disk that took no time. */
  DoneWithRead,
  /** The task sleeps. */
  Blocked,
  /** The page cannot be had: behind the end of the file, or a disk error. */
  Bus,
  NoMemory,
}

/** The result for a function that gave a negative errno or BLOCKED. */
export function resultOf(error: number): FaultResult {
  if (error === BLOCKED) return FaultResult.Blocked;
  return error === -Errno.ENOMEM ? FaultResult.NoMemory : FaultResult.Bus;
}

export function outcomeOf(result: FaultResult): FaultOutcome {
  switch (result) {
    case FaultResult.Done:
    case FaultResult.DoneWithRead:
      return FaultOutcome.Handled;
    case FaultResult.Blocked:
      return FaultOutcome.Blocked;
    case FaultResult.Bus:
      return FaultOutcome.BusAdrErr;
    case FaultResult.NoMemory:
      return FaultOutcome.OutOfMemory;
    default:
      return unreachable(`outcomeOf: ${String(result)}`);
  }
}
