/** The calls on processes and threads, resource limits and identity. */
import { Errno } from '../../abi/errno.ts';
import { PATH_MAX } from '../../abi/fcntl.ts';
import { Clone, exitedStatus, Futex, Personality, RLIM_INFINITY, Rlimit, Rusage, UTS_FIELD } from '../../abi/process.ts';
import { Signal } from '../../abi/signals.ts';
import { Sys } from '../../abi/syscall-numbers.ts';
import { latin1Bytes } from '../../base/latin1.ts';
import { execve } from '../exec.ts';
import { addUsage, processUsage, usageOf } from '../exit.ts';
import { clone } from '../fork.ts';
import { futexCommand, requeueFutex, waitFutex, wakeFutex } from '../futex.ts';
import type { Kernel } from '../kernel.ts';
import { copyFromUser, copyToUser, getUser32, readString } from '../mm/user-memory.ts';
import { encodeRusage } from '../rusage.ts';
import { killGroup } from '../signal.ts';
import { noUsage, type Task } from '../task.ts';
import { deadlineOf, getTimespec, getTimespec64 } from '../time.ts';
import { BLOCKED } from '../wait.ts';
import { wait4 } from '../wait4.ts';
import { NO_RESULT, syscall, type Syscall } from './syscall.ts';

type Extra = Partial<Pick<Syscall, 'result' | 'missing' | 'interrupted'>>;
const row = (number: Sys, name: string, signature: string, handler: Syscall['handler'], extra: Extra = {}): Syscall =>
  syscall({ number, name, signature, family: 'process', ...extra }, handler);

const address = (register: number): number => register >>> 0;

/** Longest list of arguments; the real bound is their bytes (exec.ts). */
const MAX_STRINGS = 0x7fff;
/** Longest single string with its zero, in bytes: one more than exec accepts, so that it can refuse. */
const MAX_STRING = 0x20001;

/** Reads a vector of string pointers that ends with a null pointer. A null vector is empty. Negative errno or BLOCKED. */
function readStrings(task: Task, va: number): string[] | number {
  const strings: string[] = [];
  if (va === 0) return strings;
  const word = { value: 0 };
  for (let index = 0; ; index++) {
    if (index > MAX_STRINGS) return -Errno.E2BIG;
    const fault = getUser32(task, va + index * 4, word);
    if (fault !== 0) return fault;
    if (word.value === 0) return strings;
    const text = readString(task, address(word.value), MAX_STRING);
    if (typeof text === 'number') return text === -Errno.ENAMETOOLONG ? -Errno.E2BIG : text;
    strings.push(text);
  }
}

function sysExecve(kernel: Kernel, task: Task, args: Int32Array): number {
  const path = readString(task, address(args[0]!), PATH_MAX);
  if (typeof path === 'number') return path;
  const argv = readStrings(task, address(args[1]!));
  if (typeof argv === 'number') return argv;
  const envp = readStrings(task, address(args[2]!));
  if (typeof envp === 'number') return envp;
  // As Linux since 5.18: an empty argument list becomes one empty string.
  const result = execve(kernel, task, { path, argv: argv.length === 0 ? [''] : argv, envp });
  return result === 0 ? NO_RESULT : result;
}

function sysExit(_kernel: Kernel, task: Task, args: Int32Array): number {
  task.exiting = exitedStatus(args[0]!);
  return NO_RESULT;
}

function sysExitGroup(kernel: Kernel, task: Task, args: Int32Array): number {
  killGroup(kernel, task.group, exitedStatus(args[0]!));
  task.exiting = task.group.exitStatus;
  return NO_RESULT;
}

function putBytes(task: Task, va: number, bytes: Uint8Array): number {
  const left = copyToUser(task, va, bytes, 0, bytes.length);
  return left === BLOCKED ? BLOCKED : left === 0 ? 0 : -Errno.EFAULT;
}

