/**
 * The MMU of one CPU: from virtual addresses to RAM.
 *
 * State: the page directory's frame, three architectural TLB arrays (fetch, load, store), counters of their misses, and the
 * fault record. The tables themselves lie in RAM and belong to the kernel; the walker reads them, sets A on what it uses and
 * D on a first write, and writes nothing else. Beside each TLB array stand fast tags, which are no state at all.
 *
 * The life of an access:
 *  1. The interpreter compares a fast tag; on a match it touches RAM at once.
 *  2. Otherwise `translate` asks the architectural array. A hit is used as it is, however stale.
 *  3. On a miss (counted, and charged to the clock) the walker reads directory and table entry and checks P, US, RW, NX, in
 *     this order, over both levels. A refusal fills the fault record and returns -1; nothing has been changed then.
 *  4. A and, for a store, D are set in RAM; the array takes the entry, so a page has a store entry only when its D is set.
 *  5. A store marks the frame (physical-memory.ts). Then the fast tag is filled, unless it is a store to decoded code.
 *
 * The rules that the kernel keeps: it invalidates a page on every CPU that may hold it whenever it clears P, A, D or a
 * permission or changes the frame; it flushes a directory's users before the frame of the directory is used again.
 *
 * The kernel's copies from and to user memory come by `translate` as well, through the same arrays: they set A and D, count
 * misses and honour write protection (CR0.WP = 1) exactly as the CPU's own loads and stores.
 *
 * Accesses that straddle two pages are translated lower page first, both before either is touched.
 */
import { Access, Exit, FaultCode, type FaultRecord } from './exit.ts';
import type { Clock, CostModel } from './clock.ts';
import { FastTags } from './fast-tags.ts';
import type { PhysicalMemory, StoreTagHolder } from './physical-memory.ts';
import { directoryIndexOf, isPresent, Paging, pfnOf, Pte, tableIndexOf } from './pte.ts';
import { TlbArray, type TlbArrayState, type TlbGeometry } from './tlb.ts';

export const enum PageDirectory {
  /** In place of a directory's frame: paging is off, addresses are physical and bounded by RAM. */
  PagingOff = -1,
}

export interface MmuOptions {
  readonly tlb: TlbGeometry;
  /** Whether the walker obeys the NX bit and reports fetches in error codes. */
  readonly nx: boolean;
  /** Whether every misaligned access is refused, not only atomic ones. 8-byte accesses need 4, as the i386 ABI aligns them. */
  readonly strictAlign: boolean;
  readonly costs: CostModel;
}

/**
 * Told of every page used, for traces and exact replacement: see {@link Mmu.watchReferences}.
 */
export interface ReferenceSink {
  reference(vpn: number, access: Access): void;
}

/** State of an MMU at an instant. */
export interface MmuState {
  readonly pageDirectory: number;
  readonly arrays: readonly TlbArrayState[];
  readonly misses: Float64Array;
  readonly fault: FaultRecord;
}

/** Memory reads of one walk. */
const WALK_READS = 2;
/** Alignment that any access needs under strict alignment, at most. */
const MAX_ALIGNMENT = 4;
const INSTRUCTION_LENGTH = 4;
const NO_PAGE = -1;

export class Mmu implements StoreTagHolder {
  /** The last fault; valid after a translation returned -1 or a transfer false. */
  readonly fault: FaultRecord = { exit: Exit.PageFault, va: 0, access: Access.Load, errorCode: 0 };
  /** TLB misses by {@link Access}. */
  readonly misses = new Float64Array(Access.Count);
  /** Fast tags by {@link Access}; the interpreter reads them inline. */
  readonly fastTags: readonly FastTags[] = [new FastTags(), new FastTags(), new FastTags()];
  /** Result of {@link load}: the bytes, low word first, zero-extended. */
  low = 0;
  high = 0;

  private references: ReferenceSink | null = null;
  /** The page that instructions were last told to come from, while {@link references} is set. */
  private codePage = NO_PAGE;
  /** The page last told. */
  private toldPage = NO_PAGE;
  private readonly memory: PhysicalMemory;
  private readonly clock: Clock;
  private readonly arrays: readonly TlbArray[];
  private readonly nx: boolean;
  private readonly strictAlign: boolean;
  private readonly walkCycles: number;
  /** Frame of the page directory, or {@link PageDirectory.PagingOff}. */
  private directory: number = PageDirectory.PagingOff;

