/**
 * The first anonymous page of a VMA: which family (anon-vma.ts) it starts or joins. A neighbour's family is taken where that
 * is possible, so that VMAs which mprotect makes alike later can merge again.
 */
import { createAnonVma, linkAnonVma } from './anon-vma.ts';
import { PAGE_SHIFT, type Mm } from './mm.ts';
import { indexOfVma } from './vma-list.ts';
import { VmFlag, type AnonVma, type Vma } from './vma.ts';

/** Gives `vma` a family before its first anonymous page is mapped: a neighbour's if that one may be shared, else a new one. */
export function anonVmaPrepare(mm: Mm, vma: Vma): void {
  if (vma.anonVma !== null) return;
  const family = findMergeableAnonVma(mm, vma) ?? createAnonVma(null);
  linkAnonVma(vma, family);
  vma.anonVma = family;
  family.activeVmas++;
}

/** A touching neighbour's family, the next one's first; it keeps a later mprotect able to merge them. */
function findMergeableAnonVma(mm: Mm, vma: Vma): AnonVma | null {
  const index = indexOfVma(mm, vma.start);
  const next = mm.vmas[index + 1];
  if (next !== undefined && mayShare(vma, next) && isReusable(next)) return next.anonVma;
  const previous = mm.vmas[index - 1];
  if (previous !== undefined && mayShare(previous, vma) && isReusable(previous)) return previous.anonVma;
  return null;
}

const isReusable = (vma: Vma): boolean => vma.anonVma !== null && vma.anonChain.length === 1;

/** Whether the two differ at most in what mprotect can change. */
const mayShare = (low: Vma, high: Vma): boolean =>
  low.end === high.start
  && low.file === high.file
  && ((low.flags ^ high.flags) & ~VmFlag.AccessMask) === 0
  && high.pgoff === low.pgoff + ((high.start - low.start) >>> PAGE_SHIFT);
