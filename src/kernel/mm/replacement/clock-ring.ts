/**
 * The ring that the clock policies turn a hand over: pages in the order in which the hand will meet them. A page that
 * comes in takes the place just behind the hand, so the hand meets it last; with a fixed set of frames that is the same
 * as putting it where the victim was and leaving the hand past it.
 */
import { PageLists } from './page-lists.ts';
import { savedNumber } from './policy-state.ts';
import { NO_PAGE, NO_SHADOW, type PageView, type PolicyOptions, type PolicyState, type ReplacementPolicy } from './replacement-policy.ts';

const RING = 0;

/** A policy whose pages stand in a ring under a hand. */
export abstract class ClockRing implements ReplacementPolicy {
  readonly wantsReferences: boolean = false;
  readonly wantsTicks: boolean = false;
  protected readonly view: PageView;
  readonly #ring: PageLists;
  /** The page that the hand points at; NO_PAGE when the ring is empty. */
  protected hand = NO_PAGE;

  constructor(options: PolicyOptions) {
    this.view = options.view;
    this.#ring = new PageLists(options.pageLimit);
  }

  abstract selectVictim(): number;

  loaded(page: number, _shadow: number): void {
    if (this.hand === NO_PAGE) {
      this.#ring.addNewest(RING, page);
      this.hand = page;
    } else {
      this.#ring.addBefore(this.hand, page);
    }
  }

  referenced(_page: number): void {}

  tick(): void {}

  evicted(page: number): number {
    this.freed(page);
    return NO_SHADOW;
  }

  freed(page: number): void {
    if (this.hand === page) this.advance();
    this.#ring.remove(page);
    if (this.#ring.count(RING) === 0) this.hand = NO_PAGE;
  }

  has(page: number): boolean {
    return this.#ring.listOf(page) !== NO_PAGE;
  }

  describe(label: (page: number) => string): string[] {
    const marked = this.pagesFromHand().map((page) => this.describePage(page, label));
    return [`from the hand: ${marked.join(' ')}`];
  }

  saveState(): PolicyState {
    return { ...this.#ring.saveState(), hand: this.hand };
  }

  restoreState(state: PolicyState): void {
    this.#ring.restoreState(state);
    this.hand = savedNumber(state, 'hand');
  }

  /** Number of pages in the ring. */
  protected get count(): number {
    return this.#ring.count(RING);
  }

  /** Moves the hand to the next page. */
  protected advance(): void {
    const next = this.#ring.newer(this.hand);
    this.hand = next === NO_PAGE ? this.#ring.oldest(RING) : next;
  }

  /** Leaves the hand past the page that it points at, which is the choice. */
  protected choose(): number {
    const victim = this.hand;
    this.advance();
    return victim;
  }

  protected pagesFromHand(): number[] {
    const pages = this.#ring.pages(RING);
    const at = pages.indexOf(this.hand);
    return [...pages.slice(at), ...pages.slice(0, at)];
  }

  /** One page of the dump: its label, `*` if its accessed bit is set. */
  protected describePage(page: number, label: (page: number) => string): string {
    return `${label(page)}${this.view.isReferenced(page) ? '*' : ''}`;
  }
}
