/**
 * Getting a frame, by reclaim if need be (Linux's __alloc_pages and its slow path).
 *
 * Every caller may be told to wait: BLOCKED means that `task` sleeps until a disk request is done, and that its fault or
 * call is to be executed again. So frames are taken before anything is changed. Work that cannot be repeated (fork, mremap,
 * exec: `task` null) waits on the spot instead: the CPU stands still until the disk is done.
 */
import { Errno } from '../../abi/errno.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { PageFlag } from './frames.ts';
import type { MemorySystem } from './memory-system.ts';
import { killForMemory } from './oom.ts';
import { completeIo, nextCompletion } from './page-io.ts';
import { Reclaimer, shrink, wakeKswapd } from './reclaim.ts';

/** Rounds of reclaim that free something, yet not enough, before the OOM killer is asked (MAX_RECLAIM_RETRIES). */
const MAX_ROUNDS = 16;

/** A frame without flags whose contents are left over, -ENOMEM or BLOCKED. */
export function allocatePage(system: MemorySystem, task: Task | null): number {
  const { allocator } = system;
  if (allocator.freeCount <= allocator.watermarks.min) {
    const result = reclaimForAllocation(system, task);
    if (result !== 0) return result;
  }
  const pfn = allocator.take();
  wakeKswapd(system);
  return pfn;
}

/** A frame for read-ahead: reclaims for it, but waits for nothing and kills nobody. -1 if there is none. */
export function allocateSpare(system: MemorySystem): number {
  const { allocator } = system;
  if (allocator.freeCount <= allocator.watermarks.min) {
    shrink(system, allocator.watermarks.batch, Reclaimer.Direct);
    if (allocator.freeCount <= allocator.watermarks.min) return -1;
  }
  const pfn = allocator.take();
  wakeKswapd(system);
  return pfn;
}

/** A frame of zeros for a page that nobody maps yet. */
export function allocateZeroed(system: MemorySystem, task: Task | null): number {
  const pfn = allocatePage(system, task);
  if (pfn >= 0) system.machine.memory.zeroFrame(pfn);
  return pfn;
}

/** Gives back a frame that was allocated and never used. */
export function freeUnused(system: MemorySystem, pfn: number): void {
  system.frames.flags[pfn] = PageFlag.None;
  system.allocator.give(pfn);
}

/** Reclaims until free frames exceed the min mark: 0, -ENOMEM or BLOCKED. */
function reclaimForAllocation(system: MemorySystem, task: Task | null): number {
  const { allocator, counters } = system;
  const { min, batch } = allocator.watermarks;
  counters.allocstall++;
  let rounds = 0;
  for (;;) {
    const freed = shrink(system, batch, Reclaimer.Direct);
    if (allocator.freeCount > min) return 0;
    if (freed > 0 && ++rounds < MAX_ROUNDS) continue;
    const doneAt = nextCompletion(system);
    if (doneAt !== Infinity) {
      if (task !== null) {
        system.waiting.sleepUntil(task, doneAt);
        return BLOCKED;
      }
      standStillUntil(system, doneAt);
      continue;
    }
    const victim = killForMemory(system);
    if (allocator.freeCount > min && victim !== (task === null ? null : task.mm)) return 0;
    if (victim === null || victim === task?.mm) return -Errno.ENOMEM;
    rounds = 0;
  }
}

/** Lets virtual time pass on this CPU: it waits for the disk without running anybody. */
function standStillUntil(system: MemorySystem, time: number): void {
  const { clock } = system.machine.cpus[system.currentCpu]!;
  clock.cycles = Math.max(clock.cycles, time);
  completeIo(system);
}
