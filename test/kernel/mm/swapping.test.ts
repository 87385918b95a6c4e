import { expect, test } from 'vitest';
import { CountingDisk } from '../../../src/machine/counting-disk.ts';
import { DISK_MODELS } from '../../../src/machine/disk-queue.ts';
import { MemoryDisk } from '../../../src/machine/memory-disk.ts';
import { inUse } from '../../../src/kernel/mm/check.ts';
import { pageOut } from '../../../src/kernel/mm/reclaim-advice.ts';
import { MemoryLab, PAGE } from '../../support/memory-lab.ts';

const A = 0x30000000;
const MIB = 1 << 20;

test.each(Object.keys(DISK_MODELS) as (keyof typeof DISK_MODELS)[])('an array eight times larger than 64 KiB of RAM keeps its contents over disk %s', (model) => {
  const swapDisk = new CountingDisk(new MemoryDisk(1024));
  const lab = new MemoryLab({ ram: 64 * 1024, swapBytes: 4 * MIB, swapDisk, model: DISK_MODELS[model] });
  const p = lab.process();
  const pages = 128;
  p.mapAnonymous(A, pages);
  for (let page = 0; page < pages; page++) p.store(A + page * PAGE + 8, (page % 255) + 1);
  for (let page = 0; page < pages; page++) expect(p.peek(A + page * PAGE + 8)).toBe((page % 255) + 1);
  expect(lab.check()).toEqual([]);
  const { counters } = lab.system;
  expect(counters.pswpin * PAGE).toBe(swapDisk.counts.bytesRead);
  expect(counters.pswpout * PAGE).toBe(swapDisk.counts.bytesWritten);
  // What is still in memory when the second pass starts costs nothing.
  expect(p.task.majFlt).toBeGreaterThan(pages - 16);
  expect(p.task.minFlt).toBe(pages);
  expect(lab.killed).toEqual([]);
  p.exit();
  lab.settle();
  expect(inUse(lab.system)).toEqual({ frames: 0, slots: 0, addressSpaces: 0 });
});

test('paging out, sharing slots over fork and bringing pages back count faults as Linux does', () => {
  const lab = new MemoryLab({ swapBytes: 16 * MIB, ram: 16 * MIB });
  const p = lab.process();
  const out = (process: typeof p, start: number, pages: number): void => pageOut(process.mm, process.mm.vmas[0]!, start, start + pages * PAGE);
  p.mapAnonymous(A, 8);
  for (let page = 0; page < 8; page++) p.store(A + page * PAGE, page + 1);
  out(p, A, 4);
  expect(p.letters(A, 8)).toBe('ssssAAAA');
  expect(p.faults(() => p.peek(A + 2 * PAGE))).toBe('1 0');
  expect(p.letters(A, 8)).toBe('ssAsAAAA');
  expect(p.faults(() => p.store(A, 0x11))).toBe('1 0');
  for (let page = 0; page < 8; page++) p.peek(A + page * PAGE);
  expect(p.letters(A, 8)).toBe('AAAAAAAA');
  out(p, A, 8);
  expect(p.letters(A, 8)).toBe('ssssssss');
  const child = p.fork()!;
  expect(child.letters(A, 8)).toBe('ssssssss');
  expect(child.faults(() => child.peek(A))).toBe('1 0');
  expect(child.faults(() => child.store(A + PAGE, 0x22))).toBe('0 1');
  expect(child.letters(A, 8)).toBe('AAssssss');
  expect(lab.check()).toEqual([]);
  child.exit();
  expect(p.letters(A, 8)).toBe('ssssssss');
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((page) => p.peek(A + page * PAGE))).toEqual([0x11, 2, 3, 4, 5, 6, 7, 8]);
  out(p, A, 8);
  expect(p.faults(() => p.peek(A))).toBe('0 1');
  expect(lab.check()).toEqual([]);
});

test('a page of zeros is noted instead of written, and gone from memory at once', () => {
  const lab = new MemoryLab({ swapBytes: 16 * MIB });
  const p = lab.process();
  p.mapAnonymous(A, 1);
  p.store(A, 1);
  p.store(A, 0);
  pageOut(p.mm, p.mm.vmas[0]!, A, A + PAGE);
  expect(p.letters(A, 1)).toBe('s');
  expect(lab.system.counters).toMatchObject({ pswpout: 0, swpout_zero: 1 });
  expect(p.faults(() => p.peek(A))).toBe('0 1');
});

test('read-ahead brings neighbours of the wanted slot, which then cost minor faults', () => {
  const lab = new MemoryLab({ ram: 8 * MIB, swapBytes: 64 * MIB, pageCluster: 3 });
  const p = lab.process();
  const pages = 4096;
  p.mapAnonymous(A, pages);
  const touchAll = (): void => {
    for (let page = 0; page < pages; page++) p.store(A + page * PAGE, 1);
  };
  touchAll();
  touchAll();
  const [minor, major] = p.faults(touchAll).split(' ').map(Number);
  expect(minor! + major!).toBeGreaterThan(pages * 0.99);
  expect(major).toBeLessThan(pages / 7);
  expect(lab.check()).toEqual([]);
});

test('the replacement policies all keep contents intact', () => {
  for (const policy of ['fifo', 'lru', 'random', 'clock', 'second-chance', 'enhanced-clock', 'nru', 'aging', 'working-set', 'wsclock', '2q', 'arc', 'linux']) {
    const lab = new MemoryLab({ ram: 64 * 1024, swapBytes: MIB, policy, model: DISK_MODELS.ssd });
    const p = lab.process();
    p.mapAnonymous(A, 40);
    for (let round = 0; round < 3; round++) {
      for (let page = 0; page < 40; page++) {
        if (round > 0) expect(`${policy} ${p.peek(A + page * PAGE)}`).toBe(`${policy} ${page + round}`);
        p.store(A + page * PAGE, page + round + 1);
      }
    }
    expect(lab.check()).toEqual([]);
  }
});
