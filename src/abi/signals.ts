/**
 * Signals of Linux i386: numbers, names, default actions, codes of siginfo, flags of sigaction and sigaltstack, and the
 * layout of siginfo.
 */

export const enum Signal {
  SIGHUP = 1,
  SIGINT = 2,
  SIGQUIT = 3,
  SIGILL = 4,
  SIGTRAP = 5,
  SIGABRT = 6,
  SIGBUS = 7,
  SIGFPE = 8,
  SIGKILL = 9,
  SIGUSR1 = 10,
  SIGSEGV = 11,
  SIGUSR2 = 12,
  SIGPIPE = 13,
  SIGALRM = 14,
  SIGTERM = 15,
  SIGSTKFLT = 16,
  SIGCHLD = 17,
  SIGCONT = 18,
  SIGSTOP = 19,
  SIGTSTP = 20,
  SIGTTIN = 21,
  SIGTTOU = 22,
  SIGURG = 23,
  SIGXCPU = 24,
  SIGXFSZ = 25,
  SIGVTALRM = 26,
  SIGPROF = 27,
  SIGWINCH = 28,
  SIGIO = 29,
  SIGPWR = 30,
  SIGSYS = 31,
  /** First real-time signal. */
  SIGRTMIN = 32,
  /** Highest signal number (_NSIG). */
  Last = 64,
}

/** What happens to a process that neither handles nor ignores the signal. */
export type DefaultAction = 'terminate' | 'core' | 'ignore' | 'stop' | 'continue';

/** Name, default action, and the text that a shell prints when the signal ended a program; index = number. */
const SIGNALS: readonly (readonly [string, DefaultAction, string])[] = [
  ['SIG_0', 'ignore', ''],
  ['SIGHUP', 'terminate', 'Hangup'],
  ['SIGINT', 'terminate', 'Interrupt'],
  ['SIGQUIT', 'core', 'Quit'],
  ['SIGILL', 'core', 'Illegal instruction'],
  ['SIGTRAP', 'core', 'Trace/breakpoint trap'],
  ['SIGABRT', 'core', 'Aborted'],
  ['SIGBUS', 'core', 'Bus error'],
  ['SIGFPE', 'core', 'Floating point exception'],
  ['SIGKILL', 'terminate', 'Killed'],
  ['SIGUSR1', 'terminate', 'User defined signal 1'],
  ['SIGSEGV', 'core', 'Segmentation fault'],
  ['SIGUSR2', 'terminate', 'User defined signal 2'],
  ['SIGPIPE', 'terminate', 'Broken pipe'],
  ['SIGALRM', 'terminate', 'Alarm clock'],
  ['SIGTERM', 'terminate', 'Terminated'],
  ['SIGSTKFLT', 'terminate', 'Stack fault'],
  ['SIGCHLD', 'ignore', 'Child exited'],
  ['SIGCONT', 'continue', 'Continued'],
  ['SIGSTOP', 'stop', 'Stopped (signal)'],
  ['SIGTSTP', 'stop', 'Stopped'],
  ['SIGTTIN', 'stop', 'Stopped (tty input)'],
  ['SIGTTOU', 'stop', 'Stopped (tty output)'],
  ['SIGURG', 'ignore', 'Urgent I/O condition'],
  ['SIGXCPU', 'core', 'CPU time limit exceeded'],
  ['SIGXFSZ', 'core', 'File size limit exceeded'],
  ['SIGVTALRM', 'terminate', 'Virtual timer expired'],
  ['SIGPROF', 'terminate', 'Profiling timer expired'],
  ['SIGWINCH', 'ignore', 'Window changed'],
  ['SIGIO', 'terminate', 'I/O possible'],
  ['SIGPWR', 'terminate', 'Power failure'],
  ['SIGSYS', 'core', 'Bad system call'],
];

/** 'SIGSEGV' for 11, 'SIGRT_3' for 35; the number for what is no signal. */
export function signalName(signo: number): string {
  if (signo >= Signal.SIGRTMIN && signo <= Signal.Last) return `SIGRT_${signo - Signal.SIGRTMIN}`;
  return signo > 0 ? (SIGNALS[signo]?.[0] ?? String(signo)) : String(signo);
}

/** 'Segmentation fault' for 11, as a shell reports it. */
export function signalText(signo: number): string {
  return SIGNALS[signo]?.[2] ?? `Real-time signal ${signo - Signal.SIGRTMIN}`;
}

export function defaultAction(signo: number): DefaultAction {
  return SIGNALS[signo]?.[1] ?? 'terminate';
}

/** Special values of sigaction's handler. */
export const SIG_DFL = 0;
export const SIG_IGN = 1;

