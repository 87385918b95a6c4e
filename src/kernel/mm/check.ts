/**
 * The invariants of memory management, checked from outside: everything that one record says of another is counted afresh
 * and compared. Tests call this after every step; it changes nothing.
 *
 *  1. Every resident page and swap entry of an address space lies in a VMA.
 *  2. mapcount, reverse map and resident counts equal what the page tables say; tables are counted.
 *  3. Page cache, swap cache and frames name each other; slots are counted by their users.
 *  4. Every frame is free, a table, the zero page, or held by something: nothing is lost.
 *  5. The replacement policy has exactly the pages that are neither free nor locked.
 *  6. What the TLBs hold, the page tables hold too.
 */
import { Access } from '../../machine/exit.ts';
import { hasFrame, isPresent, Paging, pfnOf, Pte, swapOffsetOf } from '../../machine/pte.ts';
import { NO_FRAME, NO_SLOT, PageFlag } from './frames.ts';
import type { MemorySystem } from './memory-system.ts';
import { type Mm, PAGE_SHIFT, Rss } from './mm.ts';
import { readEntryAt, rssKindOf, TABLE_SPAN } from './page-table.ts';
import { vmaAt } from './vma-list.ts';

/** What is in use, for comparing before and after. */
export interface InUse {
  readonly frames: number;
  readonly slots: number;
  readonly addressSpaces: number;
}

export function inUse(system: MemorySystem): InUse {
  return {
    frames: system.frames.count - system.allocator.freeCount,
    slots: system.swap.usableCount - system.swap.freeCount,
    addressSpaces: system.mms.filter((mm) => mm !== null).length,
  };
}

/** A sentence per broken invariant; empty if all hold. */
export function checkMemory(system: MemorySystem): string[] {
  return new MemoryCheck(system).run();
}

class MemoryCheck {
  private readonly errors: string[] = [];
  private readonly mapcount: Int32Array;
  private readonly slotCount: Int32Array;
  private readonly tables: Uint8Array;

  constructor(private readonly system: MemorySystem) {
    this.mapcount = new Int32Array(system.frames.count);
    this.slotCount = new Int32Array(system.swap.slotCount);
    this.tables = new Uint8Array(system.frames.count);
  }

  run(): string[] {
    for (const mm of this.system.mms) if (mm !== null) this.checkAddressSpace(mm);
    this.checkMappings();
    this.checkSwap();
    this.checkFrames();
    this.checkTlbs();
    return this.errors;
  }

  private fail(isBroken: boolean, sentence: string): void {
    if (isBroken) this.errors.push(sentence);
  }

  private checkAddressSpace(mm: Mm): void {
    const { words } = this.system.machine.memory;
    const rss = new Int32Array(Rss.Count);
    let tables = 0;
    this.noteTable(mm.pgd);
    for (let index = 0; index < Paging.EntryCount; index++) {
      const pde = words[mm.pgd * Paging.EntryCount + index]!;
      if (!isPresent(pde)) continue;
      tables++;
      this.noteTable(pfnOf(pde));
      for (let slot = 0; slot < Paging.EntryCount; slot++) {
        const pte = words[pfnOf(pde) * Paging.EntryCount + slot]!;
        if (pte !== Pte.None) this.checkEntry(mm, index * TABLE_SPAN + slot * Paging.PageSize, pte, rss);
      }
    }
    this.fail(tables !== mm.pageTables, `mm ${mm.id} counts ${mm.pageTables} tables and has ${tables}`);
    for (let kind = 0; kind < Rss.Count; kind++) {
      this.fail(rss[kind] !== mm.rss[kind], `mm ${mm.id} counts ${mm.rss[kind]} pages of kind ${kind} and has ${rss[kind]}`);
    }
  }

