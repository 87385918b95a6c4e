/** The calls on files and descriptors. */
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AtFlag, FD_CLOEXEC, Fcntl, MemfdFlag, NAME_MAX, OpenFlag } from '../../abi/fcntl.ts';
import { FileType } from '../../abi/stat.ts';
import { fileOf, closeDescriptor, freeDescriptor, installDescriptor, setDescriptor } from '../fs/descriptors.ts';
import type { FileContext } from '../fs/file.ts';
import { DeviceMajor } from '../fs/file-system.ts';
import { sysGetdents64 } from '../fs/getdents.ts';
import { openInode } from '../fs/inode.ts';
import {
  sysChdir, sysFaccessat, sysFtruncate, sysGetcwd, sysMkdirat, sysOpenat, sysReadlinkat, sysRenameat, sysTruncate, sysUnlinkat,
} from '../fs/open.ts';
import { attachPipe, createPipeBuffer } from '../fs/pipe.ts';
import { sysPoll } from '../fs/poll.ts';
import { sysAtOffset, sysFsync, sysLlseek, sysLseek, sysRead, sysVectored, sysWrite } from '../fs/read-write.ts';
import { sysFstat64, sysFstatat64 } from '../fs/stat-record.ts';
import { createShmemFile } from '../mm/shmem.ts';
import { putUser32, readString } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { syscall, type Syscall } from './syscall.ts';

/** Longest name of a memfd, without its zero (NAME_MAX less the prefix 'memfd:'). */
const MEMFD_NAME_MAX = NAME_MAX - 6;
const PIPE_DEVICE_MINOR = 14;

type Handler = Syscall['handler'];
const row = (number: number, name: string, signature: string, handler: Handler, missing = ''): Syscall =>
  syscall({ number, name, signature, family: 'file', missing }, handler);

/** A 64-bit offset from its two registers; exact up to 2^53. */
const offset64 = (low: number, high: number): number => high * 2 ** 32 + (low >>> 0);
const address = (register: number): number => register >>> 0;

function dup3(context: FileContext, task: Task, from: number, to: number, closeOnExec: boolean): number {
  const file = fileOf(task, from);
  if (typeof file === 'number') return file;
  if (to < 0 || freeDescriptor(task, to) < 0) return -Errno.EBADF;
  file.references++;
  setDescriptor(context, task, to, file, closeOnExec);
  return to;
}

function dup(context: FileContext, task: Task, fd: number, lowest: number, closeOnExec: boolean): number {
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  const to = freeDescriptor(task, lowest);
  return to < 0 ? to : dup3(context, task, fd, to, closeOnExec);
}

const CHANGEABLE_FLAGS = OpenFlag.Append | OpenFlag.NonBlock | OpenFlag.Async | OpenFlag.Direct;

function fcntl(context: FileContext, task: Task, fd: number, command: number, argument: number): number {
  const entry = task.files.files[fd];
  if (!entry) return -Errno.EBADF;
  switch (command) {
    case Fcntl.DuplicateFd:
    case Fcntl.DuplicateFdCloseOnExec:
      return argument < 0 ? -Errno.EINVAL : dup(context, task, fd, argument, command === Fcntl.DuplicateFdCloseOnExec);
    case Fcntl.GetFd:
      return entry.closeOnExec ? FD_CLOEXEC : 0;
    case Fcntl.SetFd:
      entry.closeOnExec = (argument & FD_CLOEXEC) !== 0;
      return 0;
    case Fcntl.GetFlags:
      return entry.file.flags & ~OpenFlag.CloseOnExec;
    case Fcntl.SetFlags:
      entry.file.flags = (entry.file.flags & ~CHANGEABLE_FLAGS) | (argument & CHANGEABLE_FLAGS);
      return 0;
    default:
      return -Errno.EINVAL;
  }
}

function pipe2(context: FileContext, task: Task, va: number, flags: number): number {
  if (flags & ~(OpenFlag.CloseOnExec | OpenFlag.NonBlock)) return -Errno.EINVAL;
  const failed = putUser32(task, va, 0) || putUser32(task, va + 4, 0);
  if (failed !== 0) return failed;
  const inode = context.files.createInode('pipe', FileType.Fifo | 0o600, DeviceMajor.None, PIPE_DEVICE_MINOR, createPipeBuffer());
  inode.nlink = 0;
  const ends = [OpenFlag.ReadOnly, OpenFlag.WriteOnly].map((access) => {
    const file = openInode(inode, access | (flags & OpenFlag.NonBlock), `pipe:[${inode.ino}]`);
    attachPipe(file);
    return file;
  });
  const closeOnExec = (flags & OpenFlag.CloseOnExec) !== 0;
  const readEnd = installDescriptor(context, task, ends[0]!, closeOnExec);
  const writeEnd = installDescriptor(context, task, ends[1]!, closeOnExec);
  if (readEnd < 0) return readEnd;
  if (writeEnd < 0) {
    closeDescriptor(context, task, readEnd);
    return writeEnd;
  }
  return putUser32(task, va, readEnd) || putUser32(task, va + 4, writeEnd);
}

