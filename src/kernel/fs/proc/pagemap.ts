/** /proc/PID/pagemap: one little-endian 64-bit word a page, from address 0 to the end of user space. */
import { Errno } from '../../../abi/errno.ts';
import { PAGE_SHIFT, PAGE_SIZE, TASK_SIZE, type Mm } from '../../mm/mm.ts';
import { pageState } from '../../mm/page-state.ts';
import type { Task } from '../../task.ts';
import { giveBytes } from '../transfer.ts';

const ENTRY_SIZE = 8;
const END = (TASK_SIZE >>> PAGE_SHIFT) * ENTRY_SIZE;
/** Bits of the high word. */
const enum High {
  SoftDirty = 1 << 23,
  Exclusive = 1 << 24,
  FileOrShared = 1 << 29,
  Swapped = 1 << 30,
  Present = 1 << 31,
}
/** Position of the slot above the five bits of the swap type. */
const SLOT_SHIFT = 5;

/** Writes the entry of the page at `va`. Frame and slot numbers are shown to root only. */
function putEntry(view: DataView, offset: number, mm: Mm, va: number, isRoot: boolean): void {
  if (!mm.vmas.some((vma) => vma.start <= va && va < vma.end)) return;
  const page = pageState(mm, va);
  let high = High.SoftDirty as number;
  let low = 0;
  if (page.present) {
    high |= High.Present | (page.shmemOrFile ? High.FileOrShared : 0) | (page.exclusive ? High.Exclusive : 0);
    low = isRoot ? page.pfn : 0;
  } else if (page.swapped) {
    high |= High.Swapped | (page.shmemOrFile ? High.FileOrShared : 0);
    low = isRoot ? page.slot << SLOT_SHIFT : 0;
  }
  view.setUint32(offset, low, true);
  view.setInt32(offset + 4, high, true);
}

/** A read of whole entries; -EINVAL for a position or length that is not a multiple of 8. */
export function readPagemap(task: Task, owner: Task, va: number, length: number, position: number): number {
  if (position % ENTRY_SIZE !== 0 || length % ENTRY_SIZE !== 0) return -Errno.EINVAL;
  if (owner.mm === null || position >= END) return 0;
  const bytes = new Uint8Array(Math.min(length, END - position, PAGE_SIZE * ENTRY_SIZE));
  const view = new DataView(bytes.buffer);
  for (let offset = 0; offset < bytes.length; offset += ENTRY_SIZE) {
    putEntry(view, offset, owner.mm, ((position + offset) / ENTRY_SIZE) * PAGE_SIZE, task.uid === 0);
  }
  return giveBytes(task, va, bytes);
}
