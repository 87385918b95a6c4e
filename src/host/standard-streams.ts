/**
 * The guest's standard streams on those of the host: read and written synchronously, so that output appears in the order in
 * which it was made.
 */
import { readSync, writeSync } from 'node:fs';
import type { StandardStreams } from '../kernel/fs/file.ts';

const STDIN = 0;
const NAMES: Readonly<Record<number, string>> = { 1: 'standard output', 2: 'standard error' };

/** Whoever read our output has gone (`pagewalk … | head`). */
export class OutputClosed extends Error {
  override name = 'OutputClosed';
}

/** The host cannot take our output: a full disk, a closed descriptor. */
export class OutputFailed extends Error {
  override name = 'OutputFailed';
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Lets the host's terminal or pipe catch up: descriptors may be non-blocking. */
function pauseBriefly(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

function read(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (;;) {
    try {
      return bytes.subarray(0, readSync(STDIN, bytes, 0, length, null));
    } catch (error) {
      if (codeOf(error) === 'EOF' || codeOf(error) === 'EBADF') return bytes.subarray(0, 0);
      if (codeOf(error) !== 'EAGAIN') throw error;
      pauseBriefly();
    }
  }
}

/** Bytes that are read at a time when all are wanted. */
const CHUNK = 1 << 20;

/** Standard input to its end. */
export function readAll(): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let chunk = read(CHUNK); chunk.length > 0; chunk = read(CHUNK)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Writes all bytes to a descriptor of the host. Throws {@link OutputClosed} if nobody reads them any more, {@link OutputFailed} if that fails. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(descriptor, bytes, done, bytes.length - done);
    } catch (error) {
      if (codeOf(error) === 'EPIPE') throw new OutputClosed('standard output is closed');
      if (codeOf(error) !== 'EAGAIN') throw new OutputFailed(`cannot write to ${NAMES[descriptor] ?? 'the report'}: ${(error as Error).message}`);
      pauseBriefly();
    }
  }
}

export const hostStreams: StandardStreams = { read, write: writeAll };
