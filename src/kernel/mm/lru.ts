/**
 * Which pages the replacement policy chooses from: all pages of memory and files, except those that a locked VMA maps.
 * A frame's Lru flag and the policy's own record always agree.
 */
import { PageFlag } from './frames.ts';
import type { MemorySystem } from './memory-system.ts';
import { tellFileUse } from './page-uses.ts';

/** Tells the policy of a page that has come into memory. */
export function lruAdd(system: MemorySystem, pfn: number, shadow: number): void {
  const { frames, reclaim } = system;
  if (frames.has(pfn, PageFlag.Lru | PageFlag.Mlocked)) return;
  frames.set(pfn, PageFlag.Lru);
  reclaim.loads++;
  reclaim.residentPeak = Math.max(reclaim.residentPeak, ++reclaim.resident);
  reclaim.policy.loaded(pfn, shadow);
}

/** Tells the policy that the page is gone for good, or out of its reach. */
export function lruRemove(system: MemorySystem, pfn: number): void {
  const { frames, reclaim } = system;
  if (!frames.has(pfn, PageFlag.Lru)) return;
  forgetCold(system, pfn);
  frames.clear(pfn, PageFlag.Lru);
  reclaim.resident--;
  reclaim.policy.freed(pfn);
}

/** Tells the policy that the page's contents left memory; gives what it wants to know when they come back. */
export function lruEvicted(system: MemorySystem, pfn: number): number {
  const { frames, reclaim } = system;
  if (!frames.has(pfn, PageFlag.Lru)) return 0;
  forgetCold(system, pfn);
  frames.clear(pfn, PageFlag.Lru);
  reclaim.resident--;
  return reclaim.policy.evicted(pfn);
}

/** Puts the page among those that reclaim takes before it asks the policy. */
export function makeCold(system: MemorySystem, pfn: number): void {
  const { frames, reclaim } = system;
  if (!frames.has(pfn, PageFlag.Lru) || frames.has(pfn, PageFlag.Cold)) return;
  frames.set(pfn, PageFlag.Cold);
  reclaim.cold.addNewest(0, pfn);
}

export function forgetCold(system: MemorySystem, pfn: number): void {
  const { frames, reclaim } = system;
  if (!frames.has(pfn, PageFlag.Cold)) return;
  frames.clear(pfn, PageFlag.Cold);
  reclaim.cold.remove(pfn);
}

/** A use of the page that sets no accessed bit: read, write and the like (mark_page_accessed). */
export function markAccessed(system: MemorySystem, pfn: number): void {
  tellFileUse(system, pfn);
  noteAccessed(system, pfn);
}

/** Keeps the mark of uses that are known already: the accessed bit of an entry that goes away. */
export function noteAccessed(system: MemorySystem, pfn: number): void {
  const { frames, reclaim } = system;
  if (reclaim.policy.markAccessed === undefined || !frames.has(pfn, PageFlag.Lru)) frames.set(pfn, PageFlag.Referenced);
  else reclaim.policy.markAccessed(pfn);
}

/** Forgets such uses (folio_clear_referenced). */
export function clearMarkAccessed(system: MemorySystem, pfn: number): void {
  const { frames, reclaim } = system;
  frames.clear(pfn, PageFlag.Referenced);
  if (frames.has(pfn, PageFlag.Lru)) reclaim.policy.clearMark?.(pfn);
}

/** Whether {@link markAccessed} has left its mark. */
export function isMarkedAccessed(system: MemorySystem, pfn: number): boolean {
  const { frames, reclaim } = system;
  return frames.has(pfn, PageFlag.Referenced) || (frames.has(pfn, PageFlag.Lru) && reclaim.policy.isMarked?.(pfn) === true);
}
