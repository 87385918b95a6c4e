/**
 * fork's half of the pages: what is anonymous is shared copy-on-write, what can be found again is left to later faults.
 * A VMA that never had an anonymous page is not looked at, as in Linux (vma_needs_copy); in others every entry is copied.
 */
import { hasFrame, packSwap, pfnOf, Pte, swapOffsetOf } from '../../machine/pte.ts';
import { makeEntry } from './create-mm.ts';
import { PageFlag } from './frames.ts';
import { type Mm, PAGE_SIZE, Rss } from './mm.ts';
import { findEntry, flushRange, NO_ENTRY, readEntry, rssKindOf, tableEnd, writeEntry } from './page-table.ts';
import { type Vma, VmFlag } from './vma.ts';

/** Copies the entries of `srcVma` to the equal range of `dstVma`; 0 or -ENOMEM (the caller then tears `dst` down). */
export function copyPageRange(dst: Mm, src: Mm, srcVma: Vma, _dstVma: Vma): number {
  if (srcVma.anonVma === null) return 0;
  const { start, end } = srcVma;
  let error = 0;
  for (let piece = start; piece < end && error === 0; piece = tableEnd(piece, end)) error = copyPiece(dst, src, srcVma, piece, tableEnd(piece, end));
  // Entries that lost their write permission may be held by this and other CPUs.
  flushRange(src, start, end);
  return error;
}

function copyPiece(dst: Mm, src: Mm, vma: Vma, start: number, end: number): number {
  const { system } = src;
  if (findEntry(src, start) === NO_ENTRY) return 0;
  // Making the table may reclaim, so the source is read after it.
  let target = makeEntry(dst, null, start);
  if (target < 0) return target;
  let source = findEntry(src, start);
  for (let va = start; va < end; va += PAGE_SIZE, source++, target++) {
    const pte = readEntry(system, source);
    if (pte === Pte.None) continue;
    writeEntry(system, target, hasFrame(pte) ? copyPresent(dst, vma, va, source, pte) : copySwap(dst, source, pte));
  }
  return 0;
}

/** copy_present_pte; gives the child's entry. */
function copyPresent(dst: Mm, vma: Vma, va: number, source: number, pte: number): number {
  const { system } = dst;
  const { frames, rmap } = system;
  const isPrivate = (vma.flags & VmFlag.Shared) === 0;
  let copy = pte;
  if (isPrivate && (pte & Pte.Writable) !== 0) {
    copy &= ~Pte.Writable;
    writeEntry(system, source, copy);
  }
  if (!isPrivate) copy &= ~Pte.Dirty;
  if ((pte & Pte.Special) === 0) {
    const pfn = pfnOf(pte);
    frames.clear(pfn, PageFlag.AnonExclusive);
    rmap.add(pfn, dst.id, va);
    dst.rss[rssKindOf(frames.flags[pfn]!)]!++;
  }
  return copy & ~Pte.Accessed;
}

/** copy_nonpresent_pte: both entries name the slot, neither alone. */
function copySwap(dst: Mm, source: number, pte: number): number {
  const { system } = dst;
  const offset = swapOffsetOf(pte);
  const shared = packSwap({ type: 0, offset, isExclusive: false });
  system.swap.count[offset]!++;
  dst.rss[Rss.Swap]!++;
  writeEntry(system, source, shared);
  return shared;
}
