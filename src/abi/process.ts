/** Numbers of clone, wait, futex, resource limits, clocks and personality of Linux i386, and the layouts of their records. */

/** Flags of clone; the low byte is the signal sent to the parent at exit. */
export const enum Clone {
  /** Mask of the exit signal. */
  CSIGNAL = 0xff,
  CLONE_VM = 0x100,
  CLONE_FS = 0x200,
  CLONE_FILES = 0x400,
  CLONE_SIGHAND = 0x800,
  CLONE_PTRACE = 0x2000,
  CLONE_VFORK = 0x4000,
  CLONE_PARENT = 0x8000,
  CLONE_THREAD = 0x10000,
  CLONE_NEWNS = 0x20000,
  CLONE_SYSVSEM = 0x40000,
  CLONE_SETTLS = 0x80000,
  CLONE_PARENT_SETTID = 0x100000,
  CLONE_CHILD_CLEARTID = 0x200000,
  CLONE_DETACHED = 0x400000,
  CLONE_UNTRACED = 0x800000,
  CLONE_CHILD_SETTID = 0x1000000,
}

/** options of wait4 and waitpid. */
export const enum Wait {
  WNOHANG = 1,
  WUNTRACED = 2,
  WEXITED = 4,
  WCONTINUED = 8,
  WNOTHREAD = 0x20000000,
  WALL = 0x40000000,
  /** The top bit, as an int32. */
  WCLONE = -0x80000000,
}

/** Operation of futex, low 7 bits, and its flags. */
export const enum Futex {
  FUTEX_WAIT = 0,
  FUTEX_WAKE = 1,
  FUTEX_FD = 2,
  FUTEX_REQUEUE = 3,
  FUTEX_CMP_REQUEUE = 4,
  FUTEX_WAKE_OP = 5,
  FUTEX_WAIT_BITSET = 9,
  FUTEX_WAKE_BITSET = 10,
  /** Mask that takes the flags off. */
  CommandMask = 0x7f,
  FUTEX_PRIVATE_FLAG = 128,
  FUTEX_CLOCK_REALTIME = 256,
}

/** Resources of getrlimit. */
export const enum Rlimit {
  RLIMIT_CPU = 0,
  RLIMIT_FSIZE = 1,
  RLIMIT_DATA = 2,
  RLIMIT_STACK = 3,
  RLIMIT_CORE = 4,
  RLIMIT_RSS = 5,
  RLIMIT_NPROC = 6,
  RLIMIT_NOFILE = 7,
  RLIMIT_MEMLOCK = 8,
  RLIMIT_AS = 9,
  RLIMIT_LOCKS = 10,
  RLIMIT_SIGPENDING = 11,
  RLIMIT_MSGQUEUE = 12,
  RLIMIT_NICE = 13,
  RLIMIT_RTPRIO = 14,
  RLIMIT_RTTIME = 15,
  Count = 16,
}

/** No limit, in the unsigned 32-bit form that the kernel keeps. */
export const RLIM_INFINITY = 0xffffffff;

/** who of getrusage. */
export const enum Rusage {
  RUSAGE_SELF = 0,
  RUSAGE_CHILDREN = -1,
  RUSAGE_THREAD = 1,
}

/** Byte offsets in struct rusage. */
export const enum RusageLayout {
  Utime = 0,
  Stime = 8,
  /** Kilobytes. */
  MaxRss = 16,
  MinFlt = 32,
  MajFlt = 36,
  InBlock = 44,
  OutBlock = 48,
  VoluntarySwitches = 64,
  InvoluntarySwitches = 68,
  Size = 72,
}

export const enum Clock {
  CLOCK_REALTIME = 0,
  CLOCK_MONOTONIC = 1,
  CLOCK_PROCESS_CPUTIME_ID = 2,
  CLOCK_THREAD_CPUTIME_ID = 3,
  CLOCK_MONOTONIC_RAW = 4,
  CLOCK_REALTIME_COARSE = 5,
  CLOCK_MONOTONIC_COARSE = 6,
  CLOCK_BOOTTIME = 7,
}

/** Timers of setitimer. */
export const enum Itimer {
  ITIMER_REAL = 0,
  ITIMER_VIRTUAL = 1,
  ITIMER_PROF = 2,
}

/** Flag of clock_nanosleep: the time is absolute. */
export const TIMER_ABSTIME = 1;

/** Persona flags. */
export const enum Personality {
  PER_LINUX = 0,
  ADDR_NO_RANDOMIZE = 0x40000,
  ADDR_COMPAT_LAYOUT = 0x200000,
  READ_IMPLIES_EXEC = 0x400000,
  ADDR_LIMIT_3GB = 0x8000000,
  /** Asks without changing. */
  Query = -1,
}

/** Wait status: how a process ended, as wait4 stores it. */
export const exitedStatus = (code: number): number => (code & 0xff) << 8;
export const killedStatus = (signo: number): number => signo & 0x7f;
/** The code of a process that called exit, or null if a signal ended it. */
export const exitCodeOf = (status: number): number | null => ((status & 0x7f) === 0 ? (status >> 8) & 0xff : null);
/** The signal that ended a process, 0 if it called exit. */
export const termSignalOf = (status: number): number => status & 0x7f;

/** Entries of the auxiliary vector that execve puts on the stack. */
export const enum Auxv {
  AT_NULL = 0,
  AT_PHDR = 3,
  AT_PHENT = 4,
  AT_PHNUM = 5,
  AT_PAGESZ = 6,
  AT_BASE = 7,
  AT_FLAGS = 8,
  AT_ENTRY = 9,
  AT_UID = 11,
  AT_EUID = 12,
  AT_GID = 13,
  AT_EGID = 14,
  AT_PLATFORM = 15,
  AT_HWCAP = 16,
  AT_CLKTCK = 17,
  AT_SECURE = 23,
  AT_RANDOM = 25,
  AT_HWCAP2 = 26,
  AT_EXECFN = 31,
  AT_MINSIGSTKSZ = 51,
}

/** Bytes of each of the six strings of struct new_utsname. */
export const UTS_FIELD = 65;
