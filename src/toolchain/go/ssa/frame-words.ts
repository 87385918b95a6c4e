/**
 * What the frame holds beside spilled values, as the pointer maps see it: slots with pointers in them, and the stack parameters that the
 * caller left. Every pointer word of these objects has a number. This file finds out how the instructions of a function use them: an
 * instruction becomes an {@link Access} to words, and an object whose address goes where we cannot follow is `exposed`: from then on it may be read
 * through a pointer, so the instruction counts as a reader of all of it.
 *
 * An array may have a million words, but few instructions tell them apart. So at the end neighbours that every instruction treats alike become one
 * {@link FrameRegion}, and the spans of accesses count these.
 */
import { ascending } from '../../../base/ascending.ts';
import type { Block, Func, Slot, Value } from './ir.ts';
import { MEM_SIZE, Ty } from './ir.ts';

export interface FrameObject {
  /** Null for the incoming stack parameters. */
  readonly slot: Slot | null;
  /** Byte offsets of its pointer words, ascending. */
  readonly pointers: readonly number[];
  /** The number of the first word. */
  readonly first: number;
  /** Its address is stored, or passed to code that may keep it. */
  isExposed: boolean;
}

/** Neighbouring pointer words of an object that every instruction treats alike. */
export interface FrameRegion {
  readonly object: FrameObject;
  /** Their byte offsets, ascending. */
  readonly offsets: readonly number[];
}

