/** Entering pages in page tables: entry, reverse map and counters together. */
import { hasFrame, packPte, pfnOf, Pte } from '../../machine/pte.ts';
import type { Task } from '../task.ts';
import { allocateZeroed } from './allocate-page.ts';
import { PageFlag } from './frames.ts';
import { lruAdd } from './lru.ts';
import type { MemorySystem } from './memory-system.ts';
import { isLockedAnywhere, lockFrame, unlockFrame } from './mlocked-frames.ts';
import type { Mm } from './mm.ts';
import { flushPage, noteHighWater, protectionBits, readEntry, rssKindOf, writeEntry } from './page-table.ts';
import { releaseFrame } from './release-frame.ts';
import { type Vma, VmFlag } from './vma.ts';

/** Frame of the shared zero page, made at its first use; -ENOMEM or BLOCKED. */
export function zeroPage(system: MemorySystem, task: Task | null): number {
  if (system.zeroPfn >= 0) return system.zeroPfn;
  const pfn = allocateZeroed(system, task);
  if (pfn < 0) return pfn;
  system.frames.flags[pfn] = PageFlag.Zero;
  system.zeroPfn = pfn;
  return pfn;
}

/** Maps a frame that has its flags already, with the VMA's protection and the bits Writable and Dirty as given. */
export function mapFrame(mm: Mm, vma: Vma, va: number, entry: number, pfn: number, bits: number): void {
  const { system } = mm;
  writeEntry(system, entry, packPte(pfn, protectionBits(vma) | bits));
  system.rmap.add(pfn, mm.id, va);
  mm.rss[rssKindOf(system.frames.flags[pfn]!)]!++;
  if ((vma.flags & VmFlag.Locked) !== 0) lockFrame(system, pfn);
}

/** Makes a new frame an anonymous page of this address space alone, and maps it. */
export function mapAnonymous(mm: Mm, vma: Vma, va: number, entry: number, pfn: number, bits: number): void {
  const { system } = mm;
  system.frames.flags[pfn] = PageFlag.Anon | PageFlag.SwapBacked | PageFlag.AnonExclusive;
  system.frames.mapping[pfn] = -1;
  mapFrame(mm, vma, va, entry, pfn, bits);
  lruAdd(system, pfn, 0);
}

/** Maps a new anonymous page, writable, in place of what the entry holds: the zero page, or a frame that loses this mapping. */
export function replaceWithAnonymous(mm: Mm, vma: Vma, va: number, entry: number, copy: number): void {
  const { system } = mm;
  const old = readEntry(system, entry);
  if (hasFrame(old) && (old & Pte.Special) === 0) {
    const pfn = pfnOf(old);
    noteHighWater(mm);
    mm.rss[rssKindOf(system.frames.flags[pfn]!)]!--;
    system.rmap.remove(pfn, mm.id, va);
    if (system.frames.has(pfn, PageFlag.Mlocked) && !isLockedAnywhere(system, pfn)) unlockFrame(system, pfn);
    releaseFrame(system, pfn);
  }
  mapAnonymous(mm, vma, va, entry, copy, Pte.Writable | Pte.Dirty);
  flushPage(mm, va);
}

export function copyFrame(system: MemorySystem, target: number, source: number): void {
  system.machine.memory.copyFrame(target, source);
}
