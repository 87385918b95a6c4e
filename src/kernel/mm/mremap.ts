/**
 * Resizing and moving mappings, as Linux 6.18 does: all checks of a VMA come before its target is unmapped, and a move to a
 * fixed address without change of size may cover several VMAs and the holes between them. Contents are never copied:
 * movePageTables carries the entries over.
 *
 *   same size, fixed            moveRange    VMA by VMA through moveTo
 *   fixed or DONTUNMAP          moveTo       unmap the target, shrink the source, move
 *   smaller                     unmap the tail
 *   larger                      in place if the VMA ends there and the next gap is free, else move (MAYMOVE)
 */
import { Errno } from '../../abi/errno.ts';
import { MremapFlag } from '../../abi/mman.ts';
import type { Task } from '../task.ts';
import { accountPages, chargeMemory, mayExpand, mayLock, unchargeMemory } from './accounting.ts';
import { unlinkAnonVmas } from './anon-vma.ts';
import { movePageTables } from './move-page-tables.ts';
import { PAGE_SHIFT, TASK_SIZE, isPageAligned, pageCeil, type Mm } from './mm.ts';
import { doMunmap } from './munmap.ts';
import { getUnmappedArea } from './unmapped-area.ts';
import { findIntersection, findVma, insertVma, isAnonymous, vmaAt } from './vma-list.ts';
import { mergeNewRange } from './vma-merge.ts';
import { duplicateVma } from './vma-split.ts';
import { VmFlag, type Vma } from './vma.ts';

export interface MremapRequest {
  readonly start: number;
  readonly oldLength: number;
  readonly newLength: number;
  /** {@link MremapFlag}. */
  readonly flags: number;
  /** Target of MREMAP_FIXED, hint of MREMAP_DONTUNMAP. */
  readonly newStart: number;
}

export interface MremapResult {
  /** New address or negative errno. */
  readonly result: number;
  /** New part of a locked mapping, to be faulted in; empty if start equals end. */
  readonly populateStart: number;
  readonly populateEnd: number;
}

/** One VMA's part in a call; lengths in bytes, page-aligned. */
interface Move {
  start: number;
  oldLength: number;
  newLength: number;
  readonly flags: number;
  newStart: number;
  vma: Vma;
}

/** VMAs that a move may add for a while. */
const MOVE_HEADROOM = 3;

export function doMremap(task: Task, mm: Mm, request: MremapRequest): MremapResult {
  const oldLength = pageCeil(request.oldLength);
  const newLength = pageCeil(request.newLength);
  const checked = { ...request, oldLength, newLength };
  const failed = (result: number): MremapResult => ({ result, populateStart: 0, populateEnd: 0 });
  const error = checkParameters(mm, checked);
  if (error !== 0) return failed(error);
  const { flags, start, newStart } = checked;
  if ((flags & MremapFlag.Fixed) !== 0 && oldLength === newLength) return failed(moveRange(task, mm, checked));
  const vma = vmaAt(mm, start);
  if (vma === null) return failed(-Errno.EFAULT);
  const move: Move = { start, oldLength, newLength, flags, newStart, vma };
  const refused = checkVma(task, mm, move);
  if (refused !== 0) return failed(refused);
  const populates = newLength > oldLength && (vma.flags & VmFlag.Locked) !== 0;
  const result = givesNewAddress(flags) ? moveTo(task, mm, move) : resize(task, mm, move);
  if (result < 0 || !populates) return failed(result);
  return { result, populateStart: result + oldLength, populateEnd: result + newLength };
}

const givesNewAddress = (flags: number): boolean => (flags & (MremapFlag.Fixed | MremapFlag.DontUnmap)) !== 0;

/** What can be said without looking at the VMA: 0, -EINVAL, or -ENOMEM close to the limit of VMAs. */
function checkParameters(mm: Mm, request: MremapRequest): number {
  const { start, oldLength, newLength, flags, newStart } = request;
  if ((flags & ~MremapFlag.All) !== 0 || !isPageAligned(start)) return -Errno.EINVAL;
  if (newLength === 0 || newLength > TASK_SIZE) return -Errno.EINVAL;
  if (!givesNewAddress(flags)) return 0;
  if (newStart > TASK_SIZE - newLength || !isPageAligned(newStart)) return -Errno.EINVAL;
  if ((flags & MremapFlag.MayMove) === 0) return -Errno.EINVAL;
  if ((flags & MremapFlag.DontUnmap) !== 0 && oldLength !== newLength) return -Errno.EINVAL;
  if (start + oldLength > newStart && newStart + newLength > start) return -Errno.EINVAL;
  return mm.vmas.length + 2 >= mm.system.options.maxMapCount - MOVE_HEADROOM ? -Errno.ENOMEM : 0;
}

