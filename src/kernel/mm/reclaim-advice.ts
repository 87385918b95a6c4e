/** Advice on reclaim (madvise COLD, PAGEOUT, FREE, WILLNEED) and write-back on demand (msync, fsync). */
import { unreachable } from '../../base/assert.ts';
import type { Task } from '../task.ts';
import type { Mm } from './mm.ts';
import type { Mapping } from './page-cache.ts';
import type { Vma } from './vma.ts';

/** MADV_PAGEOUT: reclaims the pages that only this address space maps. */
export function pageOut(mm: Mm, vma: Vma, start: number, end: number): void {
  unreachable(`pageOut ${mm.id} ${vma.start} ${start} ${end}`);
}

/** MADV_COLD: the pages become the next candidates for reclaim. */
export function deactivate(mm: Mm, vma: Vma, start: number, end: number): void {
  unreachable(`deactivate ${mm.id} ${vma.start} ${start} ${end}`);
}

/** MADV_FREE: the contents may be dropped at reclaim unless written again. */
export function lazyFree(mm: Mm, vma: Vma, start: number, end: number): void {
  unreachable(`lazyFree ${mm.id} ${vma.start} ${start} ${end}`);
}

/** MADV_WILLNEED: starts reading the range, from the file or from swap. */
export function willNeed(mm: Mm, vma: Vma, start: number, end: number): void {
  unreachable(`willNeed ${mm.id} ${vma.start} ${start} ${end}`);
}

/** Writes the dirty pages [fromPage, toPage) of a file and waits for them (`task` sleeps): 0, -EIO or BLOCKED. */
export function writebackRange(task: Task, mapping: Mapping, fromPage: number, toPage: number): number {
  return unreachable(`writebackRange ${task.pid} ${mapping.id} ${fromPage} ${toPage}`);
}
