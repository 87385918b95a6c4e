/** Writing shared file mappings back on demand. Only MS_SYNC does something; the other flags are checks. */
import { Errno } from '../../abi/errno.ts';
import { MsyncFlag } from '../../abi/mman.ts';
import type { Task } from '../task.ts';
import { PAGE_SHIFT, isPageAligned, pageCeil, type Mm } from './mm.ts';
import { writebackRange } from './reclaim-advice.ts';
import { findVma } from './vma-list.ts';
import { VmFlag } from './vma.ts';

/** msync: 0, -EINVAL, -ENOMEM (a hole; the rest was written), -EBUSY (MS_INVALIDATE on locked memory), -EIO or BLOCKED. */
export function doMsync(task: Task, mm: Mm, start: number, length: number, flags: number): number {
  if ((flags & ~MsyncFlag.All) !== 0 || !isPageAligned(start)) return -Errno.EINVAL;
  if ((flags & MsyncFlag.Async) !== 0 && (flags & MsyncFlag.Sync) !== 0) return -Errno.EINVAL;
  const end = (start + pageCeil(length)) % 0x1_0000_0000;
  if (end < start) return -Errno.ENOMEM;
  let result = 0;
  for (let at = start; at < end;) {
    const vma = findVma(mm, at);
    if (vma === null) return -Errno.ENOMEM;
    if (vma.start > at) {
      if (flags === MsyncFlag.Async || vma.start >= end) return -Errno.ENOMEM;
      at = vma.start;
      result = -Errno.ENOMEM;
    }
    if ((flags & MsyncFlag.Invalidate) !== 0 && (vma.flags & VmFlag.Locked) !== 0) return -Errno.EBUSY;
    const mapping = vma.file?.inode.mapping ?? null;
    if ((flags & MsyncFlag.Sync) !== 0 && mapping !== null && (vma.flags & VmFlag.Shared) !== 0) {
      const firstPage = vma.pgoff + ((at - vma.start) >>> PAGE_SHIFT);
      const pages = (Math.min(end, vma.end) - at) >>> PAGE_SHIFT;
      const error = writebackRange(task, mapping, firstPage, firstPage + pages);
      if (error !== 0) return error;
    }
    at = vma.end;
  }
  return result;
}
