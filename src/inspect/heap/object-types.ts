/** The objects of a heap by type, as a log of allocations tells it. */
import type { DebugInfo, DebugType } from '../../toolchain/dwarf/debug-info.ts';
import type { Allocation, AllocationLog } from '../allocation-log.ts';
import { isTaken, type Span } from './spans.ts';

export interface TypeRecord {
  /** As Go writes it; `[]T` for several in a row, `bytes` for memory without a type, '?' for what the log does not know. */
  readonly type: string;
  readonly objects: number;
  readonly reachable: number;
  /** Bytes that were asked for. */
  readonly asked: number;
  /** Bytes of the slots; of tiny objects in one slot an equal part each. */
  readonly bytes: number;
}

export interface ObjectTypes {
  /** Those that take most first. */
  readonly types: readonly TypeRecord[];
  /** Bytes of slots beyond what was asked for, of the objects that are known. */
  readonly rounding: number;
}

const NO_TYPE = 'bytes';
const UNKNOWN = '?';
/** Tiny objects begin anywhere in their slot. */
const TINY_SLOT = 16;

interface Sums {
  objects: number;
  reachable: number;
  asked: number;
  bytes: number;
}

/** Counts what is in taken slots. */
export function countTypes(info: DebugInfo, log: AllocationLog, spans: readonly Span[], isReachable: (span: Span, index: number) => boolean): ObjectTypes {
  const sums = new Map<string, Sums>();
  const names = new Map<number, { readonly name: string; readonly size: number }>();
  const nameOf = (descriptor: number, size: number): string => {
    if (descriptor === 0) return NO_TYPE;
    let known = names.get(descriptor);
    if (known === undefined) {
      const type = info.typeOfDescriptor(descriptor);
      known = { name: type === null ? UNKNOWN : displayName(type), size: type?.size ?? size };
      names.set(descriptor, known);
    }
    return size > known.size ? `[]${known.name}` : known.name;
  };
  const add = (type: string, reachable: boolean, asked: number, bytes: number): void => {
    let sum = sums.get(type);
    if (sum === undefined) sums.set(type, (sum = { objects: 0, reachable: 0, asked: 0, bytes: 0 }));
    sum.objects++;
    if (reachable) sum.reachable++;
    sum.asked += asked;
    sum.bytes += bytes;
  };
  let rounding = 0;
  for (const span of spans) {
    if (span.state !== 'objects') continue;
    for (let index = 0; index < span.nelems; index++) {
      if (!isTaken(span, index)) continue;
      const va = span.base + index * span.elemsize;
      const found = allocationsIn(log, span, va);
      const reachable = isReachable(span, index);
      if (found.length === 0) add(UNKNOWN, reachable, 0, span.elemsize);
      else rounding += span.elemsize - found.reduce((sum, { size }) => sum + size, 0);
      for (const { size, descriptor } of found) add(nameOf(descriptor, size), reachable, size, span.elemsize / found.length);
    }
  }
  const types = [...sums].map(([type, sum]) => ({ type, ...sum })).sort((a, b) => b.bytes - a.bytes || (a.type < b.type ? -1 : 1));
  return { types, rounding };
}

/** Buckets of maps are structures without a name; Go writes them so. */
function displayName(type: DebugType): string {
  if (!type.name.startsWith('struct') || !['tophash', 'keys', 'elems'].every((name) => type.hasField(name))) return type.name;
  return `map.bucket[${type.field('keys').type.target!.name}]${type.field('elems').type.target!.name}`;
}

/** The objects that lie in a slot: one, or several tiny ones. */
function allocationsIn(log: AllocationLog, { elemsize, noscan }: Span, va: number): Allocation[] {
  const first = log.at(va);
  if (first === undefined) return [];
  const found = [first];
  const last = noscan && elemsize === TINY_SLOT ? va + TINY_SLOT - 1 : va;
  for (let at = va + first.size; at <= last; at++) {
    const allocation = log.at(at);
    // Older ones lay in the slot before it was freed.
    if (allocation !== undefined && allocation.order > first.order) found.push(allocation);
  }
  return found;
}
