/** Opening, creating and removing files: open, unlink, mkdir, rmdir, rename, readlink, access and their *at forms. */
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, Access, AtFlag, OpenFlag, PATH_MAX } from '../../abi/fcntl.ts';
import { FileType } from '../../abi/stat.ts';
import { latin1Bytes } from '../../base/latin1.ts';
import { copyToUser, readString } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { fileOf, freeDescriptor, setDescriptor } from './descriptors.ts';
import type { FileContext, Inode, OpenFile } from './file.ts';
import type { DirectoryData, SymlinkData } from './file-system.ts';
import { evictIfUnused, openInode, setSize } from './inode.ts';
import { isAllowed, lookup, type Found } from './path.ts';

const PERMISSIONS = 0o7777;
const isDirectory = (inode: Inode): boolean => inode.kind === 'directory' || inode.kind === 'procdir';

function accessOf(flags: number): number {
  const mode = flags & OpenFlag.AccessMode;
  return (mode !== OpenFlag.WriteOnly ? Access.Read : 0) | (mode !== OpenFlag.ReadOnly ? Access.Write : 0);
}

/** Makes the missing last name of `found` a new entry. -EACCES in a directory that cannot be written or is not ours. */
function create(context: FileContext, task: Task, found: Found, inode: Inode): number {
  if (found.parent.kind !== 'directory') return -Errno.EACCES;
  if (!isAllowed(task, found.parent, Access.Write)) return -Errno.EACCES;
  inode.uid = task.uid;
  inode.mtime = context.waiting.now();
  context.files.link(found.parent, found.name, inode);
  return 0;
}

/** A file without a name in the directory `found` (O_TMPFILE). */
function openTemporary(context: FileContext, task: Task, found: Found, flags: number, mode: number): OpenFile | number {
  if (found.inode === null) return -Errno.ENOENT;
  if (found.inode.kind !== 'directory') return isDirectory(found.inode) ? -Errno.EOPNOTSUPP : -Errno.ENOTDIR;
  if ((flags & OpenFlag.AccessMode) === OpenFlag.ReadOnly) return -Errno.EINVAL;
  if (!isAllowed(task, found.inode, Access.Write)) return -Errno.EACCES;
  const inode = context.files.createDiskFile(mode & PERMISSIONS & ~task.umask);
  inode.nlink = 0;
  inode.uid = task.uid;
  return openInode(inode, flags, `${found.path === '/' ? '' : found.path}/#${inode.ino} (deleted)`);
}

/** The existing inode of `found` opened as `flags` say, or negative errno or BLOCKED. */
function openExisting(context: FileContext, task: Task, found: Found, inode: Inode, flags: number): OpenFile | number {
  if ((flags & OpenFlag.Create) && (flags & OpenFlag.Exclusive)) return -Errno.EEXIST;
  if (inode.kind === 'symlink' && !(flags & OpenFlag.Path)) return -Errno.ELOOP;
  if (isDirectory(inode) && (accessOf(flags) & Access.Write || flags & OpenFlag.Create)) return -Errno.EISDIR;
  if (flags & OpenFlag.Directory && !isDirectory(inode)) return -Errno.ENOTDIR;
  if (!(flags & OpenFlag.Path) && !isAllowed(task, inode, accessOf(flags))) return -Errno.EACCES;
  if (flags & OpenFlag.Truncate && accessOf(flags) & Access.Write && inode.mapping !== null) {
    const failed = setSize(context, task, inode, 0);
    if (failed !== 0) return failed;
  }
  return openInode(inode, flags & ~(OpenFlag.Create | OpenFlag.Exclusive | OpenFlag.Truncate), found.path);
}

function openFound(context: FileContext, task: Task, found: Found, flags: number, mode: number): OpenFile | number {
  if ((flags & OpenFlag.TemporaryFile) === OpenFlag.TemporaryFile) return openTemporary(context, task, found, flags, mode);
  if (found.inode !== null) return openExisting(context, task, found, found.inode, flags);
  if (!(flags & OpenFlag.Create)) return -Errno.ENOENT;
  if (found.mustBeDirectory) return -Errno.EISDIR;
  const inode = context.files.createDiskFile(mode & PERMISSIONS & ~task.umask);
  const failed = create(context, task, found, inode);
  return failed !== 0 ? failed : openInode(inode, flags & ~(OpenFlag.Create | OpenFlag.Exclusive), found.path);
}

