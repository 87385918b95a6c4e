/** poll: sleeps on the one queue that every pollable file wakes, and looks again. */
import { Errno } from '../../abi/errno.ts';
import { POLLFD_SIZE, Poll } from '../../abi/fcntl.ts';
import { Rlimit } from '../../abi/process.ts';
import { copyFromUser, copyToUser } from '../mm/user-memory.ts';
import type { Task } from '../task.ts';
import { BLOCKED } from '../wait.ts';
import { fileOf } from './descriptors.ts';
import type { FileContext } from './file.ts';
import { OPERATIONS } from './file-operations.ts';

const MILLISECOND = 1e6;
const EVENTS = 4;
const REVENTS = 6;

/** Writes revents into every record; gives how many are not zero. */
function look(context: FileContext, task: Task, view: DataView): number {
  let ready = 0;
  for (let offset = 0; offset < view.byteLength; offset += POLLFD_SIZE) {
    const fd = view.getInt32(offset, true);
    const asked = view.getInt16(offset + EVENTS, true) | Poll.Error | Poll.HangUp;
    let bits = 0;
    if (fd >= 0) {
      const file = fileOf(task, fd);
      bits = typeof file === 'number' ? Poll.Invalid : OPERATIONS[file.inode.kind].poll(context, file) & asked;
    }
    view.setInt16(offset + REVENTS, bits, true);
    if (bits !== 0) ready++;
  }
  return ready;
}

/** `timeout` in milliseconds, negative for none. */
export function sysPoll(context: FileContext, task: Task, va: number, count: number, timeout: number): number {
  if (count >>> 0 > task.group.rlimits[Rlimit.RLIMIT_NOFILE]![0]) return -Errno.EINVAL;
  const bytes = new Uint8Array(count * POLLFD_SIZE);
  const missing = copyFromUser(task, va, bytes, 0, bytes.length);
  if (missing === BLOCKED) return BLOCKED;
  if (missing > 0) return -Errno.EFAULT;
  const ready = look(context, task, new DataView(bytes.buffer));
  const now = context.waiting.now();
  const deadline = task.progress?.deadline ?? (timeout < 0 ? Infinity : now + timeout * MILLISECOND);
  if (ready === 0 && now < deadline) {
    task.progress = { call: 0, done: 0, deadline };
    context.waiting.sleepOn(task, context.files.pollQueue, deadline);
    return BLOCKED;
  }
  const left = copyToUser(task, va, bytes, 0, bytes.length);
  if (left === BLOCKED) return BLOCKED;
  return left > 0 ? -Errno.EFAULT : ready;
}
