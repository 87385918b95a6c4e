/** Growing a VMA downwards on a fault below it, up to the stack limit and not into the guard gap. */
import { Errno } from '../../abi/errno.ts';
import { Rlimit } from '../../abi/process.ts';
import type { Task } from '../task.ts';
import { accountPages, chargeMemory, mayExpand, mayLock, rlimit } from './accounting.ts';
import { anonVmaPrepare } from './anon-vma-prepare.ts';
import { PAGE_SHIFT, pageFloor, type Mm } from './mm.ts';
import { indexOfVma, isAccessible, STACK_GUARD_GAP } from './vma-list.ts';
import { lowestAddress } from './unmapped-area.ts';
import { VmFlag, type Vma } from './vma.ts';

/**
 * Extends `vma`, the first above `va`, so that it contains `va`. Refuses (false) if it does not grow down, if an accessible
 * mapping that does not grow down would come closer than the guard gap, or if RLIMIT_STACK, RLIMIT_AS, RLIMIT_MEMLOCK or
 * overcommit forbid it.
 */
export function expandStack(task: Task, mm: Mm, vma: Vma, va: number): boolean {
  return expandDownwards(task, mm, vma, pageFloor(va)) === 0;
}

function expandDownwards(task: Task, mm: Mm, vma: Vma, start: number): number {
  if ((vma.flags & VmFlag.GrowsDown) === 0) return -Errno.EFAULT;
  if (start < lowestAddress(mm)) return -Errno.EPERM;
  const below = mm.vmas[indexOfVma(mm, vma.start) - 1];
  if (below !== undefined && (below.flags & VmFlag.GrowsDown) === 0 && isAccessible(below) && start - below.end < STACK_GUARD_GAP) {
    return -Errno.ENOMEM;
  }
  anonVmaPrepare(mm, vma);
  if (start >= vma.start) return 0;
  const growth = (vma.start - start) >>> PAGE_SHIFT;
  if (growth > vma.pgoff) return -Errno.ENOMEM;
  if (!mayExpand(task, mm, vma.flags, growth)) return -Errno.ENOMEM;
  if (vma.end - start > rlimit(task, Rlimit.RLIMIT_STACK)) return -Errno.ENOMEM;
  if (!mayLock(task, mm, vma.flags, vma.start - start)) return -Errno.ENOMEM;
  if (chargeMemory(mm, growth) !== 0) return -Errno.ENOMEM;
  if ((vma.flags & VmFlag.Locked) !== 0) mm.lockedVm += growth;
  accountPages(mm, vma.flags, growth);
  vma.start = start;
  vma.pgoff -= growth;
  return 0;
}
