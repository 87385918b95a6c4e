/**
 * A task: Linux's task_struct. Threads are tasks that share `mm`, `files` and `group`. Pure data: the scheduler, signal and
 * exit code work on it; a snapshot copies it.
 */
import type { RegisterFile } from '../machine/register-file.ts';
import type { OpenFile } from './fs/file.ts';
import type { Mm } from './mm/mm.ts';
import type { WaitQueue } from './wait.ts';

export const enum TaskState {
  /** On a run queue or on a CPU. */
  Running,
  /** Sleeps; a signal wakes it (S). */
  Interruptible,
  /** Waits for the disk (D). */
  Uninterruptible,
  /** Has ended, not yet waited for (Z). */
  Zombie,
  /** Reaped; no longer in the task table. */
  Dead,
}

/** A queued signal with what siginfo shows of it. */
export interface SignalInfo {
  readonly signo: number;
  readonly code: number;
  readonly errno: number;
  /** Fault address, or 0. */
  readonly addr: number;
  readonly pid: number;
  readonly uid: number;
  readonly status: number;
  /** Trap number, error code and cr2 of the fault that caused it: shown in the signal frame. */
  readonly trapno: number;
  readonly error: number;
}

/** One entry of the table set by rt_sigaction. */
export interface SignalAction {
  handler: number;
  flags: number;
  restorer: number;
  /** Signals 1..32 and 33..64, bit n-1 = signal n. */
  maskLow: number;
  maskHigh: number;
}

/** What the threads of one process share besides memory and files (signal_struct and sighand_struct). */
export interface ThreadGroup {
  /** Index = signal number, 1..64. */
  actions: SignalAction[];
  readonly pending: SignalInfo[];
  /** [resource][0 = soft, 1 = hard]; 0xffffffff is no limit. */
  readonly rlimits: [number, number][];
  readonly threads: Task[];
  /** Set once by exit_group or a killing signal: wait status. */
  exitStatus: number | null;
  /** Waited-for children's totals, and those of ended threads. */
  childMinFlt: number;
  childMajFlt: number;
  minFlt: number;
  majFlt: number;
  readonly childExit: WaitQueue;
  oomScoreAdj: number;
}

export interface FileTable {
  users: number;
  /** Index = descriptor. */
  readonly files: ({ file: OpenFile; closeOnExec: boolean } | null)[];
}

export interface Task {
  readonly pid: number;
  readonly tgid: number;
  parent: Task | null;
  readonly children: Task[];
  comm: string;
  state: TaskState;
  /** Registers while not on a CPU. */
  readonly registers: RegisterFile;
  /** null once exited. */
  mm: Mm | null;
  files: FileTable;
  cwd: string;
  umask: number;
  uid: number;
  group: ThreadGroup;
  /** Blocked signals. */
  blockedLow: number;
  blockedHigh: number;
  readonly pending: SignalInfo[];
  altStack: { sp: number; size: number; flags: number };
  /** Queue it sleeps on, and when it wakes by itself (virtual ns, Infinity for never). */
  waitQueue: WaitQueue | null;
  wakeTime: number;
  /** What a blocked call has done so far; cleared when the call ends. */
  progress: { call: number; done: number; deadline: number } | null;
  /** Address whose fault has been counted as major and is being retried; -1 if none. */
  faultRetry: number;
  minFlt: number;
  majFlt: number;
  /** Virtual ns. */
  userTime: number;
  systemTime: number;
  startTime: number;
  /** Wait status once a zombie. */
  exitStatus: number;
  /** For CLONE_CHILD_CLEARTID and set_tid_address. */
  clearChildTid: number;
  /** Futex whose release woke it, and so on: the scheduler's own. */
  cpu: number;
  personality: number;
}
