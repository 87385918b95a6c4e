/**
 * The pointer maps of a function: for each call the words of its frame, and of the stack arguments above it, that hold live pointers. Words count
 * from the stack pointer, so that the first words of the incoming area lie behind the frame. What the function passes to others on the
 * stack is described by their maps.
 */
import { ascending } from '../../../base/ascending.ts';
import type { BitSet } from '../ssa/bit-set.ts';
import type { FrameLiveness } from '../ssa/frame-liveness.ts';
import { Ty, type Func, type Slot, type Value } from '../ssa/ir.ts';
import type { Allocation } from './machine.ts';

const WORD = 4;

/** What of a frame holds live pointers: a bit for each word, up to the last byte with any. */
export type PointerMap = Uint8Array;

export const NO_POINTERS: PointerMap = new Uint8Array(0);

export class PointerMaps {
  /** The words of each group of the frame. */
  private readonly groups: readonly (readonly number[])[];
  private ofGroups: { readonly live: BitSet; readonly map: PointerMap } | null = null;
  private last = NO_POINTERS;

  constructor(
    private readonly func: Func,
    private readonly allocation: Allocation,
    private readonly frame: FrameLiveness,
    private readonly frameSize: number,
  ) {
    this.groups = frame.groups.map(({ slot, offsets }) => {
      const start = slot === null ? frameSize : slot.offset;
      return offsets.map((offset) => (start + offset) / WORD);
    });
  }

  /** Calls in a row with the same pointers get the same map. */
  atCall(call: Value): PointerMap {
    const spilled = this.allocation.pointersAtCall(call).map((value) => this.allocation.spillSlots.get(value)!.offset / WORD);
    const map = mapOf([spilled], this.mapOfGroups(this.frame.liveAt(call)));
    if (!isEqual(map, this.last)) this.last = map;
    return this.last;
  }

  private mapOfGroups(live: BitSet | null): PointerMap {
    if (live === null) return NO_POINTERS;
    if (this.ofGroups?.live.equals(live) !== true) this.ofGroups = { live, map: mapOf(live.toArray().map((i) => this.groups[i]!)) };
    return this.ofGroups!.map;
  }

  /** When the function has not begun: its stack arguments, and its register arguments in the places that the caller reserved. */
  atEntry(): PointerMap {
    const registers = this.func.argSpills.filter(({ isPointer }) => isPointer).map(({ offset }) => offset);
    return mapOf([[...this.func.argPointers, ...registers].map((offset) => (this.frameSize + offset) / WORD)]);
  }

  /** The numbers of words that hold pointers at some time, but not at the call; stack objects left aside. */
  deadAt(call: Value): readonly number[] {
    const live = this.atCall(call);
    const spills = [...this.allocation.spillSlots].filter(([value]) => value.ty === Ty.Ptr).map(([, slot]: readonly [Value, Slot]) => slot.offset / WORD);
    const objects = new Set(this.frame.stackObjects);
    const groups = this.groups.filter((_, i) => !objects.has(this.frame.groups[i]!.slot!));
    return ascending([...spills, ...groups.flat()]).filter((word) => (live[word >> 3]! & (1 << (word & 7))) === 0);
  }

  /** The slots that are stack objects, by their place in the frame. */
  stackObjects(): readonly Slot[] {
    return [...this.frame.stackObjects].sort((a, b) => a.offset - b.offset);
  }
}

/** A map of the words with these numbers and of what is in another. */
function mapOf(lists: readonly (readonly number[])[], others = NO_POINTERS): PointerMap {
  let last = -1;
  for (const list of lists) for (const word of list) if (word > last) last = word;
  const map = new Uint8Array(Math.max((last >> 3) + 1, others.length));
  map.set(others);
  for (const list of lists) for (const word of list) map[word >> 3]! |= 1 << (word & 7);
  return map;
}

function isEqual(a: PointerMap, b: PointerMap): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
