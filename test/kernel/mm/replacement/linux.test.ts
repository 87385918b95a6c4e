import { expect, test } from 'vitest';
import { NO_PAGE, NO_SHADOW } from '../../../../src/kernel/mm/replacement/replacement-policy.ts';
import { evict, load, PageBench } from '../../../support/page-bench.ts';

const use = (bench: PageBench, ...pages: number[]): void => pages.forEach((page) => bench.referenced.add(page));

test('a page used once goes round the inactive list, one used twice becomes active', () => {
  const bench = new PageBench();
  const policy = bench.policy('linux');
  load(policy, 0, 9);
  use(bench, 0, 1);
  expect(evict(policy, 8)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  load(policy, 2, 9);
  use(bench, 0);
  expect(policy.selectVictim()).toBe(1);
  expect(policy.activity!()).toMatchObject({ nr_active_anon: 1, nr_inactive_anon: 9, pgactivate: 1 });
});

test('a page used through two mappings, and used executable text, become active at once', () => {
  const bench = new PageBench();
  for (const page of [1, 2]) bench.files.add(page);
  bench.executable.add(1);
  bench.mappings.set(0, 2);
  const policy = bench.policy('linux');
  load(policy, 0, 2);
  use(bench, 0, 1);
  expect(policy.selectVictim()).toBe(2);
  while (policy.activity!().nr_active_anon === 0) policy.selectVictim();
  expect(policy.activity!()).toMatchObject({ nr_active_anon: 1, nr_active_file: 1 });
});

test('active pages are deactivated whether used or not, once there are more of them than inactive ones', () => {
  const bench = new PageBench();
  const policy = bench.policy('linux');
  load(policy, 0, 7);
  for (let page = 0; page < 6; page++) {
    policy.markAccessed!(page);
    policy.markAccessed!(page);
  }
  expect(policy.activity!()).toMatchObject({ nr_active_anon: 6, nr_inactive_anon: 2 });
  use(bench, 0, 1, 2, 3, 4, 5, 6, 7);
  expect(evict(policy, 8)).toHaveLength(8);
  expect(policy.activity!().pgdeactivate).toBeGreaterThanOrEqual(6);
});

test('a page that comes back soon enough becomes active, one that comes back late does not', () => {
  const bench = new PageBench();
  const policy = bench.policy('linux');
  load(policy, 0, 19);
  for (let page = 10; page < 20; page++) {
    policy.markAccessed!(page);
    policy.markAccessed!(page);
  }
  const early = policy.selectVictim();
  const shadow = policy.evicted(early);
  expect(shadow).not.toBe(NO_SHADOW);
  policy.loaded(early, shadow);
  expect(policy.activity!()).toMatchObject({ workingset_refault_anon: 1, workingset_activate_anon: 1, nr_active_anon: 11 });

  const late = policy.selectVictim();
  const lateShadow = policy.evicted(late);
  for (let turn = 0; turn < 40; turn++) {
    const victim = policy.selectVictim();
    policy.evicted(victim);
    policy.loaded(victim, NO_SHADOW);
  }
  policy.loaded(late, lateShadow);
  expect(policy.activity!()).toMatchObject({ workingset_refault_anon: 2, workingset_activate_anon: 1 });
});

test('without swap space only file pages are evicted', () => {
  const bench = new PageBench();
  for (const page of [1, 3]) bench.files.add(page);
  bench.swapSpace = false;
  const policy = bench.policy('linux');
  load(policy, 0, 3);
  expect(evict(policy, 4)).toEqual([1, 3]);
  expect(policy.selectVictim()).toBe(NO_PAGE);
});

test('with swappiness 0 anonymous pages are evicted only when there is no file page', () => {
  const bench = new PageBench();
  for (const page of [1, 3]) bench.files.add(page);
  const policy = bench.policy('linux', { swappiness: 0 });
  load(policy, 0, 3);
  expect(evict(policy, 4)).toEqual([1, 3, 0, 2]);
});

test('swappiness shifts eviction between anonymous and file pages', () => {
  const evictedFiles = (swappiness: number): number => {
    const bench = new PageBench();
    const policy = bench.policy('linux', { swappiness });
    for (let page = 0; page < 60; page += 2) bench.files.add(page);
    load(policy, 0, 59);
    // An active list that outnumbers the inactive one keeps the scan from taking idle cache first.
    for (let page = 0; page < 40; page++) {
      policy.markAccessed!(page);
      policy.markAccessed!(page);
    }
    return evict(policy, 20).filter((page) => bench.files.has(page)).length;
  };
  expect(evictedFiles(10)).toBeGreaterThan(evictedFiles(190));
});

test('a reclaim that finds only pages that cannot be evicted gives up', () => {
  const bench = new PageBench();
  const policy = bench.policy('linux');
  load(policy, 0, 5);
  for (let page = 0; page <= 5; page++) bench.unevictable.add(page);
  expect(policy.selectVictim()).toBe(NO_PAGE);
  bench.unevictable.delete(3);
  expect(policy.selectVictim()).toBe(3);
});
