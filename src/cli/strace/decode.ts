/**
 * Arguments of system calls as strace prints them: one decoder per kind. Kinds that the kernel fills are decoded when the
 * call has ended, the others when it begins.
 */
import { Errno, errnoName, errnoText } from '../../abi/errno.ts';
import { AT_FDCWD, OpenFlag, POLLFD_SIZE } from '../../abi/fcntl.ts';
import {
  MADVISE_NAMES, MAP_FLAG_NAMES, MAP_TYPE_NAMES, MLOCKALL_NAMES, MLOCK_NAMES, MREMAP_NAMES, MSYNC_NAMES, PROT_NAMES,
} from '../../abi/mman.ts';
import { Clone, exitCodeOf, Futex, RLIM_INFINITY, termSignalOf, UTS_FIELD } from '../../abi/process.ts';
import { SIG_DFL, SIG_IGN, signalName } from '../../abi/signals.ts';
import { FileType, Stat64 } from '../../abi/stat.ts';
import type { Mm } from '../../kernel/mm/mm.ts';
import { peekUser } from '../../kernel/mm/user-memory.ts';
import type { ArgumentKind, Syscall } from '../../kernel/syscalls/syscall.ts';
import {
  ACCESS_NAMES, CLOCK_NAMES, CLONE_NAMES, enumText, FCNTL_NAMES, FILE_TYPE_NAMES, flagText, FUTEX_NAMES, ITIMER_NAMES, OPEN_ACCESS_NAMES, OPEN_FLAG_NAMES,
  PERSONALITY_NAMES, POLL_NAMES, RLIMIT_NAMES, RUSAGE_NAMES, SA_NAMES, SEEK_NAMES, SIGHOW_NAMES, signalSetText, SS_NAMES, WAIT_NAMES,
} from './flag-names.ts';
import { quoteBytes } from './quote.ts';

/** Bytes of a string or buffer that are shown. */
const STRING_LIMIT = 32;
const PATH_LIMIT = 4096;
const PAGE = 4096;
/** Elements of an array that are shown. */
const ARRAY_LIMIT = 32;

/** What a decoder may look at. */
export interface DecodeContext {
  readonly mm: Mm | null;
  readonly call: Syscall;
  readonly args: Int32Array;
  /** The call's result; 0 while it has not ended. */
  readonly result: number;
}

interface Decoder {
  /** Whether the kernel fills it, so that it is known only at the end. */
  readonly isOutput: boolean;
  show(context: DecodeContext, value: number, index: number): string;
}

export const hexAddress = (value: number): string => (value === 0 ? 'NULL' : `0x${(value >>> 0).toString(16)}`);

