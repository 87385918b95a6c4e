/**
 * The frames of RAM: Linux's array of struct page, as typed arrays indexed by frame number (pfn).
 *
 * A frame is in exactly one of these states:
 *
 *     free         on the allocator's list
 *     table        page directory or page table of one address space
 *     zero page    the shared page of zeros; mapped without being counted
 *     page         contents of memory; held by mappings (mapcount), by at most one cache and by pins
 *
 * A page is anonymous (Anon), or belongs to a mapping (`mapping`, `index`), and may be in the swap cache (`slot`), which
 * remembers that the frame holds what the slot holds. A frame is freed when its last holder lets go and no disk request is
 * under way for it; nothing counts references apart from these fields, so they cannot disagree.
 */

/** Bits of {@link Frames.flags}. */
export const enum PageFlag {
  None = 0,
  /** Page directory or page table. */
  Table = 0x1,
  /** The shared page of zeros. */
  Zero = 0x2,
  /** On the free list. */
  Free = 0x4,
  /** Private memory of processes that fork has related. */
  Anon = 0x8,
  /** Contents go to swap; an anonymous page without it may be dropped instead (MADV_FREE). */
  SwapBacked = 0x10,
  /** Only one address space can ever have mapped the page: a write needs no copy. Linux's PG_anon_exclusive. */
  AnonExclusive = 0x20,
  /** Newer than what the disk holds. Dirty bits of page tables are folded in when entries go away. */
  Dirty = 0x40,
  /** A read into the frame is under way; contents must not be used before `doneAt`. Linux's PG_locked. */
  Reading = 0x80,
  /** A write of the frame is under way; it must not be freed before `doneAt`. */
  Writeback = 0x100,
  /** In the page cache under `mapping` and `index`. */
  Cached = 0x200,
  /** In the swap cache under `slot`. */
  SwapCache = 0x400,
  /** Used through a file call since the policy last looked. */
  Referenced = 0x800,
  /** The replacement policy has it. */
  Lru = 0x1000,
  /** Given up: to be freed as soon as its write is done, unless it is used again. Only with Writeback. Linux's PG_reclaim. */
  Reclaim = 0x2000,
  /** Brought by swap read-ahead and not used since. */
  ReadAhead = 0x4000,
  /**
   * A file page that MADV_PAGEOUT unmapped and had to leave to write-back. Linux marks it with PG_reclaim, which shares its
   * bit with PG_readahead: faults on its neighbours do not map it until it is used itself.
   */
  PassedOver = 0x8000,
  /** Mapped by a VMA that is locked; not offered to the policy. */
  Mlocked = 0x10000,
  /** Among the pages to take first: see cold-pages.ts. */
  Cold = 0x20000,
}

/** No frame. */
export const NO_FRAME = -1;
/** No swap slot. */
export const NO_SLOT = -1;

export class Frames {
  readonly count: number;
  /** {@link PageFlag} bits. */
  readonly flags: Int32Array;
  /** Page-table entries that map the frame. */
  readonly mapcount: Int32Array;
  /** Calls in progress that use the frame by number. */
  readonly pins: Int32Array;
  /** Id of the mapping the page belongs to; -1 for anonymous pages. */
  readonly mapping: Int32Array;
  /** Page index in that mapping, unsigned. */
  readonly index: Uint32Array;
  /** Swap slot while in the swap cache, else {@link NO_SLOT}. */
  readonly slot: Int32Array;
  /** Virtual time when the read or write under way is done. */
  readonly doneAt: Float64Array;

  constructor(count: number) {
    this.count = count;
    this.flags = new Int32Array(count);
    this.mapcount = new Int32Array(count);
    this.pins = new Int32Array(count);
    this.mapping = new Int32Array(count).fill(-1);
    this.index = new Uint32Array(count);
    this.slot = new Int32Array(count).fill(NO_SLOT);
    this.doneAt = new Float64Array(count);
  }

  has(pfn: number, flag: number): boolean {
    return (this.flags[pfn]! & flag) !== 0;
  }

  set(pfn: number, flag: number): void {
    this.flags[pfn]! |= flag;
  }

  clear(pfn: number, flag: number): void {
    this.flags[pfn]! &= ~flag;
  }
}
