/** Taking pages away from an address space: munmap, MADV_DONTNEED, exit, truncate. */
import { unreachable } from '../../base/assert.ts';
import type { Mm } from './mm.ts';
import type { Mapping } from './page-cache.ts';
import type { Vma } from './vma.ts';

/** Drops the pages and swap entries of [start, end): rss, reverse map, frames, TLB. */
export function unmapPageRange(mm: Mm, vma: Vma, start: number, end: number): void {
  unreachable(`unmapPageRange ${mm.id} ${vma.start} ${start} ${end}`);
}

/**
 * Gives back the tables of the 4 MiB pieces that lie wholly between `floor` (end of the VMA below [start, end), or 0) and
 * `ceiling` (start of the VMA above, or TASK_SIZE) as the VMA list now stands.
 */
export function freePageTables(mm: Mm, start: number, end: number): void {
  unreachable(`freePageTables ${mm.id} ${start} ${end}`);
}

/** Unmaps the pages [fromPage, toPage) of a mapping everywhere; with `evenCow` also private copies (truncate). */
export function truncatePages(mapping: Mapping, fromPage: number, toPage: number, options: { readonly evenCow: boolean }): void {
  unreachable(`truncatePages ${mapping.id} ${fromPage} ${toPage} ${options.evenCow}`);
}

/** Frees tables and directory of an address space without VMAs. */
export function destroyPages(mm: Mm): void {
  unreachable(`destroyPages ${mm.id}`);
}