/** Whether this VMA can be resized or moved as asked: 0 or a negative errno. */
function checkVma(task: Task, mm: Mm, move: Move): number {
  const { vma, start, newLength, flags } = move;
  const grows = newLength > move.oldLength;
  if (!grows && !givesNewAddress(flags)) return 0;
  if (move.oldLength === 0 && (vma.flags & (VmFlag.Shared | VmFlag.MayShare)) === 0) return -Errno.EINVAL;
  if ((flags & MremapFlag.DontUnmap) !== 0 && (vma.flags & VmFlag.DontExpand) !== 0) return -Errno.EINVAL;
  // A tail that the call cuts off may lie in other VMAs.
  const oldLength = Math.min(move.oldLength, newLength);
  if (oldLength > vma.end - start) return -Errno.EFAULT;
  if (newLength === oldLength) return 0;
  const pgoff = vma.pgoff + ((start - vma.start) >>> PAGE_SHIFT);
  if (pgoff + (newLength >>> PAGE_SHIFT) > 0xffff_ffff) return -Errno.EINVAL;
  if ((vma.flags & VmFlag.DontExpand) !== 0) return -Errno.EFAULT;
  const growth = newLength - oldLength;
  if (!mayLock(task, mm, vma.flags, growth)) return -Errno.EAGAIN;
  return mayExpand(task, mm, vma.flags, growth >>> PAGE_SHIFT) ? 0 : -Errno.ENOMEM;
}

/** Moves everything in the range, keeping the distances. What was moved before a failure stays moved. */
function moveRange(task: Task, mm: Mm, request: MremapRequest): number {
  const { start, newStart, flags } = request;
  const end = start + request.oldLength;
  let result = -Errno.EFAULT as number;
  let isFirst = true;
  for (let at = start; ;) {
    const vma = findIntersection(mm, at, end);
    if (vma === null) return result;
    if (isFirst && vma.start > start) return -Errno.EFAULT;
    const from = Math.max(vma.start, start);
    const vmaEnd = vma.end;
    const length = Math.min(vmaEnd, end) - from;
    const move: Move = { start: from, oldLength: length, newLength: length, flags, newStart: newStart + (from - start), vma };
    const refused = checkVma(task, mm, move);
    const moved = refused !== 0 ? refused : moveTo(task, mm, move);
    if (moved < 0) return moved;
    if (isFirst) result = moved;
    isFirst = false;
    at = vmaEnd;
  }
}

function moveTo(task: Task, mm: Mm, move: Move): number {
  if ((move.flags & MremapFlag.Fixed) !== 0) {
    const error = doMunmap(mm, move.newStart, move.newLength);
    if (error !== 0) return error;
    const vma = vmaAt(mm, move.start);
    if (vma === null) return -Errno.EFAULT;
    move.vma = vma;
  }
  if (move.oldLength > move.newLength) {
    const error = cutTail(mm, move);
    if (error !== 0) return error;
    const vma = vmaAt(mm, move.start);
    if (vma === null) return -Errno.EFAULT;
    move.vma = vma;
    move.oldLength = move.newLength;
  }
  if ((move.flags & MremapFlag.DontUnmap) !== 0 && !mayExpand(task, mm, move.vma.flags, move.oldLength >>> PAGE_SHIFT)) {
    return -Errno.ENOMEM;
  }
  const hint = givesNewAddress(move.flags) ? move.newStart : 0;
  return moveToFreeArea(task, mm, move, hint);
}

function cutTail(mm: Mm, move: Move): number {
  return doMunmap(mm, move.start + move.newLength, move.oldLength - move.newLength);
}

/** No address is asked for: in place if possible. */
function resize(task: Task, mm: Mm, move: Move): number {
  const { start, oldLength, newLength, vma } = move;
  if (newLength === oldLength) return start;
  if (newLength < oldLength) {
    const error = cutTail(mm, move);
    return error !== 0 ? error : start;
  }
  const growth = newLength - oldLength;
  if (vma.end - start === oldLength && canGrowInPlace(task, mm, vma, growth)) return growInPlace(mm, vma, growth) ? start : -Errno.ENOMEM;
  return (move.flags & MremapFlag.MayMove) === 0 ? -Errno.ENOMEM : moveToFreeArea(task, mm, move, 0);
}

function canGrowInPlace(task: Task, mm: Mm, vma: Vma, growth: number): boolean {
  const end = vma.end + growth;
  if (findIntersection(mm, vma.end, end) !== null) return false;
  return getUnmappedArea(task, mm, { hint: vma.start, length: end - vma.start, fixed: true }) >= 0;
}

