/** read, write, their positioned and vectored forms, lseek, fsync. */
import { Errno } from '../../abi/errno.ts';
import { IOVEC_SIZE, MAX_RW_COUNT, OpenFlag, UIO_MAXIOV, Whence } from '../../abi/fcntl.ts';
import { TASK_SIZE } from '../mm/mm.ts';
import { writebackRange } from '../mm/reclaim-advice.ts';
import { copyFromUser, putUser32 } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { fileOf, isReadable, isWritable } from './descriptors.ts';
import type { FileContext, OpenFile } from './file.ts';
import { OPERATIONS } from './file-operations.ts';
import { blockWith, doneBefore } from './transfer.ts';

type Direction = 'read' | 'write';

/** Files end where a signed 64-bit offset, cut to what a double counts exactly, does. */
const MAX_POSITION = Number.MAX_SAFE_INTEGER;

/** One transfer at a position; the checks of Linux's vfs_read and vfs_write in their order. */
function transfer(context: FileContext, task: Task, file: OpenFile, direction: Direction, va: number, length: number, position: number): number {
  if (!(direction === 'read' ? isReadable(file) : isWritable(file))) return -Errno.EBADF;
  if (length < 0) return -Errno.EINVAL;
  if (va + length > TASK_SIZE) return -Errno.EFAULT;
  if (position < 0 || position + length > MAX_POSITION) return -Errno.EINVAL;
  return OPERATIONS[file.inode.kind][direction](context, task, file, va, Math.min(length, MAX_RW_COUNT), position);
}

/** A call on the file's own position, which moves by what was transferred. */
function atPosition(context: FileContext, task: Task, fd: number, direction: Direction, va: number, length: number): number {
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  const isAppending = direction === 'write' && (file.flags & OpenFlag.Append) !== 0;
  // A call that blocked half-way has moved the end of the file already.
  const position = isAppending ? file.inode.size - doneBefore(task) : file.position;
  const result = transfer(context, task, file, direction, va, length, position);
  if (result > 0 && OPERATIONS[file.inode.kind].isSeekable) file.position = position + result;
  return result;
}

export function sysRead(context: FileContext, task: Task, fd: number, va: number, length: number): number {
  return atPosition(context, task, fd, 'read', va, length);
}

export function sysWrite(context: FileContext, task: Task, fd: number, va: number, length: number): number {
  return atPosition(context, task, fd, 'write', va, length);
}

/** pread64 and pwrite64. */
export function sysAtOffset(context: FileContext, task: Task, direction: Direction, fd: number, va: number, length: number, position: number): number {
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  if (position < 0) return -Errno.EINVAL;
  if (!OPERATIONS[file.inode.kind].isSeekable) return -Errno.ESPIPE;
  return transfer(context, task, file, direction, va, length, position);
}

interface Segment {
  readonly va: number;
  readonly length: number;
}

/** The segments of a readv or writev, or -EINVAL, -EFAULT or BLOCKED. */
function readSegments(task: Task, va: number, count: number): Segment[] | number {
  if (count < 0 || count > UIO_MAXIOV) return -Errno.EINVAL;
  const bytes = new Uint8Array(count * IOVEC_SIZE);
  const left = copyFromUser(task, va, bytes, 0, bytes.length);
  if (left === BLOCKED) return BLOCKED;
  if (left > 0) return -Errno.EFAULT;
  const view = new DataView(bytes.buffer);
  const segments: Segment[] = [];
  let total = 0;
  for (let offset = 0; offset < bytes.length; offset += IOVEC_SIZE) {
    const length = view.getInt32(offset + 4, true);
    total += length;
    if (length < 0 || total > 0x7fffffff) return -Errno.EINVAL;
    segments.push({ va: view.getUint32(offset, true), length });
  }
  return segments;
}

/**
 * readv and writev: the segments one after the other. `task.progress` counts over all of them; while one is transferred it
 * counts within it, as read and write expect.
 */
export function sysVectored(context: FileContext, task: Task, direction: Direction, fd: number, va: number, count: number): number {
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  const segments = readSegments(task, va, count);
  if (typeof segments === 'number') return segments;
  const resumed = doneBefore(task);
  let done = 0;
  for (const segment of segments) {
    if (done + segment.length <= resumed) {
      done += segment.length;
      continue;
    }
    if (task.progress !== null) task.progress.done = Math.max(0, resumed - done);
    const isAppending = direction === 'write' && (file.flags & OpenFlag.Append) !== 0;
    const position = isAppending ? file.inode.size - doneBefore(task) : file.position + done;
    const result = transfer(context, task, file, direction, segment.va, segment.length, position);
    if (result === BLOCKED) return blockWith(task, done + doneBefore(task));
    if (task.progress !== null) task.progress.done = 0;
    if (result < 0) return endVectored(file, done, result);
    done += result;
    if (result < segment.length) break;
  }
  return endVectored(file, done, 0);
}

function endVectored(file: OpenFile, done: number, error: number): number {
  if (OPERATIONS[file.inode.kind].isSeekable) file.position += done;
  return done > 0 ? done : error;
}

function seek(file: OpenFile, offset: number, whence: number): number {
  if (!OPERATIONS[file.inode.kind].isSeekable) return -Errno.ESPIPE;
  const bases: Readonly<Record<number, number>> = { [Whence.Set]: 0, [Whence.Current]: file.position, [Whence.End]: file.inode.size };
  const base = bases[whence];
  if (base === undefined || base + offset < 0) return -Errno.EINVAL;
  if (base + offset > MAX_POSITION) return -Errno.EOVERFLOW;
  file.position = base + offset;
  return file.position;
}

export function sysLseek(task: Task, fd: number, offset: number, whence: number): number {
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  const before = file.position;
  const result = seek(file, offset, whence);
  if (result <= 0x7fffffff) return result;
  file.position = before;
  return -Errno.EOVERFLOW;
}

/** The new position goes to the 64 bits at `resultVa`. */
export function sysLlseek(task: Task, fd: number, offset: number, resultVa: number, whence: number): number {
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  const before = file.position;
  const result = seek(file, offset, whence);
  if (result < 0) return result;
  const failed = putUser32(task, resultVa, result | 0) || putUser32(task, resultVa + 4, Math.floor(result / 2 ** 32));
  if (failed !== 0) file.position = before;
  return failed;
}

export function sysFsync(task: Task, fd: number): number {
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  if (file.inode.mapping === null) return file.inode.kind === 'directory' ? 0 : -Errno.EINVAL;
  return writebackRange(task, file.inode.mapping, 0, Infinity);
}
