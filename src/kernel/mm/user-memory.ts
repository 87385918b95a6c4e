/**
 * Kernel copies from and to user memory: page by page through the MMU of the CPU that runs the task, so that A and D are
 * set, decoded code is dropped and write protection holds as for the task's own accesses; pages that are missing are faulted
 * in. Every function may say BLOCKED: the task then sleeps for the disk and the caller's call is executed again.
 *
 * The address space must be the one that the CPU has loaded. Linux checks first that a buffer lies below TASK_SIZE
 * (access_ok); a buffer that does not is refused as a whole.
 */
import { Errno } from '../../abi/errno.ts';
import { unreachable } from '../../base/assert.ts';
import { latin1Text } from '../../base/latin1.ts';
import { DiskResult } from '../../machine/block-device.ts';
import { Access } from '../../machine/exit.ts';
import { hasFrame, pfnOf, Pte, swapOffsetOf } from '../../machine/pte.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { NO_FRAME } from './frames.ts';
import { FaultOutcome } from './memory-system.ts';
import { type Mm, PAGE_SHIFT, PAGE_SIZE, TASK_SIZE } from './mm.ts';
import { handlePageFault } from './page-fault.ts';
import { readEntryAt } from './page-table.ts';
import { vmaAt } from './vma-list.ts';
import type { Vma } from './vma.ts';

const NOT_ACCESSIBLE = -1;
const WORD = 4;
/** For words that cross a page. */
const scratch = new Uint8Array(WORD);
const scratchWord = new DataView(scratch.buffer);

/** Bytes not copied (0 = all, more = the rest is not accessible), or BLOCKED with nothing lost. */
export function copyFromUser(task: Task, va: number, target: Uint8Array, offset: number, length: number): number {
  if (!isUserRange(va, length)) return length;
  const { bytes } = task.mm!.system.machine.memory;
  for (let done = 0; done < length; ) {
    const pa = access(task, va + done, Access.Load);
    if (pa < 0) return pa === BLOCKED ? BLOCKED : length - done;
    const count = Math.min(PAGE_SIZE - (pa % PAGE_SIZE), length - done);
    target.set(bytes.subarray(pa, pa + count), offset + done);
    done += count;
  }
  return 0;
}

/** Bytes not copied, or BLOCKED. */
export function copyToUser(task: Task, va: number, source: Uint8Array, offset: number, length: number): number {
  if (!isUserRange(va, length)) return length;
  const { bytes } = task.mm!.system.machine.memory;
  for (let done = 0; done < length; ) {
    const pa = access(task, va + done, Access.Store);
    if (pa < 0) return pa === BLOCKED ? BLOCKED : length - done;
    const count = Math.min(PAGE_SIZE - (pa % PAGE_SIZE), length - done);
    bytes.set(source.subarray(offset + done, offset + done + count), pa);
    done += count;
  }
  return 0;
}

/** 0 and the signed word in `out.value`, -EFAULT or BLOCKED. */
export function getUser32(task: Task, va: number, out: { value: number }): number {
  const left = copyFromUser(task, va, scratch, 0, WORD);
  if (left !== 0) return left === BLOCKED ? BLOCKED : -Errno.EFAULT;
  out.value = scratchWord.getInt32(0, true);
  return 0;
}

/** 0, -EFAULT or BLOCKED. */
export function putUser32(task: Task, va: number, value: number): number {
  scratchWord.setInt32(0, value, true);
  const left = copyToUser(task, va, scratch, 0, WORD);
  if (left !== 0) return left === BLOCKED ? BLOCKED : -Errno.EFAULT;
  return 0;
}

