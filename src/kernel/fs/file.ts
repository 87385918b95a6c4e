/**
 * Inodes and open files as the rest of the kernel sees them: plain records, with the operations of each kind of file in
 * one table per kind (Linux's file_operations), so that the state can be copied and restored.
 */
import type { Mapping } from '../mm/page-cache.ts';
import type { Task } from '../task.ts';
import type { WaitQueue } from '../wait.ts';

/** Names of the tables in file-operations.ts. */
export type FileKind = 'regular' | 'directory' | 'pipe' | 'stdio' | 'null' | 'zero' | 'random' | 'proc';

export interface Inode {
  readonly ino: number;
  /** Device numbers, as /proc/PID/maps prints them. */
  readonly major: number;
  readonly minor: number;
  readonly kind: FileKind;
  /** Type and permission bits (S_IFREG | 0644). */
  mode: number;
  nlink: number;
  /** Open files and mappings that hold it; data are freed when this and nlink are 0. */
  references: number;
  /** Bytes. */
  size: number;
  uid: number;
  /** Virtual ns. */
  mtime: number;
  /** Pages of regular and shmem files; null for files that cannot be mapped. */
  mapping: Mapping | null;
  /** Kind-specific record: directory entries, pipe buffer, proc node. */
  data: unknown;
}

export interface OpenFile {
  readonly inode: Inode;
  /** O_ flags; the access mode is in the low two bits. */
  flags: number;
  /** Byte position. */
  position: number;
  /** Descriptors and VMAs that refer to it. */
  references: number;
  /** As /proc/PID/maps shows it, with ' (deleted)' where that holds. */
  path: string;
}

/**
 * What one kind of file does. Results are byte counts, negative errno, or BLOCKED. Reads and writes move bytes between the
 * file and user memory through user-memory.ts, so they may block half-way; progress is in `task.progress`.
 */
export interface FileOperations {
  read(task: Task, file: OpenFile, va: number, length: number, position: number): number;
  write(task: Task, file: OpenFile, va: number, length: number, position: number): number;
  /** Poll bits that hold now. */
  poll(file: OpenFile): number;
  /** Queues that a poller of this file sleeps on. */
  queues(file: OpenFile): readonly WaitQueue[];
  /** The last reference is gone. */
  release(file: OpenFile): void;
  readonly isSeekable: boolean;
}
