/** Where reports go: standard error, or a file that -o names. */
import { closeSync, openSync } from 'node:fs';
import { writeAll } from '../host/standard-streams.ts';
import { CommandError, ExitCode } from './command-error.ts';

const STDERR = 2;

export class ReportSink {
  private readonly descriptor: number;
  /** Standard output is the guest's: `-` and no path mean standard error. */
  constructor(path: string | undefined) {
    if (path === undefined || path === '-') {
      this.descriptor = STDERR;
      return;
    }
    try {
      this.descriptor = openSync(path, 'w');
    } catch (error) {
      throw new CommandError(`${path}: ${(error as Error).message}`, ExitCode.Failed);
    }
  }

  /** Writes guest strings (one character per byte) and our own ASCII alike. */
  write(text: string): void {
    writeAll(this.descriptor, Buffer.from(text, 'latin1'));
  }

  close(): void {
    if (this.descriptor !== STDERR) closeSync(this.descriptor);
  }
}
