/**
 * The fast layer beside one array of the architectural TLB: a direct-mapped table that the interpreter reads inline.
 *
 * A slot says that the page `tag` lies at `tag + addend` in RAM and that the access needs nothing else: the architectural
 * array holds the page with that frame, and for stores the frame is already marked. So a hit changes no state, and slots may
 * be dropped at any time at no cost but speed. It only ever holds less than the architectural array.
 *
 * A tag is a page address (low 12 bits 0); comparing it with `va & FastTag.WordMask` tests page, presence, permission and
 * alignment at once.
 */
import { Paging } from './pte.ts';

export const enum FastTag {
  Count = 1024,
  IndexMask = 1023,
  /** Slot of va: ((va >>> PageShift) ^ (va >>> DirectoryShift)) & IndexMask, the TLB's hash of the page number. */
  PageShift = 12,
  DirectoryShift = 22,
  /** Not an address masked by any of the masks below, so it matches nothing. */
  Empty = 0x800,
  /** Keep the page of an address and the bits that alignment needs to be 0. */
  ByteMask = 0xfffff000 | 0,
  HalfMask = 0xfffff001 | 0,
  WordMask = 0xfffff003 | 0,
  /** The last page offset at which eight bytes fit. */
  LastDouble = 0xff8,
}

const slotOf = (va: number): number => ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;

export class FastTags {
  /** Page addresses as int32, or {@link FastTag.Empty}. */
  readonly tags = new Int32Array(FastTag.Count).fill(FastTag.Empty);
  /** By slot: physical minus virtual address, modulo 2^32. */
  readonly addends = new Int32Array(FastTag.Count);

  /** The physical address of `va`, or -1. */
  lookup(va: number): number {
    const slot = slotOf(va);
    return this.tags[slot] === (va & FastTag.ByteMask) ? (va + this.addends[slot]) | 0 : -1;
  }

  fill(va: number, pa: number): void {
    const slot = slotOf(va);
    this.tags[slot] = va & FastTag.ByteMask;
    this.addends[slot] = pa - va;
  }

  /** Drops the page of `va` if it is held. */
  drop(va: number): void {
    const slot = slotOf(va);
    if (this.tags[slot] === (va & FastTag.ByteMask)) this.tags[slot] = FastTag.Empty;
  }

  /** Drops every page that lies in the frame. */
  dropFrame(pfn: number): void {
    for (let slot = 0; slot < FastTag.Count; slot++) {
      const tag = this.tags[slot];
      if (tag !== FastTag.Empty && (tag + this.addends[slot]) >>> Paging.PageShift === pfn) this.tags[slot] = FastTag.Empty;
    }
  }

  clear(): void {
    this.tags.fill(FastTag.Empty);
  }
}
