/**
 * The shape of a row of the system call table. The table gives dispatch, strace and docs/SYSCALLS.md from one place.
 */
import type { Kernel } from '../kernel.ts';
import type { Task } from '../task.ts';

/**
 * How strace prints an argument. `addr` hexadecimal or NULL; `str` a string in user memory; `buf`/`out-buf` bytes whose length
 * is another argument or the result; `fd`; `int`; `uint`; `octal`; `size`; flag and enum kinds name a table of flags.ts.
 */
export type ArgumentKind =
  | 'addr' | 'str' | 'strs' | 'buf' | 'outbuf' | 'fd' | 'dirfd' | 'int' | 'uint' | 'octal' | 'size' | 'pgoff' | 'long64'
  | 'prot' | 'mmapflags' | 'mremapflags' | 'madvise' | 'msyncflags' | 'mlockflags' | 'mlockallflags' | 'openflags' | 'cloneflags'
  | 'waitflags' | 'signal' | 'sigaction' | 'sigset' | 'sighow' | 'futexop' | 'whence' | 'resource' | 'rlimit' | 'clockid' | 'timespec'
  | 'fcntlcmd' | 'iovec' | 'stat' | 'pipefds' | 'pollfds' | 'status' | 'personality' | 'pid' | 'stackt' | 'who' | 'itimer' | 'rusage' | 'access'
  // Records that the call fills.
  | 'outsigaction' | 'outsigset' | 'outrlimit' | 'outrlimit64' | 'outtimespec' | 'remaining' | 'outtimeval' | 'outstackt' | 'utsname' | 'outhex' | 'cpuset'
  | 'pagevec' | 'outitimerval'
  // Records that the call reads.
  | 'rlimit64' | 'mmapargs' | 'itimerval';

export interface Syscall {
  /** i386 number. */
  readonly number: number;
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly kind: ArgumentKind }[];
  /** 'addr' prints hexadecimal (brk, mmap), 'none' prints ? (exit). */
  readonly result: 'int' | 'addr' | 'none';
  /** Class for strace -e trace=: memory, file, process, signal, desc, time. */
  readonly family: 'memory' | 'file' | 'process' | 'signal' | 'time';
  /** What differs from Linux or is missing, a sentence; '' if nothing. */
  readonly missing: string;
  /**
   * Result, negative errno, or BLOCKED. `args` are the six argument registers as signed 32-bit numbers; a handler turns
   * addresses unsigned (`>>> 0`).
   */
  readonly handler: (kernel: Kernel, task: Task, args: Int32Array) => number;
  /**
   * What the call gives when a signal's handler interrupts its wait; BLOCKED leaves it to the default: what it has done so
   * far if that is something, else executed again under SA_RESTART, else -EINTR.
   */
  readonly interrupted?: (kernel: Kernel, task: Task, args: Int32Array) => number;
}

/** A handler's result: the registers are as they should be, a0 included (rt_sigreturn, execve), or the task ends. */
export const NO_RESULT = -513;

/** A row without its handler: `signature` is blank-separated `name:kind`, as in `fd:fd buf:outbuf count:size`. */
export interface CallShape extends Omit<Syscall, 'handler' | 'arguments' | 'result' | 'missing'> {
  readonly signature: string;
  readonly result?: Syscall['result'];
  readonly missing?: string;
}

/** Builds a row of the table. */
export function syscall({ signature, result = 'int', missing = '', ...rest }: CallShape, handler: Syscall['handler']): Syscall {
  const parameters = signature.split(' ').filter((part) => part !== '').map((part) => {
    const [name, kind] = part.split(':') as [string, ArgumentKind];
    return { name, kind };
  });
  return { ...rest, arguments: parameters, result, missing, handler };
}
