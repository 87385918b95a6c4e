/**
 * Which values are needed after each call. Many values may live over many calls, so nothing is kept for a pair of them: of each value a block
 * has the first and the last of its calls over which it lives.
 */
import type { Block, Value } from '../ssa/ir.ts';

/** The calls of a block over which a value lives, half-open: indices into the block's calls. */
interface Span {
  readonly value: Value;
  readonly first: number;
  readonly end: number;
}

interface BlockSpans {
  readonly calls: readonly Value[];
  /** By their first call. */
  readonly spans: readonly Span[];
}

export class LiveOverCalls {
  private readonly byBlock = new Map<Block, BlockSpans>();

  /** Notes the values of one block: `lastUses` are positions in the block or behind it. */
  note(block: Block, lastUses: Iterable<readonly [value: Value, lastUse: number]>): void {
    const positions = new Map<Value, number>();
    const callsAt: number[] = [];
    block.values.forEach((value, i) => {
      // Phis are there before the first instruction.
      positions.set(value, value.op === 'phi' ? -1 : i);
      if (value.op === 'call') callsAt.push(i);
    });
    if (callsAt.length === 0) return;
    const starting: Span[][] = callsAt.map(() => []);
    for (const [value, lastUse] of lastUses) {
      const first = callsBefore(callsAt, (positions.get(value) ?? -1) + 1);
      const end = callsBefore(callsAt, lastUse);
      if (first < end) starting[first]!.push({ value, first, end });
    }
    this.byBlock.set(block, { calls: callsAt.map((at) => block.values[at]!), spans: starting.flat() });
  }

  /** The values that live over some call of a block. */
  inBlock(block: Block): readonly Value[] {
    return (this.byBlock.get(block)?.spans ?? []).map(({ value }) => value);
  }

  /** A view of those that are `wanted`, by call. */
  valuesAt(wanted: (value: Value) => boolean): (call: Value) => readonly Value[] {
    const numbers = new Map<Value, number>();
    const spansOf = new Map<Block, readonly Span[]>();
    for (const [block, { calls, spans }] of this.byBlock) {
      calls.forEach((call, i) => numbers.set(call, i));
      spansOf.set(block, spans.filter(({ value }) => wanted(value)));
    }
    return (call) => {
      const at = numbers.get(call);
      return at === undefined ? [] : valuesIn(spansOf.get(call.block)!, at);
    };
  }
}

function valuesIn(spans: readonly Span[], at: number): Value[] {
  const values: Value[] = [];
  for (const { value, first, end } of spans) {
    if (first > at) break;
    if (at < end) values.push(value);
  }
  return values;
}

/** How many of the ascending positions lie before `position`. */
function callsBefore(positions: readonly number[], position: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