  private noteTable(pfn: number): void {
    this.fail(!this.system.frames.has(pfn, PageFlag.Table), `frame ${pfn} is used as a table without being one`);
    this.fail(this.tables[pfn] !== 0, `frame ${pfn} is the table of two`);
    this.tables[pfn] = 1;
  }

  private checkEntry(mm: Mm, va: number, pte: number, rss: Int32Array): void {
    const { frames, rmap } = this.system;
    const where = `${mm.id}:${va.toString(16)}`;
    this.fail(vmaAt(mm, va) === null, `${where} has an entry and no VMA`);
    if (!hasFrame(pte)) {
      rss[Rss.Swap]!++;
      this.slotCount[swapOffsetOf(pte)]!++;
      return;
    }
    const pfn = pfnOf(pte);
    if ((pte & Pte.Special) !== 0) {
      this.fail(pfn !== this.system.zeroPfn, `${where} has a special entry for frame ${pfn}`);
      return;
    }
    this.mapcount[pfn]!++;
    rss[rssKindOf(frames.flags[pfn]!)]!++;
    let isKnown = rmap.firstMmOf(pfn) === mm.id && rmap.firstVaOf(pfn) === va;
    for (let node = rmap.chainOf(pfn); node >= 0; node = rmap.nextOf(node)) isKnown ||= rmap.mmOf(node) === mm.id && rmap.vaOf(node) === va;
    this.fail(!isKnown, `${where} maps frame ${pfn}, whose reverse map does not know`);
    this.fail(frames.has(pfn, PageFlag.Reading), `${where} maps frame ${pfn} while it is being read`);
    this.checkAgainstFile(mm, va, pte);
  }

  private checkAgainstFile(mm: Mm, va: number, pte: number): void {
    const { frames } = this.system;
    const pfn = pfnOf(pte);
    if (frames.has(pfn, PageFlag.Anon)) return;
    const vma = vmaAt(mm, va);
    const mapping = vma?.file?.inode.mapping;
    const where = `${mm.id}:${va.toString(16)}`;
    if (vma === null || mapping === null || mapping === undefined) {
      this.fail(true, `${where} maps frame ${pfn} of a file and belongs to none`);
      return;
    }
    const index = vma.pgoff + ((va - vma.start) >>> PAGE_SHIFT);
    this.fail(mapping.pages.get(index) !== pfn, `${where} maps frame ${pfn}, page ${index} of the file is elsewhere`);
    const mayBeWritten = (pte & Pte.Writable) !== 0 && !frames.has(pfn, PageFlag.SwapBacked);
    this.fail(mayBeWritten && !frames.has(pfn, PageFlag.Dirty), `${where} may write frame ${pfn} of a file that counts as clean`);
  }

  private checkMappings(): void {
    const { frames, mappings } = this.system;
    let cached = 0;
    for (const mapping of mappings) {
      if (mapping === null) continue;
      for (const [index, entry] of mapping.pages) {
        if (entry < 0) {
          this.slotCount[~entry]!++;
          continue;
        }
        cached++;
        const agrees = frames.has(entry, PageFlag.Cached) && frames.mapping[entry] === mapping.id && frames.index[entry] === index;
        this.fail(!agrees, `page ${index} of mapping ${mapping.id} is in frame ${entry}, which does not know`);
      }
    }
    let flagged = 0;
    for (let pfn = 0; pfn < frames.count; pfn++) if (frames.has(pfn, PageFlag.Cached)) flagged++;
    this.fail(cached !== flagged, `${flagged} frames are cached, mappings know of ${cached}`);
  }