/** sa_flags. */
export const enum SigAction {
  SA_NOCLDSTOP = 1,
  SA_NOCLDWAIT = 2,
  SA_SIGINFO = 4,
  SA_RESTORER = 0x04000000,
  SA_ONSTACK = 0x08000000,
  SA_RESTART = 0x10000000,
  SA_NODEFER = 0x40000000,
  /** The top bit, as an int32. */
  SA_RESETHAND = -0x80000000,
}

/** First argument of rt_sigprocmask. */
export const enum SigHow {
  SIG_BLOCK = 0,
  SIG_UNBLOCK = 1,
  SIG_SETMASK = 2,
}

/** ss_flags of sigaltstack. */
export const enum AltStack {
  SS_ONSTACK = 1,
  SS_DISABLE = 2,
  /** Disarms the stack while a handler runs; the top bit, as an int32. */
  SS_AUTODISARM = -0x80000000,
  /** Smallest stack that sigaltstack accepts, in bytes. */
  MINSIGSTKSZ = 2048,
}

/** si_code: why a signal was sent. Positive codes come from the kernel and depend on the signal. */
export const enum SiCode {
  SI_USER = 0,
  SI_KERNEL = 0x80,
  SI_QUEUE = -1,
  SI_TIMER = -2,
  SI_TKILL = -6,
  SEGV_MAPERR = 1,
  SEGV_ACCERR = 2,
  BUS_ADRALN = 1,
  BUS_ADRERR = 2,
  BUS_OBJERR = 3,
  ILL_ILLOPC = 1,
  ILL_ILLOPN = 2,
  ILL_PRVOPC = 5,
  TRAP_BRKPT = 1,
  TRAP_TRACE = 2,
  FPE_INTDIV = 1,
  CLD_EXITED = 1,
  CLD_KILLED = 2,
  CLD_DUMPED = 3,
  CLD_TRAPPED = 4,
  CLD_STOPPED = 5,
  CLD_CONTINUED = 6,
}

const CODE_NAMES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  SIGSEGV: { [SiCode.SEGV_MAPERR]: 'SEGV_MAPERR', [SiCode.SEGV_ACCERR]: 'SEGV_ACCERR' },
  SIGBUS: { [SiCode.BUS_ADRALN]: 'BUS_ADRALN', [SiCode.BUS_ADRERR]: 'BUS_ADRERR', [SiCode.BUS_OBJERR]: 'BUS_OBJERR' },
  SIGILL: { [SiCode.ILL_ILLOPC]: 'ILL_ILLOPC', [SiCode.ILL_ILLOPN]: 'ILL_ILLOPN', [SiCode.ILL_PRVOPC]: 'ILL_PRVOPC' },
  SIGTRAP: { [SiCode.TRAP_BRKPT]: 'TRAP_BRKPT', [SiCode.TRAP_TRACE]: 'TRAP_TRACE' },
  SIGFPE: { [SiCode.FPE_INTDIV]: 'FPE_INTDIV' },
  SIGCHLD: {
    [SiCode.CLD_EXITED]: 'CLD_EXITED',
    [SiCode.CLD_KILLED]: 'CLD_KILLED',
    [SiCode.CLD_DUMPED]: 'CLD_DUMPED',
    [SiCode.CLD_TRAPPED]: 'CLD_TRAPPED',
    [SiCode.CLD_STOPPED]: 'CLD_STOPPED',
    [SiCode.CLD_CONTINUED]: 'CLD_CONTINUED',
  },
};
const COMMON_CODE_NAMES: Readonly<Record<number, string>> = {
  [SiCode.SI_USER]: 'SI_USER',
  [SiCode.SI_KERNEL]: 'SI_KERNEL',
  [SiCode.SI_QUEUE]: 'SI_QUEUE',
  [SiCode.SI_TIMER]: 'SI_TIMER',
  [SiCode.SI_TKILL]: 'SI_TKILL',
};

/** 'SEGV_MAPERR' for code 1 of SIGSEGV. */
export function siCodeName(signo: number, code: number): string {
  return CODE_NAMES[signalName(signo)]?.[code] ?? COMMON_CODE_NAMES[code] ?? String(code);
}

/** Byte offsets in siginfo_t of i386. The fields behind Code overlay each other, chosen by signal and code. */
export const enum SigInfoLayout {
  Signo = 0,
  Errno = 4,
  Code = 8,
  /** kill, tgkill, SIGCHLD. */
  Pid = 12,
  Uid = 16,
  /** SIGCHLD: exit code or signal. */
  Status = 20,
  /** SIGCHLD: clock ticks. */
  Utime = 24,
  Stime = 28,
  /** Faults. */
  Addr = 12,
  Size = 128,
}
