/**
 * MRU: evicts the page that was used last. Wrong for most programs, and best possible for a loop over more pages than
 * there are frames, where the page used last is the one that will not be needed for longest.
 */
import { ONLY_LIST } from './list-policy.ts';
import { NO_PAGE } from './replacement-policy.ts';
import { RecencyPolicy } from './recency-policy.ts';

/** Most recently used. */
export class MruPolicy extends RecencyPolicy {
  override selectVictim(): number {
    let page = this.lists.newest(ONLY_LIST);
    while (page !== NO_PAGE && !this.view.isEvictable(page)) page = this.lists.older(page);
    return page;
  }
}
