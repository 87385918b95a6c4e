/**
 * Doubly linked lists of pages in typed arrays: several lists over one pair of link arrays, each page in at most one of
 * them. Every list is a ring through its own sentinel, so that insertion and removal have no special cases:
 *
 *     sentinel -> oldest -> ... -> newest -> sentinel         (the direction of `newer`)
 *
 * Invariant: `listOf[page]` is the list that the page is in, or -1; `counts[list]` is the length of the ring.
 */
import { unreachable } from '../../../base/assert.ts';
import { restoreArray } from './policy-state.ts';
import { NO_PAGE, type PolicyState } from './replacement-policy.ts';

/** Rings of pages numbered from 0 to `pageLimit` - 1. */
export class PageLists {
  readonly #pageLimit: number;
  readonly #newer: Int32Array;
  readonly #older: Int32Array;
  readonly #listOf: Int32Array;
  readonly #counts: Int32Array;

  constructor(pageLimit: number, listCount = 1) {
    this.#pageLimit = pageLimit;
    this.#newer = new Int32Array(pageLimit + listCount);
    this.#older = new Int32Array(pageLimit + listCount);
    this.#listOf = new Int32Array(pageLimit).fill(-1);
    this.#counts = new Int32Array(listCount);
    for (let list = 0; list < listCount; list++) {
      const sentinel = pageLimit + list;
      this.#newer[sentinel] = sentinel;
      this.#older[sentinel] = sentinel;
    }
  }

  /** Number of pages in the list. */
  count(list: number): number {
    return this.#counts[list]!;
  }

  /** The list that the page is in, or -1. */
  listOf(page: number): number {
    return this.#listOf[page]!;
  }

  oldest(list: number): number {
    return this.#pageOrNone(this.#newer[this.#pageLimit + list]!);
  }

  newest(list: number): number {
    return this.#pageOrNone(this.#older[this.#pageLimit + list]!);
  }

  /** The next younger page of the same list, or NO_PAGE. */
  newer(page: number): number {
    return this.#pageOrNone(this.#newer[page]!);
  }

  /** The next older page of the same list, or NO_PAGE. */
  older(page: number): number {
    return this.#pageOrNone(this.#older[page]!);
  }

  /** Adds a page that is in no list at the young end. */
  addNewest(list: number, page: number): void {
    this.#link(list, page, this.#pageLimit + list);
  }

  /** Adds a page that is in no list just before `successor`, on its older side. */
  addBefore(successor: number, page: number): void {
    this.#link(this.#listOf[successor]!, page, successor);
  }

  /** Takes a page out of its list. */
  remove(page: number): void {
    const list = this.#listOf[page]!;
    if (list < 0) unreachable(`PageLists.remove: page ${page} is in no list`);
    this.#unlink(page);
    this.#listOf[page] = -1;
    this.#counts[list]!--;
  }

  /** Moves a page to the young end of a list, from wherever it is; the common step of all recency policies. */
  moveToNewest(list: number, page: number): void {
    const sentinel = this.#pageLimit + list;
    if (this.#older[sentinel] === page) return;
    if (this.#listOf[page] !== list) {
      this.remove(page);
      this.addNewest(list, page);
      return;
    }
    this.#unlink(page);
    this.#insert(page, sentinel);
  }

  /** The pages of a list from the oldest to the newest. */
  pages(list: number): number[] {
    const pages: number[] = [];
    for (let page = this.oldest(list); page !== NO_PAGE; page = this.newer(page)) pages.push(page);
    return pages;
  }

  /** The pages of a list for people, oldest first; `-` if there are none. */
  describe(list: number, label: (page: number) => string): string {
    return this.pages(list).map(label).join(' ') || '-';
  }

  saveState(): PolicyState {
    return { newer: this.#newer.slice(), older: this.#older.slice(), listOf: this.#listOf.slice(), counts: this.#counts.slice() };
  }

  restoreState(state: PolicyState): void {
    restoreArray(state, 'newer', this.#newer);
    restoreArray(state, 'older', this.#older);
    restoreArray(state, 'listOf', this.#listOf);
    restoreArray(state, 'counts', this.#counts);
  }

  #pageOrNone(index: number): number {
    return index < this.#pageLimit ? index : NO_PAGE;
  }

  #link(list: number, page: number, successor: number): void {
    if (this.#listOf[page] !== -1) unreachable(`PageLists: page ${page} is already in list ${this.#listOf[page]}`);
    this.#insert(page, successor);
    this.#listOf[page] = list;
    this.#counts[list]!++;
  }

  #insert(page: number, successor: number): void {
    const predecessor = this.#older[successor]!;
    this.#newer[predecessor] = page;
    this.#older[page] = predecessor;
    this.#newer[page] = successor;
    this.#older[successor] = page;
  }

  #unlink(page: number): void {
    const older = this.#older[page]!;
    const newer = this.#newer[page]!;
    this.#newer[older] = newer;
    this.#older[newer] = older;
  }
}
