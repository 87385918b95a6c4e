/**
 * How a task waits. Blocking is data: nothing of a half-done call lives in a host closure or promise. A handler that must
 * wait puts the task to sleep on a queue or until a time and returns {@link BLOCKED}; the pc still stands at the call, and
 * the call is executed again from the start when the task runs next. What was already done lies in `task.progress`.
 */
import type { Task } from './task.ts';
import type { TimeCause } from './time-cause.ts';

/** A handler's result: the task sleeps; execute the call (or the faulting instruction) again. Linux's -ERESTARTSYS. */
export const BLOCKED = -512;

/** Tasks that wait for one event, in the order in which they came. Plain data, owned by what is waited for. */
export interface WaitQueue {
  /** Shown by tools: 'pipe_read', 'wait4', 'futex' and so on (Linux's wchan). */
  readonly name: string;
  readonly waiters: Task[];
}

export function createWaitQueue(name: string): WaitQueue {
  return { name, waiters: [] };
}

/** What the parts of the kernel that wait need of the scheduler. */
export interface Waiting {
  /** Virtual time of the CPU that runs the current task, in nanoseconds. */
  now(): number;
  /** Puts `task` to sleep on `queue`, interruptible by signals; optionally until `deadline` (virtual ns). */
  sleepOn(task: Task, queue: WaitQueue, deadline?: number): void;
  /** Puts `task` to sleep until `time` (virtual ns); a disk wait, not interruptible. */
  sleepUntil(task: Task, time: number): void;
  /** Wakes up to `count` waiters of `queue`, first come first; gives how many. */
  wake(queue: WaitQueue, count?: number): number;
  /** Adds what `cause` costs, `times` times, to the clock of the CPU that runs the current task (copying a page and so on). */
  charge(cause: TimeCause, times?: number): void;
}