function sysUname(_kernel: Kernel, task: Task, args: Int32Array): number {
  const fields = ['Linux', 'pagewalk', '6.18.0', '#1 SMP pagewalk', 'i686', '(none)'];
  const bytes = new Uint8Array(fields.length * UTS_FIELD);
  fields.forEach((text, index) => bytes.set(latin1Bytes(text), index * UTS_FIELD));
  return putBytes(task, address(args[0]!), bytes);
}

function sysFutex(kernel: Kernel, task: Task, args: Int32Array, readTime: typeof getTimespec): number {
  const [va, op, value, timeoutVa, va2, value3] = args as unknown as [number, number, number, number, number, number];
  const isPrivate = (op & Futex.FUTEX_PRIVATE_FLAG) !== 0;
  const command = futexCommand(op);
  const first = address(va);
  switch (command) {
    case Futex.FUTEX_WAIT:
    case Futex.FUTEX_WAIT_BITSET: {
      const time = { ns: Infinity };
      const error = timeoutVa === 0 || task.progress !== null ? 0 : readTime(task, address(timeoutVa), time);
      if (error !== 0) return error;
      const clock = (op & Futex.FUTEX_CLOCK_REALTIME) !== 0 ? 0 : 1;
      const deadline = command === Futex.FUTEX_WAIT ? kernel.waiting.now() + time.ns : time.ns === Infinity ? Infinity : deadlineOf(clock, time.ns);
      const bitset = command === Futex.FUTEX_WAIT ? -1 : value3;
      return waitFutex(kernel, task, { va: first, expected: value, isPrivate, bitset, deadline });
    }
    case Futex.FUTEX_WAKE:
      return wakeFutex(kernel, task, first, { count: value, bitset: -1, isPrivate });
    case Futex.FUTEX_WAKE_BITSET:
      return wakeFutex(kernel, task, first, { count: value, bitset: value3, isPrivate });
    case Futex.FUTEX_REQUEUE:
    case Futex.FUTEX_CMP_REQUEUE:
      return requeueFutex(kernel, task, {
        from: first, to: address(va2), wake: value, requeue: timeoutVa, isPrivate, expected: command === Futex.FUTEX_CMP_REQUEUE ? value3 : null,
      });
    default:
      return -Errno.ENOSYS;
  }
}

/** A wait with a time limit is never started anew: it ends with EINTR. */
function interruptedFutex(_kernel: Kernel, task: Task): number {
  return task.progress !== null && task.progress.deadline !== Infinity ? -Errno.EINTR : BLOCKED;
}

const OLD_INFINITY = 0x7fffffff;

function sysGetrlimit(task: Task, resource: number, va: number, infinity: number): number {
  const limits = task.group.rlimits[resource];
  if (limits === undefined) return -Errno.EINVAL;
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  limits.forEach((limit, index) => view.setUint32(index * 4, Math.min(limit, infinity), true));
  return putBytes(task, va, bytes);
}

/** Changes a limit; 0 or negative errno. */
function setLimit(task: Task, resource: number, soft: number, hard: number): number {
  const limits = task.group.rlimits[resource];
  if (limits === undefined || soft > hard) return -Errno.EINVAL;
  if (hard > limits[1] && task.uid !== 0) return -Errno.EPERM;
  if (resource === Rlimit.RLIMIT_NOFILE && hard > MAX_FILES) return -Errno.EPERM;
  limits[0] = soft;
  limits[1] = hard;
  return 0;
}

/** fs.nr_open. */
const MAX_FILES = 1048576;

function sysSetrlimit(task: Task, resource: number, va: number): number {
  if (resource >>> 0 >= Rlimit.Count) return -Errno.EINVAL;
  const bytes = new Uint8Array(8);
  const left = copyFromUser(task, va, bytes, 0, bytes.length);
  if (left !== 0) return left === BLOCKED ? BLOCKED : -Errno.EFAULT;
  const view = new DataView(bytes.buffer);
  return setLimit(task, resource, view.getUint32(0, true), view.getUint32(4, true));
}

