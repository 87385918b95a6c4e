/**
 * Memory management over a real machine without processes or programs: the tests themselves map, load, store and fork, and
 * play the scheduler. A task that sleeps for the disk is woken by letting its time come.
 */
import { MapFlag, Prot } from '../../src/abi/mman.ts';
import { RLIM_INFINITY, Rlimit } from '../../src/abi/process.ts';
import type { BlockDevice } from '../../src/machine/block-device.ts';
import { DISK_MODELS, type DiskModel, DiskQueue } from '../../src/machine/disk-queue.ts';
import { Machine } from '../../src/machine/machine.ts';
import { MemoryDisk } from '../../src/machine/memory-disk.ts';
import { Access } from '../../src/machine/exit.ts';
import { newRegisterFile } from '../../src/machine/register-file.ts';
import type { Inode, OpenFile } from '../../src/kernel/fs/file.ts';
import { dupMmap, exitMmap } from '../../src/kernel/mm/address-space.ts';
import { checkMemory } from '../../src/kernel/mm/check.ts';
import { createMm } from '../../src/kernel/mm/create-mm.ts';
import { FaultOutcome, type MemoryOptions } from '../../src/kernel/mm/memory-system.ts';
import type { Mm } from '../../src/kernel/mm/mm.ts';
import { doMmap } from '../../src/kernel/mm/mmap.ts';
import { doMunmap } from '../../src/kernel/mm/munmap.ts';
import { createMapping, destroyMapping, type MappingOps } from '../../src/kernel/mm/page-cache.ts';
import { completeIo } from '../../src/kernel/mm/page-io.ts';
import { handlePageFault } from '../../src/kernel/mm/page-fault.ts';
import { pageState } from '../../src/kernel/mm/page-state.ts';
import { runKswapd } from '../../src/kernel/mm/reclaim.ts';
import { PhysicalMemorySystem } from '../../src/kernel/mm/system.ts';
import { destroyPages } from '../../src/kernel/mm/zap.ts';
import type { Task } from '../../src/kernel/task.ts';
import type { Waiting } from '../../src/kernel/wait.ts';

export const PAGE = 4096;
const MIB = 1024 * 1024;
const FILE_SYSTEM = 'lab';

export interface LabOptions extends Partial<MemoryOptions> {
  /** Bytes of RAM. */
  readonly ram?: number;
  readonly model?: DiskModel;
  /** Replace the disks, to count accesses or make them fail. */
  readonly swapDisk?: BlockDevice;
  readonly fileDisk?: BlockDevice;
}

export const DEFAULT_MEMORY: Omit<MemoryOptions, 'frames'> = {
  swapBytes: 0, policy: 'linux', pageCluster: 0, faultAround: PAGE, overcommit: 0, mmapMinAddr: PAGE, maxMapCount: 65530,
  noExecute: true, watermarks: null, references: 'bits', swappiness: 60, stressEvict: false, seed: 1,
};

/** Files whose page n lies in block `base + n`; every page has a block from the start unless `sparse`. */
class LabFileSystem implements MappingOps {
  private nextBlock = 0;
  private readonly blocks = new Map<Inode, Map<number, number>>();

  constructor(private readonly limit: number) {}

  blockFor(inode: Inode, pageIndex: number): number {
    return this.blocks.get(inode)?.get(pageIndex) ?? -1;
  }

  allocateBlock(inode: Inode, pageIndex: number): number {
    const present = this.blockFor(inode, pageIndex);
    if (present >= 0) return present;
    if (this.nextBlock >= this.limit) return -28;
    let own = this.blocks.get(inode);
    if (own === undefined) this.blocks.set(inode, (own = new Map<number, number>()));
    own.set(pageIndex, this.nextBlock);
    return this.nextBlock++;
  }

  releaseBlock(inode: Inode, pageIndex: number): void {
    this.blocks.get(inode)?.delete(pageIndex);
  }
}

/** One process of the lab. */
export class LabProcess {
  readonly task: Task;
  readonly mm: Mm;

