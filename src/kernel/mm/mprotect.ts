/**
 * Changing access rights. VMAs are changed one by one from the start: what lies before a hole, or before a VMA that may not
 * have the rights, stays changed when the call fails.
 */
import { Errno } from '../../abi/errno.ts';
import { Prot } from '../../abi/mman.ts';
import { Personality } from '../../abi/process.ts';
import type { Task } from '../task.ts';
import { accountPages, chargeMemory, mayExpand, unchargeMemory } from './accounting.ts';
import { changeProtection } from './change-protection.ts';
import { protFlags } from './mmap.ts';
import { PAGE_SHIFT, isPageAligned, pageCeil, type Mm } from './mm.ts';
import { findVma, isAnonymous } from './vma-list.ts';
import { modifyVma } from './vma-merge.ts';
import { VmFlag, type Vma } from './vma.ts';

const KNOWN_PROT = Prot.Read | Prot.Write | Prot.Exec | Prot.Sem;
const GROWS = Prot.GrowsDown | Prot.GrowsUp;

export interface MprotectResult {
  /** 0 or negative errno. */
  readonly error: number;
  /** Locked private ranges that became writable: their pages are to be copied now, not at the first write. */
  readonly populate: readonly { start: number; end: number }[];
}

/** mprotect: 0, -EINVAL, -ENOMEM (hole, limits) or -EACCES (the file was not opened for that). */
export function doMprotect(task: Task, mm: Mm, start: number, length: number, protAndGrows: number): MprotectResult {
  const grows = protAndGrows & GROWS;
  const prot = protAndGrows & ~GROWS;
  const populate: { start: number; end: number }[] = [];
  const fail = (errno: Errno): MprotectResult => ({ error: -errno, populate });
  if (grows === GROWS || !isPageAligned(start)) return fail(Errno.EINVAL);
  if (length === 0) return { error: 0, populate };
  let end = (start + pageCeil(length)) % 0x1_0000_0000;
  if (end <= start) return fail(Errno.ENOMEM);
  if ((prot & ~KNOWN_PROT) !== 0) return fail(Errno.EINVAL);
  const first = findVma(mm, start);
  if (first === null || first.start >= end) return fail(Errno.ENOMEM);
  if (grows === Prot.GrowsDown) {
    if ((first.flags & VmFlag.GrowsDown) === 0) return fail(Errno.EINVAL);
    start = first.start;
  } else {
    if (first.start > start) return fail(Errno.ENOMEM);
    // No VMA grows up on x86.
    if (grows === Prot.GrowsUp) return fail(Errno.EINVAL);
  }
  const impliesExec = (task.personality & Personality.READ_IMPLIES_EXEC) !== 0 && (prot & Prot.Read) !== 0;
  for (let at = start; at < end;) {
    const vma = findVma(mm, at);
    if (vma === null || vma.start > at) return fail(Errno.ENOMEM);
    const access = protFlags(impliesExec && (vma.flags & VmFlag.MayExec) !== 0 ? prot | Prot.Exec : prot);
    const flags = (vma.flags & ~VmFlag.AccessMask) | access;
    // MayRead, MayWrite, MayExec stand four bits above what they permit.
    if ((access & ~(flags >> 4)) !== 0) return fail(Errno.EACCES);
    const changed = changeVma(task, mm, { vma, start: at, end: Math.min(vma.end, end) }, flags, populate);
    if (typeof changed === 'number') return { error: changed, populate };
    at = changed.end;
  }
  return { error: 0, populate };
}

/** Gives [start, end) of one VMA new flags: the VMA that covers the range afterwards, or -ENOMEM. */
function changeVma(task: Task, mm: Mm, part: { vma: Vma; start: number; end: number }, newFlags: number, populate: { start: number; end: number }[]): Vma | number {
  const { start, end } = part;
  const oldFlags = part.vma.flags;
  if (newFlags === oldFlags) return part.vma;
  const pages = (end - start) >>> PAGE_SHIFT;
  let charged = 0;
  let flags = newFlags;
  if ((flags & VmFlag.Write) !== 0) {
    if (!mayExpand(task, mm, flags, pages) && mayExpand(task, mm, oldFlags, pages)) return -Errno.ENOMEM;
    if ((oldFlags & (VmFlag.Account | VmFlag.Write | VmFlag.Shared | VmFlag.NoReserve)) === 0) {
      charged = pages;
      if (chargeMemory(mm, charged) !== 0) return -Errno.ENOMEM;
      flags |= VmFlag.Account;
    }
  } else if ((oldFlags & VmFlag.Account) !== 0 && isAnonymous(part.vma) && part.vma.anonVma === null) {
    // No page of it can exist yet, so the promise can be taken back.
    flags &= ~VmFlag.Account;
  }
  const vma = modifyVma(mm, part.vma, start, end, flags);
  if (typeof vma === 'number') {
    unchargeMemory(mm, charged);
    return vma;
  }
  vma.flags = flags;
  changeProtection(mm, vma, start, end);
  if ((oldFlags & VmFlag.Account) !== 0 && (flags & VmFlag.Account) === 0) unchargeMemory(mm, pages);
  const wasLockedPrivateReadOnly = (oldFlags & (VmFlag.Write | VmFlag.Shared | VmFlag.Locked)) === VmFlag.Locked;
  if (wasLockedPrivateReadOnly && (flags & VmFlag.Write) !== 0) populate.push({ start, end });
  accountPages(mm, oldFlags, -pages);
  accountPages(mm, flags, pages);
  return vma;
}
