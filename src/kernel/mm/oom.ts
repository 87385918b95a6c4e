/**
 * The OOM killer, with Linux's score: resident pages, swap entries and page tables of a process, plus its adjustment in
 * thousandths of all memory. The process with the highest score dies; its private memory is taken back at once (Linux's
 * oom_reaper), so that the allocation that called can go on.
 */
import type { Task } from '../task.ts';
import type { MemorySystem } from './memory-system.ts';
import { type Mm, Rss } from './mm.ts';
import { residentPages } from './page-table.ts';
import { VmFlag } from './vma.ts';
import { unmapPageRange } from './zap.ts';

const OOM_SCORE_ADJ_MIN = -1000;
const INIT_PID = 1;
const THOUSAND = 1000;
const SHOWN_SCALE = 2 / 3;

const totalPages = (system: MemorySystem): number => system.frames.count + system.swap.usableCount;

/** oom_badness, or -Infinity for a process that must not be chosen. */
function badness(system: MemorySystem, task: Task): number {
  const { mm } = task;
  if (mm === null || task.tgid === INIT_PID || task.group.oomScoreAdj === OOM_SCORE_ADJ_MIN) return -Infinity;
  const points = residentPages(mm) + mm.rss[Rss.Swap]! + mm.pageTables;
  return points + (task.group.oomScoreAdj * totalPages(system)) / THOUSAND;
}

/** As /proc/PID/oom_score shows it. */
export function oomScore(system: MemorySystem, task: Task): number {
  const points = badness(system, task);
  if (points === -Infinity) return 0;
  return Math.max(0, Math.floor((THOUSAND + (THOUSAND * points) / totalPages(system)) * SHOWN_SCALE));
}

/** Kills the worst process and takes its private memory; gives its address space, or null if none may be killed. */
export function killForMemory(system: MemorySystem): Mm | null {
  let victim: Task | null = null;
  let worst = -Infinity;
  for (const task of system.processes.tasks.values()) {
    if (task.pid !== task.tgid || task.mm === null || task.mm.isReaped) continue;
    const points = badness(system, task);
    if (points > worst) {
      worst = points;
      victim = task;
    }
  }
  if (victim === null) return null;
  const mm = victim.mm!;
  mm.isReaped = true;
  system.counters.oom_kill++;
  for (const task of system.processes.tasks.values()) {
    if (task.mm === mm && task.pid === task.tgid) system.processes.kill(task, 'oom');
  }
  reap(mm);
  return mm;
}

function reap(mm: Mm): void {
  for (const vma of mm.vmas) {
    if ((vma.flags & (VmFlag.Shared | VmFlag.Locked)) === 0) unmapPageRange(mm, vma, vma.start, vma.end);
  }
}
