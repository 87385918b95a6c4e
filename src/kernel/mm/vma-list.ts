/**
 * The ordered list of an address space's VMAs: finding, inserting, taking out. Splitting is in vma-split.ts, merging in
 * vma-merge.ts. Nothing else changes `mm.vmas`.
 *
 * Invariants: VMAs are ordered by start, do not overlap, are not empty and page-aligned; `mm.vmas.length` is Linux's map_count.
 */
import { assert } from '../../base/assert.ts';
import type { OpenFile } from '../fs/file.ts';
import { PAGE_SHIFT, PAGE_SIZE, type Mm } from './mm.ts';
import { VmFlag, type Vma } from './vma.ts';

/** Pages kept free below a VMA that grows down. */
export const STACK_GUARD_GAP = 256 * PAGE_SIZE;

/** Index of the first VMA that ends above `va`; `vmas.length` if none. */
export function indexOfVma(mm: Mm, va: number): number {
  const { vmas } = mm;
  let low = 0;
  let high = vmas.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (vmas[middle]!.end > va) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first VMA that ends above `va` (it need not contain it), or null: Linux's find_vma. */
export function findVma(mm: Mm, va: number): Vma | null {
  return mm.vmas[indexOfVma(mm, va)] ?? null;
}

/** The VMA that contains `va`, or null. */
export function vmaAt(mm: Mm, va: number): Vma | null {
  const vma = findVma(mm, va);
  return vma !== null && vma.start <= va ? vma : null;
}

/** The first VMA that shares a byte with [start, end), or null. */
export function findIntersection(mm: Mm, start: number, end: number): Vma | null {
  const vma = findVma(mm, start);
  return vma !== null && vma.start < end ? vma : null;
}

/** Lowest address that a neighbour below may use: the start, less the guard gap of a VMA that grows down. */
export function startWithGap(vma: Vma): number {
  return (vma.flags & VmFlag.GrowsDown) === 0 ? vma.start : Math.max(vma.start - STACK_GUARD_GAP, 0);
}

export const pagesOf = (vma: Vma): number => (vma.end - vma.start) >>> PAGE_SHIFT;

export const isAccessible = (vma: Vma): boolean => (vma.flags & VmFlag.AccessMask) !== 0;

/** Neither a file nor shared memory lies behind it (Linux's vma_is_anonymous). */
export const isAnonymous = (vma: Vma): boolean => vma.file === null && vma.specialName === null;

export function createVma(fields: { start: number; end: number; flags: number; pgoff: number; file?: OpenFile | null }): Vma {
  return { ...fields, file: fields.file ?? null, anonVma: null, anonChain: [], specialName: null };
}

/** Puts `vma` into its place; the range must be free. */
export function insertVma(mm: Mm, vma: Vma): void {
  const index = indexOfVma(mm, vma.start);
  assert(vma.start < vma.end && (mm.vmas[index]?.start ?? Infinity) >= vma.end,
    `insertVma: ${vma.start.toString(16)}-${vma.end.toString(16)} is empty or taken`);
  mm.vmas.splice(index, 0, vma);
}

/** Takes `vma` out of the list; its record stays as it is. */
export function detachVma(mm: Mm, vma: Vma): void {
  const index = indexOfVma(mm, vma.start);
  assert(mm.vmas[index] === vma, `detachVma: ${vma.start.toString(16)} is not in the list`);
  mm.vmas.splice(index, 1);
}
