/**
 * The memory of a guest at one instant, by virtual address, for tools that look at it. Looking changes nothing: pages come from wherever they
 * are (kernel/mm/peek.ts). Good until the machine runs on.
 */
import type { Mm } from '../kernel/mm/mm.ts';
import { PAGE_SHIFT, PAGE_SIZE } from '../kernel/mm/mm.ts';
import { peekPage } from '../kernel/mm/peek.ts';

const OFFSET_MASK = PAGE_SIZE - 1;
const WORD = 4;

/** An address was looked at that is not mapped: what led there is broken. */
export class UnmappedError extends Error {
  override readonly name = 'UnmappedError';
  constructor(readonly va: number) {
    super(`address 0x${va.toString(16)} is not mapped`);
  }
}

export class GuestMemory {
  private readonly pages = new Map<number, DataView | null>();
  private lastPage = -1;
  private lastView: DataView | null = null;

  constructor(readonly mm: Mm) {}

  isMapped(va: number): boolean {
    return this.page(va) !== null;
  }

  /** Throws {@link UnmappedError}, as all below. */
  byte(va: number): number {
    return this.mapped(va).getUint8(va & OFFSET_MASK);
  }

  /** The word at `va`, unsigned. */
  word(va: number): number {
    const offset = va & OFFSET_MASK;
    if (offset <= PAGE_SIZE - WORD) return this.mapped(va).getUint32(offset, true);
    return new DataView(this.bytes(va, WORD).buffer).getUint32(0, true);
  }

  /** A copy. */
  bytes(va: number, length: number): Uint8Array {
    const copy = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const page = this.mapped(va + done);
      const offset = (va + done) & OFFSET_MASK;
      const count = Math.min(length - done, PAGE_SIZE - offset);
      copy.set(new Uint8Array(page.buffer, page.byteOffset + offset, count), done);
      done += count;
    }
    return copy;
  }

  private mapped(va: number): DataView {
    const page = this.page(va);
    if (page === null) throw new UnmappedError(va);
    return page;
  }

  private page(va: number): DataView | null {
    const number = va >>> PAGE_SHIFT;
    if (number === this.lastPage) return this.lastView;
    let view = this.pages.get(number);
    if (view === undefined) {
      const bytes = peekPage(this.mm, va >>> 0);
      view = bytes === null ? null : new DataView(bytes.buffer, bytes.byteOffset, PAGE_SIZE);
      this.pages.set(number, view);
    }
    this.lastPage = number;
    this.lastView = view;
    return view;
  }
}
