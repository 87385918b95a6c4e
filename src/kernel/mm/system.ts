/** Memory management as a whole: makes the parts and answers what /proc asks of all of memory. */
import type { BlockDevice } from '../../machine/block-device.ts';
import type { DiskQueue } from '../../machine/disk-queue.ts';
import type { Machine } from '../../machine/machine.ts';
import type { OpenFile } from '../fs/file.ts';
import type { Task } from '../task.ts';
import type { Waiting } from '../wait.ts';
import { FrameAllocator } from './frame-allocator.ts';
import { Frames, PageFlag } from './frames.ts';
import type { BackingStore, MemoryOptions, MemorySystem, Processes, VmCounters } from './memory-system.ts';
import { type Mm, PAGE_SIZE } from './mm.ts';
import { oomScore } from './oom.ts';
import type { Mapping, MappingOps } from './page-cache.ts';
import { PageDisk } from './page-io.ts';
import { watchPageUses, type PageUseListener } from './page-uses.ts';
import { KernelPageView } from './page-view.ts';
import type { Reclaim } from './reclaim.ts';
import { ObservedPolicy, type ResidencyObserver } from './replacement/observed-policy.ts';
import { PageLists } from './replacement/page-lists.ts';
import { findPolicy } from './replacement/policy-table.ts';
import { ReverseMap } from './rmap.ts';
import { Swap } from './swap.ts';
import { assert } from '../../base/assert.ts';

/** Clock tick of the policies that want one: 4 ms, Linux's HZ of 250. */
const TICK_NANOSECONDS = 4_000_000;

/** A disk with the model of its time. */
export interface TimedDisk {
  readonly device: BlockDevice;
  readonly queue: DiskQueue;
}

/** What memory management is made of and works with. */
export interface MemoryParts {
  readonly options: MemoryOptions;
  readonly machine: Machine;
  readonly waiting: Waiting;
  readonly processes: Processes;
  /** At least `options.swapBytes` large; null if that is 0. */
  readonly swapDisk: TimedDisk | null;
  /** Drops a VMA's reference to an open file. */
  readonly putFile: (file: OpenFile) => void;
}

export class PhysicalMemorySystem implements MemorySystem {
  readonly options: MemoryOptions;
  readonly counters: VmCounters = {
    pgfault: 0, pgmajfault: 0, pswpin: 0, pswpout: 0, swpin_zero: 0, swpout_zero: 0, pgpgin: 0, pgpgout: 0, pgfree: 0, pgalloc: 0,
    pgscan_kswapd: 0, pgscan_direct: 0, pgsteal_kswapd: 0, pgsteal_direct: 0, allocstall: 0,
    swap_ra: 0, swap_ra_hit: 0, oom_kill: 0,
  };
  readonly waiting: Waiting;
  readonly processes: Processes;
  readonly machine: Machine;
  currentCpu = 0;
  readonly frames: Frames;
  readonly allocator: FrameAllocator;
  readonly rmap: ReverseMap;
  readonly swap: Swap;
  readonly reclaim: Reclaim;
  useListener: PageUseListener | null = null;
  readonly disks: PageDisk[] = [];
  readonly mms: (Mm | null)[] = [];
  readonly mappings: (Mapping | null)[] = [];
  readonly fileSystems = new Map<string, BackingStore>();
  zeroPfn = -1;
  lastShmemIno = 0;
  committed = 0;
  readonly putFile: (file: OpenFile) => void;

  constructor({ options, machine, waiting, processes, swapDisk, putFile }: MemoryParts) {
    assert(options.frames === machine.memory.frameCount, `PhysicalMemorySystem: ${options.frames} frames on a machine of ${machine.memory.frameCount}`);
    this.options = options;
    this.machine = machine;
    this.waiting = waiting;
    this.processes = processes;
    this.putFile = putFile;
    this.frames = new Frames(options.frames);
    this.rmap = new ReverseMap(this.frames);
    this.allocator = new FrameAllocator(this.frames, this.counters, options.watermarks);
    this.swap = new Swap(swapDisk === null ? 0 : Math.min(options.swapBytes, swapDisk.device.blockCount * PAGE_SIZE), PAGE_SIZE);
    if (swapDisk !== null) this.disks.push(new PageDisk(swapDisk.device, swapDisk.queue, options.frames));
    this.reclaim = this.createReclaim();
    watchPageUses(this, null);
  }

  watchPages(residency: ResidencyObserver, uses: PageUseListener | null): void {
    const { frames, reclaim } = this;
    assert(this.allocator.freeCount === frames.count, 'watchPages: contents are known only from the start of a run');
    reclaim.policy = new ObservedPolicy(reclaim.policy, residency, frames.count);
    watchPageUses(this, uses);
  }

  /** Makes the page cache read and write the files of a file system; `name` is the `ops` of their mappings. */
  mountFileSystem(name: string, ops: MappingOps, { device, queue }: TimedDisk): void {
    const disk = new PageDisk(device, queue, this.options.frames);
    this.disks.push(disk);
    this.fileSystems.set(name, { ops, disk });
  }

