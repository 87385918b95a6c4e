/**
 * Page tables in RAM: finding, reading and changing entries, and telling the CPUs. Layout of the words: machine/pte.ts.
 *
 * An entry is named by the index of its word in RAM (`entry`), found once and used for reading and writing; it stays valid
 * until the table is freed.
 */
import { directoryIndexOf, isPresent, Paging, pfnOf, Pte, tableIndexOf } from '../../machine/pte.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { MemorySystem } from './memory-system.ts';
import { type Mm, PAGE_SIZE, Rss } from './mm.ts';
import { type Vma, VmFlag } from './vma.ts';
import { PageFlag } from './frames.ts';

/** There is no table for the address. */
export const NO_ENTRY = -1;
/** Bytes that one table maps. */
export const TABLE_SPAN = PAGE_SIZE * Paging.EntryCount;

/** Word index of the entry for `va`, or {@link NO_ENTRY}. */
export function findEntry(mm: Mm, va: number): number {
  const pde = mm.system.machine.memory.words[mm.pgd * Paging.EntryCount + directoryIndexOf(va)]!;
  return isPresent(pde) ? pfnOf(pde) * Paging.EntryCount + tableIndexOf(va) : NO_ENTRY;
}

/** The entry for `va`, None if there is no table. */
export function readEntryAt(mm: Mm, va: number): number {
  const entry = findEntry(mm, va);
  return entry === NO_ENTRY ? Pte.None : mm.system.machine.memory.words[entry]!;
}

export function readEntry(system: MemorySystem, entry: number): number {
  return system.machine.memory.words[entry]!;
}

export function writeEntry(system: MemorySystem, entry: number, pte: number): void {
  const { memory } = system.machine;
  memory.words[entry] = pte;
  memory.frameWritten(Math.floor(entry / Paging.EntryCount));
}

/** End of the part of [va, end) that one table maps. */
export function tableEnd(va: number, end: number): number {
  return Math.min((directoryIndexOf(va) + 1) * TABLE_SPAN, end);
}

/** Makes every CPU forget the page. Needed whenever P, A, D or a permission of a present entry is taken away or its frame changes. */
export function flushPage(mm: Mm, va: number): void {
  const { machine, currentCpu } = mm.system;
  const { cpus } = machine;
  const cpu = cpus[currentCpu]!;
  if (cpu.mmu.pageDirectory === mm.pgd) cpu.invalidatePage(va);
  if (cpus.length > 1) shootDown(mm, cpu, va, va + PAGE_SIZE);
}

export function flushRange(mm: Mm, start: number, end: number): void {
  const { machine, currentCpu } = mm.system;
  machine.invalidateRange(machine.cpus[currentCpu]!, mm.pgd, { start, end });
}

function shootDown(mm: Mm, cpu: Cpu, start: number, end: number): void {
  mm.system.machine.shootDown(mm.pgd, { start, end }, cpu);
}

/**
 * Bits of an entry as the VMA's protection asks for them, without Writable, which depends on the page. New entries count as
 * accessed, as on x86. A VMA that forbids everything hides its frames from the CPU.
 */
export function protectionBits(vma: Vma): number {
  if ((vma.flags & (VmFlag.Read | VmFlag.Write | VmFlag.Exec)) === 0) return Pte.ProtNone | Pte.Accessed;
  return Pte.Present | Pte.User | Pte.Accessed | ((vma.flags & VmFlag.Exec) === 0 ? Pte.NoExecute : Pte.None);
}

/** Which counter of the address space the page belongs to. */
export function rssKindOf(flags: number): Rss {
  if ((flags & PageFlag.Anon) !== 0) return Rss.Anon;
  return (flags & PageFlag.SwapBacked) !== 0 ? Rss.Shmem : Rss.File;
}

/** Pages that count as resident. */
export function residentPages(mm: Mm): number {
  return mm.rss[Rss.File]! + mm.rss[Rss.Anon]! + mm.rss[Rss.Shmem]!;
}

/** To be called before resident pages become fewer (update_hiwater_rss). */
export function noteHighWater(mm: Mm): void {
  const resident = residentPages(mm);
  if (resident > mm.hiwaterRss) mm.hiwaterRss = resident;
}
