/** getdents64: `.`, `..` and the entries of a directory, in order of creation; the position counts entries. */
import { Errno } from '../../abi/errno.ts';
import { Dirent64, direntTypeOf } from '../../abi/stat.ts';
import { latin1Bytes } from '../../base/latin1.ts';
import { copyToUser } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { fileOf } from './descriptors.ts';
import type { FileContext, Inode } from './file.ts';
import type { DirectoryData } from './file-system.ts';
import { procEntries, procParent } from './proc/tree.ts';

const ALIGNMENT = 8;

function listing(context: FileContext, task: Task, directory: Inode): [string, Inode][] {
  if (directory.kind === 'procdir') {
    return [['.', directory], ['..', procParent(context, directory) ?? context.files.root], ...procEntries(context, task, directory)];
  }
  return [['.', directory], ['..', (directory.data as DirectoryData).parent ?? directory], ...context.files.entriesOf(directory)];
}

function record(name: string, inode: Inode, next: number): Uint8Array {
  const text = latin1Bytes(name);
  const bytes = new Uint8Array(Math.ceil((Dirent64.Name + text.length + 1) / ALIGNMENT) * ALIGNMENT);
  const view = new DataView(bytes.buffer);
  view.setUint32(Dirent64.Ino, inode.ino, true);
  view.setUint32(Dirent64.Offset, next, true);
  view.setUint16(Dirent64.RecordLength, bytes.length, true);
  view.setUint8(Dirent64.Type, direntTypeOf(inode.mode));
  bytes.set(text, Dirent64.Name);
  return bytes;
}

/** Bytes of whole records given, 0 at the end, -EINVAL if the next one does not fit. */
export function sysGetdents64(context: FileContext, task: Task, fd: number, va: number, length: number): number {
  const file = fileOf(task, fd);
  if (typeof file === 'number') return file;
  if (file.inode.kind !== 'directory' && file.inode.kind !== 'procdir') return -Errno.ENOTDIR;
  const entries = listing(context, task, file.inode);
  let position = file.position;
  let done = 0;
  for (; position < entries.length; position++) {
    const [name, inode] = entries[position]!;
    const bytes = record(name, inode, position + 1);
    if (done + bytes.length > (length >>> 0)) {
      if (done === 0) return -Errno.EINVAL;
      break;
    }
    const left = copyToUser(task, va + done, bytes, 0, bytes.length);
    if (left === BLOCKED) return BLOCKED;
    if (left > 0) return done > 0 ? done : -Errno.EFAULT;
    done += bytes.length;
  }
  file.position = position;
  return done;
}
