/**
 * Signals: sending, choosing the next one, default actions. The frame of a handler is signal-frame.ts's.
 *
 * A signal is data: a SignalInfo on the list of the thread or of the process. It takes effect when a thread that does not
 * block it is about to return to user mode (`deliverSignals`, called by the run loop). Sending wakes a thread that sleeps
 * interruptibly; its call is executed once more, and only if it would still block is it interrupted.
 */
import { Errno } from '../abi/errno.ts';
import { killedStatus } from '../abi/process.ts';
import { defaultAction, SIG_DFL, SIG_IGN, SiCode, SigAction, Signal } from '../abi/signals.ts';
import type { Kernel } from './kernel.ts';
import { pushSignalFrame } from './signal-frame.ts';
import { isBlocked, setBlocked, signalBits } from './signal-mask.ts';
import { TaskState, type SignalAction, type SignalInfo, type Task, type ThreadGroup } from './task.ts';
import { BLOCKED } from './wait.ts';

/** Signals that an instruction causes: they come first, and can neither be blocked nor ignored. */
const SYNCHRONOUS: readonly number[] = [Signal.SIGSEGV, Signal.SIGBUS, Signal.SIGILL, Signal.SIGTRAP, Signal.SIGFPE, Signal.SIGSYS];
const STOPPING: readonly number[] = [Signal.SIGSTOP, Signal.SIGTSTP, Signal.SIGTTIN, Signal.SIGTTOU];

/** A record with the fields that matter; the others are 0. */
export function signalInfo(fields: Partial<SignalInfo> & { readonly signo: number; readonly code: number }): SignalInfo {
  return { errno: 0, addr: 0, pid: 0, uid: 0, status: 0, trapno: 0, error: 0, ...fields };
}

export function isIgnored(group: ThreadGroup, signo: number): boolean {
  const { handler } = group.actions[signo]!;
  return handler === SIG_IGN || (handler === SIG_DFL && defaultAction(signo) === 'ignore');
}

/** Sends a signal to one thread, or to its process. An ignored signal vanishes; one already pending (below 32) is not queued twice. */
export function sendSignal(kernel: Kernel, task: Task, info: SignalInfo, target: 'thread' | 'process'): void {
  const { group } = task;
  const { signo } = info;
  if (task.state === TaskState.Dead || (group.exitStatus !== null && signo !== Signal.SIGKILL)) return;
  prepareStopAndContinue(kernel, group, signo);
  if (signo === Signal.SIGKILL) return killGroup(kernel, group, killedStatus(signo));
  const queue = target === 'thread' ? task.pending : group.pending;
  const isBlockedSomewhere = target === 'thread' ? isBlocked(task, signo) : group.threads.every((thread) => isBlocked(thread, signo));
  if (isIgnored(group, signo) && !isBlockedSomewhere) {
    kernel.observer?.ignoredSignal?.(task, info);
    return;
  }
  if (signo < Signal.SIGRTMIN && queue.some((other) => other.signo === signo)) return;
  queue.push(info);
  const candidates = target === 'thread' ? [task] : [task, ...group.threads];
  const taker = candidates.find((thread) => thread.state !== TaskState.Zombie && thread.state !== TaskState.Dead && !isBlocked(thread, signo));
  if (taker?.state === TaskState.Interruptible) kernel.scheduler.wakeTask(taker);
}

/** SIGCONT ends a stop and takes back pending stops; a stop takes back a pending SIGCONT. */
function prepareStopAndContinue(kernel: Kernel, group: ThreadGroup, signo: number): void {
  const drop = (unwanted: (signo: number) => boolean): void => {
    for (const queue of [group.pending, ...group.threads.map((thread) => thread.pending)]) {
      for (let index = queue.length - 1; index >= 0; index--) if (unwanted(queue[index]!.signo)) queue.splice(index, 1);
    }
  };
  if (STOPPING.includes(signo)) drop((other) => other === Signal.SIGCONT);
  if (signo !== Signal.SIGCONT && signo !== Signal.SIGKILL) return;
  if (signo === Signal.SIGCONT) drop((other) => STOPPING.includes(other));
  if (group.stopSignal === 0) return;
  group.stopSignal = 0;
  group.unreported = 'continued';
  for (const thread of group.threads) if (thread.state === TaskState.Stopped) kernel.scheduler.wakeTask(thread);
  notifyParent(kernel, group, SiCode.CLD_CONTINUED, Signal.SIGCONT);
}

/** Tells the parent that a child stopped, continued or ended, and wakes its wait4. */
function notifyParent(kernel: Kernel, group: ThreadGroup, code: number, status: number): void {
  const leader = group.threads[0];
  const parent = leader?.parent ?? null;
  if (leader === undefined || parent === null) return;
  const action = parent.group.actions[Signal.SIGCHLD]!;
  const isStop = code === SiCode.CLD_STOPPED || code === SiCode.CLD_CONTINUED;
  if (!(isStop && (action.flags & SigAction.SA_NOCLDSTOP) !== 0)) {
    sendSignal(kernel, parent, signalInfo({ signo: Signal.SIGCHLD, code, pid: leader.tgid, uid: leader.uid, status }), 'process');
  }
  kernel.waiting.wake(parent.group.childExit);
}

