import { describe, expect, test } from 'vitest';
import { POLICY_NAMES } from '../../../../src/kernel/mm/replacement/policy-table.ts';
import { NO_PAGE, NO_SHADOW } from '../../../../src/kernel/mm/replacement/replacement-policy.ts';
import { evict, load, PageBench } from '../../../support/page-bench.ts';

describe('every policy', () => {
  test.each(POLICY_NAMES)('%s evicts every evictable page once, and no other', (name) => {
    const bench = new PageBench();
    const policy = bench.policy(name);
    load(policy, 0, 9);
    for (const page of [1, 2, 5]) bench.referenced.add(page);
    for (const page of [2, 3]) bench.dirty.add(page);
    for (const page of [0, 4, 9]) bench.unevictable.add(page);
    const victims = evict(policy, 100);
    for (let retry = 0; retry < 2; retry++) {
      // wsclock starts writes of dirty pages; when they are done the pages are evictable.
      for (const page of bench.writtenBack.splice(0)) bench.unevictable.delete(page);
      victims.push(...evict(policy, 100));
    }
    expect(victims.sort((a, b) => a - b)).toEqual([1, 2, 3, 5, 6, 7, 8]);
    expect(policy.selectVictim()).toBe(NO_PAGE);
    bench.unevictable.clear();
    expect(evict(policy, 100).sort((a, b) => a - b)).toEqual([0, 4, 9]);
  });

  test.each(POLICY_NAMES)('%s forgets a freed page, and takes its number for another', (name) => {
    const bench = new PageBench();
    const policy = bench.policy(name);
    load(policy, 0, 4);
    for (const page of [0, 4, 2]) policy.freed(page);
    expect([0, 1, 2, 3, 4].filter((page) => policy.has(page))).toEqual([1, 3]);
    load(policy, 2, 2);
    expect(evict(policy, 10).sort((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(policy.selectVictim()).toBe(NO_PAGE);
  });

  test.each(POLICY_NAMES)('%s decides by the order of events and not by page numbers', (name) => {
    const victims = (number: (page: number) => number): number[] => {
      const bench = new PageBench();
      bench.nextUse = (page) => 100 - number(page);
      const policy = bench.policy(name);
      const order: number[] = [];
      for (let i = 0; i < 40; i++) {
        if (i >= 8) {
          const victim = policy.selectVictim();
          policy.evicted(victim);
          bench.dirty.delete(victim);
          order.push(number(victim));
        }
        const page = number(i);
        policy.loaded(page, NO_SHADOW);
        bench.referenced.add(page);
        if (i % 3 === 0) bench.dirty.add(page);
        if (i % 4 === 0) bench.referenced.delete(page);
        bench.time += 7;
        if (i % 5 === 0) policy.tick();
        for (const written of bench.writtenBack.splice(0)) bench.unevictable.delete(written);
      }
      return order;
    };
    expect(victims((page) => 63 - page)).toEqual(victims((page) => page));
  });

  test.each(POLICY_NAMES)('%s describes the pages that it holds', (name) => {
    const policy = new PageBench().policy(name);
    load(policy, 3, 5);
    const text = policy.describe((page) => `page${page}`).join('\n');
    for (const page of [3, 4, 5]) expect(text).toContain(`page${page}`);
  });
});

describe('clock', () => {
  test('with all bits forced to 1 before every eviction chooses the victims of fifo', () => {
    const bench = new PageBench();
    const clock = bench.policy('clock');
    const fifo = new PageBench().policy('fifo');
    const free = [0, 1, 2, 3, 4, 5, 6];
    for (let i = 0; i < 200; i++) {
      let page = free.pop();
      if (page === undefined) {
        for (let each = 0; each < 7; each++) bench.referenced.add(each);
        page = clock.selectVictim();
        expect(fifo.selectVictim()).toBe(page);
        clock.evicted(page);
        fifo.evicted(page);
      }
      clock.loaded(page, NO_SHADOW);
      fifo.loaded(page, NO_SHADOW);
      if (i % 11 === 10) {
        const gone = (i * 5) % 7;
        clock.freed(gone);
        fifo.freed(gone);
        free.push(gone);
      }
    }
  });

  test('gives a page that could not be evicted a whole turn', () => {
    const policy = new PageBench().policy('clock');
    load(policy, 0, 2);
    expect(policy.selectVictim()).toBe(0);
    expect([policy.selectVictim(), policy.selectVictim(), policy.selectVictim()]).toEqual([1, 2, 0]);
  });
});

describe('enhanced-clock', () => {
  test.each([
    { accessed: [0, 1, 2], dirty: [0, 1], victim: 3, why: 'the one page neither used nor dirty' },
    { accessed: [0, 1, 2], dirty: [3], victim: 3, why: 'an unused dirty page before used clean ones' },
    { accessed: [0, 1, 2, 3], dirty: [0, 1], victim: 2, why: 'of used pages the first clean one' },
    { accessed: [0, 1, 2, 3], dirty: [0, 1, 2, 3], victim: 0, why: 'the first page when all are used and dirty' },
  ])('evicts $why', ({ accessed, dirty, victim }) => {
    const bench = new PageBench();
    const policy = bench.policy('enhanced-clock');
    load(policy, 0, 3);
    for (const page of accessed) bench.referenced.add(page);
    for (const page of dirty) bench.dirty.add(page);
    expect(policy.selectVictim()).toBe(victim);
  });

  test('clears no accessed bit while it looks for a clean unused page', () => {
    const bench = new PageBench();
    const policy = bench.policy('enhanced-clock');
    load(policy, 0, 3);
    for (const page of [0, 1, 2]) bench.referenced.add(page);
    policy.selectVictim();
    expect([...bench.referenced]).toEqual([0, 1, 2]);
  });
});

describe('nru', () => {
  test('goes through the classes from unused clean to used dirty, first loaded first', () => {
    const bench = new PageBench();
    const policy = bench.policy('nru');
    load(policy, 0, 4);
    for (const page of [0, 1]) bench.referenced.add(page);
    for (const page of [0, 2]) bench.dirty.add(page);
    expect(evict(policy, 5)).toEqual([3, 4, 2, 1, 0]);
  });

  test('forgets uses at a tick', () => {
    const bench = new PageBench();
    const policy = bench.policy('nru');
    load(policy, 0, 1);
    bench.referenced.add(0);
    policy.tick();
    expect(policy.selectVictim()).toBe(0);
  });
});

describe('nfu and aging', () => {
  const PATTERNS = ['101011', '110010', '110101', '100010', '011000'];

  /** Tanenbaum's example: six pages, the accessed bits of five ticks. */
  const afterFiveTicks = (name: 'nfu' | 'aging') => {
    const bench = new PageBench();
    const policy = bench.policy(name);
    load(policy, 0, 5);
    for (const pattern of PATTERNS) {
      for (const [page, bit] of [...pattern].entries()) if (bit === '1') bench.referenced.add(page);
      policy.tick();
    }
    return policy;
  };

  test('aging reaches the published counters', () => {
    expect(afterFiveTicks('aging').describe(String)).toEqual([
      'counters, oldest first: 0:01111000 1:10110000 2:10001000 3:00100000 4:01011000 5:00101000',
    ]);
    expect(evict(afterFiveTicks('aging'), 6)).toEqual([3, 5, 4, 0, 2, 1]);
  });

  test('nfu counts the same ticks without forgetting', () => {
    expect(afterFiveTicks('nfu').describe(String)).toEqual(['counters, oldest first: 0:4 1:3 2:2 3:1 4:3 5:2']);
    expect(evict(afterFiveTicks('nfu'), 6)).toEqual([3, 2, 5, 1, 4, 0]);
  });
});

describe('lru where only accessed bits are seen', () => {
  test('moves pages used since the last tick to the young end, in their order', () => {
    const bench = new PageBench();
    const policy = bench.policy('lru');
    load(policy, 0, 3);
    for (const page of [2, 0]) bench.referenced.add(page);
    policy.tick();
    expect(evict(policy, 4)).toEqual([1, 3, 0, 2]);
  });

  test('spares a candidate that was used since the last look', () => {
    const bench = new PageBench();
    const policy = bench.policy('lru');
    load(policy, 0, 1);
    bench.referenced.add(0);
    expect(evict(policy, 2)).toEqual([1, 0]);
  });
});

describe('working-set and wsclock', () => {
  test('working-set evicts the first page outside the window, else the one unused longest, else a clean one', () => {
    const bench = new PageBench();
    const policy = bench.policy('working-set', { window: 20 });
    load(policy, 0, 2);
    bench.time = 10;
    for (const page of [0, 2]) bench.referenced.add(page);
    policy.tick();
    bench.time = 25;
    expect(policy.selectVictim()).toBe(1);
    bench.time = 15;
    expect(policy.selectVictim()).toBe(1);
    for (const page of [0, 1, 2]) bench.referenced.add(page);
    bench.dirty.add(0);
    expect(policy.selectVictim()).toBe(1);
  });

  test('wsclock starts writes of old dirty pages and takes the first old clean one', () => {
    const bench = new PageBench();
    const policy = bench.policy('wsclock', { window: 20 });
    load(policy, 0, 3);
    for (const page of [0, 1]) bench.dirty.add(page);
    bench.referenced.add(2);
    bench.time = 30;
    expect(policy.selectVictim()).toBe(3);
    expect(bench.writtenBack).toEqual([0, 1]);
  });

  test('wsclock takes any clean page when all are inside the window', () => {
    const bench = new PageBench();
    const policy = bench.policy('wsclock', { window: 20 });
    load(policy, 0, 2);
    for (const page of [0, 1]) bench.dirty.add(page);
    expect(policy.selectVictim()).toBe(2);
  });
});
