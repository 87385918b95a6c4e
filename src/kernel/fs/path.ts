/** From a path to an inode: directories, `.` and `..`, symbolic links (all of them in /proc), permissions. */
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, Access, NAME_MAX } from '../../abi/fcntl.ts';
import type { Task } from '../task.ts';
import type { FileContext, Inode, OpenFile } from './file.ts';
import type { DirectoryData, SymlinkData } from './file-system.ts';
import { procLookup, procParent } from './proc/tree.ts';

const MAX_LINKS = 40;

/** Where a path leads. `inode` is null if only the last name is missing in the existing directory `parent`. */
export interface Found {
  readonly inode: Inode | null;
  readonly parent: Inode;
  readonly name: string;
  /** Absolute, without `.`, `..` and links. */
  readonly path: string;
  /** The path ended in a slash, so only a directory will do. */
  readonly mustBeDirectory: boolean;
  /** Set by a magic link such as /proc/self/exe: the file it leads to. */
  readonly opens: OpenFile | null;
}

/** Whether `task` may do `access` (bits of Access) with `inode`; root may do anything. */
export function isAllowed(task: Task, inode: Inode, access: number): boolean {
  if (task.uid === 0) return true;
  const bits = task.uid === inode.uid ? inode.mode >> 6 : inode.mode;
  return (bits & access) === access;
}

const join = (directory: string, name: string): string => (directory === '/' ? `/${name}` : `${directory}/${name}`);

function parentOf(context: FileContext, directory: Inode): Inode {
  if (directory.kind === 'procdir') return procParent(context, directory) ?? context.files.root;
  return (directory.data as DirectoryData).parent ?? directory;
}

function child(context: FileContext, task: Task, directory: Inode, name: string): Inode | null {
  if (directory.kind === 'procdir') return procLookup(context, task, directory, name);
  return context.files.entriesOf(directory).get(name) ?? null;
}

/** The directory that a relative path starts from; the path of a *at call's descriptor if it has one. */
function startOf(context: FileContext, task: Task, dirfd: number): { inode: Inode; path: string } | number {
  if (dirfd === AT_FDCWD) {
    const found = lookup(context, task, AT_FDCWD, task.cwd);
    if (typeof found === 'number') return found;
    return found.inode === null ? -Errno.ENOENT : { inode: found.inode, path: found.path };
  }
  const entry = task.files.files[dirfd];
  if (entry === undefined || entry === null) return -Errno.EBADF;
  const { inode, path } = entry.file;
  return inode.kind === 'directory' || inode.kind === 'procdir' ? { inode, path } : -Errno.ENOTDIR;
}

/**
 * Follows `path`. Links in the middle are always followed, one at the end unless `keepLastLink`. Gives negative errno:
 * ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG, EBADF.
 */
export function lookup(context: FileContext, task: Task, dirfd: number, path: string, { keepLastLink = false } = {}): Found | number {
  if (path === '') return -Errno.ENOENT;
  let at: { inode: Inode; path: string } | number = { inode: context.files.root, path: '/' };
  if (!path.startsWith('/')) at = startOf(context, task, dirfd);
  if (typeof at === 'number') return at;
  let { inode: directory, path: where } = at;
  let names = path.split('/').filter((name) => name !== '' && name !== '.');
  const mustBeDirectory = /(^|\/)\.?$/.test(path) || path.endsWith('..');
  let links = 0;
  let found: Found = { inode: directory, parent: parentOf(context, directory), name: '.', path: where, mustBeDirectory, opens: null };
  while (names.length > 0) {
    const [name, ...rest] = names as [string, ...string[]];
    if (name.length > NAME_MAX) return -Errno.ENAMETOOLONG;
    if (directory.kind !== 'directory' && directory.kind !== 'procdir') return -Errno.ENOTDIR;
    if (!isAllowed(task, directory, Access.Execute)) return -Errno.EACCES;
    names = rest;
    if (name === '..') {
      directory = parentOf(context, directory);
      where = where.slice(0, where.lastIndexOf('/')) || '/';
      found = { inode: directory, parent: parentOf(context, directory), name, path: where, mustBeDirectory, opens: null };
      continue;
    }
    const next = child(context, task, directory, name);
    if (next === null) {
      if (rest.length > 0) return -Errno.ENOENT;
      return { inode: null, parent: directory, name, path: join(where, name), mustBeDirectory, opens: null };
    }
    const isLast = rest.length === 0;
    if (next.kind === 'symlink' && !(isLast && keepLastLink)) {
      if (++links > MAX_LINKS) return -Errno.ELOOP;
      const { target, opens } = next.data as SymlinkData;
      if (opens !== null) {
        if (!isLast) return -Errno.ENOTDIR;
        return { inode: opens.inode, parent: directory, name, path: opens.path, mustBeDirectory, opens };
      }
      names = [...target.split('/').filter((part) => part !== '' && part !== '.'), ...rest];
      if (target.startsWith('/')) [directory, where] = [context.files.root, '/'];
      found = { inode: directory, parent: directory, name: '.', path: where, mustBeDirectory, opens: null };
      continue;
    }
    found = { inode: next, parent: directory, name, path: join(where, name), mustBeDirectory, opens: null };
    [directory, where] = [next, found.path];
  }
  if (found.mustBeDirectory && found.inode!.kind !== 'directory' && found.inode!.kind !== 'procdir') return -Errno.ENOTDIR;
  return found;
}
