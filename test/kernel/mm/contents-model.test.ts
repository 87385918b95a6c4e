/**
 * Random programs against a plain model of what memory holds: processes that map, store, load, fork, unmap, protect, move,
 * lock, page out and end, on a machine so small that everything is swapped all the time. After every few steps all
 * invariants are checked; at the end nothing may be left.
 */
import { expect, test } from 'vitest';
import { Madvise, MapFlag, MremapFlag, Prot } from '../../../src/abi/mman.ts';
import { RandomStream } from '../../../src/base/random.ts';
import { DISK_MODELS } from '../../../src/machine/disk-queue.ts';
import type { OpenFile } from '../../../src/kernel/fs/file.ts';
import { inUse } from '../../../src/kernel/mm/check.ts';
import { doMadvise } from '../../../src/kernel/mm/madvise.ts';
import { FaultOutcome } from '../../../src/kernel/mm/memory-system.ts';
import { doMprotect } from '../../../src/kernel/mm/mprotect.ts';
import { doMremap } from '../../../src/kernel/mm/mremap.ts';
import { createShmemFile } from '../../../src/kernel/mm/shmem.ts';
import { writebackRange } from '../../../src/kernel/mm/reclaim-advice.ts';
import { BLOCKED } from '../../../src/kernel/wait.ts';
import { type LabOptions, type LabProcess, MemoryLab, PAGE } from '../../support/memory-lab.ts';

const BASE = 0x30000000;
const SPAN = 48;
const FILE_PAGES = 24;
const RW = Prot.Read | Prot.Write;

/** A page of the model: what it shows, and whether a store may change it. */
interface ModelPage {
  /** Contents shared by whoever maps the same page of a file, or null for private memory. */
  readonly shared: { values: number[]; readonly index: number } | null;
  /** A private value over the shared one; null while there is none. */
  own: number | null;
  readonly isPrivate: boolean;
  isWritable: boolean;
}

interface ModelProcess {
  readonly process: LabProcess;
  readonly pages: Map<number, ModelPage>;
}

class Model {
  readonly lab: MemoryLab;
  readonly processes: ModelProcess[] = [];
  private readonly random: RandomStream;
  private readonly files: { readonly file: OpenFile; readonly values: number[] }[] = [];
  private next = 1;

  constructor(seed: number, options: LabOptions) {
    this.lab = new MemoryLab(options);
    this.random = new RandomStream(seed, 'contents-model');
    this.processes.push({ process: this.lab.process(), pages: new Map() });
    for (let index = 0; index < 2; index++) {
      this.files.push({ file: this.lab.file(FILE_PAGES), values: Array.from({ length: FILE_PAGES }, (_, page) => 0x41 + page) });
    }
    this.files.push({ file: createShmemFile(this.lab.system, '/memfd:x (deleted)', FILE_PAGES * PAGE), values: new Array<number>(FILE_PAGES).fill(0) });
  }

  step(): void {
    const model = this.processes[this.random.below(this.processes.length)]!;
    const action = this.random.below(100);
    if (action < 30) this.store(model);
    else if (action < 60) this.load(model);
    else if (action < 70) this.map(model);
    else if (action < 75) this.unmap(model);
    else if (action < 80) this.protect(model);
    else if (action < 84) this.move(model);
    else if (action < 92) this.advise(model);
    else if (action < 94) this.synchronise();
    else if (action < 97) this.fork(model);
    else this.end(model);
  }

  end(model: ModelProcess): void {
    if (this.processes.length === 1) return;
    this.processes.splice(this.processes.indexOf(model), 1);
    model.process.exit();
  }

  finish(): void {
    for (const model of this.processes) {
      for (const page of model.pages.keys()) this.expectPage(model, page);
      model.process.exit();
    }
    for (const { file } of this.files) this.lab.putFile(file);
    this.lab.settle();
  }

  private page(): number {
    return this.random.below(SPAN);
  }

  private range(): { readonly start: number; readonly pages: number } {
    const start = this.page();
    return { start, pages: Math.min(1 + this.random.below(8), SPAN - start) };
  }

  private store({ process, pages }: ModelProcess): void {
    const page = this.page();
    const value = this.next++ & 0xff;
    const known = pages.get(page);
    const outcome = process.store(BASE + page * PAGE, value);
    if (known === undefined) expect(outcome).toBe(FaultOutcome.SegvMapErr);
    else if (!known.isWritable) expect(outcome).toBe(FaultOutcome.SegvAccErr);
    else {
      expect(outcome).toBe(FaultOutcome.Handled);
      if (known.isPrivate) known.own = value;
      else known.shared!.values[known.shared!.index] = value;
    }
  }

  private load(model: ModelProcess): void {
    const page = this.page();
    if (model.pages.has(page)) this.expectPage(model, page);
    else expect(model.process.load(BASE + page * PAGE).outcome).toBe(FaultOutcome.SegvMapErr);
  }