  constructor(memory: PhysicalMemory, clock: Clock, { tlb, nx, strictAlign, costs }: MmuOptions) {
    this.memory = memory;
    this.clock = clock;
    this.arrays = [new TlbArray(tlb), new TlbArray(tlb), new TlbArray(tlb)];
    this.nx = nx;
    this.strictAlign = strictAlign;
    this.walkCycles = WALK_READS * costs.walkRead;
    memory.attachStoreTags(this);
  }

  /** Frame of the page directory, or {@link PageDirectory.PagingOff}. */
  get pageDirectory(): number {
    return this.directory;
  }

  /** Loads the directory (CR3). Another directory flushes the TLB, the same one changes nothing. */
  setPageDirectory(pfn: number): void {
    if (pfn === this.directory) return;
    this.directory = pfn;
    this.flushTlb();
  }

  /** Drops the entries of the page of `va` (invlpg). */
  invalidatePage(va: number): void {
    for (let access = 0; access < Access.Count; access++) {
      this.arrays[access].invalidate(va >>> Paging.PageShift);
      this.fastTags[access].drop(va);
    }
  }

  flushTlb(): void {
    this.codePage = NO_PAGE;
    for (const array of this.arrays) array.flush();
    this.dropFastTags();
  }

  /**
   * Tells `sink` of the pages used from now on, until null is given. Of a run of accesses to the page of code and one page of
   * data only the first of each is told, and the page of code again before another page: so the order in which pages were
   * last used follows from what is told, at any instant. Works by keeping fast tags of one page alone; changes no state.
   */
  watchReferences(sink: ReferenceSink | null): void {
    this.references = sink;
    this.codePage = NO_PAGE;
    this.dropFastTags();
  }

  /** Makes the next access to every page come by the slow path; changes nothing that a guest or a counter can see. */
  dropFastTags(): void {
    for (const fast of this.fastTags) fast.clear();
  }

  dropStoreTags(pfn: number): void {
    this.fastTags[Access.Store].dropFrame(pfn);
  }

  dropAllStoreTags(): void {
    this.fastTags[Access.Store].clear();
  }

  /** One architectural array, for tools and invariant checks. */
  tlb(access: Access): TlbArray {
    return this.arrays[access];
  }

  /**
   * The physical address of the byte at `va` for an access in user mode; it holds to the end of the page. Sets A and D,
   * counts misses, and for a store marks the frame as written. Returns -1 with the fault record filled if it is refused.
   */
  translate(va: number, access: Access): number {
    const pa = this.fastTags[access].lookup(va);
    return pa >= 0 ? pa : this.translateSlow(va >>> 0, access);
  }

  /** As {@link translate} for an atomic access of `length` bytes, which must be aligned to its length. */
  translateAtomic(va: number, length: number, access: Access): number {
    if ((va & (length - 1)) !== 0) return this.refuse(Exit.Misaligned, va >>> 0, access, 0);
    return this.translate(va, access);
  }

  /** As {@link translate} for fetching at `pc`, which must be a multiple of four and has no fast tag. */
  translateFetch(pc: number): number {
    if ((pc & (INSTRUCTION_LENGTH - 1)) !== 0) return this.refuse(Exit.Misaligned, pc >>> 0, Access.Fetch, 0);
    return this.translateSlow(pc >>> 0, Access.Fetch);
  }

  /** Fills the fault record: the word at `pc` is no instruction. */
  refuseInstruction(pc: number): void {
    this.refuse(Exit.IllegalInstruction, pc, Access.Fetch, 0);
  }

  /** The physical address of `va` by the tables in RAM alone, whatever its permissions: no state is read or changed. Or -1. */
  peek(va: number): number {
    const pte = peekEntry(this.memory, this.directory, va);
    if (!isPresent(pte) || pfnOf(pte) >= this.memory.frameCount) return -1;
    return (pfnOf(pte) << Paging.PageShift) | (va & Paging.OffsetMask);
  }

