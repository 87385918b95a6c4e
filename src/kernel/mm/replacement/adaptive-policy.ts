/**
 * What arc and 2q share: two lists of pages in memory and ghost lists of pages that left. Both tell a page's first
 * reference, which loading stands for, from its second, which proves reuse: `isFresh` marks pages whose first reference
 * is still to come.
 *
 * Where only accessed bits are seen, a set bit at a tick, or at a candidate for eviction, is one reference.
 */
import { GhostLists } from './ghost-lists.ts';
import { PageLists } from './page-lists.ts';
import { restoreArray } from './policy-state.ts';
import { NO_PAGE, type PageView, type PolicyOptions, type PolicyState, type ReplacementPolicy } from './replacement-policy.ts';

const PAGE_LISTS = 2;

/** A policy over two page lists and some ghosts. */
export abstract class AdaptivePolicy implements ReplacementPolicy {
  readonly wantsReferences: boolean;
  readonly wantsTicks: boolean;
  protected readonly view: PageView;
  protected readonly pages: PageLists;
  protected readonly ghosts: GhostLists;
  readonly #isFresh: Int32Array;

  constructor(options: PolicyOptions, ghostLimit: number, ghostLists: number) {
    this.wantsReferences = options.references === 'exact';
    this.wantsTicks = !this.wantsReferences;
    this.view = options.view;
    this.pages = new PageLists(options.pageLimit, PAGE_LISTS);
    this.ghosts = new GhostLists(ghostLimit, ghostLists);
    this.#isFresh = new Int32Array(options.pageLimit);
  }

  abstract evicted(page: number): number;
  abstract describe(label: (page: number) => string): string[];

  /** The list that a page which comes in belongs to. */
  protected abstract admit(shadow: number): number;

  /** A second or later reference. */
  protected abstract reused(page: number): void;

  /** The list to evict from, by the policy's own rule; it may be empty. */
  protected abstract victimList(incoming: number): number;

  loaded(page: number, shadow: number): void {
    this.pages.addNewest(this.admit(shadow), page);
    this.#isFresh[page] = 1;
  }

  referenced(page: number): void {
    if (this.#isFresh[page] === 1) this.#isFresh[page] = 0;
    else this.reused(page);
  }

  tick(): void {
    for (let list = 0; list < PAGE_LISTS; list++) {
      for (const page of this.pages.pages(list)) {
        if (this.view.testAndClearReferenced(page) > 0) this.referenced(page);
      }
    }
  }

  selectVictim(incoming = 0): number {
    const list = this.victimList(incoming);
    // A candidate that turns out to have been used is dealt with and the choice made again; each page at most twice.
    for (let left = 2 * (this.pages.count(0) + this.pages.count(1)) + 1; left > 0; left--) {
      const page = this.#oldestEvictable(list);
      if (page === NO_PAGE || this.wantsReferences || this.view.testAndClearReferenced(page) === 0) return page;
      this.referenced(page);
    }
    return this.#oldestEvictable(list);
  }

  freed(page: number): void {
    this.pages.remove(page);
  }

  has(page: number): boolean {
    return this.pages.listOf(page) !== NO_PAGE;
  }

  saveState(): PolicyState {
    return { ...this.pages.saveState(), ...this.ghosts.saveState(), isFresh: this.#isFresh.slice() };
  }

  restoreState(state: PolicyState): void {
    this.pages.restoreState(state);
    this.ghosts.restoreState(state);
    restoreArray(state, 'isFresh', this.#isFresh);
  }

  /** The first evictable page from the old end of the list, else of the other list. */
  #oldestEvictable(list: number): number {
    for (const candidateList of [list, 1 - list]) {
      let page = this.pages.oldest(candidateList);
      while (page !== NO_PAGE && !this.view.isEvictable(page)) page = this.pages.newer(page);
      if (page !== NO_PAGE) return page;
    }
    return NO_PAGE;
  }
}