/** Limits of prlimit64 are 64 bits wide; what does not fit in 32 is no limit. */
const INFINITY64 = 0xffffffffffffffffn;
const narrow = (limit: bigint): number => (limit >= BigInt(RLIM_INFINITY) ? RLIM_INFINITY : Number(limit));
const widen = (limit: number): bigint => (limit === RLIM_INFINITY ? INFINITY64 : BigInt(limit));

function sysPrlimit64(kernel: Kernel, task: Task, args: Int32Array): number {
  const [pid, resource, newVa, oldVa] = [args[0]!, args[1]!, address(args[2]!), address(args[3]!)];
  if (resource >>> 0 >= Rlimit.Count) return -Errno.EINVAL;
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const left = newVa === 0 ? 0 : copyFromUser(task, newVa, bytes, 0, bytes.length);
  if (left !== 0) return left === BLOCKED ? BLOCKED : -Errno.EFAULT;
  const target = pid === 0 ? task : kernel.tasks.get(pid);
  if (target === undefined) return -Errno.ESRCH;
  if (task.uid !== 0 && target.uid !== task.uid) return -Errno.EPERM;
  const [soft, hard] = target.group.rlimits[resource]!;
  if (oldVa !== 0) {
    const old = new Uint8Array(16);
    const oldView = new DataView(old.buffer);
    oldView.setBigUint64(0, widen(soft), true);
    oldView.setBigUint64(8, widen(hard), true);
    const error = putBytes(task, oldVa, old);
    if (error !== 0) return error;
  }
  return newVa === 0 ? 0 : setLimit(target, resource, narrow(view.getBigUint64(0, true)), narrow(view.getBigUint64(8, true)));
}

function sysGetrusage(task: Task, who: number, va: number): number {
  if (who === Rusage.RUSAGE_SELF) return putBytes(task, va, encodeRusage(processUsage(task.group)));
  if (who === Rusage.RUSAGE_THREAD) return putBytes(task, va, encodeRusage(usageOf(task)));
  if (who !== Rusage.RUSAGE_CHILDREN) return -Errno.EINVAL;
  const total = noUsage();
  addUsage(total, task.group.children);
  return putBytes(task, va, encodeRusage(total));
}

function sysGetrandom(kernel: Kernel, task: Task, args: Int32Array): number {
  const [va, length, flags] = [address(args[0]!), args[1]! >>> 0, args[2]!];
  if ((flags & ~7) !== 0) return -Errno.EINVAL;
  const bytes = new Uint8Array(Math.min(length, MAX_RANDOM));
  const before = kernel.saveRandom();
  kernel.fillRandom(bytes);
  const left = copyToUser(task, va, bytes, 0, bytes.length);
  if (left === BLOCKED) {
    // Executed again later: it must draw the same numbers.
    kernel.restoreRandom(before);
    return BLOCKED;
  }
  return left === 0 ? bytes.length : left === bytes.length ? -Errno.EFAULT : bytes.length - left;
}

/** Bytes that one getrandom gives at most. */
const MAX_RANDOM = 65536;

function sysPersonality(_kernel: Kernel, task: Task, args: Int32Array): number {
  const old = task.personality;
  if (args[0] !== Personality.Query) task.personality = args[0]!;
  return old;
}

function sysGetaffinity(kernel: Kernel, task: Task, args: Int32Array): number {
  const [pid, length, va] = [args[0]!, args[1]! >>> 0, address(args[2]!)];
  const bytes = Math.ceil(kernel.scheduler.slots.length / 32) * 4;
  if (length % 4 !== 0 || length < bytes) return -Errno.EINVAL;
  if (pid !== 0 && !kernel.tasks.has(pid)) return -Errno.ESRCH;
  const mask = new Uint8Array(bytes);
  for (const { index } of kernel.scheduler.slots) mask[index >> 3]! |= 1 << (index & 7);
  return putBytes(task, va, mask) || bytes;
}

