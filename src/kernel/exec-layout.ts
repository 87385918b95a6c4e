/** Where the parts of a new address space lie: fixed places, or moved by a random distance under --aslr. */
import { Personality, Rlimit } from '../abi/process.ts';
import { RandomStream } from '../base/random.ts';
import type { Kernel } from './kernel.ts';
import { PAGE_SIZE, pageFloor, TASK_SIZE, type Mm } from './mm/mm.ts';
import type { Task } from './task.ts';

const MIB = 1024 * 1024;
/** Room kept for the stack between the mapping area and TASK_SIZE, and its bounds. */
const STACK_GUARD = MIB;
const MIN_GAP = 128 * MIB;
const MAX_GAP = (TASK_SIZE / 6) * 5;
const LEGACY_BASE = TASK_SIZE / 3;
/** Entropy of i386: pages of the mapping base and of the stack, bytes of the first stack pointer and of the heap's distance. */
const MMAP_RANDOM_PAGES = 256;
const STACK_RANDOM_PAGES = 2048;
const STACK_RANDOM_BYTES = 8192;
const BRK_RANDOM_PAGES = (32 * MIB) / PAGE_SIZE;
const STACK_ALIGNMENT = 16;

export interface Layout {
  /** End of the stack, at most TASK_SIZE. */
  readonly stackTop: number;
  /** Bytes skipped below the strings. */
  readonly stackOffset: number;
  /** Bytes between bss and heap. */
  readonly brkOffset: number;
}

/** Sets the mapping base of `mm` and gives the other places. */
export function layOutAddressSpace(kernel: Kernel, task: Task, mm: Mm): Layout {
  const isRandom = kernel.options.aslr && (task.personality & Personality.ADDR_NO_RANDOMIZE) === 0;
  const stream = new RandomStream(kernel.options.seed, 'aslr', kernel.execCount);
  const draw = (limit: number): number => (isRandom ? stream.below(limit) : 0);
  const stackTop = TASK_SIZE - draw(STACK_RANDOM_PAGES) * PAGE_SIZE;
  const stackOffset = draw(STACK_RANDOM_BYTES / STACK_ALIGNMENT) * STACK_ALIGNMENT;
  const mmapOffset = draw(MMAP_RANDOM_PAGES) * PAGE_SIZE;
  const brkOffset = draw(BRK_RANDOM_PAGES) * PAGE_SIZE;
  const padding = STACK_GUARD + (isRandom ? STACK_RANDOM_PAGES * PAGE_SIZE : 0);
  const gap = Math.min(Math.max(task.group.rlimits[Rlimit.RLIMIT_STACK]![0] + padding, MIN_GAP), MAX_GAP);
  mm.legacyLayout = (task.personality & Personality.ADDR_COMPAT_LAYOUT) !== 0;
  mm.mmapBase = mm.legacyLayout ? LEGACY_BASE + mmapOffset : pageFloor(TASK_SIZE - gap - mmapOffset);
  return { stackTop, stackOffset, brkOffset };
}
