/**
 * The free frames and the watermarks that say when to reclaim.
 *
 *     free > low            all is well
 *     low >= free > min     kswapd is woken and works until free reaches high
 *     free <= min           the allocating task reclaims itself (allocate-page.ts)
 *
 * From 4 MiB of RAM on the marks follow Linux's formula. Below it that formula would leave nothing to use, so min is a
 * thirty-second of RAM and at least two frames, and reclaim works in batches of an eighth of RAM instead of 32.
 */
import { unreachable } from '../../base/assert.ts';
import { type Frames, NO_FRAME, PageFlag } from './frames.ts';
import type { VmCounters } from './memory-system.ts';

/** Frames from which on Linux's formula holds: 4 MiB. */
const LINUX_FORMULA_FRAMES = 1024;
/** Frames reclaimed in one go (SWAP_CLUSTER_MAX). */
const SWAP_CLUSTER_MAX = 32;
const KIB_PER_FRAME = 4;
/** Bounds of min_free_kbytes. */
const MIN_FREE_KBYTES = { least: 128, most: 262144 } as const;
/** Fraction of RAM that lies at least between two marks (watermark_scale_factor 10 of 10000). */
const WATERMARK_SCALE = 1000;

export interface Watermarks {
  readonly min: number;
  readonly low: number;
  readonly high: number;
  /** Frames that one round of reclaim aims at. */
  readonly batch: number;
}

/** The marks for a RAM of `frames`; `forced` replaces min, 0 switching early reclaim off. */
function watermarksFor(frames: number, forced: number | null): Watermarks {
  if (forced === 0) return { min: 0, low: 0, high: 0, batch: 1 };
  const isSmall = frames < LINUX_FORMULA_FRAMES;
  const min = forced ?? (isSmall ? Math.max(2, frames >> 5) : linuxMin(frames));
  const step = Math.max(min >> 2, Math.floor(frames / WATERMARK_SCALE), isSmall ? 1 : 0);
  const batch = isSmall ? Math.max(1, Math.min(SWAP_CLUSTER_MAX, frames >> 3)) : SWAP_CLUSTER_MAX;
  return { min, low: min + step, high: min + 2 * step, batch };
}

function linuxMin(frames: number): number {
  const kbytes = Math.floor(Math.sqrt(16 * frames * KIB_PER_FRAME));
  return Math.floor(Math.min(Math.max(kbytes, MIN_FREE_KBYTES.least), MIN_FREE_KBYTES.most) / KIB_PER_FRAME);
}

export class FrameAllocator {
  readonly watermarks: Watermarks;
  /** Frames on the free list. */
  freeCount = 0;
  private readonly frames: Frames;
  private readonly counters: VmCounters;
  /** The free list: next free frame, or NO_FRAME. Last in, first out. */
  private readonly next: Int32Array;
  private head = NO_FRAME;

  constructor(frames: Frames, counters: VmCounters, forcedMin: number | null) {
    this.frames = frames;
    this.counters = counters;
    this.watermarks = watermarksFor(frames.count, forcedMin);
    this.next = new Int32Array(frames.count);
    for (let pfn = frames.count - 1; pfn >= 0; pfn--) this.push(pfn);
  }

  /** A frame without flags, or NO_FRAME. Does not look at the watermarks. Contents are left over from its last use. */
  take(): number {
    const pfn = this.head;
    if (pfn === NO_FRAME) return NO_FRAME;
    this.head = this.next[pfn]!;
    this.freeCount--;
    this.frames.flags[pfn] = PageFlag.None;
    this.counters.pgalloc++;
    return pfn;
  }

  /** Takes back a frame that nothing holds any more. */
  give(pfn: number): void {
    const { flags, mapcount, pins } = this.frames;
    if ((flags[pfn]! & PageFlag.Free) !== 0) unreachable(`FrameAllocator.give: frame ${pfn} is free already`);
    if (mapcount[pfn] !== 0 || pins[pfn] !== 0) unreachable(`FrameAllocator.give: frame ${pfn} has ${mapcount[pfn]} mappings and ${pins[pfn]} pins`);
    this.counters.pgfree++;
    this.push(pfn);
  }

  private push(pfn: number): void {
    this.frames.flags[pfn] = PageFlag.Free;
    this.next[pfn] = this.head;
    this.head = pfn;
    this.freeCount++;
  }
}
