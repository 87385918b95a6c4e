/**
 * Inodes and open files as the rest of the kernel sees them: plain records, with the operations of each kind of file in
 * one table per kind (Linux's file_operations, in file-operations.ts), so that the state can be copied and restored.
 */
import type { MemorySystem } from '../mm/memory-system.ts';
import type { Mapping } from '../mm/page-cache.ts';
import type { Task } from '../task.ts';
import type { Waiting } from '../wait.ts';
import type { FileSystem } from './file-system.ts';

/** Names of the tables in file-operations.ts. */
export type FileKind = 'regular' | 'directory' | 'pipe' | 'stdio' | 'null' | 'zero' | 'random' | 'symlink' | 'proc' | 'procdir';

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
  /** Kind-specific record: directory entries, block map, pipe buffer, proc node. Its owner file casts it. */
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

/** Standard input and output of the machine's user. Not part of the machine's state: what was read is kept in the inode. */
export interface StandardStreams {
  /** Up to `length` bytes of standard input; empty at its end. */
  read(length: number): Uint8Array;
  /** `descriptor` is 1 or 2. */
  write(descriptor: number, bytes: Uint8Array): void;
}

/** What the file layer needs of the rest of the kernel. */
export interface FileContext {
  readonly waiting: Waiting;
  readonly memory: MemorySystem;
  readonly tasks: Map<number, Task>;
  readonly files: FileSystem;
  readonly streams: StandardStreams;
  sendSignal(task: Task, signo: number): void;
  /** Fills `bytes` from the stream 'urandom'. */
  fillRandom(bytes: Uint8Array): void;
}

/**
 * What one kind of file does. Results are byte counts, negative errno, or BLOCKED. Reads and writes move bytes between the
 * file and user memory through user-memory.ts, so they may block half-way; progress is in `task.progress`. Access modes
 * have been checked. `position` is the byte offset to use; the caller advances `file.position`.
 */
export interface FileOperations {
  read(context: FileContext, task: Task, file: OpenFile, va: number, length: number, position: number): number;
  write(context: FileContext, task: Task, file: OpenFile, va: number, length: number, position: number): number;
  /** Poll bits that hold now. */
  poll(context: FileContext, file: OpenFile): number;
  /** The last reference of an open file is gone. */
  release(context: FileContext, file: OpenFile): void;
  readonly isSeekable: boolean;
}
