/**
 * Keeps constants in registers through loops. A constant is computed again at each use, which is right for straight code and wasteful in a
 * loop; so a loop without calls gets copies of the constants it uses, made before it. Loops with calls keep no registers anyway.
 */
import { isRematerializable, Ty, type Block, type Func, type Value } from './ir.ts';
import { loopsOf, type Loop } from './loops.ts';

/** More would take registers from the loop's own values. */
const MAX_HOISTED = 6;

export function hoistConstants(func: Func): void {
  const done = new Set<Block>();
  for (const loop of loopsOf(func)) {
    if (done.has(loop.header) || hasCall(loop)) continue;
    const entries = loop.header.preds.filter((pred) => !loop.blocks.has(pred));
    if (entries.length !== 1 || entries[0]!.kind !== 'plain') continue;
    hoistInto(func, entries[0]!, loop);
    // Inner loops use the copies.
    for (const block of loop.blocks) done.add(block);
  }
}

function hasCall({ blocks }: Loop): boolean {
  for (const block of blocks) if (block.values.some((value) => value.op === 'call')) return true;
  return false;
}

const isHoistable = (value: Value): boolean =>
  isRematerializable(value) && (value.op !== 'const' || value.imm !== 0) && value.op !== 'outaddr' && value.ty !== Ty.Void;

/** A phi takes its operands on the way in, a probe wherever they are. */
const usesRegisters = ({ op }: Value): boolean => op !== 'phi' && op !== 'probe';

/** The same constant or address, computed before the loop. */
function again(func: Func, before: Block, value: Value): Value {
  const source = func.newValue(before, value.op, value.ty, [], value.imm, before.pos);
  source.sym = value.sym;
  source.slot = value.slot;
  before.values.push(source);
  return source;
}

function hoistInto(func: Func, before: Block, { blocks }: Loop): void {
  const uses = new Map<Value, number>();
  const count = (value: Value, weight: number): void => {
    if (isHoistable(value)) uses.set(value, (uses.get(value) ?? 0) + weight);
  };
  for (const block of blocks) {
    const weight = 10 ** Math.min(block.loopDepth, 4);
    for (const value of block.values) if (usesRegisters(value)) for (const arg of value.args) count(arg, weight);
    for (const control of block.controls) count(control, weight);
  }
  const chosen = [...uses].sort((a, b) => b[1] - a[1] || a[0].id - b[0].id).slice(0, MAX_HOISTED);
  if (chosen.length === 0) return;
  const copies = new Map<Value, Value>();
  for (const [value] of chosen) {
    const source = blocks.has(value.block) ? again(func, before, value) : value;
    const copy = func.newValue(before, 'copy', value.ty, [source], 0, before.pos);
    before.values.push(copy);
    copies.set(value, copy);
  }
  for (const block of blocks) {
    for (const value of block.values) if (usesRegisters(value)) value.args = value.args.map((arg) => copies.get(arg) ?? arg);
    block.controls = block.controls.map((control) => copies.get(control) ?? control);
  }
}
