/**
 * execve: from an ELF file to an address space, registers and an initial stack.
 *
 * The new address space is built aside: file checked, segments mapped, bss, heap and stack placed. Whatever fails until then
 * leaves the caller as it was. Then the old address space goes, and the stack image (strings, auxiliary vector, pointers) is
 * written to the new one when the task next runs: that may wait for memory, so it is a step of its own (`task.pendingWrites`).
 */
import { Errno } from '../abi/errno.ts';
import { Access, AT_FDCWD, OpenFlag } from '../abi/fcntl.ts';
import { MapFlag, Prot } from '../abi/mman.ts';
import { Personality, Rlimit } from '../abi/process.ts';
import { AltStack, SIG_DFL, SIG_IGN, Signal } from '../abi/signals.ts';
import { SegmentFlag } from '../abi/elf32.ts';
import { ElfFormatError } from '../elf/elf-format-error.ts';
import { readExecutable, type ElfExecutable } from '../elf/read-executable.ts';
import { Reg } from '../isa/registers.ts';
import { RegisterIndex, Reservation } from '../machine/register-file.ts';
import { layOutAddressSpace } from './exec-layout.ts';
import { encodeStack } from './exec-stack.ts';
import { putMm, releaseMm } from './exit.ts';
import { closeOnExec, copyFileTable, putFileTable } from './fs/descriptors.ts';
import type { OpenFile } from './fs/file.ts';
import { putFile } from './fs/inode.ts';
import { openPath } from './fs/open.ts';
import { isAllowed } from './fs/path.ts';
import type { Kernel } from './kernel.ts';
import { createMm } from './mm/create-mm.ts';
import { mapAnonymous, doMmap } from './mm/mmap.ts';
import { PAGE_SIZE, pageCeil, pageFloor, TASK_SIZE, type Mm } from './mm/mm.ts';
import { pageBytes, readPage } from './mm/page-cache.ts';
import { VmFlag } from './mm/vma.ts';
import { TaskState, type Task } from './task.ts';

/** Longest single argument or environment string, with its zero. */
const MAX_STRING = 32 * PAGE_SIZE;
/** Bytes of the file that must hold the ELF header and the program headers. */
const HEAD = PAGE_SIZE;
const COMM_LENGTH = 15;
/** Bytes of stack that are mapped below the strings at once. */
const INITIAL_STACK = 32 * PAGE_SIZE;

export interface ExecRequest {
  readonly path: string;
  readonly argv: readonly string[];
  readonly envp: readonly string[];
}

/** Replaces the program of `task`. 0, negative errno with nothing changed, or BLOCKED. */
export function execve(kernel: Kernel, task: Task, request: ExecRequest): number {
  const tooLong = checkStrings(task, request);
  if (tooLong !== 0) return tooLong;
  const file = openPath(kernel, task, AT_FDCWD, request.path, OpenFlag.ReadOnly, 0);
  if (typeof file === 'number') return file;
  const result = loadFile(kernel, task, file, request);
  putFile(kernel, file);
  return result;
}

function checkStrings(task: Task, { argv, envp }: ExecRequest): number {
  const strings = [...argv, ...envp];
  if (strings.some((text) => text.length >= MAX_STRING)) return -Errno.E2BIG;
  const total = strings.reduce((sum, text) => sum + text.length + 1 + 4, 0);
  // A quarter of the stack, and never less than 128 KiB (ARG_MAX).
  const limit = Math.max(MAX_STRING, Math.floor(task.group.rlimits[Rlimit.RLIMIT_STACK]![0] / 4));
  return total > limit ? -Errno.E2BIG : 0;
}

function loadFile(kernel: Kernel, task: Task, file: OpenFile, request: ExecRequest): number {
  const { inode } = file;
  if (inode.kind !== 'regular' || inode.mapping === null || (inode.mode & 0o111) === 0 || !isAllowed(task, inode, Access.Execute)) return -Errno.EACCES;
  const image = readImage(kernel, task, file);
  if (typeof image === 'number') return image;
  const mm = createMm(kernel.memory);
  if (typeof mm === 'number') return mm;
  mm.users = 1;
  const personality = personalityFor(task, image);
  const layout = layOutAddressSpace(kernel, task, mm);
  const stack = encodeStack(kernel, task, image, { ...request, top: layout.stackTop, randomOffset: layout.stackOffset });
  const owner = { ...task, personality };
  const error = mapSegments(owner, mm, file, image) || mapStack(owner, mm, image, { top: layout.stackTop, bottom: stack.stringsStart });
  if (error !== 0) {
    putMm(mm);
    return error;
  }
  placeHeap(mm, image, layout.brkOffset);
  Object.assign(mm, { argStart: stack.argStart, argEnd: stack.argEnd, envStart: stack.argEnd, envEnd: stack.envEnd, startStack: stack.va });
  mm.exeFile = file;
  file.references++;
  task.personality = personality;
  commit(kernel, task, mm, request);
  task.pendingWrites.push(...tailsOf(image), { va: stack.va, bytes: stack.bytes });
  const registers = kernel.registersOf(task);
  registers.fill(0);
  registers[RegisterIndex.Pc] = image.entry;
  registers[RegisterIndex.X + Reg.Sp] = stack.va;
  registers[RegisterIndex.ReservationVa] = Reservation.None;
  return 0;
}

/** A file without PT_GNU_STACK is old: whatever is readable is executable. */
function personalityFor(task: Task, image: ElfExecutable): number {
  return image.stackFlags === null ? task.personality | Personality.READ_IMPLIES_EXEC : task.personality & ~Personality.READ_IMPLIES_EXEC;
}

