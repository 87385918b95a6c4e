/** All system calls: dispatch, strace and docs/SYSCALLS.md come from here. */
import { assert } from '../../base/assert.ts';
import { FILE_CALLS } from './file.ts';
import { MEMORY_CALLS } from './memory.ts';
import { PROCESS_CALLS } from './process.ts';
import { SIGNAL_CALLS } from './signal.ts';
import type { Syscall } from './syscall.ts';
import { TIME_CALLS } from './time.ts';

/** In order of their numbers. */
export const SYSCALLS: readonly Syscall[] = [...MEMORY_CALLS, ...FILE_CALLS, ...PROCESS_CALLS, ...SIGNAL_CALLS, ...TIME_CALLS]
  .sort((a, b) => a.number - b.number);

/** Index = number; undefined where there is no call (-ENOSYS). */
export const CALLS: readonly (Syscall | undefined)[] = indexByNumber();

function indexByNumber(): (Syscall | undefined)[] {
  const calls: (Syscall | undefined)[] = [];
  for (const call of SYSCALLS) {
    assert(calls[call.number] === undefined, `syscall ${call.number} has two rows`);
    calls[call.number] = call;
  }
  return calls;
}