  private checkSwap(): void {
    const { swap, frames } = this.system;
    let free = 0;
    for (let slot = 1; slot < swap.slotCount; slot++) {
      const pfn = swap.frame[slot]!;
      const isHeld = this.slotCount[slot]! > 0 || pfn !== NO_FRAME;
      if (!swap.isInUse(slot)) free++;
      this.fail(swap.isInUse(slot) !== isHeld, `slot ${slot} is ${isHeld ? 'named and counts as free' : 'used by nobody'}`);
      this.fail(swap.count[slot] !== this.slotCount[slot], `slot ${slot} counts ${swap.count[slot]} users and has ${this.slotCount[slot]}`);
      this.fail(pfn !== NO_FRAME && frames.slot[pfn] !== slot, `slot ${slot} is in frame ${pfn}, which does not know`);
    }
    this.fail(free !== swap.freeCount, `swap counts ${swap.freeCount} free slots and has ${free}`);
  }

  private checkFrames(): void {
    const { frames, allocator, reclaim, swap } = this.system;
    let free = 0;
    let inFlight = 0;
    for (let pfn = 0; pfn < frames.count; pfn++) {
      const flags = frames.flags[pfn]!;
      if ((flags & PageFlag.Reclaim) !== 0) inFlight++;
      this.fail((flags & (PageFlag.Reclaim | PageFlag.Writeback)) === PageFlag.Reclaim, `frame ${pfn} waits for a write that is not under way`);
      const isPage = frames.mapcount[pfn]! > 0 || (flags & (PageFlag.Cached | PageFlag.SwapCache)) !== 0;
      this.fail(frames.mapcount[pfn] !== this.mapcount[pfn], `frame ${pfn} counts ${frames.mapcount[pfn]} mappings and has ${this.mapcount[pfn]}`);
      this.fail(frames.pins[pfn] !== 0, `frame ${pfn} is still pinned`);
      if ((flags & PageFlag.Free) !== 0) {
        free++;
        this.fail(flags !== PageFlag.Free || isPage, `frame ${pfn} is free and in use`);
        continue;
      }
      const isHeld = isPage || this.tables[pfn] === 1 || pfn === this.system.zeroPfn || (flags & (PageFlag.Reading | PageFlag.Writeback)) !== 0;
      this.fail(!isHeld, `frame ${pfn} is lost: flags ${flags.toString(16)}`);
      const hasSlot = (flags & PageFlag.SwapCache) !== 0;
      this.fail(hasSlot !== (frames.slot[pfn] !== NO_SLOT), `frame ${pfn} and its swap cache flag disagree`);
      this.fail(hasSlot && swap.frame[frames.slot[pfn]!] !== pfn, `frame ${pfn} claims slot ${frames.slot[pfn]}`);
      const isOnLru = (flags & PageFlag.Lru) !== 0;
      this.fail(isOnLru !== reclaim.policy.has(pfn), `frame ${pfn} and the policy disagree`);
      this.fail(isPage && isOnLru === ((flags & PageFlag.Mlocked) !== 0), `frame ${pfn} is ${isOnLru ? 'locked and' : 'neither locked nor'} reclaimable`);
    }
    this.fail(inFlight !== reclaim.inFlight, `reclaim counts ${reclaim.inFlight} frames in flight and has ${inFlight}`);
    this.fail(free !== allocator.freeCount, `the allocator counts ${allocator.freeCount} free frames and has ${free}`);
  }

  private checkTlbs(): void {
    const { machine, mms } = this.system;
    for (const cpu of machine.cpus) {
      const mm = mms.find((candidate) => candidate !== null && candidate.pgd === cpu.mmu.pageDirectory);
      if (mm === undefined || mm === null) continue;
      for (let access = 0; access < Access.Count; access++) {
        for (const { vpn, pfn } of cpu.mmu.tlb(access).entries()) {
          const pte = readEntryAt(mm, vpn * Paging.PageSize);
          const needed = access === Access.Store ? Pte.Present | Pte.Writable | Pte.Dirty : Pte.Present;
          const agrees = (pte & needed) === needed && pfnOf(pte) === pfn;
          this.fail(!agrees, `CPU ${cpu.id} holds page ${vpn.toString(16)} in frame ${pfn} for access ${access}; the entry is ${(pte >>> 0).toString(16)}`);
        }
      }
    }
  }
}