/** Opens `path` inside the kernel (exec uses it too): the file with one reference, or negative errno or BLOCKED. */
export function openPath(context: FileContext, task: Task, dirfd: number, path: string, flags: number, mode: number): OpenFile | number {
  const keepLastLink = (flags & OpenFlag.NoFollow) !== 0 || ((flags & OpenFlag.Create) !== 0 && (flags & OpenFlag.Exclusive) !== 0);
  const found = lookup(context, task, dirfd, path, { keepLastLink });
  return typeof found === 'number' ? found : openFound(context, task, found, flags, mode);
}

/** Follows the path at user address `va`. */
function lookupUser(context: FileContext, task: Task, dirfd: number, va: number, options: { keepLastLink?: boolean } = {}): Found | number {
  const path = readString(task, va, PATH_MAX);
  return typeof path === 'number' ? path : lookup(context, task, dirfd, path, options);
}

export function sysOpenat(context: FileContext, task: Task, dirfd: number, pathVa: number, flags: number, mode: number): number {
  const path = readString(task, pathVa, PATH_MAX);
  if (typeof path === 'number') return path;
  const fd = freeDescriptor(task);
  if (fd < 0) return fd;
  const file = openPath(context, task, dirfd, path, flags, mode);
  if (typeof file === 'number') return file;
  setDescriptor(context, task, fd, file, (flags & OpenFlag.CloseOnExec) !== 0);
  return fd;
}

/** Takes the name of `found` away; its inode lives on while something holds it. */
function unlinkFound(context: FileContext, task: Task, found: Found, isForDirectory: boolean): number {
  const { inode, parent, name } = found;
  if (inode === null) return -Errno.ENOENT;
  if (parent.kind !== 'directory' || inode === context.files.root || name === '.' || name === '..') return isForDirectory ? -Errno.EBUSY : -Errno.EPERM;
  if (isForDirectory && inode.kind !== 'directory') return -Errno.ENOTDIR;
  if (!isForDirectory && isDirectory(inode)) return -Errno.EISDIR;
  if (!isAllowed(task, parent, Access.Write)) return -Errno.EACCES;
  const isSticky = (parent.mode & 0o1000) !== 0;
  if (isSticky && task.uid !== 0 && task.uid !== inode.uid && task.uid !== parent.uid) return -Errno.EPERM;
  if (isForDirectory && context.files.entriesOf(inode).size > 0) return -Errno.ENOTEMPTY;
  context.files.entriesOf(parent).delete(name);
  inode.nlink--;
  evictIfUnused(context, inode);
  return 0;
}

export function sysUnlinkat(context: FileContext, task: Task, dirfd: number, pathVa: number, flags: number): number {
  if (flags & ~AtFlag.RemoveDirectory) return -Errno.EINVAL;
  const found = lookupUser(context, task, dirfd, pathVa, { keepLastLink: true });
  return typeof found === 'number' ? found : unlinkFound(context, task, found, (flags & AtFlag.RemoveDirectory) !== 0);
}

export function sysMkdirat(context: FileContext, task: Task, dirfd: number, pathVa: number, mode: number): number {
  const found = lookupUser(context, task, dirfd, pathVa);
  if (typeof found === 'number') return found;
  if (found.inode !== null) return -Errno.EEXIST;
  return create(context, task, found, context.files.createDirectory(found.parent, mode & PERMISSIONS & ~task.umask));
}

/** Whether `inode` is `directory` or lies above it. */
function isAbove(inode: Inode, directory: Inode): boolean {
  for (let at: Inode | null = directory; at !== null; at = (at.data as DirectoryData).parent) if (at === inode) return true;
  return false;
}