/** What one instruction does to the frame; ranges of regions. */
export interface Access {
  readonly value: Value;
  readonly reads: readonly Span[];
  /** Certainly written. */
  readonly writes: readonly Span[];
  /** Perhaps written. */
  readonly clobbers: readonly Span[];
  /** Their address goes where we cannot follow. */
  readonly exposes: readonly Span[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const WORD = 4;

/** An address computed from those of frame objects; a null offset is unknown. */
interface Derived {
  readonly objects: Set<FrameObject>;
  offset: number | null;
}

/** Assembly that calls nothing: while it runs nobody looks at frames. */
const LEAVES: ReadonlySet<string> = new Set(['runtime.memmove', 'runtime.memclrNoHeapPointers', 'runtime.memequal', 'runtime.syscall6']);

/** Whether frames are looked at while the call runs. */
export const isSafepoint = (value: Value): boolean => value.op === 'call' && !(value.call!.kind === 'direct' && LEAVES.has(value.call!.target));

/** Assembly that runs what it is given on another stack: nobody finds the pointers that it holds. */
const SWITCHING: ReadonlySet<string> = new Set(['runtime.systemstack', 'runtime.mcall']);

/** Whether whom is called has the pointers that it was given in its own maps, for as long as it needs them. */
export const keepsArgumentsVisible = (value: Value): boolean => !keepsNothing(value) && !(value.call!.kind === 'direct' && SWITCHING.has(value.call!.target));

/** Functions that generated code calls with addresses of temporaries, and which keep none after they have returned, but for the map of an iteration. */
const KEEP_NOTHING: ReadonlySet<string> = new Set([
  'mapaccess1', 'mapaccess2', 'mapassign', 'mapdelete', 'mapiterinit', 'mapiternext', 'chansend1', 'chanrecv1', 'chanrecv2', 'selectgo', 'concatstrings', 'convT', 'convTslice',
  'convTstring', 'memequal', 'efaceeq', 'ifaceeq', 'typedmemmove', 'typedmemclr', 'typedslicecopy', 'strhash', 'memhash', 'memhash32', 'memhash64', 'interhash', 'nilinterhash',
].map((name) => `runtime.${name}`));

/** An iterator points at its map, which may lie in the frame. */
const MAP_ITERATION = 'runtime.mapiterinit';
const ITERATED_MAP = 1;

function keepsNothing(value: Value): boolean {
  const { kind, target } = value.call!;
  return kind === 'direct' && (KEEP_NOTHING.has(target) || target.startsWith('type..'));
}

export class FrameWords {
  readonly objects: FrameObject[] = [];
  /** Accesses of each block in order; calls are among them even if they touch nothing. */
  readonly accesses = new Map<Block, Access[]>();
  readonly regions: FrameRegion[] = [];
  /** Pointer words. */
  private count = 0;
  private readonly bySlot = new Map<Slot, FrameObject>();
  private incoming: FrameObject | null = null;
  private derived = new Map<Value, Derived>();

  constructor(readonly func: Func) {
    for (const slot of func.slots) if (slot.pointers.length > 0) this.bySlot.set(slot, this.add(slot, slot.pointers));
    if (func.argPointers.length > 0) this.incoming = this.add(null, func.argPointers);
    if (this.count > 0) this.followAddresses();
    for (const block of func.blocks) for (const control of block.controls) if (block.kind === 'ret') this.expose(control);
    // Once to find what is exposed, and once more knowing it.
    if (this.count > 0) this.noteAccesses();
    this.noteAccesses();
    for (const block of func.blocks) this.noteAddressesForPhis(block);
    this.formRegions();
  }

  /** Makes the words between two places where some access begins or ends a region, and accesses count regions. */
  private formRegions(): void {
    const bounds = new Set<number>(this.objects.map(({ first }) => first));
    for (const list of this.accesses.values()) {
      for (const { reads, writes, clobbers, exposes } of list) {
        for (const spans of [reads, writes, clobbers, exposes]) for (const { start, end } of spans) bounds.add(start).add(end);
      }
    }
    const starts = [...bounds].filter((word) => word < this.count).sort((a, b) => a - b);
    const numbers = new Map(starts.map((word, i) => [word, i]));
    numbers.set(this.count, starts.length);
    let next = 0;
    for (const object of this.objects) {
      const { first, pointers } = object;
      for (; next < starts.length && starts[next]! < first + pointers.length; next++) {
        this.regions.push({ object, offsets: pointers.slice(starts[next]! - first, (starts[next + 1] ?? this.count) - first) });
      }
    }
    const inRegions = (spans: readonly Span[]): readonly Span[] => spans.map(({ start, end }) => ({ start: numbers.get(start)!, end: numbers.get(end)! }));
    for (const [block, list] of this.accesses) {
      this.accesses.set(block, list.map(({ value, reads, writes, clobbers, exposes }) => (
        { value, reads: inRegions(reads), writes: inRegions(writes), clobbers: inRegions(clobbers), exposes: inRegions(exposes) }
      )));
    }
  }

  private noteAccesses(): void {
    for (const block of this.func.blocks) this.accesses.set(block, block.values.flatMap((value) => this.accessOf(value) ?? []));
  }

  /** An address that becomes the operand of a phi is taken at the end of the block before. */
  private noteAddressesForPhis(block: Block): void {
    for (const value of block.values) {
      if (value.op !== 'phi') continue;
      value.args.forEach((arg, i) => {
        const spans = this.stackObjectsAt([arg]);
        if (spans.length > 0) this.accesses.get(block.preds[i]!)!.push({ value, reads: spans, writes: [], clobbers: [], exposes: spans });
      });
    }
  }

  /** The stack objects whose addresses are among `args` themselves; computed addresses are values, which the collector follows. */
  private stackObjectsAt(args: readonly Value[]): Span[] {
    return this.anywhere(args.filter((arg) => arg.op === 'slot' && this.bySlot.get(arg.slot!)?.isExposed === true));
  }

  private add(slot: Slot | null, pointers: readonly number[]): FrameObject {
    const object = { slot, pointers: ascending(pointers), first: this.count, isExposed: false };
    this.objects.push(object);
    this.count += object.pointers.length;
    return object;
  }

  // --- Addresses ---------------------------------------------------------------------------------------------------

  /** Finds all values computed from addresses in the frame. */
  private followAddresses(): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const block of this.func.blocks) for (const value of block.values) if (this.derive(value)) changed = true;
    }
  }

  private derive(value: Value): boolean {
    if (value.op === 'load' || value.op === 'store' || value.op === 'call' || value.op === 'callres') return false;
    if (value.op === 'slot') return this.noteDerived(value, this.bySlot.get(value.slot!), value.imm);
    if (value.op === 'inaddr') return this.noteDerived(value, this.incoming ?? undefined, value.imm);
    if (COMPARISONS.has(value.op) || value.op === 'loadx') return false;
    let changed = false;
    for (const arg of value.args) {
      const from = this.derived.get(arg);
      if (from === undefined) continue;
      const offset = from.offset === null ? null : value.op === 'addi' ? from.offset + value.imm : value.op === 'copy' ? from.offset : null;
      for (const object of from.objects) if (this.noteDerived(value, object, offset)) changed = true;
    }
    return changed;
  }

  private noteDerived(value: Value, object: FrameObject | undefined, offset: number | null): boolean {
    if (object === undefined) return false;
    const known = this.derived.get(value);
    if (known === undefined) {
      this.derived.set(value, { objects: new Set([object]), offset });
      return true;
    }
    if (known.objects.has(object) && (known.offset === null || known.offset === offset)) return false;
    known.objects.add(object);
    known.offset = null;
    return true;
  }

  private expose(value: Value): void {
    for (const object of this.derived.get(value)?.objects ?? []) object.isExposed = true;
  }

  // --- Accesses ----------------------------------------------------------------------------------------------------

  private accessOf(value: Value): Access | null {
    const { op, args } = value;
    if (op === 'call') return this.callAccess(value);
    if (this.count === 0) return null;
    switch (op) {
      case 'load': {
        const size = MEM_SIZE[value.mem];
        return access(value, this.readAt(value, args[0], value.imm, size));
      }
      case 'store': {
        const data = args.at(-1)!;
        this.expose(data);
        const [kept, taken] = [this.anywhere([data]), this.takenAt([data])];
        const place = this.at(value, args.length === 2 ? args[0] : undefined, value.imm, MEM_SIZE[value.mem]);
        return place.isExact && MEM_SIZE[value.mem] >= WORD ? access(value, taken, place.spans, kept, taken) : access(value, taken, [], [...place.spans, ...kept], taken);
      }
      case 'loadx': return access(value, this.takenAt(args));
      case 'probe': return access(value, this.anywhere(args));
      case 'storex':
        this.expose(args[2]!);
        return access(value, this.takenAt(args.slice(2)), [], this.anywhere(args), this.takenAt(args.slice(2)));
      case 'zero': {
        const place = this.at(value, args[0], 0, value.imm);
        return place.isExact ? access(value, [], place.spans) : access(value, [], [], place.spans);
      }
      case 'move': {
        const to = this.at(value, args[0], 0, value.imm);
        const from = this.readAt(value, args[1], 0, value.imm);
        return to.isExact ? access(value, from, to.spans) : access(value, from, [], to.spans);
      }
      case 'storearg':
        this.expose(args[0]!);
        return access(value, this.takenAt(args), [], this.anywhere(args), this.takenAt(args));
      case 'amoadd':
      case 'amoswap':
      case 'amoor':
      case 'amoand':
      case 'cas':
        for (const arg of args.slice(1)) this.expose(arg);
        return access(value, this.anywhere(args), [], this.anywhere(args), this.takenAt(args.slice(1)));
      case 'phi': return null;
      default: {
        // An address is computed from that of a stack object.
        const spans = COMPARISONS.has(op) ? [] : this.stackObjectsAt(args);
        return access(value, spans, [], [], spans);
      }
    }
  }

  /** What may be read by way of addresses that go somewhere, but for those that the collector follows. */
  private takenAt(args: readonly Value[]): Span[] {
    return this.anywhere(args.filter((arg) => !this.isFollowed(arg)));
  }

  /** What is read at an address, but for stack objects by an address that the collector follows. */
  private readAt(value: Value, address: Value | undefined, imm: number, size: number): readonly Span[] {
    return value.slot === null && address !== undefined && this.isFollowed(address) ? [] : this.at(value, address, imm, size).spans;
  }

  /** Whether an address is a pointer that the collector sees, and leads only to stack objects. */
  private isFollowed(address: Value): boolean {
    if (address.op === 'slot' || address.ty !== Ty.Ptr) return false;
    const objects = this.derived.get(address)?.objects;
    return objects !== undefined && [...objects].every(({ slot, isExposed }) => slot !== null && isExposed);
  }

  private callAccess(value: Value): Access {
    const { kind, target } = value.call!;
    const { args } = value;
    if (kind === 'direct' && target === 'runtime.memmove' && this.count > 0) {
      const size = constantOf(args[2]!);
      const [to, from] = [this.at(value, args[0], 0, size), this.at(value, args[1], 0, size)];
      return to.isExact ? { value, reads: from.spans, writes: to.spans, clobbers: [], exposes: [] } : { value, reads: from.spans, writes: [], clobbers: to.spans, exposes: [] };
    }
    if (kind === 'direct' && target === 'runtime.memclrNoHeapPointers' && this.count > 0) {
      const place = this.at(value, args[0], 0, constantOf(args[1]!));
      return place.isExact ? { value, reads: [], writes: place.spans, clobbers: [], exposes: [] } : { value, reads: [], writes: [], clobbers: place.spans, exposes: [] };
    }
    const kept = keepsNothing(value) ? args.filter((_, i) => target === MAP_ITERATION && i === ITERATED_MAP) : args;
    for (const arg of kept) this.expose(arg);
    const [spans, taken] = [this.anywhere(args), this.takenAt(args)];
    if (keepsNothing(value)) return { value, reads: spans, writes: [], clobbers: spans, exposes: this.anywhere(kept) };
    return { value, reads: taken, writes: [], clobbers: spans, exposes: taken };
  }

  /** The words of `size` bytes (null: unknown) at an address plus `imm`; the address is the instruction's own slot if it has one. */
  private at(value: Value, address: Value | undefined, imm: number, size: number | null): { readonly spans: Span[]; readonly isExact: boolean } {
    if (value.slot !== null) {
      const object = this.bySlot.get(value.slot);
      return object === undefined ? NOWHERE : { spans: wordsOf(object, imm, size ?? 0), isExact: true };
    }
    const base = address === undefined ? undefined : this.derived.get(address);
    if (base === undefined) return NOWHERE;
    if (base.offset === null || size === null) return { spans: wholeObjects(base.objects), isExact: false };
    const [object] = base.objects;
    return { spans: wordsOf(object!, base.offset + imm, size), isExact: true };
  }

  private anywhere(args: readonly Value[]): Span[] {
    return args.flatMap((arg) => wholeObjects(this.derived.get(arg)?.objects ?? []));
  }
}