  usage(): Readonly<Record<string, number>> {
    const counts = this.countFrames();
    const { allocator, swap, frames } = this;
    return {
      MemTotal: frames.count,
      MemFree: allocator.freeCount,
      MemAvailable: Math.max(0, allocator.freeCount - allocator.watermarks.low + counts.cleanFile),
      Buffers: 0,
      Cached: counts.file + counts.shmem,
      SwapCached: counts.swapCache,
      Unevictable: counts.mlocked,
      Mlocked: counts.mlocked,
      SwapTotal: swap.usableCount,
      SwapFree: swap.freeCount,
      Dirty: counts.dirtyFile,
      Writeback: counts.writeback,
      AnonPages: counts.anon,
      Mapped: counts.mappedFile,
      Shmem: counts.shmem,
      PageTables: counts.tables,
      Committed_AS: this.committed,
    };
  }

  pageCounts(): Readonly<Record<string, number>> {
    const counts = this.countFrames();
    const lists = this.reclaim.policy.activity?.();
    return {
      nr_free_pages: this.allocator.freeCount,
      nr_inactive_anon: lists?.nr_inactive_anon ?? counts.anon + counts.shmem - counts.mlocked,
      nr_active_anon: lists?.nr_active_anon ?? 0,
      nr_inactive_file: lists?.nr_inactive_file ?? counts.file,
      nr_active_file: lists?.nr_active_file ?? 0,
      nr_mlock: counts.mlocked,
      nr_anon_pages: counts.anon,
      nr_mapped: counts.mappedFile,
      nr_file_pages: counts.file + counts.shmem + counts.swapCache,
      nr_dirty: counts.dirtyFile,
      nr_writeback: counts.writeback,
      nr_shmem: counts.shmem,
      nr_page_table_pages: counts.tables,
      nr_swapcached: counts.swapCache,
    };
  }

  policyEvents(): Readonly<Record<string, number>> {
    const events = this.reclaim.policy.activity?.();
    return {
      pgactivate: events?.pgactivate ?? 0,
      pgdeactivate: events?.pgdeactivate ?? 0,
      workingset_refault_anon: events?.workingset_refault_anon ?? 0,
      workingset_refault_file: events?.workingset_refault_file ?? 0,
      workingset_activate_anon: events?.workingset_activate_anon ?? 0,
      workingset_activate_file: events?.workingset_activate_file ?? 0,
    };
  }

  minFreePages(): number {
    return this.allocator.watermarks.min;
  }

  oomScore(task: Task): number {
    return oomScore(this, task);
  }

  private createReclaim(): Reclaim {
    const { options, frames } = this;
    const info = findPolicy(options.policy);
    assert(info !== undefined && !info.needsFuture, `PhysicalMemorySystem: no replacement policy for the kernel is called ${options.policy}`);
    const view = new KernelPageView(this);
    const policy = info.create({
      view,
      pageLimit: frames.count,
      capacity: Math.max(1, frames.count - this.allocator.watermarks.min),
      references: options.references,
      seed: options.seed,
      tickInterval: TICK_NANOSECONDS,
      swappiness: options.swappiness,
    });
    return {
      policy,
      view,
      resident: 0,
      residentPeak: 0,
      loads: 0,
      cold: new PageLists(frames.count),
      inFlight: 0,
      kswapdWakeTime: Infinity,
      nextTick: policy.wantsTicks ? TICK_NANOSECONDS : Infinity,
      tickInterval: TICK_NANOSECONDS,
    };
  }

  private countFrames() {
    const { frames } = this;
    const counts = { anon: 0, file: 0, cleanFile: 0, dirtyFile: 0, mappedFile: 0, shmem: 0, swapCache: 0, tables: 0, writeback: 0, mlocked: 0 };
    for (let pfn = 0; pfn < frames.count; pfn++) {
      const flags = frames.flags[pfn]!;
      if ((flags & PageFlag.Free) !== 0) continue;
      if ((flags & PageFlag.Table) !== 0) counts.tables++;
      if ((flags & PageFlag.Writeback) !== 0) counts.writeback++;
      if ((flags & PageFlag.Mlocked) !== 0) counts.mlocked++;
      if ((flags & PageFlag.SwapCache) !== 0) counts.swapCache++;
      if ((flags & PageFlag.Anon) !== 0) {
        if (frames.mapcount[pfn]! > 0) counts.anon++;
      } else if ((flags & PageFlag.Cached) !== 0) {
        if ((flags & PageFlag.SwapBacked) !== 0) counts.shmem++;
        else counts.file++;
        if ((flags & (PageFlag.SwapBacked | PageFlag.Dirty)) === PageFlag.Dirty) counts.dirtyFile++;
        if (frames.mapcount[pfn]! > 0) counts.mappedFile++;
      }
    }
    counts.cleanFile = counts.file - counts.dirtyFile;
    return counts;
  }
}
