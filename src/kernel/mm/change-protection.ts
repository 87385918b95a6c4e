/**
 * mprotect's half of the pages. Entries of a private VMA lose Writable and get it back at once only where a write would not
 * have to copy (an anonymous page of this process alone); those of a shared file only where the file knows already that the
 * page is dirty. All others become writable at the next write fault.
 */
import { hasFrame, packPte, pfnOf, Pte } from '../../machine/pte.ts';
import { wantsWriteNotify } from './file-fault.ts';
import { PageFlag } from './frames.ts';
import { type Mm, PAGE_SIZE } from './mm.ts';
import { findEntry, flushRange, NO_ENTRY, protectionBits, readEntry, tableEnd, writeEntry } from './page-table.ts';
import { type Vma, VmFlag } from './vma.ts';

/** What pte_modify keeps of an entry besides its frame (_PAGE_CHG_MASK). */
const KEPT = Pte.Accessed | Pte.Dirty | Pte.Special | Pte.SoftDirty;

/** Gives the entries of [start, end) that hold frames the protection of `vma.flags`, which are already the new ones. */
export function changeProtection(mm: Mm, vma: Vma, start: number, end: number): void {
  const { system } = mm;
  const bits = protectionBits(vma) & ~Pte.Accessed;
  let hasChanged = false;
  for (let piece = start; piece < end; piece = tableEnd(piece, end)) {
    let entry = findEntry(mm, piece);
    if (entry === NO_ENTRY) continue;
    const pieceEnd = tableEnd(piece, end);
    for (let va = piece; va < pieceEnd; va += PAGE_SIZE, entry++) {
      const pte = readEntry(system, entry);
      if (!hasFrame(pte)) continue;
      const writable = mayWriteAtOnce(mm, vma, pte) ? Pte.Writable : Pte.None;
      writeEntry(system, entry, packPte(pfnOf(pte), bits | (pte & KEPT) | writable));
      hasChanged = true;
    }
  }
  if (hasChanged) flushRange(mm, start, end);
}

function mayWriteAtOnce(mm: Mm, vma: Vma, pte: number): boolean {
  if ((vma.flags & VmFlag.Write) === 0) return false;
  if ((vma.flags & VmFlag.Shared) !== 0) return !wantsWriteNotify(vma) || (pte & Pte.Dirty) !== 0;
  return (pte & Pte.Special) === 0 && mm.system.frames.has(pfnOf(pte), PageFlag.AnonExclusive);
}
