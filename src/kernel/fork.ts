/**
 * New tasks: fork, vfork and clone are one function with flags. Everything that can fail is done first; then the task is
 * made ready.
 */
import { Errno } from '../abi/errno.ts';
import { Clone, Rlimit } from '../abi/process.ts';
import { AltStack, Signal } from '../abi/signals.ts';
import { Reg } from '../isa/registers.ts';
import { newRegisterFile, RegisterIndex, type RegisterFile } from '../machine/register-file.ts';
import { putMm } from './exit.ts';
import { copyFileTable } from './fs/descriptors.ts';
import { idleTimer } from './itimer.ts';
import type { Kernel } from './kernel.ts';
import { createMm } from './mm/create-mm.ts';
import { dupMmap } from './mm/address-space.ts';
import type { Mm } from './mm/mm.ts';
import { putUser32 } from './mm/user-memory.ts';
import { noUsage, TaskState, type FileTable, type Task, type ThreadGroup } from './task.ts';
import { TimeCause } from './time-cause.ts';
import { BLOCKED, createWaitQueue } from './wait.ts';

/** Bytes of an ecall: the child goes on behind it. */
const INSTRUCTION = 4;
/** Name spaces and io contexts are not there. */
const UNSUPPORTED = Clone.CLONE_NEWNS;

export interface CloneRequest {
  /** Flags of clone with the exit signal in the low byte. */
  readonly flags: number;
  /** Stack pointer of the child, 0 for the parent's. */
  readonly stack: number;
  readonly parentTid: number;
  /** tp of the child under CLONE_SETTLS. */
  readonly tls: number;
  readonly childTid: number;
}

function checkFlags(flags: number): number {
  const needs = (flag: Clone, other: Clone): boolean => (flags & flag) === 0 || (flags & other) !== 0;
  if (!needs(Clone.CLONE_SIGHAND, Clone.CLONE_VM) || !needs(Clone.CLONE_THREAD, Clone.CLONE_SIGHAND)) return -Errno.EINVAL;
  if ((flags & Clone.CSIGNAL) > Signal.Last || (flags & UNSUPPORTED) !== 0) return -Errno.EINVAL;
  return 0;
}

/** Makes a task. Its pid in the parent; negative errno; BLOCKED while a vfork child has the memory. */
export function clone(kernel: Kernel, task: Task, request: CloneRequest): number {
  const { flags } = request;
  if (task.progress !== null) return awaitVfork(kernel, task, task.progress.done);
  const error = checkFlags(flags);
  if (error !== 0) return error;
  if (kernel.tasks.size >= task.group.rlimits[Rlimit.RLIMIT_NPROC]![0]) return -Errno.EAGAIN;
  if ((flags & Clone.CLONE_PARENT_SETTID) !== 0 && putUser32(task, request.parentTid, kernel.nextPid) === BLOCKED) return BLOCKED;
  const mm = (flags & Clone.CLONE_VM) !== 0 ? shareMm(task.mm!) : copyMm(task.mm!);
  if (typeof mm === 'number') return mm;
  const child = copyTask(kernel, task, mm, request);
  kernel.addTask(child);
  kernel.observer?.start?.(child, task);
  if ((flags & Clone.CLONE_VFORK) === 0) return child.pid;
  child.vforkParent = task;
  task.progress = { call: 0, done: child.pid, deadline: Infinity };
  return awaitVfork(kernel, task, child.pid);
}

/** vfork's second half: the parent sleeps, deaf to signals, until the child has given the memory back. */
function awaitVfork(kernel: Kernel, task: Task, childPid: number): number {
  if (kernel.tasks.get(childPid)?.vforkParent !== task) return childPid;
  kernel.scheduler.sleepDeaf(task);
  return BLOCKED;
}

/** A copy-on-write copy of an address space, or -ENOMEM. */
function copyMm(mm: Mm): Mm | number {
  const copy = createMm(mm.system);
  if (typeof copy === 'number') return copy;
  copy.users = 1;
  const error = dupMmap(copy, mm);
  if (error === 0) return copy;
  putMm(copy);
  return error;
}

function shareMm(mm: Mm): Mm {
  mm.users++;
  return mm;
}

function shareFiles(files: FileTable): FileTable {
  files.users++;
  return files;
}

function childRegisters(parent: RegisterFile, { flags, stack, tls }: CloneRequest): RegisterFile {
  const registers = parent.slice();
  registers[RegisterIndex.Sink] = 0;
  registers[RegisterIndex.Pc]! += INSTRUCTION;
  registers[RegisterIndex.X + Reg.A0] = 0;
  if (stack !== 0) registers[RegisterIndex.X + Reg.Sp] = stack;
  if ((flags & Clone.CLONE_SETTLS) !== 0) registers[RegisterIndex.X + Reg.Tp] = tls;
  return registers;
}

