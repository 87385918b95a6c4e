/**
 * WSClock (Carr and Hennessy): a clock over the working set. The hand gives a used page the current time as its last use
 * and clears its bit; an unused page within the window stays; an unused page outside the window is the victim if clean,
 * and if dirty its write is started (where the owner can) and the hand goes on in search of a clean one.
 *
 * After a turn without a victim: the first page outside the window whose write was asked for, else the first clean page
 * past the hand, else the first page past the hand.
 */
import { ClockRing } from './clock-ring.ts';
import { restoreArray } from './policy-state.ts';
import { NO_PAGE, type PolicyOptions, type PolicyState } from './replacement-policy.ts';
import { DEFAULT_WINDOW_TICKS } from './working-set.ts';

/** Working-set clock. */
export class WsClockPolicy extends ClockRing {
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

  override selectVictim(): number {
    const now = this.view.now();
    let firstDirty = NO_PAGE;
    for (let left = this.count; left > 0; left--) {
      const page = this.hand;
      if (this.view.isEvictable(page) && this.#isOutside(page, now)) {
        if (!this.view.isDirty(page)) return this.choose();
        if (firstDirty === NO_PAGE) firstDirty = page;
        this.view.startWriteback?.(page);
      }
      this.advance();
    }
    if (firstDirty !== NO_PAGE && this.view.isEvictable(firstDirty)) return this.#chooseAt((page) => page === firstDirty);
    const clean = this.#chooseAt((page) => this.view.isEvictable(page) && !this.view.isDirty(page));
    return clean === NO_PAGE ? this.#chooseAt((page) => this.view.isEvictable(page)) : clean;
  }

  override saveState(): PolicyState {
    return { ...super.saveState(), lastUse: this.#lastUse.slice() };
  }

  override restoreState(state: PolicyState): void {
    super.restoreState(state);
    restoreArray(state, 'lastUse', this.#lastUse);
  }

  protected override describePage(page: number, label: (page: number) => string): string {
    return `${super.describePage(page, label)}:${this.view.now() - this.#lastUse[page]!}`;
  }

  /** Whether the page was not used within the window; notes a use. */
  #isOutside(page: number, now: number): boolean {
    if (this.view.testAndClearReferenced(page) > 0) {
      this.#lastUse[page] = now;
      return false;
    }
    return now - this.#lastUse[page]! > this.#window;
  }

  /** Turns the hand to the first page that fits and chooses it. */
  #chooseAt(fits: (page: number) => boolean): number {
    for (let left = this.count; left > 0; left--) {
      if (fits(this.hand)) return this.choose();
      this.advance();
    }
    return NO_PAGE;
  }
}
