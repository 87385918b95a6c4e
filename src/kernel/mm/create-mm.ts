/** Making an address space, and the tables of one. */
import { directoryIndexOf, isPresent, packPte, Paging, pfnOf, Pte, tableIndexOf } from '../../machine/pte.ts';
import type { Task } from '../task.ts';
import { allocatePage } from './allocate-page.ts';
import { PageFlag } from './frames.ts';
import type { MemorySystem } from './memory-system.ts';
import { type Mm, Rss } from './mm.ts';
import { writeEntry } from './page-table.ts';

/** An empty address space with its directory, or -ENOMEM. Freed by destroyPages (zap.ts) when its VMAs are gone. */
export function createMm(system: MemorySystem): Mm | number {
  const pgd = allocateTable(system, null);
  if (pgd < 0) return pgd;
  const free = system.mms.indexOf(null);
  const id = free >= 0 ? free : system.mms.length;
  const mm: Mm = {
    id, system, pgd, vmas: [], users: 1, mmapBase: 0, legacyLayout: false,
    startCode: 0, endCode: 0, startData: 0, endData: 0, startBrk: 0, brk: 0, startStack: 0,
    argStart: 0, argEnd: 0, envStart: 0, envEnd: 0, defFlags: 0, exeFile: null,
    totalVm: 0, dataVm: 0, execVm: 0, stackVm: 0, lockedVm: 0, hiwaterVm: 0, hiwaterRss: 0,
    rss: new Int32Array(Rss.Count), pageTables: 0, isReaped: false,
  };
  system.mms[id] = mm;
  return mm;
}

/** An empty table, or -ENOMEM or BLOCKED. */
function allocateTable(system: MemorySystem, task: Task | null): number {
  const pfn = allocatePage(system, task);
  if (pfn < 0) return pfn;
  system.frames.flags[pfn] = PageFlag.Table;
  system.machine.memory.zeroFrame(pfn);
  return pfn;
}

/** Word index of the entry for `va`, with its table made if need be; -ENOMEM or BLOCKED. */
export function makeEntry(mm: Mm, task: Task | null, va: number): number {
  const { system } = mm;
  const directoryEntry = mm.pgd * Paging.EntryCount + directoryIndexOf(va);
  let pde = system.machine.memory.words[directoryEntry]!;
  if (!isPresent(pde)) {
    const table = allocateTable(system, task);
    if (table < 0) return table;
    pde = packPte(table, Pte.Present | Pte.Writable | Pte.User | Pte.Accessed);
    writeEntry(system, directoryEntry, pde);
    mm.pageTables++;
  }
  return pfnOf(pde) * Paging.EntryCount + tableIndexOf(va);
}
