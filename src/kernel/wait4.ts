/** Waiting for children: wait4 and waitpid. */
import { Errno } from '../abi/errno.ts';
import { RusageLayout, Wait } from '../abi/process.ts';
import { Signal } from '../abi/signals.ts';
import { addUsage, bury, processUsage } from './exit.ts';
import type { Kernel } from './kernel.ts';
import { copyToUser, putUser32 } from './mm/user-memory.ts';
import { encodeRusage } from './rusage.ts';
import { TaskState, type Task } from './task.ts';
import { BLOCKED } from './wait.ts';

const KNOWN_OPTIONS = Wait.WNOHANG | Wait.WUNTRACED | Wait.WCONTINUED | Wait.WNOTHREAD | Wait.WALL | Wait.WCLONE;
/** Wait status of a stopped child: this in the low byte, the signal above it. */
const STOPPED = 0x7f;
const CONTINUED = 0xffff;

export interface WaitRequest {
  /** > 0 that child, -1 any, 0 the own process group, < -1 that group. */
  readonly pid: number;
  readonly statusVa: number;
  readonly options: number;
  readonly rusageVa: number;
}

function isWanted(task: Task, child: Task, { pid, options }: WaitRequest): boolean {
  if (pid > 0 && child.pid !== pid) return false;
  if (pid === 0 && child.group.processGroup !== task.group.processGroup) return false;
  if (pid < -1 && child.group.processGroup !== -pid) return false;
  if ((options & Wait.WALL) !== 0) return true;
  const isClone = child.group.exitSignal !== Signal.SIGCHLD;
  return isClone === ((options & Wait.WCLONE) !== 0);
}

/** The wait status that a child has to report now, or null. */
function reportOf(child: Task, options: number): number | null {
  const { group } = child;
  if (child.state === TaskState.Zombie && group.threads.length === 0) return child.exitStatus;
  if (group.unreported === 'stopped' && (options & Wait.WUNTRACED) !== 0) return STOPPED | (group.stopSignal << 8);
  if (group.unreported === 'continued' && (options & Wait.WCONTINUED) !== 0) return CONTINUED;
  return null;
}

/** The pid of the child that is reported, 0 under WNOHANG if none has changed, negative errno or BLOCKED. */
export function wait4(kernel: Kernel, task: Task, request: WaitRequest): number {
  const { options, statusVa, rusageVa } = request;
  if ((options & ~KNOWN_OPTIONS) !== 0) return -Errno.EINVAL;
  if (request.pid === -0x80000000) return -Errno.ESRCH;
  const leader = kernel.tasks.get(task.tgid)!;
  const children = leader.children.filter((child) => isWanted(task, child, request));
  if (children.length === 0) return -Errno.ECHILD;
  for (const child of children) {
    const status = reportOf(child, options);
    if (status === null) continue;
    return reap(kernel, leader, child, { status, statusVa, rusageVa, task });
  }
  if ((options & Wait.WNOHANG) !== 0) return 0;
  kernel.waiting.sleepOn(task, task.group.childExit);
  return BLOCKED;
}

interface Reaping {
  readonly task: Task;
  readonly status: number;
  readonly statusVa: number;
  readonly rusageVa: number;
}

/** Stores what is asked for, then takes the child away: what cannot be stored leaves it lost, as on Linux. */
function reap(kernel: Kernel, leader: Task, child: Task, { task, status, statusVa, rusageVa }: Reaping): number {
  const usage = { ...child.group.children };
  addUsage(usage, processUsage(child.group));
  let error = 0;
  if (statusVa !== 0) error = putUser32(task, statusVa, status);
  if (error === BLOCKED) return BLOCKED;
  if (rusageVa !== 0) {
    const left = copyToUser(task, rusageVa, encodeRusage(usage), 0, RusageLayout.Size);
    if (left === BLOCKED) return BLOCKED;
    if (left !== 0) error = -Errno.EFAULT;
  }
  if (child.state === TaskState.Zombie) {
    addUsage(task.group.children, usage);
    leader.children.splice(leader.children.indexOf(child), 1);
    bury(kernel, child);
  } else {
    child.group.unreported = null;
  }
  return error !== 0 ? -Errno.EFAULT : child.pid;
}
