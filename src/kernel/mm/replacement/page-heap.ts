/**
 * A binary heap of pages in typed arrays, the page with the least (key, tie) on top; `position` finds a page, so that
 * its key can change in O(log n). Ties must be distinct, which makes the order total and the top independent of how the
 * heap came to be.
 */
import { restoreArray, savedNumber } from './policy-state.ts';
import { NO_PAGE, type PolicyState } from './replacement-policy.ts';

/** A heap of pages numbered from 0 to `pageLimit` - 1. */
export class PageHeap {
  readonly #heap: Int32Array;
  readonly #position: Int32Array;
  readonly #keys: Int32Array;
  readonly #ties: Int32Array;
  #count = 0;

  constructor(pageLimit: number) {
    this.#heap = new Int32Array(pageLimit);
    this.#position = new Int32Array(pageLimit).fill(-1);
    this.#keys = new Int32Array(pageLimit);
    this.#ties = new Int32Array(pageLimit);
  }

  has(page: number): boolean {
    return this.#position[page] !== -1;
  }

  keyOf(page: number): number {
    return this.#keys[page]!;
  }

  tieOf(page: number): number {
    return this.#ties[page]!;
  }

  /** Adds a page that is not in the heap. */
  add(page: number, key: number, tie: number): void {
    this.#keys[page] = key;
    this.#ties[page] = tie;
    this.#place(page, this.#count++);
    this.#siftUp(page);
  }

  remove(page: number): void {
    const hole = this.#position[page]!;
    const last = this.#heap[--this.#count]!;
    this.#position[page] = -1;
    if (last === page) return;
    this.#place(last, hole);
    this.#siftUp(last);
    this.#siftDown(last);
  }

  /** Changes the key of a page in the heap. */
  update(page: number, key: number, tie: number): void {
    this.#keys[page] = key;
    this.#ties[page] = tie;
    this.#siftUp(page);
    this.#siftDown(page);
  }

  /** The least page that `isAllowed`, or NO_PAGE. O(1) when the top is allowed, which is the rule. */
  least(isAllowed: (page: number) => boolean): number {
    if (this.#count === 0) return NO_PAGE;
    if (isAllowed(this.#heap[0]!)) return this.#heap[0]!;
    let best = NO_PAGE;
    for (const page of this.#heap.subarray(0, this.#count)) {
      if (isAllowed(page) && (best === NO_PAGE || this.#isLess(page, best))) best = page;
    }
    return best;
  }

  /** All pages, least first. */
  pages(): number[] {
    return [...this.#heap.subarray(0, this.#count)].sort((a, b) => (this.#isLess(a, b) ? -1 : 1));
  }

  saveState(): PolicyState {
    return { heap: this.#heap.slice(), position: this.#position.slice(), keys: this.#keys.slice(), ties: this.#ties.slice(), count: this.#count };
  }

  restoreState(state: PolicyState): void {
    restoreArray(state, 'heap', this.#heap);
    restoreArray(state, 'position', this.#position);
    restoreArray(state, 'keys', this.#keys);
    restoreArray(state, 'ties', this.#ties);
    this.#count = savedNumber(state, 'count');
  }

  #isLess(a: number, b: number): boolean {
    const difference = this.#keys[a]! - this.#keys[b]!;
    return difference < 0 || (difference === 0 && this.#ties[a]! < this.#ties[b]!);
  }

  #place(page: number, index: number): void {
    this.#heap[index] = page;
    this.#position[page] = index;
  }

  #siftUp(page: number): void {
    let index = this.#position[page]!;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex]!;
      if (!this.#isLess(page, parent)) break;
      this.#place(parent, index);
      index = parentIndex;
    }
    this.#place(page, index);
  }

  #siftDown(page: number): void {
    let index = this.#position[page]!;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= this.#count) break;
      if (childIndex + 1 < this.#count && this.#isLess(this.#heap[childIndex + 1]!, this.#heap[childIndex]!)) childIndex++;
      const child = this.#heap[childIndex]!;
      if (!this.#isLess(child, page)) break;
      this.#place(child, index);
      index = childIndex;
    }
    this.#place(page, index);
  }
}
