/**
 * Switches over constants by binary search, as in Go 1.19: integers by value, neighbours with one clause in one test; strings by length, then one after
 * the other.
 */
import type { Block, Value } from '../ssa/ir.ts';
import type { Lowerer } from './lowerer.ts';

/** Values from `low` to `high` go to `target`. */
export interface CaseRange {
  readonly low: number;
  readonly high: number;
  readonly target: Block;
}

/** So few are tested one after the other. */
const FEW = 4;

/** Jumps to the target of the range that `word` lies in, or to `otherwise`. Ranges do not overlap. */
export function searchRanges(f: Lowerer, word: Value, isUnsigned: boolean, ranges: readonly CaseRange[], otherwise: Block): void {
  const order = (value: number): number => (isUnsigned ? value >>> 0 : value | 0);
  const sorted = merge([...ranges].sort((a, b) => order(a.low) - order(b.low)));
  search(f, word, isUnsigned, sorted, otherwise);
}

/** Joins neighbours with the same target. */
function merge(sorted: readonly CaseRange[]): CaseRange[] {
  const merged: CaseRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && last.target === range.target && ((last.high + 1) | 0) === (range.low | 0)) merged[merged.length - 1] = { ...last, high: range.high };
    else merged.push(range);
  }
  return merged;
}

function search(f: Lowerer, word: Value, isUnsigned: boolean, ranges: readonly CaseRange[], otherwise: Block): void {
  const { b } = f;
  if (ranges.length <= FEW) {
    for (const range of ranges) test(f, word, range);
    b.jump(otherwise);
    return;
  }
  const middle = ranges.length >> 1;
  const [below, above] = [b.newBlock(), b.newBlock()];
  b.branch(isUnsigned ? 'ltu' : 'lt', word, b.const(ranges[middle]!.low), below, above);
  for (const [block, part] of [[below, ranges.slice(0, middle)], [above, ranges.slice(middle)]] as const) {
    b.seal(block);
    if (b.block === null) b.start(block);
    search(f, word, isUnsigned, part, otherwise);
  }
}

/** Goes on behind if the word is not in the range. */
function test(f: Lowerer, word: Value, { low, high, target }: CaseRange): void {
  const { b } = f;
  const next = b.newBlock();
  if (low === high) b.branch('eq', word, b.const(low), target, next);
  else b.branch('ltu', b.binary('sub', word, b.const(low)), b.const(high - low + 1), target, next);
  b.seal(next);
  if (b.block === null) b.start(next);
}
