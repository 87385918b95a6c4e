/** References to inodes and open files, and the size of files. */
import { Errno } from '../../abi/errno.ts';
import { assert } from '../../base/assert.ts';
import { PAGE_SIZE } from '../mm/mm.ts';
import { destroyMapping, readPage, truncateInode } from '../mm/page-cache.ts';
import type { Task } from '../task.ts';
import type { FileContext, Inode, OpenFile } from './file.ts';
import { OPERATIONS } from './file-operations.ts';
import { DISK_MAPPING } from './file-system.ts';

/** Opens `inode`: the record starts with one reference, which its first descriptor or mapping takes over. */
export function openInode(inode: Inode, flags: number, path: string): OpenFile {
  inode.references++;
  return { inode, flags, position: 0, references: 1, path };
}

/** Drops one reference; the last one closes the file, and an unlinked inode goes with its last file. */
export function putFile(context: FileContext, file: OpenFile): void {
  assert(file.references > 0, `putFile: ${file.path} is closed already`);
  if (--file.references > 0) return;
  OPERATIONS[file.inode.kind].release(context, file);
  file.inode.references--;
  evictIfUnused(context, file.inode);
}

/** Frees the data of an inode that no name, file or mapping holds any more. */
export function evictIfUnused(context: FileContext, inode: Inode): void {
  const { mapping } = inode;
  if (inode.nlink > 0 || inode.references > 0 || mapping === null) return;
  inode.mapping = null;
  destroyMapping(mapping);
  if (mapping.ops === DISK_MAPPING) context.files.freeBlocks(inode, 0);
}

/** Sets the size of a file: pages behind it leave every mapping, private copies too. 0, negative errno or BLOCKED. */
export function setSize(context: FileContext, task: Task, inode: Inode, size: number): number {
  const { mapping } = inode;
  if (mapping === null) return -Errno.EINVAL;
  const isOnDisk = mapping.ops === DISK_MAPPING;
  const lastPage = Math.floor(size / PAGE_SIZE);
  if (isOnDisk && size < inode.size && size % PAGE_SIZE !== 0 && context.files.blockFor(inode, lastPage) >= 0) {
    // The bytes behind the new end are cleared in memory, so the page must be there.
    const pfn = readPage(task, mapping, lastPage);
    if (pfn < 0) return pfn;
  }
  truncateInode(mapping, size);
  if (isOnDisk) context.files.freeBlocks(inode, Math.ceil(size / PAGE_SIZE));
  inode.mtime = context.waiting.now();
  return 0;
}
