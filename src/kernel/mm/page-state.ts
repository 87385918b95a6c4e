/** What is known of a page of an address space, for mincore, pagemap, smaps and tools. Changes nothing. */
import { hasFrame, pfnOf, Pte, swapOffsetOf } from '../../machine/pte.ts';
import { NO_FRAME, NO_SLOT, PageFlag } from './frames.ts';
import { type Mm, PAGE_SHIFT, PAGE_SIZE } from './mm.ts';
import { filePages, isShmem } from './page-cache.ts';
import { isMarkedAccessed } from './lru.ts';
import { findEntry, NO_ENTRY, readEntry, readEntryAt, tableEnd } from './page-table.ts';
import { type Vma, VmFlag } from './vma.ts';

export interface PageState {
  present: boolean;
  /** The entry permits stores. */
  writable: boolean;
  swapped: boolean;
  anon: boolean;
  shmemOrFile: boolean;
  /** Mapped once over all address spaces (pagemap bit 56). */
  exclusive: boolean;
  dirty: boolean;
  referenced: boolean;
  zeroPage: boolean;
  lazyFree: boolean;
  pfn: number;
  slot: number;
  mapcount: number;
  /** Users of the swap slot. */
  slotCount: number;
}

const ABSENT: PageState = {
  present: false, writable: false, swapped: false, anon: false, shmemOrFile: false, exclusive: false, dirty: false, referenced: false,
  zeroPage: false, lazyFree: false, pfn: NO_FRAME, slot: NO_SLOT, mapcount: 0, slotCount: 0,
};

export function pageState(mm: Mm, va: number): PageState {
  return stateOf(mm, readEntryAt(mm, va));
}

function stateOf(mm: Mm, pte: number): PageState {
  if (pte === Pte.None) return ABSENT;
  const { frames, swap } = mm.system;
  if (!hasFrame(pte)) {
    const slot = swapOffsetOf(pte);
    return { ...ABSENT, swapped: true, slot, slotCount: swap.count[slot]! };
  }
  const pfn = pfnOf(pte);
  const flags = frames.flags[pfn]!;
  const zeroPage = (pte & Pte.Special) !== 0;
  const anon = !zeroPage && (flags & PageFlag.Anon) !== 0;
  const dirty = !zeroPage && ((pte & Pte.Dirty) !== 0 || (flags & PageFlag.Dirty) !== 0);
  return {
    present: true,
    writable: (pte & Pte.Writable) !== 0,
    swapped: false,
    anon,
    shmemOrFile: !zeroPage && !anon,
    exclusive: !zeroPage && frames.mapcount[pfn] === 1,
    dirty,
    referenced: !zeroPage && ((pte & Pte.Accessed) !== 0 || isMarkedAccessed(mm.system, pfn)),
    zeroPage,
    lazyFree: anon && (flags & PageFlag.SwapBacked) === 0 && !dirty,
    pfn,
    slot: frames.slot[pfn]!,
    mapcount: frames.mapcount[pfn]!,
    slotCount: 0,
  };
}

/** Whether mincore reports the page of a file, shmem or swapped page that is not mapped as in memory. */
export function isCached(mm: Mm, vma: Vma, va: number): boolean {
  const { swap } = mm.system;
  const pte = readEntryAt(mm, va);
  if (pte !== Pte.None) return hasFrame(pte) || swap.frame[swapOffsetOf(pte)] !== NO_FRAME;
  const entry = vma.file?.inode.mapping?.pages.get(vma.pgoff + ((va - vma.start) >>> PAGE_SHIFT));
  if (entry === undefined) return false;
  return entry >= 0 || swap.frame[~entry] !== NO_FRAME;
}

/** Sums over [vma.start, vma.end) in bytes, as smaps prints them (there in kB). */
export interface SmapsSums {
  rss: number;
  pss: number;
  pssDirty: number;
  sharedClean: number;
  sharedDirty: number;
  privateClean: number;
  privateDirty: number;
  referenced: number;
  anonymous: number;
  lazyFree: number;
  swap: number;
  swapPss: number;
  locked: number;
}

/** The numbers of one VMA in /proc/PID/smaps. The zero page counts nowhere. */
export function smapsSums(mm: Mm, vma: Vma): SmapsSums {
  const sums: SmapsSums = {
    rss: 0, pss: 0, pssDirty: 0, sharedClean: 0, sharedDirty: 0, privateClean: 0, privateDirty: 0,
    referenced: 0, anonymous: 0, lazyFree: 0, swap: 0, swapPss: 0, locked: 0,
  };
  for (let piece = vma.start; piece < vma.end; piece = tableEnd(piece, vma.end)) {
    const entry = findEntry(mm, piece);
    if (entry === NO_ENTRY) continue;
    const pages = (tableEnd(piece, vma.end) - piece) >>> PAGE_SHIFT;
    for (let page = 0; page < pages; page++) addPage(sums, stateOf(mm, readEntry(mm.system, entry + page)), vma);
  }
  sums.swap += shmemInSwap(vma);
  return sums;
}

/** A page's part for each of its users, cut off at a 4096th of a byte as Linux's PSS_SHIFT does. */
const shareOf = (users: number): number => Math.floor((PAGE_SIZE * PAGE_SIZE) / users) / PAGE_SIZE;

function addPage(sums: SmapsSums, page: PageState, vma: Vma): void {
  if (page.swapped) {
    sums.swap += PAGE_SIZE;
    sums.swapPss += shareOf(page.slotCount);
    return;
  }
  if (!page.present || page.zeroPage) return;
  const share = shareOf(page.mapcount);
  sums.rss += PAGE_SIZE;
  sums.pss += share;
  if (page.dirty) sums.pssDirty += share;
  if (page.referenced) sums.referenced += PAGE_SIZE;
  if (page.anon) sums.anonymous += PAGE_SIZE;
  if (page.lazyFree) sums.lazyFree += PAGE_SIZE;
  if ((vma.flags & VmFlag.Locked) !== 0) sums.locked += share;
  if (page.mapcount > 1) {
    if (page.dirty) sums.sharedDirty += PAGE_SIZE;
    else sums.sharedClean += PAGE_SIZE;
  } else if (page.dirty) {
    sums.privateDirty += PAGE_SIZE;
  } else {
    sums.privateClean += PAGE_SIZE;
  }
}

/** Bytes of a shared-memory VMA whose pages lie in swap: no entry tells of them, the mapping does. */
function shmemInSwap(vma: Vma): number {
  const mapping = vma.file?.inode.mapping;
  if (mapping === undefined || mapping === null || !isShmem(mapping)) return 0;
  const end = Math.min(vma.pgoff + ((vma.end - vma.start) >>> PAGE_SHIFT), filePages(mapping));
  let bytes = 0;
  for (let index = vma.pgoff; index < end; index++) if ((mapping.pages.get(index) ?? 0) < 0) bytes += PAGE_SIZE;
  return bytes;
}
