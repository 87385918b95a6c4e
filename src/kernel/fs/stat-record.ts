/** The stat family: struct stat64 of a file, filled for user memory. */
import { Errno } from '../../abi/errno.ts';
import { AtFlag, PATH_MAX } from '../../abi/fcntl.ts';
import { FileType, Stat64, makeDevice } from '../../abi/stat.ts';
import { PAGE_SIZE } from '../mm/mm.ts';
import { copyToUser, readString } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { fileOf } from './descriptors.ts';
import type { FileContext, Inode } from './file.ts';
import { lookup } from './path.ts';

const SECTOR = 512;
const NANOSECONDS = 1e9;

function statRecord(inode: Inode): Uint8Array {
  const bytes = new Uint8Array(Stat64.RecordSize);
  const view = new DataView(bytes.buffer);
  const put = (offset: number, value: number): void => view.setUint32(offset, value, true);
  const device = makeDevice(inode.major, inode.minor);
  const isDevice = (inode.mode & FileType.Mask) === FileType.CharacterDevice;
  put(Stat64.Dev, device);
  put(Stat64.InoLow, inode.ino);
  put(Stat64.Mode, inode.mode);
  put(Stat64.Nlink, inode.nlink);
  put(Stat64.Uid, inode.uid);
  put(Stat64.Gid, inode.uid);
  put(Stat64.Rdev, isDevice ? device : 0);
  put(Stat64.Size, inode.size >>> 0);
  put(Stat64.Size + 4, Math.floor(inode.size / 2 ** 32));
  put(Stat64.BlockSize, PAGE_SIZE);
  put(Stat64.Blocks, Math.ceil(inode.size / PAGE_SIZE) * (PAGE_SIZE / SECTOR));
  for (const offset of [Stat64.AccessTime, Stat64.ModifyTime, Stat64.ChangeTime]) {
    put(offset, Math.floor(inode.mtime / NANOSECONDS));
    put(offset + 4, Math.floor(inode.mtime % NANOSECONDS));
  }
  put(Stat64.Ino, inode.ino);
  return bytes;
}

function giveStat(task: Task, inode: Inode, va: number): number {
  const bytes = statRecord(inode);
  const left = copyToUser(task, va, bytes, 0, bytes.length);
  if (left === BLOCKED) return BLOCKED;
  return left > 0 ? -Errno.EFAULT : 0;
}

export function sysFstat64(task: Task, fd: number, va: number): number {
  const file = fileOf(task, fd);
  return typeof file === 'number' ? file : giveStat(task, file.inode, va);
}

/** stat64, lstat64 and fstatat64. */
export function sysFstatat64(context: FileContext, task: Task, dirfd: number, pathVa: number, va: number, flags: number): number {
  if (flags & ~(AtFlag.SymlinkNoFollow | AtFlag.EmptyPath)) return -Errno.EINVAL;
  const path = readString(task, pathVa, PATH_MAX);
  if (typeof path === 'number') return path;
  if (path === '' && flags & AtFlag.EmptyPath) return sysFstat64(task, dirfd, va);
  const found = lookup(context, task, dirfd, path, { keepLastLink: (flags & AtFlag.SymlinkNoFollow) !== 0 });
  if (typeof found === 'number') return found;
  return found.inode === null ? -Errno.ENOENT : giveStat(task, found.inode, va);
}
