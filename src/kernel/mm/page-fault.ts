/** The path of a page fault. */
import { unreachable } from '../../base/assert.ts';
import type { Task } from '../task.ts';
import type { FaultOutcome } from './memory-system.ts';
import type { Mm } from './mm.ts';
import type { Vma } from './vma.ts';

export const enum FaultFlag {
  None = 0,
  Write = 1,
  Exec = 2,
}

/** Makes the page at `va` accessible as `flags` ask; the VMA is found and permits it. Counts the fault for `task`. */
export function handleMmFault(task: Task, mm: Mm, vma: Vma, va: number, flags: FaultFlag): FaultOutcome {
  return unreachable(`handleMmFault ${task.pid} ${mm.id} ${vma.start} ${va} ${flags}`);
}

/** The whole decision on a fault of the CPU: `errorCode` as i386 pushes it. */
export function handlePageFault(task: Task, va: number, errorCode: number): FaultOutcome {
  return unreachable(`handlePageFault ${task.pid} ${va} ${errorCode}`);
}
