/**
 * Random: evicts any page, each equally likely, from the stream named 'replacement' of the run's seed.
 *
 * The pages stand in an array in which a leaving page's place is taken by the last one, so the choice depends on the
 * order of events and not on page numbers. A drawn page that cannot be evicted yields to the next one in the array.
 */
import { RandomStream } from '../../../base/random.ts';
import { restoreArray, savedNumber } from './policy-state.ts';
import { NO_PAGE, NO_SHADOW, type PageView, type PolicyOptions, type PolicyState, type ReplacementPolicy } from './replacement-policy.ts';

/** Seeded random choice. */
export class RandomPolicy implements ReplacementPolicy {
  readonly wantsReferences = false;
  readonly wantsTicks = false;
  readonly #view: PageView;
  readonly #stream: RandomStream;
  /** The pages, `#count` of them. */
  readonly #pages: Int32Array;
  /** Where in `#pages` a page stands, or -1. */
  readonly #position: Int32Array;
  #count = 0;

  constructor(options: PolicyOptions) {
    this.#view = options.view;
    this.#stream = new RandomStream(options.seed, 'replacement');
    this.#pages = new Int32Array(options.pageLimit);
    this.#position = new Int32Array(options.pageLimit).fill(-1);
  }

  loaded(page: number, _shadow: number): void {
    this.#position[page] = this.#count;
    this.#pages[this.#count++] = page;
  }

  referenced(_page: number): void {}

  tick(): void {}

  selectVictim(): number {
    if (this.#count === 0) return NO_PAGE;
    const start = this.#stream.below(this.#count);
    for (let i = 0; i < this.#count; i++) {
      const page = this.#pages[(start + i) % this.#count]!;
      if (this.#view.isEvictable(page)) return page;
    }
    return NO_PAGE;
  }

  evicted(page: number): number {
    this.freed(page);
    return NO_SHADOW;
  }

  freed(page: number): void {
    const hole = this.#position[page]!;
    const last = this.#pages[--this.#count]!;
    this.#pages[hole] = last;
    this.#position[last] = hole;
    this.#position[page] = -1;
  }

  has(page: number): boolean {
    return this.#position[page] !== -1;
  }

  describe(label: (page: number) => string): string[] {
    return [`pages: ${[...this.#pages.subarray(0, this.#count)].map(label).join(' ')}`];
  }

  saveState(): PolicyState {
    return { pages: this.#pages.slice(), position: this.#position.slice(), count: this.#count, stream: this.#stream.saveState() };
  }

  restoreState(state: PolicyState): void {
    restoreArray(state, 'pages', this.#pages);
    restoreArray(state, 'position', this.#position);
    this.#count = savedNumber(state, 'count');
    this.#stream.restoreState(state['stream'] as Int32Array);
  }
}
