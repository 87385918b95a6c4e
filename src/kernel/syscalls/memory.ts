/**
 * The memory calls. What a call does to the address space is in kernel/mm, one file per call; here are the registers, the
 * descriptors, and what comes last: faulting in what MAP_POPULATE, MAP_LOCKED, mlock and MCL_FUTURE ask for. That last step may
 * have to wait for the disk. The call is then executed again, and `task.progress` says that its first step is done.
 */
import { Errno } from '../../abi/errno.ts';
import { MapFlag, MlockFlag } from '../../abi/mman.ts';
import { Sys } from '../../abi/syscall-numbers.ts';
import { fileOf } from '../fs/descriptors.ts';
import type { OpenFile } from '../fs/file.ts';
import type { Kernel } from '../kernel.ts';
import { setBrk } from '../mm/brk.ts';
import { doMadvise } from '../mm/madvise.ts';
import { doMincore } from '../mm/mincore.ts';
import { lockAll, lockRange, pageRange, unlockAll, unlockRange } from '../mm/mlock.ts';
import { doMmap, wantsPopulate, type MmapRequest } from '../mm/mmap.ts';
import { isPageAligned, PAGE_SHIFT, pageCeil, pageFloor, TASK_SIZE, type Mm } from '../mm/mm.ts';
import { doMprotect } from '../mm/mprotect.ts';
import { doMremap } from '../mm/mremap.ts';
import { doMsync } from '../mm/msync.ts';
import { doMunmap } from '../mm/munmap.ts';
import { PopulateMode, populate } from '../mm/populate.ts';
import { doRemapFilePages } from '../mm/remap-file-pages.ts';
import { getUser32 } from '../mm/user-memory.ts';
import { VmFlag } from '../mm/vma.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { syscall, type Syscall } from './syscall.ts';

/** A call runs in an address space. */
type MemoryCall = (task: Task, mm: Mm, args: Uint32Array) => number;

function row(number: number, name: string, signature: string, call: MemoryCall, rest: { result?: 'addr'; missing?: string } = {}): Syscall {
  const handler = (_kernel: Kernel, task: Task, args: Int32Array): number => call(task, task.mm!, Uint32Array.from(args));
  return syscall({ number, name, signature, family: 'memory', ...rest }, handler);
}

/** Result of the first step of a call that is being made again after waiting in its second; null the first time. */
const resumed = (task: Task, call: number): number | null => (task.progress?.call === call ? task.progress.done : null);

/** The second step: faults [start, end) in, whatever comes of it, and gives `result`. */
function populateThen(task: Task, mm: Mm, call: number, range: { start: number; end: number }, result: number): number {
  if (range.start >= range.end || populate(task, mm, range.start, range.end, PopulateMode.Lock) !== BLOCKED) return result;
  task.progress = { call, done: result, deadline: 0 };
  return BLOCKED;
}

function brk(task: Task, mm: Mm, args: Uint32Array): number {
  if (resumed(task, Sys.brk) !== null) return populateThen(task, mm, Sys.brk, { start: mm.startBrk, end: pageCeil(mm.brk) }, mm.brk);
  const { brk: result, populateStart, populateEnd } = setBrk(task, mm, args[0]!);
  return populateThen(task, mm, Sys.brk, { start: populateStart, end: populateEnd }, result);
}

interface MmapArguments extends Omit<MmapRequest, 'file'> {
  readonly fd: number;
}

function mmap(task: Task, mm: Mm, call: number, request: MmapArguments): number {
  const { fd, flags, ...rest } = request;
  let file: OpenFile | null = null;
  if ((flags & MapFlag.Anonymous) === 0) {
    const found = fileOf(task, fd);
    if (typeof found === 'number') return found;
    file = found;
    if ((flags & MapFlag.HugeTlb) !== 0) return -Errno.EINVAL;
  } else if ((flags & MapFlag.HugeTlb) !== 0) {
    // There is no pool of huge pages.
    return request.length === 0 ? -Errno.EINVAL : -Errno.ENOMEM;
  }
  const start = resumed(task, call) ?? doMmap(task, mm, { ...rest, flags, file });
  const end = start + pageCeil(request.length);
  const isPopulated = start >= 0 && wantsPopulate(mm, flags);
  return isPopulated ? populateThen(task, mm, call, { start, end }, start) : start;
}

function mmap2(task: Task, mm: Mm, args: Uint32Array): number {
  const [start, length, prot, flags, fd, pgoff] = args as unknown as [number, number, number, number, number, number];
  return mmap(task, mm, Sys.mmap2, { start, length, prot, flags, fd: fd | 0, pgoff });
}

/** The first mmap of i386: all six arguments in memory, the offset in bytes. */
function oldMmap(task: Task, mm: Mm, args: Uint32Array): number {
  const words: number[] = [];
  const out = { value: 0 };
  for (let index = 0; index < 6; index++) {
    const error = getUser32(task, args[0]! + index * 4, out);
    if (error !== 0) return error;
    words.push(out.value >>> 0);
  }
  const [start, length, prot, flags, fd, offset] = words as [number, number, number, number, number, number];
  if (!isPageAligned(offset)) return -Errno.EINVAL;
  return mmap(task, mm, Sys.mmap, { start, length, prot, flags, fd: fd | 0, pgoff: offset >>> PAGE_SHIFT });
}

