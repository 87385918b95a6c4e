/**
 * Making mappings. {@link doMmap} checks a request in Linux's order (each step decides which errno a request with two faults
 * gets), {@link mapRegion} puts it into the address space: unmap what is in the way, merge with a neighbour or insert a new
 * VMA. Up to the unmapping nothing is changed but splits of VMAs at the edges of a fixed range, which Linux also leaves.
 */
import { Errno } from '../../abi/errno.ts';
import { LEGACY_MAP_MASK, MapFlag, Prot } from '../../abi/mman.ts';
import { OpenFlag } from '../../abi/fcntl.ts';
import { Personality } from '../../abi/process.ts';
import type { OpenFile } from '../fs/file.ts';
import type { Task } from '../task.ts';
import { accountPages, canLock, chargeMemory, isAccountable, mayExpand, mayLock } from './accounting.ts';
import { PAGE_SHIFT, pageCeil, type Mm } from './mm.ts';
import { completeUnmap, countPages, gatherVmas } from './munmap.ts';
import { createShmemFile } from './shmem.ts';
import { getUnmappedArea, roundHint } from './unmapped-area.ts';
import { createVma, findIntersection, insertVma } from './vma-list.ts';
import { mergeNewRange } from './vma-merge.ts';
import { holdFileReference } from './vma-split.ts';
import { VmFlag, type Vma } from './vma.ts';

export interface MmapRequest {
  /** Address or hint. */
  readonly start: number;
  /** Bytes. */
  readonly length: number;
  /** {@link Prot}. */
  readonly prot: number;
  /** {@link MapFlag}. */
  readonly flags: number;
  /** null for anonymous memory. */
  readonly file: OpenFile | null;
  /** Offset into the file in pages. */
  readonly pgoff: number;
}

/** Flags of data, bss and heap: readable and writable, and may become executable. */
const DATA_FLAGS = VmFlag.Read | VmFlag.Write | VmFlag.MayRead | VmFlag.MayWrite | VmFlag.MayExec;

/** What PROT_ bits say in VMA flags; other bits are ignored. */
export const protFlags = (prot: number): number => prot & (VmFlag.Read | VmFlag.Write | VmFlag.Exec);

/** Whether the mapping is to be faulted in at once (MAP_POPULATE without MAP_NONBLOCK, MAP_LOCKED, mlockall(MCL_FUTURE)). */
export function wantsPopulate(mm: Mm, flags: number): boolean {
  return (flags & (MapFlag.Populate | MapFlag.NonBlock)) === MapFlag.Populate
    || (flags & MapFlag.Locked) !== 0 || (mm.defFlags & VmFlag.Locked) !== 0;
}

/** Maps memory: the address, or a negative errno. Populating is the caller's next step ({@link wantsPopulate}). */
export function doMmap(task: Task, mm: Mm, request: MmapRequest): number {
  const { file } = request;
  let { flags, prot, pgoff } = request;
  if (request.length === 0) return -Errno.EINVAL;
  if ((prot & Prot.Read) !== 0 && (task.personality & Personality.READ_IMPLIES_EXEC) !== 0) prot |= Prot.Exec;
  if ((flags & MapFlag.FixedNoReplace) !== 0) flags |= MapFlag.Fixed;
  const fixed = (flags & MapFlag.Fixed) !== 0;
  const length = pageCeil(request.length);
  if (length === 0) return -Errno.ENOMEM;
  const pages = length >>> PAGE_SHIFT;
  if (pgoff + pages > 0x1_0000_0000) return -Errno.EOVERFLOW;
  if (mm.vmas.length > mm.system.options.maxMapCount) return -Errno.ENOMEM;
  const hint = fixed ? request.start : roundHint(mm, request.start);
  const start = getUnmappedArea(task, mm, { hint, length, fixed });
  if (start < 0) return start;
  if ((flags & MapFlag.FixedNoReplace) !== 0 && findIntersection(mm, start, start + length) !== null) return -Errno.EEXIST;
  let vmFlags = protFlags(prot) | mapFlags(flags) | mm.defFlags | VmFlag.MayRead | VmFlag.MayWrite | VmFlag.MayExec;
  if ((flags & MapFlag.Locked) !== 0 && !canLock(task)) return -Errno.EPERM;
  if (!mayLock(task, mm, vmFlags, length)) return -Errno.EAGAIN;
  if (file !== null) {
    const allowed = fileFlags(file, flags, prot, vmFlags);
    if (allowed < 0 && allowed > -4096) return allowed;
    vmFlags = allowed;
  } else {
    const type = flags & MapFlag.TypeMask;
    if (type === MapFlag.Shared) {
      if ((vmFlags & VmFlag.GrowsDown) !== 0) return -Errno.EINVAL;
      pgoff = 0;
      vmFlags |= VmFlag.Shared | VmFlag.MayShare;
    } else if (type === MapFlag.Private) {
      pgoff = start >>> PAGE_SHIFT;
    } else {
      return type === MapFlag.Droppable ? -Errno.EOPNOTSUPP : -Errno.EINVAL;
    }
  }
  if ((flags & MapFlag.NoReserve) !== 0) vmFlags |= VmFlag.NoReserve;
  return mapRegion(task, mm, { start, end: start + length, flags: vmFlags, file, pgoff });
}

