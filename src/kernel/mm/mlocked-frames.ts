/** Frames that a locked VMA maps: out of reclaim's reach, and unknown to the replacement policy. */
import { PageFlag } from './frames.ts';
import { lruAdd, lruRemove } from './lru.ts';
import type { MemorySystem } from './memory-system.ts';
import { vmaAt } from './vma-list.ts';
import { VmFlag } from './vma.ts';

/** A locked VMA maps the page. */
export function lockFrame(system: MemorySystem, pfn: number): void {
  lruRemove(system, pfn);
  system.frames.set(pfn, PageFlag.Mlocked);
}

/** No locked VMA maps the page any more. */
export function unlockFrame(system: MemorySystem, pfn: number): void {
  if (!system.frames.has(pfn, PageFlag.Mlocked)) return;
  system.frames.clear(pfn, PageFlag.Mlocked);
  lruAdd(system, pfn, 0);
}

export function isLockedAnywhere(system: MemorySystem, pfn: number): boolean {
  const { rmap } = system;
  if (rmap.firstMmOf(pfn) < 0) return false;
  if (isLockedAt(system, rmap.firstMmOf(pfn), rmap.firstVaOf(pfn))) return true;
  for (let node = rmap.chainOf(pfn); node >= 0; node = rmap.nextOf(node)) {
    if (isLockedAt(system, rmap.mmOf(node), rmap.vaOf(node))) return true;
  }
  return false;
}

function isLockedAt(system: MemorySystem, mmId: number, va: number): boolean {
  const vma = vmaAt(system.mms[mmId]!, va);
  return vma !== null && (vma.flags & VmFlag.Locked) !== 0;
}
