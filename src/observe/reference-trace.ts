/**
 * A reference trace: which pages a program used, in order, and whether it wrote. One word per event, with pages numbered
 * densely in the order of their first use:
 *
 *     31                                   3 2    0
 *     | page id                             | kind |
 *
 * How traces are written as text: recorded-references.ts.
 */
import { assert } from '../base/assert.ts';

/** What happened to a page. */
export const enum ReferenceKind {
  Read,
  Write,
  /** A program's instructions come from the page from now on: they are fetched again after every fault of theirs. */
  Fetch,
  /** Came into memory without being used. */
  Load,
  /** The page's contents were given up: its next use is a first use. */
  Free,
  /** A frame is taken for something that is never evicted, such as a page table, until it is freed. */
  Pin,
}

/** Place of the page id inside an event, and the bits of the kind below it. */
export const enum EventField {
  PageShift = 3,
  KindMask = 7,
}

const FIRST_CAPACITY = 4096;
const MAX_PAGES = 2 ** 28;

/** A trace in memory. */
export interface ReferenceTrace {
  /** Page id and kind of every event. */
  readonly events: Int32Array;
  /** The name of each page id: its page number, with the address space in front if that is not the first. */
  readonly pageNames: readonly string[];
  /** Events that are references: reads, writes and fetches. */
  readonly references: number;
  /** Pages that were used or loaded, that is all but those pinned. */
  readonly distinct: number;
  /** Most frames pinned at once. */
  readonly pinned: number;
  /** Bytes of a page, if the trace has addresses. */
  readonly pageSize: number | null;
}

/** Collects a trace event by event. */
export class TraceBuilder {
  readonly #format: (page: number) => string;
  readonly #spaces: Map<number, number>[] = [];
  readonly #pageNames: string[] = [];
  #events = new Int32Array(FIRST_CAPACITY);
  #count = 0;
  #references = 0;
  readonly #pinnedPages = new Set<number>();
  #pinnedNow = 0;
  #pinnedPeak = 0;
  /** The page added last: most references are to the same page as the one before. */
  #lastPage = -1;
  #lastSpace = -1;
  #lastId = -1;

  /** `format` writes a page number as the trace's readers know it. */
  constructor(format: (page: number) => string) {
    this.#format = format;
  }

  /** Adds one event of a page; `page` is any safe integer from 0 on, `space` a small number. */
  add(page: number, kind: ReferenceKind, space = 0): void {
    if (page !== this.#lastPage || space !== this.#lastSpace) {
      this.#lastId = this.#idOf(page, space);
      this.#lastPage = page;
      this.#lastSpace = space;
    }
    if (this.#count === this.#events.length) this.#grow();
    this.#events[this.#count++] = (this.#lastId << EventField.PageShift) | kind;
    if (kind < ReferenceKind.Load) this.#references++;
    else if (kind !== ReferenceKind.Load) this.#notePin(this.#lastId, kind);
  }

  build(pageSize: number | null): ReferenceTrace {
    return {
      events: this.#events.slice(0, this.#count),
      pageNames: this.#pageNames,
      references: this.#references,
      distinct: this.#pageNames.length - this.#pinnedPages.size,
      pinned: this.#pinnedPeak,
      pageSize,
    };
  }

  #notePin(id: number, kind: ReferenceKind): void {
    if (kind === ReferenceKind.Pin) {
      this.#pinnedPages.add(id);
      this.#pinnedPeak = Math.max(this.#pinnedPeak, ++this.#pinnedNow);
    } else if (this.#pinnedPages.has(id)) {
      this.#pinnedNow--;
    }
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.#count);
    larger.set(this.#events);
    this.#events = larger;
  }

  #idOf(page: number, space: number): number {
    const ids = (this.#spaces[space] ??= new Map<number, number>());
    let id = ids.get(page);
    if (id === undefined) {
      id = this.#pageNames.length;
      assert(id < MAX_PAGES, `TraceBuilder: more than ${MAX_PAGES} pages`);
      ids.set(page, id);
      this.#pageNames.push(space === 0 ? this.#format(page) : `${space}:${this.#format(page)}`);
    }
    return id;
  }
}