/** VMA flags that MAP_ flags stand for. Thread stacks do without huge pages (MAP_STACK). */
function mapFlags(flags: number): number {
  return ((flags & MapFlag.GrowsDown) !== 0 ? VmFlag.GrowsDown : 0)
    | ((flags & MapFlag.Locked) !== 0 ? VmFlag.Locked : 0)
    | ((flags & MapFlag.Stack) !== 0 ? VmFlag.NoHugePage : 0);
}

/** The VMA flags of a file mapping, or a negative errno. */
function fileFlags(file: OpenFile, flags: number, prot: number, vmFlags: number): number {
  const type = flags & MapFlag.TypeMask;
  const mode = file.flags & OpenFlag.AccessMode;
  const isReadable = mode !== OpenFlag.WriteOnly;
  const isWritable = mode !== OpenFlag.ReadOnly;
  if (type === MapFlag.Shared || type === MapFlag.SharedValidate) {
    if (type === MapFlag.SharedValidate && (flags & ~LEGACY_MAP_MASK) !== 0) return -Errno.EOPNOTSUPP;
    if ((prot & Prot.Write) !== 0 && !isWritable) return -Errno.EACCES;
    vmFlags |= VmFlag.Shared | VmFlag.MayShare;
    // A view that can never be written counts as private from here on.
    if (!isWritable) vmFlags &= ~(VmFlag.MayWrite | VmFlag.Shared);
  } else if (type !== MapFlag.Private) {
    return -Errno.EINVAL;
  }
  if (!isReadable) return -Errno.EACCES;
  if (file.inode.mapping === null) return -Errno.ENODEV;
  return (vmFlags & VmFlag.GrowsDown) !== 0 ? -Errno.EINVAL : vmFlags;
}

/** A checked request: page-aligned, in user space, with final flags. */
interface Region {
  readonly start: number;
  readonly end: number;
  readonly flags: number;
  readonly file: OpenFile | null;
  readonly pgoff: number;
}

function mapRegion(task: Task, mm: Mm, region: Region): number {
  const { start, end } = region;
  const pages = (end - start) >>> PAGE_SHIFT;
  const doomed = gatherVmas(mm, start, end);
  if (typeof doomed === 'number') return doomed;
  const old = countPages(doomed);
  if (!mayExpand(task, mm, region.flags, pages - old.pages)) return -Errno.ENOMEM;
  let { flags } = region;
  const isCharged = isAccountable(flags);
  if (isCharged) {
    const error = chargeMemory(mm, pages - old.charged);
    if (error !== 0) return error;
    flags |= VmFlag.Account;
  }
  completeUnmap(mm, doomed, start, end, { keepCharge: isCharged });
  const vma = mergeNewRange(mm, { ...region, flags, anonVma: null, source: null }) ?? insertRegion(mm, { ...region, flags });
  accountPages(mm, vma.flags, pages);
  if ((vma.flags & VmFlag.Locked) !== 0) mm.lockedVm += pages;
  return start;
}

function insertRegion(mm: Mm, region: Region): Vma {
  const vma = createVma(region);
  if (region.file !== null) holdFileReference(region.file);
  // Every shared anonymous mapping is an object of its own; its one reference is the VMA's.
  else if ((region.flags & VmFlag.Shared) !== 0) vma.file = createShmemFile(mm.system, '/dev/zero (deleted)', region.end - region.start);
  insertVma(mm, vma);
  return vma;
}

/**
 * Anonymous memory at a fixed free place, for bss and heap (Linux's do_brk_flags): extends the VMA that ends there if that
 * reaches above `floor`, so that the heap never grows out of the bss. 0 or -ENOMEM.
 */
export function mapAnonymous(task: Task, mm: Mm, range: { start: number; end: number; floor?: number }, extraFlags: number): number {
  const { start, end, floor = 0 } = range;
  const pages = (end - start) >>> PAGE_SHIFT;
  const implied = (task.personality & Personality.READ_IMPLIES_EXEC) !== 0 ? VmFlag.Exec : 0;
  const flags = DATA_FLAGS | VmFlag.Account | mm.defFlags | extraFlags | implied;
  if (!mayExpand(task, mm, flags, pages)) return -Errno.ENOMEM;
  if (mm.vmas.length > mm.system.options.maxMapCount) return -Errno.ENOMEM;
  const error = chargeMemory(mm, pages);
  if (error !== 0) return error;
  const pgoff = start >>> PAGE_SHIFT;
  const merged = mergeNewRange(mm, { start, end, pgoff, flags, file: null, anonVma: null, source: null }, floor);
  if (merged === null) insertVma(mm, createVma({ start, end, pgoff, flags }));
  accountPages(mm, flags, pages);
  if ((flags & VmFlag.Locked) !== 0) mm.lockedVm += pages;
  return 0;
}