  private expectPage({ process, pages }: ModelProcess, page: number): void {
    const known = pages.get(page)!;
    const value = known.own ?? (known.shared === null ? 0 : known.shared.values[known.shared.index]!);
    expect(process.load(BASE + page * PAGE)).toEqual({ outcome: FaultOutcome.Handled, value });
  }

  private map({ process, pages }: ModelProcess): void {
    const { start, pages: count } = this.range();
    const kind = this.random.below(6);
    if (kind < 3) {
      process.mapAnonymous(BASE + start * PAGE, count);
      for (let page = 0; page < count; page++) pages.set(start + page, { shared: null, own: null, isPrivate: true, isWritable: true });
      return;
    }
    const { file, values } = this.files[this.random.below(this.files.length)]!;
    const pgoff = this.random.below(FILE_PAGES - count);
    const isPrivate = kind === 3;
    process.mmap(BASE + start * PAGE, count, RW, (isPrivate ? MapFlag.Private : MapFlag.Shared) | MapFlag.Fixed, file, pgoff);
    for (let page = 0; page < count; page++) {
      pages.set(start + page, { shared: { values, index: pgoff + page }, own: null, isPrivate, isWritable: true });
    }
  }

  private unmap({ process, pages }: ModelProcess): void {
    const { start, pages: count } = this.range();
    process.munmap(BASE + start * PAGE, count);
    for (let page = 0; page < count; page++) pages.delete(start + page);
  }

  private protect({ process, pages }: ModelProcess): void {
    const { start, pages: count } = this.range();
    const isWritable = this.random.below(2) === 0;
    for (let page = start; page < start + count; page++) if (!pages.has(page)) return;
    expect(doMprotect(process.task, process.mm, BASE + start * PAGE, count * PAGE, isWritable ? RW : Prot.Read).error).toBe(0);
    for (let page = start; page < start + count; page++) pages.get(page)!.isWritable = isWritable;
  }

  private move({ process, pages }: ModelProcess): void {
    const from = this.page();
    const to = this.page();
    const known = pages.get(from);
    if (known === undefined || from === to) return;
    const { result } = doMremap(process.task, process.mm, {
      start: BASE + from * PAGE, oldLength: PAGE, newLength: PAGE, flags: MremapFlag.MayMove | MremapFlag.Fixed, newStart: BASE + to * PAGE,
    });
    expect(result).toBe(BASE + to * PAGE);
    pages.delete(from);
    pages.set(to, known);
  }

  private advise({ process, pages }: ModelProcess): void {
    const { start, pages: count } = this.range();
    const advice = [Madvise.PageOut, Madvise.PageOut, Madvise.Cold, Madvise.WillNeed, Madvise.DontNeed][this.random.below(5)]!;
    doMadvise(process.task, process.mm, BASE + start * PAGE, count * PAGE, advice);
    if (advice !== Madvise.DontNeed) return;
    for (let page = start; page < start + count; page++) {
      const known = pages.get(page);
      if (known?.isPrivate === true) known.own = null;
    }
  }

  private synchronise(): void {
    const { file } = this.files[this.random.below(this.files.length)]!;
    const { task } = this.processes[0]!.process;
    while (writebackRange(task, file.inode.mapping!, 0, Infinity) === BLOCKED) this.lab.sleep();
  }

  private fork(model: ModelProcess): void {
    if (this.processes.length >= 3) return;
    const process = model.process.fork();
    expect(process).not.toBeNull();
    const pages = new Map([...model.pages].map(([page, known]) => [page, { ...known }]));
    this.processes.push({ process: process!, pages });
  }
}

const MACHINES: readonly (readonly [string, LabOptions])[] = [
  ['a disk without time', { ram: 128 * 1024, swapBytes: 1 << 20 }],
  ['a solid-state disk and read-ahead', { ram: 128 * 1024, swapBytes: 1 << 20, model: DISK_MODELS.ssd, pageCluster: 3 }],
  ['fault-around', { ram: 192 * 1024, swapBytes: 1 << 20, model: DISK_MODELS.ssd, faultAround: 65536 }],
  ['a page evicted at every fault', { ram: 1 << 20, swapBytes: 1 << 20, stressEvict: true }],
  ['no early reclaim and the clock', { ram: 128 * 1024, swapBytes: 1 << 20, watermarks: 0, policy: 'clock', model: DISK_MODELS.hdd }],
  ['write scheduling by the policy', { ram: 128 * 1024, swapBytes: 1 << 20, policy: 'wsclock', model: DISK_MODELS.ssd }],
];

test.each(MACHINES)('memory holds what was stored, with %s', (_name, options) => {
  for (let seed = 1; seed <= 12; seed++) {
    const model = new Model(seed, options);
    for (let step = 0; step < 600; step++) {
      model.step();
      if (step % 20 === 0) expect(model.lab.check(), `seed ${seed} step ${step}`).toEqual([]);
    }
    model.finish();
    expect(model.lab.check()).toEqual([]);
    expect(model.lab.killed).toEqual([]);
    expect(inUse(model.lab.system), `seed ${seed}`).toEqual({ frames: model.lab.system.zeroPfn < 0 ? 0 : 1, slots: 0, addressSpaces: 0 });
  }
});
