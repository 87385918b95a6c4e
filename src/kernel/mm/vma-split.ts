/**
 * Records of VMAs in pairs: duplicating one, splitting one in two, releasing one. Together with vma-merge.ts these keep the
 * families of anonymous pages (anon-vma.ts) and the references to files in step with the list.
 */
import { Errno } from '../../abi/errno.ts';
import { assert } from '../../base/assert.ts';
import type { OpenFile } from '../fs/file.ts';
import { cloneAnonVma, unlinkAnonVmas } from './anon-vma.ts';
import { PAGE_SHIFT, type Mm } from './mm.ts';
import { detachVma, insertVma } from './vma-list.ts';
import type { Vma } from './vma.ts';

/** Takes `vma` out of the list and releases it. */
export function removeVma(mm: Mm, vma: Vma): void {
  detachVma(mm, vma);
  releaseVma(mm, vma);
}

/** Drops what a VMA that is in no list any more holds: families and the reference to its file. */
export function releaseVma(mm: Mm, vma: Vma): void {
  unlinkAnonVmas(vma);
  if (vma.file !== null) mm.system.putFile(vma.file);
}

/** One more VMA refers to `file`. */
export function holdFileReference(file: OpenFile): void {
  file.references++;
}

/** A VMA like `vma` for the part [start, end) of its range or, after a move, for another range; not yet in the list. */
export function duplicateVma(vma: Vma, start: number, end: number, pgoff: number): Vma {
  const copy: Vma = { ...vma, start, end, pgoff, anonChain: [] };
  cloneAnonVma(copy, vma);
  if (copy.file !== null) holdFileReference(copy.file);
  return copy;
}

/**
 * Splits `vma` at `va`; it keeps the part above if `keep` is 'high', else the part below. The limit on the number of VMAs is
 * the caller's to check (Linux's __split_vma).
 */
export function splitVmaUnchecked(mm: Mm, vma: Vma, va: number, keep: 'low' | 'high'): void {
  assert(vma.start < va && va < vma.end, `splitVma: ${va.toString(16)} is not inside ${vma.start.toString(16)}`);
  const pgoffAtSplit = vma.pgoff + ((va - vma.start) >>> PAGE_SHIFT);
  if (keep === 'high') {
    const below = duplicateVma(vma, vma.start, va, vma.pgoff);
    vma.start = va;
    vma.pgoff = pgoffAtSplit;
    insertVma(mm, below);
  } else {
    const above = duplicateVma(vma, va, vma.end, pgoffAtSplit);
    vma.end = va;
    insertVma(mm, above);
  }
}

/** Splits within the limit on the number of VMAs: 0 or -ENOMEM. */
export function splitVma(mm: Mm, vma: Vma, va: number, keep: 'low' | 'high'): number {
  if (mm.vmas.length >= mm.system.options.maxMapCount) return -Errno.ENOMEM;
  splitVmaUnchecked(mm, vma, va, keep);
  return 0;
}
