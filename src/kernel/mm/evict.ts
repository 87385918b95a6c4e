/**
 * Taking one page out of memory, the last step of reclaim (Linux's shrink_folio_list for a single page).
 *
 *     anonymous, clean copy in its slot     mappings become swap entries, the frame is freed
 *     anonymous, dirty or without slot      written to its slot first; zeros are only noted (zeromap)
 *     anonymous after MADV_FREE, clean      mappings become none, the contents are gone
 *     shmem                                 as anonymous; the mapping of the file names the slot
 *     shmem that was only read              a hole again
 *     file, clean                           mappings become none, the page leaves the cache
 *     file, dirty                           written to its block first
 *
 * The write comes before anything is taken away: when it fails, the page stays where it is and nobody notices. A write that
 * takes time leaves the frame in its cache, marked Reclaim; its completion frees it unless it has been used again.
 */
import { Pte } from '../../machine/pte.ts';
import { NO_SLOT, PageFlag } from './frames.ts';
import { lruEvicted, makeCold } from './lru.ts';
import type { MemorySystem } from './memory-system.ts';
import { PAGE_SHIFT, PAGE_SIZE } from './mm.ts';
import { writeFrame } from './page-io.ts';
import { enterSwapCache, freeSwapOf, freeWhenWritten, leavePageCache, leaveSwapCache, releaseFrame } from './release-frame.ts';
import { anyEntryHas, clearInEntries, unmapFrame } from './unmap-frame.ts';

export const enum Evicted {
  /** The frame is free. */
  Freed,
  /** Its write is under way; the frame is free when that is done. */
  Writing,
  /** Not possible now: no slot, a disk error, or used in the meantime. */
  Kept,
}

/** What becomes of a page that had to be written to swap when that is done. */
export const enum AfterWrite {
  Free,
  /** It stays in the swap cache, first in line for reclaim: MADV_PAGEOUT. */
  KeepCached,
}

/** What writing to swap came to. */
const enum SwapWrite {
  /** The slot holds the page already. */
  NotNeeded,
  Written,
  /** The page is zeros; only that is noted. */
  Noted,
  Failed,
}

const WORDS_PER_PAGE = PAGE_SIZE / 4;

/** Takes the page out of memory, if that is possible. The page is not busy and not pinned. */
export function evictFrame(system: MemorySystem, pfn: number, afterWrite: AfterWrite): Evicted {
  const { frames } = system;
  const flags = frames.flags[pfn]!;
  if ((flags & PageFlag.SwapBacked) !== 0) return evictToSwap(system, pfn, afterWrite);
  return (flags & PageFlag.Anon) !== 0 ? discard(system, pfn) : evictFilePage(system, pfn);
}

/** Whether the page is newer than what a disk holds. */
export function isFrameDirty(system: MemorySystem, pfn: number): boolean {
  return system.frames.has(pfn, PageFlag.Dirty) || anyEntryHas(system, pfn, Pte.Dirty);
}

/** Writes a dirty page where it belongs and keeps it; false if that failed or there is no room. */
export function cleanFrame(system: MemorySystem, pfn: number): boolean {
  const { frames } = system;
  if (!isFrameDirty(system, pfn)) return true;
  if (frames.has(pfn, PageFlag.Reading | PageFlag.Writeback)) return false;
  if (frames.has(pfn, PageFlag.SwapBacked)) return cleanToSwap(system, pfn) !== SwapWrite.Failed;
  return frames.has(pfn, PageFlag.Cached) && cleanFilePage(system, pfn);
}

function evictToSwap(system: MemorySystem, pfn: number, afterWrite: AfterWrite): Evicted {
  const { frames, swap } = system;
  if (isUntouchedHole(system, pfn)) return dropFilePage(system, pfn);
  const write = cleanToSwap(system, pfn);
  if (write === SwapWrite.Failed) return Evicted.Kept;
  const slot = frames.slot[pfn]!;
  if (frames.has(pfn, PageFlag.Anon)) {
    unmapFrame(system, pfn, slot);
  } else {
    unmapFrame(system, pfn, NO_SLOT);
    moveToSlot(system, pfn, slot);
  }
  if (write === SwapWrite.Written && afterWrite === AfterWrite.KeepCached) {
    makeCold(system, pfn);
    return Evicted.Writing;
  }
  if (frames.has(pfn, PageFlag.Writeback)) {
    freeWhenWritten(system, pfn);
    return Evicted.Writing;
  }
  swap.shadow[slot] = lruEvicted(system, pfn);
  leaveSwapCache(system, pfn);
  releaseFrame(system, pfn);
  return Evicted.Freed;
}

/** A page of shared memory that nobody has written: its zeros can be made again. */
function isUntouchedHole(system: MemorySystem, pfn: number): boolean {
  return (system.frames.flags[pfn]! & (PageFlag.Cached | PageFlag.SwapCache)) === PageFlag.Cached && !isFrameDirty(system, pfn);
}