function copyTask(kernel: Kernel, task: Task, mm: Mm, request: CloneRequest): Task {
  const { flags } = request;
  const isThread = (flags & Clone.CLONE_THREAD) !== 0;
  const pid = kernel.nextPid++;
  const leader = kernel.tasks.get(task.tgid)!;
  const parent = isThread || (flags & Clone.CLONE_PARENT) !== 0 ? leader.parent : leader;
  const keepsAltStack = (flags & (Clone.CLONE_VM | Clone.CLONE_VFORK)) !== Clone.CLONE_VM;
  const child: Task = {
    ...newTask(pid, isThread ? task.tgid : pid, isThread ? task.group : copyGroup(task.group, flags)),
    parent,
    comm: task.comm,
    registers: childRegisters(kernel.registersOf(task), request),
    mm,
    files: (flags & Clone.CLONE_FILES) !== 0 ? shareFiles(task.files) : copyFileTable(task.files),
    cwd: task.cwd,
    umask: task.umask,
    uid: task.uid,
    blockedLow: task.blockedLow,
    blockedHigh: task.blockedHigh,
    altStack: keepsAltStack ? { ...task.altStack } : { sp: 0, size: 0, flags: AltStack.SS_DISABLE },
    startTime: kernel.waiting.now(),
    clearChildTid: (flags & Clone.CLONE_CHILD_CLEARTID) !== 0 ? request.childTid : 0,
    setChildTid: (flags & Clone.CLONE_CHILD_SETTID) !== 0 ? request.childTid : 0,
    cpu: task.cpu,
    personality: task.personality,
  };
  child.group.threads.push(child);
  if (!isThread) parent?.children.push(child);
  return child;
}

function copyGroup(group: ThreadGroup, flags: number): ThreadGroup {
  const shared = (flags & Clone.CLONE_SIGHAND) !== 0;
  return {
    ...newThreadGroup(group.rlimits.map(([soft, hard]) => [soft, hard])),
    actions: shared ? group.actions : group.actions.map((action) => ({ ...action })),
    exitSignal: flags & Clone.CSIGNAL,
    oomScoreAdj: group.oomScoreAdj,
    processGroup: group.processGroup,
    session: group.session,
  };
}

/** A process's shared record with default actions and nothing pending. */
export function newThreadGroup(rlimits: [number, number][]): ThreadGroup {
  return {
    actions: Array.from({ length: Signal.Last + 1 }, () => ({ handler: 0, flags: 0, restorer: 0, maskLow: 0, maskHigh: 0 })),
    pending: [],
    rlimits,
    threads: [],
    exitStatus: null,
    stopSignal: 0,
    unreported: null,
    children: noUsage(),
    ended: noUsage(),
    exitSignal: Signal.SIGCHLD,
    childExit: createWaitQueue('wait4'),
    virtualTimer: idleTimer(),
    oomScoreAdj: 0,
    processGroup: 0,
    session: 0,
  };
}

/** A task without memory, files or parent. */
export function newTask(pid: number, tgid: number, group: ThreadGroup): Task {
  return {
    pid,
    tgid,
    parent: null,
    children: [],
    comm: '',
    state: TaskState.Running,
    kernelThread: null,
    registers: newRegisterFile(),
    mm: null,
    files: { users: 1, files: [] },
    cwd: '/',
    umask: 0o022,
    uid: 0,
    group,
    blockedLow: 0,
    blockedHigh: 0,
    savedMask: null,
    pending: [],
    altStack: { sp: 0, size: 0, flags: AltStack.SS_DISABLE },
    waitQueues: [],
    wakeTime: Infinity,
    sleepCause: TimeCause.Idle,
    readyTime: 0,
    inCall: false,
    progress: null,
    futexBitset: 0,
    pendingExec: null,
    pendingWrites: [],
    vforkParent: null,
    exiting: null,
    faultRetry: -1,
    faultStreak: 0,
    faultInstructions: 0,
    callWaits: 0,
    callDone: 0,
    minFlt: 0,
    majFlt: 0,
    userTime: 0,
    systemTime: 0,
    startTime: 0,
    voluntarySwitches: 0,
    involuntarySwitches: 0,
    exitStatus: 0,
    clearChildTid: 0,
    setChildTid: 0,
    cpu: 0,
    personality: 0,
  };
}
