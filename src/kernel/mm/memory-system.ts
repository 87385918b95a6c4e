/**
 * Everything that all address spaces share: frames, swap, page cache, reclaim and their settings. Made once by
 * `createMemorySystem` (system.ts) for the kernel; every `Mm` and `Mapping` refers to it.
 */
import type { Machine } from '../../machine/machine.ts';
import type { OpenFile } from '../fs/file.ts';
import type { Task } from '../task.ts';
import type { Waiting } from '../wait.ts';
import type { FrameAllocator } from './frame-allocator.ts';
import type { Frames } from './frames.ts';
import type { Mm } from './mm.ts';
import type { Mapping, MappingOps } from './page-cache.ts';
import type { PageDisk } from './page-io.ts';
import type { PageUseListener } from './page-uses.ts';
import type { Reclaim } from './reclaim.ts';
import type { ResidencyObserver } from './replacement/observed-policy.ts';
import type { ReverseMap } from './rmap.ts';
import type { Swap } from './swap.ts';

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
  /** Bytes mapped around a file read fault, and whether files are read ahead; 4096 is off. */
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
  /** For the random policy's stream. */
  readonly seed: number;
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
  /** Swap pages of zeros, which are noted instead of written. */
  swpin_zero: number;
  swpout_zero: number;
  /** KiB read from and written to disks. */
  pgpgin: number;
  pgpgout: number;
  pgfree: number;
  pgalloc: number;
  pgscan_kswapd: number;
  pgscan_direct: number;
  pgsteal_kswapd: number;
  pgsteal_direct: number;
  allocstall: number;
  swap_ra: number;
  swap_ra_hit: number;
  oom_kill: number;
}

/** What the physical side needs of the process side: whom the OOM killer may choose, and how it kills. */
export interface Processes {
  /** All tasks, by pid, in order of creation. */
  readonly tasks: ReadonlyMap<number, Task>;
  /** Ends a process by SIGKILL at the next chance. */
  kill(task: Task, reason: 'oom'): void;
}

/** A file system as the page cache sees it. */
export interface BackingStore {
  readonly ops: MappingOps;
  readonly disk: PageDisk;
}

/** The state of memory management. Fields are data; the work is done by the functions of this folder. */
export interface MemorySystem {
  readonly options: MemoryOptions;
  readonly counters: VmCounters;
  readonly waiting: Waiting;
  readonly processes: Processes;
  readonly machine: Machine;
  /** CPU on which the kernel is at work; set by the scheduler. */
  currentCpu: number;
  readonly frames: Frames;
  readonly allocator: FrameAllocator;
  readonly rmap: ReverseMap;
  readonly swap: Swap;
  readonly reclaim: Reclaim;
  /** Told of every use of a page while somebody wants to know; no part of the machine's state. */
  useListener: PageUseListener | null;
  /** Disks that pages are read from and written to; the first is the swap disk if there is swap. */
  readonly disks: PageDisk[];
  /** Address spaces by id; ids of ended ones are used again. */
  readonly mms: (Mm | null)[];
  /** Mappings by id; likewise. */
  readonly mappings: (Mapping | null)[];
  /** Where the pages of files come from, by `Mapping.ops`. */
  readonly fileSystems: Map<string, BackingStore>;
  /** Frame of the shared zero page, -1 until it is first needed. */
  zeroPfn: number;
  /** Number of the last inode made for shared memory. */
  lastShmemIno: number;
  /** Pages charged to address spaces (Committed_AS). */
  committed: number;
  /** /proc/meminfo's lines, in order: name to pages (MemTotal, MemFree, ..., SwapTotal, SwapFree). */
  usage(): Readonly<Record<string, number>>;
  /** The counts of /proc/vmstat that are not events: nr_free_pages, nr_inactive_anon and so on. */
  pageCounts(): Readonly<Record<string, number>>;
  /** Tells of contents that come into memory and leave it, and of every use of a page; to be called before the first. */
  watchPages(residency: ResidencyObserver, uses: PageUseListener | null): void;
  /** The events of /proc/vmstat that the replacement policy counts; 0 for a policy that knows no such thing. */
  policyEvents(): Readonly<Record<string, number>>;
  /** The min watermark in pages. */
  minFreePages(): number;
  /** As /proc/PID/oom_score shows it. */
  oomScore(task: Task): number;
  /** Drops a VMA's reference to an open file, the last of which closes it; given by the file side. */
  putFile(file: OpenFile): void;
}