  /** Loads `length` (1, 2, 4 or 8) bytes at any alignment into {@link low} and {@link high}. Returns false after a fault. */
  load(va: number, length: number): boolean {
    if (this.isRefusedAlignment(va, length, Access.Load)) return false;
    const lower = this.translate(va, Access.Load);
    if (lower < 0) return false;
    const fitting = Math.min(length, bytesToPageEnd(va));
    const upper = fitting === length ? 0 : this.translate(va + fitting, Access.Load);
    if (upper < 0) return false;
    this.low = 0;
    this.high = 0;
    for (let index = 0; index < length; index++) {
      const byte = this.memory.bytes[index < fitting ? lower + index : upper + index - fitting];
      if (index < 4) this.low |= byte << (index * 8);
      else this.high |= byte << ((index - 4) * 8);
    }
    return true;
  }

  /** Stores `length` (1, 2, 4 or 8) bytes of `high:low` at any alignment. Returns false, nothing written, after a fault. */
  store(va: number, length: number, low: number, high: number): boolean {
    if (this.isRefusedAlignment(va, length, Access.Store)) return false;
    const lower = this.translateStore(va);
    if (lower < 0) return false;
    const fitting = Math.min(length, bytesToPageEnd(va));
    const upper = fitting === length ? 0 : this.translateStore(va + fitting);
    if (upper < 0) return false;
    for (let index = 0; index < length; index++) {
      const byte = index < 4 ? low >>> (index * 8) : high >>> ((index - 4) * 8);
      this.memory.bytes[index < fitting ? lower + index : upper + index - fitting] = byte;
    }
    this.memory.bytesWritten(lower, fitting);
    if (fitting < length) this.memory.bytesWritten(upper, length - fitting);
    return true;
  }

  saveState(): MmuState {
    return {
      pageDirectory: this.directory,
      arrays: this.arrays.map((array) => array.saveState()),
      misses: this.misses.slice(),
      fault: { ...this.fault },
    };
  }

  restoreState(state: MmuState): void {
    this.directory = state.pageDirectory;
    state.arrays.forEach((array, access) => this.arrays[access].restoreState(array));
    this.misses.set(state.misses);
    Object.assign(this.fault, state.fault);
    this.dropFastTags();
  }

  private isRefusedAlignment(va: number, length: number, access: Access): boolean {
    if (!this.strictAlign || (va & (Math.min(length, MAX_ALIGNMENT) - 1)) === 0) return false;
    this.refuse(Exit.Misaligned, va >>> 0, access, 0);
    return true;
  }

  /** Steps 2 to 5 of the head comment; `va` is unsigned. */
  private translateSlow(va: number, access: Access): number {
    const pa = this.resolve(va, access);
    if (pa < 0) return -1;
    if (access === Access.Store) this.memory.frameWritten(pa >>> Paging.PageShift);
    this.fastTags[access].fill(va, pa);
    return pa;
  }

  /** As {@link translate} for a store that tells the memory of its bytes afterwards: decoded code of the frame stays. */
  private translateStore(va: number): number {
    const fast = this.fastTags[Access.Store].lookup(va);
    if (fast >= 0) return fast;
    const pa = this.resolve(va >>> 0, Access.Store);
    if (pa < 0 || this.memory.holdsCode(pa >>> Paging.PageShift)) return pa;
    this.memory.frameWritten(pa >>> Paging.PageShift);
    this.fastTags[Access.Store].fill(va, pa);
    return pa;
  }

  /** Steps 2 to 4: TLB, walk, A and D. */
  private resolve(va: number, access: Access): number {
    const pfn = this.directory === PageDirectory.PagingOff ? this.identity(va, access) : this.lookupOrWalk(va, access);
    if (pfn < 0) return -1;
    if (this.references !== null) this.tellReference(this.references, va >>> Paging.PageShift, access);
    return (pfn << Paging.PageShift) | (va & Paging.OffsetMask);
  }

  private tellReference(sink: ReferenceSink, vpn: number, access: Access): void {
    this.dropFastTags();
    if (this.codePage !== NO_PAGE && this.codePage !== this.toldPage) sink.reference(this.codePage, Access.Fetch);
    sink.reference(vpn, access);
    this.toldPage = vpn;
    if (access === Access.Fetch) this.codePage = vpn;
  }

