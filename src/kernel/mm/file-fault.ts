/** Faults on pages of files and shared memory: Linux's do_fault and what it calls. */
import { Pte } from '../../machine/pte.ts';
import type { Task } from '../task.ts';
import { TimeCause } from '../time-cause.ts';
import { allocatePage } from './allocate-page.ts';
import { anonVmaPrepare } from './anon-vma-prepare.ts';
import { FaultFlag, FaultResult, resultOf } from './fault-result.ts';
import { NO_FRAME, PageFlag } from './frames.ts';
import { markAccessed } from './lru.ts';
import { copyFrame, mapAnonymous, mapFrame } from './map-page.ts';
import { type Mm, PAGE_SHIFT, PAGE_SIZE } from './mm.ts';
import { cachedFrame, filePages, findPage, isShmem, type Mapping, pageLookup, readAheadPages, reserveBlock } from './page-cache.ts';
import { isBusyReading } from './page-io.ts';
import { readEntry, TABLE_SPAN, writeEntry } from './page-table.ts';
import { pinFrame, unpinFrame } from './release-frame.ts';
import { waitForRead } from './wait-for-read.ts';
import { type Vma, VmFlag } from './vma.ts';

/** Pages read around a fault on a file page that is not in memory (128 KiB), half of them before it. */
const READ_AROUND_PAGES = 32;

/** Page of the file that `va` shows. */
const pageIndexAt = (vma: Vma, va: number): number => vma.pgoff + ((va - vma.start) >>> PAGE_SHIFT);

/** Maps the page of the file at `page`, whose entry is none; a write to a private mapping maps a copy of it. */
export function faultFilePage(task: Task, mm: Mm, vma: Vma, page: number, entry: number, flags: FaultFlag): FaultResult {
  const { system } = mm;
  const mapping = vma.file!.inode.mapping!;
  const index = pageIndexAt(vma, page);
  const isWrite = (flags & FaultFlag.Write) !== 0;
  const aroundIsOn = system.options.faultAround > PAGE_SIZE;
  if (!isWrite && aroundIsOn) {
    mapAround(mm, vma, page, entry, flags);
    if (readEntry(system, entry) !== Pte.None) return FaultResult.Done;
  }
  // Even if there turns out to be no page to copy: the VMA counts as one with private pages from now on.
  if (isWrite && (vma.flags & VmFlag.Shared) === 0) anonVmaPrepare(mm, vma);
  if (index >= filePages(mapping)) return FaultResult.Bus;
  const wasMissing = !isShmem(mapping) && cachedFrame(mapping, index) === NO_FRAME;
  if (isWrite && (vma.flags & VmFlag.Shared) !== 0 && !isShmem(mapping)) {
    const reserved = reserveBlock(task, mapping, index);
    if (reserved !== 0) return resultOf(reserved);
  }
  const pfn = findPage(task, mapping, index);
  if (pfn < 0) return resultOf(pfn);
  if ((vma.flags & VmFlag.RandRead) === 0) system.frames.clear(pfn, PageFlag.PassedOver);
  // As in Linux, a hole that becomes a page counts as read.
  const result = pageLookup.wasRead || wasMissing ? FaultResult.DoneWithRead : FaultResult.Done;
  if (pageLookup.wasRead && !isShmem(mapping)) readAround(mm, vma, mapping, index, pfn);
  if (isBusyReading(system, pfn)) return waitForRead(system, task, page, pfn);
  if (!isWrite) {
    // Linux lets go of the address space for the read and starts the fault again: what was read ahead is mapped around it.
    if (pageLookup.wasRead && aroundIsOn) mapAround(mm, vma, page, entry, FaultFlag.None);
    if (readEntry(system, entry) !== Pte.None) return result;
    mapFrame(mm, vma, page, entry, pfn, readBits(vma));
    return result;
  }
  if ((vma.flags & VmFlag.Shared) !== 0) {
    system.frames.set(pfn, PageFlag.Dirty);
    mapFrame(mm, vma, page, entry, pfn, Pte.Writable | Pte.Dirty);
    return result;
  }
  const copied = mapCopy(task, mm, vma, page, entry, pfn);
  return copied === FaultResult.Done ? result : copied;
}