function growInPlace(mm: Mm, vma: Vma, growth: number): boolean {
  const pages = growth >>> PAGE_SHIFT;
  const { flags, end } = vma;
  const charged = (flags & VmFlag.Account) !== 0 ? pages : 0;
  if (chargeMemory(mm, charged) !== 0) return false;
  const pgoff = vma.pgoff + ((end - vma.start) >>> PAGE_SHIFT);
  const range = { start: end, end: end + growth, pgoff, flags, file: vma.file, anonVma: vma.anonVma, source: null };
  if (mergeNewRange(mm, range) === null) {
    unchargeMemory(mm, charged);
    return false;
  }
  accountPages(mm, flags, pages);
  if ((flags & VmFlag.Locked) !== 0) mm.lockedVm += pages;
  return true;
}

/** Moves to `hint` (fixed), near it (DONTUNMAP) or anywhere. */
function moveToFreeArea(task: Task, mm: Mm, move: Move, hint: number): number {
  const fixed = (move.flags & MremapFlag.Fixed) !== 0;
  const newStart = getUnmappedArea(task, mm, { hint, length: move.newLength, fixed });
  if (newStart < 0) return newStart;
  if (mm.vmas.length >= mm.system.options.maxMapCount - MOVE_HEADROOM) return -Errno.ENOMEM;
  return moveVma(mm, { ...move, newStart });
}

/** Copies the VMA to its new place, moves its pages, unmaps the old place: the new address or -ENOMEM. */
function moveVma(mm: Mm, move: Move): number {
  const { start, oldLength, newLength, newStart } = move;
  const keepsSource = (move.flags & MremapFlag.DontUnmap) !== 0;
  const isCharged = (move.vma.flags & VmFlag.Account) !== 0;
  const charge = !isCharged ? 0 : (keepsSource ? newLength : newLength - oldLength) >>> PAGE_SHIFT;
  if (chargeMemory(mm, charge) !== 0) return -Errno.ENOMEM;
  const { source, target } = copyVma(mm, move);
  const failed = movePageTables(mm, source, start, target, newStart, oldLength) !== 0;
  const hiwater = mm.hiwaterVm;
  accountPages(mm, source.flags, newLength >>> PAGE_SHIFT);
  if ((source.flags & VmFlag.Locked) !== 0) mm.lockedVm += newLength >>> PAGE_SHIFT;
  if (failed) {
    unmapCharged(mm, { start: newStart, length: newLength, vma: target }, { keepCharge: isCharged && !keepsSource });
    if (isCharged && !keepsSource) unchargeMemory(mm, charge);
  } else if (keepsSource) {
    abandonSource(source, target, start, start + oldLength);
  } else {
    unmapCharged(mm, { start, length: oldLength, vma: source }, { keepCharge: isCharged });
  }
  mm.hiwaterVm = hiwater;
  return failed ? -Errno.ENOMEM : newStart;
}

/** The VMA at the new place, new or merged; the source may have been merged with it, if it never had a page. */
function copyVma(mm: Mm, move: Move): { source: Vma; target: Vma } {
  const { vma, newStart } = move;
  const newEnd = newStart + move.newLength;
  // Memory that was never touched takes the page offset of its new place, so that it can merge there.
  const pgoff = isAnonymous(vma) && vma.anonVma === null ? newStart >>> PAGE_SHIFT : vma.pgoff + ((move.start - vma.start) >>> PAGE_SHIFT);
  const range = { start: newStart, end: newEnd, pgoff, flags: vma.flags, file: vma.file, anonVma: vma.anonVma, source: vma };
  const merged = mergeNewRange(mm, range);
  if (merged !== null) return { source: findVma(mm, move.start)!, target: merged };
  const copy = duplicateVma(vma, newStart, newEnd, pgoff);
  insertVma(mm, copy);
  return { source: vma, target: copy };
}

/** DONTUNMAP: the old place stays mapped, unlocked and empty. */
function abandonSource(source: Vma, target: Vma, start: number, end: number): void {
  source.flags &= ~VmFlag.LockedMask;
  if (source !== target && source.start === start && source.end === end) unlinkAnonVmas(source);
}

/**
 * Unmaps a part of `vma`. `keepCharge` leaves its promise of memory alone, which has gone over to the other place: the VMA
 * loses its Account flag for the time of the unmap, and what remains of it gets the flag back.
 */
function unmapCharged(mm: Mm, part: { start: number; length: number; vma: Vma }, options: { keepCharge: boolean }): void {
  const { start, vma } = part;
  const end = start + part.length;
  const restBelow = vma.start < start;
  const restAbove = vma.end > end;
  if (options.keepCharge) vma.flags &= ~VmFlag.Account;
  if (doMunmap(mm, start, part.length) !== 0) {
    if (options.keepCharge) mm.system.committed += part.length >>> PAGE_SHIFT;
    return;
  }
  if (!options.keepCharge) return;
  if (restBelow) vmaAt(mm, start - 1)!.flags |= VmFlag.Account;
  if (restAbove) vmaAt(mm, end)!.flags |= VmFlag.Account;
}
