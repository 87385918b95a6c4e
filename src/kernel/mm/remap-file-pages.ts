/** remap_file_pages as Linux emulates it since 4.0: mapping another part of the file over the place, by a new VMA. */
import { Errno } from '../../abi/errno.ts';
import { MapFlag, Prot } from '../../abi/mman.ts';
import type { Task } from '../task.ts';
import { doMmap } from './mmap.ts';
import { pageFloor, PAGE_SHIFT, type Mm } from './mm.ts';
import { indexOfVma, vmaAt } from './vma-list.ts';
import { holdFileReference } from './vma-split.ts';
import { VmFlag, type Vma } from './vma.ts';

export interface RemapRequest {
  readonly start: number;
  readonly length: number;
  /** Must be 0. */
  readonly prot: number;
  readonly pgoff: number;
  readonly flags: number;
}

/** 0 or a negative errno; the new range is to be populated by the caller. */
export function doRemapFilePages(task: Task, mm: Mm, request: RemapRequest): number {
  const start = pageFloor(request.start);
  const length = pageFloor(request.length);
  if (request.prot !== 0) return -Errno.EINVAL;
  const end = (start + length) % 0x1_0000_0000;
  if (end <= start || request.pgoff + (length >>> PAGE_SHIFT) > 0x1_0000_0000) return -Errno.EINVAL;
  const vma = vmaAt(mm, start);
  if (vma === null || (vma.flags & VmFlag.Shared) === 0 || !continues(mm, vma, end)) return -Errno.EINVAL;
  const prot = ((vma.flags & VmFlag.Read) !== 0 ? Prot.Read : 0) | ((vma.flags & VmFlag.Write) !== 0 ? Prot.Write : 0)
    | ((vma.flags & VmFlag.Exec) !== 0 ? Prot.Exec : 0);
  const flags = (request.flags & MapFlag.NonBlock) | MapFlag.Shared | MapFlag.Fixed | MapFlag.Populate
    | ((vma.flags & VmFlag.Locked) !== 0 ? MapFlag.Locked : 0);
  const file = vma.file!;
  // The VMA whose file this is may disappear on the way.
  holdFileReference(file);
  const result = doMmap(task, mm, { start, length, prot, flags, file, pgoff: request.pgoff });
  mm.system.putFile(file);
  return Math.min(result, 0);
}

/** Whether the range up to `end` is covered without a hole by VMAs of the same file and flags. */
function continues(mm: Mm, first: Vma, end: number): boolean {
  let last = first;
  for (let index = indexOfVma(mm, first.start) + 1; last.end < end; index++) {
    const next = mm.vmas[index];
    if (next === undefined || next.start !== last.end || next.file !== first.file || next.flags !== first.flags) return false;
    last = next;
  }
  return true;
}
