/**
 * Where a mapping goes: Linux's get_unmapped_area for x86. A free hint is honoured; otherwise the highest gap below
 * `mm.mmapBase` that fits (top-down layout), then the lowest above {@link LEGACY_BASE}; in the legacy layout only the latter.
 * Gaps keep the stack guard distance from VMAs that grow down.
 */
import { Errno } from '../../abi/errno.ts';
import type { Task } from '../task.ts';
import { isPrivileged } from './accounting.ts';
import { TASK_SIZE, PAGE_SIZE, isPageAligned, pageCeil, pageFloor, type Mm } from './mm.ts';
import { findVma, indexOfVma, startWithGap } from './vma-list.ts';

/** TASK_UNMAPPED_BASE: TASK_SIZE / 3. */
export const LEGACY_BASE = 0x40000000;

/** No address below this is chosen, whatever vm.mmap_min_addr says (LSM_MMAP_MIN_ADDR, 64 KiB); it can be asked for with MAP_FIXED. */
const LOWEST_CHOSEN = 0x10000;

/** The lowest address that a search gives, that a hint is raised to, and that a stack may grow to. */
export const lowestAddress = (mm: Mm): number => Math.max(pageCeil(mm.system.options.mmapMinAddr), LOWEST_CHOSEN);

/**
 * Chooses the address of a mapping of `length` bytes (page-aligned, not 0), or -ENOMEM, -EINVAL (`fixed` and not aligned) or
 * -EPERM (below mmap_min_addr). A fixed address is checked, not searched; what lies there is not looked at.
 */
export function getUnmappedArea(task: Task, mm: Mm, request: { hint: number; length: number; fixed: boolean }): number {
  const { hint, length, fixed } = request;
  if (length > TASK_SIZE) return -Errno.ENOMEM;
  const address = fixed ? hint : mm.legacyLayout ? bottomUp(mm, hint, length) : topDown(mm, hint, length);
  if (address < 0) return address;
  if (address > TASK_SIZE - length) return -Errno.ENOMEM;
  if (!isPageAligned(address)) return -Errno.EINVAL;
  if (address < mm.system.options.mmapMinAddr && !isPrivileged(task)) return -Errno.EPERM;
  return address;
}

/** mmap's first treatment of a hint: rounded down, and a low one raised. */
export function roundHint(mm: Mm, hint: number): number {
  const rounded = pageFloor(hint);
  return rounded === 0 ? 0 : Math.max(rounded, lowestAddress(mm));
}

function topDown(mm: Mm, hint: number, length: number): number {
  if (hint !== 0) {
    const address = pageFloor(hint);
    if (address <= TASK_SIZE - length && isFree(mm, address, length)) return address;
  }
  const address = highestGap(mm, length, PAGE_SIZE, mm.mmapBase);
  return address >= 0 ? address : bottomUp(mm, hint, length);
}

function bottomUp(mm: Mm, hint: number, length: number): number {
  if (hint !== 0) {
    const address = pageCeil(hint);
    if (address <= TASK_SIZE - length && isFree(mm, address, length)) return address;
  }
  return lowestGap(mm, length, LEGACY_BASE, TASK_SIZE);
}

function isFree(mm: Mm, address: number, length: number): boolean {
  const vma = findVma(mm, address);
  return vma === null || address + length <= startWithGap(vma);
}

/** Highest address of a gap of `length` bytes within [low, high), or -ENOMEM. */
function highestGap(mm: Mm, length: number, low: number, high: number): number {
  const bottom = Math.max(low, lowestAddress(mm));
  let top = high;
  let index = indexOfVma(mm, top - 1);
  while (top - length >= bottom) {
    const above = mm.vmas[index];
    const gapStart = Math.max(bottom, mm.vmas[index - 1]?.end ?? 0);
    const gapEnd = Math.min(top, above?.start ?? Infinity);
    if (gapEnd - gapStart < length) {
      top = mm.vmas[index - 1]?.start ?? 0;
      index--;
    } else if (above !== undefined && startWithGap(above) < gapEnd) {
      // The guard gap reaches into this one: nothing above its lower end is considered any more, gaps further down included.
      top = startWithGap(above);
      index = indexOfVma(mm, top - 1);
    } else {
      return gapEnd - length;
    }
  }
  return -Errno.ENOMEM;
}

/** Lowest address of a gap of `length` bytes within [low, high), or -ENOMEM. */
function lowestGap(mm: Mm, length: number, low: number, high: number): number {
  let bottom = Math.max(low, lowestAddress(mm));
  for (let index = indexOfVma(mm, bottom); bottom + length <= high; index++) {
    const above = mm.vmas[index];
    if (above === undefined || bottom + length <= startWithGap(above)) return bottom;
    bottom = above.end;
  }
  return -Errno.ENOMEM;
}
