/** mremap's half of the pages: entries move, contents and swap slots stay where they are. */
import { hasFrame, pfnOf, Pte } from '../../machine/pte.ts';
import { makeEntry } from './create-mm.ts';
import { type Mm, PAGE_SIZE } from './mm.ts';
import { findEntry, flushRange, NO_ENTRY, readEntry, tableEnd, writeEntry } from './page-table.ts';
import type { Vma } from './vma.ts';

/** Moves the entries of [from, from+length) of `fromVma` to `to`; 0 or -ENOMEM (nothing moved). */
export function movePageTables(mm: Mm, _fromVma: Vma, from: number, _toVma: Vma, to: number, length: number): number {
  const error = makeTables(mm, from, to, length);
  if (error !== 0) return error;
  const { system } = mm;
  const end = from + length;
  for (let va = from; va < end; ) {
    const source = findEntry(mm, va);
    if (source === NO_ENTRY) {
      va = tableEnd(va, end);
      continue;
    }
    const pte = readEntry(system, source);
    if (pte !== Pte.None) moveEntry(mm, va, source, pte, to + (va - from));
    va += PAGE_SIZE;
  }
  flushRange(mm, from, end);
  return 0;
}

/** Makes every table that a moved entry will need. */
function makeTables(mm: Mm, from: number, to: number, length: number): number {
  for (let done = 0; done < length; done += PAGE_SIZE) {
    if (findEntry(mm, from + done) === NO_ENTRY) continue;
    const entry = makeEntry(mm, null, to + done);
    if (entry < 0) return entry;
  }
  return 0;
}

function moveEntry(mm: Mm, va: number, source: number, pte: number, newVa: number): void {
  const { system } = mm;
  writeEntry(system, source, Pte.None);
  writeEntry(system, findEntry(mm, newVa), pte);
  if (!hasFrame(pte) || (pte & Pte.Special) !== 0) return;
  system.rmap.remove(pfnOf(pte), mm.id, va);
  system.rmap.add(pfnOf(pte), mm.id, newVa);
}
