/**
 * ARC (Megiddo and Modha 2003): pages seen once in `recent`, pages seen again in `frequent`, both LRU lists, each with a
 * ghost list of pages that left it. `target` is the length that `recent` should have: a page that returns from the ghosts
 * of `recent` shows that it was too short, one from those of `frequent` that it was too long.
 *
 * Invariant: recent + its ghosts hold at most `capacity` pages, all four lists at most twice that.
 */
import { AdaptivePolicy } from './adaptive-policy.ts';
import { savedNumber } from './policy-state.ts';
import { NO_SHADOW, type PolicyOptions, type PolicyState } from './replacement-policy.ts';

/** Page lists and, by the same numbers, the ghost lists of what left them: T1 and T2, B1 and B2 of the paper. */
const enum List {
  Recent,
  Frequent,
}

/** Adaptive replacement cache. */
export class ArcPolicy extends AdaptivePolicy {
  readonly #capacity: number;
  /** The paper's p, not always whole. */
  #target = 0;
  /** Shadow of a page on its way in for which `target` has been adapted already. */
  #adaptedFor = NO_SHADOW;

  constructor(options: PolicyOptions) {
    super(options, 2 * options.capacity + 2, 2);
    this.#capacity = options.capacity;
  }

  override evicted(page: number): number {
    const list = this.pages.listOf(page);
    this.freed(page);
    return this.ghosts.add(list);
  }

  override describe(label: (page: number) => string): string[] {
    return [
      `recent, oldest first: ${this.pages.describe(List.Recent, label)}`,
      `frequent, oldest first: ${this.pages.describe(List.Frequent, label)}`,
      `ghosts: ${this.ghosts.count(List.Recent)} recent, ${this.ghosts.count(List.Frequent)} frequent; target for recent ${Number(this.#target.toFixed(3))}`,
    ];
  }

  override saveState(): PolicyState {
    return { ...super.saveState(), target: this.#target, adaptedFor: this.#adaptedFor };
  }

  override restoreState(state: PolicyState): void {
    super.restoreState(state);
    this.#target = savedNumber(state, 'target');
    this.#adaptedFor = savedNumber(state, 'adaptedFor');
  }

  protected override admit(shadow: number): number {
    const isRemembered = this.ghosts.listOf(shadow) >= 0;
    if (isRemembered) {
      this.#adapt(shadow);
      this.ghosts.drop(shadow);
    } else {
      this.#makeRoomInDirectory();
    }
    this.#adaptedFor = NO_SHADOW;
    return isRemembered ? List.Frequent : List.Recent;
  }

  protected override reused(page: number): void {
    this.pages.moveToNewest(List.Frequent, page);
  }

  /** The paper's REPLACE. */
  protected override victimList(incoming: number): number {
    this.#adapt(incoming);
    const recent = this.pages.count(List.Recent);
    const isFromFrequent = this.ghosts.listOf(incoming) === List.Frequent;
    return recent > 0 && (recent > this.#target || (isFromFrequent && recent === this.#target)) ? List.Recent : List.Frequent;
  }

  /** Moves the target towards the list whose ghost comes back; once for each page that comes in. */
  #adapt(shadow: number): void {
    const list = this.ghosts.listOf(shadow);
    if (list < 0 || shadow === this.#adaptedFor) return;
    const recentGhosts = this.ghosts.count(List.Recent);
    const frequentGhosts = this.ghosts.count(List.Frequent);
    if (list === List.Recent) this.#target = Math.min(this.#capacity, this.#target + Math.max(1, frequentGhosts / recentGhosts));
    else this.#target = Math.max(0, this.#target - Math.max(1, recentGhosts / frequentGhosts));
    this.#adaptedFor = shadow;
  }

  /** Drops the oldest ghosts so that one more page in `recent` keeps the invariant. */
  #makeRoomInDirectory(): void {
    const recent = (): number => this.pages.count(List.Recent) + this.ghosts.count(List.Recent);
    const frequent = (): number => this.pages.count(List.Frequent) + this.ghosts.count(List.Frequent);
    while (recent() >= this.#capacity && this.ghosts.count(List.Recent) > 0) this.ghosts.dropOldest(List.Recent);
    while (recent() + frequent() >= 2 * this.#capacity && this.ghosts.count(List.Frequent) > 0) this.ghosts.dropOldest(List.Frequent);
  }
}