/** do_cow_fault: the first access to a page of a private mapping is a write. */
function mapCopy(task: Task, mm: Mm, vma: Vma, page: number, entry: number, pfn: number): FaultResult {
  const { system } = mm;
  pinFrame(system, pfn);
  const copy = allocatePage(system, task);
  if (copy >= 0) {
    copyFrame(system, copy, pfn);
    system.waiting.charge(TimeCause.PageCopy);
    markAccessed(system, pfn);
    mapAnonymous(mm, vma, page, entry, copy, Pte.Writable | Pte.Dirty);
  }
  unpinFrame(system, pfn);
  return copy >= 0 ? FaultResult.Done : resultOf(copy);
}

/** A write to a read-only entry of a shared mapping: the file's page is about to change (page_mkwrite). */
export function makeSharedWritable(task: Task, mm: Mm, vma: Vma, page: number, entry: number): FaultResult {
  const { system } = mm;
  const mapping = vma.file!.inode.mapping!;
  const index = pageIndexAt(vma, page);
  if (!isShmem(mapping)) {
    const reserved = reserveBlock(task, mapping, index);
    if (reserved !== 0) return resultOf(reserved);
  }
  const pfn = cachedFrame(mapping, index);
  const pte = readEntry(system, entry);
  // Reclaim on the way may have taken the page: the write faults again and finds it gone.
  if (pfn === NO_FRAME || pte === Pte.None) return FaultResult.Done;
  system.frames.set(pfn, PageFlag.Dirty);
  writeEntry(system, entry, pte | Pte.Writable | Pte.Dirty | Pte.Accessed);
  return FaultResult.Done;
}

/**
 * Whether a first write to a page of the VMA must be seen (vma_wants_writenotify): a file on a disk needs to know what is
 * dirty; shared memory does not, and is writable at once.
 */
export function wantsWriteNotify(vma: Vma): boolean {
  const shared = VmFlag.Shared | VmFlag.Write;
  return (vma.flags & shared) === shared && !isShmem(vma.file!.inode.mapping!);
}

/** Whether a mapping made for a read may be writable already. */
function readBits(vma: Vma): number {
  const shared = VmFlag.Shared | VmFlag.Write;
  return (vma.flags & shared) === shared && !wantsWriteNotify(vma) ? Pte.Writable : Pte.None;
}

/**
 * do_fault_around: maps the pages of a window that are in memory, so that neighbours need no fault of their own. The window starts
 * at a multiple of its size or with the VMA, and stays within the VMA, the page table and the file.
 */
function mapAround(mm: Mm, vma: Vma, page: number, entry: number, flags: FaultFlag): void {
  const { system } = mm;
  const { frames } = system;
  const mapping = vma.file!.inode.mapping!;
  const window = system.options.faultAround;
  const start = Math.max(page - (page % window), vma.start, page - (page % TABLE_SPAN));
  const end = Math.min(start + window, vma.end, page - (page % TABLE_SPAN) + TABLE_SPAN);
  const lastIndex = filePages(mapping);
  let isFirst = true;
  for (let va = start; va < end; va += PAGE_SIZE) {
    const index = pageIndexAt(vma, va);
    if (index >= lastIndex) return;
    const at = entry + ((va - page) >> PAGE_SHIFT);
    if (readEntry(system, at) !== Pte.None) continue;
    const pfn = cachedFrame(mapping, index);
    if (pfn === NO_FRAME || isBusyReading(system, pfn) || frames.has(pfn, PageFlag.PassedOver)) continue;
    // Linux 6.18 installs a new table in the step that also tries huge pages, which it skips for the last page of a file.
    if (isFirst && index === lastIndex - 1 && !isShmem(mapping) && (flags & FaultFlag.NewTable) !== 0) return;
    isFirst = false;
    mapFrame(mm, vma, va, at, pfn, readBits(vma));
  }
}

/**
 * do_sync_mmap_readahead: a fault on a page that had to be read brings its neighbours too, unless told that access is random. Of a
 * program's text only what follows, within the mapping.
 */
function readAround(mm: Mm, vma: Vma, mapping: Mapping, index: number, pfn: number): void {
  const { system } = mm;
  if (system.options.faultAround <= PAGE_SIZE || (vma.flags & VmFlag.RandRead) !== 0) return;
  const count = Math.min(READ_AROUND_PAGES, system.allocator.watermarks.batch);
  pinFrame(system, pfn);
  if ((vma.flags & VmFlag.Exec) !== 0) readAheadPages(mapping, index, Math.min(count, pageIndexAt(vma, vma.end) - index));
  else readAheadPages(mapping, Math.max(0, index - (count >> 1)), count);
  unpinFrame(system, pfn);
}
