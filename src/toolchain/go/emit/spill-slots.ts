/**
 * Frame slots for spilled values. Values that are never needed at the same time share one: slots are handed out over the blocks in order, each
 * value holding its slot from the first to the last place in that order where it is needed. Those that are `kept` hold it to the end.
 */
import { BitSet } from '../ssa/bit-set.ts';
import { isFloatTy, Ty, type Block, type Func, type Slot, type Value } from '../ssa/ir.ts';
import type { LiveMap } from '../ssa/liveness.ts';

interface Interval {
  readonly value: Value;
  start: number;
  end: number;
}

export function assignSpillSlots(func: Func, spilled: ReadonlySet<Value>, liveOut: ReadonlyMap<Block, LiveMap>, kept: ReadonlySet<Value>): Map<Value, Slot> {
  const intervals = new Map<Value, Interval>();
  const extend = (value: Value, at: number): void => {
    if (!spilled.has(value)) return;
    const interval = intervals.get(value);
    if (interval === undefined) intervals.set(value, { value, start: at, end: at });
    else {
      interval.start = Math.min(interval.start, at);
      interval.end = Math.max(interval.end, at);
    }
  };
  let position = 0;
  const starts = new Map<Block, number>();
  const ends = new Map<Block, number>();
  for (const block of func.blocks) {
    starts.set(block, position);
    for (const value of block.values) {
      extend(value, position);
      if (value.op !== 'phi') for (const arg of value.args) extend(arg, position);
      position++;
    }
    for (const control of block.controls) extend(control, position);
    position++;
    const end = position++;
    ends.set(block, end);
    for (const value of liveOut.get(block)!.keys()) extend(value, end);
    // What is needed at the end of a predecessor may be needed at the start here.
    for (const pred of block.preds) for (const value of liveOut.get(pred)!.keys()) extend(value, starts.get(block)!);
    // Phis are stored at the ends of the predecessors.
    block.values.filter((value) => value.op === 'phi').forEach((phi) => extend(phi, starts.get(block)!));
  }
  for (const block of func.blocks) {
    for (const phi of block.values) {
      if (phi.op !== 'phi') break;
      for (const pred of block.preds) extend(phi, ends.get(pred)!);
    }
  }
  for (const value of kept) extend(value, position);
  const slots = share(func, [...intervals.values()]);
  // Copies made on edges, which belong to no block.
  for (const value of spilled) if (!slots.has(value)) slots.set(value, newSpillSlot(func, isFloatTy(value.ty)));
  return slots;
}

function newSpillSlot(func: Func, isDouble: boolean): Slot {
  return func.newSlot(`spill${func.slots.length}`, isDouble ? 8 : 4, isDouble ? 8 : 4, []);
}

/** The slots for one kind of values, in the order in which they were made, and which of them are free. */
interface SlotPool {
  readonly slots: Slot[];
  readonly free: BitSet;
}

/** Gives each interval the oldest slot of its kind that is free at its start. */
function share(func: Func, intervals: Interval[]): Map<Value, Slot> {
  intervals.sort((a, b) => a.start - b.start || a.value.id - b.value.id);
  const pools = new Map<string, SlotPool>();
  const taken = new Map<Value, { readonly pool: SlotPool; readonly number: number }>();
  const byEnd = intervals.toSorted((a, b) => a.end - b.end);
  let ended = 0;
  for (const { value, start } of intervals) {
    for (; byEnd[ended]!.end < start; ended++) {
      const { pool, number } = taken.get(byEnd[ended]!.value)!;
      pool.free.add(number);
    }
    const kind = isFloatTy(value.ty) ? (value.ty === Ty.F64 ? 'f64' : 'f32') : value.ty === Ty.Ptr ? 'ptr' : 'i32';
    let pool = pools.get(kind);
    if (pool === undefined) pools.set(kind, (pool = { slots: [], free: new BitSet(intervals.length) }));
    const oldest = pool.free.first();
    const number = oldest ?? pool.slots.length;
    if (oldest !== undefined) pool.free.remove(number);
    // Whether a shared slot holds a pointer at some call is told by the values live there, not by the slot.
    else pool.slots.push(newSpillSlot(func, kind === 'f64'));
    taken.set(value, { pool, number });
  }
  return new Map(Array.from(taken, ([value, { pool, number }]) => [value, pool.slots[number]!]));
}
