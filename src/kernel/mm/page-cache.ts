/**
 * Cached pages of files: Linux's address_space. A mapping finds the frames of an inode's pages; a file system behind it
 * (`ops`) says where they lie on its disk. The mapping of shared memory (shmem) has no disk: its pages go to swap, and the
 * mapping then names the slot.
 *
 * Invariants: a frame with flag Cached is entered in exactly one mapping under its `index`; a page that a shared mapping may
 * write, or that has been written, has flag Dirty; no page lies behind the end of the file.
 */
import { Errno } from '../../abi/errno.ts';
import type { Inode } from '../fs/file.ts';
import type { Task } from '../task.ts';
import { allocatePage, allocateSpare, allocateZeroed, freeUnused } from './allocate-page.ts';
import { NO_FRAME, PageFlag } from './frames.ts';
import { lruAdd, lruRemove, markAccessed } from './lru.ts';
import { zeroPage } from './map-page.ts';
import type { MemorySystem } from './memory-system.ts';
import { PAGE_SHIFT, PAGE_SIZE } from './mm.ts';
import { isBusyReading, readFrame, requestBlocks } from './page-io.ts';
import { keepWhenWritten, leavePageCache, leaveSwapCache, pinFrame, putSlot, releaseFrame, unpinFrame } from './release-frame.ts';
import { swapIn, swapInLookup } from './swap-in.ts';
import { blockOnRead } from './wait-for-read.ts';
import { truncatePages } from './zap.ts';

export interface Mapping {
  readonly id: number;
  readonly inode: Inode;
  readonly system: MemorySystem;
  /** Name of the {@link MappingOps} that reads and writes its blocks, or {@link SHMEM_MAPPING}. */
  readonly ops: string;
  /** Page index to frame (>= 0), or for shmem to a swap slot s as ~s. */
  readonly pages: Map<number, number>;
  /** What the replacement policy remembers of evicted pages, by page index. */
  readonly shadows: Map<number, number>;
  /** Set by a failed write-back; reported once, by the next msync or fsync. */
  writeError: boolean;
}

/** What a file system gives the page cache: where the pages of an inode lie on its device. */
export interface MappingOps {
  /** Block of the page, -1 for a hole (reads as zeros). */
  blockFor(inode: Inode, pageIndex: number): number;
  /** Like blockFor, but fills a hole; -ENOSPC when the device is full. */
  allocateBlock(inode: Inode, pageIndex: number): number;
  /** Makes the page a hole. */
  releaseBlock(inode: Inode, pageIndex: number): void;
}

/** `Mapping.ops` of shared memory. */
export const SHMEM_MAPPING = 'shmem';

/** Whether the last {@link findPage} had to read. */
export const pageLookup = { wasRead: false };

export function createMapping(system: MemorySystem, inode: Inode, ops: string): Mapping {
  const free = system.mappings.indexOf(null);
  const id = free >= 0 ? free : system.mappings.length;
  const mapping: Mapping = { id, inode, system, ops, pages: new Map(), shadows: new Map(), writeError: false };
  system.mappings[id] = mapping;
  return mapping;
}

export const isShmem = (mapping: Mapping): boolean => mapping.ops === SHMEM_MAPPING;

/** Pages of the file, the last one perhaps in part. */
export const filePages = (mapping: Mapping): number => Math.ceil(mapping.inode.size / PAGE_SIZE);

/** Frame of a cached page, NO_FRAME if it is not in memory. */
export function cachedFrame(mapping: Mapping, index: number): number {
  return Math.max(NO_FRAME, mapping.pages.get(index) ?? NO_FRAME);
}

/**
 * Frame of the page, read or made if it is not in memory; it may still be Reading. -EIO, -ENOMEM or BLOCKED. Tells in
 * {@link pageLookup} whether the page had to be read.
 */
export function findPage(task: Task | null, mapping: Mapping, index: number): number {
  const entry = mapping.pages.get(index);
  pageLookup.wasRead = false;
  if (entry !== undefined && entry >= 0) return entry;
  if (isShmem(mapping)) return entry === undefined ? makeShmemPage(task, mapping, index) : bringFromSwap(task, mapping, index, ~entry);
  pageLookup.wasRead = true;
  return loadPage(task, mapping, index);
}

/** Frame that holds the page with its contents, or -EIO, -ENOMEM or BLOCKED. The frame is not pinned: see pinPage. */
export function readPage(task: Task, mapping: Mapping, index: number): number {
  const { system } = mapping;
  // A hole of shared memory reads as zeros and stays a hole.
  if (isShmem(mapping) && !mapping.pages.has(index)) return zeroPage(system, task);
  const pfn = findPage(task, mapping, index);
  if (pfn < 0) return pfn;
  if (isBusyReading(system, pfn)) return blockOnRead(system, task, pfn);
  system.frames.clear(pfn, PageFlag.PassedOver);
  markAccessed(system, pfn);
  return pfn;
}

