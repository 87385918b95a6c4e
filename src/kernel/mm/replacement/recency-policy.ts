/**
 * The recency list that lru and mru share: oldest use first.
 *
 * With exact references the list is the true LRU stack. Where only accessed bits are seen, it is as exact as the looks
 * are frequent: at every tick the pages whose bit is set move to the young end, in the order they have in the list, and
 * a candidate for eviction whose bit is set is treated as just referenced.
 */
import { ListPolicy, ONLY_LIST } from './list-policy.ts';
import { NO_PAGE, type PolicyOptions } from './replacement-policy.ts';

/** A policy over the pages in the order of their last use. */
export abstract class RecencyPolicy extends ListPolicy {
  override readonly wantsReferences: boolean;
  override readonly wantsTicks: boolean;

  constructor(options: PolicyOptions) {
    super(options);
    this.wantsReferences = options.references === 'exact';
    this.wantsTicks = !this.wantsReferences;
  }

  override referenced(page: number): void {
    this.lists.moveToNewest(ONLY_LIST, page);
  }

  override tick(): void {
    let page = this.lists.oldest(ONLY_LIST);
    for (let left = this.lists.count(ONLY_LIST); left > 0; left--) {
      const newer = this.lists.newer(page);
      if (this.view.testAndClearReferenced(page) > 0) this.referenced(page);
      page = newer;
    }
  }

  override describe(label: (page: number) => string): string[] {
    return [`least recently used first: ${this.lists.describe(ONLY_LIST, label)}`];
  }

  /** Whether the accessed bit shows a use that the list does not know yet; if so the list learns of it. */
  protected wasUsedUnseen(page: number): boolean {
    if (this.wantsReferences || this.view.testAndClearReferenced(page) === 0) return false;
    this.referenced(page);
    return true;
  }

  /** The first evictable page from the old end. */
  protected oldestEvictable(): number {
    let page = this.lists.oldest(ONLY_LIST);
    while (page !== NO_PAGE && !this.view.isEvictable(page)) page = this.lists.newer(page);
    return page;
  }
}
