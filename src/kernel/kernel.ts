/**
 * The kernel as a whole: composes memory, tasks, files and calls over a machine, and runs it. Each part gets only the
 * interfaces it uses; nothing but this file knows them all.
 */
import type { FileContext } from './fs/file.ts';
import type { MemorySystem } from './mm/memory-system.ts';
import type { Task } from './task.ts';
import type { Waiting } from './wait.ts';

export interface Kernel extends FileContext {
  readonly memory: MemorySystem;
  readonly waiting: Waiting;
  /** All tasks that have not been reaped, by pid, in order of creation. */
  readonly tasks: Map<number, Task>;
}
