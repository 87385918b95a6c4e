/**
 * Reading pages back from swap, with read-ahead (Linux's swap_state.c).
 *
 * The window of a read is an aligned run of 2^n slots around the wanted one, at most 2^page-cluster and never more than a
 * round of reclaim gives back. It grows with the pages of earlier windows that were used (`hits`), halves at most from one
 * read to the next, and is one slot after a read without hits unless the slots are neighbours.
 */
import { Errno } from '../../abi/errno.ts';
import type { Task } from '../task.ts';
import { allocatePage, allocateSpare, freeUnused } from './allocate-page.ts';
import { NO_FRAME, PageFlag } from './frames.ts';
import { lruAdd } from './lru.ts';
import type { MemorySystem } from './memory-system.ts';
import { readFrame, requestBlocks } from './page-io.ts';
import { enterSwapCache } from './release-frame.ts';

/** Smallest window that is read because of hits. */
const LEAST_HIT_WINDOW = 4;

/**
 * The frame in which the slot's contents are or will be (Reading), read now if it is in no frame yet; -EIO, -ENOMEM or
 * BLOCKED. {@link swapInLookup} tells whether it had to be read. Somebody must name the slot.
 */
export function swapIn(system: MemorySystem, task: Task | null, slot: number): number {
  const { swap, frames } = system;
  const cached = swap.frame[slot]!;
  swapInLookup.wasRead = cached === NO_FRAME;
  if (cached !== NO_FRAME) {
    noteHit(system, cached);
    return cached;
  }
  const pfn = allocatePage(system, task);
  if (pfn < 0) return pfn;
  const window = windowAround(system, slot);
  const start = Math.max(1, slot & ~(window - 1));
  const end = Math.min(swap.slotCount, (slot & ~(window - 1)) + window);
  const doneAt = isRead(system, slot) ? requestBlocks(system, system.disks[0]!, start, end - start) : 0;
  if (!fill(system, slot, pfn, doneAt)) return -Errno.EIO;
  if (window > 1) {
    // The wanted page must outlive the reclaim that makes room for its neighbours.
    frames.pins[pfn]!++;
    readNeighbours(system, slot, start, end, doneAt);
    frames.pins[pfn]!--;
  }
  return pfn;
}

/** Starts reading a slot that will be wanted, if a frame can be had without waiting. */
export function prefetchSlot(system: MemorySystem, slot: number): void {
  const { swap } = system;
  if (swap.frame[slot] !== NO_FRAME) return;
  const pfn = allocateSpare(system);
  if (pfn < 0) return;
  const doneAt = isRead(system, slot) ? requestBlocks(system, system.disks[0]!, slot, 1) : 0;
  fill(system, slot, pfn, doneAt);
}

/** What the last {@link swapIn} found. */
export const swapInLookup = { wasRead: false };

/** Whether reading the slot takes the disk: zeros are only noted. */
const isRead = (system: MemorySystem, slot: number): boolean => system.swap.isZero[slot] === 0;

/** Reads the slot into the frame and enters it in the swap cache; on a disk error the frame is given back. */
function fill(system: MemorySystem, slot: number, pfn: number, doneAt: number): boolean {
  const { swap, counters, frames, machine } = system;
  frames.flags[pfn] = PageFlag.SwapBacked;
  frames.mapping[pfn] = -1;
  if (!isRead(system, slot)) {
    machine.memory.zeroFrame(pfn);
    counters.swpin_zero++;
  } else if (readFrame(system, system.disks[0]!, slot, pfn, doneAt)) {
    counters.pswpin++;
  } else {
    freeUnused(system, pfn);
    return false;
  }
  enterSwapCache(system, pfn, slot);
  lruAdd(system, pfn, swap.shadow[slot]!);
  swap.shadow[slot] = 0;
  return true;
}

function readNeighbours(system: MemorySystem, wanted: number, start: number, end: number, doneAt: number): void {
  const { swap, counters, frames } = system;
  for (let slot = start; slot < end; slot++) {
    if (slot === wanted || !swap.isInUse(slot) || swap.count[slot] === 0 || swap.frame[slot] !== NO_FRAME) continue;
    const pfn = allocateSpare(system);
    if (pfn < 0) return;
    // Reclaim for the frame may have changed the slot's fate.
    if (swap.count[slot] === 0 || swap.frame[slot] !== NO_FRAME) {
      freeUnused(system, pfn);
      continue;
    }
    if (!fill(system, slot, pfn, doneAt)) continue;
    frames.set(pfn, PageFlag.ReadAhead);
    counters.swap_ra++;
  }
}

function noteHit(system: MemorySystem, pfn: number): void {
  const { frames, swap, counters } = system;
  if (!frames.has(pfn, PageFlag.ReadAhead)) return;
  frames.clear(pfn, PageFlag.ReadAhead);
  swap.readAhead.hits++;
  counters.swap_ra_hit++;
}

/** swapin_nr_pages: slots to read, a power of two. */
function windowAround(system: MemorySystem, slot: number): number {
  const { swap, options, allocator } = system;
  const most = largestPowerOfTwo(Math.min(1 << options.pageCluster, allocator.watermarks.batch));
  if (most <= 1) return 1;
  const { readAhead } = swap;
  const { hits } = readAhead;
  readAhead.hits = 0;
  let window: number;
  if (hits > 0) {
    window = LEAST_HIT_WINDOW;
    while (window < hits + 2) window *= 2;
  } else {
    window = Math.abs(slot - readAhead.previousSlot) === 1 ? 2 : 1;
    readAhead.previousSlot = slot;
  }
  window = Math.max(Math.min(window, most), readAhead.previousWindow >> 1);
  readAhead.previousWindow = window;
  return window;
}

function largestPowerOfTwo(limit: number): number {
  let power = 1;
  while (power * 2 <= limit) power *= 2;
  return power;
}
