/** What the replacement policy sees of the kernel's pages. */
import { Pte } from '../../machine/pte.ts';
import { cleanFrame, isFrameDirty } from './evict.ts';
import { PageFlag } from './frames.ts';
import type { MemorySystem } from './memory-system.ts';
import type { PageView } from './replacement/replacement-policy.ts';
import { anyEntryHas, clearInEntries, isMappedExecutable } from './unmap-frame.ts';

export class KernelPageView implements PageView {
  private readonly system: MemorySystem;

  constructor(system: MemorySystem) {
    this.system = system;
  }

  testAndClearReferenced(pfn: number): number {
    const { frames } = this.system;
    const software = frames.has(pfn, PageFlag.Referenced) ? 1 : 0;
    frames.clear(pfn, PageFlag.Referenced);
    return software + clearInEntries(this.system, pfn, Pte.Accessed);
  }

  isReferenced(pfn: number): boolean {
    return this.system.frames.has(pfn, PageFlag.Referenced) || anyEntryHas(this.system, pfn, Pte.Accessed);
  }

  isDirty(pfn: number): boolean {
    const { frames } = this.system;
    const hasCopy = frames.has(pfn, PageFlag.SwapCache | PageFlag.Cached) || !frames.has(pfn, PageFlag.SwapBacked);
    return !hasCopy || isFrameDirty(this.system, pfn);
  }

  isEvictable(pfn: number): boolean {
    const { frames } = this.system;
    if (frames.has(pfn, PageFlag.Reading | PageFlag.Writeback | PageFlag.Mlocked) || frames.pins[pfn] !== 0) return false;
    return !frames.has(pfn, PageFlag.SwapBacked) || frames.has(pfn, PageFlag.SwapCache) || this.hasSwapSpace();
  }

  isFile(pfn: number): boolean {
    return !this.system.frames.has(pfn, PageFlag.Anon | PageFlag.SwapBacked);
  }

  isExecutable(pfn: number): boolean {
    return this.isFile(pfn) && isMappedExecutable(this.system, pfn);
  }

  now(): number {
    return this.system.waiting.now();
  }

  startWriteback(pfn: number): void {
    cleanFrame(this.system, pfn);
  }

  hasSwapSpace(): boolean {
    return this.system.swap.freeCount > 0;
  }
}