function viewAt({ mm }: DecodeContext, va: number, length: number): DataView | null {
  const bytes = mm === null ? null : peekUser(mm, va >>> 0, length);
  return bytes === null ? null : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A zero-terminated string of at most `limit` bytes; an address if it cannot be read. */
function stringAt({ mm }: DecodeContext, va: number, limit: number): string {
  if (va === 0) return 'NULL';
  const bytes: number[] = [];
  for (let at = va >>> 0; bytes.length <= limit; ) {
    const chunk = mm === null ? null : peekUser(mm, at, PAGE - (at % PAGE));
    if (chunk === null) return hexAddress(va);
    const end = chunk.indexOf(0);
    bytes.push(...(end < 0 ? chunk : chunk.subarray(0, end)));
    if (end >= 0) return quoteBytes(Uint8Array.from(bytes), limit);
    at += chunk.length;
  }
  return quoteBytes(Uint8Array.from(bytes), limit);
}

function bytesAt({ mm }: DecodeContext, va: number, length: number): string {
  if (va === 0) return 'NULL';
  if (length === 0) return '""';
  const bytes = mm === null ? null : peekUser(mm, va >>> 0, Math.min(length, STRING_LIMIT));
  return bytes === null ? hexAddress(va) : quoteBytes(bytes, STRING_LIMIT, length > STRING_LIMIT);
}

/** A record in user memory: NULL, an address if it cannot be read, or what `print` makes of it. */
function record(length: number, print: (view: DataView) => string): Decoder['show'] {
  return (context, value) => {
    if (value === 0) return 'NULL';
    const view = viewAt(context, value, length);
    return view === null ? hexAddress(value) : print(view);
  };
}

const input = (show: Decoder['show']): Decoder => ({ isOutput: false, show });
/** Shown as an address when the call failed: nothing was stored. */
const output = (show: Decoder['show']): Decoder => ({
  isOutput: true,
  show: (context, value, index) => (context.result < 0 ? hexAddress(value) : show(context, value, index)),
});

const decimal = input((_context, value) => String(value));
const unsigned = input((_context, value) => String(value >>> 0));
const octal = input((_context, value) => (value === 0 ? '000' : `0${value.toString(8)}`));
const addressDecoder = input((_context, value) => hexAddress(value));

/** The length of a buffer stands in the argument behind it. */
const lengthBehind = ({ args }: DecodeContext, index: number): number => args[index + 1]! >>> 0;

function mmapFlags(value: number): string {
  const type = value & 0xf;
  const typeName = MAP_TYPE_NAMES.find((entry) => entry.value === type)?.name ?? `0x${type.toString(16)} /* MAP_??? */`;
  const rest = value & ~0xf;
  return rest === 0 ? typeName : `${typeName}|${flagText(rest, MAP_FLAG_NAMES)}`;
}

export function openFlags(value: number): string {
  const access = enumText(value & OpenFlag.AccessMode, OPEN_ACCESS_NAMES, 'O_???');
  const rest = value & ~OpenFlag.AccessMode;
  return rest === 0 ? access : `${access}|${flagText(rest, OPEN_FLAG_NAMES)}`;
}

export function cloneFlags(value: number): string {
  const signo = value & Clone.CSIGNAL;
  const flags = value & ~Clone.CSIGNAL;
  const parts = [...(flags === 0 ? [] : [flagText(flags, CLONE_NAMES)]), ...(signo === 0 ? [] : [signalName(signo)])];
  return parts.length === 0 ? '0' : parts.join('|');
}

function futexOp(value: number): string {
  const suffix = (value & Futex.FUTEX_PRIVATE_FLAG) !== 0 ? '_PRIVATE' : '';
  const clock = (value & Futex.FUTEX_CLOCK_REALTIME) !== 0 ? '|FUTEX_CLOCK_REALTIME' : '';
  return enumText(value & Futex.CommandMask, FUTEX_NAMES, 'FUTEX_???') + suffix + clock;
}

/** As strace's macros: `{WIFEXITED(s) && WEXITSTATUS(s) == 3}`. */
export function waitStatus(status: number): string {
  if (status === 0xffff) return '{WIFCONTINUED(s)}';
  if ((status & 0xff) === 0x7f) return `{WIFSTOPPED(s) && WSTOPSIG(s) == ${signalName(status >> 8)}}`;
  const code = exitCodeOf(status);
  return code === null ? `{WIFSIGNALED(s) && WTERMSIG(s) == ${signalName(termSignalOf(status))}}` : `{WIFEXITED(s) && WEXITSTATUS(s) == ${code}}`;
}

function limitText(limit: number): string {
  if (limit >>> 0 === RLIM_INFINITY) return 'RLIM_INFINITY';
  return limit > 1024 && limit % 1024 === 0 ? `${limit / 1024}*1024` : String(limit);
}

function sigaction(view: DataView): string {
  const handler = view.getUint32(0, true);
  const flags = view.getInt32(4, true);
  const name = handler === SIG_DFL ? 'SIG_DFL' : handler === SIG_IGN ? 'SIG_IGN' : hexAddress(handler);
  const restorer = (flags & 0x04000000) !== 0 ? `, sa_restorer=${hexAddress(view.getUint32(8, true))}` : '';
  return `{sa_handler=${name}, sa_mask=${signalSetText(view.getInt32(12, true), view.getInt32(16, true))}, sa_flags=${flagText(flags, SA_NAMES)}${restorer}}`;
}

const timespec = record(8, (view) => `{tv_sec=${view.getInt32(0, true)}, tv_nsec=${view.getInt32(4, true)}}`);
const timeval = (view: DataView, at: number): string => `{tv_sec=${view.getInt32(at, true)}, tv_usec=${view.getInt32(at + 4, true)}}`;
const itimerval = (view: DataView): string => `{it_interval=${timeval(view, 0)}, it_value=${timeval(view, 8)}}`;
const rlimit = record(8, (view) => `{rlim_cur=${limitText(view.getUint32(0, true))}, rlim_max=${limitText(view.getUint32(4, true))}}`);
const sigset = record(8, (view) => signalSetText(view.getInt32(0, true), view.getInt32(4, true)));
const stack = record(12, (view) => `{ss_sp=${hexAddress(view.getUint32(0, true))}, ss_flags=${flagText(view.getInt32(4, true), SS_NAMES)}, ss_size=${view.getUint32(8, true)}}`);

function stat(view: DataView): string {
  const mode = view.getUint32(Stat64.Mode, true);
  const type = flagText(mode & FileType.Mask, FILE_TYPE_NAMES);
  const device = view.getUint32(Stat64.Rdev, true);
  const isDevice = (mode & FileType.Mask) === FileType.CharacterDevice;
  const size = isDevice ? `st_rdev=makedev(0x${(device >> 8).toString(16)}, 0x${(device & 0xff).toString(16)})` : `st_size=${view.getUint32(Stat64.Size, true)}`;
  return `{st_mode=${type}|0${(mode & 0o7777).toString(8)}, ${size}, ...}`;
}

/** Pointers to strings up to the null pointer. */
function stringList(context: DecodeContext, va: number): string {
  if (va === 0) return 'NULL';
  const shown: string[] = [];
  for (let index = 0; ; index++) {
    const view = viewAt(context, va + index * 4, 4);
    if (view === null) return hexAddress(va);
    const pointer = view.getUint32(0, true);
    if (pointer === 0) return `[${shown.join(', ')}]`;
    if (index === ARRAY_LIMIT) return `[${shown.join(', ')}, ...]`;
    shown.push(stringAt(context, pointer, STRING_LIMIT));
  }
}

function variableCount(context: DecodeContext, va: number): string {
  if (va === 0) return 'NULL';
  let count = 0;
  for (;;) {
    const view = viewAt(context, va + count * 4, 4);
    if (view === null) return hexAddress(va);
    if (view.getUint32(0, true) === 0) return `${hexAddress(va)} /* ${count} vars */`;
    count++;
  }
}

function pollRecords(context: DecodeContext, va: number, index: number): string {
  const count = lengthBehind(context, index);
  const view = va === 0 ? null : viewAt(context, va, Math.min(count, ARRAY_LIMIT) * POLLFD_SIZE);
  if (view === null) return hexAddress(va);
  const items: string[] = [];
  for (let offset = 0; offset < view.byteLength; offset += POLLFD_SIZE) {
    items.push(`{fd=${view.getInt32(offset, true)}, events=${flagText(view.getInt16(offset + 4, true), POLL_NAMES)}}`);
  }
  return `[${items.join(', ')}]`;
}

function vectors(context: DecodeContext, va: number, index: number): string {
  const count = lengthBehind(context, index);
  const view = va === 0 ? null : viewAt(context, va, Math.min(count, ARRAY_LIMIT) * 8);
  if (view === null) return hexAddress(va);
  const items: string[] = [];
  for (let offset = 0; offset < view.byteLength; offset += 8) {
    const length = view.getUint32(offset + 4, true);
    items.push(`{iov_base=${bytesAt(context, view.getUint32(offset, true), length)}, iov_len=${length}}`);
  }
  return `[${items.join(', ')}]`;
}

/** The six words of the old mmap call, whose offset is in bytes. */
function mmapArguments(view: DataView): string {
  const word = (index: number): number => view.getInt32(index * 4, true);
  const prot = word(2) === 0 ? 'PROT_NONE' : flagText(word(2), PROT_NAMES, 'PROT_???');
  const offset = word(5) === 0 ? '0' : hexAddress(word(5));
  return `${hexAddress(word(0))}, ${word(1) >>> 0}, ${prot}, ${mmapFlags(word(3))}, ${word(4)}, ${offset}`;
}

function limit64Text(limit: bigint): string {
  if (limit === 0xffffffffffffffffn) return 'RLIM64_INFINITY';
  return limit > 1024n && limit % 1024n === 0n ? `${limit / 1024n}*1024` : String(limit);
}
const rlimit64 = record(16, (view) => `{rlim_cur=${limit64Text(view.getBigUint64(0, true))}, rlim_max=${limit64Text(view.getBigUint64(8, true))}}`);

/** The zero-terminated string at an offset of a record. */
function fieldText(view: DataView, offset: number, length: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, length);
  return quoteBytes(bytes.subarray(0, bytes.indexOf(0)), length);
}

