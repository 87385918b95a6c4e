/**
 * An address space: Linux's mm_struct. A record; the functions that change it are in mmap.ts, munmap.ts, brk.ts,
 * mprotect.ts, mremap.ts and so on (VMAs) and in page-fault.ts, zap.ts, fork.ts and so on (pages).
 */
import type { OpenFile } from '../fs/file.ts';
import type { MemorySystem } from './memory-system.ts';
import type { Vma } from './vma.ts';

export const PAGE_SIZE = 4096;
export const PAGE_SHIFT = 12;
/** First address of the kernel's gigabyte; 2^32 arithmetic needs unsigned numbers (`>>> 0`). */
export const TASK_SIZE = 0xc0000000;

/** Start of the page that contains `va`. */
export const pageFloor = (va: number): number => (va & ~(PAGE_SIZE - 1)) >>> 0;

/** `length` rounded up to pages; wraps to 0 close to 4 GiB, as in a 32-bit kernel. */
export const pageCeil = (length: number): number => ((length + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1)) >>> 0;

export const isPageAligned = (va: number): boolean => (va & (PAGE_SIZE - 1)) === 0;

/** Resident pages by kind: index into `Mm.rss`. */
export const enum Rss {
  File,
  Anon,
  /** Swap entries, not resident. */
  Swap,
  Shmem,
  Count,
}

export interface Mm {
  readonly id: number;
  readonly system: MemorySystem;
  /** Frame of the page directory. */
  pgd: number;
  /** Ordered by start, not overlapping; changed only by vma-list.ts. */
  vmas: Vma[];
  /** Tasks that run in it (mm_users). */
  users: number;
  mmapBase: number;
  /** Bottom-up layout (ADDR_COMPAT_LAYOUT). */
  legacyLayout: boolean;
  startCode: number;
  endCode: number;
  startData: number;
  endData: number;
  startBrk: number;
  /** Byte-exact. */
  brk: number;
  startStack: number;
  argStart: number;
  argEnd: number;
  envStart: number;
  envEnd: number;
  /** Flags given to every new VMA (mlockall(MCL_FUTURE)). */
  defFlags: number;
  exeFile: OpenFile | null;
  /** Pages mapped in all, and the parts of it that /proc shows. */
  totalVm: number;
  dataVm: number;
  execVm: number;
  stackVm: number;
  lockedVm: number;
  /** High-water marks, in pages. */
  hiwaterVm: number;
  hiwaterRss: number;
  /** Indexed by {@link Rss}; pages. */
  readonly rss: Int32Array;
  /** Frames used for page tables, without the directory. */
  pageTables: number;
  /** The OOM killer has taken its private pages; the process is about to end. */
  isReaped: boolean;
}
