/** One run that swaps and writes a file, repeated with the n-th disk access failing, for every n. */
import { expect, test } from 'vitest';
import { Errno } from '../../../src/abi/errno.ts';
import { MapFlag, Prot } from '../../../src/abi/mman.ts';
import { DISK_MODELS, type DiskModel } from '../../../src/machine/disk-queue.ts';
import { MemoryDisk } from '../../../src/machine/memory-disk.ts';
import { inUse } from '../../../src/kernel/mm/check.ts';
import { FaultOutcome } from '../../../src/kernel/mm/memory-system.ts';
import { writebackRange } from '../../../src/kernel/mm/reclaim-advice.ts';
import { createShmemFile } from '../../../src/kernel/mm/shmem.ts';
import { copyFromUser } from '../../../src/kernel/mm/user-memory.ts';
import { BLOCKED } from '../../../src/kernel/wait.ts';
import { FailingDisk } from '../../support/failing-disk.ts';
import { type LabProcess, MemoryLab, PAGE } from '../../support/memory-lab.ts';

const A = 0x30000000;
const S = 0x31000000;
const M = 0x32000000;
const ANON_PAGES = 24;
const FILE_PAGES = 12;
const SHMEM_PAGES = 8;
const RW = Prot.Read | Prot.Write;
const SHARED = MapFlag.Shared | MapFlag.Fixed;

/** Outcomes of all accesses that were not Handled, and what the last synchronisations gave. */
interface Result {
  readonly failures: FaultOutcome[];
  readonly wrong: string[];
  readonly synced: number[];
  readonly accesses: number;
  readonly swap: FailingDisk;
  readonly files: FailingDisk;
}

function run(failing: number, model: DiskModel): Result {
  const counter = { accesses: 0, failing: Infinity };
  const swap = new FailingDisk(new MemoryDisk(256), counter);
  const files = new FailingDisk(new MemoryDisk(64), counter);
  const lab = new MemoryLab({ ram: 96 * 1024, swapBytes: 256 * PAGE, swapDisk: swap, fileDisk: files, model });
  const p = lab.process();
  const file = lab.file(FILE_PAGES);
  Object.assign(counter, { accesses: 0, failing });
  p.mapAnonymous(A, ANON_PAGES);
  p.mmap(S, FILE_PAGES, RW, SHARED, file);
  const shmem = createShmemFile(lab.system, '/memfd:x (deleted)', SHMEM_PAGES * PAGE);
  p.mmap(M, SHMEM_PAGES, RW, SHARED, shmem);
  const failures: FaultOutcome[] = [];
  const wrong: string[] = [];
  const synced: number[] = [];
  const regions = [[A, ANON_PAGES], [S, FILE_PAGES], [M, SHMEM_PAGES]] as const;
  const known = new Map<number, number>();
  for (let round = 1; round <= 3; round++) {
    for (const [start, pages] of regions) {
      for (let page = 0; page < pages; page++) {
        const va = start + page * PAGE;
        const loaded = p.load(va);
        if (loaded.outcome !== FaultOutcome.Handled) failures.push(loaded.outcome);
        else if (loaded.value !== (known.get(va) ?? (start === S ? 0x41 + page : 0))) wrong.push(`${va.toString(16)} holds ${loaded.value}`);
        const stored = p.store(va, page + round);
        if (stored === FaultOutcome.Handled) known.set(va, page + round);
        else failures.push(stored);
      }
    }
    synced.push(synchronise(lab, p, file.inode.mapping!));
  }
  expect(lab.check(), `access ${failing}`).toEqual([]);
  expect(lab.killed).toEqual([]);
  p.exit();
  lab.putFile(shmem);
  lab.putFile(file);
  lab.settle();
  expect(inUse(lab.system), `access ${failing}`).toEqual({ frames: lab.system.zeroPfn < 0 ? 0 : 1, slots: 0, addressSpaces: 0 });
  return { failures, wrong, synced, accesses: counter.accesses, swap, files };
}

function synchronise(lab: MemoryLab, p: LabProcess, mapping: Parameters<typeof writebackRange>[1]): number {
  for (;;) {
    const result = writebackRange(p.task, mapping, 0, Infinity);
    if (result !== BLOCKED) return result;
    lab.sleep();
  }
}

test.each([['none', DISK_MODELS.none], ['ssd', DISK_MODELS.ssd]] as const)('a disk error at any access has the effect that Linux gives it (disk %s)', (_name, model) => {
  const { accesses, failures, wrong, synced } = run(Infinity, model);
  expect({ failures, wrong, synced }).toEqual({ failures: [], wrong: [], synced: [0, 0, 0] });
  expect(accesses).toBeGreaterThan(100);
  const seen = { swapRead: 0, swapWrite: 0, fileRead: 0, fileWrite: 0 };
  for (let failing = 1; failing <= accesses; failing++) {
    const result = run(failing, model);
    if (result.swap.refused === 'write') {
      seen.swapWrite++;
      expect({ ...result, accesses: 0, swap: 0, files: 0 }).toEqual({ failures: [], wrong: [], synced: [0, 0, 0], accesses: 0, swap: 0, files: 0 });
    } else if (result.files.refused === 'write') {
      seen.fileWrite++;
      expect(result.failures).toEqual([]);
      expect(result.synced.filter((error) => error !== 0)).toEqual([-Errno.EIO]);
    } else {
      if (result.swap.refused === 'read') seen.swapRead++;
      else seen.fileRead++;
      expect(result.failures).toEqual([FaultOutcome.BusAdrErr]);
      expect(result.wrong).toEqual([]);
      expect(result.synced).toEqual([0, 0, 0]);
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
});

test('a swap read error inside a call gives a short copy, and the page can be had afterwards', () => {
  const counter = { accesses: 0, failing: Infinity };
  const swap = new FailingDisk(new MemoryDisk(256), counter);
  const lab = new MemoryLab({ ram: 64 * 1024, swapBytes: 256 * PAGE, swapDisk: swap });
  const p = lab.process();
  p.mapAnonymous(A, 40);
  for (let page = 0; page < 40; page++) p.store(A + page * PAGE, 1);
  const buffer = new Uint8Array(2 * PAGE);
  p.peek(A);
  Object.assign(counter, { accesses: 0, failing: 1 });
  // Making room for the second page writes first; only its read may fail the copy.
  const left = copyFromUser(p.task, A, buffer, 0, 2 * PAGE);
  expect(swap.refused === 'read' ? left : PAGE).toBe(PAGE);
  expect(copyFromUser(p.task, A, buffer, 0, 2 * PAGE)).toBe(0);
  expect([buffer[0], buffer[PAGE]]).toEqual([1, 1]);
  expect(lab.check()).toEqual([]);
});
