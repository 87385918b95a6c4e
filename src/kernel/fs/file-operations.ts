/** The operations of each kind of file. */
import { Errno } from '../../abi/errno.ts';
import { Poll } from '../../abi/fcntl.ts';
import { nullOperations, randomOperations, stdioOperations, zeroOperations } from './devices.ts';
import type { FileKind, FileOperations } from './file.ts';
import { pipeOperations } from './pipe.ts';
import { procOperations } from './proc/file.ts';
import { regularOperations } from './regular.ts';

const directoryOperations: FileOperations = {
  isSeekable: true,
  read: () => -Errno.EISDIR,
  write: () => -Errno.EBADF,
  poll: () => Poll.In | Poll.Out,
  release: () => undefined,
};

export const OPERATIONS: Readonly<Record<FileKind, FileOperations>> = {
  regular: regularOperations,
  directory: directoryOperations,
  pipe: pipeOperations,
  stdio: stdioOperations,
  null: nullOperations,
  zero: zeroOperations,
  random: randomOperations,
  proc: procOperations,
  procdir: directoryOperations,
  // Links are followed or refused by open; an O_PATH descriptor of one can be neither read nor written.
  symlink: directoryOperations,
};
