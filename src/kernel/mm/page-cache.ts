/** Cached pages of a file: Linux's address_space. */
import { unreachable } from '../../base/assert.ts';
import type { Inode } from '../fs/file.ts';
import type { Task } from '../task.ts';
import type { MemorySystem } from './memory-system.ts';

export interface Mapping {
  readonly id: number;
  readonly inode: Inode;
  readonly system: MemorySystem;
  /** Name of the {@link MappingOps} that reads and writes its blocks; 'shmem' pages have no blocks and go to swap. */
  readonly ops: string;
  /** Page index to frame (>= 0), or for shmem to a swap slot s as ~s. */
  readonly pages: Map<number, number>;
  /** Set by a failed write-back; reported once by the next msync or fsync of each caller. */
  writeError: boolean;
}

/** What a file system gives the page cache: where the pages of an inode lie on its device. */
export interface MappingOps {
  /** Block of the page, -1 for a hole (reads as zeros). */
  blockFor(inode: Inode, pageIndex: number): number;
  /** Like blockFor, but fills a hole; -ENOSPC when the device is full. */
  allocateBlock(inode: Inode, pageIndex: number): number;
}

export function createMapping(system: MemorySystem, inode: Inode, ops: string): Mapping {
  return unreachable(`createMapping ${inode.ino} ${ops} ${system.committed}`);
}

/** Frame that holds the page with its contents, or -EIO, -ENOMEM or BLOCKED. The frame is not pinned: see pinPage. */
export function readPage(task: Task, mapping: Mapping, index: number): number {
  return unreachable(`readPage ${task.pid} ${mapping.id} ${index}`);
}

/**
 * Frame ready for bytes [from, to) of the page to be overwritten by a write call: allocated, with its block reserved, and
 * read first when only a part is overwritten. -EIO, -ENOSPC, -ENOMEM or BLOCKED.
 */
export function beginWrite(task: Task, mapping: Mapping, index: number, from: number, to: number): number {
  return unreachable(`beginWrite ${task.pid} ${mapping.id} ${index} ${from} ${to}`);
}

/** The cached page was changed. */
export function markDirty(mapping: Mapping, index: number): void {
  unreachable(`markDirty ${mapping.id} ${index}`);
}

/** Keeps the frame in memory while a call copies from or to it. Every pin is undone before the call returns. */
export function pinPage(system: MemorySystem, pfn: number): void {
  unreachable(`pinPage ${system.committed} ${pfn}`);
}

export function unpinPage(system: MemorySystem, pfn: number): void {
  unreachable(`unpinPage ${system.committed} ${pfn}`);
}

/** Bytes of the frame, a view of RAM. After changing them call markDirty (which also drops decoded code). */
export function pageBytes(system: MemorySystem, pfn: number): Uint8Array {
  return unreachable(`pageBytes ${system.committed} ${pfn}`);
}

/** Sets inode.size and drops or clears what lies behind it, in the cache and in every address space. */
export function truncateInode(mapping: Mapping, size: number): void {
  unreachable(`truncateInode ${mapping.id} ${size}`);
}

/** Drops the bytes [start, end) from the cache and every address space (MADV_REMOVE, FALLOC_FL_PUNCH_HOLE). Block freeing is the file system's. */
export function punchHole(mapping: Mapping, start: number, end: number): void {
  unreachable(`punchHole ${mapping.id} ${start} ${end}`);
}

/** Forgets a mapping whose inode goes away: all its pages and swap slots are freed unwritten. */
export function destroyMapping(mapping: Mapping): void {
  unreachable(`destroyMapping ${mapping.id}`);
}
