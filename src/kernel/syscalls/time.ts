/** The calls on time. All clocks show virtual time. */
import { Errno } from '../../abi/errno.ts';
import { Clock, Itimer, TIMER_ABSTIME } from '../../abi/process.ts';
import { Sys } from '../../abi/syscall-numbers.ts';
import type { Kernel } from '../kernel.ts';
import { processUsage } from '../exit.ts';
import { copyToUser, putUser32 } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import {
  deadlineOf, EPOCH_SECONDS, getTimespec, getTimespec64, getTimevals, NS_PER_SECOND, putTime, putTime64, putTimevals, readClock, toMicroseconds,
} from '../time.ts';
import { BLOCKED } from '../wait.ts';
import { syscall, type Syscall } from './syscall.ts';

type Extra = Partial<Pick<Syscall, 'result' | 'missing' | 'interrupted'>>;
const row = (number: Sys, name: string, signature: string, handler: Syscall['handler'], extra: Extra = {}): Syscall =>
  syscall({ number, name, signature, family: 'time', ...extra }, handler);

const address = (register: number): number => register >>> 0;
const NS_PER_MICROSECOND = 1000;
const NS_PER_TICK = NS_PER_SECOND / 100;
/** Resolution of a coarse clock, a tick of 4 ms. */
const COARSE_NS = 4_000_000;

function sysClockGettime(kernel: Kernel, task: Task, args: Int32Array, put: typeof putTime): number {
  const time = readClock(kernel, task, args[0]!);
  return time === null ? -Errno.EINVAL : put(task, address(args[1]!), time.seconds, time.ns);
}

function sysClockGetres(kernel: Kernel, task: Task, args: Int32Array, put: typeof putTime): number {
  if (readClock(kernel, task, args[0]!) === null) return -Errno.EINVAL;
  const isCoarse = args[0] === Clock.CLOCK_REALTIME_COARSE || args[0] === Clock.CLOCK_MONOTONIC_COARSE;
  return args[1] === 0 ? 0 : put(task, address(args[1]!), 0, isCoarse ? COARSE_NS : 1);
}

function sysGettimeofday(kernel: Kernel, task: Task, args: Int32Array): number {
  const { seconds, ns } = readClock(kernel, task, Clock.CLOCK_REALTIME)!;
  const error = args[0] === 0 ? 0 : putTime(task, address(args[0]!), seconds, toMicroseconds(ns));
  if (error !== 0) return error;
  return args[1] === 0 ? 0 : putTime(task, address(args[1]!), 0, 0);
}

function sysTime(kernel: Kernel, task: Task, args: Int32Array): number {
  const { seconds } = readClock(kernel, task, Clock.CLOCK_REALTIME)!;
  const error = args[0] === 0 ? 0 : putUser32(task, address(args[0]!), seconds);
  return error === 0 ? seconds : error;
}

function sysTimes(kernel: Kernel, task: Task, args: Int32Array): number {
  const own = processUsage(task.group);
  const { children } = task.group;
  const ticks = Int32Array.from([own.userTime, own.systemTime, children.userTime, children.systemTime], (ns) => Math.floor(ns / NS_PER_TICK));
  const bytes = new Uint8Array(ticks.buffer);
  const left = args[0] === 0 ? 0 : copyToUser(task, address(args[0]!), bytes, 0, bytes.length);
  if (left === BLOCKED) return BLOCKED;
  return left === 0 ? Math.floor(kernel.waiting.now() / NS_PER_TICK) : -Errno.EFAULT;
}

interface Sleep {
  readonly clock: number;
  readonly isAbsolute: boolean;
  readonly requestVa: number;
  readonly read: typeof getTimespec;
}

function sleep(kernel: Kernel, task: Task, { clock, isAbsolute, requestVa, read }: Sleep): number {
  const now = kernel.waiting.now();
  if (task.progress === null) {
    const time = { ns: 0 };
    const error = read(task, requestVa, time);
    if (error !== 0) return error;
    task.progress = { call: Sys.nanosleep, done: 0, deadline: isAbsolute ? deadlineOf(clock, time.ns) : now + time.ns };
  }
  if (now >= task.progress.deadline) return 0;
  kernel.scheduler.nap(task, task.progress.deadline);
  return BLOCKED;
}

/** Stores what is left of an interrupted sleep. */
function interruptSleep(kernel: Kernel, task: Task, remainingVa: number, put: typeof putTime): number {
  const left = Math.max(0, (task.progress?.deadline ?? 0) - kernel.waiting.now());
  const error = remainingVa === 0 ? 0 : put(task, remainingVa, Math.floor(left / NS_PER_SECOND), left % NS_PER_SECOND);
  return error === 0 ? -Errno.EINTR : error;
}

