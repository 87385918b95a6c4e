/** Pages whose bits a test sets by hand: a replacement policy's view of them, and the policy over it. */
import { createPolicy, type PolicyName } from '../../src/kernel/mm/replacement/policy-table.ts';
import { NO_PAGE, NO_SHADOW, type PageView, type PolicyOptions, type ReplacementPolicy } from '../../src/kernel/mm/replacement/replacement-policy.ts';

const PAGE_LIMIT = 64;

/** A view with a set of pages for each bit. */
export class PageBench implements PageView {
  readonly referenced = new Set<number>();
  /** Mappings that used a referenced page, 1 if it is not here. */
  readonly mappings = new Map<number, number>();
  readonly dirty = new Set<number>();
  readonly unevictable = new Set<number>();
  readonly files = new Set<number>();
  readonly executable = new Set<number>();
  readonly writtenBack: number[] = [];
  time = 0;
  swapSpace = true;

  testAndClearReferenced(page: number): number {
    return this.referenced.delete(page) ? (this.mappings.get(page) ?? 1) : 0;
  }
  isReferenced(page: number): boolean {
    return this.referenced.has(page);
  }
  isDirty(page: number): boolean {
    return this.dirty.has(page);
  }
  isEvictable(page: number): boolean {
    return !this.unevictable.has(page);
  }
  isFile(page: number): boolean {
    return this.files.has(page);
  }
  isExecutable(page: number): boolean {
    return this.executable.has(page);
  }
  now(): number {
    return this.time;
  }
  startWriteback(page: number): void {
    this.writtenBack.push(page);
    this.unevictable.add(page);
  }
  hasSwapSpace(): boolean {
    return this.swapSpace;
  }
  nextUse(page: number): number {
    return page;
  }

  policy(name: PolicyName, options: Partial<PolicyOptions> = {}): ReplacementPolicy {
    return createPolicy(name, { view: this, pageLimit: PAGE_LIMIT, capacity: PAGE_LIMIT, references: 'bits', seed: 1, tickInterval: 10, ...options });
  }
}

/** Loads pages `first` to `last`. */
export function load(policy: ReplacementPolicy, first: number, last: number): void {
  for (let page = first; page <= last; page++) policy.loaded(page, NO_SHADOW);
}

/** Evicts up to `count` pages; ends early when nothing is evictable. */
export function evict(policy: ReplacementPolicy, count: number): number[] {
  const victims: number[] = [];
  while (victims.length < count) {
    const page = policy.selectVictim();
    if (page === NO_PAGE) break;
    policy.evicted(page);
    victims.push(page);
  }
  return victims;
}
