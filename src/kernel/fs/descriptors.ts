/** The table of descriptors of a task. */
import { Errno } from '../../abi/errno.ts';
import { Rlimit } from '../../abi/process.ts';
import { OpenFlag } from '../../abi/fcntl.ts';
import type { FileTable, Task } from '../task.ts';
import type { FileContext, OpenFile } from './file.ts';
import { putFile } from './inode.ts';

/** The open file of a descriptor, or -EBADF. */
export function fileOf(task: Task, fd: number): OpenFile | number {
  return task.files.files[fd]?.file ?? -Errno.EBADF;
}

export const isReadable = (file: OpenFile): boolean => (file.flags & OpenFlag.AccessMode) !== OpenFlag.WriteOnly;
export const isWritable = (file: OpenFile): boolean => (file.flags & OpenFlag.AccessMode) !== OpenFlag.ReadOnly;

const limitOf = (task: Task): number => task.group.rlimits[Rlimit.RLIMIT_NOFILE]![0];

/** The lowest free descriptor from `from` on, or -EMFILE. */
export function freeDescriptor(task: Task, from = 0): number {
  const { files } = task.files;
  let fd = from;
  while (files[fd] !== undefined && files[fd] !== null) fd++;
  return fd < limitOf(task) ? fd : -Errno.EMFILE;
}

/** Puts `file` (whose reference it takes over) at `fd`; what was open there is closed. */
export function setDescriptor(context: FileContext, task: Task, fd: number, file: OpenFile, closeOnExec: boolean): void {
  const { files } = task.files;
  const old = files[fd];
  while (files.length < fd) files.push(null);
  files[fd] = { file, closeOnExec };
  if (old) putFile(context, old.file);
}

/** Gives `file` the lowest free descriptor; on -EMFILE the file is put. */
export function installDescriptor(context: FileContext, task: Task, file: OpenFile, closeOnExec: boolean): number {
  const fd = freeDescriptor(task);
  if (fd < 0) putFile(context, file);
  else setDescriptor(context, task, fd, file, closeOnExec);
  return fd;
}

/** 0 or -EBADF. */
export function closeDescriptor(context: FileContext, task: Task, fd: number): number {
  const entry = task.files.files[fd];
  if (!entry) return -Errno.EBADF;
  task.files.files[fd] = null;
  putFile(context, entry.file);
  return 0;
}

/** A copy of the table for fork. */
export function copyFileTable(table: FileTable): FileTable {
  for (const entry of table.files) if (entry) entry.file.references++;
  return { users: 1, files: table.files.map((entry) => (entry ? { ...entry } : null)) };
}

/** One user less; the last one closes all. */
export function putFileTable(context: FileContext, table: FileTable): void {
  if (--table.users > 0) return;
  for (const entry of table.files) if (entry) putFile(context, entry.file);
  table.files.length = 0;
}

/** Closes what is marked close-on-exec. */
export function closeOnExec(context: FileContext, task: Task): void {
  task.files.files.forEach((entry, fd) => {
    if (entry?.closeOnExec) closeDescriptor(context, task, fd);
  });
}
