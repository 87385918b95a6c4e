/**
 * Kernel copies from and to user memory: page by page, faulting pages in as the CPU would, setting A and D. Every function
 * may say BLOCKED: the task then sleeps for the disk and the caller's call is executed again.
 */
import { unreachable } from '../../base/assert.ts';
import type { Task } from '../task.ts';
import type { Mm } from './mm.ts';

/** Bytes not copied (0 = all, more = the rest is not accessible), or BLOCKED with nothing lost. */
export function copyFromUser(task: Task, va: number, target: Uint8Array, offset: number, length: number): number {
  return unreachable(`copyFromUser ${task.pid} ${va} ${target.length} ${offset} ${length}`);
}

/** Bytes not copied, or BLOCKED. */
export function copyToUser(task: Task, va: number, source: Uint8Array, offset: number, length: number): number {
  return unreachable(`copyToUser ${task.pid} ${va} ${source.length} ${offset} ${length}`);
}

/** Bytes not cleared, or BLOCKED. */
export function clearUser(task: Task, va: number, length: number): number {
  return unreachable(`clearUser ${task.pid} ${va} ${length}`);
}

/** 0 and the signed word in `out.value`, -EFAULT or BLOCKED. */
export function getUser32(task: Task, va: number, out: { value: number }): number {
  return unreachable(`getUser32 ${task.pid} ${va} ${out.value}`);
}

/** 0, -EFAULT or BLOCKED. */
export function putUser32(task: Task, va: number, value: number): number {
  return unreachable(`putUser32 ${task.pid} ${va} ${value}`);
}

/** A zero-terminated string of at most `max` bytes with its zero, -EFAULT, -ENAMETOOLONG or BLOCKED. Bytes are taken as Latin-1. */
export function readString(task: Task, va: number, max: number): string | number {
  return unreachable(`readString ${task.pid} ${va} ${max}`);
}

/** For tools: the bytes as they stand, wherever they are (RAM, swap, file), without a fault or a mark; null where nothing is mapped. */
export function peekUser(mm: Mm, va: number, length: number): Uint8Array | null {
  return unreachable(`peekUser ${mm.id} ${va} ${length}`);
}
