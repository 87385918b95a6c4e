/** Character devices: /dev/null, /dev/zero, /dev/urandom, and the standard streams. */
import { Errno } from '../../abi/errno.ts';
import { Poll } from '../../abi/fcntl.ts';
import { PAGE_SIZE } from '../mm/mm.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import type { FileContext, FileOperations, OpenFile } from './file.ts';
import { copyToUser } from '../mm/user-memory.ts';
import { blockWith, doneBefore, giveBytes, takeBytes } from './transfer.ts';

const READY = Poll.In | Poll.Out;

function discard(_context: FileContext, _task: Task, _file: OpenFile, _va: number, length: number): number {
  return length;
}

const device = {
  isSeekable: true,
  poll: () => READY,
  release: () => undefined,
};

export const nullOperations: FileOperations = { ...device, read: () => 0, write: discard };

/** Gives `length` bytes made a page at a time. */
function giveMade(task: Task, va: number, length: number, make: (page: Uint8Array) => void): number {
  const page = new Uint8Array(PAGE_SIZE);
  let done = doneBefore(task);
  while (done < length) {
    const count = Math.min(PAGE_SIZE, length - done);
    make(page);
    const left = copyToUser(task, va + done, page, 0, count);
    if (left === BLOCKED) return blockWith(task, done);
    done += count - left;
    if (left > 0) return done > 0 ? done : -Errno.EFAULT;
  }
  return done;
}

export const zeroOperations: FileOperations = {
  ...device,
  read: (_context, task, _file, va, length) => giveMade(task, va, length, () => undefined),
  write: discard,
};

export const randomOperations: FileOperations = {
  ...device,
  read: (context, task, _file, va, length) => giveMade(task, va, length, (page) => context.fillRandom(page)),
  write: discard,
};

/** State of a standard stream: which one it is, and the input that has been asked of the host so far. */
export interface StdioState {
  readonly descriptor: number;
  /** Kept so that a restored machine reads the same input again. */
  readonly input: number[];
  /** Index of the next byte of `input` that the guest gets. */
  consumed: number;
}

const stateOf = (file: OpenFile): StdioState => file.inode.data as StdioState;

function readStdio(context: FileContext, task: Task, file: OpenFile, va: number, length: number): number {
  const state = stateOf(file);
  if (state.consumed === state.input.length && length > 0) {
    for (const byte of context.streams.read(Math.min(length, PAGE_SIZE))) state.input.push(byte);
  }
  const result = giveBytes(task, va, Uint8Array.from(state.input.slice(state.consumed, state.consumed + length)));
  if (result > 0) state.consumed += result;
  return result;
}

export const stdioOperations: FileOperations = {
  ...device,
  isSeekable: false,
  read: readStdio,
  write: (context, task, file, va, length) =>
    takeBytes(task, va, length, (piece) => context.streams.write(stateOf(file).descriptor, piece)),
};
