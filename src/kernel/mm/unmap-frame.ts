/**
 * Looking at and changing all mappings of a frame through the reverse map (Linux's rmap walks: try_to_unmap,
 * folio_referenced, folio_mkclean).
 */
import { isProtNone, packSwap, Pte } from '../../machine/pte.ts';
import { unreachable } from '../../base/assert.ts';
import { NO_SLOT, PageFlag } from './frames.ts';
import type { MemorySystem } from './memory-system.ts';
import { type Mm, Rss } from './mm.ts';
import { findEntry, flushPage, NO_ENTRY, noteHighWater, readEntry, rssKindOf, writeEntry } from './page-table.ts';

/** The entry through which an address space maps the frame. */
function entryOf(system: MemorySystem, mmId: number, va: number, pfn: number): number {
  const mm = system.mms[mmId];
  if (mm === null || mm === undefined) return unreachable(`rmap: frame ${pfn} is mapped by address space ${mmId}, which is gone`);
  const entry = findEntry(mm, va);
  if (entry === NO_ENTRY) unreachable(`rmap: frame ${pfn} has no entry at ${mmId}:${va.toString(16)}`);
  return entry;
}

/** Whether any of `bits` is set in an entry that maps the frame. */
export function anyEntryHas(system: MemorySystem, pfn: number, bits: number): boolean {
  const { rmap } = system;
  const mmId = rmap.firstMmOf(pfn);
  if (mmId < 0) return false;
  if ((readEntry(system, entryOf(system, mmId, rmap.firstVaOf(pfn), pfn)) & bits) !== 0) return true;
  for (let node = rmap.chainOf(pfn); node >= 0; node = rmap.nextOf(node)) {
    if ((readEntry(system, entryOf(system, rmap.mmOf(node), rmap.vaOf(node), pfn)) & bits) !== 0) return true;
  }
  return false;
}

/** Whether an entry lets the frame be executed. */
export function isMappedExecutable(system: MemorySystem, pfn: number): boolean {
  const { rmap } = system;
  const allows = (mmId: number, va: number): boolean => (readEntry(system, entryOf(system, mmId, va, pfn)) & (Pte.NoExecute | Pte.Present)) === Pte.Present;
  if (rmap.firstMmOf(pfn) < 0) return false;
  if (allows(rmap.firstMmOf(pfn), rmap.firstVaOf(pfn))) return true;
  for (let node = rmap.chainOf(pfn); node >= 0; node = rmap.nextOf(node)) if (allows(rmap.mmOf(node), rmap.vaOf(node))) return true;
  return false;
}

/** Clears `bits` in every entry that maps the frame; gives how many entries had any of them. */
export function clearInEntries(system: MemorySystem, pfn: number, bits: number): number {
  const { rmap } = system;
  const mmId = rmap.firstMmOf(pfn);
  if (mmId < 0) return 0;
  let count = clearInEntry(system, mmId, rmap.firstVaOf(pfn), pfn, bits);
  for (let node = rmap.chainOf(pfn); node >= 0; node = rmap.nextOf(node)) {
    count += clearInEntry(system, rmap.mmOf(node), rmap.vaOf(node), pfn, bits);
  }
  return count;
}

function clearInEntry(system: MemorySystem, mmId: number, va: number, pfn: number, bits: number): number {
  const entry = entryOf(system, mmId, va, pfn);
  const pte = readEntry(system, entry);
  if ((pte & bits) === 0) return 0;
  writeEntry(system, entry, pte & ~bits);
  flushPage(system.mms[mmId]!, va);
  return 1;
}

/**
 * Removes every mapping of the frame. With a slot, private mappings become swap entries that name it; otherwise they become
 * none and can be found again in the page cache. Dirty bits are folded into the frame. The frame is not freed.
 */
export function unmapFrame(system: MemorySystem, pfn: number, slot: number): void {
  const { rmap, frames, swap } = system;
  const kind = rssKindOf(frames.flags[pfn]!);
  const isExclusive = frames.has(pfn, PageFlag.AnonExclusive);
  const replacement = slot === NO_SLOT ? Pte.None : packSwap({ type: 0, offset: slot, isExclusive });
  for (let mmId = rmap.firstMmOf(pfn); mmId >= 0; mmId = rmap.firstMmOf(pfn)) {
    const va = rmap.firstVaOf(pfn);
    const mm = system.mms[mmId]!;
    const entry = entryOf(system, mmId, va, pfn);
    const pte = readEntry(system, entry);
    if ((pte & Pte.Dirty) !== 0) frames.set(pfn, PageFlag.Dirty);
    writeEntry(system, entry, replacement);
    if (!isProtNone(pte)) flushPage(mm, va);
    rmap.remove(pfn, mmId, va);
    uncount(mm, kind);
    if (slot !== NO_SLOT) {
      swap.count[slot]!++;
      mm.rss[Rss.Swap]!++;
    }
  }
  // The entries say it from now on; the frame may be found in the swap cache by others.
  frames.clear(pfn, PageFlag.AnonExclusive);
}

function uncount(mm: Mm, kind: Rss): void {
  noteHighWater(mm);
  mm.rss[kind]!--;
}
