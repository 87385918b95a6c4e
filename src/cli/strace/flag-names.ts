/** Names of flag bits and of enumerated values, as strace prints them. */
import { signalName } from '../../abi/signals.ts';
import type { FlagName } from '../../abi/mman.ts';

const names = (prefix: string, pairs: Readonly<Record<string, number>>): readonly FlagName[] =>
  Object.entries(pairs).map(([name, value]) => ({ value, name: prefix + name }));

/** `A|B|0x100` for a set of bits; '0' for none. */
export function flagText(value: number, table: readonly FlagName[], unknown = ''): string {
  let rest = value;
  const found: string[] = [];
  for (const { value: bits, name } of table) {
    if (bits === 0 || (rest & bits) !== bits) continue;
    found.push(name);
    rest &= ~bits;
  }
  if (rest !== 0) found.push(`0x${(rest >>> 0).toString(16)}${unknown === '' || found.length > 0 ? '' : ` /* ${unknown} */`}`);
  return found.length === 0 ? '0' : found.join('|');
}

/** The name of a value, or the value with what it should have been. */
export function enumText(value: number, table: readonly FlagName[], unknown: string): string {
  return table.find((entry) => entry.value === value)?.name ?? `0x${(value >>> 0).toString(16)} /* ${unknown} */`;
}

export const OPEN_ACCESS_NAMES = names('O_', { RDONLY: 0, WRONLY: 1, RDWR: 2, ACCMODE: 3 });
export const OPEN_FLAG_NAMES = names('O_', {
  CREAT: 0o100, EXCL: 0o200, NOCTTY: 0o400, TRUNC: 0o1000, APPEND: 0o2000, NONBLOCK: 0o4000, SYNC: 0o4010000, DSYNC: 0o10000,
  ASYNC: 0o20000, DIRECT: 0o40000, LARGEFILE: 0o100000, TMPFILE: 0o20200000, DIRECTORY: 0o200000, NOFOLLOW: 0o400000,
  NOATIME: 0o1000000, CLOEXEC: 0o2000000, PATH: 0o10000000,
});
export const CLONE_NAMES = names('CLONE_', {
  VM: 0x100, FS: 0x200, FILES: 0x400, SIGHAND: 0x800, PTRACE: 0x2000, VFORK: 0x4000, PARENT: 0x8000, THREAD: 0x10000, NEWNS: 0x20000,
  SYSVSEM: 0x40000, SETTLS: 0x80000, PARENT_SETTID: 0x100000, CHILD_CLEARTID: 0x200000, DETACHED: 0x400000, UNTRACED: 0x800000,
  CHILD_SETTID: 0x1000000,
});
export const WAIT_NAMES: readonly FlagName[] = [
  ...names('W', { NOHANG: 1, STOPPED: 2, EXITED: 4, CONTINUED: 8 }),
  ...names('__W', { NOTHREAD: 0x20000000, ALL: 0x40000000, CLONE: -0x80000000 }),
];
export const SA_NAMES = names('SA_', {
  RESTORER: 0x04000000, ONSTACK: 0x08000000, RESTART: 0x10000000, NODEFER: 0x40000000, RESETHAND: -0x80000000, SIGINFO: 4, NOCLDSTOP: 1, NOCLDWAIT: 2,
});
export const SIGHOW_NAMES = names('SIG_', { BLOCK: 0, UNBLOCK: 1, SETMASK: 2 });
export const SS_NAMES = names('SS_', { ONSTACK: 1, DISABLE: 2, AUTODISARM: -0x80000000 });
export const FUTEX_NAMES = names('FUTEX_', { WAIT: 0, WAKE: 1, FD: 2, REQUEUE: 3, CMP_REQUEUE: 4, WAKE_OP: 5, WAIT_BITSET: 9, WAKE_BITSET: 10 });
export const SEEK_NAMES = names('SEEK_', { SET: 0, CUR: 1, END: 2, DATA: 3, HOLE: 4 });
export const RLIMIT_NAMES = names('RLIMIT_', {
  CPU: 0, FSIZE: 1, DATA: 2, STACK: 3, CORE: 4, RSS: 5, NPROC: 6, NOFILE: 7, MEMLOCK: 8, AS: 9, LOCKS: 10, SIGPENDING: 11, MSGQUEUE: 12,
  NICE: 13, RTPRIO: 14, RTTIME: 15,
});
export const CLOCK_NAMES = names('CLOCK_', {
  REALTIME: 0, MONOTONIC: 1, PROCESS_CPUTIME_ID: 2, THREAD_CPUTIME_ID: 3, MONOTONIC_RAW: 4, REALTIME_COARSE: 5, MONOTONIC_COARSE: 6, BOOTTIME: 7,
});
export const FCNTL_NAMES = names('F_', { DUPFD: 0, GETFD: 1, SETFD: 2, GETFL: 3, SETFL: 4, GETLK: 5, SETLK: 6, SETLKW: 7, DUPFD_CLOEXEC: 1030 });
export const ITIMER_NAMES = names('ITIMER_', { REAL: 0, VIRTUAL: 1, PROF: 2 });
export const RUSAGE_NAMES = names('RUSAGE_', { SELF: 0, CHILDREN: -1, THREAD: 1 });
export const ACCESS_NAMES = names('', { R_OK: 4, W_OK: 2, X_OK: 1 });
export const POLL_NAMES = names('POLL', { IN: 1, PRI: 2, OUT: 4, ERR: 8, HUP: 0x10, NVAL: 0x20 });
export const PERSONALITY_NAMES = names('', {
  ADDR_NO_RANDOMIZE: 0x40000, MMAP_PAGE_ZERO: 0x100000, ADDR_COMPAT_LAYOUT: 0x200000, READ_IMPLIES_EXEC: 0x400000, ADDR_LIMIT_32BIT: 0x800000,
  SHORT_INODE: 0x1000000, WHOLE_SECONDS: 0x2000000, STICKY_TIMEOUTS: 0x4000000, ADDR_LIMIT_3GB: 0x8000000,
});
export const FILE_TYPE_NAMES = names('S_IF', { IFO: 0o010000, CHR: 0o020000, DIR: 0o040000, BLK: 0o060000, REG: 0o100000, LNK: 0o120000, SOCK: 0o140000 });

/** `[INT TERM]`, or `~[KILL]` when most are in it. */
export function signalSetText(low: number, high: number): string {
  const members: number[] = [];
  const others: number[] = [];
  for (let signo = 1; signo <= 64; signo++) {
    const word = signo <= 32 ? low : high;
    ((word >>> ((signo - 1) & 31)) & 1 ? members : others).push(signo);
  }
  const list = (signals: readonly number[]): string => `[${signals.map((signo) => signalName(signo).replace(/^SIG/, '')).join(' ')}]`;
  return members.length > 42 ? `~${list(others)}` : list(members);
}