/**
 * Frame ready for bytes [from, to) of the page to be overwritten by a write call: in memory, with a block to go to. -EIO,
 * -ENOSPC, -ENOMEM or BLOCKED.
 */
export function beginWrite(task: Task, mapping: Mapping, index: number, from: number, _to: number): number {
  const { system, inode } = mapping;
  if (index * PAGE_SIZE + from > inode.size) clearTail(mapping, inode.size);
  if (!isShmem(mapping)) {
    const reserved = reserveBlock(task, mapping, index);
    if (reserved !== 0) return reserved;
  }
  const pfn = findPage(task, mapping, index);
  if (pfn < 0) return pfn;
  if (isBusyReading(system, pfn)) return blockOnRead(system, task, pfn);
  markAccessed(system, pfn);
  return pfn;
}

/**
 * Makes sure that the page has a block on the disk. A hole becomes a page of zeros in memory, dirty at once, since its block
 * holds something old. 0, -ENOSPC, -ENOMEM or BLOCKED.
 */
export function reserveBlock(task: Task, mapping: Mapping, index: number): number {
  const { system, inode } = mapping;
  const { ops } = system.fileSystems.get(mapping.ops)!;
  if (ops.blockFor(inode, index) >= 0) return 0;
  let pfn = cachedFrame(mapping, index);
  if (pfn === NO_FRAME) {
    pfn = allocateZeroed(system, task);
    if (pfn < 0) return pfn;
    enterPageCache(mapping, index, pfn, PageFlag.None);
  }
  const block = ops.allocateBlock(inode, index);
  if (block < 0) return block;
  system.frames.set(pfn, PageFlag.Dirty);
  return 0;
}

/** The cached page was changed. */
export function markDirty(mapping: Mapping, index: number): void {
  const { system } = mapping;
  const pfn = cachedFrame(mapping, index);
  if (pfn === NO_FRAME) return;
  system.frames.clear(pfn, PageFlag.PassedOver);
  system.frames.set(pfn, PageFlag.Dirty);
  system.machine.memory.frameWritten(pfn);
}

/** Keeps the frame in memory while a call copies from or to it. Every pin is undone before the call returns. */
export function pinPage(system: MemorySystem, pfn: number): void {
  pinFrame(system, pfn);
}

export function unpinPage(system: MemorySystem, pfn: number): void {
  unpinFrame(system, pfn);
}

/** Bytes of the frame, a view of RAM. After changing them call markDirty (which also drops decoded code). */
export function pageBytes(system: MemorySystem, pfn: number): Uint8Array {
  return system.machine.memory.frame(pfn);
}

/** Reads up to `count` missing pages from `first` on, without waiting: read-ahead. Stops at the end of the file and when frames are short. */
export function readAheadPages(mapping: Mapping, first: number, count: number): void {
  const end = Math.min(first + count, filePages(mapping));
  for (let index = first; index < end; index++) {
    if (mapping.pages.has(index)) continue;
    const pfn = allocateSpare(mapping.system);
    if (pfn < 0 || !fillFromDisk(mapping, index, pfn)) return;
  }
}

/** Sets inode.size and drops or clears what lies behind it, in the cache and in every address space. */
export function truncateInode(mapping: Mapping, size: number): void {
  const { inode } = mapping;
  const oldSize = inode.size;
  inode.size = size;
  if (size > oldSize) {
    clearTail(mapping, oldSize);
    return;
  }
  const firstGone = Math.ceil(size / PAGE_SIZE);
  truncatePages(mapping, firstGone, Infinity, { evenCow: true });
  dropPages(mapping, firstGone, Infinity);
  clearTail(mapping, size);
}

/** Makes the bytes [start, end) of the file zeros, whole pages holes (MADV_REMOVE, FALLOC_FL_PUNCH_HOLE). Private copies stay. */
export function punchHole(mapping: Mapping, start: number, end: number): void {
  const firstWhole = Math.ceil(start / PAGE_SIZE);
  const afterWhole = Math.floor(end / PAGE_SIZE);
  if (firstWhole < afterWhole) {
    truncatePages(mapping, firstWhole, afterWhole, { evenCow: false });
    dropPages(mapping, firstWhole, afterWhole);
    const store = mapping.system.fileSystems.get(mapping.ops);
    for (let index = firstWhole; index < Math.min(afterWhole, filePages(mapping)); index++) store?.ops.releaseBlock(mapping.inode, index);
  }
  if (firstWhole > afterWhole) return clearPart(mapping, start, end);
  clearPart(mapping, start, firstWhole * PAGE_SIZE);
  clearPart(mapping, afterWhole * PAGE_SIZE, end);
}