function memfdCreate(context: FileContext, task: Task, nameVa: number, flags: number): number {
  if (flags & ~(MemfdFlag.CloseOnExec | MemfdFlag.AllowSealing)) return -Errno.EINVAL;
  const name = readString(task, nameVa, MEMFD_NAME_MAX + 1);
  if (typeof name === 'number') return name === BLOCKED || name === -Errno.EFAULT ? name : -Errno.EINVAL;
  const file = createShmemFile(context.memory, `/memfd:${name} (deleted)`, 0);
  file.flags = OpenFlag.ReadWrite | OpenFlag.LargeFile;
  return installDescriptor(context, task, file, (flags & MemfdFlag.CloseOnExec) !== 0);
}

function ioctl(_context: FileContext, task: Task, fd: number): number {
  const file = fileOf(task, fd);
  return typeof file === 'number' ? file : -Errno.ENOTTY;
}

export const FILE_CALLS: readonly Syscall[] = [
  row(3, 'read', 'fd:fd buf:outbuf count:size', (k, t, a) => sysRead(k, t, a[0]!, address(a[1]!), a[2]!)),
  row(4, 'write', 'fd:fd buf:buf count:size', (k, t, a) => sysWrite(k, t, a[0]!, address(a[1]!), a[2]!)),
  row(5, 'open', 'path:str flags:openflags mode:octal', (k, t, a) => sysOpenat(k, t, AT_FDCWD, address(a[0]!), a[1]!, a[2]!), 'O_DIRECT, O_SYNC and O_NOATIME have no effect.'),
  row(6, 'close', 'fd:fd', (k, t, a) => closeDescriptor(k, t, a[0]!)),
  row(8, 'creat', 'path:str mode:octal', (k, t, a) => sysOpenat(k, t, AT_FDCWD, address(a[0]!), OpenFlag.Create | OpenFlag.WriteOnly | OpenFlag.Truncate, a[1]!)),
  row(10, 'unlink', 'path:str', (k, t, a) => sysUnlinkat(k, t, AT_FDCWD, address(a[0]!), 0)),
  row(12, 'chdir', 'path:str', (k, t, a) => sysChdir(k, t, address(a[0]!))),
  row(19, 'lseek', 'fd:fd offset:int whence:whence', (_k, t, a) => sysLseek(t, a[0]!, a[1]!, a[2]!)),
  row(33, 'access', 'path:str mode:access', (k, t, a) => sysFaccessat(k, t, AT_FDCWD, address(a[0]!), a[1]!)),
  row(38, 'rename', 'from:str to:str', (k, t, a) => sysRenameat(k, t, AT_FDCWD, address(a[0]!), AT_FDCWD, address(a[1]!))),
  row(39, 'mkdir', 'path:str mode:octal', (k, t, a) => sysMkdirat(k, t, AT_FDCWD, address(a[0]!), a[1]!)),
  row(40, 'rmdir', 'path:str', (k, t, a) => sysUnlinkat(k, t, AT_FDCWD, address(a[0]!), AtFlag.RemoveDirectory)),
  row(41, 'dup', 'fd:fd', (k, t, a) => dup(k, t, a[0]!, 0, false)),
  row(42, 'pipe', 'fds:pipefds', (k, t, a) => pipe2(k, t, address(a[0]!), 0)),
  row(54, 'ioctl', 'fd:fd request:uint argument:addr', (k, t, a) => ioctl(k, t, a[0]!), 'No file is a terminal: always ENOTTY.'),
  row(63, 'dup2', 'from:fd to:fd', (k, t, a) => {
    const file = fileOf(t, a[0]!);
    if (typeof file === 'number') return file;
    return a[0] === a[1] ? a[1]! : dup3(k, t, a[0]!, a[1]!, false);
  }),
  row(85, 'readlink', 'path:str buf:outbuf size:size', (k, t, a) => sysReadlinkat(k, t, AT_FDCWD, address(a[0]!), address(a[1]!), a[2]!)),
  row(92, 'truncate', 'path:str length:int', (k, t, a) => sysTruncate(k, t, address(a[0]!), a[1]!)),
  row(93, 'ftruncate', 'fd:fd length:int', (k, t, a) => sysFtruncate(k, t, a[0]!, a[1]!)),
  row(118, 'fsync', 'fd:fd', (_k, t, a) => sysFsync(t, a[0]!)),
  row(140, '_llseek', 'fd:fd high:uint low:uint result:addr whence:whence', (_k, t, a) => sysLlseek(t, a[0]!, offset64(a[2]!, a[1]!), address(a[3]!), a[4]!)),
  row(145, 'readv', 'fd:fd iov:iovec count:int', (k, t, a) => sysVectored(k, t, 'read', a[0]!, address(a[1]!), a[2]!)),
  row(146, 'writev', 'fd:fd iov:iovec count:int', (k, t, a) => sysVectored(k, t, 'write', a[0]!, address(a[1]!), a[2]!)),
  row(148, 'fdatasync', 'fd:fd', (_k, t, a) => sysFsync(t, a[0]!)),
  row(168, 'poll', 'fds:pollfds count:uint timeout:int', (k, t, a) => sysPoll(k, t, address(a[0]!), a[1]!, a[2]!)),
  row(180, 'pread64', 'fd:fd buf:outbuf count:size offset:long64', (k, t, a) => sysAtOffset(k, t, 'read', a[0]!, address(a[1]!), a[2]!, offset64(a[3]!, a[4]!))),
  row(181, 'pwrite64', 'fd:fd buf:buf count:size offset:long64', (k, t, a) => sysAtOffset(k, t, 'write', a[0]!, address(a[1]!), a[2]!, offset64(a[3]!, a[4]!))),
  row(183, 'getcwd', 'buf:outbuf size:size', (_k, t, a) => sysGetcwd(t, address(a[0]!), a[1]! >>> 0)),
  row(193, 'truncate64', 'path:str length:long64', (k, t, a) => sysTruncate(k, t, address(a[0]!), offset64(a[1]!, a[2]!))),
  row(194, 'ftruncate64', 'fd:fd length:long64', (k, t, a) => sysFtruncate(k, t, a[0]!, offset64(a[1]!, a[2]!))),
  row(195, 'stat64', 'path:str stat:stat', (k, t, a) => sysFstatat64(k, t, AT_FDCWD, address(a[0]!), address(a[1]!), 0)),
  row(196, 'lstat64', 'path:str stat:stat', (k, t, a) => sysFstatat64(k, t, AT_FDCWD, address(a[0]!), address(a[1]!), AtFlag.SymlinkNoFollow)),
  row(197, 'fstat64', 'fd:fd stat:stat', (_k, t, a) => sysFstat64(t, a[0]!, address(a[1]!))),
  row(220, 'getdents64', 'fd:fd buf:outbuf count:size', (k, t, a) => sysGetdents64(k, t, a[0]!, address(a[1]!), a[2]!)),
  row(221, 'fcntl64', 'fd:fd command:fcntlcmd argument:int', (k, t, a) => fcntl(k, t, a[0]!, a[1]!, a[2]!), 'No locks, no owners.'),
  row(295, 'openat', 'dirfd:dirfd path:str flags:openflags mode:octal', (k, t, a) => sysOpenat(k, t, a[0]!, address(a[1]!), a[2]!, a[3]!)),
  row(296, 'mkdirat', 'dirfd:dirfd path:str mode:octal', (k, t, a) => sysMkdirat(k, t, a[0]!, address(a[1]!), a[2]!)),
  row(300, 'fstatat64', 'dirfd:dirfd path:str stat:stat flags:int', (k, t, a) => sysFstatat64(k, t, a[0]!, address(a[1]!), address(a[2]!), a[3]!)),
  row(301, 'unlinkat', 'dirfd:dirfd path:str flags:int', (k, t, a) => sysUnlinkat(k, t, a[0]!, address(a[1]!), a[2]!)),
  row(302, 'renameat', 'fromdir:dirfd from:str todir:dirfd to:str', (k, t, a) => sysRenameat(k, t, a[0]!, address(a[1]!), a[2]!, address(a[3]!))),
  row(305, 'readlinkat', 'dirfd:dirfd path:str buf:outbuf size:size', (k, t, a) => sysReadlinkat(k, t, a[0]!, address(a[1]!), address(a[2]!), a[3]!)),
  row(307, 'faccessat', 'dirfd:dirfd path:str mode:access', (k, t, a) => sysFaccessat(k, t, a[0]!, address(a[1]!), a[2]!)),
  row(330, 'dup3', 'from:fd to:fd flags:openflags', (k, t, a) => {
    if (a[2]! & ~OpenFlag.CloseOnExec || a[0] === a[1]) return -Errno.EINVAL;
    return dup3(k, t, a[0]!, a[1]!, (a[2]! & OpenFlag.CloseOnExec) !== 0);
  }),
  row(331, 'pipe2', 'fds:pipefds flags:openflags', (k, t, a) => pipe2(k, t, address(a[0]!), a[1]!)),
  row(356, 'memfd_create', 'name:str flags:int', (k, t, a) => memfdCreate(k, t, address(a[0]!), a[1]!), 'No seals, no huge pages.'),
];
