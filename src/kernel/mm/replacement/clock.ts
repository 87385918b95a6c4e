/**
 * Clock: the hand passes over pages whose accessed bit is set, clearing it, and stops at the first whose bit is clear.
 * A page's first reference sets the bit, so a page just loaded survives one turn. The hand is left past the victim.
 */
import { ClockRing } from './clock-ring.ts';
import { NO_PAGE } from './replacement-policy.ts';

/** One-bit clock. */
export class ClockPolicy extends ClockRing {
  override selectVictim(): number {
    // Two turns: the first may find every bit set, the second finds all clear.
    for (let left = 2 * this.count; left > 0; left--) {
      if (this.view.isEvictable(this.hand) && this.view.testAndClearReferenced(this.hand) === 0) return this.choose();
      this.advance();
    }
    return NO_PAGE;
  }
}
