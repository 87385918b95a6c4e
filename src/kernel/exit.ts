/**
 * The end of a task. It is taken in steps that can be repeated, because the first one may wait for a page: `task.exiting` is
 * set, and the run loop calls `finishExit` until it is through. What is left of a process is a zombie record, which wait4
 * (or nobody, if the parent does not care) takes away.
 */
import { termSignalOf, exitCodeOf } from '../abi/process.ts';
import { SIG_IGN, SigAction, Signal, SiCode } from '../abi/signals.ts';
import { putFileTable } from './fs/descriptors.ts';
import { wakeFutex } from './futex.ts';
import type { Kernel } from './kernel.ts';
import { exitMmap } from './mm/address-space.ts';
import { putUser32 } from './mm/user-memory.ts';
import { destroyPages } from './mm/zap.ts';
import type { Mm } from './mm/mm.ts';
import { sendSignal, signalInfo } from './signal.ts';
import { TaskState, type Task, type Usage } from './task.ts';
import { BLOCKED } from './wait.ts';

const ALL_BITS = -1;

/** Ends a task whose `exiting` is set. Returns false if it sleeps and this must be called again. */
export function finishExit(kernel: Kernel, task: Task): boolean {
  const { mm, group } = task;
  if (task.clearChildTid !== 0 && mm !== null && mm.users > 1) {
    if (putUser32(task, task.clearChildTid, 0) === BLOCKED) return false;
    wakeFutex(kernel, task, task.clearChildTid, { count: 1, bitset: ALL_BITS, isPrivate: false });
  }
  task.clearChildTid = 0;
  kernel.observer?.ending?.(task);
  releaseMm(kernel, task);
  putFileTable(kernel, task.files);
  task.exitStatus = group.exitStatus ?? task.exiting!;
  addUsage(group.ended, usageOf(task));
  group.threads.splice(group.threads.indexOf(task), 1);
  kernel.observer?.exit?.(task, task.exitStatus);
  if (task.pid === task.tgid) task.state = TaskState.Zombie;
  else bury(kernel, task);
  if (group.threads.length === 0) endProcess(kernel, task);
  return true;
}

/** Gives up the address space, with its last user all its pages, and lets a parent in vfork go on. */
export function releaseMm(kernel: Kernel, task: Task): void {
  const { mm } = task;
  if (mm === null) return;
  noteRss(task, mm);
  task.mm = null;
  putMm(mm);
  if (task.vforkParent !== null) {
    kernel.scheduler.wakeTask(task.vforkParent);
    task.vforkParent = null;
  }
}

/** One user less; the last one frees everything. */
export function putMm(mm: Mm): void {
  mm.users--;
  if (mm.users > 0) return;
  exitMmap(mm);
  destroyPages(mm);
}

function noteRss(task: Task, mm: Mm): void {
  task.group.ended.maxRss = Math.max(task.group.ended.maxRss, mm.hiwaterRss);
}

/** The last thread has gone: children find a new parent, the parent hears of it. */
function endProcess(kernel: Kernel, last: Task): void {
  const { group } = last;
  const leader = kernel.tasks.get(last.tgid)!;
  leader.exitStatus = group.exitStatus ?? leader.exitStatus;
  for (const child of leader.children) {
    child.parent = null;
    if (child.state === TaskState.Zombie && child.group.threads.length === 0) bury(kernel, child);
  }
  leader.children.length = 0;
  const { parent } = leader;
  if (leader === kernel.init) kernel.initStatus = leader.exitStatus;
  if (parent === null) return bury(kernel, leader);
  const action = parent.group.actions[Signal.SIGCHLD]!;
  const isUnwanted = group.exitSignal === Signal.SIGCHLD && (action.handler === SIG_IGN || (action.flags & SigAction.SA_NOCLDWAIT) !== 0);
  if (group.exitSignal !== 0) {
    const code = exitCodeOf(leader.exitStatus);
    const info = signalInfo({
      signo: group.exitSignal,
      code: code === null ? SiCode.CLD_KILLED : SiCode.CLD_EXITED,
      pid: leader.pid,
      uid: leader.uid,
      status: code ?? termSignalOf(leader.exitStatus),
    });
    sendSignal(kernel, parent, info, 'process');
  }
  if (isUnwanted) {
    parent.children.splice(parent.children.indexOf(leader), 1);
    bury(kernel, leader);
  }
  kernel.waiting.wake(parent.group.childExit);
}

/** Takes the record of an ended task out of the table. */
export function bury(kernel: Kernel, task: Task): void {
  task.state = TaskState.Dead;
  kernel.tasks.delete(task.pid);
}

export function usageOf(task: Task): Usage {
  const { minFlt, majFlt, userTime, systemTime, voluntarySwitches, involuntarySwitches, mm } = task;
  return { minFlt, majFlt, userTime, systemTime, voluntarySwitches, involuntarySwitches, maxRss: mm?.hiwaterRss ?? 0 };
}

/** Adds `usage` to `total`; the resident set is a maximum, not a sum. */
export function addUsage(total: Usage, usage: Usage): void {
  total.minFlt += usage.minFlt;
  total.majFlt += usage.majFlt;
  total.userTime += usage.userTime;
  total.systemTime += usage.systemTime;
  total.voluntarySwitches += usage.voluntarySwitches;
  total.involuntarySwitches += usage.involuntarySwitches;
  total.maxRss = Math.max(total.maxRss, usage.maxRss);
}

/** What a whole process has used so far: its ended threads and its living ones. */
export function processUsage(group: Task['group']): Usage {
  const total = { ...group.ended };
  for (const thread of group.threads) addUsage(total, usageOf(thread));
  return total;
}