function hexBytes({ mm, result }: DecodeContext, va: number): string {
  const bytes = mm === null ? null : peekUser(mm, va >>> 0, Math.min(result, STRING_LIMIT));
  if (bytes === null) return hexAddress(va);
  return `"${[...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"${result > STRING_LIMIT ? '...' : ''}`;
}

/** The numbers of the CPUs in a mask of `result` bytes. */
function cpuSet(context: DecodeContext, va: number): string {
  const view = viewAt(context, va, context.result);
  if (view === null) return hexAddress(va);
  const cpus: number[] = [];
  for (let cpu = 0; cpu < view.byteLength * 8; cpu++) if ((view.getUint8(cpu >> 3) >> (cpu & 7)) & 1) cpus.push(cpu);
  return `[${cpus.join(' ')}]`;
}

/** mincore's answer, a byte for each page of the length in front of it. */
function pageVector(context: DecodeContext, va: number, index: number): string {
  const pages = Math.ceil((context.args[index - 1]! >>> 0) / PAGE);
  const view = viewAt(context, va, Math.min(pages, ARRAY_LIMIT));
  if (view === null) return hexAddress(va);
  const items = Array.from({ length: view.byteLength }, (_, page) => view.getUint8(page) & 1);
  return `[${items.join(', ')}${pages > ARRAY_LIMIT ? ', ...' : ''}]`;
}

