/** What is known of a page of an address space, for mincore, pagemap, smaps and tools. Changes nothing. */
import { unreachable } from '../../base/assert.ts';
import type { Mm } from './mm.ts';
import type { Vma } from './vma.ts';

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

export function pageState(mm: Mm, va: number): PageState {
  return unreachable(`pageState ${mm.id} ${va}`);
}

/** Whether mincore reports the page of a file, shmem or swapped page that is not mapped as in memory. */
export function isCached(mm: Mm, vma: Vma, va: number): boolean {
  return unreachable(`isCached ${mm.id} ${vma.start} ${va}`);
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

export function smapsSums(mm: Mm, vma: Vma): SmapsSums {
  return unreachable(`smapsSums ${mm.id} ${vma.start}`);
}
