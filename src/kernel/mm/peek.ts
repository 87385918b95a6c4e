/**
 * Looking at the memory of an address space from outside, as a debugger does that is no part of the machine: nothing is faulted in, no bit is
 * set, no time passes. What the program would read is found where it is: in a frame, in the swap area, in a file, or nowhere yet.
 */
import { Block, DiskResult } from '../../machine/block-device.ts';
import { hasFrame, pfnOf, Pte, swapOffsetOf } from '../../machine/pte.ts';
import { NO_FRAME } from './frames.ts';
import type { MemorySystem } from './memory-system.ts';
import { type Mm, PAGE_SHIFT, PAGE_SIZE, pageFloor, TASK_SIZE } from './mm.ts';
import { isShmem, type Mapping } from './page-cache.ts';
import type { PageDisk } from './page-io.ts';
import { pageState } from './page-state.ts';
import { readEntryAt } from './page-table.ts';
import { vmaAt } from './vma-list.ts';

/** Where the content of a page of an address space is. */
export const enum Residence {
  /** Nothing is mapped there. */
  Unmapped,
  /** Mapped, but never touched: no frame, no slot (of a file: its page is not mapped here). */
  Untouched,
  Resident,
  Swapped,
}

const ZEROS = new Uint8Array(PAGE_SIZE);

/**
 * The page around `va` as the program would read it now; null if nothing is mapped there or the disk fails. It may be RAM itself: not to be
 * written, and not to be kept when the machine runs on.
 */
export function peekPage(mm: Mm, va: number): Uint8Array | null {
  const pte = readEntryAt(mm, va);
  if (pte === Pte.None) return peekUnmapped(mm, va);
  return hasFrame(pte) ? mm.system.machine.memory.frame(pfnOf(pte)) : peekSlot(mm.system, swapOffsetOf(pte));
}

/** Where the page around `va` is. The shared page of zeros counts as untouched. */
export function residenceOf(mm: Mm, va: number): Residence {
  const { present, zeroPage, swapped } = pageState(mm, va);
  if (swapped) return Residence.Swapped;
  if (present && !zeroPage) return Residence.Resident;
  return vmaAt(mm, va) === null ? Residence.Unmapped : Residence.Untouched;
}

function peekSlot(system: MemorySystem, slot: number): Uint8Array | null {
  const { swap, disks, machine } = system;
  const pfn = swap.frame[slot]!;
  if (pfn !== NO_FRAME) return machine.memory.frame(pfn);
  return swap.isZero[slot] === 1 ? ZEROS : peekBlock(disks[0]!, slot);
}

function peekBlock({ device }: PageDisk, block: number): Uint8Array | null {
  const bytes = new Uint8Array(Block.Size);
  return device.readBlock(block, bytes, 0) === DiskResult.Ok ? bytes : null;
}

/** A page without an entry in the page table. */
function peekUnmapped(mm: Mm, va: number): Uint8Array | null {
  const vma = va < TASK_SIZE ? vmaAt(mm, va) : null;
  if (vma === null) return null;
  const mapping = vma.file?.inode.mapping ?? null;
  if (mapping === null) return ZEROS;
  return peekFile(mapping, vma.pgoff + ((pageFloor(va) - vma.start) >>> PAGE_SHIFT));
}

function peekFile(mapping: Mapping, index: number): Uint8Array | null {
  const { system, inode, pages } = mapping;
  const entry = pages.get(index);
  if (entry !== undefined) return entry >= 0 ? system.machine.memory.frame(entry) : peekSlot(system, ~entry);
  if (isShmem(mapping)) return ZEROS;
  const { ops, disk } = system.fileSystems.get(mapping.ops)!;
  const block = ops.blockFor(inode, index);
  return block < 0 ? ZEROS : peekBlock(disk, block);
}