/** A shmem page's file now finds it in the slot. */
function moveToSlot(system: MemorySystem, pfn: number, slot: number): void {
  const { frames, swap } = system;
  if (!frames.has(pfn, PageFlag.Cached)) return;
  const mapping = system.mappings[frames.mapping[pfn]!]!;
  const index = frames.index[pfn]!;
  leavePageCache(system, pfn);
  mapping.pages.set(index, ~slot);
  swap.count[slot]!++;
}

/**
 * Makes a slot hold what the page holds: gives it one if it has none, writes it if it is newer. Dirty marks are gone
 * afterwards. On failure nothing has changed.
 */
function cleanToSwap(system: MemorySystem, pfn: number): SwapWrite {
  const { frames } = system;
  const isNew = !frames.has(pfn, PageFlag.SwapCache);
  if (!isNew && !isFrameDirty(system, pfn)) return SwapWrite.NotNeeded;
  const slot = isNew ? allocateSlot(system) : frames.slot[pfn]!;
  if (slot === NO_SLOT) return SwapWrite.Failed;
  if (isNew) enterSwapCache(system, pfn, slot);
  const write = writeToSlot(system, pfn, slot);
  if (write !== SwapWrite.Failed) {
    clearInEntries(system, pfn, Pte.Dirty);
  } else if (isNew) {
    leaveSwapCache(system, pfn);
  }
  return write;
}

function writeToSlot(system: MemorySystem, pfn: number, slot: number): SwapWrite {
  const { frames, swap, counters } = system;
  if (isZeroFilled(system, pfn)) {
    swap.isZero[slot] = 1;
    counters.swpout_zero++;
    frames.clear(pfn, PageFlag.Dirty);
    return SwapWrite.Noted;
  }
  if (!writeFrame(system, system.disks[0]!, slot, pfn)) return SwapWrite.Failed;
  swap.isZero[slot] = 0;
  counters.pswpout++;
  return SwapWrite.Written;
}

function isZeroFilled(system: MemorySystem, pfn: number): boolean {
  const { words } = system.machine.memory;
  const start = (pfn << PAGE_SHIFT) >>> 2;
  // The last word first: pages that hold anything mostly hold something there.
  if (words[start + WORDS_PER_PAGE - 1] !== 0) return false;
  for (let word = start; word < start + WORDS_PER_PAGE; word++) if (words[word] !== 0) return false;
  return true;
}

/** A slot, taken if need be from a page in memory that only keeps it for a later eviction. */
function allocateSlot(system: MemorySystem): number {
  const { swap, frames } = system;
  const slot = swap.allocate();
  if (slot !== NO_SLOT) return slot;
  for (let pfn = 0; pfn < frames.count; pfn++) {
    if (frames.has(pfn, PageFlag.SwapCache) && freeSwapOf(system, pfn)) return swap.allocate();
  }
  return NO_SLOT;
}

/** A page given up by MADV_FREE; written since, it is an ordinary page again. */
function discard(system: MemorySystem, pfn: number): Evicted {
  const { frames } = system;
  if (isFrameDirty(system, pfn)) {
    frames.set(pfn, PageFlag.SwapBacked);
    return Evicted.Kept;
  }
  unmapFrame(system, pfn, NO_SLOT);
  if (frames.has(pfn, PageFlag.SwapCache)) leaveSwapCache(system, pfn);
  lruEvicted(system, pfn);
  releaseFrame(system, pfn);
  return Evicted.Freed;
}

function evictFilePage(system: MemorySystem, pfn: number): Evicted {
  const { frames } = system;
  if (isFrameDirty(system, pfn)) cleanFilePage(system, pfn);
  if (!frames.has(pfn, PageFlag.Writeback)) return dropFilePage(system, pfn);
  unmapFrame(system, pfn, NO_SLOT);
  freeWhenWritten(system, pfn);
  return Evicted.Writing;
}

/** Takes a clean page of the page cache out of memory. */
function dropFilePage(system: MemorySystem, pfn: number): Evicted {
  const { frames } = system;
  unmapFrame(system, pfn, NO_SLOT);
  const mapping = system.mappings[frames.mapping[pfn]!]!;
  const index = frames.index[pfn]!;
  const shadow = lruEvicted(system, pfn);
  leavePageCache(system, pfn);
  if (shadow !== 0) mapping.shadows.set(index, shadow);
  releaseFrame(system, pfn);
  return Evicted.Freed;
}

/**
 * Writes a file page to its block. Entries lose Dirty and Writable, so that the next write is seen (folio_mkclean). After a
 * disk error the page counts as clean, as on Linux, and the error is kept for the next msync or fsync.
 */
function cleanFilePage(system: MemorySystem, pfn: number): boolean {
  const { frames } = system;
  const mapping = system.mappings[frames.mapping[pfn]!]!;
  const store = system.fileSystems.get(mapping.ops)!;
  clearInEntries(system, pfn, Pte.Dirty | Pte.Writable);
  const block = store.ops.blockFor(mapping.inode, frames.index[pfn]!);
  if (block >= 0 && writeFrame(system, store.disk, block, pfn)) return true;
  frames.clear(pfn, PageFlag.Dirty);
  // A hole that was only cleared again needs no block.
  if (block < 0) return true;
  mapping.writeError = true;
  return false;
}