/** A zero-terminated string of at most `max` bytes with its zero, -EFAULT, -ENAMETOOLONG or BLOCKED. Bytes are taken as Latin-1. */
export function readString(task: Task, va: number, max: number): string | number {
  const { bytes } = task.mm!.system.machine.memory;
  let text = '';
  for (let at = va; text.length < max; ) {
    if (at >= TASK_SIZE) return -Errno.EFAULT;
    const pa = access(task, at, Access.Load);
    if (pa < 0) return pa === BLOCKED ? BLOCKED : -Errno.EFAULT;
    const end = Math.min(pa - (pa % PAGE_SIZE) + PAGE_SIZE, pa + max - text.length);
    const page = bytes.subarray(pa, end);
    const zero = page.indexOf(0);
    text += latin1Text(zero < 0 ? page : page.subarray(0, zero));
    if (zero >= 0) return text;
    at += page.length;
  }
  return -Errno.ENAMETOOLONG;
}

/** For tools: the bytes as they stand, wherever they are (RAM, swap, file), without a fault or a mark; null where nothing is mapped. */
export function peekUser(mm: Mm, va: number, length: number): Uint8Array | null {
  const result = new Uint8Array(length);
  const page = new Uint8Array(PAGE_SIZE);
  for (let done = 0; done < length; ) {
    const at = va + done;
    const vma = vmaAt(mm, at);
    if (vma === null || !peekPage(mm, vma, at - (at % PAGE_SIZE), page)) return null;
    const count = Math.min(PAGE_SIZE - (at % PAGE_SIZE), length - done);
    result.set(page.subarray(at % PAGE_SIZE, (at % PAGE_SIZE) + count), done);
    done += count;
  }
  return result;
}

function isUserRange(va: number, length: number): boolean {
  return va + length <= TASK_SIZE;
}

/** Physical address of the byte, valid to the end of its page; NOT_ACCESSIBLE or BLOCKED. */
function access(task: Task, va: number, kind: Access): number {
  const { machine, currentCpu } = task.mm!.system;
  const { mmu } = machine.cpus[currentCpu]!;
  if (mmu.pageDirectory !== task.mm!.pgd) unreachable(`user-memory: CPU ${currentCpu} runs another address space than task ${task.pid}`);
  for (;;) {
    const pa = mmu.translate(va, kind);
    if (pa >= 0) return pa;
    const outcome = handlePageFault(task, mmu.fault.va, mmu.fault.errorCode);
    if (outcome === FaultOutcome.Blocked) return BLOCKED;
    if (outcome !== FaultOutcome.Handled) return NOT_ACCESSIBLE;
  }
}

function peekPage(mm: Mm, vma: Vma, va: number, page: Uint8Array): boolean {
  const { machine } = mm.system;
  const pte = readEntryAt(mm, va);
  if (hasFrame(pte)) {
    page.set(machine.memory.frame(pfnOf(pte)));
    return true;
  }
  if (pte !== Pte.None) return peekSlot(mm, swapOffsetOf(pte), page);
  page.fill(0);
  if (vma.file === null) return true;
  const mapping = vma.file.inode.mapping!;
  const index = vma.pgoff + ((va - vma.start) >>> PAGE_SHIFT);
  const entry = mapping.pages.get(index);
  if (index * PAGE_SIZE >= mapping.inode.size) return false;
  if (entry !== undefined && entry >= 0) {
    page.set(machine.memory.frame(entry));
    return true;
  }
  if (entry !== undefined) return peekSlot(mm, ~entry, page);
  const store = mm.system.fileSystems.get(mapping.ops);
  const block = store === undefined ? -1 : store.ops.blockFor(mapping.inode, index);
  return block < 0 || store!.disk.device.readBlock(block, page, 0) === DiskResult.Ok;
}

function peekSlot(mm: Mm, slot: number, page: Uint8Array): boolean {
  const { swap, machine, disks } = mm.system;
  const pfn = swap.frame[slot]!;
  if (pfn !== NO_FRAME) {
    page.set(machine.memory.frame(pfn));
    return true;
  }
  page.fill(0);
  return swap.isZero[slot] === 1 || disks[0]!.device.readBlock(slot, page, 0) === DiskResult.Ok;
}
