import { expect, test } from 'vitest';
import { MapFlag, Prot } from '../../../src/abi/mman.ts';
import { inUse } from '../../../src/kernel/mm/check.ts';
import { FaultOutcome } from '../../../src/kernel/mm/memory-system.ts';
import { Rss } from '../../../src/kernel/mm/mm.ts';
import { smapsSums } from '../../../src/kernel/mm/page-state.ts';
import { MemoryLab, PAGE } from '../../support/memory-lab.ts';

const A = 0x30000000;

test('a read maps the shared zero page and a write afterwards is a second minor fault', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  p.mapAnonymous(A, 4);
  expect(p.faults(() => [0, 1, 2, 3].forEach((page) => p.peek(A + page * PAGE)))).toBe('4 0');
  expect(p.letters(A, 4)).toBe('aaaa');
  expect(p.mm.rss[Rss.Anon]).toBe(0);
  expect(p.faults(() => p.store(A, 1))).toBe('1 0');
  expect(p.letters(A, 4)).toBe('Aaaa');
  expect(p.faults(() => p.store(A, 2))).toBe('0 0');
  expect(p.mm.rss[Rss.Anon]).toBe(1);
  expect(lab.check()).toEqual([]);
});

test.each([
  ['no VMA', 0x50000000, 'load', FaultOutcome.SegvMapErr],
  ['the kernel\'s gigabyte', 0xc0000000, 'store', FaultOutcome.SegvMapErr],
  ['a store to read-only memory', A + 4 * PAGE, 'store', FaultOutcome.SegvAccErr],
  ['a load from PROT_NONE', A + 5 * PAGE, 'load', FaultOutcome.SegvAccErr],
  ['a load from execute-only memory, which x86 allows', A + 6 * PAGE, 'load', FaultOutcome.Handled],
  ['a load from write-only memory, which x86 allows', A + 7 * PAGE, 'load', FaultOutcome.Handled],
] as const)('the decision on %s', (_name, va, access, outcome) => {
  const lab = new MemoryLab();
  const p = lab.process();
  const flags = MapFlag.Private | MapFlag.Anonymous | MapFlag.Fixed;
  p.mmap(A + 4 * PAGE, 1, Prot.Read, flags);
  p.mmap(A + 5 * PAGE, 1, Prot.None, flags);
  p.mmap(A + 6 * PAGE, 1, Prot.Exec, flags);
  p.mmap(A + 7 * PAGE, 1, Prot.Write, flags);
  expect(access === 'load' ? p.load(va).outcome : p.store(va, 1)).toBe(outcome);
  expect(p.task.minFlt).toBe(outcome === FaultOutcome.Handled ? 1 : 0);
});

test('fork shares pages until one side writes; the last owner takes its page over without a copy', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  p.mapAnonymous(A, 4);
  [0, 1, 2].forEach((page) => p.store(A + page * PAGE, page + 1));
  p.peek(A + 3 * PAGE);
  expect(p.letters(A, 4)).toBe('AAAa');
  const child = p.fork()!;
  expect(child.letters(A, 4)).toBe('aaaa');
  expect(child.faults(() => child.store(A, 0x55))).toBe('1 0');
  expect(child.letters(A, 4)).toBe('Aaaa');
  expect(p.peek(A)).toBe(1);
  const framesBefore = inUse(lab.system).frames;
  expect(p.faults(() => p.store(A, 9))).toBe('1 0');
  expect(inUse(lab.system).frames).toBe(framesBefore);
  expect(child.peek(A)).toBe(0x55);
  expect(lab.check()).toEqual([]);
  child.exit();
  expect(p.faults(() => p.store(A + PAGE, 7))).toBe('1 0');
  expect(p.letters(A, 4)).toBe('AAAa');
  expect(lab.check()).toEqual([]);
});

test('an ended process leaves nothing behind but the zero page', () => {
  const lab = new MemoryLab({ swapBytes: 1 << 20, ram: 256 * 1024 });
  const p = lab.process();
  p.mapAnonymous(A, 100);
  for (let page = 0; page < 100; page++) p.store(A + page * PAGE, page);
  p.peek(A);
  p.fork()!.exit();
  p.exit();
  lab.settle();
  expect(lab.check()).toEqual([]);
  expect(inUse(lab.system)).toEqual({ frames: lab.system.zeroPfn < 0 ? 0 : 1, slots: 0, addressSpaces: 0 });
});

test('smaps counts shared and private pages of a fork', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  p.mapAnonymous(A, 4);
  [0, 1, 2].forEach((page) => p.store(A + page * PAGE, 1));
  const child = p.fork()!;
  child.store(A, 2);
  const sums = smapsSums(child.mm, child.mm.vmas[0]!);
  expect(sums).toMatchObject({ rss: 3 * PAGE, pss: 2 * PAGE, sharedDirty: 2 * PAGE, privateDirty: PAGE, anonymous: 3 * PAGE, swap: 0 });
});

test('munmap gives back page tables that no VMA needs', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  p.mapAnonymous(A, 2);
  p.mapAnonymous(A + (8 << 20), 2);
  p.store(A, 1);
  p.store(A + (8 << 20), 1);
  expect(p.mm.pageTables).toBe(2);
  p.munmap(A, 2);
  expect(p.mm.pageTables).toBe(1);
  expect(p.load(A).outcome).toBe(FaultOutcome.SegvMapErr);
  expect(lab.check()).toEqual([]);
});
