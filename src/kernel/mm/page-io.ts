/**
 * Moving frames to and from disks. A request moves its bytes at once and is done at a virtual time: until then a frame being
 * read is locked (Reading), one being written may be used but not freed (Writeback).
 *
 * Each disk keeps its frames under way in the order in which they will be done, which is the order of requests; whoever wants
 * a frame's state to be current calls {@link completeIo}, which settles all requests that are due by now.
 */
import { assert } from '../../base/assert.ts';
import { type BlockDevice, DiskResult } from '../../machine/block-device.ts';
import type { DiskQueue } from '../../machine/disk-queue.ts';
import { PageFlag } from './frames.ts';
import type { MemorySystem } from './memory-system.ts';
import { keepWhenWritten, releaseFrame } from './release-frame.ts';
import { PAGE_SHIFT } from './mm.ts';

const KIB_PER_PAGE = 4;

/** A disk that holds pages, with its frames under way. */
export class PageDisk {
  readonly device: BlockDevice;
  readonly queue: DiskQueue;
  /** Ring of frames under way; each frame is in one ring at most once. */
  private readonly ring: Int32Array;
  private head = 0;
  private length = 0;

  constructor(device: BlockDevice, queue: DiskQueue, frameCount: number) {
    this.device = device;
    this.queue = queue;
    this.ring = new Int32Array(frameCount);
  }

  /** The frame whose request is done first, or -1. */
  first(): number {
    return this.length === 0 ? -1 : this.ring[this.head]!;
  }

  /** The frame whose request is done last, or -1. */
  last(): number {
    return this.length === 0 ? -1 : this.ring[(this.head + this.length - 1) % this.ring.length]!;
  }

  /**
   * Takes a frame under way into the ring, by the time when it will be done. That is the end but for read-ahead, whose one
   * request is made before room for its frames, which may ask for writes.
   */
  push(pfn: number, doneAt: Float64Array): void {
    const { ring, head } = this;
    assert(this.length < ring.length, 'PageDisk.push: more requests than frames');
    let place = this.length++;
    for (; place > 0; place--) {
      const before = ring[(head + place - 1) % ring.length]!;
      if (doneAt[before]! <= doneAt[pfn]!) break;
      ring[(head + place) % ring.length] = before;
    }
    ring[(head + place) % ring.length] = pfn;
  }

  shift(): void {
    this.head = (this.head + 1) % this.ring.length;
    this.length--;
  }
}

/** Queues a request for `count` consecutive blocks; gives the time when it is done, for the calls below. */
export function requestBlocks(system: MemorySystem, disk: PageDisk, block: number, count: number): number {
  return disk.queue.request(system.waiting.now(), block, count);
}

/**
 * Fills the frame from a block by a request that is done at `doneAt`. False after a disk error; otherwise Reading is set
 * until then.
 */
export function readFrame(system: MemorySystem, disk: PageDisk, block: number, pfn: number, doneAt: number): boolean {
  const { machine, frames, counters } = system;
  if (disk.device.readBlock(block, machine.memory.bytes, pfn << PAGE_SHIFT) !== DiskResult.Ok) return false;
  machine.memory.frameWritten(pfn);
  counters.pgpgin += KIB_PER_PAGE;
  frames.clear(pfn, PageFlag.Dirty);
  track(system, disk, pfn, PageFlag.Reading, doneAt);
  return true;
}

/** Writes the frame to a block. False after a disk error; otherwise the page is clean, and Writeback is set if the disk takes time. */
export function writeFrame(system: MemorySystem, disk: PageDisk, block: number, pfn: number): boolean {
  const { machine, frames, counters } = system;
  if (disk.device.writeBlock(block, machine.memory.bytes, pfn << PAGE_SHIFT) !== DiskResult.Ok) return false;
  counters.pgpgout += KIB_PER_PAGE;
  frames.clear(pfn, PageFlag.Dirty);
  track(system, disk, pfn, PageFlag.Writeback, requestBlocks(system, disk, block, 1));
  return true;
}

function track(system: MemorySystem, disk: PageDisk, pfn: number, flag: PageFlag, doneAt: number): void {
  if (doneAt <= system.waiting.now()) return;
  system.frames.set(pfn, flag);
  system.frames.doneAt[pfn] = doneAt;
  disk.push(pfn, system.frames.doneAt);
}

/** Settles the requests that are done by now: unlocks what was read, frees what waited only for its write. */
export function completeIo(system: MemorySystem): void {
  const { frames } = system;
  const now = system.waiting.now();
  for (const disk of system.disks) {
    for (let pfn = disk.first(); pfn >= 0 && frames.doneAt[pfn]! <= now; pfn = disk.first()) {
      disk.shift();
      frames.clear(pfn, PageFlag.Reading | PageFlag.Writeback);
      releaseFrame(system, pfn);
      // Used again since: it stays.
      keepWhenWritten(system, pfn);
    }
  }
}

/** When the next request is done; Infinity if none is under way. */
export function nextCompletion(system: MemorySystem): number {
  let next = Infinity;
  for (const disk of system.disks) {
    const pfn = disk.first();
    if (pfn >= 0) next = Math.min(next, system.frames.doneAt[pfn]!);
  }
  return next;
}

/** When all requests that are under way now are done; 0 if none is. */
export function lastCompletion(system: MemorySystem): number {
  let last = 0;
  for (const disk of system.disks) {
    const pfn = disk.last();
    if (pfn >= 0) last = Math.max(last, system.frames.doneAt[pfn]!);
  }
  return last;
}

/** Whether the frame may be used now; settles its request if that is done. */
export function isBusyReading(system: MemorySystem, pfn: number): boolean {
  const { frames } = system;
  if (!frames.has(pfn, PageFlag.Reading)) return false;
  if (frames.doneAt[pfn]! > system.waiting.now()) return true;
  completeIo(system);
  return false;
}