/** Forgets a mapping whose inode goes away: all its pages and swap slots are freed unwritten. */
export function destroyMapping(mapping: Mapping): void {
  dropPages(mapping, 0, Infinity);
  mapping.system.mappings[mapping.id] = null;
}

/** Puts a filled frame into the cache and before the replacement policy. */
function enterPageCache(mapping: Mapping, index: number, pfn: number, flags: PageFlag): void {
  const { system } = mapping;
  const { frames } = system;
  frames.flags[pfn]! |= PageFlag.Cached | flags;
  frames.mapping[pfn] = mapping.id;
  frames.index[pfn] = index;
  mapping.pages.set(index, pfn);
  const shadow = mapping.shadows.get(index) ?? 0;
  if (shadow !== 0) mapping.shadows.delete(index);
  lruAdd(system, pfn, shadow);
}

function loadPage(task: Task | null, mapping: Mapping, index: number): number {
  const pfn = allocatePage(mapping.system, task);
  if (pfn < 0) return pfn;
  return fillFromDisk(mapping, index, pfn) ? pfn : -Errno.EIO;
}

/** Starts reading the page into a new frame, which joins the cache; on a disk error it is given back. */
function fillFromDisk(mapping: Mapping, index: number, pfn: number): boolean {
  const { system, inode } = mapping;
  const { ops, disk } = system.fileSystems.get(mapping.ops)!;
  const block = ops.blockFor(inode, index);
  if (block < 0) {
    system.machine.memory.zeroFrame(pfn);
  } else if (!readFrame(system, disk, block, pfn, requestBlocks(system, disk, block, 1))) {
    freeUnused(system, pfn);
    return false;
  }
  enterPageCache(mapping, index, pfn, PageFlag.None);
  return true;
}

function makeShmemPage(task: Task | null, mapping: Mapping, index: number): number {
  const pfn = allocateZeroed(mapping.system, task);
  if (pfn >= 0) enterPageCache(mapping, index, pfn, PageFlag.SwapBacked);
  return pfn;
}

/** A shmem page moves from its slot back into the mapping; while it is being read it stays in the swap cache (BLOCKED). */
function bringFromSwap(task: Task | null, mapping: Mapping, index: number, slot: number): number {
  const { system } = mapping;
  const { swap, frames } = system;
  const pfn = swapIn(system, task, slot);
  if (pfn < 0) return pfn;
  pageLookup.wasRead = swapInLookup.wasRead;
  if (task !== null && isBusyReading(system, pfn)) return pfn;
  swap.count[slot]!--;
  leaveSwapCache(system, pfn);
  lruRemove(system, pfn);
  keepWhenWritten(system, pfn);
  frames.clear(pfn, PageFlag.ReadAhead);
  enterPageCache(mapping, index, pfn, PageFlag.SwapBacked | PageFlag.Dirty);
  return pfn;
}

/** Takes the pages [from, to) out of the cache; nothing maps them any more, except where a write is still under way. */
function dropPages(mapping: Mapping, from: number, to: number): void {
  const { system, pages } = mapping;
  for (const [index, entry] of pages) {
    if (index < from || index >= to) continue;
    pages.delete(index);
    if (entry < 0) {
      putSlot(system, ~entry);
      continue;
    }
    keepWhenWritten(system, entry);
    system.frames.clear(entry, PageFlag.Dirty);
    leavePageCache(system, entry);
    releaseFrame(system, entry);
  }
  for (const index of mapping.shadows.keys()) if (index >= from && index < to) mapping.shadows.delete(index);
}

/** Clears the bytes from `size` to the end of its page, if that page is in memory or swap. */
function clearTail(mapping: Mapping, size: number): void {
  if (size % PAGE_SIZE !== 0) clearPart(mapping, size, Math.ceil(size / PAGE_SIZE) * PAGE_SIZE);
}

/** Clears the bytes [start, end), which lie in one page. */
function clearPart(mapping: Mapping, start: number, end: number): void {
  if (start >= end) return;
  const index = Math.floor(start / PAGE_SIZE);
  const entry = mapping.pages.get(index);
  if (entry === undefined) return;
  const pfn = entry >= 0 ? entry : findPage(null, mapping, index);
  if (pfn < 0) return;
  const base = pfn << PAGE_SHIFT;
  const { machine, frames } = mapping.system;
  machine.memory.bytes.fill(0, base + (start % PAGE_SIZE), base + (start % PAGE_SIZE) + (end - start));
  frames.set(pfn, PageFlag.Dirty);
  machine.memory.frameWritten(pfn);
}
