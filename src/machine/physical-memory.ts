/**
 * RAM: one buffer of a WebAssembly.Memory that never grows, seen as 4 KiB frames, with two marks per frame.
 *
 * Code: instructions of the frame have been decoded; whoever writes into it must drop them. Dirty: written since the last
 * snapshot. Both marks are ours, not the guest's, and change nothing it can see. They are kept in step by one rule: a CPU
 * holds a fast store tag for a frame only while the frame is Dirty and not Code, so that its next store comes by here first.
 *
 * Whoever writes the views directly (the kernel filling a page, the walker setting A or D) calls `frameWritten` for the frame.
 */
import { assert } from '../base/assert.ts';
import { Paging } from './pte.ts';

/** The part of the host's WebAssembly that is used; the language's own library does not declare it. */
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
};

/** Marks of a frame, a bit set. */
export const enum FrameMark {
  None = 0,
  /** Decoded instructions of the frame exist. */
  Code = 1,
  /** Written since the last snapshot. */
  Dirty = 2,
}

/** RAM sizes in bytes. */
const enum RamLimit {
  /** The unit in which a WebAssembly.Memory is made. */
  Granule = 65536,
  /** Physical addresses are non-negative int32. */
  Max = 0x7fff0000,
}

/** What holds store tags for frames: the fast layer of an MMU. */
export interface StoreTagHolder {
  /** Forgets that stores to the frame need no check. */
  dropStoreTags(pfn: number): void;
  dropAllStoreTags(): void;
}

/** What holds decoded instructions of frames. */
export interface CodeHolder {
  dropCode(pfn: number): void;
  /** Forgets the instructions in a few bytes of a frame. Gives whether decoded instructions may be left in it. */
  forgetCode(pa: number, length: number): boolean;
}

/** Contents of RAM at an instant: one array per frame, shared with other states where nothing was written between them. */
export interface PhysicalMemoryState {
  readonly frames: readonly Uint8Array[];
}

const ZERO_FRAME = new Uint8Array(Paging.PageSize);

export class PhysicalMemory {
  readonly buffer: ArrayBuffer;
  /** Size in bytes, a multiple of {@link RamLimit.Granule}. */
  readonly length: number;
  readonly frameCount: number;
  /** The same bytes, by width. Physical addresses are divided by the width to index them. */
  readonly bytes: Uint8Array;
  readonly signedBytes: Int8Array;
  readonly halves: Uint16Array;
  readonly signedHalves: Int16Array;
  readonly words: Int32Array;
  /** {@link FrameMark} bits by frame. */
  readonly marks: Uint8Array;

  /** What each frame held at the last snapshot or restore; exact for frames that are not Dirty. */
  private base: readonly Uint8Array[];
  private readonly storeTagHolders: StoreTagHolder[] = [];
  private codeHolder: CodeHolder | null = null;

  /** `length` is rounded up to 64 KiB. */
  constructor(length: number) {
    assert(length > 0 && length <= RamLimit.Max, `PhysicalMemory: size ${length} is not within 1..${RamLimit.Max}`);
    const granules = Math.ceil(length / RamLimit.Granule);
    this.buffer = new WebAssembly.Memory({ initial: granules, maximum: granules }).buffer;
    this.length = granules * RamLimit.Granule;
    this.frameCount = this.length >>> Paging.PageShift;
    this.bytes = new Uint8Array(this.buffer);
    this.signedBytes = new Int8Array(this.buffer);
    this.halves = new Uint16Array(this.buffer);
    this.signedHalves = new Int16Array(this.buffer);
    this.words = new Int32Array(this.buffer);
    this.marks = new Uint8Array(this.frameCount);
    this.base = new Array<Uint8Array>(this.frameCount).fill(ZERO_FRAME);
  }

  attachStoreTags(holder: StoreTagHolder): void {
    this.storeTagHolders.push(holder);
  }

