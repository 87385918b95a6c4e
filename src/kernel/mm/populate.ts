/** Faulting a range in ahead of use: MAP_POPULATE, mlock, MADV_POPULATE_*. */
import { unreachable } from '../../base/assert.ts';
import type { Task } from '../task.ts';
import type { Mm } from './mm.ts';

export const enum PopulateMode {
  /** MAP_POPULATE and mlock: as the VMA permits (write where private and writable); stops at a hole or fault without telling. */
  Lock,
  /** MADV_POPULATE_READ: -ENOMEM at a hole, -EFAULT at a page that cannot be had. */
  Read,
  /** MADV_POPULATE_WRITE. */
  Write,
}

/** Faults [start, end) in; 0, -errno or BLOCKED (execute the call again; pages that are there cost nothing). */
export function populate(task: Task, mm: Mm, start: number, end: number, mode: PopulateMode): number {
  return unreachable(`populate ${task.pid} ${mm.id} ${start} ${end} ${mode}`);
}

/** Present pages of a VMA whose Locked flag was just set or cleared leave or rejoin the reclaimable ones. */
export function updateMlocked(mm: Mm, start: number, end: number): void {
  unreachable(`updateMlocked ${mm.id} ${start} ${end}`);
}
