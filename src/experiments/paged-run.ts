/**
 * The paged side: the same program as a process of the kernel with as many frames as the memory has pages. The machine has
 * more, in whole units of RAM; those beyond are taken away before the kernel uses any. Page tables lie in the frames, the
 * kernel itself does not: it stands beside the machine, as the monitor's code does.
 *
 * A warm run is a second one on the same machine: what is left of the first in the page cache need not be read again.
 */
import type { StandardStreams } from '../kernel/fs/file.ts';
import { Kernel } from '../kernel/kernel.ts';
import type { MemoryOptions } from '../kernel/mm/memory-system.ts';
import { run } from '../kernel/run-loop.ts';
import { TimeCause } from '../kernel/time-cause.ts';
import { exitCodeOf, termSignalOf } from '../abi/process.ts';
import { Signal, signalText } from '../abi/signals.ts';
import { assert } from '../base/assert.ts';
import { Block } from '../machine/block-device.ts';
import { CountingDisk } from '../machine/counting-disk.ts';
import { DiskQueue, type DiskModel } from '../machine/disk-queue.ts';
import { Machine } from '../machine/machine.ts';
import { MemoryDisk } from '../machine/memory-disk.ts';
import { TimeAverage, type Side } from './overlay-side.ts';

export interface PagedRequest {
  readonly program: Uint8Array;
  /** Bytes of memory, whole pages of which are used. */
  readonly memory: number;
  readonly input: Uint8Array;
  readonly disk: DiskModel;
  readonly maxInstructions: number;
  readonly policy: string;
  readonly pageCluster: number;
  readonly faultAround: number;
}

const PAGE_SIZE = 4096;
/** RAM comes in units of this. */
const RAM_GRANULE = 65536;
const FILE_SYSTEM_BLOCKS = 4096;
const SWAP_BLOCKS = 16384;
const PATH = '/bin/program';
const PROGRAM_MODE = 0o755;
const UID = 1000;
const SLICE = 100_000;
const SEED = 1;
/** Linux's defaults. */
const MMAP_MIN_ADDR = 4096;
const MAX_MAP_COUNT = 65530;
const SWAPPINESS = 60;
const NX = true;

/** Feeds the input from its start, and collects what is written to standard output. */
class CollectedStreams implements StandardStreams {
  readonly output: number[] = [];
  private position = 0;
  private readonly input: Uint8Array;

  constructor(input: Uint8Array) {
    this.input = input;
  }

  read(length: number): Uint8Array {
    const piece = this.input.subarray(this.position, this.position + length);
    this.position += piece.length;
    return piece;
  }

  write(descriptor: number, bytes: Uint8Array): void {
    if (descriptor === 1) for (const byte of bytes) this.output.push(byte);
  }

  rewind(): void {
    this.position = 0;
    this.output.length = 0;
  }
}

function memoryOptions({ policy, pageCluster, faultAround }: PagedRequest, frames: number): MemoryOptions {
  return {
    frames, policy, pageCluster, faultAround,
    swapBytes: SWAP_BLOCKS * PAGE_SIZE, overcommit: 0, mmapMinAddr: MMAP_MIN_ADDR, maxMapCount: MAX_MAP_COUNT, noExecute: NX,
    watermarks: 0, references: 'bits', swappiness: SWAPPINESS, stressEvict: false, seed: SEED,
  };
}

/** A machine on which a program is run once or again. */
export class PagedMachine {
  private readonly request: PagedRequest;
  private readonly kernel: Kernel;
  private readonly streams: CollectedStreams;
  private readonly disks: readonly CountingDisk[];
  /** Frames that the program has. */
  private readonly frames: number;
  private readonly heldBack: number;
  private usage = new TimeAverage(0);
  private loads = 0;
  private readonly seen = new Set<number>();
  private tablePeak = 0;