function sysClockNanosleep(kernel: Kernel, task: Task, args: Int32Array, read: typeof getTimespec): number {
  const clock = args[0]!;
  if (clock !== Clock.CLOCK_REALTIME && clock !== Clock.CLOCK_MONOTONIC && clock !== Clock.CLOCK_BOOTTIME) return -Errno.EINVAL;
  return sleep(kernel, task, { clock, isAbsolute: (args[1]! & TIMER_ABSTIME) !== 0, requestVa: address(args[2]!), read });
}

const interruptClockSleep = (kernel: Kernel, task: Task, args: Int32Array, put: typeof putTime): number =>
  interruptSleep(kernel, task, (args[1]! & TIMER_ABSTIME) !== 0 ? 0 : address(args[3]!), put);

/** What is left of an armed timer shows as a microsecond at least. */
function putItimer(task: Task, va: number): number {
  const { left, interval } = task.group.virtualTimer;
  return putTimevals(task, va, interval, left === Infinity ? 0 : Math.max(left, NS_PER_MICROSECOND));
}

function sysSetitimer(task: Task, which: number, newVa: number, oldVa: number): number {
  const value = { first: 0, second: 0 };
  const error = newVa === 0 ? 0 : getTimevals(task, newVa, value);
  if (error !== 0) return error;
  if (which !== Itimer.ITIMER_VIRTUAL) return -Errno.EINVAL;
  const result = oldVa === 0 ? 0 : putItimer(task, oldVa);
  if (result === BLOCKED) return BLOCKED;
  // Linux sets the timer even if the old value cannot be stored.
  task.group.virtualTimer = { left: value.second === 0 ? Infinity : value.second, interval: value.first };
  return result;
}

const ONE_TIMER = 'ITIMER_VIRTUAL only; the others give EINVAL.';
const EPOCH = `Virtual time; the machine starts at ${EPOCH_SECONDS}.`;

export const TIME_CALLS: readonly Syscall[] = [
  row(Sys.time, 'time', 'time:addr', sysTime, { missing: EPOCH }),
  row(Sys.times, 'times', 'times:addr', sysTimes),
  row(Sys.setitimer, 'setitimer', 'which:itimer new:itimerval old:outitimerval', (_k, t, a) => sysSetitimer(t, a[0]!, address(a[1]!), address(a[2]!)), { missing: ONE_TIMER }),
  row(Sys.getitimer, 'getitimer', 'which:itimer value:outitimerval', (_k, t, a) => (a[0] === Itimer.ITIMER_VIRTUAL ? putItimer(t, address(a[1]!)) : -Errno.EINVAL), { missing: ONE_TIMER }),
  row(Sys.gettimeofday, 'gettimeofday', 'time:outtimeval zone:addr', sysGettimeofday, { missing: EPOCH }),
  row(Sys.nanosleep, 'nanosleep', 'request:timespec remaining:remaining', (k, t, a) => sleep(k, t, { clock: Clock.CLOCK_MONOTONIC, isAbsolute: false, requestVa: address(a[0]!), read: getTimespec }), { interrupted: (k, t, a) => interruptSleep(k, t, address(a[1]!), putTime) }),
  row(Sys.clock_gettime, 'clock_gettime', 'clock:clockid time:outtimespec', (k, t, a) => sysClockGettime(k, t, a, putTime), { missing: EPOCH }),
  row(Sys.clock_getres, 'clock_getres', 'clock:clockid resolution:outtimespec', (k, t, a) => sysClockGetres(k, t, a, putTime)),
  row(Sys.clock_nanosleep, 'clock_nanosleep', 'clock:clockid flags:int request:timespec remaining:remaining', (k, t, a) => sysClockNanosleep(k, t, a, getTimespec), { interrupted: (k, t, a) => interruptClockSleep(k, t, a, putTime) }),
  row(Sys.clock_gettime64, 'clock_gettime64', 'clock:clockid time:addr', (k, t, a) => sysClockGettime(k, t, a, putTime64), { missing: EPOCH }),
  row(Sys.clock_getres_time64, 'clock_getres_time64', 'clock:clockid resolution:addr', (k, t, a) => sysClockGetres(k, t, a, putTime64)),
  row(Sys.clock_nanosleep_time64, 'clock_nanosleep_time64', 'clock:clockid flags:int request:addr remaining:addr', (k, t, a) => sysClockNanosleep(k, t, a, getTimespec64), { interrupted: (k, t, a) => interruptClockSleep(k, t, a, putTime64) }),
];
