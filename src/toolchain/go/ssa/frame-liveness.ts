/**
 * Which pointer words of frame slots and of stack parameters are live at each call.
 *
 * A word is live at a call if it may be read afterwards, or by the call itself through an address it is given. What is live must also hold a
 * pointer: a word that may not have been written yet is cleared, right before the call if nothing was written on any way there (the call
 * returns something in it), else at the function's entry.
 *
 * A slot whose address is exposed may also be read by whoever finds that address. It is a stack object: the collector looks at all of it when it
 * finds a pointer into it, and the maps only tell whether the function itself will read it, or expose it again. So all of its words hold pointers
 * or nil when it is exposed: those that nobody wrote are cleared at the entry. Exposed stack parameters are live from the first instruction
 * that touches them to the end of the function.
 *
 * In functions with deferred calls, what the code behind `deferreturn` reads is live at every call: a recovered panic goes there.
 */
import { BitSet } from './bit-set.ts';
import { type Access, type FrameObject, FrameWords, isSafepoint, keepsArgumentsVisible, type Span } from './frame-words.ts';
import { wordRegisters } from '../layout/abi.ts';
import { type Block, type Func, type Slot, Ty, type Value } from './ir.ts';

/** Pointer words of a slot or, without one, of the incoming stack area, which are live at the same calls. */
export interface LiveWords {
  readonly slot: Slot | null;
  /** In bytes, ascending. */
  readonly offsets: readonly number[];
}

export interface FrameLiveness {
  /** All words that hold pointers at some time, in groups that live and die together. */
  readonly groups: readonly LiveWords[];
  /** The numbers of the groups that are live at a call; null if there are none. */
  liveAt(call: Value): BitSet | null;
  /** Slots that the collector looks at when it finds a pointer into them. */
  readonly stackObjects: readonly Slot[];
}

/** The block in which a function goes on after a recovered panic. */
export function recoveryBlock(func: Func): Block | null {
  return func.blocks.find((block) => block.values.some((value) => value.op === 'call' && value.call!.isRecovery === true)) ?? null;
}

/** Analyses `func`, which is in its final form but for registers, and inserts the clearing that its maps need. */
export function computeFrameLiveness(func: Func): FrameLiveness {
  return new Analysis(func).run();
}

const WORD = 4;
/** So many words are cleared by the runtime instead of one by one. */
const MANY_WORDS = 64;

class Analysis {
  private readonly words: FrameWords;
  /** Words of stack parameters whose address is exposed. */
  private readonly exposed: BitSet;
  private readonly atCalls = new Map<Value, BitSet>();
  /** By number of the region. */
  private readonly groups: readonly LiveWords[];

  constructor(private readonly func: Func) {
    this.words = new FrameWords(func);
    this.groups = this.words.regions.map(({ object, offsets }) => ({ slot: object.slot, offsets }));
    this.exposed = this.regionsOf(({ slot, isExposed }) => isExposed && slot === null);
  }

  run(): FrameLiveness {
    if (this.groups.length > 0) {
      this.findLive();
      this.clearUnwritten();
    }
    const isObject = new Set(this.words.objects.flatMap(({ slot, isExposed }) => (isExposed && slot !== null ? [slot] : [])));
    return { groups: this.groups, liveAt: (call) => this.atCalls.get(call) ?? null, stackObjects: [...isObject] };
  }

  private regionsOf(isWanted: (object: FrameObject) => boolean): BitSet {
    const result = new BitSet(this.words.regions.length);
    this.words.regions.forEach(({ object }, i) => isWanted(object) && result.add(i));
    return result;
  }

  // --- Backwards: what may be read ---------------------------------------------------------------------------------