  constructor(
    private readonly lab: MemoryLab,
    pid: number,
    mm: Mm,
  ) {
    this.mm = mm;
    this.task = labTask(pid, mm);
    lab.tasks.set(pid, this.task);
  }

  mmap(start: number, pages: number, prot: number, flags: number, file: OpenFile | null = null, pgoff = 0): number {
    return doMmap(this.task, this.mm, { start, length: pages * PAGE, prot, flags, file, pgoff });
  }

  /** Private anonymous memory, readable and writable, at a fixed place. */
  mapAnonymous(start: number, pages: number): number {
    return this.mmap(start, pages, Prot.Read | Prot.Write, MapFlag.Private | MapFlag.Anonymous | MapFlag.Fixed);
  }

  munmap(start: number, pages: number): number {
    return doMunmap(this.mm, start, pages * PAGE);
  }

  /** Loads a byte; an outcome other than Handled if it cannot be had. */
  load(va: number): { readonly outcome: FaultOutcome; readonly value: number } {
    const pa = this.translate(va, Access.Load);
    return pa < 0 ? { outcome: ~pa, value: -1 } : { outcome: FaultOutcome.Handled, value: this.lab.machine.memory.bytes[pa]! };
  }

  peek(va: number): number {
    return this.load(va).value;
  }

  store(va: number, value: number): FaultOutcome {
    const pa = this.translate(va, Access.Store);
    if (pa < 0) return ~pa;
    this.lab.machine.memory.bytes[pa] = value;
    return FaultOutcome.Handled;
  }

  /** pagemap's letters, as the recorded scripts print them. */
  letters(start: number, pages: number): string {
    let letters = '';
    for (let page = 0; page < pages; page++) {
      const state = pageState(this.mm, start + page * PAGE);
      const mark = state.shmemOrFile ? 'f' : 'a';
      if (state.swapped) letters += 's';
      else if (!state.present) letters += '-';
      else letters += state.exclusive ? mark.toUpperCase() : mark;
    }
    return letters;
  }

  /** Runs `action` and gives the faults it took: `minor major`. */
  faults(action: () => void): string {
    const { minFlt, majFlt } = this.task;
    action();
    return `${this.task.minFlt - minFlt} ${this.task.majFlt - majFlt}`;
  }

  /** Copies the address space for a new process; null without memory for it. */
  fork(): LabProcess | null {
    this.takeCpu();
    const mm = createMm(this.lab.system);
    if (typeof mm === 'number') return null;
    const child = new LabProcess(this.lab, this.lab.nextPid++, mm);
    child.task.group.oomScoreAdj = this.task.group.oomScoreAdj;
    if (dupMmap(mm, this.mm) === 0) return child;
    child.exit();
    return null;
  }

  exit(): void {
    exitMmap(this.mm);
    this.lab.machine.forgetDirectory(this.mm.pgd);
    destroyPages(this.mm);
    this.task.mm = null;
    this.lab.tasks.delete(this.task.pid);
  }

  /** Puts this process on the CPU. */
  takeCpu(): void {
    this.lab.machine.cpus[0].setPageDirectory(this.mm.pgd);
  }

  /** Physical address, or the complement of the outcome. */
  private translate(va: number, access: Access): number {
    this.takeCpu();
    const { mmu } = this.lab.machine.cpus[0];
    for (;;) {
      const pa = mmu.translate(va, access);
      if (pa >= 0) return pa;
      const outcome = handlePageFault(this.task, mmu.fault.va, mmu.fault.errorCode);
      if (outcome === FaultOutcome.Blocked) this.lab.sleep();
      else if (outcome !== FaultOutcome.Handled) return ~outcome;
      this.lab.runKswapd();
    }
  }
}

export class MemoryLab {
  readonly machine: Machine;
  readonly system: PhysicalMemorySystem;
  readonly tasks = new Map<number, Task>();
  readonly swapDisk: BlockDevice;
  readonly fileDisk: BlockDevice;
  readonly files: LabFileSystem;
  /** Pids that the OOM killer chose. */
  readonly killed: number[] = [];
  nextPid = 100;
  private wakeTime = 0;
  private nextIno = 1;

