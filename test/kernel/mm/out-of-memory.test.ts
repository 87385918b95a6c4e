import { expect, test } from 'vitest';
import { Errno } from '../../../src/abi/errno.ts';
import { MapFlag, MremapFlag, Prot } from '../../../src/abi/mman.ts';
import { inUse } from '../../../src/kernel/mm/check.ts';
import { FaultOutcome } from '../../../src/kernel/mm/memory-system.ts';
import { lockRange } from '../../../src/kernel/mm/mlock.ts';
import { doMremap } from '../../../src/kernel/mm/mremap.ts';
import { oomScore } from '../../../src/kernel/mm/oom.ts';
import { PopulateMode, populate } from '../../../src/kernel/mm/populate.ts';
import { type LabProcess, MemoryLab, PAGE } from '../../support/memory-lab.ts';

const A = 0x30000000;
const B = 0x60000000;

/** A machine without swap in which locked memory leaves `free` frames, and a process with four pages on it. */
function crowded(free: number): { readonly lab: MemoryLab; readonly p: LabProcess; readonly ballast: LabProcess } {
  const lab = new MemoryLab({ ram: 128 * 1024, watermarks: 0, overcommit: 1 });
  const p = lab.process();
  p.mapAnonymous(A, 64);
  for (let page = 0; page < 4; page++) p.store(A + page * PAGE, page + 1);
  const ballast = lab.process();
  ballast.mapAnonymous(B, 32);
  ballast.store(B, 1);
  const pages = lab.system.allocator.freeCount - free + 1;
  lockRange(ballast.task, ballast.mm, { start: B, end: B + pages * PAGE }, 0x2000);
  for (let page = 0; page < pages; page++) ballast.store(B + page * PAGE, 1);
  expect(lab.system.allocator.freeCount).toBe(free);
  for (const { task } of [p, ballast]) task.group.oomScoreAdj = -1000;
  return { lab, p, ballast };
}

const OPERATIONS: readonly (readonly [string, (p: LabProcess) => string])[] = [
  ['a write fault', (p) => String(p.store(A + 20 * PAGE, 1) === FaultOutcome.OutOfMemory ? 'no memory' : 'done')],
  ['a read fault far away', (p) => {
    p.mapAnonymous(B, 1);
    return p.load(B).outcome === FaultOutcome.OutOfMemory ? 'no memory' : 'done';
  }],
  ['fork', (p) => {
    const child = p.fork();
    if (child === null) return 'no memory';
    const isDone = child.peek(A) === 1 && child.store(A, 7) === FaultOutcome.Handled;
    child.exit();
    return isDone ? 'done' : 'no memory';
  }],
  ['moving pages to another table', (p) => {
    const { result } = doMremap(p.task, p.mm, { start: A, oldLength: 4 * PAGE, newLength: 4 * PAGE, flags: MremapFlag.MayMove | MremapFlag.Fixed, newStart: B });
    if (result !== B) expect(result).toBe(-Errno.ENOMEM);
    const at = result === B ? B : A;
    expect([0, 1, 2, 3].map((page) => p.peek(at + page * PAGE))).toEqual([1, 2, 3, 4]);
    return result === B ? 'done' : 'no memory';
  }],
  ['populating', (p) => {
    const result = populate(p.task, p.mm, A + 10 * PAGE, A + 15 * PAGE, PopulateMode.Write);
    if (result !== 0) expect(result).toBe(-Errno.ENOMEM);
    return result === 0 ? 'done' : 'no memory';
  }],
  ['a write fault that needs a table', (p) => {
    p.mmap(B, 1, Prot.Read | Prot.Write, MapFlag.Private | MapFlag.Anonymous | MapFlag.Fixed);
    return p.store(B, 1) === FaultOutcome.OutOfMemory ? 'no memory' : 'done';
  }],
];

test.each(OPERATIONS)('%s without memory for its n-th frame fails cleanly, for every n', (_name, operation) => {
  const results: string[] = [];
  for (let free = 0; free < 10; free++) {
    const { lab, p, ballast } = crowded(free);
    results.push(operation(p));
    expect(lab.check(), `${free} free frames`).toEqual([]);
    expect(lab.killed).toEqual([]);
    p.exit();
    ballast.exit();
    expect(inUse(lab.system)).toEqual({ frames: lab.system.zeroPfn < 0 ? 0 : 1, slots: 0, addressSpaces: 0 });
  }
  const enough = results.indexOf('done');
  expect(enough).toBeGreaterThan(0);
  expect(results.slice(enough)).toEqual(results.slice(enough).map(() => 'done'));
});

test('the OOM killer takes the largest process and its memory is free at once', () => {
  const lab = new MemoryLab({ ram: 128 * 1024 });
  const small = lab.process();
  small.mapAnonymous(A, 4);
  small.store(A, 1);
  const large = lab.process();
  large.mapAnonymous(A, 14);
  for (let page = 0; page < 14; page++) large.store(A + page * PAGE, 1);
  expect(oomScore(lab.system, large.task)).toBeGreaterThan(oomScore(lab.system, small.task));
  small.mapAnonymous(B, 20);
  for (let page = 0; page < 12; page++) expect(small.store(B + page * PAGE, 1)).toBe(FaultOutcome.Handled);
  expect(lab.killed).toEqual([large.task.pid]);
  expect(lab.system.counters.oom_kill).toBe(1);
  expect(lab.check()).toEqual([]);
});

test('a process that oom_score_adj protects is spared', () => {
  const lab = new MemoryLab({ ram: 64 * 1024, overcommit: 1 });
  const other = lab.process();
  other.mapAnonymous(A, 2);
  other.store(A, 1);
  const p = lab.process();
  p.task.group.oomScoreAdj = -1000;
  p.mapAnonymous(A, 64);
  let stored = 0;
  while (p.store(A + stored * PAGE, 1) === FaultOutcome.Handled) stored++;
  expect(lab.killed).toEqual([other.task.pid]);
  expect(p.store(A + stored * PAGE, 1)).toBe(FaultOutcome.OutOfMemory);
  expect(lab.check()).toEqual([]);
});
