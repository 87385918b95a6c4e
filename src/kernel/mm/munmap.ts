/**
 * Taking mappings away, in the two steps of Linux 6.18: {@link gatherVmas} splits at the edges and collects what lies in the
 * range, which may fail; {@link completeUnmap} takes it away, which may not. mmap over existing mappings does its own checks
 * between the two, so that a refused mmap leaves the old mappings in place.
 */
import { Errno } from '../../abi/errno.ts';
import { accountPages, unchargeMemory } from './accounting.ts';
import { TASK_SIZE, isPageAligned, pageCeil, type Mm } from './mm.ts';
import { findIntersection, indexOfVma, pagesOf, detachVma } from './vma-list.ts';
import { releaseVma, splitVmaUnchecked } from './vma-split.ts';
import { VmFlag, type Vma } from './vma.ts';
import { freePageTables, unmapPageRange } from './zap.ts';

/** munmap: 0, -EINVAL for a range that is empty, not aligned or not in user space, -ENOMEM at the limit of VMAs. */
export function doMunmap(mm: Mm, start: number, length: number): number {
  if (!isPageAligned(start) || start > TASK_SIZE || length > TASK_SIZE - start) return -Errno.EINVAL;
  const end = start + pageCeil(length);
  if (end === start) return -Errno.EINVAL;
  const doomed = gatherVmas(mm, start, end);
  if (typeof doomed === 'number') return doomed;
  completeUnmap(mm, doomed, start, end);
  return 0;
}

/** Pages of `vmas`, in all and of those that are charged. */
export function countPages(vmas: readonly Vma[]): { pages: number; charged: number } {
  let pages = 0;
  let charged = 0;
  for (const vma of vmas) {
    pages += pagesOf(vma);
    if ((vma.flags & VmFlag.Account) !== 0) charged += pagesOf(vma);
  }
  return { pages, charged };
}

/**
 * The VMAs of [start, end), those at the edges split so that all lie wholly inside; -ENOMEM if that would split one VMA in
 * the middle at the limit of VMAs. They stay in the list.
 */
export function gatherVmas(mm: Mm, start: number, end: number): Vma[] | number {
  const first = findIntersection(mm, start, end);
  if (first === null) return [];
  if (first.start < start) {
    // The count may go just above the limit here, since the unmap that follows brings it down again.
    if (end < first.end && mm.vmas.length >= mm.system.options.maxMapCount) return -Errno.ENOMEM;
    splitVmaUnchecked(mm, first, start, 'high');
  }
  const gathered: Vma[] = [];
  for (let index = indexOfVma(mm, start); index < mm.vmas.length && mm.vmas[index]!.start < end; index++) {
    const vma = mm.vmas[index]!;
    if (vma.end > end) splitVmaUnchecked(mm, vma, end, 'low');
    gathered.push(vma);
  }
  return gathered;
}

/**
 * Removes gathered VMAs with their pages. `keepCharge` leaves their promise of memory with the caller, who gives it to the
 * mapping that takes their place.
 */
export function completeUnmap(mm: Mm, doomed: readonly Vma[], start: number, end: number, options: { keepCharge?: boolean } = {}): void {
  if (doomed.length === 0) return;
  const { charged } = countPages(doomed);
  for (const vma of doomed) unmapPageRange(mm, vma, vma.start, vma.end);
  for (const vma of doomed) {
    detachVma(mm, vma);
    accountPages(mm, vma.flags, -pagesOf(vma));
    if ((vma.flags & VmFlag.Locked) !== 0) mm.lockedVm -= pagesOf(vma);
  }
  freePageTables(mm, start, end);
  for (const vma of doomed) releaseVma(mm, vma);
  if (options.keepCharge !== true) unchargeMemory(mm, charged);
}
