import { describe, expect, test } from 'vitest';
import { hashPage, parseTlbGeometry, TlbArray } from '../../src/machine/tlb.ts';

describe('geometry', () => {
  test.each([
    ['1024', { entries: 1024, ways: 1 }],
    ['64x4', { entries: 64, ways: 4 }],
    ['16x16', { entries: 16, ways: 16 }],
    ['3x3', { entries: 3, ways: 3 }],
    ['65536', { entries: 65536, ways: 1 }],
  ])('%s is accepted', (text, geometry) => {
    expect(parseTlbGeometry(text)).toEqual(geometry);
  });
  test.each(['0', '1x2', '24', '24x5', '12x2', '131072', '64x0', '64x', 'x4', '-4', '4k', ''])('"%s" is refused', (text) => {
    expect(parseTlbGeometry(text)).toBeNull();
  });
});

test('the top of the stack and the first mapping below the gap do not share an entry', () => {
  expect(hashPage(0xbffff) & 1023).not.toBe(hashPage(0xb7fff) & 1023);
});

test('a direct-mapped array displaces the entry of the same hash', () => {
  const tlb = new TlbArray({ entries: 4, ways: 1 });
  expect(tlb.insert(0, 10)).toBe(-1);
  expect(tlb.insert(1, 11)).toBe(-1);
  expect(tlb.insert(4, 14)).toBe(0);
  expect([0, 1, 4].map((vpn) => tlb.lookup(vpn))).toEqual([-1, 11, 14]);
});

test('a set is filled in order of the misses, whatever was hit meanwhile', () => {
  const tlb = new TlbArray({ entries: 3, ways: 3 });
  for (const vpn of [7, 8, 9]) tlb.insert(vpn, vpn + 100);
  expect(tlb.lookup(7)).toBe(107);
  expect([10, 11, 12, 13].map((vpn) => tlb.insert(vpn, vpn))).toEqual([7, 8, 9, 10]);
});

test('an invalidated way waits for its turn', () => {
  const tlb = new TlbArray({ entries: 2, ways: 2 });
  tlb.insert(1, 1);
  tlb.insert(2, 2);
  tlb.invalidate(2);
  expect(tlb.insert(3, 3)).toBe(1);
  expect(tlb.insert(4, 4)).toBe(-1);
  expect([...tlb.entries()]).toEqual([{ vpn: 3, pfn: 3 }, { vpn: 4, pfn: 4 }]);
});

test('a restored array holds the entries and the turn of the saved one', () => {
  const tlb = new TlbArray({ entries: 2, ways: 2 });
  tlb.insert(1, 1);
  const state = tlb.saveState();
  tlb.insert(2, 2);
  tlb.insert(3, 3);
  tlb.restoreState(state);
  expect([...tlb.entries()]).toEqual([{ vpn: 1, pfn: 1 }]);
  expect(tlb.insert(5, 5)).toBe(-1);
});
