/**
 * What mappings count against: the sizes that /proc shows, the resource limits, and the promise of memory (overcommit).
 * Sizes are in pages.
 */
import { Errno } from '../../abi/errno.ts';
import { RLIM_INFINITY, Rlimit } from '../../abi/process.ts';
import type { Task } from '../task.ts';
import { PAGE_SHIFT, PAGE_SIZE, type Mm } from './mm.ts';
import { VmFlag } from './vma.ts';

/** The soft limit in bytes, Infinity for none. */
export function rlimit(task: Task, resource: Rlimit): number {
  const limit = task.group.rlimits[resource]![0];
  return limit === RLIM_INFINITY ? Infinity : limit;
}

/** Root may go beyond RLIMIT_MEMLOCK and map below mmap_min_addr (CAP_IPC_LOCK, CAP_SYS_RAWIO). */
export const isPrivileged = (task: Task): boolean => task.uid === 0;

const isData = (flags: number): boolean => (flags & (VmFlag.Write | VmFlag.Shared | VmFlag.GrowsDown)) === VmFlag.Write;
const isExecutable = (flags: number): boolean => (flags & (VmFlag.Exec | VmFlag.Write | VmFlag.GrowsDown)) === VmFlag.Exec;
const isStack = (flags: number): boolean => (flags & VmFlag.GrowsDown) !== 0;

/** Adds `pages` (or takes them away) to the sizes that VMAs with `flags` belong to. */
export function accountPages(mm: Mm, flags: number, pages: number): void {
  if (pages < 0) mm.hiwaterVm = Math.max(mm.hiwaterVm, mm.totalVm);
  mm.totalVm += pages;
  if (isExecutable(flags)) mm.execVm += pages;
  else if (isStack(flags)) mm.stackVm += pages;
  else if (isData(flags)) mm.dataVm += pages;
  mm.hiwaterVm = Math.max(mm.hiwaterVm, mm.totalVm);
}

/** Whether RLIMIT_AS and RLIMIT_DATA leave room for `pages` more. */
export function mayExpand(task: Task, mm: Mm, flags: number, pages: number): boolean {
  if (mm.totalVm + pages > Math.floor(rlimit(task, Rlimit.RLIMIT_AS) / PAGE_SIZE)) return false;
  if (!isData(flags) || mm.dataVm + pages <= Math.floor(rlimit(task, Rlimit.RLIMIT_DATA) / PAGE_SIZE)) return true;
  // Linux lets a program with a soft limit of 0 go up to the hard one, for Valgrind's sake.
  const hard = task.group.rlimits[Rlimit.RLIMIT_DATA]![1];
  return rlimit(task, Rlimit.RLIMIT_DATA) === 0 && (hard === RLIM_INFINITY || mm.dataVm + pages <= hard >>> PAGE_SHIFT);
}

/** Whether RLIMIT_MEMLOCK permits to lock anything at all. */
export const canLock = (task: Task): boolean => rlimit(task, Rlimit.RLIMIT_MEMLOCK) !== 0 || isPrivileged(task);

/** Whether RLIMIT_MEMLOCK leaves room for a mapping of `length` bytes with these flags. */
export function mayLock(task: Task, mm: Mm, flags: number, length: number): boolean {
  if ((flags & VmFlag.Locked) === 0 || isPrivileged(task)) return true;
  return mm.lockedVm + (length >>> PAGE_SHIFT) <= Math.floor(rlimit(task, Rlimit.RLIMIT_MEMLOCK) / PAGE_SIZE);
}

/**
 * Promises `pages` to the address space: 0, or -ENOMEM if overcommit mode 0 finds the single request larger than all RAM and
 * swap.
 */
export function chargeMemory(mm: Mm, pages: number): number {
  const { options } = mm.system;
  if (options.overcommit === 0 && pages > options.frames + Math.floor(options.swapBytes / PAGE_SIZE)) return -Errno.ENOMEM;
  mm.system.committed += pages;
  return 0;
}

export function unchargeMemory(mm: Mm, pages: number): void {
  mm.system.committed -= pages;
}

/** Private and writable, and not mapped with MAP_NORESERVE: such memory is charged. */
export const isAccountable = (flags: number): boolean =>
  (flags & (VmFlag.NoReserve | VmFlag.Shared | VmFlag.Write)) === VmFlag.Write;
