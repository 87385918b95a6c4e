/**
 * Which values are needed after each block, and how far away their next use is. Distances are in instructions along the nearest path; a call
 * counts as very far, since no register survives it.
 */
import type { Block, Func, Value } from './ir.ts';

/** Added for a call on the way. */
export const CALL_DISTANCE = 1000;

export type LiveMap = Map<Value, number>;

/** Values that never need a place: they are in fixed registers or computed at each use. */
export type IsTracked = (value: Value) => boolean;

/** Live values at the end of each block, with the distance of their next use from there. */
export function computeLiveness(func: Func, isTracked: IsTracked): Map<Block, LiveMap> {
  const liveOut = new Map<Block, LiveMap>();
  for (const block of func.blocks) liveOut.set(block, new Map());
  const queued = new Set<Block>(func.blocks);
  const queue = [...func.blocks];
  for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
    queued.delete(block);
    const atStart = liveAtStart(block, liveOut.get(block)!, isTracked);
    block.preds.forEach((pred, i) => {
      if (propagate(block, pred, i, atStart, liveOut.get(pred)!, isTracked) && !queued.has(pred)) {
        queued.add(pred);
        queue.push(pred);
      }
    });
  }
  return liveOut;
}

/** Live values at the start of a block, before its phis. */
function liveAtStart(block: Block, out: LiveMap, isTracked: IsTracked): LiveMap {
  const length = block.values.length + 1;
  const live: LiveMap = new Map();
  let calls = 0;
  for (const value of block.values) if (value.op === 'call') calls++;
  for (const [value, distance] of out) live.set(value, distance + length + calls * CALL_DISTANCE);
  let callsBefore = calls;
  for (const control of block.controls) if (isTracked(control)) live.set(control, length + callsBefore * CALL_DISTANCE);
  for (let i = block.values.length - 1; i >= 0; i--) {
    const value = block.values[i]!;
    live.delete(value);
    if (value.op === 'phi') continue;
    if (value.op === 'call') callsBefore--;
    for (const arg of value.args) if (isTracked(arg)) live.set(arg, i + callsBefore * CALL_DISTANCE);
  }
  return live;
}

/** Merges what `block` needs into the end of one predecessor; true if that is news. */
function propagate(block: Block, pred: Block, index: number, atStart: LiveMap, out: LiveMap, isTracked: IsTracked): boolean {
  let changed = false;
  const merge = (value: Value, distance: number): void => {
    const known = out.get(value);
    if (known !== undefined && known <= distance) return;
    out.set(value, distance);
    changed ||= known === undefined;
  };
  for (const [value, distance] of atStart) merge(value, distance);
  for (const phi of block.values) {
    if (phi.op !== 'phi') break;
    const arg = phi.args[index]!;
    if (isTracked(arg)) merge(arg, 0);
  }
  void pred;
  return changed;
}