export function sysRenameat(context: FileContext, task: Task, fromDirfd: number, fromVa: number, toDirfd: number, toVa: number): number {
  const from = lookupUser(context, task, fromDirfd, fromVa, { keepLastLink: true });
  if (typeof from === 'number') return from;
  const to = lookupUser(context, task, toDirfd, toVa, { keepLastLink: true });
  if (typeof to === 'number') return to;
  if (from.inode === null) return -Errno.ENOENT;
  if (from.inode === to.inode) return 0;
  if (from.parent.kind !== 'directory' || to.parent.kind !== 'directory') return -Errno.EPERM;
  if (!isAllowed(task, from.parent, Access.Write) || !isAllowed(task, to.parent, Access.Write)) return -Errno.EACCES;
  if (from.inode.kind === 'directory' && isAbove(from.inode, to.parent)) return -Errno.EINVAL;
  if (to.inode !== null) {
    if (from.inode.kind === 'directory' && to.inode.kind !== 'directory') return -Errno.ENOTDIR;
    const failed = unlinkFound(context, task, to, from.inode.kind === 'directory');
    if (failed !== 0) return failed;
  }
  context.files.entriesOf(from.parent).delete(from.name);
  context.files.link(to.parent, to.name, from.inode);
  if (from.inode.kind === 'directory') (from.inode.data as DirectoryData).parent = to.parent;
  return 0;
}

export function sysReadlinkat(context: FileContext, task: Task, dirfd: number, pathVa: number, bufferVa: number, length: number): number {
  if (length <= 0) return -Errno.EINVAL;
  const found = lookupUser(context, task, dirfd, pathVa, { keepLastLink: true });
  if (typeof found === 'number') return found;
  if (found.inode === null) return -Errno.ENOENT;
  if (found.inode.kind !== 'symlink') return -Errno.EINVAL;
  const bytes = latin1Bytes((found.inode.data as SymlinkData).target).subarray(0, length);
  const left = copyToUser(task, bufferVa, bytes, 0, bytes.length);
  if (left === BLOCKED) return BLOCKED;
  return left > 0 ? -Errno.EFAULT : bytes.length;
}

export function sysFaccessat(context: FileContext, task: Task, dirfd: number, pathVa: number, mode: number): number {
  if (mode & ~(Access.Read | Access.Write | Access.Execute)) return -Errno.EINVAL;
  const found = lookupUser(context, task, dirfd, pathVa);
  if (typeof found === 'number') return found;
  if (found.inode === null) return -Errno.ENOENT;
  return isAllowed(task, found.inode, mode) ? 0 : -Errno.EACCES;
}

export function sysChdir(context: FileContext, task: Task, pathVa: number): number {
  const found = lookupUser(context, task, AT_FDCWD, pathVa);
  if (typeof found === 'number') return found;
  if (found.inode === null) return -Errno.ENOENT;
  if (!isDirectory(found.inode)) return -Errno.ENOTDIR;
  if (!isAllowed(task, found.inode, Access.Execute)) return -Errno.EACCES;
  task.cwd = found.path;
  return 0;
}

/** Length with the terminating zero, or -ERANGE. */
export function sysGetcwd(task: Task, va: number, size: number): number {
  const bytes = latin1Bytes(`${task.cwd}\0`);
  if (size < bytes.length) return -Errno.ERANGE;
  const left = copyToUser(task, va, bytes, 0, bytes.length);
  if (left === BLOCKED) return BLOCKED;
  return left > 0 ? -Errno.EFAULT : bytes.length;
}

/** The size of the file at a path. */
export function sysTruncate(context: FileContext, task: Task, pathVa: number, size: number): number {
  if (size < 0) return -Errno.EINVAL;
  const found = lookupUser(context, task, AT_FDCWD, pathVa);
  if (typeof found === 'number') return found;
  if (found.inode === null) return -Errno.ENOENT;
  if (isDirectory(found.inode)) return -Errno.EISDIR;
  if ((found.inode.mode & FileType.Mask) !== FileType.Regular) return -Errno.EINVAL;
  if (!isAllowed(task, found.inode, Access.Write)) return -Errno.EACCES;
  return setSize(context, task, found.inode, size);
}

export function sysFtruncate(context: FileContext, task: Task, fd: number, size: number): number {
  if (size < 0) return -Errno.EINVAL;
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  if ((file.flags & OpenFlag.AccessMode) === OpenFlag.ReadOnly || file.inode.mapping === null) return -Errno.EINVAL;
  return setSize(context, task, file.inode, size);
}