  private findLive(): void {
    const { func, words } = this;
    const size = this.groups.length;
    const liveIn = new Map<Block, BitSet>(func.blocks.map((block) => [block, new BitSet(size)]));
    const outOf = (block: Block): BitSet => {
      const live = new BitSet(size);
      for (const succ of block.succs) live.addAll(liveIn.get(succ)!);
      return live;
    };
    const recovery = func.hasDefer ? recoveryBlock(func) : null;
    const queue = [...func.blocks];
    const queued = new Set<Block>(queue);
    for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
      queued.delete(block);
      const live = outOf(block);
      const list = words.accesses.get(block)!;
      for (let i = list.length - 1; i >= 0; i--) stepBack(live, list[i]!);
      if (!liveIn.get(block)!.addAll(live)) continue;
      for (const pred of block.preds) {
        if (queued.has(pred)) continue;
        queued.add(pred);
        queue.push(pred);
      }
    }
    const afterPanic = recovery === null ? null : liveIn.get(recovery)!;
    for (const block of func.blocks) {
      const live = outOf(block);
      const list = words.accesses.get(block)!;
      for (let i = list.length - 1; i >= 0; i--) {
        const { value } = list[i]!;
        if (!isSafepoint(value)) {
          stepBack(live, list[i]!);
          continue;
        }
        const after = live.copy();
        stepBack(live, list[i]!);
        // Whom a stack object was passed to has its address, and the collector finds it there.
        const atCall = keepsArgumentsVisible(value) ? after : live.copy();
        if (afterPanic !== null) atCall.addAll(afterPanic);
        atCall.removeAll(this.exposed);
        this.atCalls.set(value, atCall);
      }
    }
  }

  // --- Forwards: what has been written -----------------------------------------------------------------------------

  /** Adds exposed words that were touched to the maps, and clears live words that hold nothing yet. */
  private clearUnwritten(): void {
    const { func, words } = this;
    const empty = new BitSet(this.groups.length);
    const incoming = this.regionsOf(({ slot }) => slot === null);
    const all = this.regionsOf(() => true);
    /** May have been touched, and certainly written, at the end of each block. */
    const touched = new Map<Block, BitSet>(func.blocks.map((block) => [block, empty.copy()]));
    const written = new Map<Block, BitSet>(func.blocks.map((block) => [block, all.copy()]));
    const start = (block: Block): { may: BitSet; must: BitSet } => {
      if (block === func.entry) return { may: incoming.copy(), must: incoming.copy() };
      const may = empty.copy();
      const must = all.copy();
      for (const pred of block.preds) {
        may.addAll(touched.get(pred)!);
        must.keepOnly(written.get(pred)!);
      }
      return { may, must };
    };
    for (let changed = true; changed; ) {
      changed = false;
      for (const block of func.blocks) {
        const { may, must } = start(block);
        for (const each of words.accesses.get(block)!) this.stepForward(may, must, each);
        if (touched.get(block)!.addAll(may)) changed = true;
        if (written.get(block)!.keepOnly(must)) changed = true;
      }
    }
    const atEntry = empty.copy();
    for (const block of func.blocks) {
      const { may, must } = start(block);
      for (const each of words.accesses.get(block)!) {
        for (const span of each.exposes) for (let i = span.start; i < span.end; i++) if (!must.has(i)) atEntry.add(i);
        const live = this.atCalls.get(each.value);
        if (live !== undefined) {
          const exposed = may.copy();
          for (const span of each.clobbers) exposed.addRange(span.start, span.end);
          exposed.keepOnly(this.exposed);
          live.addAll(exposed);
          const unwritten = live.copy();
          unwritten.removeAll(must);
          const cleared: LiveWords[] = [];
          for (const i of unwritten.toArray()) {
            if (may.has(i) || this.exposed.has(i)) atEntry.add(i);
            else cleared.push(this.groups[i]!);
          }
          this.clearBefore(each.value, cleared);
        }
        this.stepForward(may, must, each);
      }
    }
    this.clearAtEntry(atEntry.toArray().map((i) => this.groups[i]!));
  }

  /**
   * A word that is dead counts as not written: what it holds may be gone by the time of the next call. Exposed words never die.
   */
  private stepForward(may: BitSet, must: BitSet, { value, reads, writes, clobbers }: Access): void {
    for (const span of [...reads, ...writes, ...clobbers]) may.addRange(span.start, span.end);
    for (const span of writes) must.addRange(span.start, span.end);
    const live = this.atCalls.get(value);
    if (live === undefined) return;
    const kept = live.copy();
    kept.addAll(this.exposed);
    for (const span of [...writes, ...clobbers]) kept.addRange(span.start, span.end);
    must.keepOnly(kept);
    may.keepOnly(kept);
    // What is live at a call was written before, or is cleared there; and what a call was to write is there after it.
    must.addAll(live);
    for (const span of clobbers) for (let i = span.start; i < span.end; i++) if (!this.exposed.has(i)) must.add(i);
  }

  // --- Clearing ----------------------------------------------------------------------------------------------------

  private clearBefore(call: Value, cleared: readonly LiveWords[]): void {
    if (cleared.length === 0) return;
    const { values } = call.block;
    const rest = values.splice(values.indexOf(call));
    for (const { slot, offsets } of cleared) for (const offset of offsets) values.push(this.clearing(call.block, slot, offset));
    for (const value of rest) values.push(value);
  }

  private clearAtEntry(cleared: readonly LiveWords[]): void {
    if (cleared.length === 0) return;
    const { entry } = this.func;
    const at = entry.values.findLastIndex(({ op }) => op === 'param' || op === 'context') + 1;
    const clearing = cleared.flatMap(({ slot, offsets }) => (
      slot !== null && offsets.length >= MANY_WORDS ? this.clearingOf(slot, offsets) : offsets.map((offset) => this.clearing(entry, slot, offset))
    ));
    const rest = entry.values.splice(at);
    for (const value of clearing) entry.values.push(value);
    for (const value of rest) entry.values.push(value);
  }

  private zeroWord: Value | null = null;

  private clearing(block: Block, slot: Slot | null, offset: number): Value {
    if (this.zeroWord === null) {
      this.zeroWord = this.func.newValue(this.func.entry, 'const', Ty.I32, [], 0, this.func.pos);
      this.func.entry.values.unshift(this.zeroWord);
    }
    const store = this.func.newValue(block, 'store', Ty.Void, [this.zeroWord], offset, block.pos);
    store.slot = slot;
    return store;
  }

  /** Clears all between the first and the last of many words, when nothing has been written yet. */
  private clearingOf(slot: Slot, offsets: readonly number[]): Value[] {
    const { entry } = this.func;
    const start = this.func.newValue(entry, 'slot', Ty.Ptr, [], offsets[0]!, entry.pos);
    start.slot = slot;
    const length = this.func.newValue(entry, 'const', Ty.I32, [], offsets.at(-1)! + WORD - offsets[0]!, entry.pos);
    const call = this.func.newValue(entry, 'call', Ty.Void, [start, length], 0, entry.pos);
    const { regs, stackBytes } = wordRegisters([start.ty, length.ty]);
    call.call = { target: 'runtime.memclrNoHeapPointers', kind: 'direct', argRegs: regs, resultRegs: [], stackBytes, noReturn: false };
    return [start, length, call];
  }
}

const mark = (live: BitSet, spans: readonly Span[], add: boolean): void => {
  for (const { start, end } of spans) {
    if (add) live.addRange(start, end);
    else live.removeRange(start, end);
  }
};

function stepBack(live: BitSet, { reads, writes }: Access): void {
  mark(live, writes, false);
  mark(live, reads, true);
}
