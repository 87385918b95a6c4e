/** A fault on a swap entry: Linux's do_swap_page. */
import { isSwapExclusive, Pte, swapOffsetOf } from '../../machine/pte.ts';
import type { Task } from '../task.ts';
import { FaultFlag, FaultResult, resultOf } from './fault-result.ts';
import { PageFlag } from './frames.ts';
import { mapFrame } from './map-page.ts';
import { type Mm, Rss } from './mm.ts';
import { isBusyReading } from './page-io.ts';
import { readEntry } from './page-table.ts';
import { freeSwapOf, keepWhenWritten } from './release-frame.ts';
import { swapIn, swapInLookup } from './swap-in.ts';
import { waitForRead } from './wait-for-read.ts';
import { type Vma, VmFlag } from './vma.ts';

/**
 * Maps the page that the entry names a slot of. A page that other entries name too is mapped read-only, even for a write:
 * the caller then copies it.
 */
export function faultSwapEntry(task: Task, mm: Mm, vma: Vma, page: number, entry: number, flags: FaultFlag): FaultResult {
  const { system } = mm;
  const { swap, frames } = system;
  const pte = readEntry(system, entry);
  const slot = swapOffsetOf(pte);
  const pfn = swapIn(system, task, slot);
  if (pfn < 0) return resultOf(pfn);
  const result = swapInLookup.wasRead ? FaultResult.DoneWithRead : FaultResult.Done;
  if (isBusyReading(system, pfn)) return waitForRead(system, task, page, pfn);

  // From here on the entry's claim on the slot passes to the frame, which the swap cache holds meanwhile.
  swap.count[slot]!--;
  mm.rss[Rss.Swap]!--;
  keepWhenWritten(system, pfn);
  frames.clear(pfn, PageFlag.ReadAhead);
  frames.set(pfn, PageFlag.Anon);
  if (shouldFreeSlot(mm, vma, pfn, flags)) freeSwapOf(system, pfn);
  const isOnlyHolder = frames.mapcount[pfn] === 0 && !frames.has(pfn, PageFlag.SwapCache);
  let bits: number = Pte.None;
  if (isSwapExclusive(pte) || isOnlyHolder) {
    frames.set(pfn, PageFlag.AnonExclusive);
    if ((vma.flags & VmFlag.Write) !== 0) bits = flags === FaultFlag.Write ? Pte.Writable | Pte.Dirty : Pte.Writable;
  }
  mapFrame(mm, vma, page, entry, pfn, bits);
  return result;
}

/** should_try_to_free_swap: space is short, the page will not be swapped again, or it is about to differ from its slot. */
function shouldFreeSlot(mm: Mm, vma: Vma, pfn: number, flags: FaultFlag): boolean {
  const { swap, frames } = mm.system;
  if (swap.isHalfFull || (vma.flags & VmFlag.Locked) !== 0) return true;
  return flags === FaultFlag.Write && frames.mapcount[pfn] === 0;
}
