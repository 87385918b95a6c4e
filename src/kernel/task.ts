/**
 * A task: Linux's task_struct. Threads are tasks that share `mm`, `files` and `group`. Pure data: the scheduler, signal and
 * exit code work on it; a snapshot copies it.
 */
import type { RegisterFile } from '../machine/register-file.ts';
import type { OpenFile } from './fs/file.ts';
import type { IntervalTimer } from './itimer.ts';
import type { Mm } from './mm/mm.ts';
import type { TimeCause } from './time-cause.ts';
import type { WaitQueue } from './wait.ts';

export const enum TaskState {
  /** On a run queue or on a CPU. */
  Running,
  /** Sleeps; a signal wakes it (S). */
  Interruptible,
  /** Waits for the disk (D). */
  Uninterruptible,
  /** Stopped by a signal until SIGCONT (T). */
  Stopped,
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
  /** Index = signal number, 1..64. Another process may share it (CLONE_SIGHAND). */
  actions: SignalAction[];
  /** Signals for the process as a whole. */
  readonly pending: SignalInfo[];
  /** [resource][0 = soft, 1 = hard]; 0xffffffff is no limit. */
  readonly rlimits: [number, number][];
  readonly threads: Task[];
  /** Set once by exit_group or a killing signal: wait status. */
  exitStatus: number | null;
  /** The signal that stopped the process, 0 while it runs. */
  stopSignal: number;
  /** A stop or continuation that wait4 has not reported yet. */
  unreported: 'stopped' | 'continued' | null;
  /** Totals of waited-for children, and of the threads of this process that have ended. Times in virtual ns. */
  children: Usage;
  ended: Usage;
  /** Signal sent to the parent at the end: SIGCHLD but for clone. */
  exitSignal: number;
  readonly childExit: WaitQueue;
  /** ITIMER_VIRTUAL. */
  virtualTimer: IntervalTimer;
  oomScoreAdj: number;
  processGroup: number;
  session: number;
}

/** What getrusage and wait4 tell of a task. */
export interface Usage {
  minFlt: number;
  majFlt: number;
  /** Virtual ns. */
  userTime: number;
  systemTime: number;
  voluntarySwitches: number;
  involuntarySwitches: number;
  /** Highest resident set, in pages. */
  maxRss: number;
}

export const noUsage = (): Usage => ({ minFlt: 0, majFlt: 0, userTime: 0, systemTime: 0, voluntarySwitches: 0, involuntarySwitches: 0, maxRss: 0 });

export interface FileTable {
  users: number;
  /** Index = descriptor. */
  readonly files: ({ file: OpenFile; closeOnExec: boolean } | null)[];
}

export interface Task {
  readonly pid: number;
  readonly tgid: number;
  /** null: the machine itself, which reaps at once. */
  parent: Task | null;
  /** Leaders of the child processes, in order of creation. */
  readonly children: Task[];
  comm: string;
  state: TaskState;
  /** Name of the function that is executed instead of guest instructions (kswapd), or null. */
  readonly kernelThread: string | null;
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
  /** The mask to return to when rt_sigsuspend's handler has been entered. */
  savedMask: { low: number; high: number } | null;
  /** Signals for this thread alone. */
  readonly pending: SignalInfo[];
  altStack: { sp: number; size: number; flags: number };
  /** Queues it sleeps on, and when it wakes by itself (virtual ns, Infinity for never). */
  readonly waitQueues: WaitQueue[];
  wakeTime: number;
  /** What a CPU that has nothing else to run spends its time on while this task sleeps: TimeCause.Disk or Idle. */
  sleepCause: TimeCause;
  /** When it became runnable: no CPU may run it before (virtual ns). */
  readyTime: number;
  /** A call that has begun and not ended: it is executed again when the task runs. */
  inCall: boolean;
  /** What a blocked call has done so far; cleared when the call ends. */
  progress: { call: number; done: number; deadline: number } | null;
  /** Which wakes it accepts while it waits for a futex (FUTEX_WAIT_BITSET). */
  futexBitset: number;
  /** A program that is to be executed before anything else: the first one of the machine. */
  pendingExec: { readonly path: string; readonly argv: readonly string[]; readonly envp: readonly string[] } | null;
  /** Parts of a new program (zeroed end of data, initial stack) still to be written to its address space, in order. */
  readonly pendingWrites: { readonly va: number; readonly bytes: Uint8Array }[];
  /** The parent that sleeps until this task gives its memory back (vfork). */
  vforkParent: Task | null;
  /** Set when it has begun to end; its wait status. */
  exiting: number | null;
  /** Address whose fault has been counted as major and is being retried; -1 if none. */
  faultRetry: number;
  /** Faults since any CPU last completed an instruction, and the count of all instructions then. */
  faultStreak: number;
  faultInstructions: number;
  /** Times that its call has waited for the disk since it last got further, and how far that was. */
  callWaits: number;
  callDone: number;
  minFlt: number;
  majFlt: number;
  /** Virtual ns. */
  userTime: number;
  systemTime: number;
  startTime: number;
  /** Times it left a CPU to wait, and because its slice was over. */
  voluntarySwitches: number;
  involuntarySwitches: number;
  /** Wait status once a zombie. */
  exitStatus: number;
  /** For CLONE_CHILD_CLEARTID and set_tid_address. */
  clearChildTid: number;
  /** CLONE_CHILD_SETTID: where to store the pid before the first instruction; 0 for nowhere. */
  setChildTid: number;
  /** The CPU it runs on or ran on last. */
  cpu: number;
  personality: number;
}
