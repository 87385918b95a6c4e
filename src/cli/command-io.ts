/** What a command that runs no guest needs of the outside: one input, an output, warnings. Tests give their own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readAll } from '../host/standard-streams.ts';
import { CommandError, ExitCode } from './command-error.ts';

/** A command's way in and out. */
export interface CommandIo {
  /** The bytes of a file; `-` is standard input. Throws {@link CommandError} if it cannot be read. */
  readInput(file: string): Uint8Array;
  /** Writes to standard output. */
  print(text: string): void;
  /** Writes a file. Throws {@link CommandError} if it cannot be written. */
  writeOutput(file: string, text: string): void;
}

/** The process's own files and streams. */
export const processIo: CommandIo = {
  readInput(file) {
    try {
      return file === '-' ? readAll() : readFileSync(file);
    } catch (error) {
      throw new CommandError(`${file}: ${reason(error)}`, ExitCode.BadInput);
    }
  },
  print(text) {
    process.stdout.write(text);
  },
  writeOutput(file, text) {
    try {
      writeFileSync(file, text);
    } catch (error) {
      throw new CommandError(`${file}: ${reason(error)}`, ExitCode.BadInput);
    }
  },
};

/** The system's words for what went wrong with a file, as other tools print them. */
function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'No such file or directory',
    EACCES: 'Permission denied',
    EISDIR: 'Is a directory',
    ENOTDIR: 'Not a directory',
    ENOSPC: 'No space left on device',
    ERR_FS_FILE_TOO_LARGE: 'File too large (over 2 GiB)',
  };
  return words[code ?? ''] ?? (error as Error).message;
}
