/**
 * The pointer maps of a function: for each call the words of its frame, and of the stack arguments above it, that hold live pointers. Words count
 * from the stack pointer, so that the first words of the incoming area lie behind the frame. What the function passes to others on the
 * stack is described by their maps.
 */
import { ascending } from '../../../base/ascending.ts';
import type { FrameLiveness, LiveWord } from '../ssa/frame-liveness.ts';
import { Ty, type Func, type Slot, type Value } from '../ssa/ir.ts';
import type { Allocation } from './machine.ts';

const WORD = 4;

/** What of a frame holds live pointers: word numbers, ascending. */
export type PointerMap = readonly number[];

export class PointerMaps {
  constructor(
    private readonly func: Func,
    private readonly allocation: Allocation,
    private readonly frame: FrameLiveness,
    private readonly frameSize: number,
  ) {}

  atCall(call: Value): PointerMap {
    const spilled = (this.allocation.liveAtCalls.get(call) ?? []).map((value) => this.allocation.spillSlots.get(value)!);
    return ascending([...spilled.map(({ offset }) => offset / WORD), ...this.frame.liveAt(call).map((word) => this.wordNumber(word))]);
  }

  /** When the function has not begun: its stack arguments, and its register arguments in the places that the caller reserved. */
  atEntry(): PointerMap {
    const registers = this.func.argSpills.filter(({ isPointer }) => isPointer).map(({ offset }) => offset);
    return ascending([...this.func.argPointers, ...registers].map((offset) => (this.frameSize + offset) / WORD));
  }

  /** Words of the frame and of the incoming arguments that hold pointers at some time, but not at the call. */
  deadAt(call: Value): PointerMap {
    const live = new Set(this.atCall(call));
    const spills = [...this.allocation.spillSlots].filter(([value]) => value.ty === Ty.Ptr).map(([, slot]: readonly [Value, Slot]) => slot.offset / WORD);
    return ascending([...spills, ...this.frame.words.map((word) => this.wordNumber(word))]).filter((word) => !live.has(word));
  }

  /** The slots that are stack objects, by their place in the frame. */
  stackObjects(): readonly Slot[] {
    return [...this.frame.stackObjects].sort((a, b) => a.offset - b.offset);
  }

  private wordNumber({ slot, offset }: LiveWord): number {
    return ((slot === null ? this.frameSize : slot.offset) + offset) / WORD;
  }
}
