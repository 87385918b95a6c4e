/** Reading and writing the files under /proc. */
import { Errno } from '../../../abi/errno.ts';
import { Poll } from '../../../abi/fcntl.ts';
import { latin1Bytes, latin1Text } from '../../../base/latin1.ts';
import type { Task } from '../../task.ts';
import type { FileContext, FileOperations, OpenFile } from '../file.ts';
import { giveBytes, takeBytes } from '../transfer.ts';
import { readPagemap } from './pagemap.ts';
import { TEXTS } from './texts.ts';
import type { ProcNode } from './tree.ts';

function readProc(context: FileContext, task: Task, file: OpenFile, va: number, length: number, position: number): number {
  const { entry, pid } = file.inode.data as ProcNode;
  const owner = context.tasks.get(pid);
  if (pid !== 0 && owner === undefined) return -Errno.ESRCH;
  if (entry === 'pagemap') return readPagemap(task, owner!, va, length, position);
  const bytes = latin1Bytes(TEXTS[entry]!(context, owner ?? task));
  return giveBytes(task, va, bytes.subarray(position, position + length));
}

const MIN_SCORE_ADJ = -1000;
const MAX_SCORE_ADJ = 1000;

function writeProc(context: FileContext, task: Task, file: OpenFile, va: number, length: number): number {
  const { entry, pid } = file.inode.data as ProcNode;
  const owner = context.tasks.get(pid);
  if (entry !== 'oom_score_adj') return -Errno.EACCES;
  if (owner === undefined) return -Errno.ESRCH;
  let text = '';
  const result = takeBytes(task, va, Math.min(length, 16), (piece) => {
    text += latin1Text(piece);
  });
  if (result < 0) return result;
  const value = /^\s*-?\d+\s*$/.test(text) ? Number(text) : NaN;
  if (!(value >= MIN_SCORE_ADJ && value <= MAX_SCORE_ADJ)) return -Errno.EINVAL;
  if (value < owner.group.oomScoreAdj && task.uid !== 0) return -Errno.EACCES;
  owner.group.oomScoreAdj = value;
  return length;
}

export const procOperations: FileOperations = {
  isSeekable: true,
  read: readProc,
  write: writeProc,
  poll: () => Poll.In | Poll.Out,
  release: () => undefined,
};