export const DECODERS: Readonly<Record<ArgumentKind, Decoder>> = {
  addr: addressDecoder,
  str: input((context, value) => stringAt(context, value, PATH_LIMIT)),
  strs: input((context, value, index) => (context.call.name === 'execve' && index === 2 ? variableCount(context, value) : stringList(context, value))),
  buf: input((context, value, index) => bytesAt(context, value, lengthBehind(context, index))),
  outbuf: output((context, value) => bytesAt(context, value, context.result)),
  fd: decimal,
  dirfd: input((_context, value) => (value === AT_FDCWD ? 'AT_FDCWD' : String(value))),
  int: decimal,
  uint: unsigned,
  octal,
  size: unsigned,
  pgoff: input((_context, value) => (value === 0 ? '0' : `0x${((value >>> 0) * PAGE).toString(16)}`)),
  long64: input(({ args }, value, index) => String(args[index + 1]! * 2 ** 32 + (value >>> 0))),
  prot: input((_context, value) => (value === 0 ? 'PROT_NONE' : flagText(value, PROT_NAMES, 'PROT_???'))),
  mmapflags: input((_context, value) => mmapFlags(value)),
  mremapflags: input((_context, value) => flagText(value, MREMAP_NAMES, 'MREMAP_???')),
  madvise: input((_context, value) => enumText(value, MADVISE_NAMES, 'MADV_???')),
  msyncflags: input((_context, value) => flagText(value, MSYNC_NAMES, 'MS_???')),
  mlockflags: input((_context, value) => flagText(value, MLOCK_NAMES, 'MLOCK_???')),
  mlockallflags: input((_context, value) => flagText(value, MLOCKALL_NAMES, 'MCL_???')),
  openflags: input((_context, value) => openFlags(value)),
  cloneflags: input((_context, value) => cloneFlags(value)),
  waitflags: input((_context, value) => flagText(value, WAIT_NAMES)),
  signal: input((_context, value) => signalName(value)),
  sigaction: input(record(20, sigaction)),
  outsigaction: output(record(20, sigaction)),
  sigset: input(sigset),
  outsigset: output(sigset),
  sighow: input((_context, value) => enumText(value, SIGHOW_NAMES, 'SIG_???')),
  futexop: input((_context, value) => futexOp(value)),
  whence: input((_context, value) => enumText(value, SEEK_NAMES, 'SEEK_???')),
  resource: input((_context, value) => enumText(value, RLIMIT_NAMES, 'RLIMIT_???')),
  rlimit: input(rlimit),
  outrlimit: output(rlimit),
  clockid: input((_context, value) => enumText(value, CLOCK_NAMES, 'CLOCK_???')),
  timespec: input(timespec),
  outtimespec: output(timespec),
  itimer: input((_context, value) => enumText(value, ITIMER_NAMES, 'ITIMER_???')),
  itimerval: input(record(16, itimerval)),
  outitimerval: output(record(16, itimerval)),
  outtimeval: output(record(8, (view) => timeval(view, 0))),
  fcntlcmd: input((_context, value) => enumText(value, FCNTL_NAMES, 'F_???')),
  iovec: input(vectors),
  stat: output(record(Stat64.RecordSize, stat)),
  pipefds: output(record(8, (view) => `[${view.getInt32(0, true)}, ${view.getInt32(4, true)}]`)),
  pollfds: input(pollRecords),
  status: output((context, value, index) => (context.result === 0 ? hexAddress(value) : record(4, (view) => `[${waitStatus(view.getInt32(0, true))}]`)(context, value, index))),
  personality: input((_context, value) => (value === -1 ? '0xffffffff' : value === 0 ? 'PER_LINUX' : `PER_LINUX|${flagText(value, PERSONALITY_NAMES)}`)),
  pid: decimal,
  stackt: input(stack),
  outstackt: output(stack),
  who: input((_context, value) => enumText(value, RUSAGE_NAMES, 'RUSAGE_???')),
  outrlimit64: output(rlimit64),
  rlimit64: input(rlimit64),
  // What is left of a sleep is stored only when it is interrupted.
  remaining: { isOutput: true, show: (context, value, index) => (context.result === -Errno.EINTR ? timespec(context, value, index) : hexAddress(value)) },
  utsname: output(record(UTS_FIELD * 6, (view) => `{sysname=${fieldText(view, 0, UTS_FIELD)}, nodename=${fieldText(view, UTS_FIELD, UTS_FIELD)}, ...}`)),
  outhex: output(hexBytes),
  cpuset: output(cpuSet),
  pagevec: output(pageVector),
  mmapargs: input(record(24, mmapArguments)),
  rusage: output((context, value, index) => record(16, (view) =>
    `{ru_utime={tv_sec=${view.getInt32(0, true)}, tv_usec=${view.getInt32(4, true)}}, ru_stime={tv_sec=${view.getInt32(8, true)}, tv_usec=${view.getInt32(12, true)}}, ...}`)(context, value, index)),
  access: input((_context, value) => (value === 0 ? 'F_OK' : flagText(value, ACCESS_NAMES))),
};

/** ` = ` and what follows: the value, or -1 with name and text of the error, or ?. */
export function resultText(result: number | null, call: Syscall | undefined): string {
  if (result === null) return '?';
  if (result <= -512 && result > -520) return `? ${errnoName(-result)} (${errnoText(-result)})`;
  if (result < 0 && result > -4096) return `-1 ${errnoName(-result)} (${errnoText(-result)})`;
  return call?.result === 'addr' ? `0x${(result >>> 0).toString(16)}` : String(result);
}
