/**
 * Futexes: queues of tasks found by the address of a word. A private word is known by address space and address, a word in
 * shared memory by file and offset, so that processes that map it at different places meet.
 *
 * A woken waiter is told so in `task.progress.done`; its call, executed again, then ends with 0 without looking at the word.
 */
import { Errno } from '../abi/errno.ts';
import { Futex } from '../abi/process.ts';
import { Sys } from '../abi/syscall-numbers.ts';
import type { Kernel } from './kernel.ts';
import { PAGE_SHIFT, PAGE_SIZE, TASK_SIZE } from './mm/mm.ts';
import { getUser32 } from './mm/user-memory.ts';
import { vmaAt } from './mm/vma-list.ts';
import { VmFlag } from './mm/vma.ts';
import type { Task } from './task.ts';
import { TimeCause } from './time-cause.ts';
import { BLOCKED, createWaitQueue, type WaitQueue } from './wait.ts';

const ALL_BITS = -1;
const WORD = 4;
/** Values of progress.done of a waiter. */
const enum Waiter {
  Waiting = 0,
  Woken = 1,
}

/** Name of a futex word, the same for all who mean the same memory; null if nothing is mapped there. */
function keyOf(task: Task, va: number, isPrivate: boolean): string | null {
  const mm = task.mm!;
  const vma = isPrivate ? null : vmaAt(mm, va);
  if (!isPrivate && vma === null) return null;
  if (vma === null || vma.file === null || (vma.flags & (VmFlag.Shared | VmFlag.MayShare)) === 0) return `mm ${mm.id} ${va}`;
  const page = vma.pgoff + ((va - vma.start) >>> PAGE_SHIFT);
  const { inode } = vma.file;
  return `file ${inode.mapping!.id} ${page} ${va % PAGE_SIZE}`;
}

function checkAddress(va: number): number {
  if (va % WORD !== 0) return -Errno.EINVAL;
  return va + WORD > TASK_SIZE ? -Errno.EFAULT : 0;
}

export interface FutexWait {
  readonly va: number;
  readonly expected: number;
  readonly isPrivate: boolean;
  readonly bitset: number;
  /** Virtual ns, Infinity for none. Ignored when the call is executed again. */
  readonly deadline: number;
}

/** 0 when woken, -EAGAIN if the word differs, -ETIMEDOUT, -EINVAL, -EFAULT, or BLOCKED. */
export function waitFutex(kernel: Kernel, task: Task, { va, expected, isPrivate, bitset, deadline }: FutexWait): number {
  const error = checkAddress(va);
  if (error !== 0) return error;
  if (bitset === 0) return -Errno.EINVAL;
  if (task.progress?.call === Sys.futex) {
    if (task.progress.done === Waiter.Woken) return 0;
    if (kernel.waiting.now() >= task.progress.deadline) return -Errno.ETIMEDOUT;
  } else {
    const word = { value: 0 };
    const fault = getUser32(task, va, word);
    if (fault !== 0) return fault;
    if (word.value !== (expected | 0)) return -Errno.EAGAIN;
    task.progress = { call: Sys.futex, done: Waiter.Waiting, deadline };
  }
  const key = keyOf(task, va, isPrivate);
  if (key === null) return -Errno.EFAULT;
  task.futexBitset = bitset;
  kernel.waiting.sleepOn(task, queueOf(kernel, key), task.progress.deadline);
  return BLOCKED;
}

function queueOf(kernel: Kernel, key: string): WaitQueue {
  const known = kernel.futexes.get(key);
  if (known !== undefined) return known;
  // Waiters that were interrupted, timed out or killed have left empty queues behind.
  for (const other of kernel.futexes.keys()) forgetIfEmpty(kernel, other);
  const queue = createWaitQueue(`futex ${key}`);
  kernel.futexes.set(key, queue);
  return queue;
}

function forgetIfEmpty(kernel: Kernel, key: string): void {
  if (kernel.futexes.get(key)?.waiters.length === 0) kernel.futexes.delete(key);
}

function wakeWaiters(kernel: Kernel, key: string, count: number, bitset: number): number {
  const waiters = kernel.futexes.get(key)?.waiters.filter((waiter) => (waiter.futexBitset & bitset) !== 0).slice(0, count) ?? [];
  for (const waiter of waiters) {
    waiter.progress!.done = Waiter.Woken;
    kernel.waiting.charge(TimeCause.FutexWake);
    kernel.scheduler.wakeTask(waiter);
  }
  forgetIfEmpty(kernel, key);
  return waiters.length;
}

/** Wakes up to `count` waiters whose bits match; how many, or negative errno. */
export function wakeFutex(kernel: Kernel, task: Task, va: number, { count, bitset, isPrivate }: { count: number; bitset: number; isPrivate: boolean }): number {
  const error = checkAddress(va);
  if (error !== 0) return error;
  if (bitset === 0) return -Errno.EINVAL;
  const key = keyOf(task, va, isPrivate);
  return key === null ? -Errno.EFAULT : wakeWaiters(kernel, key, Math.max(1, count), bitset);
}

export interface FutexRequeue {
  readonly from: number;
  readonly to: number;
  readonly wake: number;
  readonly requeue: number;
  readonly isPrivate: boolean;
  /** What the word at `from` must hold (FUTEX_CMP_REQUEUE), or null. */
  readonly expected: number | null;
}

/** Wakes some waiters and moves others to another word; woken plus moved, or negative errno or BLOCKED. */
export function requeueFutex(kernel: Kernel, task: Task, { from, to, wake, requeue, isPrivate, expected }: FutexRequeue): number {
  const error = checkAddress(from) || checkAddress(to);
  if (error !== 0) return error;
  if (wake < 0 || requeue < 0) return -Errno.EINVAL;
  if (expected !== null) {
    const word = { value: 0 };
    const fault = getUser32(task, from, word);
    if (fault !== 0) return fault;
    if (word.value !== (expected | 0)) return -Errno.EAGAIN;
  }
  const fromKey = keyOf(task, from, isPrivate);
  const toKey = keyOf(task, to, isPrivate);
  if (fromKey === null || toKey === null) return -Errno.EFAULT;
  const woken = wake === 0 ? 0 : wakeWaiters(kernel, fromKey, wake, ALL_BITS);
  const source = kernel.futexes.get(fromKey);
  if (source === undefined || fromKey === toKey) return woken;
  const moved = source.waiters.splice(0, requeue);
  const target = queueOf(kernel, toKey);
  for (const waiter of moved) {
    target.waiters.push(waiter);
    waiter.waitQueues[0] = target;
  }
  forgetIfEmpty(kernel, fromKey);
  forgetIfEmpty(kernel, toKey);
  return woken + moved.length;
}

/** Splits the operation word of the call. */
export const futexCommand = (op: number): number => op & Futex.CommandMask;
