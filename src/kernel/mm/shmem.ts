/** Shared memory without a file system: shared anonymous mappings and memfd. Pages of a hole are zero; under pressure they go to swap. */
import { FileType } from '../../abi/stat.ts';
import type { Inode, OpenFile } from '../fs/file.ts';
import type { MemorySystem } from './memory-system.ts';
import { createMapping, SHMEM_MAPPING } from './page-cache.ts';

/** Device of the kernel's own tmpfs, as maps shows it. */
const SHMEM_MINOR = 1;
const READ_WRITE = 2;
const PERMISSIONS = 0o777;

/** A new shmem file of `size` bytes as /proc/PID/maps names it ('/dev/zero (deleted)', '/memfd:x (deleted)'). */
export function createShmemFile(system: MemorySystem, path: string, size: number): OpenFile {
  const inode: Inode = {
    ino: ++system.lastShmemIno, major: 0, minor: SHMEM_MINOR, kind: 'regular', mode: FileType.Regular | PERMISSIONS,
    nlink: 0, references: 1, size, uid: 0, mtime: system.waiting.now(), mapping: null, data: null,
  };
  inode.mapping = createMapping(system, inode, SHMEM_MAPPING);
  return { inode, flags: READ_WRITE, position: 0, references: 1, path };
}
