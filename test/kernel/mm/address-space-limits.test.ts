import { expect, test } from 'vitest';
import { Errno } from '../../../src/abi/errno.ts';
import { Madvise, MapFlag, MremapFlag, Prot } from '../../../src/abi/mman.ts';
import { doMadvise } from '../../../src/kernel/mm/madvise.ts';
import { doMmap } from '../../../src/kernel/mm/mmap.ts';
import type { Mm } from '../../../src/kernel/mm/mm.ts';
import { doMprotect } from '../../../src/kernel/mm/mprotect.ts';
import { doMremap } from '../../../src/kernel/mm/mremap.ts';
import { doMunmap } from '../../../src/kernel/mm/munmap.ts';
import type { AnonVma } from '../../../src/kernel/mm/vma.ts';
import { RandomStream } from '../../../src/base/random.ts';
import { MemoryLab, PAGE } from '../../support/memory-lab.ts';

const P = 0x30000000;
const FIXED = MapFlag.Private | MapFlag.Anonymous | MapFlag.Fixed;
const RW = Prot.Read | Prot.Write;

/** A process with one mapping of five pages, in which no more than `maxMapCount` VMAs are allowed. */
function crowded(maxMapCount: number) {
  const lab = new MemoryLab({ maxMapCount });
  const p = lab.process();
  p.mmap(P, 5, RW, FIXED);
  return { lab, p };
}

test('at the limit of VMAs a split fails, and what needs none works', () => {
  const { p } = crowded(1);
  const { task, mm } = p;
  expect(doMprotect(task, mm, P + PAGE, PAGE, Prot.Read).error).toBe(-Errno.ENOMEM);
  expect(doMadvise(task, mm, P + PAGE, PAGE, Madvise.Random)).toBe(-Errno.EAGAIN);
  expect(doMunmap(mm, P + PAGE, PAGE)).toBe(-Errno.ENOMEM);
  expect(mm.vmas.length).toBe(1);
  // Cutting an end off adds no VMA.
  expect(doMunmap(mm, P, PAGE)).toBe(0);
  expect(doMprotect(task, mm, P + PAGE, 4 * PAGE, Prot.Read).error).toBe(0);
});

test('one VMA above the limit may be mapped, two not', () => {
  const { p } = crowded(1);
  const another = { length: PAGE, prot: Prot.Read, flags: FIXED, file: null, pgoff: 0 };
  expect(doMmap(p.task, p.mm, { ...another, start: P + 8 * PAGE })).toBe(P + 8 * PAGE);
  expect(doMmap(p.task, p.mm, { ...another, start: P + 16 * PAGE })).toBe(-Errno.ENOMEM);
});

test('a move keeps clear of the limit', () => {
  const { p } = crowded(4);
  const flags = MremapFlag.MayMove | MremapFlag.Fixed;
  const request = { start: P, oldLength: PAGE, newLength: PAGE, flags, newStart: P + 64 * PAGE };
  expect(doMremap(p.task, p.mm, request).result).toBe(-Errno.ENOMEM);
  expect(p.mm.vmas.length).toBe(1);
});

test.each([
  { overcommit: 0, expected: -Errno.ENOMEM },
  { overcommit: 1, expected: P },
] as const)('a mapping larger than all memory gives $expected in overcommit mode $overcommit', ({ overcommit, expected }) => {
  const lab = new MemoryLab({ overcommit });
  const { task, mm } = lab.process();
  const request = { start: P, length: 0x40000000, prot: RW, flags: FIXED, file: null, pgoff: 0 };
  expect(doMmap(task, mm, request)).toBe(expected);
});

test('what is promised is taken back with the mappings', () => {
  const lab = new MemoryLab();
  const { task, mm } = lab.process();
  const before = mm.system.committed;
  const map = (prot: number): number => doMmap(task, mm, { start: P, length: 8 * PAGE, prot, flags: FIXED, file: null, pgoff: 0 });
  map(RW);
  expect(mm.system.committed - before).toBe(8);
  doMprotect(task, mm, P, 2 * PAGE, Prot.Read);
  expect(mm.system.committed - before).toBe(6);
  doMremap(task, mm, { start: P + 4 * PAGE, oldLength: 2 * PAGE, newLength: 4 * PAGE, flags: MremapFlag.MayMove, newStart: 0 });
  expect(mm.system.committed - before).toBe(8);
  map(Prot.Read);
  doMunmap(mm, 0, 0xb8000000);
  expect(mm.system.committed).toBe(before);
});

/** Recounts what anon-vma.ts keeps in each family. */
function checkFamilies(mms: readonly Mm[]): void {
  const chains = new Map<AnonVma, number>();
  const active = new Map<AnonVma, number>();
  for (const vma of mms.flatMap((mm) => mm.vmas)) {
    for (const family of vma.anonChain) chains.set(family, (chains.get(family) ?? 0) + 1);
    if (vma.anonVma === null) expect(vma.anonChain).toEqual([]);
    else active.set(vma.anonVma, (active.get(vma.anonVma) ?? 0) + 1);
    if (vma.anonVma !== null) expect(vma.anonChain).toContain(vma.anonVma);
  }
  for (const [family, count] of chains) expect(family.chains).toBe(count);
  for (const [family, count] of active) expect(family.activeVmas).toBe(count);
}

function checkList(mm: Mm): void {
  let end = 0;
  let pages = 0;
  for (const vma of mm.vmas) {
    expect(vma.start).toBeGreaterThanOrEqual(end);
    expect(vma.end).toBeGreaterThan(vma.start);
    ({ end } = vma);
    pages += (vma.end - vma.start) / PAGE;
  }
  expect(mm.totalVm).toBe(pages);
}

test('lists and families stay consistent under random calls', () => {
  const random = new RandomStream(7, 'address-space');
  const lab = new MemoryLab({ ram: 8 << 20 });
  const processes = [lab.process()];
  for (let step = 0; step < 600; step++) {
    const p = processes[random.below(processes.length)]!;
    const start = P + random.below(24) * PAGE;
    const length = (1 + random.below(4)) * PAGE;
    const prot = [RW, RW, Prot.Read, Prot.None][random.below(4)]!;
    switch (random.below(7)) {
      case 0: case 1: doMmap(p.task, p.mm, { start, length, prot, flags: FIXED, file: null, pgoff: 0 }); break;
      case 2: doMunmap(p.mm, start, length); break;
      case 3: doMprotect(p.task, p.mm, start, length, prot); break;
      case 4: {
        const flags = MremapFlag.MayMove | MremapFlag.Fixed;
        doMremap(p.task, p.mm, { start, oldLength: length, newLength: length, flags, newStart: P + random.below(24) * PAGE });
        break;
      }
      case 5: p.store(start, 1); break;
      default: if (processes.length < 4 && random.below(8) === 0) processes.push(p.fork()!);
    }
    processes.forEach(({ mm }) => checkList(mm));
    checkFamilies(processes.map(({ mm }) => mm));
  }
  expect(lab.check()).toEqual([]);
});