const NOWHERE: { readonly spans: Span[]; readonly isExact: boolean } = { spans: [], isExact: true };

const COMPARISONS: ReadonlySet<string> = new Set(['slt', 'sltu', 'slti', 'sltiu', 'nilcheck', 'boundscheck']);

function access(value: Value, reads: readonly Span[], writes: readonly Span[] = [], clobbers: readonly Span[] = [], exposes: readonly Span[] = []): Access | null {
  return reads.length + writes.length + clobbers.length === 0 ? null : { value, reads, writes, clobbers, exposes };
}

function wholeObjects(objects: Iterable<FrameObject>): Span[] {
  return [...objects].map(({ first, pointers }) => ({ start: first, end: first + pointers.length }));
}

/** The pointer words of an object within `size` bytes from `offset`. */
function wordsOf({ first, pointers }: FrameObject, offset: number, size: number): Span[] {
  const start = lowerBound(pointers, offset - WORD + 1);
  const end = lowerBound(pointers, offset + size);
  return start < end ? [{ start: first + start, end: first + end }] : [];
}

function lowerBound(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value of a constant, also of one kept in a register. */
function constantOf(value: Value): number | null {
  if (value.op === 'const') return value.imm;
  return value.op === 'copy' && value.args[0]!.op === 'const' ? value.args[0]!.imm : null;
}
