/** Advice on reclaim (madvise COLD, PAGEOUT, FREE, WILLNEED) and write-back on demand (msync, fsync). */
import { Errno } from '../../abi/errno.ts';
import { hasFrame, pfnOf, Pte, swapOffsetOf } from '../../machine/pte.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { AfterWrite, cleanFrame, evictFrame, isFrameDirty } from './evict.ts';
import { NO_SLOT, PageFlag } from './frames.ts';
import { clearMarkAccessed, makeCold } from './lru.ts';
import { type Mm, PAGE_SHIFT, PAGE_SIZE, Rss } from './mm.ts';
import { isShmem, type Mapping, readAheadPages } from './page-cache.ts';
import { completeIo } from './page-io.ts';
import { findEntry, flushPage, NO_ENTRY, readEntry, tableEnd, writeEntry } from './page-table.ts';
import { freeSwapOf, putSlot } from './release-frame.ts';
import { prefetchSlot } from './swap-in.ts';
import { clearInEntries, unmapFrame } from './unmap-frame.ts';
import type { Vma } from './vma.ts';

/** Access mode bits of an open file. */
const ACCESS_MODE = 3;
/** S_IWOTH. */
const OTHERS_MAY_WRITE = 0o002;

/**
 * MADV_PAGEOUT: reclaims the pages that only this address space maps. Pages written to swap stay in the swap cache until
 * memory is needed; dirty file pages lose their mapping but are left to write-back.
 */
export function pageOut(mm: Mm, vma: Vma, start: number, end: number): void {
  const { system } = mm;
  const { frames } = system;
  const isAnonOnly = vma.file !== null && !mayReclaimFile(vma);
  forEachEntry(mm, start, end, (entry) => {
    const pfn = ownPage(mm, readEntry(system, entry));
    if (pfn < 0 || (isAnonOnly && !frames.has(pfn, PageFlag.Anon))) return;
    clearInEntries(system, pfn, Pte.Accessed);
    clearMarkAccessed(system, pfn);
    if (!system.reclaim.view.isEvictable(pfn)) return;
    const isFile = !frames.has(pfn, PageFlag.Anon | PageFlag.SwapBacked);
    if (isFile && isFrameDirty(system, pfn)) {
      unmapFrame(system, pfn, NO_SLOT);
      frames.set(pfn, PageFlag.PassedOver);
    } else {
      evictFrame(system, pfn, AfterWrite.KeepCached);
    }
  });
}

/** can_do_file_pageout: only who could write the file may learn by timing what others have read. */
function mayReclaimFile(vma: Vma): boolean {
  const { flags, inode } = vma.file!;
  return (flags & ACCESS_MODE) !== 0 || (inode.mode & OTHERS_MAY_WRITE) !== 0;
}

/** MADV_COLD: the pages become the next candidates for reclaim. */
export function deactivate(mm: Mm, _vma: Vma, start: number, end: number): void {
  const { system } = mm;
  forEachEntry(mm, start, end, (entry) => {
    const pfn = ownPage(mm, readEntry(system, entry));
    if (pfn < 0) return;
    clearInEntries(system, pfn, Pte.Accessed);
    clearMarkAccessed(system, pfn);
    makeCold(system, pfn);
  });
}

/** MADV_FREE: the contents may be dropped at reclaim unless written again; what is in swap is dropped now. */
export function lazyFree(mm: Mm, _vma: Vma, start: number, end: number): void {
  const { system } = mm;
  const { frames } = system;
  forEachEntry(mm, start, end, (entry, va) => {
    const pte = readEntry(system, entry);
    if (!hasFrame(pte)) {
      if (pte === Pte.None) return;
      writeEntry(system, entry, Pte.None);
      mm.rss[Rss.Swap]!--;
      putSlot(system, swapOffsetOf(pte));
      return;
    }
    const pfn = pageOf(mm, pte);
    if (pfn < 0 || !frames.has(pfn, PageFlag.Anon)) return;
    // A page whose contents only dirty bits of entries know of is given up even if others map it: their bits protect it.
    if (frames.has(pfn, PageFlag.SwapCache | PageFlag.Dirty) && (frames.mapcount[pfn] !== 1 || !freeSwapOf(system, pfn))) return;
    writeEntry(system, entry, pte & ~(Pte.Accessed | Pte.Dirty));
    flushPage(mm, va);
    frames.clear(pfn, PageFlag.Dirty | PageFlag.SwapBacked);
    clearMarkAccessed(system, pfn);
    makeCold(system, pfn);
  });
}

/** MADV_WILLNEED: starts reading the range, from the file or from swap. */
export function willNeed(mm: Mm, vma: Vma, start: number, end: number): void {
  const { system } = mm;
  forEachEntry(mm, start, end, (entry) => {
    const pte = readEntry(system, entry);
    if (pte !== Pte.None && !hasFrame(pte)) prefetchSlot(system, swapOffsetOf(pte));
  });
  const mapping = vma.file?.inode.mapping ?? null;
  if (mapping === null) return;
  const first = vma.pgoff + ((start - vma.start) >>> PAGE_SHIFT);
  const count = (end - start) >>> PAGE_SHIFT;
  if (!isShmem(mapping)) return readAheadPages(mapping, first, count);
  for (let index = first; index < first + count; index++) {
    const pageEntry = mapping.pages.get(index) ?? 0;
    if (pageEntry < 0) prefetchSlot(system, ~pageEntry);
  }
}

/** Writes the dirty pages [fromPage, toPage) of a file and waits for them (`task` sleeps): 0, -EIO or BLOCKED. */
export function writebackRange(task: Task, mapping: Mapping, fromPage: number, toPage: number): number {
  if (isShmem(mapping)) return 0;
  const { system } = mapping;
  const { frames } = system;
  let doneAt = 0;
  completeIo(system);
  for (const [index, pfn] of [...mapping.pages].sort(([a], [b]) => a - b)) {
    if (index < fromPage || index >= toPage) continue;
    if (frames.has(pfn, PageFlag.Dirty) && !frames.has(pfn, PageFlag.Writeback)) cleanFrame(system, pfn);
    if (frames.has(pfn, PageFlag.Writeback)) doneAt = Math.max(doneAt, frames.doneAt[pfn]!);
  }
  if (doneAt > 0) {
    system.waiting.sleepUntil(task, doneAt);
    return BLOCKED;
  }
  if (!mapping.writeError) return 0;
  mapping.writeError = false;
  return -Errno.EIO;
}

/** Frame of an entry if it is a page that the policy may take, else -1. */
function pageOf(mm: Mm, pte: number): number {
  if (!hasFrame(pte) || (pte & Pte.Special) !== 0) return -1;
  const pfn = pfnOf(pte);
  return mm.system.frames.has(pfn, PageFlag.Lru) ? pfn : -1;
}

/** The same, and nobody else maps it. */
function ownPage(mm: Mm, pte: number): number {
  const pfn = pageOf(mm, pte);
  return pfn >= 0 && mm.system.frames.mapcount[pfn] === 1 ? pfn : -1;
}

function forEachEntry(mm: Mm, start: number, end: number, visit: (entry: number, va: number) => void): void {
  for (let piece = start; piece < end; piece = tableEnd(piece, end)) {
    const entry = findEntry(mm, piece);
    if (entry === NO_ENTRY) continue;
    const pages = (tableEnd(piece, end) - piece) >>> PAGE_SHIFT;
    for (let page = 0; page < pages; page++) visit(entry + page, piece + page * PAGE_SIZE);
  }
}
