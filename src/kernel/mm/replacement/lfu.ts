/**
 * LFU with global counts: evicts the page with the fewest references since the program began; equal counts, the one
 * whose last use is longest ago. The count goes into the shadow and comes back with the page, so that a page's rank
 * depends on the references alone and not on what was evicted when: that makes it a stack algorithm (more frames never
 * mean more faults), which LFU with counts forgotten at eviction is not.
 *
 * Where only accessed bits are seen, a count is the number of ticks in which the page was used.
 */
import { PageHeap } from './page-heap.ts';
import { savedNumber } from './policy-state.ts';
import { NO_SHADOW, type PageView, type PolicyOptions, type PolicyState, type ReplacementPolicy } from './replacement-policy.ts';

/** Least frequently used. */
export class LfuPolicy implements ReplacementPolicy {
  readonly wantsReferences: boolean;
  readonly wantsTicks: boolean;
  readonly #view: PageView;
  readonly #heap: PageHeap;
  readonly #isEvictable: (page: number) => boolean;
  /** Orders uses in time. */
  #uses = 0;

  constructor(options: PolicyOptions) {
    this.wantsReferences = options.references === 'exact';
    this.wantsTicks = !this.wantsReferences;
    this.#view = options.view;
    this.#heap = new PageHeap(options.pageLimit);
    this.#isEvictable = (page) => options.view.isEvictable(page);
  }

  loaded(page: number, shadow: number): void {
    this.#heap.add(page, shadow === NO_SHADOW ? 0 : shadow - 1, this.#uses++);
  }

  referenced(page: number): void {
    this.#heap.update(page, this.#heap.keyOf(page) + 1, this.#uses++);
  }

  tick(): void {
    for (const page of this.#heap.pages()) {
      if (this.#view.testAndClearReferenced(page) > 0) this.referenced(page);
    }
  }

  selectVictim(): number {
    return this.#heap.least(this.#isEvictable);
  }

  evicted(page: number): number {
    const shadow = this.#heap.keyOf(page) + 1;
    this.freed(page);
    return shadow;
  }

  freed(page: number): void {
    this.#heap.remove(page);
  }

  has(page: number): boolean {
    return this.#heap.has(page);
  }

  describe(label: (page: number) => string): string[] {
    return [`fewest uses first: ${this.#heap.pages().map((page) => `${label(page)}:${this.#heap.keyOf(page)}`).join(' ')}`];
  }

  saveState(): PolicyState {
    return { ...this.#heap.saveState(), uses: this.#uses };
  }

  restoreState(state: PolicyState): void {
    this.#heap.restoreState(state);
    this.#uses = savedNumber(state, 'uses');
  }
}
