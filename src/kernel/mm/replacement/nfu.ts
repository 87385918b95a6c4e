/** NFU (not frequently used): counts the ticks in which a page was used, and never forgets. */
import { CounterPolicy } from './counter-policy.ts';

/** Counters never fall, so they stop short of overflow. */
const COUNTER_LIMIT = 0x7fffffff;

/** Not frequently used. */
export class NfuPolicy extends CounterPolicy {
  protected override count(counter: number, used: 0 | 1): number {
    return Math.min(counter + used, COUNTER_LIMIT);
  }

  protected override formatCounter(counter: number): string {
    return String(counter);
  }
}