/** Reads and checks the headers, through the page cache. */
function readImage(kernel: Kernel, task: Task, file: OpenFile): ElfExecutable | number {
  const { inode } = file;
  const head = new Uint8Array(Math.min(HEAD, inode.size));
  if (head.length > 0) {
    const pfn = readPage(task, inode.mapping!, 0);
    if (pfn < 0) return pfn;
    head.set(pageBytes(kernel.memory, pfn).subarray(0, head.length));
  }
  try {
    return readExecutable(head, inode.size);
  } catch (error) {
    if (error instanceof ElfFormatError) return -Errno.ENOEXEC;
    throw error;
  }
}

const protOf = (flags: number): number =>
  ((flags & SegmentFlag.R) !== 0 ? Prot.Read : 0) | ((flags & SegmentFlag.W) !== 0 ? Prot.Write : 0) | ((flags & SegmentFlag.X) !== 0 ? Prot.Exec : 0);

/** Maps what the file holds of each segment, and anonymous memory for the whole pages of zeros behind it. */
function mapSegments(task: Task, mm: Mm, file: OpenFile, image: ElfExecutable): number {
  for (const { va, offset, fileLength, memoryLength, flags } of image.segments) {
    if (va + memoryLength > TASK_SIZE) return -Errno.ENOMEM;
    const prot = protOf(flags);
    const fileEnd = pageCeil(va + fileLength);
    if (fileLength > 0) {
      const start = pageFloor(va);
      const mapped = doMmap(task, mm, { start, length: fileEnd - start, prot, flags: MapFlag.Private | MapFlag.Fixed, file, pgoff: pageFloor(offset) / PAGE_SIZE });
      if (mapped < 0) return mapped;
    }
    const zerosStart = fileLength > 0 ? fileEnd : pageFloor(va);
    const zeros = { start: zerosStart, end: pageCeil(va + memoryLength), floor: zerosStart };
    const error = zeros.end > zeros.start ? mapAnonymous(task, mm, zeros, (prot & Prot.Exec) !== 0 ? VmFlag.Exec : 0) : 0;
    if (error !== 0) return error;
  }
  const ends = image.segments.map(({ va, fileLength }) => va + fileLength);
  const code = image.segments.filter(({ flags }) => (flags & SegmentFlag.X) !== 0);
  mm.startCode = Math.min(...image.segments.map(({ va }) => va));
  mm.endCode = Math.max(...code.map(({ va, fileLength }) => va + fileLength));
  mm.startData = Math.max(...image.segments.map(({ va }) => va));
  mm.endData = Math.max(...ends);
  return 0;
}

/** Zeros for the rest of the last file page of each writable segment that goes on behind its file contents. */
function tailsOf(image: ElfExecutable): { va: number; bytes: Uint8Array }[] {
  return image.segments
    .filter(({ fileLength, memoryLength, flags }) => fileLength > 0 && memoryLength > fileLength && (flags & SegmentFlag.W) !== 0)
    .map(({ va, fileLength }) => ({ va: va + fileLength, bytes: new Uint8Array(pageCeil(va + fileLength) - va - fileLength) }))
    .filter(({ bytes }) => bytes.length > 0);
}

/** The stack starts with its strings and 128 KiB below them, as far as its limit allows. */
function mapStack(task: Task, mm: Mm, image: ElfExecutable, { top, bottom }: { top: number; bottom: number }): number {
  const extra = Math.min(INITIAL_STACK, pageFloor(task.group.rlimits[Rlimit.RLIMIT_STACK]![0]));
  const start = pageFloor(bottom) - extra;
  const exec = image.stackFlags !== null && (image.stackFlags & SegmentFlag.X) !== 0 ? Prot.Exec : 0;
  const flags = MapFlag.Private | MapFlag.Fixed | MapFlag.Anonymous | MapFlag.GrowsDown;
  const mapped = doMmap(task, mm, { start, length: top - start, prot: Prot.Read | Prot.Write | exec, flags, file: null, pgoff: 0 });
  return mapped < 0 ? mapped : 0;
}

function placeHeap(mm: Mm, image: ElfExecutable, brkOffset: number): void {
  mm.startBrk = pageCeil(Math.max(...image.segments.map(({ va, memoryLength }) => va + memoryLength))) + brkOffset;
  mm.brk = mm.startBrk;
}

/** Ends a thread that does not survive its process's exec; it goes when it next runs. */
function endThread(kernel: Kernel, thread: Task): void {
  thread.exiting = 0;
  if (thread.state === TaskState.Interruptible || thread.state === TaskState.Stopped) kernel.scheduler.wakeTask(thread);
}

/** The point of no return: the task gives up its old address space and everything that does not survive an exec. */
function commit(kernel: Kernel, task: Task, mm: Mm, { path }: ExecRequest): void {
  const { group } = task;
  for (const thread of group.threads) if (thread !== task) endThread(kernel, thread);
  releaseMm(kernel, task);
  task.mm = mm;
  kernel.loadMm(task);
  if (task.files.users > 1) {
    const own = copyFileTable(task.files);
    putFileTable(kernel, task.files);
    task.files = own;
  }
  closeOnExec(kernel, task);
  task.comm = path.slice(path.lastIndexOf('/') + 1).slice(0, COMM_LENGTH);
  task.altStack = { sp: 0, size: 0, flags: AltStack.SS_DISABLE };
  task.clearChildTid = 0;
  group.exitSignal = Signal.SIGCHLD;
  group.actions = group.actions.map((action) => ({ handler: action.handler === SIG_IGN ? SIG_IGN : SIG_DFL, flags: 0, restorer: 0, maskLow: 0, maskHigh: 0 }));
  kernel.execCount++;
}