  private identity(va: number, access: Access): number {
    const pfn = va >>> Paging.PageShift;
    return pfn < this.memory.frameCount ? pfn : this.refuse(Exit.PageFault, va, access, 0);
  }

  private lookupOrWalk(va: number, access: Access): number {
    const array = this.arrays[access];
    const vpn = va >>> Paging.PageShift;
    const held = array.lookup(vpn);
    if (held >= 0) return held;
    this.misses[access]++;
    this.clock.cycles += this.walkCycles;
    const pfn = this.walk(va, access);
    if (pfn < 0) return -1;
    const displaced = array.insert(vpn, pfn);
    if (displaced >= 0) this.fastTags[access].drop(displaced << Paging.PageShift);
    return pfn;
  }

  /** Reads the tables and sets A and D. Returns the frame, or -1 after a fault. */
  private walk(va: number, access: Access): number {
    const { words, frameCount } = this.memory;
    const pdeIndex = this.directory * Paging.EntryCount + directoryIndexOf(va);
    const pde = words[pdeIndex];
    if ((pde & Pte.Present) === 0) return this.refuse(Exit.PageFault, va, access, 0);
    if (pfnOf(pde) >= frameCount) return this.refuse(Exit.PageFault, va, access, FaultCode.Protection | FaultCode.Reserved);

    const pteIndex = pfnOf(pde) * Paging.EntryCount + tableIndexOf(va);
    const pte = words[pteIndex];
    if ((pte & Pte.Present) === 0) return this.refuse(Exit.PageFault, va, access, 0);
    if (pfnOf(pte) >= frameCount) return this.refuse(Exit.PageFault, va, access, FaultCode.Protection | FaultCode.Reserved);
    if (!this.permits(pde & pte, pte, access)) return this.refuse(Exit.PageFault, va, access, FaultCode.Protection);

    this.setBits(pdeIndex, pde, Pte.Accessed);
    // The page table may be its own directory: the entry is read again, so that neither write undoes the other.
    this.setBits(pteIndex, words[pteIndex], access === Access.Store ? Pte.Accessed | Pte.Dirty : Pte.Accessed);
    return pfnOf(pte);
  }

  /** US and RW must be granted at both levels, NX is the page's own. */
  private permits(both: number, pte: number, access: Access): boolean {
    if ((both & Pte.User) === 0) return false;
    if (access === Access.Store) return (both & Pte.Writable) !== 0;
    return access !== Access.Fetch || !this.nx || (pte & Pte.NoExecute) === 0;
  }

  private setBits(wordIndex: number, entry: number, bits: number): void {
    if ((entry & bits) === bits) return;
    this.memory.words[wordIndex] = entry | bits;
    this.memory.frameWritten(Math.floor(wordIndex / Paging.EntryCount));
  }

  private refuse(exit: Exit, va: number, access: Access, errorCode: number): -1 {
    const { fault } = this;
    fault.exit = exit;
    fault.va = va;
    fault.access = access;
    fault.errorCode = exit === Exit.PageFault ? errorCode | FaultCode.User | this.accessCode(access) : 0;
    return -1;
  }

  private accessCode(access: Access): number {
    if (access === Access.Store) return FaultCode.Write;
    return access === Access.Fetch && this.nx ? FaultCode.Fetch : 0;
  }
}

const bytesToPageEnd = (va: number): number => Paging.PageSize - (va & Paging.OffsetMask);

/** The page-table entry for `va` under a directory, {@link Pte.None} if there is no table. Reads RAM and nothing else. */
function peekEntry(memory: PhysicalMemory, directory: number, va: number): number {
  if (directory === PageDirectory.PagingOff) {
    const pfn = va >>> Paging.PageShift;
    return pfn < memory.frameCount ? (pfn << Paging.PageShift) | Pte.Present | Pte.Writable | Pte.User : Pte.None;
  }
  const pde = memory.words[directory * Paging.EntryCount + directoryIndexOf(va)];
  if (!isPresent(pde) || pfnOf(pde) >= memory.frameCount) return Pte.None;
  return memory.words[pfnOf(pde) * Paging.EntryCount + tableIndexOf(va)];
}
