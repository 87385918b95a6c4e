/**
 * The program break. Its value is kept to the byte, the heap's VMA to the page. A break that cannot be set stays as it was:
 * brk never reports an errno.
 */
import { Rlimit } from '../../abi/process.ts';
import type { Task } from '../task.ts';
import { mayLock, rlimit } from './accounting.ts';
import { mapAnonymous } from './mmap.ts';
import { PAGE_SIZE, pageCeil, type Mm } from './mm.ts';
import { completeUnmap, gatherVmas } from './munmap.ts';
import { getUnmappedArea } from './unmapped-area.ts';
import { findIntersection, startWithGap, STACK_GUARD_GAP } from './vma-list.ts';
import { VmFlag } from './vma.ts';

export interface BrkResult {
  /** The break as it is now. */
  readonly brk: number;
  /** New heap to be faulted in (mlockall(MCL_FUTURE)); empty if start equals end. */
  readonly populateStart: number;
  readonly populateEnd: number;
}

/** Moves the break to `brk` if that is possible. */
export function setBrk(task: Task, mm: Mm, brk: number): BrkResult {
  const oldEnd = pageCeil(mm.brk);
  const newEnd = brk > 0xffff_f000 ? Infinity : pageCeil(brk);
  const nothing = (): BrkResult => ({ brk: mm.brk, populateStart: 0, populateEnd: 0 });
  if (brk < mm.startBrk || newEnd === Infinity) return nothing();
  if (brk - mm.startBrk + (mm.endData - mm.startData) > rlimit(task, Rlimit.RLIMIT_DATA)) return nothing();
  if (newEnd === oldEnd) {
    mm.brk = brk;
    return nothing();
  }
  if (brk <= mm.brk) {
    shrink(mm, newEnd, oldEnd, brk);
    return nothing();
  }
  if (!mayGrow(task, mm, oldEnd, newEnd)) return nothing();
  if (mapAnonymous(task, mm, { start: oldEnd, end: newEnd, floor: mm.startBrk }, 0) !== 0) return nothing();
  mm.brk = brk;
  return (mm.defFlags & VmFlag.Locked) !== 0 ? { brk, populateStart: oldEnd, populateEnd: newEnd } : nothing();
}

function shrink(mm: Mm, newEnd: number, oldEnd: number, brk: number): void {
  // A heap that the program has unmapped altogether does not shrink.
  if (findIntersection(mm, newEnd, oldEnd) === null) return;
  const doomed = gatherVmas(mm, newEnd, oldEnd);
  if (typeof doomed === 'number') return;
  completeUnmap(mm, doomed, newEnd, oldEnd);
  mm.brk = brk;
}

/** The new part must be free with one page to spare, and keep the guard gap to a VMA that grows down. */
function mayGrow(task: Task, mm: Mm, oldEnd: number, newEnd: number): boolean {
  const length = newEnd - oldEnd;
  if (getUnmappedArea(task, mm, { hint: oldEnd, length, fixed: true }) < 0) return false;
  if (!mayLock(task, mm, mm.defFlags, length)) return false;
  const next = findIntersection(mm, oldEnd, newEnd + PAGE_SIZE + STACK_GUARD_GAP);
  return next === null || newEnd + PAGE_SIZE <= startWithGap(next);
}
