/** Shared memory without a file system: shared anonymous mappings and memfd. Pages of a hole are zero; under pressure they go to swap. */
import { unreachable } from '../../base/assert.ts';
import type { OpenFile } from '../fs/file.ts';
import type { MemorySystem } from './memory-system.ts';

/** A new shmem file of `size` bytes as /proc/PID/maps names it ('/dev/zero (deleted)', '/memfd:x (deleted)'). */
export function createShmemFile(system: MemorySystem, path: string, size: number): OpenFile {
  return unreachable(`createShmemFile ${system.committed} ${path} ${size}`);
}