/** A signal caused by the task's own instruction: blocked or ignored, it kills. */
export function forceSignal(task: Task, info: SignalInfo): void {
  const action = task.group.actions[info.signo]!;
  if (isBlocked(task, info.signo) || action.handler === SIG_IGN) {
    action.handler = SIG_DFL;
    const own = signalBits(info.signo);
    setBlocked(task, task.blockedLow & ~own.low, task.blockedHigh & ~own.high);
  }
  task.pending.push(info);
}

/** Ends all threads of a process with one wait status; each goes when it next runs. */
export function killGroup(kernel: Kernel, group: ThreadGroup, status: number): void {
  group.exitStatus ??= status;
  for (const thread of group.threads) {
    if (thread.state === TaskState.Interruptible || thread.state === TaskState.Stopped) kernel.scheduler.wakeTask(thread);
    else if (thread.state === TaskState.Uninterruptible && thread.wakeTime === Infinity) leaveVfork(kernel, thread);
  }
}

/** A parent in vfork is deaf to signals, but dies if it must (Linux's killable wait); its child has nobody to wake then. */
function leaveVfork(kernel: Kernel, parent: Task): void {
  for (const child of kernel.tasks.values()) if (child.vforkParent === parent) child.vforkParent = null;
  kernel.scheduler.wakeTask(parent);
}

/** The signal that the task would take next, or null; it stays queued. */
function nextSignal(task: Task): { readonly queue: SignalInfo[]; readonly info: SignalInfo } | null {
  let best: { queue: SignalInfo[]; info: SignalInfo; rank: number } | null = null;
  for (const queue of [task.pending, task.group.pending]) {
    for (const info of queue) {
      if (isBlocked(task, info.signo)) continue;
      const isOwn = queue === task.pending;
      const rank = (isOwn && SYNCHRONOUS.includes(info.signo) ? 0 : isOwn ? 100 : 200) + info.signo;
      if (best === null || rank < best.rank) best = { queue, info, rank };
    }
  }
  return best;
}

/** Whether the task must look at signals before it goes on: the test that is made on every return to user mode. */
export function hasWork(task: Task): boolean {
  const { group } = task;
  if (group.exitStatus !== null || group.stopSignal !== 0) return true;
  return (task.pending.length > 0 || group.pending.length > 0) && nextSignal(task) !== null;
}

/** The action that would be taken on the task's next signal, or null if it dies, stops or has none. */
export function nextHandler(task: Task): SignalAction | null {
  const next = nextSignal(task);
  if (next === null || task.group.exitStatus !== null) return null;
  const action = task.group.actions[next.info.signo]!;
  return action.handler === SIG_DFL || action.handler === SIG_IGN ? null : action;
}

/**
 * Takes all signals that the task does not block, until it dies, stops, blocks (its stack must come from disk) or none is
 * left. Several handlers stack up, the last one taken runs first.
 */
export function deliverSignals(kernel: Kernel, task: Task): void {
  while (task.state === TaskState.Running && task.exiting === null && hasWork(task)) {
    const { group } = task;
    if (group.exitStatus !== null) {
      task.exiting = group.exitStatus;
      return;
    }
    if (group.stopSignal !== 0) {
      task.state = TaskState.Stopped;
      return;
    }
    const { queue, info } = nextSignal(task)!;
    const action = group.actions[info.signo]!;
    if (action.handler === SIG_DFL || action.handler === SIG_IGN) {
      queue.splice(queue.indexOf(info), 1);
      kernel.observer?.signal?.(task, info);
      if (action.handler === SIG_DFL) actByDefault(kernel, task, info);
    } else if (!enterHandler(kernel, task, queue, info, action)) return;
  }
}

function actByDefault(kernel: Kernel, task: Task, info: SignalInfo): void {
  const { group } = task;
  switch (defaultAction(info.signo)) {
    case 'terminate':
    case 'core':
      killGroup(kernel, group, killedStatus(info.signo));
      return;
    case 'stop':
      group.stopSignal = info.signo;
      group.unreported = 'stopped';
      for (const thread of group.threads) if (thread.state === TaskState.Interruptible) kernel.scheduler.wakeTask(thread);
      notifyParent(kernel, group, SiCode.CLD_STOPPED, info.signo);
      return;
    default:
  }
}

/** Builds the frame of a handler. Returns false if the task now sleeps: the signal stays queued. */
function enterHandler(kernel: Kernel, task: Task, queue: SignalInfo[], info: SignalInfo, action: SignalAction): boolean {
  const result = pushSignalFrame(kernel, task, info, action);
  if (result === BLOCKED) return false;
  queue.splice(queue.indexOf(info), 1);
  kernel.observer?.signal?.(task, info);
  if (result === -Errno.EFAULT) {
    // The handler's stack is not there: Linux's force_sigsegv, fatal if SIGSEGV's own frame did not fit.
    if (info.signo === Signal.SIGSEGV) action.handler = SIG_DFL;
    forceSignal(task, signalInfo({ signo: Signal.SIGSEGV, code: SiCode.SI_KERNEL }));
    return true;
  }
  const own = (action.flags & SigAction.SA_NODEFER) === 0 ? signalBits(info.signo) : { low: 0, high: 0 };
  setBlocked(task, task.blockedLow | action.maskLow | own.low, task.blockedHigh | action.maskHigh | own.high);
  task.savedMask = null;
  if ((action.flags & SigAction.SA_RESETHAND) !== 0) action.handler = SIG_DFL;
  return true;
}
