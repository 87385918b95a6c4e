/**
 * Time as guests see it: the virtual time of the CPU that asks. The machine starts at {@link EPOCH_SECONDS} and CLOCK_MONOTONIC
 * at 0, in every run, so that a program that prints the date prints the same one each time.
 */
import { Errno } from '../abi/errno.ts';
import { Clock } from '../abi/process.ts';
import type { Kernel } from './kernel.ts';
import { processUsage } from './exit.ts';
import { copyFromUser, copyToUser } from './mm/user-memory.ts';
import type { Task } from './task.ts';
import { BLOCKED } from './wait.ts';

/** CLOCK_REALTIME at the start of every machine: 2 August 2022, 00:00:00 UTC. */
export const EPOCH_SECONDS = 1_659_398_400;
export const NS_PER_SECOND = 1_000_000_000;
const NS_PER_MICROSECOND = 1000;

/** Bytes of struct timespec and struct timeval of i386, and of the 64-bit timespec of the *_time64 calls. */
const PAIR = 8;
const PAIR64 = 16;

/** Nanoseconds that a clock shows, or null if there is no such clock. Exact: seconds and nanoseconds apart. */
export function readClock(kernel: Kernel, task: Task, clock: number): { readonly seconds: number; readonly ns: number } | null {
  const split = (ns: number): { seconds: number; ns: number } => ({ seconds: Math.floor(ns / NS_PER_SECOND), ns: ns % NS_PER_SECOND });
  const now = kernel.waiting.now();
  switch (clock) {
    case Clock.CLOCK_REALTIME:
    case Clock.CLOCK_REALTIME_COARSE: {
      const { seconds, ns } = split(now);
      return { seconds: seconds + EPOCH_SECONDS, ns };
    }
    case Clock.CLOCK_MONOTONIC:
    case Clock.CLOCK_MONOTONIC_RAW:
    case Clock.CLOCK_MONOTONIC_COARSE:
    case Clock.CLOCK_BOOTTIME:
      return split(now);
    case Clock.CLOCK_PROCESS_CPUTIME_ID: {
      const { userTime, systemTime } = processUsage(task.group);
      return split(userTime + systemTime);
    }
    case Clock.CLOCK_THREAD_CPUTIME_ID:
      return split(task.userTime + task.systemTime);
    default:
      return null;
  }
}

/** Stores seconds and ns (or microseconds) as two words. 0, -EFAULT or BLOCKED. */
export function putTime(task: Task, va: number, first: number, second: number): number {
  const bytes = new Uint8Array(PAIR);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, first, true);
  view.setInt32(4, second, true);
  return resultOf(copyToUser(task, va, bytes, 0, PAIR));
}

/** As {@link putTime} with 64-bit fields. */
export function putTime64(task: Task, va: number, seconds: number, ns: number): number {
  const bytes = new Uint8Array(PAIR64);
  const view = new DataView(bytes.buffer);
  view.setBigInt64(0, BigInt(seconds), true);
  view.setInt32(8, ns, true);
  return resultOf(copyToUser(task, va, bytes, 0, PAIR64));
}

const resultOf = (left: number): number => (left === BLOCKED ? BLOCKED : left === 0 ? 0 : -Errno.EFAULT);

/** Reads a timespec as nanoseconds into `out`. 0, -EFAULT, -EINVAL for one that is out of range, or BLOCKED. */
export function getTimespec(task: Task, va: number, out: { ns: number }): number {
  const bytes = new Uint8Array(PAIR);
  const error = resultOf(copyFromUser(task, va, bytes, 0, PAIR));
  if (error !== 0) return error;
  const view = new DataView(bytes.buffer);
  return join(view.getInt32(0, true), view.getInt32(4, true), out);
}

/** As {@link getTimespec} for the 64-bit form. */
export function getTimespec64(task: Task, va: number, out: { ns: number }): number {
  const bytes = new Uint8Array(PAIR64);
  const error = resultOf(copyFromUser(task, va, bytes, 0, PAIR64));
  if (error !== 0) return error;
  const view = new DataView(bytes.buffer);
  return join(Number(view.getBigInt64(0, true)), view.getInt32(8, true), out);
}

function join(seconds: number, ns: number, out: { ns: number }): number {
  if (seconds < 0 || ns < 0 || ns >= NS_PER_SECOND) return -Errno.EINVAL;
  out.ns = seconds * NS_PER_SECOND + ns;
  return 0;
}

/** Reads two timevals as nanoseconds. 0, -EFAULT, -EINVAL for one that is out of range, or BLOCKED. */
export function getTimevals(task: Task, va: number, out: { first: number; second: number }): number {
  const bytes = new Uint8Array(2 * PAIR);
  const error = resultOf(copyFromUser(task, va, bytes, 0, 2 * PAIR));
  if (error !== 0) return error;
  const words = new Int32Array(bytes.buffer);
  const isValid = (at: number): boolean => words[at]! >= 0 && words[at + 1]! >= 0 && words[at + 1]! < NS_PER_SECOND / NS_PER_MICROSECOND;
  if (!isValid(0) || !isValid(2)) return -Errno.EINVAL;
  out.first = words[0]! * NS_PER_SECOND + words[1]! * NS_PER_MICROSECOND;
  out.second = words[2]! * NS_PER_SECOND + words[3]! * NS_PER_MICROSECOND;
  return 0;
}

/** Stores two timevals. 0, -EFAULT or BLOCKED. */
export function putTimevals(task: Task, va: number, first: number, second: number): number {
  const words = Int32Array.from([first, second].flatMap((ns) => [Math.floor(ns / NS_PER_SECOND), toMicroseconds(ns % NS_PER_SECOND)]));
  return resultOf(copyToUser(task, va, new Uint8Array(words.buffer), 0, 2 * PAIR));
}

export const toMicroseconds = (ns: number): number => Math.floor(ns / NS_PER_MICROSECOND);

/** Virtual time at which an absolute time of a clock is reached. */
export function deadlineOf(clock: number, ns: number): number {
  return clock === Clock.CLOCK_REALTIME ? ns - EPOCH_SECONDS * NS_PER_SECOND : ns;
}
