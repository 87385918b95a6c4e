/**
 * Locking pages in memory, as VMA flags; faulting the pages in is the caller's next step (populate.ts). As in mprotect, what
 * lies before a hole stays locked when the call fails.
 */
import { Errno } from '../../abi/errno.ts';
import { MlockallFlag } from '../../abi/mman.ts';
import { Rlimit } from '../../abi/process.ts';
import type { Task } from '../task.ts';
import { canLock, isPrivileged, rlimit } from './accounting.ts';
import { PAGE_SHIFT, PAGE_SIZE, pageCeil, pageFloor, TASK_SIZE, type Mm } from './mm.ts';
import { updateMlocked } from './populate.ts';
import { indexOfVma, findVma } from './vma-list.ts';
import { modifyVma } from './vma-merge.ts';
import { VmFlag, type Vma } from './vma.ts';

/** The whole pages that [start, start + length) touches; `end` may lie beyond 4 GiB. */
export function pageRange(start: number, length: number): { start: number; end: number } {
  const first = pageFloor(start);
  return { start: first, end: first + pageCeil(length + (start - first)) };
}

/**
 * Whether a range of user space goes beyond 4 GiB. One that starts in the kernel's half is a hole instead, as for a 64-bit kernel
 * with 32-bit programs.
 */
export const wraps = ({ start, end }: { start: number; end: number }): boolean => end > 0x1_0000_0000 && start < TASK_SIZE;

/** Sets Locked (and LockOnFault) on the range: 0, -EPERM if the limit is 0, -ENOMEM (hole, limit), -EINVAL (beyond 4 GiB). */
export function lockRange(task: Task, mm: Mm, range: { start: number; end: number }, lockFlags: number): number {
  if (!canLock(task)) return -Errno.EPERM;
  const { start, end } = range;
  const limit = Math.floor(rlimit(task, Rlimit.RLIMIT_MEMLOCK) / PAGE_SIZE);
  let locked = mm.lockedVm + (end - start) / PAGE_SIZE;
  if (locked > limit) locked -= countLocked(mm, start, end);
  if (locked > limit && !isPrivileged(task)) return -Errno.ENOMEM;
  return applyLockFlags(mm, range, lockFlags);
}

/** Clears the flags of the range: 0, -ENOMEM at a hole, -EINVAL if the range goes beyond 4 GiB. */
export function unlockRange(mm: Mm, range: { start: number; end: number }): number {
  return applyLockFlags(mm, range, 0);
}

/** mlockall without the faulting in: 0, -EINVAL, -EPERM or -ENOMEM. */
export function lockAll(task: Task, mm: Mm, flags: number): number {
  if (flags === 0 || (flags & ~MlockallFlag.All) !== 0 || flags === MlockallFlag.OnFault) return -Errno.EINVAL;
  if (!canLock(task)) return -Errno.EPERM;
  const limit = Math.floor(rlimit(task, Rlimit.RLIMIT_MEMLOCK) / PAGE_SIZE);
  if ((flags & MlockallFlag.Current) !== 0 && mm.totalVm > limit && !isPrivileged(task)) return -Errno.ENOMEM;
  const lockFlags = VmFlag.Locked | ((flags & MlockallFlag.OnFault) !== 0 ? VmFlag.LockOnFault : 0);
  mm.defFlags = (mm.defFlags & ~VmFlag.LockedMask) | ((flags & MlockallFlag.Future) !== 0 ? lockFlags : 0);
  if ((flags & MlockallFlag.Current) !== 0) setAll(mm, lockFlags);
  return 0;
}

export function unlockAll(mm: Mm): void {
  mm.defFlags &= ~VmFlag.LockedMask;
  setAll(mm, 0);
}

/** Pages of [start, end) that are locked already. */
function countLocked(mm: Mm, start: number, end: number): number {
  let pages = 0;
  for (let index = indexOfVma(mm, start); index < mm.vmas.length && mm.vmas[index]!.start < end; index++) {
    const vma = mm.vmas[index]!;
    if ((vma.flags & VmFlag.Locked) !== 0) pages += (Math.min(vma.end, end) - Math.max(vma.start, start)) >>> PAGE_SHIFT;
  }
  return pages;
}

function applyLockFlags(mm: Mm, range: { start: number; end: number }, lockFlags: number): number {
  const { start, end } = range;
  if (wraps(range)) return -Errno.EINVAL;
  for (let at = start; at < end;) {
    const vma = findVma(mm, at);
    if (vma === null || vma.start > at) return -Errno.ENOMEM;
    const changed = setLockFlags(mm, vma, at, Math.min(vma.end, end), lockFlags);
    if (typeof changed === 'number') return changed;
    at = changed.end;
  }
  return 0;
}

function setAll(mm: Mm, lockFlags: number): void {
  for (let at = 0; ;) {
    const vma = findVma(mm, at);
    if (vma === null) return;
    const { start, end } = vma;
    const changed = setLockFlags(mm, vma, start, end, lockFlags);
    // A VMA that cannot be changed is passed over.
    at = typeof changed === 'number' ? end : changed.end;
  }
}

function setLockFlags(mm: Mm, vma: Vma, start: number, end: number, lockFlags: number): Vma | number {
  const oldFlags = vma.flags;
  const flags = (oldFlags & ~VmFlag.LockedMask) | lockFlags;
  if (flags === oldFlags || (oldFlags & VmFlag.Special) !== 0) return vma;
  const changed = modifyVma(mm, vma, start, end, flags);
  if (typeof changed === 'number') return changed;
  const pages = (end - start) >>> PAGE_SHIFT;
  if ((flags & VmFlag.Locked) === 0) mm.lockedVm -= pages;
  else if ((oldFlags & VmFlag.Locked) === 0) mm.lockedVm += pages;
  changed.flags = flags;
  if (((flags ^ oldFlags) & VmFlag.Locked) !== 0) updateMlocked(mm, start, end);
  return changed;
}
