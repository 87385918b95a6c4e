/** Sleeping until a page has been read. */
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { FaultResult } from './fault-result.ts';
import type { MemorySystem } from './memory-system.ts';

/** The fault on `page` waits for the frame to be read; it will count as major. */
export function waitForRead(system: MemorySystem, task: Task, page: number, pfn: number): FaultResult {
  task.faultRetry = page;
  system.waiting.sleepUntil(task, system.frames.doneAt[pfn]!);
  return FaultResult.Blocked;
}

/** A call waits for the frame to be read. */
export function blockOnRead(system: MemorySystem, task: Task, pfn: number): typeof BLOCKED {
  system.waiting.sleepUntil(task, system.frames.doneAt[pfn]!);
  return BLOCKED;
}
