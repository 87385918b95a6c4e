/**
 * What can be watched of the kernel, by tools such as strace. Watching changes nothing: an observer gets references to live
 * records and must not touch them. It is no part of the machine's state.
 */
import type { FaultOutcome } from './mm/memory-system.ts';
import type { Syscall } from './syscalls/syscall.ts';
import type { SignalInfo, Task } from './task.ts';

export interface SeenFault {
  readonly va: number;
  /** As i386 pushes it. */
  readonly errorCode: number;
  readonly outcome: FaultOutcome;
  /** It counted as a major one. One that is to be repeated, or ends in a signal, has not counted yet. */
  readonly isMajor: boolean;
}

export interface KernelObserver {
  /** A call begins. `call` is undefined for a number that is not in the table. Not repeated when a blocked call goes on. */
  callEnter?(task: Task, call: Syscall | undefined, number: number, args: Int32Array): void;
  /** A call ends; `result` is null for one that does not return. */
  callExit?(task: Task, call: Syscall | undefined, number: number, args: Int32Array, result: number | null): void;
  /** A signal takes effect: its handler is entered, or its default action follows. */
  signal?(task: Task, info: SignalInfo): void;
  /** A signal comes to nothing because its process ignores it. */
  ignoredSignal?(task: Task, info: SignalInfo): void;
  /** A task exists. */
  start?(task: Task, parent: Task | null): void;
  /** A task is about to end; it still has its memory. */
  ending?(task: Task): void;
  /** A task has ended, with its wait status. */
  exit?(task: Task, status: number): void;
  /** A page fault of a program's own access has been dealt with. */
  fault?(task: Task, fault: SeenFault): void;
}