function mprotect(task: Task, mm: Mm, args: Uint32Array): number {
  const done = resumed(task, Sys.mprotect);
  if (done !== null) return done;
  const { error, populate: ranges } = doMprotect(task, mm, args[0]!, args[1]!, args[2]!);
  for (const range of ranges) if (populateThen(task, mm, Sys.mprotect, range, error) === BLOCKED) return BLOCKED;
  return error;
}

function mremap(task: Task, mm: Mm, args: Uint32Array): number {
  const [start, oldLength, newLength, flags, newStart] = args as unknown as [number, number, number, number, number];
  const moved = resumed(task, Sys.mremap);
  if (moved !== null) {
    return populateThen(task, mm, Sys.mremap, { start: moved + pageCeil(oldLength), end: moved + pageCeil(newLength) }, moved);
  }
  const { result, populateStart, populateEnd } = doMremap(task, mm, { start, oldLength, newLength, flags, newStart });
  return populateThen(task, mm, Sys.mremap, { start: populateStart, end: populateEnd }, result);
}

function mlock(task: Task, mm: Mm, range: { start: number; end: number }, lockFlags: number): number {
  const error = lockRange(task, mm, range, lockFlags);
  return error !== 0 ? error : populate(task, mm, range.start, range.end, PopulateMode.Mlock);
}

function mlock2(task: Task, mm: Mm, args: Uint32Array): number {
  const flags = args[2]!;
  if ((flags & ~MlockFlag.OnFault) !== 0) return -Errno.EINVAL;
  const onFault = (flags & MlockFlag.OnFault) !== 0 ? VmFlag.LockOnFault : 0;
  return mlock(task, mm, pageRange(args[0]!, args[1]!), VmFlag.Locked | onFault);
}

function mlockall(task: Task, mm: Mm, args: Uint32Array): number {
  const error = lockAll(task, mm, args[0]!);
  if (error !== 0 || (args[0]! & 1) === 0) return error;
  return populate(task, mm, 0, TASK_SIZE, PopulateMode.Lock) === BLOCKED ? BLOCKED : 0;
}

function remapFilePages(task: Task, mm: Mm, args: Uint32Array): number {
  const [start, length, prot, pgoff, flags] = args as unknown as [number, number, number, number, number];
  const range = { start: pageFloor(start), end: pageFloor(start) + pageFloor(length) };
  const done = resumed(task, Sys.remap_file_pages);
  const error = done ?? doRemapFilePages(task, mm, { start, length, prot, pgoff, flags });
  return error !== 0 ? error : populateThen(task, mm, Sys.remap_file_pages, range, 0);
}

const MMAP_SIGNATURE = 'addr:addr length:size prot:prot flags:mmapflags fd:fd';

export const MEMORY_CALLS: readonly Syscall[] = [
  row(Sys.brk, 'brk', 'addr:addr', brk, { result: 'addr' }),
  row(Sys.mmap, 'mmap', 'args:mmapargs', oldMmap, { result: 'addr' }),
  row(Sys.mmap2, 'mmap2', `${MMAP_SIGNATURE} pgoffset:pgoff`, mmap2, {
    result: 'addr', missing: 'MAP_HUGETLB fails with ENOMEM, there being no pool; MAP_DROPPABLE belongs to 64-bit kernels.',
  }),
  row(Sys.munmap, 'munmap', 'addr:addr length:size', (_task, mm, args) => doMunmap(mm, args[0]!, args[1]!)),
  row(Sys.mprotect, 'mprotect', 'addr:addr len:size prot:prot', mprotect),
  row(Sys.mremap, 'mremap', 'old_address:addr old_size:size new_size:size flags:mremapflags new_address:addr', mremap, { result: 'addr' }),
  row(Sys.madvise, 'madvise', 'addr:addr length:size advice:madvise', (task, mm, args) => doMadvise(task, mm, args[0]!, args[1]!, args[2]!), {
    missing: 'MADV_COLLAPSE, MADV_GUARD_INSTALL and MADV_GUARD_REMOVE give EINVAL; advice on huge pages and page sharing only marks the mapping.',
  }),
  row(Sys.msync, 'msync', 'addr:addr length:size flags:msyncflags', (task, mm, args) => doMsync(task, mm, args[0]!, args[1]!, args[2]!)),
  row(Sys.mincore, 'mincore', 'addr:addr length:size vec:pagevec', (task, mm, args) => doMincore(task, mm, args[0]!, args[1]!, args[2]!)),
  row(Sys.mlock, 'mlock', 'addr:addr len:size', (task, mm, args) => mlock(task, mm, pageRange(args[0]!, args[1]!), VmFlag.Locked)),
  row(Sys.mlock2, 'mlock2', 'addr:addr len:size flags:mlockflags', mlock2),
  row(Sys.munlock, 'munlock', 'addr:addr len:size', (_task, mm, args) => unlockRange(mm, pageRange(args[0]!, args[1]!))),
  row(Sys.mlockall, 'mlockall', 'flags:mlockallflags', mlockall),
  row(Sys.munlockall, 'munlockall', '', (_task, mm) => {
    unlockAll(mm);
    return 0;
  }),
  row(Sys.remap_file_pages, 'remap_file_pages', 'addr:addr size:size prot:prot pgoff:pgoff flags:mmapflags', remapFilePages, {
    missing: 'Emulated by a new mapping, as Linux does since 4.0.',
  }),
];