  constructor({ ram = MIB, model = DISK_MODELS.none, swapDisk, fileDisk, ...options }: LabOptions = {}) {
    this.machine = new Machine({ ram });
    const clock = this.machine.cpus[0].clock;
    const waiting: Waiting = {
      now: () => clock.cycles,
      sleepOn: () => undefined,
      sleepUntil: (_task, time) => {
        this.wakeTime = time;
      },
      wake: () => 0,
      charge: () => undefined,
    };
    const memory: MemoryOptions = { ...DEFAULT_MEMORY, ...options, frames: this.machine.memory.frameCount };
    this.swapDisk = swapDisk ?? new MemoryDisk(Math.max(1, memory.swapBytes / PAGE));
    this.fileDisk = fileDisk ?? new MemoryDisk(1024);
    this.files = new LabFileSystem(this.fileDisk.blockCount);
    this.system = new PhysicalMemorySystem({
      options: memory,
      machine: this.machine,
      waiting,
      processes: { tasks: this.tasks, kill: (task) => this.killed.push(task.pid) },
      swapDisk: memory.swapBytes > 0 ? { device: this.swapDisk, queue: new DiskQueue(model) } : null,
      putFile: (file) => this.putFile(file),
    });
    this.system.mountFileSystem(FILE_SYSTEM, this.files, { device: this.fileDisk, queue: new DiskQueue(model) });
  }

  /** A process with an empty address space. */
  process(): LabProcess {
    const mm = createMm(this.system);
    if (typeof mm === 'number') throw new Error('MemoryLab.process: no memory for a directory');
    mm.mmapBase = 0xb8000000;
    return new LabProcess(this, this.nextPid++, mm);
  }

  /** A file whose page i is filled with the byte 0x41 + i, on the disk and not in memory. */
  file(pages: number, { sparse = false }: { readonly sparse?: boolean } = {}): OpenFile {
    const inode: Inode = {
      ino: this.nextIno++, major: 8, minor: 1, kind: 'regular', mode: 0o100644, nlink: 0, references: 1, size: pages * PAGE,
      uid: 0, mtime: 0, mapping: null, data: null,
    };
    inode.mapping = createMapping(this.system, inode, FILE_SYSTEM);
    const bytes = new Uint8Array(PAGE);
    for (let page = 0; page < pages && !sparse; page++) {
      this.fileDisk.writeBlock(this.files.allocateBlock(inode, page), bytes.fill(0x41 + page), 0);
    }
    return { inode, flags: 2, position: 0, references: 1, path: `/tmp/${inode.ino}` };
  }

  putFile(file: OpenFile): void {
    if (--file.references > 0 || file.inode.mapping === null) return;
    destroyMapping(file.inode.mapping);
    file.inode.mapping = null;
  }

  /** Lets virtual time pass until the sleeping task wakes. */
  sleep(): void {
    const { clock } = this.machine.cpus[0];
    clock.cycles = Math.max(clock.cycles, this.wakeTime);
  }

  /** Gives kswapd its turns that are due. */
  runKswapd(): void {
    const { reclaim, waiting } = this.system;
    for (let turns = 0; turns < 100 && reclaim.kswapdWakeTime <= waiting.now(); turns++) runKswapd(this.system);
  }

  /** Lets all requests end. */
  settle(): void {
    this.machine.cpus[0].clock.cycles += 1e12;
    completeIo(this.system);
  }

  /** Broken invariants, one sentence each. */
  check(): string[] {
    return checkMemory(this.system);
  }
}

function labTask(pid: number, mm: Mm): Task {
  const rlimits = Array.from({ length: Rlimit.Count }, (): [number, number] => [RLIM_INFINITY, RLIM_INFINITY]);
  rlimits[Rlimit.RLIMIT_STACK] = [8 * MIB, RLIM_INFINITY];
  const task: Partial<Task> = { pid, tgid: pid, mm, registers: newRegisterFile(), uid: 0, personality: 0, minFlt: 0, majFlt: 0, faultRetry: -1, cpu: 0 };
  return { ...task, group: { rlimits, oomScoreAdj: 0, exitStatus: null } } as unknown as Task;
}
