/**
 * Where spilled values are stored. Stored right after it is computed, a value is stored on every way, also on those that never take it out of the frame
 * again: a function whose usual way makes no call would pay for its rare one. So a value is stored as late as one store can serve all that
 * need the frame's copy: at the start of the nearest block that dominates them, not deeper in loops than the value itself, where the value still is
 * in a register.
 *
 * The frame's copy is needed by reloads, by calls over which the value lives (their pointer maps tell of it), and by probes.
 */
import { dominatorsOf, type Dominators } from '../ssa/dominators.ts';
import type { Block, Func, Value } from '../ssa/ir.ts';
import type { AllocatedBlock } from './machine.ts';

export interface SpillRequest {
  readonly func: Func;
  readonly spilled: ReadonlySet<Value>;
  /** Values that are stored where they are computed whatever happens. */
  readonly stayPut: (value: Value) => boolean;
  readonly allocated: ReadonlyMap<Block, AllocatedBlock>;
  /** All values needed after each call. */
  readonly liveAtCalls: ReadonlyMap<Value, readonly Value[]>;
  /** What the registers hold at the start of a block. */
  readonly registersAt: (block: Block) => readonly (Value | null)[];
}

/** A store at the start of a block. */
export interface LateSpill {
  readonly block: Block;
  readonly value: Value;
  readonly src: number;
}

/** The values that are stored later than where they are computed, each at one place. */
export function lateSpills(request: SpillRequest): Map<Value, LateSpill> {
  const late = new Map<Value, LateSpill>();
  const needs = blocksThatNeed(request);
  if (needs.size === 0) return late;
  const dominators = dominatorsOf(request.func);
  for (const [value, blocks] of needs) {
    if (blocks.has(value.block)) continue;
    const place = placeFor(value, nearestAbove([...blocks], dominators), request, dominators);
    if (place !== null) late.set(value, place);
  }
  return late;
}

/** The blocks in which the frame's copy of a value is needed. */
function blocksThatNeed({ func, spilled, stayPut, allocated, liveAtCalls }: SpillRequest): Map<Value, Set<Block>> {
  const needs = new Map<Value, Set<Block>>();
  const need = (value: Value, block: Block): void => {
    if (!spilled.has(value) || stayPut(value)) return;
    const blocks = needs.get(value);
    if (blocks === undefined) needs.set(value, new Set([block]));
    else blocks.add(block);
  };
  for (const block of func.blocks) {
    for (const op of allocated.get(block)!.ops) {
      if (op.kind === 'reload') need(op.value, block);
      else if (op.kind === 'probe') for (const arg of op.value.args) need(arg, block);
    }
  }
  for (const [call, values] of liveAtCalls) for (const value of values) need(value, call.block);
  return needs;
}

function nearestAbove(blocks: readonly Block[], dominators: Dominators): Block {
  return blocks.reduce((above, block) => {
    let at = above;
    while (!dominators.dominates(at, block)) at = dominators.immediate(at)!;
    return at;
  });
}

function placeFor(value: Value, lowest: Block, { registersAt }: SpillRequest, dominators: Dominators): LateSpill | null {
  for (let block = lowest; block !== value.block; block = dominators.immediate(block)!) {
    if (block.loopDepth > value.block.loopDepth) continue;
    const src = registersAt(block).indexOf(value);
    if (src >= 0) return { block, value, src };
  }
  return null;
}
