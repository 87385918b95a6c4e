/**
 * Faulting a range in ahead of use: MAP_POPULATE, mlock, MADV_POPULATE_*. Pages are had by the same faults that the program
 * would take, and count as such. A page that needs the disk makes the call BLOCKED; made again, it finds the earlier pages
 * present and goes on.
 */
import { Errno } from '../../abi/errno.ts';
import { hasFrame, pfnOf, Pte } from '../../machine/pte.ts';
import { BLOCKED } from '../wait.ts';
import type { Task } from '../task.ts';
import { FaultOutcome } from './memory-system.ts';
import { PAGE_SIZE, type Mm } from './mm.ts';
import { FaultFlag } from './fault-result.ts';
import { handleMmFault } from './page-fault.ts';
import { PageFlag } from './frames.ts';
import { markAccessed } from './lru.ts';
import { isLockedAnywhere, lockFrame, unlockFrame } from './mlocked-frames.ts';
import { pageState } from './page-state.ts';
import { readEntryAt } from './page-table.ts';
import { findIntersection, isAccessible, vmaAt } from './vma-list.ts';
import { VmFlag, type Vma } from './vma.ts';

export const enum PopulateMode {
  /** MAP_POPULATE, mlockall, growth of locked memory: as each VMA permits; passes over holes and over VMAs whose pages cannot be had. */
  Lock,
  /** mlock: the same, but -ENOMEM at the first page that cannot be had, -EAGAIN without memory. */
  Mlock,
  /** MADV_POPULATE_READ: -ENOMEM at a hole, -EINVAL at a VMA that forbids it, -EFAULT at a page that cannot be had. */
  Read,
  /** MADV_POPULATE_WRITE: the same. */
  Write,
}

/** Faults [start, end) in; 0, -errno or BLOCKED (execute the call again; pages that are there cost nothing). */
export function populate(task: Task, mm: Mm, start: number, end: number, mode: PopulateMode): number {
  return mode === PopulateMode.Read || mode === PopulateMode.Write
    ? populateAsAdvised(task, mm, { start, end }, mode === PopulateMode.Write ? FaultFlag.Write : FaultFlag.None)
    : populateLocked(task, mm, { start, end }, mode === PopulateMode.Mlock);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function populateAsAdvised(task: Task, mm: Mm, range: Range, access: FaultFlag): number {
  const needed = access === FaultFlag.Write ? VmFlag.Write : VmFlag.Read;
  for (let at = range.start; at < range.end;) {
    const vma = vmaAt(mm, at);
    if (vma === null) return -Errno.ENOMEM;
    if ((vma.flags & needed) === 0) return -Errno.EINVAL;
    const end = Math.min(vma.end, range.end);
    const error = populateVma(task, mm, vma, { start: at, end }, access);
    if (error !== 0) return error;
    at = end;
  }
  return 0;
}

function populateLocked(task: Task, mm: Mm, range: Range, isStrict: boolean): number {
  for (let at = range.start; at < range.end;) {
    const vma = findIntersection(mm, at, range.end);
    if (vma === null) return 0;
    const end = Math.min(vma.end, range.end);
    if ((vma.flags & VmFlag.LockOnFault) === 0) {
      const error = isAccessible(vma) ? populateVma(task, mm, vma, { start: Math.max(at, vma.start), end }, lockAccess(vma)) : -Errno.EFAULT;
      if (error === BLOCKED) return BLOCKED;
      if (isStrict && error !== 0) return error === -Errno.EFAULT ? -Errno.ENOMEM : -Errno.EAGAIN;
    }
    at = end;
  }
  return 0;
}

/** Private writable memory gets its own pages at once; a shared page is not dirtied without need. */
const lockAccess = (vma: Vma): FaultFlag =>
  (vma.flags & (VmFlag.Write | VmFlag.Shared)) === VmFlag.Write ? FaultFlag.Write : FaultFlag.None;

function populateVma(task: Task, mm: Mm, vma: Vma, range: Range, access: FaultFlag): number {
  for (let va = range.start; va < range.end; va += PAGE_SIZE) {
    while (!touch(mm, va, access)) {
      const outcome = handleMmFault(task, mm, vma, va, access);
      if (outcome === FaultOutcome.Blocked) return BLOCKED;
      if (outcome === FaultOutcome.OutOfMemory) return -Errno.ENOMEM;
      if (outcome !== FaultOutcome.Handled) return -Errno.EFAULT;
    }
  }
  return 0;
}

/** Whether the page is there as needed; if so it counts as used or written, even by a call that finds it (FOLL_TOUCH). */
function touch(mm: Mm, va: number, access: FaultFlag): boolean {
  const state = pageState(mm, va);
  const isThere = state.present && (access !== FaultFlag.Write || state.writable);
  if (isThere && !state.zeroPage) {
    if (access === FaultFlag.Write && !state.dirty) mm.system.frames.set(state.pfn, PageFlag.Dirty);
    markAccessed(mm.system, state.pfn);
  }
  return isThere;
}

/** Present pages of VMAs whose Locked flag was just set or cleared leave or rejoin the reclaimable ones. */
export function updateMlocked(mm: Mm, start: number, end: number): void {
  for (let va = start; va < end; va += PAGE_SIZE) {
    const pte = readEntryAt(mm, va);
    if (!hasFrame(pte) || (pte & Pte.Special) !== 0) continue;
    if (isLockedAnywhere(mm.system, pfnOf(pte))) lockFrame(mm.system, pfnOf(pte));
    else unlockFrame(mm.system, pfnOf(pte));
  }
}
