/** The calls on signals. */
import { Errno } from '../../abi/errno.ts';
import { AltStack, SiCode, SigHow, Signal } from '../../abi/signals.ts';
import { Sys } from '../../abi/syscall-numbers.ts';
import { Reg } from '../../isa/registers.ts';
import { RegisterIndex } from '../../machine/register-file.ts';
import type { Kernel } from '../kernel.ts';
import { copyFromUser, copyToUser } from '../mm/user-memory.ts';
import { forceSignal, isIgnored, sendSignal, signalInfo } from '../signal.ts';
import { altStackFlags, isOnAltStack, popSignalFrame } from '../signal-frame.ts';
import { setBlocked } from '../signal-mask.ts';
import { TaskState, type Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { NO_RESULT, syscall, type Syscall } from './syscall.ts';

type Extra = Partial<Pick<Syscall, 'result' | 'missing' | 'interrupted'>>;
const row = (number: Sys, name: string, signature: string, handler: Syscall['handler'], extra: Extra = {}): Syscall =>
  syscall({ number, name, signature, family: 'signal', ...extra }, handler);

const address = (register: number): number => register >>> 0;

/** Bytes of a signal set, of struct sigaction (handler, flags, restorer, mask) and of stack_t (sp, flags, size). */
const SET = 8;
const ACTION = 20;
const STACK = 12;

const resultOf = (left: number): number => (left === BLOCKED ? BLOCKED : left === 0 ? 0 : -Errno.EFAULT);

function getWords(task: Task, va: number, count: number): Int32Array | number {
  const bytes = new Uint8Array(count * 4);
  const error = resultOf(copyFromUser(task, va, bytes, 0, bytes.length));
  return error === 0 ? new Int32Array(bytes.buffer) : error;
}

function putWords(task: Task, va: number, words: readonly number[]): number {
  const bytes = new Uint8Array(Int32Array.from(words).buffer);
  return resultOf(copyToUser(task, va, bytes, 0, bytes.length));
}

function sysSigaction(_kernel: Kernel, task: Task, args: Int32Array): number {
  const [signo, newVa, oldVa, size] = [args[0]!, address(args[1]!), address(args[2]!), args[3]!];
  if (size !== SET) return -Errno.EINVAL;
  const words = newVa === 0 ? null : getWords(task, newVa, ACTION / 4);
  if (typeof words === 'number') return words;
  if (signo < 1 || signo > Signal.Last) return -Errno.EINVAL;
  if (words !== null && (signo === Signal.SIGKILL || signo === Signal.SIGSTOP)) return -Errno.EINVAL;
  const action = task.group.actions[signo]!;
  if (oldVa !== 0) {
    const error = putWords(task, oldVa, [action.handler, action.flags, action.restorer, action.maskLow, action.maskHigh]);
    if (error !== 0) return error;
  }
  if (words === null) return 0;
  const [handler, flags, restorer, maskLow, maskHigh] = words as unknown as [number, number, number, number, number];
  Object.assign(action, { handler: handler >>> 0, flags, restorer: restorer >>> 0, maskLow, maskHigh });
  if (isIgnored(task.group, signo)) dropPending(task, signo);
  return 0;
}

/** A signal that has become ignored is no longer pending, blocked or not. */
function dropPending(task: Task, signo: number): void {
  for (const queue of [task.group.pending, ...task.group.threads.map((thread) => thread.pending)]) {
    for (let index = queue.length - 1; index >= 0; index--) if (queue[index]!.signo === signo) queue.splice(index, 1);
  }
}

function sysSigprocmask(_kernel: Kernel, task: Task, args: Int32Array): number {
  const [how, newVa, oldVa, size] = [args[0]!, address(args[1]!), address(args[2]!), args[3]!];
  if (size !== SET) return -Errno.EINVAL;
  const { blockedLow, blockedHigh } = task;
  const words = newVa === 0 ? null : getWords(task, newVa, SET / 4);
  if (typeof words === 'number') return words;
  if (words !== null && (how < SigHow.SIG_BLOCK || how > SigHow.SIG_SETMASK)) return -Errno.EINVAL;
  if (oldVa !== 0) {
    const error = putWords(task, oldVa, [blockedLow, blockedHigh]);
    if (error !== 0) return error;
  }
  if (words === null) return 0;
  const [low, high] = words as unknown as [number, number];
  if (how === SigHow.SIG_BLOCK) setBlocked(task, blockedLow | low, blockedHigh | high);
  else if (how === SigHow.SIG_UNBLOCK) setBlocked(task, blockedLow & ~low, blockedHigh & ~high);
  else setBlocked(task, low, high);
  return 0;
}

function sysSigpending(_kernel: Kernel, task: Task, args: Int32Array): number {
  if (args[1] !== SET) return -Errno.EINVAL;
  const set = [0, 0];
  for (const { signo } of [...task.pending, ...task.group.pending]) set[signo > 32 ? 1 : 0]! |= 1 << ((signo - 1) & 31);
  return putWords(task, address(args[0]!), [set[0]! & task.blockedLow, set[1]! & task.blockedHigh]);
}

/** Waits for a signal with another mask; the old one returns with the handler's frame. */
function sysSigsuspend(kernel: Kernel, task: Task, args: Int32Array): number {
  if (args[1] !== SET) return -Errno.EINVAL;
  if (task.savedMask === null) {
    const words = getWords(task, address(args[0]!), SET / 4);
    if (typeof words === 'number') return words;
    task.savedMask = { low: task.blockedLow, high: task.blockedHigh };
    setBlocked(task, words[0]!, words[1]!);
  }
  kernel.scheduler.nap(task, Infinity);
  return BLOCKED;
}

function sysPause(kernel: Kernel, task: Task): number {
  kernel.scheduler.nap(task, Infinity);
  return BLOCKED;
}

const interruptedAlways = (): number => -Errno.EINTR;

function sysSigaltstack(kernel: Kernel, task: Task, args: Int32Array): number {
  const [newVa, oldVa] = [address(args[0]!), address(args[1]!)];
  const sp = kernel.registersOf(task)[RegisterIndex.X + Reg.Sp]! >>> 0;
  const { altStack } = task;
  const old = [altStack.sp, altStackFlags(task, sp), altStack.size];
  const words = newVa === 0 ? null : getWords(task, newVa, STACK / 4);
  if (typeof words === 'number') return words;
  if (words !== null) {
    const flags = words[1]!;
    const size = words[2]! >>> 0;
    const mode = flags & ~AltStack.SS_AUTODISARM;
    if (isOnAltStack(task, sp)) return -Errno.EPERM;
    if (mode !== 0 && mode !== AltStack.SS_ONSTACK && mode !== AltStack.SS_DISABLE) return -Errno.EINVAL;
    if (mode !== AltStack.SS_DISABLE && size < AltStack.MINSIGSTKSZ) return -Errno.ENOMEM;
    const error = oldVa === 0 ? 0 : putWords(task, oldVa, old);
    if (error === BLOCKED) return error;
    task.altStack = mode === AltStack.SS_DISABLE ? { sp: 0, size: 0, flags: AltStack.SS_DISABLE } : { sp: words[0]! >>> 0, size, flags };
    return error;
  }
  return oldVa === 0 ? 0 : putWords(task, oldVa, old);
}

function sysSigreturn(kernel: Kernel, task: Task): number {
  const error = popSignalFrame(kernel, task);
  if (error === BLOCKED) return BLOCKED;
  if (error !== 0) forceSignal(task, signalInfo({ signo: Signal.SIGSEGV, code: SiCode.SI_KERNEL }));
  return NO_RESULT;
}

const isLeader = (task: Task): boolean => task.pid === task.tgid && task.kernelThread === null && !(task.state === TaskState.Dead);
const mayKill = (task: Task, target: Task): boolean => task.uid === 0 || task.uid === target.uid;

function sysKill(kernel: Kernel, task: Task, args: Int32Array): number {
  const [pid, signo] = [args[0]!, args[1]!];
  if (signo < 0 || signo > Signal.Last) return -Errno.EINVAL;
  const processes = [...kernel.tasks.values()].filter(isLeader);
  const targets = processes.filter((target) => {
    if (pid > 0) return target.pid === pid;
    if (pid === -1) return target.tgid !== task.tgid;
    return target.group.processGroup === (pid === 0 ? task.group.processGroup : -pid);
  });
  if (targets.length === 0) return -Errno.ESRCH;
  const allowed = targets.filter((target) => mayKill(task, target));
  if (allowed.length === 0) return -Errno.EPERM;
  const info = signalInfo({ signo, code: SiCode.SI_USER, pid: task.tgid, uid: task.uid });
  if (signo !== 0) for (const target of allowed) sendSignal(kernel, target.group.threads[0] ?? target, info, 'process');
  return 0;
}

function sendToThread(kernel: Kernel, task: Task, { tgid, tid, signo }: { tgid: number | null; tid: number; signo: number }): number {
  if (tid <= 0 || (tgid !== null && tgid <= 0) || signo < 0 || signo > Signal.Last) return -Errno.EINVAL;
  const target = kernel.tasks.get(tid);
  if (target === undefined || (tgid !== null && target.tgid !== tgid) || target.kernelThread !== null) return -Errno.ESRCH;
  if (!mayKill(task, target)) return -Errno.EPERM;
  if (signo !== 0) sendSignal(kernel, target, signalInfo({ signo, code: SiCode.SI_TKILL, pid: task.tgid, uid: task.uid }), 'thread');
  return 0;
}

/** Rows of the table; the calls older than the rt ones are left out. */
export const SIGNAL_CALLS: readonly Syscall[] = [
  row(Sys.pause, 'pause', '', sysPause, { interrupted: interruptedAlways }),
  row(Sys.kill, 'kill', 'pid:pid signal:signal', sysKill),
  row(Sys.rt_sigreturn, 'rt_sigreturn', '', sysSigreturn),
  row(Sys.rt_sigaction, 'rt_sigaction', 'signal:signal act:sigaction oldact:outsigaction size:size', sysSigaction),
  row(Sys.rt_sigprocmask, 'rt_sigprocmask', 'how:sighow set:sigset oldset:outsigset size:size', sysSigprocmask),
  row(Sys.rt_sigpending, 'rt_sigpending', 'set:outsigset size:size', sysSigpending),
  row(Sys.rt_sigsuspend, 'rt_sigsuspend', 'set:sigset size:size', sysSigsuspend, { interrupted: interruptedAlways }),
  row(Sys.sigaltstack, 'sigaltstack', 'new:stackt old:outstackt', sysSigaltstack),
  row(Sys.tkill, 'tkill', 'tid:pid signal:signal', (k, t, a) => sendToThread(k, t, { tgid: null, tid: a[0]!, signo: a[1]! })),
  row(Sys.tgkill, 'tgkill', 'tgid:pid tid:pid signal:signal', (k, t, a) => sendToThread(k, t, { tgid: a[0]!, tid: a[1]!, signo: a[2]! })),
];
