/**
 * NRU (not recently used): evicts a page of the lowest non-empty class of 2 x used + dirty, where "used" means since the
 * last tick: ticks clear the accessed bits. Within a class the page loaded first goes (textbooks take a random one).
 */
import { ListPolicy, ONLY_LIST } from './list-policy.ts';
import { NO_PAGE } from './replacement-policy.ts';

const CLASSES = 4;

/** Not recently used. */
export class NruPolicy extends ListPolicy {
  override readonly wantsTicks = true;

  override tick(): void {
    for (let page = this.lists.oldest(ONLY_LIST); page !== NO_PAGE; page = this.lists.newer(page)) this.view.testAndClearReferenced(page);
  }

  override selectVictim(): number {
    let victim = NO_PAGE;
    let lowest = CLASSES;
    for (let page = this.lists.oldest(ONLY_LIST); page !== NO_PAGE && lowest > 0; page = this.lists.newer(page)) {
      if (!this.view.isEvictable(page) || this.#classOf(page) >= lowest) continue;
      victim = page;
      lowest = this.#classOf(page);
    }
    return victim;
  }

  override describe(label: (page: number) => string): string[] {
    return [`class, oldest first: ${this.lists.pages(ONLY_LIST).map((page) => `${label(page)}:${this.#classOf(page)}`).join(' ')}`];
  }

  #classOf(page: number): number {
    return (this.view.isReferenced(page) ? 2 : 0) + (this.view.isDirty(page) ? 1 : 0);
  }
}
