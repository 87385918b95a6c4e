/**
 * Aging: NFU that forgets. Each tick shifts the counter right by one and puts the accessed bit in front, so a page used
 * in the last tick outranks any page that was not.
 */
import { CounterPolicy } from './counter-policy.ts';
import type { PolicyOptions } from './replacement-policy.ts';

const DEFAULT_BITS = 8;

/** Aging with counters of n bits. */
export class AgingPolicy extends CounterPolicy {
  readonly #bits: number;

  constructor(options: PolicyOptions) {
    super(options);
    this.#bits = options.agingBits ?? DEFAULT_BITS;
  }

  protected override count(counter: number, used: 0 | 1): number {
    return (counter >>> 1) | (used << (this.#bits - 1));
  }

  protected override formatCounter(counter: number): string {
    return counter.toString(2).padStart(this.#bits, '0');
  }
}