  attachCode(holder: CodeHolder): void {
    this.codeHolder = holder;
  }

  /** The bytes of a frame, as a view. After writing through it call {@link frameWritten}. */
  frame(pfn: number): Uint8Array {
    const start = pfn << Paging.PageShift;
    return this.bytes.subarray(start, start + Paging.PageSize);
  }

  /** Says that the frame was or is about to be written: drops its decoded code and marks it for the next snapshot. */
  frameWritten(pfn: number): void {
    const marks = this.marks[pfn];
    if (marks === FrameMark.Dirty) return;
    this.marks[pfn] = FrameMark.Dirty;
    if ((marks & FrameMark.Code) !== 0) this.codeHolder?.dropCode(pfn);
  }

  /**
   * Says that a store wrote a few bytes of a frame: drops the instructions in them and keeps the rest, since code and data may
   * share a page. The frame must not be written through a fast tag meanwhile.
   */
  bytesWritten(pa: number, length: number): void {
    const pfn = pa >>> Paging.PageShift;
    const marks = this.marks[pfn];
    if (marks === FrameMark.Dirty) return;
    const isCodeLeft = (marks & FrameMark.Code) !== 0 && this.codeHolder !== null && this.codeHolder.forgetCode(pa, length);
    this.marks[pfn] = isCodeLeft ? FrameMark.Dirty | FrameMark.Code : FrameMark.Dirty;
  }

  holdsCode(pfn: number): boolean {
    return (this.marks[pfn] & FrameMark.Code) !== 0;
  }

  /** Says that instructions of the frame have been decoded: the next store to it must be seen. */
  frameDecoded(pfn: number): void {
    if ((this.marks[pfn] & FrameMark.Code) !== 0) return;
    this.marks[pfn] |= FrameMark.Code;
    for (const holder of this.storeTagHolders) holder.dropStoreTags(pfn);
  }

  zeroFrame(pfn: number): void {
    this.frame(pfn).fill(0);
    this.frameWritten(pfn);
  }

  copyFrame(targetPfn: number, sourcePfn: number): void {
    this.frame(targetPfn).set(this.frame(sourcePfn));
    this.frameWritten(targetPfn);
  }

  /** The aligned word at a physical address. */
  readWord(pa: number): number {
    return this.words[pa >>> 2];
  }

  /** Writes the aligned word at a physical address, with its frame's marks. */
  writeWord(pa: number, value: number): void {
    this.words[pa >>> 2] = value;
    this.frameWritten(pa >>> Paging.PageShift);
  }

  /** Copies the frames written since the last snapshot; the rest is shared with it. */
  saveState(): PhysicalMemoryState {
    const frames = this.base.slice();
    for (let pfn = 0; pfn < this.frameCount; pfn++) {
      if ((this.marks[pfn] & FrameMark.Dirty) !== 0) frames[pfn] = this.frame(pfn).slice();
    }
    this.rebase(frames);
    return { frames };
  }

  /** Makes RAM what it was at `state`; copies only frames that may differ. */
  restoreState(state: PhysicalMemoryState): void {
    assert(state.frames.length === this.frameCount, `PhysicalMemory.restoreState: ${state.frames.length} frames into ${this.frameCount}`);
    for (let pfn = 0; pfn < this.frameCount; pfn++) {
      const saved = state.frames[pfn];
      if (saved === this.base[pfn] && (this.marks[pfn] & FrameMark.Dirty) === 0) continue;
      this.frame(pfn).set(saved);
      this.frameWritten(pfn);
    }
    this.rebase(state.frames);
  }

  /** Starts a new interval of Dirty marks: stores must be seen again by all holders of fast tags. */
  private rebase(frames: readonly Uint8Array[]): void {
    this.base = frames;
    for (let pfn = 0; pfn < this.frameCount; pfn++) this.marks[pfn] &= ~FrameMark.Dirty;
    for (const holder of this.storeTagHolders) holder.dropAllStoreTags();
  }
}
