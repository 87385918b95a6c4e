/** Which pages are in memory: mapped here, or where a fault would find them without reading the disk. */
import { Errno } from '../../abi/errno.ts';
import type { Task } from '../task.ts';
import { PAGE_SIZE, TASK_SIZE, isPageAligned, pageCeil, type Mm } from './mm.ts';
import { isCached, pageState } from './page-state.ts';
import { copyToUser } from './user-memory.ts';
import { vmaAt } from './vma-list.ts';
import type { Vma } from './vma.ts';
import { isPrivileged } from './accounting.ts';

/** S_IWOTH. */
const OTHERS_MAY_WRITE = 0o002;

/** Writes one byte per page to `vector`, bit 0 = in memory: 0, -EINVAL, -ENOMEM (a hole; what is before it was written), -EFAULT or BLOCKED. */
export function doMincore(task: Task, mm: Mm, start: number, length: number, vector: number): number {
  if (!isPageAligned(start)) return -Errno.EINVAL;
  if (start + length > TASK_SIZE) return -Errno.ENOMEM;
  const pages = pageCeil(length) / PAGE_SIZE;
  if (vector + pages > TASK_SIZE) return -Errno.EFAULT;
  const bytes = new Uint8Array(PAGE_SIZE);
  for (let done = 0; done < pages;) {
    const count = fill(task, mm, start + done * PAGE_SIZE, bytes.subarray(0, Math.min(pages - done, PAGE_SIZE)));
    if (count === 0) return -Errno.ENOMEM;
    const left = copyToUser(task, vector + done, bytes, 0, count);
    if (left !== 0) return left < 0 ? left : -Errno.EFAULT;
    done += count;
  }
  return 0;
}

/** Fills in what the VMA at `va` knows, at most `bytes.length` pages: how many, 0 in a hole. */
function fill(task: Task, mm: Mm, va: number, bytes: Uint8Array): number {
  const vma = vmaAt(mm, va);
  if (vma === null) return 0;
  const count = Math.min(bytes.length, (vma.end - va) / PAGE_SIZE);
  const maySee = mayLook(task, vma);
  for (let page = 0; page < count; page++) bytes[page] = !maySee || isInMemory(mm, vma, va + page * PAGE_SIZE) ? 1 : 0;
  return count;
}

function isInMemory(mm: Mm, vma: Vma, va: number): boolean {
  return pageState(mm, va).present || isCached(mm, vma, va);
}

/** The page cache of files that the caller could not write is none of its business: all their pages count as there. */
function mayLook(task: Task, vma: Vma): boolean {
  if (vma.file === null) return true;
  const { uid, mode } = vma.file.inode;
  return uid === task.uid || isPrivileged(task) || (mode & OTHERS_MAY_WRITE) !== 0;
}
