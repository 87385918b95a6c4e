/** Moves between registers that happen at once: the order is found so that nothing is overwritten before it is read; cycles go through a scratch register. */
import { FLOAT_SCRATCH, isFloatReg, SCRATCH2 } from './machine.ts';

export interface Move {
  readonly dst: number;
  readonly src: number;
}

/** The moves in an order in which each may be done by itself. */
export function sequentialise(moves: readonly Move[]): Move[] {
  const result: Move[] = [];
  const pending = moves.filter(({ dst, src }) => dst !== src).map(({ dst, src }) => ({ dst, src }));
  while (pending.length > 0) {
    const free = pending.findIndex(({ dst }) => !pending.some(({ src }) => src === dst));
    if (free >= 0) {
      result.push(pending[free]!);
      pending.splice(free, 1);
      continue;
    }
    // Only cycles are left: free one source.
    const { src } = pending[0]!;
    const scratch = isFloatReg(src) ? FLOAT_SCRATCH : SCRATCH2;
    result.push({ dst: scratch, src });
    for (const move of pending) if (move.src === src) move.src = scratch;
  }
  return result;
}
