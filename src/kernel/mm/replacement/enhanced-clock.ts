/**
 * Clock with accessed and dirty bits (enhanced second chance): prefers a page that needs no write.
 *
 *     turn 1   looks for a page neither used nor dirty; changes nothing
 *     turn 2   looks for a page not used but dirty; clears the accessed bits that it passes
 *     turn 3   as 1: what was used and clean is now unused and clean
 *     turn 4   as 2: only dirty pages are left
 *
 * The hand is left past the victim.
 */
import { ClockRing } from './clock-ring.ts';
import { NO_PAGE } from './replacement-policy.ts';

const TURNS = 4;

/** Clock over the classes (accessed, dirty). */
export class EnhancedClockPolicy extends ClockRing {
  override selectVictim(): number {
    for (let turn = 0; turn < TURNS; turn++) {
      const isClearing = turn % 2 === 1;
      for (let left = this.count; left > 0; left--) {
        if (this.#isVictim(this.hand, isClearing)) return this.choose();
        this.advance();
      }
    }
    return NO_PAGE;
  }

  protected override describePage(page: number, label: (page: number) => string): string {
    return `${super.describePage(page, label)}${this.view.isDirty(page) ? '!' : ''}`;
  }

  /** Whether the page is what this turn looks for: a clean one, or in a clearing turn any, that was not used. */
  #isVictim(page: number, isClearing: boolean): boolean {
    if (!this.view.isEvictable(page)) return false;
    if (isClearing) return this.view.testAndClearReferenced(page) === 0;
    return !this.view.isReferenced(page) && !this.view.isDirty(page);
  }
}
