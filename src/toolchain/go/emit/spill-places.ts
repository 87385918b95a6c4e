/**
 * Where spilled values are stored. Stored right after it is computed, a value is stored on every way, also on those that never take it out of the frame
 * again: a function whose usual way makes no call would pay for its rare one. So a value is stored where it is needed: at the start of a block that needs
 * the frame's copy, or of the nearest one above it, not deeper in loops than the value itself, in which the value still is in a register. If that
 * makes more than a few places, one place above all of them serves instead.
 *
 * The frame's copy is needed by reloads, by calls over which the value lives (their pointer maps tell of it), and by probes.
 */
import { dominatorsOf, type Dominators } from '../ssa/dominators.ts';
import type { Block, Func, Value } from '../ssa/ir.ts';
import type { LiveOverCalls } from './live-over-calls.ts';
import type { AllocatedBlock } from './machine.ts';

export interface SpillRequest {
  readonly func: Func;
  readonly spilled: ReadonlySet<Value>;
  /** Values that are stored where they are computed whatever happens. */
  readonly stayPut: (value: Value) => boolean;
  readonly allocated: ReadonlyMap<Block, AllocatedBlock>;
  readonly liveOverCalls: LiveOverCalls;
  /** What the registers hold at the start of a block. */
  readonly registersAt: (block: Block) => readonly (Value | null)[];
}

/** A store at the start of a block. */
export interface LateSpill {
  readonly block: Block;
  readonly value: Value;
  readonly src: number;
}

const MOST_PLACES = 8;
/** A value that more blocks need gets one place. */
const MOST_BLOCKS = 40;

/** The values that are stored later than where they are computed. */
export function lateSpills(request: SpillRequest): Map<Value, readonly LateSpill[]> {
  const late = new Map<Value, readonly LateSpill[]>();
  const needs = blocksThatNeed(request);
  if (needs.size === 0) return late;
  const dominators = dominatorsOf(request.func);
  for (const [value, blocks] of needs) {
    if (blocks.has(value.block)) continue;
    const places = placesFor(value, [...blocks], request, dominators);
    if (places !== null) late.set(value, places);
  }
  return late;
}

/** The blocks in which the frame's copy of a value is needed. */
function blocksThatNeed({ func, spilled, stayPut, allocated, liveOverCalls }: SpillRequest): Map<Value, Set<Block>> {
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
      // One that finds its operand in a register does without the frame's copy, so that probes change nothing.
      else if (op.kind === 'probe') op.value.args.forEach((arg, i) => op.regs[i]! < 0 && need(arg, block));
    }
  }
  for (const block of func.blocks) for (const value of liveOverCalls.inBlock(block)) need(value, block);
  return needs;
}

function placesFor(value: Value, blocks: readonly Block[], request: SpillRequest, dominators: Dominators): readonly LateSpill[] | null {
  const own = blocks.length > MOST_BLOCKS ? [] : blocks.map((block) => placeFor(value, block, request, dominators));
  if (own.length > 0 && own.every((place) => place !== null)) {
    const upper = own.filter((place, i) => !own.some((other, k) => k !== i && (other.block === place.block ? k < i : dominators.dominates(other.block, place.block))));
    if (upper.length <= MOST_PLACES) return upper;
  }
  const common = placeFor(value, nearestAbove(blocks, dominators), request, dominators);
  return common === null ? null : [common];
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
