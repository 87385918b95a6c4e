/** FIFO: evicts the page that has been in memory longest, used or not. */
import { ListPolicy, ONLY_LIST } from './list-policy.ts';
import { NO_PAGE } from './replacement-policy.ts';

/** First in, first out. */
export class FifoPolicy extends ListPolicy {
  override selectVictim(): number {
    for (let page = this.lists.oldest(ONLY_LIST); page !== NO_PAGE; page = this.lists.newer(page)) {
      if (this.view.isEvictable(page)) return page;
    }
    return NO_PAGE;
  }
}
