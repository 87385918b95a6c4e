/**
 * OPT (Belady's MIN): evicts the page whose next use is farthest in the future. It needs the future, so only the trace
 * player can run it; no policy has fewer faults. Among pages that are never used again the one loaded first goes.
 *
 * The pages stand in a heap by next use, so a trace of n references over f frames takes O(n log f).
 */
import { assert } from '../../../base/assert.ts';
import { PageHeap } from './page-heap.ts';
import { savedNumber } from './policy-state.ts';
import { NO_SHADOW, type PolicyOptions, type PolicyState, type ReplacementPolicy } from './replacement-policy.ts';

/** Stands for "never": later than any reference of a trace. */
const NEVER = 0x7fffffff;

/** Belady's optimal policy. */
export class OptPolicy implements ReplacementPolicy {
  readonly wantsReferences = true;
  readonly wantsTicks = false;
  readonly #heap: PageHeap;
  readonly #nextUse: (page: number) => number;
  readonly #isEvictable: (page: number) => boolean;
  #loads = 0;

  constructor(options: PolicyOptions) {
    const { view } = options;
    assert(view.nextUse !== undefined, 'OptPolicy: the page view does not know the future');
    this.#heap = new PageHeap(options.pageLimit);
    this.#nextUse = view.nextUse.bind(view);
    this.#isEvictable = (page) => view.isEvictable(page);
  }

  loaded(page: number, _shadow: number): void {
    this.#heap.add(page, this.#key(page), this.#loads++);
  }

  referenced(page: number): void {
    this.#heap.update(page, this.#key(page), this.#heap.tieOf(page));
  }

  tick(): void {}

  selectVictim(): number {
    return this.#heap.least(this.#isEvictable);
  }

  evicted(page: number): number {
    this.freed(page);
    return NO_SHADOW;
  }

  freed(page: number): void {
    this.#heap.remove(page);
  }

  has(page: number): boolean {
    return this.#heap.has(page);
  }

  describe(label: (page: number) => string): string[] {
    const next = (page: number): string => (this.#heap.keyOf(page) === -NEVER ? 'never' : String(-this.#heap.keyOf(page)));
    return [`farthest next use first: ${this.#heap.pages().map((page) => `${label(page)}@${next(page)}`).join(' ')}`];
  }

  saveState(): PolicyState {
    return { ...this.#heap.saveState(), loads: this.#loads };
  }

  restoreState(state: PolicyState): void {
    this.#heap.restoreState(state);
    this.#loads = savedNumber(state, 'loads');
  }

  /** The heap has the least key on top, and the farthest use is wanted there. */
  #key(page: number): number {
    return -Math.min(this.#nextUse(page), NEVER);
  }
}
