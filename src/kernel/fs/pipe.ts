/**
 * Pipes: a ring of 64 KiB with one queue of waiting readers and one of waiting writers. Writes of up to PIPE_BUF bytes are
 * atomic. A write without readers raises SIGPIPE and gives EPIPE.
 */
import { Errno } from '../../abi/errno.ts';
import { OpenFlag, Poll } from '../../abi/fcntl.ts';
import { Signal } from '../../abi/signals.ts';
import { copyFromUser } from '../mm/user-memory.ts';
import { PAGE_SIZE } from '../mm/mm.ts';
import type { Task } from '../task.ts';
import { BLOCKED, createWaitQueue, type WaitQueue } from '../wait.ts';
import type { FileContext, FileOperations, OpenFile } from './file.ts';
import { blockWith, doneBefore, giveBytes } from './transfer.ts';

const CAPACITY = 65536;
/** Longest write that never mixes with others. */
const PIPE_BUF = 4096;

export interface PipeBuffer {
  readonly ring: Uint8Array;
  /** Index of the oldest byte. */
  head: number;
  count: number;
  readers: number;
  writers: number;
  readonly readQueue: WaitQueue;
  readonly writeQueue: WaitQueue;
}

export function createPipeBuffer(): PipeBuffer {
  return {
    ring: new Uint8Array(CAPACITY), head: 0, count: 0, readers: 0, writers: 0,
    readQueue: createWaitQueue('pipe_read'), writeQueue: createWaitQueue('pipe_write'),
  };
}

const pipeOf = (file: OpenFile): PipeBuffer => file.inode.data as PipeBuffer;
const canRead = (file: OpenFile): boolean => (file.flags & OpenFlag.AccessMode) !== OpenFlag.WriteOnly;
const canWrite = (file: OpenFile): boolean => (file.flags & OpenFlag.AccessMode) !== OpenFlag.ReadOnly;

/** Counts the ends that `file` opens. */
export function attachPipe(file: OpenFile): void {
  if (canRead(file)) pipeOf(file).readers++;
  if (canWrite(file)) pipeOf(file).writers++;
}

function changed(context: FileContext, queue: WaitQueue): void {
  context.waiting.wake(queue);
  context.waiting.wake(context.files.pollQueue);
}

/** The oldest `length` bytes, in order; they stay in the pipe. */
function peek(pipe: PipeBuffer, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const first = Math.min(length, CAPACITY - pipe.head);
  bytes.set(pipe.ring.subarray(pipe.head, pipe.head + first));
  bytes.set(pipe.ring.subarray(0, length - first), first);
  return bytes;
}

function drop(pipe: PipeBuffer, length: number): void {
  pipe.head = (pipe.head + length) % CAPACITY;
  pipe.count -= length;
}

function push(pipe: PipeBuffer, bytes: Uint8Array): void {
  const tail = (pipe.head + pipe.count) % CAPACITY;
  const first = Math.min(bytes.length, CAPACITY - tail);
  pipe.ring.set(bytes.subarray(0, first), tail);
  pipe.ring.set(bytes.subarray(first), 0);
  pipe.count += bytes.length;
}

function readPipe(context: FileContext, task: Task, file: OpenFile, va: number, length: number): number {
  const pipe = pipeOf(file);
  if (length === 0) return 0;
  if (pipe.count === 0) {
    if (pipe.writers === 0) return 0;
    if (file.flags & OpenFlag.NonBlock) return -Errno.EAGAIN;
    context.waiting.sleepOn(task, pipe.readQueue);
    return BLOCKED;
  }
  const result = giveBytes(task, va, peek(pipe, Math.min(length, pipe.count)));
  if (result <= 0) return result;
  drop(pipe, result);
  changed(context, pipe.writeQueue);
  return result;
}

function writePipe(context: FileContext, task: Task, file: OpenFile, va: number, length: number): number {
  const pipe = pipeOf(file);
  let done = doneBefore(task);
  while (done < length) {
    if (pipe.readers === 0) {
      if (done > 0) return done;
      context.sendSignal(task, Signal.SIGPIPE);
      return -Errno.EPIPE;
    }
    const room = CAPACITY - pipe.count;
    const needed = length <= PIPE_BUF ? length : 1;
    if (room < needed) {
      if (file.flags & OpenFlag.NonBlock) return done > 0 ? done : -Errno.EAGAIN;
      context.waiting.sleepOn(task, pipe.writeQueue);
      return blockWith(task, done);
    }
    const piece = new Uint8Array(Math.min(room, length - done, PAGE_SIZE));
    const left = copyFromUser(task, va + done, piece, 0, piece.length);
    if (left === BLOCKED) return blockWith(task, done);
    push(pipe, piece.subarray(0, piece.length - left));
    done += piece.length - left;
    if (left < piece.length) changed(context, pipe.readQueue);
    if (left > 0) return done > 0 ? done : -Errno.EFAULT;
  }
  return done;
}

export const pipeOperations: FileOperations = {
  isSeekable: false,
  read: readPipe,
  write: writePipe,
  poll(_context, file) {
    const pipe = pipeOf(file);
    let bits = 0;
    if (canRead(file)) bits |= (pipe.count > 0 ? Poll.In : 0) | (pipe.writers === 0 ? Poll.HangUp : 0);
    if (canWrite(file)) bits |= (CAPACITY - pipe.count >= PIPE_BUF ? Poll.Out : 0) | (pipe.readers === 0 ? Poll.Error : 0);
    return bits;
  },
  release(context, file) {
    const pipe = pipeOf(file);
    if (canRead(file)) pipe.readers--;
    if (canWrite(file)) pipe.writers--;
    changed(context, pipe.readQueue);
    changed(context, pipe.writeQueue);
  },
};
