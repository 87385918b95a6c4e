/**
 * Lists of pages that are no longer in memory, for arc and 2q. A ghost is known by a serial number, which is the shadow
 * that the page's owner keeps; serials are never used twice, so a shadow whose ghost was dropped simply is not found.
 */
import { PageLists } from './page-lists.ts';
import { restoreArray, savedNumber } from './policy-state.ts';
import { NO_PAGE, NO_SHADOW, type PolicyState } from './replacement-policy.ts';

/** Up to `limit` ghosts in `listCount` lists. */
export class GhostLists {
  readonly #nodes: PageLists;
  readonly #freeList: number;
  readonly #serials: Int32Array;
  /** From serial to node; rebuilt from `#serials` when state is restored. */
  readonly #nodeOf = new Map<number, number>();
  #lastSerial = NO_SHADOW;

  constructor(limit: number, listCount: number) {
    this.#nodes = new PageLists(limit, listCount + 1);
    this.#freeList = listCount;
    this.#serials = new Int32Array(limit);
    for (let node = 0; node < limit; node++) this.#nodes.addNewest(this.#freeList, node);
  }

  count(list: number): number {
    return this.#nodes.count(list);
  }

  /** The list in which the ghost of this shadow is, or -1. */
  listOf(shadow: number): number {
    const node = this.#nodeOf.get(shadow);
    return node === undefined ? -1 : this.#nodes.listOf(node);
  }

  /** Adds a new ghost at the young end, dropping the list's oldest if there is no room; returns its shadow. */
  add(list: number): number {
    if (this.#nodes.count(this.#freeList) === 0) this.dropOldest(list);
    const node = this.#nodes.oldest(this.#freeList);
    if (node === NO_PAGE) return NO_SHADOW;
    const serial = ++this.#lastSerial;
    this.#serials[node] = serial;
    this.#nodeOf.set(serial, node);
    this.#nodes.moveToNewest(list, node);
    return serial;
  }

  /** Forgets the ghost of a shadow, if it is still known. */
  drop(shadow: number): void {
    const node = this.#nodeOf.get(shadow);
    if (node !== undefined) this.#dropNode(node);
  }

  /** Forgets the oldest ghost of a list, if there is one. */
  dropOldest(list: number): void {
    const node = this.#nodes.oldest(list);
    if (node !== NO_PAGE) this.#dropNode(node);
  }

  saveState(): PolicyState {
    const state: Record<string, number | Int32Array | Float64Array> = { ghostSerials: this.#serials.slice(), ghostLastSerial: this.#lastSerial };
    for (const [name, value] of Object.entries(this.#nodes.saveState())) state[`ghost-${name}`] = value;
    return state;
  }

  restoreState(state: PolicyState): void {
    const nodes = Object.entries(state).filter(([name]) => name.startsWith('ghost-'));
    this.#nodes.restoreState(Object.fromEntries(nodes.map(([name, value]) => [name.slice('ghost-'.length), value])));
    restoreArray(state, 'ghostSerials', this.#serials);
    this.#lastSerial = savedNumber(state, 'ghostLastSerial');
    this.#nodeOf.clear();
    for (const [node, serial] of this.#serials.entries()) {
      if (this.#nodes.listOf(node) !== this.#freeList) this.#nodeOf.set(serial, node);
    }
  }

  #dropNode(node: number): void {
    this.#nodeOf.delete(this.#serials[node]!);
    this.#nodes.moveToNewest(this.#freeList, node);
  }
}
