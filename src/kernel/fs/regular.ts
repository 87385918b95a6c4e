/**
 * Regular files, on the disk or in shared memory: reads and writes go through the page cache, one page at a time. A page
 * that must come from the disk blocks the call, which resumes where it stopped.
 */
import { Errno } from '../../abi/errno.ts';
import { Poll } from '../../abi/fcntl.ts';
import { PAGE_SIZE } from '../mm/mm.ts';
import { beginWrite, markDirty, pageBytes, pinPage, readPage, unpinPage } from '../mm/page-cache.ts';
import { copyFromUser, copyToUser } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import type { FileContext, FileOperations, OpenFile } from './file.ts';
import { blockWith, doneBefore } from './transfer.ts';

/** What a call that failed after `done` bytes gives. */
function endWith(task: Task, done: number, error: number): number {
  if (error === BLOCKED) return blockWith(task, done);
  return done > 0 ? done : error;
}

function readRegular(context: FileContext, task: Task, file: OpenFile, va: number, length: number, position: number): number {
  const mapping = file.inode.mapping!;
  const total = Math.min(length, file.inode.size - position);
  let done = doneBefore(task);
  while (done < total) {
    const at = position + done;
    const count = Math.min(PAGE_SIZE - (at % PAGE_SIZE), total - done);
    const pfn = readPage(task, mapping, Math.floor(at / PAGE_SIZE));
    if (pfn < 0) return endWith(task, done, pfn);
    pinPage(context.memory, pfn);
    const left = copyToUser(task, va + done, pageBytes(context.memory, pfn), at % PAGE_SIZE, count);
    unpinPage(context.memory, pfn);
    if (left === BLOCKED) return blockWith(task, done);
    done += count - left;
    if (left > 0) return endWith(task, done, -Errno.EFAULT);
  }
  return done;
}

function writeRegular(context: FileContext, task: Task, file: OpenFile, va: number, length: number, position: number): number {
  const { inode } = file;
  const mapping = inode.mapping!;
  let done = doneBefore(task);
  while (done < length) {
    const at = position + done;
    const index = Math.floor(at / PAGE_SIZE);
    const offset = at % PAGE_SIZE;
    const count = Math.min(PAGE_SIZE - offset, length - done);
    const pfn = beginWrite(task, mapping, index, offset, offset + count);
    if (pfn < 0) return endWith(task, done, pfn);
    pinPage(context.memory, pfn);
    const left = copyFromUser(task, va + done, pageBytes(context.memory, pfn), offset, count);
    unpinPage(context.memory, pfn);
    if (left === BLOCKED) return blockWith(task, done);
    if (left < count) markDirty(mapping, index);
    done += count - left;
    // Even if not a byte could be copied: as in Linux 6.18, the file then ends where the write was to begin.
    inode.size = Math.max(inode.size, position + done);
    if (left > 0) return endWith(task, done, -Errno.EFAULT);
  }
  inode.mtime = context.waiting.now();
  return done;
}

export const regularOperations: FileOperations = {
  isSeekable: true,
  read: readRegular,
  write: writeRegular,
  poll: () => Poll.In | Poll.Out,
  release: () => undefined,
};
