/** Taking pages away from an address space: munmap, MADV_DONTNEED, exit, truncate. */
import { directoryIndexOf, hasFrame, isPresent, Paging, pfnOf, Pte, swapOffsetOf } from '../../machine/pte.ts';
import { PageFlag } from './frames.ts';
import { noteAccessed } from './lru.ts';
import type { MemorySystem } from './memory-system.ts';
import { isLockedAnywhere, unlockFrame } from './mlocked-frames.ts';
import { type Mm, PAGE_SHIFT, PAGE_SIZE, Rss, TASK_SIZE } from './mm.ts';
import type { Mapping } from './page-cache.ts';
import { findEntry, flushRange, NO_ENTRY, noteHighWater, readEntry, rssKindOf, tableEnd, TABLE_SPAN, writeEntry } from './page-table.ts';
import { putSlot, releaseFrame } from './release-frame.ts';
import { type Vma, VmFlag } from './vma.ts';

/** Drops the pages and swap entries of [start, end): rss, reverse map, frames, TLB. */
export function unmapPageRange(mm: Mm, vma: Vma, start: number, end: number): void {
  zapRange(mm, vma, Math.max(start, vma.start), Math.min(end, vma.end), Zap.All);
}

/** Which pages go. */
const enum Zap {
  All,
  /** Those of the file; private copies stay (hole punching). */
  FileOnly,
}

function zapRange(mm: Mm, vma: Vma, start: number, end: number, which: Zap): void {
  const { system } = mm;
  // Told that access is sequential or random, Linux does not take a use for a sign of the next.
  const hasRecency = (vma.flags & (VmFlag.SeqRead | VmFlag.RandRead)) === 0;
  noteHighWater(mm);
  let hasFlush = false;
  for (let piece = start; piece < end; piece = tableEnd(piece, end)) {
    let entry = findEntry(mm, piece);
    if (entry === NO_ENTRY) continue;
    const pieceEnd = tableEnd(piece, end);
    for (let va = piece; va < pieceEnd; va += PAGE_SIZE, entry++) {
      const pte = readEntry(system, entry);
      if (pte === Pte.None) continue;
      if (which === Zap.FileOnly && !belongsToFile(system, pte)) continue;
      writeEntry(system, entry, Pte.None);
      hasFlush ||= isPresent(pte);
      dropEntry(mm, va, pte, hasRecency);
    }
  }
  if (hasFlush) flushRange(mm, start, end);
}

function belongsToFile(system: MemorySystem, pte: number): boolean {
  return hasFrame(pte) && (pte & Pte.Special) === 0 && !system.frames.has(pfnOf(pte), PageFlag.Anon);
}

/** What an entry stood for loses one user. */
function dropEntry(mm: Mm, va: number, pte: number, hasRecency: boolean): void {
  const { system } = mm;
  if (!hasFrame(pte)) {
    mm.rss[Rss.Swap]!--;
    putSlot(system, swapOffsetOf(pte));
    return;
  }
  if ((pte & Pte.Special) !== 0) return;
  const { frames, rmap } = system;
  const pfn = pfnOf(pte);
  // Whoever else maps an anonymous page has the bit too.
  if (!frames.has(pfn, PageFlag.Anon)) {
    if ((pte & Pte.Dirty) !== 0) frames.set(pfn, PageFlag.Dirty);
    if ((pte & Pte.Accessed) !== 0 && hasRecency) noteAccessed(system, pfn);
  }
  mm.rss[rssKindOf(frames.flags[pfn]!)]!--;
  rmap.remove(pfn, mm.id, va);
  if (frames.has(pfn, PageFlag.Mlocked) && !isLockedAnywhere(system, pfn)) unlockFrame(system, pfn);
  releaseFrame(system, pfn);
}

/**
 * Gives back the tables of the 4 MiB pieces that lie wholly between `floor` (end of the VMA below [start, end), or 0) and
 * `ceiling` (start of the VMA above, or TASK_SIZE) as the VMA list now stands.
 */
export function freePageTables(mm: Mm, start: number, end: number): void {
  const { system } = mm;
  for (let piece = directoryIndexOf(start) * TABLE_SPAN; piece < end; piece += TABLE_SPAN) {
    const directoryEntry = mm.pgd * Paging.EntryCount + directoryIndexOf(piece);
    const pde = readEntry(system, directoryEntry);
    if (!isPresent(pde) || hasVma(mm, piece, piece + TABLE_SPAN)) continue;
    writeEntry(system, directoryEntry, Pte.None);
    mm.pageTables--;
    system.allocator.give(pfnOf(pde));
  }
}

function hasVma(mm: Mm, start: number, end: number): boolean {
  let low = 0;
  let high = mm.vmas.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (mm.vmas[middle]!.end > start) high = middle;
    else low = middle + 1;
  }
  const vma = mm.vmas[low];
  return vma !== undefined && vma.start < end;
}

/** Unmaps the pages [fromPage, toPage) of a mapping everywhere; with `evenCow` also private copies (truncate). */
export function truncatePages(mapping: Mapping, fromPage: number, toPage: number, options: { readonly evenCow: boolean }): void {
  for (const mm of mapping.system.mms) {
    if (mm === null) continue;
    for (const vma of mm.vmas) {
      if (vma.file?.inode.mapping !== mapping) continue;
      const first = Math.max(fromPage, vma.pgoff);
      const last = Math.min(toPage, vma.pgoff + ((vma.end - vma.start) >>> PAGE_SHIFT));
      if (first >= last) continue;
      const start = vma.start + (first - vma.pgoff) * PAGE_SIZE;
      zapRange(mm, vma, start, start + (last - first) * PAGE_SIZE, options.evenCow ? Zap.All : Zap.FileOnly);
    }
  }
}

/** Frees tables and directory of an address space without VMAs. */
export function destroyPages(mm: Mm): void {
  const { system } = mm;
  freePageTables(mm, 0, TASK_SIZE);
  system.machine.forgetDirectory(mm.pgd);
  system.allocator.give(mm.pgd);
  system.mms[mm.id] = null;
}
