/** LRU: evicts the page whose last use is longest ago. A stack algorithm: more frames never mean more faults. */
import { NO_PAGE } from './replacement-policy.ts';
import { RecencyPolicy } from './recency-policy.ts';

/** Least recently used. */
export class LruPolicy extends RecencyPolicy {
  override selectVictim(): number {
    let page = this.oldestEvictable();
    while (page !== NO_PAGE && this.wasUsedUnseen(page)) page = this.oldestEvictable();
    return page;
  }
}
