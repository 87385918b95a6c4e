/**
 * Working set: evicts a page that was not used within the last `window` of time (Tanenbaum's page-fault-time algorithm).
 *
 * Ticks and looks for a victim note the time of last use of pages whose accessed bit is set; ticks also clear the bit.
 * The victim is, in the order in which pages were loaded:
 * 1. the first page not used since the last tick whose last use is more than `window` ago;
 * 2. else the page not used since the last tick whose last use is longest ago;
 * 3. else (all were used) the first clean page, else the first.
 */
import { ListPolicy, ONLY_LIST } from './list-policy.ts';
import { restoreArray } from './policy-state.ts';
import { NO_PAGE, type PolicyOptions, type PolicyState } from './replacement-policy.ts';

/** Default window in tick intervals. */
export const DEFAULT_WINDOW_TICKS = 2;

/** Working-set policy. */
export class WorkingSetPolicy extends ListPolicy {
  override readonly wantsTicks = true;
  readonly #window: number;
  readonly #lastUse: Float64Array;

  constructor(options: PolicyOptions) {
    super(options);
    this.#window = options.window ?? DEFAULT_WINDOW_TICKS * options.tickInterval;
    this.#lastUse = new Float64Array(options.pageLimit);
  }

  override loaded(page: number, shadow: number): void {
    super.loaded(page, shadow);
    this.#lastUse[page] = this.view.now();
  }

  override tick(): void {
    const now = this.view.now();
    for (let page = this.lists.oldest(ONLY_LIST); page !== NO_PAGE; page = this.lists.newer(page)) {
      if (this.view.testAndClearReferenced(page) > 0) this.#lastUse[page] = now;
    }
  }

  override selectVictim(): number {
    const now = this.view.now();
    let oldest = NO_PAGE;
    let fallback = NO_PAGE;
    for (let page = this.lists.oldest(ONLY_LIST); page !== NO_PAGE; page = this.lists.newer(page)) {
      if (!this.view.isEvictable(page)) continue;
      if (this.view.isReferenced(page)) {
        this.#lastUse[page] = now;
        const isBetter = fallback === NO_PAGE || (this.view.isDirty(fallback) && !this.view.isDirty(page));
        if (isBetter) fallback = page;
      } else if (now - this.#lastUse[page]! > this.#window) {
        return page;
      } else if (oldest === NO_PAGE || this.#lastUse[page]! < this.#lastUse[oldest]!) {
        oldest = page;
      }
    }
    return oldest === NO_PAGE ? fallback : oldest;
  }

  override describe(label: (page: number) => string): string[] {
    const age = (page: number): number => this.view.now() - this.#lastUse[page]!;
    const pages = this.lists.pages(ONLY_LIST).map((page) => `${label(page)}${this.view.isReferenced(page) ? '*' : ''}:${age(page)}`);
    return [`time since last use, oldest first (window ${this.#window}): ${pages.join(' ')}`];
  }

  override saveState(): PolicyState {
    return { ...super.saveState(), lastUse: this.#lastUse.slice() };
  }

  override restoreState(state: PolicyState): void {
    super.restoreState(state);
    restoreArray(state, 'lastUse', this.#lastUse);
  }
}
