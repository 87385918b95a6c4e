/**
 * What a recovered panic needs. It continues where `deferproc` or `deferprocStack` returned, whatever the function has done since; so the values with which that branch
 * goes to the deferred calls keep their places in the frame until the function ends.
 */
import { dominatorsOf } from '../ssa/dominators.ts';
import { recoveryBlock } from '../ssa/frame-liveness.ts';
import type { Block, Func, Value } from '../ssa/ir.ts';
import { computeLiveness, type IsTracked } from '../ssa/liveness.ts';

export function neededAfterRecovery(func: Func, isTracked: IsTracked): Set<Value> {
  const needed = new Set<Value>();
  const target = recoveryBlock(func);
  if (target === null) return needed;
  const liveOut = computeLiveness(func, isTracked);
  for (const pred of target.preds) {
    // The edge may have got a block of its own.
    const comesFromDefer = defers(pred) || (pred.preds.length === 1 && defers(pred.preds[0]!));
    if (comesFromDefer) for (const value of liveOut.get(pred)!.keys()) needed.add(value);
  }
  return needed;
}

const defers = (block: Block): boolean => block.values.some((value) => value.op === 'call' && DEFERRING.has(value.call!.target));

/** Calls that put something on the list of deferred calls. */
const DEFERRING: ReadonlySet<string> = new Set(['runtime.deferproc', 'runtime.deferprocStack']);

/** Whether a value is computed on every way to a call. */
export function definitionOrder(func: Func): (value: Value, call: Value) => boolean {
  const dominators = dominatorsOf(func);
  const positions = new Map(func.blocks.flatMap(({ values }) => values.map((value, i) => [value, i] as const)));
  return (value, call) => {
    if (value.block !== call.block) return dominators.dominates(value.block, call.block);
    return value.op === 'phi' || positions.get(value)! < positions.get(call)!;
  };
}
