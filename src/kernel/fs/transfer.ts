/**
 * Moves bytes between user memory and byte sources of the kernel (pipes, devices, /proc text), page by page, keeping what
 * was done in `task.progress` when a user page must first come from disk.
 */
import { Errno } from '../../abi/errno.ts';
import { PAGE_SIZE } from '../mm/mm.ts';
import { copyFromUser, copyToUser } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';

/** Bytes that the blocked call of `task` moved before it blocked. */
export function doneBefore(task: Task): number {
  return task.progress?.done ?? 0;
}

/** Remembers that the call has moved `done` bytes and says that it blocks. */
export function blockWith(task: Task, done: number): number {
  if (task.progress === null) task.progress = { call: 0, done, deadline: Infinity };
  else task.progress.done = done;
  return BLOCKED;
}

/** A read of `bytes` (what there is from the position on): gives the count, -EFAULT if not one byte fits, or BLOCKED. */
export function giveBytes(task: Task, va: number, bytes: Uint8Array): number {
  let done = doneBefore(task);
  while (done < bytes.length) {
    const count = Math.min(PAGE_SIZE, bytes.length - done);
    const left = copyToUser(task, va + done, bytes, done, count);
    if (left === BLOCKED) return blockWith(task, done);
    done += count - left;
    if (left > 0) return done > 0 ? done : -Errno.EFAULT;
  }
  return done;
}

/**
 * A write of up to `length` bytes from user memory: hands pieces of at most a page to `take`. Gives the count, -EFAULT if
 * not one byte could be read, or BLOCKED.
 */
export function takeBytes(task: Task, va: number, length: number, take: (piece: Uint8Array) => void): number {
  const piece = new Uint8Array(Math.min(PAGE_SIZE, length));
  let done = doneBefore(task);
  while (done < length) {
    const count = Math.min(piece.length, length - done);
    const left = copyFromUser(task, va + done, piece, 0, count);
    if (left === BLOCKED) return blockWith(task, done);
    take(piece.subarray(0, count - left));
    done += count - left;
    if (left > 0) return done > 0 ? done : -Errno.EFAULT;
  }
  return done;
}