function groupOf(kernel: Kernel, task: Task, pid: number): Task['group'] | null {
  const target = pid === 0 ? task : kernel.tasks.get(pid);
  return target?.group ?? null;
}

function sysSetpgid(kernel: Kernel, task: Task, pid: number, group: number): number {
  if (group < 0) return -Errno.EINVAL;
  const target = pid === 0 ? kernel.tasks.get(task.tgid)! : kernel.tasks.get(pid);
  if (target === undefined || (target.tgid !== task.tgid && target.parent?.tgid !== task.tgid)) return -Errno.ESRCH;
  if (target.group.session === target.tgid) return -Errno.EPERM;
  target.group.processGroup = group === 0 ? target.tgid : group;
  return 0;
}

function sysSetsid(kernel: Kernel, task: Task): number {
  for (const other of kernel.tasks.values()) if (other.group.processGroup === task.tgid) return -Errno.EPERM;
  task.group.session = task.tgid;
  task.group.processGroup = task.tgid;
  return task.tgid;
}

const FORK = { flags: Signal.SIGCHLD, stack: 0, parentTid: 0, tls: 0, childTid: 0 };

export const PROCESS_CALLS: readonly Syscall[] = [
  row(Sys.exit, 'exit', 'status:int', sysExit, { result: 'none' }),
  row(Sys.fork, 'fork', '', (k, t) => clone(k, t, FORK)),
  row(Sys.waitpid, 'waitpid', 'pid:pid status:status options:waitflags', (k, t, a) => wait4(k, t, { pid: a[0]!, statusVa: address(a[1]!), options: a[2]!, rusageVa: 0 })),
  row(Sys.execve, 'execve', 'path:str argv:strs envp:strs', sysExecve, { missing: 'ELF executables only, no scripts, no set-uid. A thread that is not the leader keeps its pid.' }),
  row(Sys.getpid, 'getpid', '', (_k, t) => t.tgid),
  row(Sys.getuid, 'getuid', '', (_k, t) => t.uid),
  row(Sys.getgid, 'getgid', '', (_k, t) => t.uid, { missing: 'Groups have the number of the user.' }),
  row(Sys.geteuid, 'geteuid', '', (_k, t) => t.uid),
  row(Sys.getegid, 'getegid', '', (_k, t) => t.uid),
  row(Sys.setpgid, 'setpgid', 'pid:pid group:pid', (k, t, a) => sysSetpgid(k, t, a[0]!, a[1]!)),
  row(Sys.umask, 'umask', 'mask:octal', (_k, t, a) => {
    const old = t.umask;
    t.umask = a[0]! & 0o777;
    return old;
  }),
  row(Sys.getppid, 'getppid', '', (k, t) => k.tasks.get(t.tgid)?.parent?.tgid ?? 1),
  row(Sys.getpgrp, 'getpgrp', '', (_k, t) => t.group.processGroup),
  row(Sys.setsid, 'setsid', '', (k, t) => sysSetsid(k, t)),
  row(Sys.setrlimit, 'setrlimit', 'resource:resource limit:rlimit', (_k, t, a) => sysSetrlimit(t, a[0]!, address(a[1]!)), { missing: 'Enforced: AS, DATA, STACK, MEMLOCK, NOFILE, NPROC; the others are kept only.' }),
  row(Sys.getrlimit, 'getrlimit', 'resource:resource limit:outrlimit', (_k, t, a) => sysGetrlimit(t, a[0]!, address(a[1]!), OLD_INFINITY)),
  row(Sys.getrusage, 'getrusage', 'who:who usage:rusage', (_k, t, a) => sysGetrusage(t, a[0]!, address(a[1]!))),
  row(Sys.wait4, 'wait4', 'pid:pid status:status options:waitflags usage:rusage', (k, t, a) => wait4(k, t, { pid: a[0]!, statusVa: address(a[1]!), options: a[2]!, rusageVa: address(a[3]!) })),
  row(Sys.clone, 'clone', 'flags:cloneflags stack:addr parent_tid:addr tls:addr child_tid:addr', (k, t, a) =>
    clone(k, t, { flags: a[0]!, stack: a[1]!, parentTid: address(a[2]!), tls: a[3]!, childTid: address(a[4]!) }), { missing: 'No name spaces. CLONE_SETTLS takes the value of tp, not a descriptor.' }),
  row(Sys.uname, 'uname', 'name:utsname', sysUname),
  row(Sys.getpgid, 'getpgid', 'pid:pid', (k, t, a) => groupOf(k, t, a[0]!)?.processGroup ?? -Errno.ESRCH),
  row(Sys.personality, 'personality', 'persona:personality', sysPersonality, { missing: 'ADDR_NO_RANDOMIZE, ADDR_COMPAT_LAYOUT and READ_IMPLIES_EXEC count; the others are kept only.' }),
  row(Sys.getsid, 'getsid', 'pid:pid', (k, t, a) => groupOf(k, t, a[0]!)?.session ?? -Errno.ESRCH),
  row(Sys.sched_yield, 'sched_yield', '', (k, t) => {
    k.scheduler.yieldSlice(t);
    return 0;
  }),
  row(Sys.vfork, 'vfork', '', (k, t) => clone(k, t, { ...FORK, flags: Clone.CLONE_VFORK | Clone.CLONE_VM | Signal.SIGCHLD })),
  row(Sys.ugetrlimit, 'ugetrlimit', 'resource:resource limit:outrlimit', (_k, t, a) => sysGetrlimit(t, a[0]!, address(a[1]!), RLIM_INFINITY)),
  row(Sys.getuid32, 'getuid32', '', (_k, t) => t.uid),
  row(Sys.getgid32, 'getgid32', '', (_k, t) => t.uid),
  row(Sys.geteuid32, 'geteuid32', '', (_k, t) => t.uid),
  row(Sys.getegid32, 'getegid32', '', (_k, t) => t.uid),
  row(Sys.gettid, 'gettid', '', (_k, t) => t.pid),
  row(Sys.futex, 'futex', 'uaddr:addr op:futexop value:int timeout:timespec uaddr2:addr value3:int', (k, t, a) => sysFutex(k, t, a, getTimespec), { missing: 'No FUTEX_WAKE_OP, no priority inheritance.', interrupted: interruptedFutex }),
  row(Sys.sched_getaffinity, 'sched_getaffinity', 'pid:pid length:uint mask:cpuset', sysGetaffinity),
  row(Sys.exit_group, 'exit_group', 'status:int', sysExitGroup, { result: 'none' }),
  row(Sys.set_tid_address, 'set_tid_address', 'tid:addr', (_k, t, a) => {
    t.clearChildTid = address(a[0]!);
    return t.pid;
  }),
  row(Sys.set_robust_list, 'set_robust_list', 'head:addr length:size', (_k, _t, a) => (a[1] === 12 ? 0 : -Errno.EINVAL), { missing: 'Accepted; the list is not walked when a thread ends.' }),
  row(Sys.prlimit64, 'prlimit64', 'pid:pid resource:resource new:rlimit64 old:outrlimit64', sysPrlimit64),
  row(Sys.getrandom, 'getrandom', 'buf:outhex length:size flags:uint', sysGetrandom, { missing: 'Numbers come from the seed of the machine.' }),
  row(Sys.futex_time64, 'futex_time64', 'uaddr:addr op:futexop value:int timeout:addr uaddr2:addr value3:int', (k, t, a) => sysFutex(k, t, a, getTimespec64), { missing: 'As futex.', interrupted: interruptedFutex }),
];
