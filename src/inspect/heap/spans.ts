/** The spans of a Go program's heap, as its own records tell of them. */
import type { GuestMemory } from '../guest-memory.ts';
import type { Globals, View } from '../view.ts';

export type SpanState = 'dead' | 'objects' | 'manual';

/** A run of pages of the heap: see mspan in the runtime's mheap.go, whose names these are. */
export interface Span {
  /** Address of the record. */
  readonly va: number;
  readonly state: SpanState;
  readonly base: number;
  readonly npages: number;
  /** Bytes; with the page size of the runtime. */
  readonly length: number;
  /** 0 for a large object. */
  readonly sizeClass: number;
  readonly noscan: boolean;
  readonly elemsize: number;
  readonly nelems: number;
  readonly allocCount: number;
  readonly allocCountBeforeCache: number;
  readonly freeindex: number;
  readonly freeIndexForScan: number;
  readonly allocCache: number;
  readonly sweepgen: number;
  /** End of the objects; of a large one the end of what was asked for. */
  readonly limit: number;
  /** Address of the list that it says it is in, 0 for none. */
  readonly list: number;
  readonly allocBits: Bits;
  readonly gcmarkBits: Bits;
}

const BITS_PER_WORD = 32;
const BYTES_PER_WORD = 4;

/** One bit for each slot. */
export class Bits {
  constructor(
    private readonly memory: GuestMemory,
    private readonly va: number,
  ) {}

  word(i: number): number {
    return this.memory.word(this.va + i * BYTES_PER_WORD);
  }

  has(index: number): boolean {
    return ((this.word(Math.floor(index / BITS_PER_WORD)) >>> (index % BITS_PER_WORD)) & 1) !== 0;
  }

  /** Ones among the bits [from, to). */
  count(from: number, to: number): number {
    let count = 0;
    for (let index = from; index < to; index++) if (this.has(index)) count++;
    return count;
  }
}

/** Whether a slot holds an object (or garbage that is not swept yet). */
export const isTaken = ({ freeindex, allocBits }: Span, index: number): boolean => index < freeindex || allocBits.has(index);

/** Slots that hold something, counted one by one. */
export const countTaken = ({ freeindex, nelems, allocBits }: Span): number => Math.min(freeindex, nelems) + allocBits.count(freeindex, nelems);

/** Whether what the slot holds was marked in the last or current collection. */
export const isMarked = ({ gcmarkBits }: Span, index: number): boolean => gcmarkBits.has(index);

/** Bytes of a heap page. */
export const pageSizeOf = ({ info }: Globals): number => info.constant('runtime.pageSize');

/** All spans that ever were, in the order in which their records were made; those of freed ones may serve again. */
export function readSpans(globals: Globals): Span[] {
  const heap = globals.get('runtime.mheap_');
  const all = heap.field('allspans');
  const states = new Map<number, SpanState>([
    [globals.info.constant('runtime.mSpanInUse'), 'objects'],
    [globals.info.constant('runtime.mSpanManual'), 'manual'],
  ]);
  const pageSize = pageSizeOf(globals);
  // A program can overwrite its runtime's records: no count is taken for more than what it counts has room for.
  const count = Math.min(heap.field('nspans').number(), heap.field('capspans').number(), all.length);
  const found: Span[] = [];
  for (let i = 0; i < count; i++) {
    const record = all.index(i).deref();
    if (record !== null) found.push(readSpan(record, states, pageSize));
  }
  return found;
}

function readSpan(view: View, states: ReadonlyMap<number, SpanState>, pageSize: number): Span {
  const number = (name: string): number => view.field(name).number();
  const spanclass = number('spanclass');
  return {
    va: view.va,
    state: states.get(number('state')) ?? 'dead',
    base: number('startAddr'),
    npages: number('npages'),
    length: number('npages') * pageSize,
    sizeClass: spanclass >> 1,
    noscan: (spanclass & 1) !== 0,
    elemsize: number('elemsize'),
    nelems: number('nelems'),
    allocCount: number('allocCount'),
    allocCountBeforeCache: number('allocCountBeforeCache'),
    freeindex: number('freeindex'),
    freeIndexForScan: number('freeIndexForScan'),
    allocCache: number('allocCache'),
    sweepgen: number('sweepgen'),
    limit: number('limit'),
    list: view.field('list').address(),
    allocBits: new Bits(view.memory, view.field('allocBits').address()),
    gcmarkBits: new Bits(view.memory, view.field('gcmarkBits').address()),
  };
}
