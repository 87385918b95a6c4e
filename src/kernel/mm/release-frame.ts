/**
 * Letting go of frames and swap slots. Whoever removes a mapping, a pin, a cache entry or a slot's user calls in here; the
 * last one to leave frees the frame or slot.
 */
import { unreachable } from '../../base/assert.ts';
import { NO_FRAME, NO_SLOT, PageFlag } from './frames.ts';
import { lruEvicted, lruRemove } from './lru.ts';
import type { MemorySystem } from './memory-system.ts';

/** Frees the frame if nothing holds it: no mapping, pin or request, and no cache through which it could be found. */
export function releaseFrame(system: MemorySystem, pfn: number): void {
  const { frames, swap } = system;
  // The shared zero page stays for good, although a reader of a hole pins it for a while.
  if (pfn === system.zeroPfn) return;
  const flags = frames.flags[pfn]!;
  if (frames.mapcount[pfn] !== 0 || frames.pins[pfn] !== 0 || (flags & (PageFlag.Reading | PageFlag.Writeback)) !== 0) return;
  if ((flags & (PageFlag.Reclaim | PageFlag.Dirty)) === PageFlag.Reclaim) {
    keepWhenWritten(system, pfn);
    evictFromCaches(system, pfn);
  } else {
    if ((flags & PageFlag.Cached) !== 0) return;
    if ((flags & PageFlag.SwapCache) !== 0) {
      if (swap.count[frames.slot[pfn]!]! > 0) return;
      leaveSwapCache(system, pfn);
    }
  }
  lruRemove(system, pfn);
  frames.mapping[pfn] = -1;
  system.allocator.give(pfn);
}

/** Takes an unmapped page whose contents lie on a disk out of memory; the policy's memory of it stays with the contents. */
function evictFromCaches(system: MemorySystem, pfn: number): void {
  const { frames, swap } = system;
  const shadow = lruEvicted(system, pfn);
  if (frames.has(pfn, PageFlag.SwapCache)) {
    const slot = frames.slot[pfn]!;
    if (swap.count[slot]! > 0) swap.shadow[slot] = shadow;
    leaveSwapCache(system, pfn);
  } else if (frames.has(pfn, PageFlag.Cached)) {
    const mapping = system.mappings[frames.mapping[pfn]!]!;
    if (shadow !== 0) mapping.shadows.set(frames.index[pfn]!, shadow);
    leavePageCache(system, pfn);
  }
}

/** The frame and its slot part; a slot that nobody names is free. The frame is then the only copy unless it is freed too. */
export function leaveSwapCache(system: MemorySystem, pfn: number): void {
  const { frames, swap } = system;
  const slot = frames.slot[pfn]!;
  if (slot === NO_SLOT || swap.frame[slot] !== pfn) unreachable(`leaveSwapCache: frame ${pfn} and slot ${slot} do not belong together`);
  frames.clear(pfn, PageFlag.SwapCache);
  frames.slot[pfn] = NO_SLOT;
  swap.frame[slot] = NO_FRAME;
  if (swap.count[slot] === 0) swap.release(slot);
}

export function enterSwapCache(system: MemorySystem, pfn: number, slot: number): void {
  const { frames, swap } = system;
  if (frames.slot[pfn] !== NO_SLOT || swap.frame[slot] !== NO_FRAME) unreachable(`enterSwapCache: frame ${pfn} or slot ${slot} is taken`);
  frames.set(pfn, PageFlag.SwapCache);
  frames.slot[pfn] = slot;
  swap.frame[slot] = pfn;
}

/** The page's mapping no longer finds it in the frame. */
export function leavePageCache(system: MemorySystem, pfn: number): void {
  const { frames } = system;
  const mapping = system.mappings[frames.mapping[pfn]!]!;
  mapping.pages.delete(frames.index[pfn]!);
  frames.clear(pfn, PageFlag.Cached);
  frames.mapping[pfn] = -1;
}

/** One page-table entry or mapping less names the slot. */
export function putSlot(system: MemorySystem, slot: number): void {
  const { swap } = system;
  if (swap.count[slot]! <= 0) unreachable(`putSlot: slot ${slot} has no users`);
  swap.count[slot]!--;
  if (swap.count[slot]! > 0) return;
  const pfn = swap.frame[slot]!;
  if (pfn === NO_FRAME) swap.release(slot);
  else releaseFrame(system, pfn);
}

/**
 * Ends the tie of a page in memory to its slot if no other entry names the slot: the page is then newer than any disk
 * (folio_free_swap). False if the slot is still named or being written.
 */
export function freeSwapOf(system: MemorySystem, pfn: number): boolean {
  const { frames, swap } = system;
  if (!frames.has(pfn, PageFlag.SwapCache)) return true;
  if (frames.has(pfn, PageFlag.Writeback) || swap.count[frames.slot[pfn]!]! > 0) return false;
  leaveSwapCache(system, pfn);
  frames.set(pfn, PageFlag.Dirty);
  return true;
}

/** The page has been given up; it only waits for its write. */
export function freeWhenWritten(system: MemorySystem, pfn: number): void {
  system.frames.set(pfn, PageFlag.Reclaim);
  system.reclaim.inFlight++;
}

/** The page is not given up, or no longer. */
export function keepWhenWritten(system: MemorySystem, pfn: number): void {
  const { frames, reclaim } = system;
  if (!frames.has(pfn, PageFlag.Reclaim)) return;
  frames.clear(pfn, PageFlag.Reclaim);
  reclaim.inFlight--;
}

/** Keeps the frame while a call uses it by number. */
export function pinFrame(system: MemorySystem, pfn: number): void {
  system.frames.pins[pfn]!++;
}

export function unpinFrame(system: MemorySystem, pfn: number): void {
  system.frames.pins[pfn]!--;
  releaseFrame(system, pfn);
}
