/**
 * 2Q, full version (Johnson and Shasha 1994): pages come into a FIFO, `in`, of a quarter of the frames; those that leave
 * it are remembered in a ghost list, `out`, of half as many pages as there are frames; a page that comes back while it
 * is remembered goes to an LRU list, `main`. One-time scans thus never disturb `main`.
 *
 * The victim is the oldest of `in` while that is longer than its share, else the oldest of `main`.
 */
import { AdaptivePolicy } from './adaptive-policy.ts';
import { savedNumber } from './policy-state.ts';
import { NO_SHADOW, type PolicyOptions, type PolicyState } from './replacement-policy.ts';

const enum List {
  In,
  Main,
}

/** The only ghost list. */
const OUT = 0;
/** Kin = capacity / 4, Kout = capacity / 2, the paper's advice. */
const IN_SHARE = 4;
const OUT_SHARE = 2;

/** 2Q. */
export class TwoQPolicy extends AdaptivePolicy {
  readonly #inLimit: number;
  readonly #outLimit: number;
  /** Shadow of a page that is on its way in and was remembered when room was made for it. */
  #incoming = NO_SHADOW;

  constructor(options: PolicyOptions) {
    const outLimit = Math.max(1, Math.floor(options.capacity / OUT_SHARE));
    super(options, outLimit + 1, 1);
    this.#inLimit = Math.max(1, Math.floor(options.capacity / IN_SHARE));
    this.#outLimit = outLimit;
  }

  override evicted(page: number): number {
    const list = this.pages.listOf(page);
    this.freed(page);
    if (list === List.Main) return NO_SHADOW;
    const shadow = this.ghosts.add(OUT);
    if (this.ghosts.count(OUT) > this.#outLimit) this.ghosts.dropOldest(OUT);
    return shadow;
  }

  override describe(label: (page: number) => string): string[] {
    return [
      `in, oldest first: ${this.pages.describe(List.In, label)}`,
      `main, least recently used first: ${this.pages.describe(List.Main, label)}`,
      `out: ${this.ghosts.count(OUT)} pages remembered`,
    ];
  }

  override saveState(): PolicyState {
    return { ...super.saveState(), incoming: this.#incoming };
  }

  override restoreState(state: PolicyState): void {
    super.restoreState(state);
    this.#incoming = savedNumber(state, 'incoming');
  }

  protected override admit(shadow: number): number {
    const isRemembered = shadow !== NO_SHADOW && (shadow === this.#incoming || this.ghosts.listOf(shadow) === OUT);
    this.ghosts.drop(shadow);
    this.#incoming = NO_SHADOW;
    return isRemembered ? List.Main : List.In;
  }

  protected override reused(page: number): void {
    if (this.pages.listOf(page) === List.Main) this.pages.moveToNewest(List.Main, page);
  }

  protected override victimList(incoming: number): number {
    if (this.ghosts.listOf(incoming) === OUT) {
      // Its place among the ghosts goes to the page that makes room for it.
      this.ghosts.drop(incoming);
      this.#incoming = incoming;
    }
    return this.pages.count(List.In) > this.#inLimit ? List.In : List.Main;
  }
}
