import { expect, test } from 'vitest';
import { MapFlag, Prot } from '../../../src/abi/mman.ts';
import { CountingDisk } from '../../../src/machine/counting-disk.ts';
import { MemoryDisk } from '../../../src/machine/memory-disk.ts';
import { DISK_MODELS } from '../../../src/machine/disk-queue.ts';
import { inUse } from '../../../src/kernel/mm/check.ts';
import { FaultOutcome } from '../../../src/kernel/mm/memory-system.ts';
import { punchHole, truncateInode } from '../../../src/kernel/mm/page-cache.ts';
import { willNeed, writebackRange } from '../../../src/kernel/mm/reclaim-advice.ts';
import { createShmemFile } from '../../../src/kernel/mm/shmem.ts';
import { BLOCKED } from '../../../src/kernel/wait.ts';
import { MemoryLab, PAGE } from '../../support/memory-lab.ts';

const P = 0x30000000;
const S = 0x31000000;
const RW = Prot.Read | Prot.Write;
const PRIVATE = MapFlag.Private | MapFlag.Fixed;
const SHARED = MapFlag.Shared | MapFlag.Fixed;

test('private mappings copy on write, shared ones show each other\'s writes', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  const f = lab.file(3);
  p.mmap(P, 3, RW, PRIVATE, f);
  p.mmap(S, 3, RW, SHARED, f);
  expect(p.faults(() => expect(p.peek(P)).toBe(0x41))).toBe('0 1');
  expect(p.faults(() => expect(p.peek(S)).toBe(0x41))).toBe('1 0');
  expect(p.faults(() => p.store(S, 0x22))).toBe('1 0');
  expect(p.peek(P)).toBe(0x22);
  expect(p.faults(() => p.store(P, 0x33))).toBe('1 0');
  expect(p.peek(S)).toBe(0x22);
  expect(p.letters(P, 3)).toBe('A--');
  expect(p.letters(S, 3)).toBe('F--');
  expect(lab.check()).toEqual([]);
});

test('fault-around maps cached neighbours, and only the first access of a window reads the disk', () => {
  const lab = new MemoryLab({ faultAround: 65536, ram: 8 << 20 });
  const p = lab.process();
  const f = lab.file(40);
  p.mmap(P, 40, Prot.Read, PRIVATE, f);
  expect(p.faults(() => p.peek(P))).toBe('0 1');
  expect(p.letters(P, 20)).toBe('FFFFFFFFFFFFFFFF----');
  expect(p.faults(() => p.peek(P + PAGE))).toBe('0 0');
  expect(p.faults(() => p.peek(P + 39 * PAGE))).toBe('0 1');
});

test('truncating drops pages and private copies behind the end, clears the rest of the last page', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  const f = lab.file(3);
  const mapping = f.inode.mapping!;
  p.mmap(P, 3, RW, PRIVATE, f);
  p.mmap(S, 3, RW, SHARED, f);
  p.store(P + PAGE, 0x11);
  p.peek(S);
  truncateInode(mapping, 100);
  expect(p.peek(S + 99)).toBe(0x41);
  expect(p.peek(S + 100)).toBe(0);
  expect(p.load(S + PAGE).outcome).toBe(FaultOutcome.BusAdrErr);
  expect(p.load(P + PAGE).outcome).toBe(FaultOutcome.BusAdrErr);
  p.store(S + 101, 0x33);
  truncateInode(mapping, 3 * PAGE);
  expect(p.peek(S + 101)).toBe(0);
  expect(lab.check()).toEqual([]);
});

test('a hole punched into a file reads as zeros and frees its blocks', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  const f = lab.file(4);
  p.mmap(S, 4, RW, SHARED, f);
  p.mmap(P, 4, RW, PRIVATE, f);
  p.store(S, 0x7b);
  p.store(P + PAGE, 0x7c);
  punchHole(f.inode.mapping!, 0, 2 * PAGE);
  expect(p.faults(() => expect(p.peek(S)).toBe(0))).toBe('0 1');
  expect(p.peek(P + PAGE)).toBe(0x7c);
  expect(p.peek(S + 2 * PAGE)).toBe(0x43);
  expect(lab.files.blockFor(f.inode, 0)).toBe(-1);
  expect(lab.check()).toEqual([]);
});

