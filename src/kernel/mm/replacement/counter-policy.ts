/**
 * What nfu and aging share: a counter per page that ticks fold the accessed bit into; the page with the lowest counter
 * goes, of equal ones the page loaded first. A page starts at 0, and what it did since the last tick does not count yet.
 */
import { ListPolicy, ONLY_LIST } from './list-policy.ts';
import { restoreArray } from './policy-state.ts';
import { NO_PAGE, type PolicyOptions, type PolicyState } from './replacement-policy.ts';

/** A policy that ranks pages by counters kept at ticks. */
export abstract class CounterPolicy extends ListPolicy {
  override readonly wantsTicks = true;
  readonly #counters: Int32Array;

  constructor(options: PolicyOptions) {
    super(options);
    this.#counters = new Int32Array(options.pageLimit);
  }

  /** The counter after a tick that found the page used or not. */
  protected abstract count(counter: number, used: 0 | 1): number;

  protected abstract formatCounter(counter: number): string;

  override loaded(page: number, shadow: number): void {
    super.loaded(page, shadow);
    this.#counters[page] = 0;
  }

  override tick(): void {
    for (let page = this.lists.oldest(ONLY_LIST); page !== NO_PAGE; page = this.lists.newer(page)) {
      this.#counters[page] = this.count(this.#counters[page]!, this.view.testAndClearReferenced(page) > 0 ? 1 : 0);
    }
  }

  override selectVictim(): number {
    let victim = NO_PAGE;
    for (let page = this.lists.oldest(ONLY_LIST); page !== NO_PAGE; page = this.lists.newer(page)) {
      if (victim !== NO_PAGE && this.#counters[page]! >= this.#counters[victim]!) continue;
      if (this.view.isEvictable(page)) victim = page;
    }
    return victim;
  }

  override describe(label: (page: number) => string): string[] {
    const pages = this.lists.pages(ONLY_LIST).map((page) => `${label(page)}:${this.formatCounter(this.#counters[page]!)}`);
    return [`counters, oldest first: ${pages.join(' ')}`];
  }

  override saveState(): PolicyState {
    return { ...super.saveState(), counters: this.#counters.slice() };
  }

  override restoreState(state: PolicyState): void {
    super.restoreState(state);
    restoreArray(state, 'counters', this.#counters);
  }
}