  constructor(request: PagedRequest) {
    this.request = request;
    this.frames = Math.floor(request.memory / PAGE_SIZE);
    const ram = Math.max(1, Math.ceil(request.memory / RAM_GRANULE)) * RAM_GRANULE;
    this.heldBack = ram / PAGE_SIZE - this.frames;
    const machine = new Machine({ ram, nx: NX });
    this.disks = [new CountingDisk(new MemoryDisk(FILE_SYSTEM_BLOCKS)), new CountingDisk(new MemoryDisk(SWAP_BLOCKS))];
    const [files, swap] = this.disks.map((device) => ({ device, queue: new DiskQueue(request.disk) }));
    this.streams = new CollectedStreams(request.input);
    this.kernel = new Kernel(
      { seed: SEED, slice: SLICE, quantum: SLICE, aslr: false, stress: { tlbFlush: false }, memory: memoryOptions(request, ram / PAGE_SIZE) },
      { machine, disk: files!, swap: swap!, streams: this.streams },
    );
    this.watch();
    for (let i = 0; i < this.heldBack; i++) this.kernel.memory.allocator.take();
    const installed = this.kernel.files.install(PATH, request.program, PROGRAM_MODE);
    assert(installed !== null, `PagedMachine: a program of ${request.program.length} bytes does not fit on the disk`);
  }

  /** Runs the program from its start to its end. */
  run(): Side {
    const { kernel } = this;
    const before = this.counts();
    this.usage = new TimeAverage(before.timeNs);
    this.sample();
    this.streams.rewind();
    this.loads = 0;
    this.seen.clear();
    kernel.init = null;
    kernel.initStatus = null;
    kernel.start({ path: PATH, argv: [PATH], envp: [], uid: UID });
    const stop = run(kernel, { instructions: before.instructions + this.request.maxInstructions });
    if (stop.reason === 'exec') return { reason: `cannot be started with ${this.frames} frames` };
    if (stop.reason !== 'exit') return { reason: stop.reason === 'instructions' ? `does not end within ${this.request.maxInstructions} instructions` : `stops: ${stop.reason}` };
    const code = exitCodeOf(stop.status);
    if (code === null) return { reason: this.describeSignal(termSignalOf(stop.status)) };
    const after = this.counts();
    return {
      code,
      output: Uint8Array.from(this.streams.output),
      instructions: after.instructions - before.instructions,
      timeNs: after.timeNs - before.timeNs,
      diskNs: after.diskNs - before.diskNs,
      loads: this.loads,
      distinct: this.seen.size,
      reads: after.reads - before.reads,
      bytesRead: after.bytesRead - before.bytesRead,
      bytesWritten: after.bytesWritten - before.bytesWritten,
      peakBytes: this.usage.peak,
      meanBytes: this.usage.mean(after.timeNs),
      tlbMisses: after.tlbMisses - before.tlbMisses,
      pageFaults: after.pageFaults - before.pageFaults,
      tableBytes: this.tablePeak * PAGE_SIZE,
    };
  }

  close(): void {
    for (const disk of this.disks) disk.close();
  }

  private describeSignal(signo: Signal): string {
    return signo === Signal.SIGKILL ? `is killed for want of memory: ${this.frames} frames, page tables among them` : `ends with ${signalText(signo)}`;
  }

  private watch(): void {
    this.kernel.memory.watchPages(
      {
        loaded: (_, contents) => {
          this.loads++;
          this.seen.add(contents);
          this.sample();
        },
        evicted: () => this.sample(),
        freed: () => this.sample(),
      },
      null,
    );
  }

  /** Notes the frames in use, and the page tables among them. */
  private sample(): void {
    const { allocator, frames } = this.kernel.memory;
    this.usage.set((frames.count - this.heldBack - allocator.freeCount) * PAGE_SIZE, this.kernel.scheduler.elapsed());
    this.tablePeak = Math.max(this.tablePeak, this.kernel.memory.pageCounts()['nr_page_table_pages']!);
  }

  private counts() {
    const { kernel, disks } = this;
    const { counters } = kernel.memory;
    const bytesRead = disks.reduce((sum, { counts }) => sum + counts.bytesRead, 0);
    return {
      instructions: kernel.instructions(),
      timeNs: kernel.scheduler.elapsed(),
      diskNs: kernel.scheduler.times[TimeCause.Disk]!,
      reads: bytesRead / Block.Size,
      bytesRead,
      bytesWritten: disks.reduce((sum, { counts }) => sum + counts.bytesWritten, 0),
      tlbMisses: kernel.machine.cpus.reduce((sum, { mmu }) => sum + mmu.misses.reduce((misses, count) => misses + count, 0), 0),
      pageFaults: counters.pgfault,
    };
  }
}
