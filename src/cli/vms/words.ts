/** How vmoracle writes numbers, errors and signals. */
import { Signal } from '../../abi/signals.ts';
import type { GuestResult } from './wire.ts';

/** Index = errno. */
const ERRNO_NAMES = [
  '0', 'EPERM', 'ENOENT', 'ESRCH', 'EINTR', 'EIO', 'ENXIO', 'E2BIG', 'ENOEXEC', 'EBADF', 'ECHILD', 'EAGAIN', 'ENOMEM', 'EACCES', 'EFAULT',
  'ENOTBLK', 'EBUSY', 'EEXIST', 'EXDEV', 'ENODEV', 'ENOTDIR', 'EISDIR', 'EINVAL', 'ENFILE', 'EMFILE', 'ENOTTY', 'ETXTBSY', 'EFBIG', 'ENOSPC',
];
const OTHER_ERRNO_NAMES: Readonly<Record<number, string>> = { 38: 'ENOSYS', 75: 'EOVERFLOW', 95: 'EOPNOTSUPP' };

export const isErrno = (result: number): boolean => result < 0 && result > -4096;

export const errnoText = (result: number): string => `-${ERRNO_NAMES[-result] ?? OTHER_ERRNO_NAMES[-result] ?? -result}`;

/** At least `digits` hexadecimal digits of a 32-bit word. */
export const hex = (value: number, digits: number): string => (value >>> 0).toString(16).padStart(digits, '0');

const SIGNAL_NAMES: Readonly<Record<number, string>> = { [Signal.SIGSEGV]: 'SIGSEGV', [Signal.SIGBUS]: 'SIGBUS', [Signal.SIGILL]: 'SIGILL' };
/** Index = si_code - 1. */
const CODE_NAMES: Readonly<Record<number, readonly string[]>> = {
  [Signal.SIGSEGV]: ['MAPERR', 'ACCERR'],
  [Signal.SIGBUS]: ['ADRALN', 'ADRERR', 'OBJERR'],
};

/** What the signal of a failed access says. */
export function faultText({ signal, code, address, error }: GuestResult): string {
  const codes = CODE_NAMES[signal];
  const codeText = codes === undefined ? '' : ` ${codes[code - 1] ?? 'code?'}`;
  return `${SIGNAL_NAMES[signal] ?? `SIG${signal}`}${codeText} addr=${hex(address, 8)} err=${hex(error, 1)}`;
}

/** The faults that an access took, if any. */
export function faultCounts({ minorFaults, majorFaults }: GuestResult): string {
  return (minorFaults !== 0 ? ` minflt+${minorFaults}` : '') + (majorFaults !== 0 ? ` majflt+${majorFaults}` : '');
}
