/**
 * Everything that all address spaces share: frames, swap, page cache, reclaim and their settings. Composed once by
 * kernel.ts; every `Mm` refers to it.
 */
import type { OpenFile } from '../fs/file.ts';
import type { Task } from '../task.ts';
import type { Waiting } from '../wait.ts';

/** Settings that decide results; fixed for a run. */
export interface MemoryOptions {
  /** Frames of RAM. */
  readonly frames: number;
  /** Bytes of swap; 0 for none. */
  readonly swapBytes: number;
  /** Name of the replacement policy. */
  readonly policy: string;
  /** log2 of the swap read-ahead window; 0 is off. */
  readonly pageCluster: number;
  /** Bytes mapped around a file read fault; 4096 is off. */
  readonly faultAround: number;
  /** vm.overcommit_memory: 0 or 1; 'never-refuse' is 1 that also ignores Linux's obvious-overcommit test. */
  readonly overcommit: 0 | 1;
  readonly mmapMinAddr: number;
  readonly maxMapCount: number;
  readonly noExecute: boolean;
  /** null for Linux's formula, else the min watermark in frames (0 for experiments). */
  readonly watermarks: number | null;
  /** 'exact' tells the policy of every reference; 'bits' shows it the A bits. */
  readonly references: 'bits' | 'exact';
  readonly swappiness: number;
  readonly stressEvict: boolean;
}

/** What a page fault came to. */
export const enum FaultOutcome {
  /** Mapped: execute the instruction again. */
  Handled,
  /** The task sleeps (disk, memory): execute the instruction again when it runs. */
  Blocked,
  SegvMapErr,
  SegvAccErr,
  BusAdrErr,
  /** No memory even after the OOM killer, and the task itself was not chosen. */
  OutOfMemory,
}

/** vmstat-like counters, one place; names as in /proc/vmstat. */
export interface VmCounters {
  pgfault: number;
  pgmajfault: number;
  pswpin: number;
  pswpout: number;
  pgpgin: number;
  pgpgout: number;
  pgfree: number;
  pgalloc: number;
  pgactivate: number;
  pgdeactivate: number;
  pgscan_kswapd: number;
  pgscan_direct: number;
  pgsteal_kswapd: number;
  pgsteal_direct: number;
  allocstall: number;
  workingset_refault_anon: number;
  workingset_refault_file: number;
  swap_ra: number;
  swap_ra_hit: number;
  oom_kill: number;
}

/** Composed by the physical side; see memory-system's class in system.ts for the parts. */
export interface MemorySystem {
  readonly options: MemoryOptions;
  readonly counters: VmCounters;
  readonly waiting: Waiting;
  /** Pages charged to address spaces (Committed_AS). */
  committed: number;
  /** Ends a task by SIGKILL; given by the process side to the OOM killer. */
  kill(task: Task, reason: 'oom'): void;
  /** /proc/meminfo's lines, in order: name to pages (MemTotal, MemFree, ..., SwapTotal, SwapFree). */
  usage(): Readonly<Record<string, number>>;
  /** The counts of /proc/vmstat that are not events: nr_free_pages, nr_inactive_anon and so on. */
  pageCounts(): Readonly<Record<string, number>>;
  /** The min watermark in pages. */
  minFreePages(): number;
  /** As /proc/PID/oom_score shows it. */
  oomScore(task: Task): number;
  /** Drops a VMA's reference to an open file, the last of which closes it; given by the file side. */
  putFile(file: OpenFile): void;
}
