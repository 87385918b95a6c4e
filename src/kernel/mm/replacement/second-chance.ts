/**
 * Second chance: FIFO, but an oldest page whose accessed bit is set has the bit cleared and becomes the youngest. Clock
 * is this policy with a hand that moves instead of the pages; they choose the same victims.
 */
import { ListPolicy, ONLY_LIST } from './list-policy.ts';
import { NO_PAGE } from './replacement-policy.ts';

/** FIFO with a second chance for used pages. */
export class SecondChancePolicy extends ListPolicy {
  override selectVictim(): number {
    for (let left = 2 * this.lists.count(ONLY_LIST); left > 0; left--) {
      const page = this.lists.oldest(ONLY_LIST);
      const isVictim = this.view.isEvictable(page) && this.view.testAndClearReferenced(page) === 0;
      this.lists.moveToNewest(ONLY_LIST, page);
      if (isVictim) return page;
    }
    return NO_PAGE;
  }
}
