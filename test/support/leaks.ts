/** What a machine must have given back when its last program has ended. */
import type { Kernel } from '../../src/kernel/kernel.ts';
import { PageFlag } from '../../src/kernel/mm/frames.ts';

/** Everything that is still held without reason, in words; empty for a clean machine. Pages of files may stay in the cache. */
export function findLeaks(kernel: Kernel): string[] {
  const { memory, tasks, futexes } = kernel;
  const leaks: string[] = [];
  const { frames, swap } = memory;
  // A page on its way to or from the disk when its owner ended goes, with its slot, when that is done.
  let underWay = 0;
  for (let pfn = 0; pfn < frames.count; pfn++) {
    if (pfn === memory.zeroPfn || frames.has(pfn, PageFlag.Free)) continue;
    if (frames.has(pfn, PageFlag.Writeback | PageFlag.Reading)) {
      if (frames.has(pfn, PageFlag.SwapCache)) underWay++;
      continue;
    }
    if (!frames.has(pfn, PageFlag.Cached) || frames.mapcount[pfn] !== 0) leaks.push(`frame ${pfn} with flags ${frames.flags[pfn]!.toString(16)}`);
  }
  const slots = swap.usableCount - swap.freeCount - underWay;
  if (slots !== 0) leaks.push(`${slots} swap slots`);
  if (memory.committed !== 0) leaks.push(`${memory.committed} committed pages`);
  if (memory.mms.some((mm) => mm !== null)) leaks.push('an address space');
  if (tasks.size > 0) leaks.push(`tasks ${[...tasks.keys()].join(' ')}`);
  for (const [key, { waiters }] of futexes) if (waiters.length > 0) leaks.push(`waiters of futex ${key}`);
  return leaks;
}