test('msync writes dirty pages, waits for the disk, and makes the next write visible again', () => {
  const fileDisk = new CountingDisk(new MemoryDisk(64));
  const lab = new MemoryLab({ fileDisk, model: DISK_MODELS.ssd });
  const p = lab.process();
  const f = lab.file(4);
  p.mmap(S, 4, RW, SHARED, f);
  p.store(S, 1);
  p.store(S + 2 * PAGE, 3);
  const before = fileDisk.counts.bytesWritten;
  expect(writebackRange(p.task, f.inode.mapping!, 0, Infinity)).toBe(BLOCKED);
  lab.sleep();
  expect(writebackRange(p.task, f.inode.mapping!, 0, Infinity)).toBe(0);
  expect(fileDisk.counts.bytesWritten - before).toBe(2 * PAGE);
  expect(p.faults(() => p.store(S, 2))).toBe('1 0');
  expect(lab.check()).toEqual([]);
});

test('pages of a file larger than memory are dropped and read again, dirty ones written first', () => {
  const lab = new MemoryLab({ ram: 128 * 1024, model: DISK_MODELS.ssd });
  const p = lab.process();
  const f = lab.file(80);
  p.mmap(S, 80, RW, SHARED, f);
  for (let round = 0; round < 3; round++) {
    for (let page = 0; page < 80; page++) {
      expect(p.peek(S + page * PAGE)).toBe((0x41 + page + round) & 0xff);
      p.store(S + page * PAGE, 0x42 + page + round);
    }
    expect(lab.check()).toEqual([]);
  }
  expect(lab.killed).toEqual([]);
});

test('shared anonymous memory goes to swap and comes back for every process', () => {
  const lab = new MemoryLab({ ram: 128 * 1024, swapBytes: 1 << 20, model: DISK_MODELS.ssd });
  const p = lab.process();
  const f = createShmemFile(lab.system, '/dev/zero (deleted)', 80 * PAGE);
  p.mmap(S, 80, RW, SHARED, f);
  lab.putFile(f);
  for (let page = 0; page < 80; page++) p.store(S + page * PAGE, page + 1);
  expect(lab.check()).toEqual([]);
  const child = p.fork()!;
  for (let page = 0; page < 80; page++) {
    expect(child.peek(S + page * PAGE)).toBe(page + 1);
    child.store(S + page * PAGE, page + 2);
  }
  expect(p.peek(S + 50 * PAGE)).toBe(52);
  expect(lab.check()).toEqual([]);
  child.exit();
  p.exit();
  lab.settle();
  expect(inUse(lab.system)).toEqual({ frames: 0, slots: 0, addressSpaces: 0 });
});

test('shared memory is writable after a read fault, a file on a disk is not', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  const shmem = createShmemFile(lab.system, '/memfd:x (deleted)', PAGE);
  p.mmap(S, 1, RW, SHARED, shmem);
  expect(p.faults(() => p.peek(S))).toBe('1 0');
  expect(p.faults(() => p.store(S, 1))).toBe('0 0');
  p.mmap(S + PAGE, 1, RW, SHARED, lab.file(1));
  p.peek(S + PAGE);
  expect(p.faults(() => p.store(S + PAGE, 1))).toBe('1 0');
});

test('a store into a hole of a full disk is SIGBUS', () => {
  const lab = new MemoryLab({ fileDisk: new MemoryDisk(1) });
  const p = lab.process();
  const f = lab.file(2, { sparse: true });
  p.mmap(S, 2, RW, SHARED, f);
  expect(p.store(S, 1)).toBe(FaultOutcome.Handled);
  expect(p.peek(S + PAGE)).toBe(0);
  expect(p.store(S + PAGE, 1)).toBe(FaultOutcome.BusAdrErr);
  expect(lab.check()).toEqual([]);
});

test('MADV_WILLNEED reads a file ahead without faults', () => {
  const lab = new MemoryLab();
  const p = lab.process();
  p.mmap(P, 4, Prot.Read, PRIVATE, lab.file(4));
  willNeed(p.mm, p.mm.vmas[0]!, P, P + 4 * PAGE);
  expect(p.faults(() => [0, 1, 2, 3].forEach((page) => expect(p.peek(P + page * PAGE)).toBe(0x41 + page)))).toBe('4 0');
});
