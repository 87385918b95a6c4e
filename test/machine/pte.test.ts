import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  describePte, flagsOf, hasFrame, isNone, isPresent, isProtNone, isSwap, isSwapExclusive, packPte, packSwap, pfnOf, Pte, swapOffsetOf, SwapLimit,
  swapTypeOf,
} from '../../src/machine/pte.ts';

const pfns = fc.integer({ min: 0, max: 0xfffff });
const flags = fc.integer({ min: 0, max: Pte.FlagsMask });
const swapEntries = fc.record({
  type: fc.integer({ min: 0, max: SwapLimit.Types - 1 }),
  offset: fc.integer({ min: 1, max: SwapLimit.Offsets - 1 }),
  isExclusive: fc.boolean(),
});

test('a page-table entry gives back the frame and flags it was packed from', () => {
  fc.assert(fc.property(pfns, flags, (pfn, bits) => {
    const pte = packPte(pfn, bits);
    expect([pfnOf(pte), flagsOf(pte)]).toEqual([pfn, bits]);
    expect(pte).toBe(pte | 0);
  }));
});

test('a swap entry gives back its area, slot and mark, and is neither none, present nor PROT_NONE', () => {
  fc.assert(fc.property(swapEntries, (entry) => {
    const pte = packSwap(entry);
    expect({ type: swapTypeOf(pte), offset: swapOffsetOf(pte), isExclusive: isSwapExclusive(pte) }).toEqual(entry);
    expect([isSwap(pte), isNone(pte), isPresent(pte), isProtNone(pte), hasFrame(pte)]).toEqual([true, false, false, false, false]);
  }));
});

test('every word is exactly one of none, present, PROT_NONE and swap entry', () => {
  fc.assert(fc.property(fc.integer(), (pte) => {
    expect([isNone(pte), isPresent(pte), isProtNone(pte), isSwap(pte)].filter(Boolean)).toHaveLength(1);
    expect(hasFrame(pte)).toBe(isPresent(pte) || isProtNone(pte));
  }));
});

test.each([
  [0, 'none'],
  [packPte(0x1a3, Pte.Present | Pte.Writable | Pte.User | Pte.Accessed | Pte.Dirty), 'frame 1a3 P RW US A D'],
  [packPte(0xfffff, Pte.Present | Pte.NoExecute | Pte.Special), 'frame fffff P SPC NX'],
  [packPte(0x1a3, Pte.ProtNone | Pte.User), 'frame 1a3 PROTNONE US'],
  [packSwap({ type: 0, offset: 17, isExclusive: true }), 'swap 0:17 exclusive'],
  [packSwap({ type: 31, offset: 0x7fffff, isExclusive: false }), 'swap 31:8388607'],
])('entry %i is described as "%s"', (pte, text) => {
  expect(describePte(pte)).toBe(text);
});

test('the words are those of Linux on i386 without PAE', () => {
  expect(packPte(0x12345, Pte.Present | Pte.Writable | Pte.User | Pte.Accessed | Pte.Dirty)).toBe(0x12345067);
  expect(packSwap({ type: 1, offset: 2, isExclusive: true })).toBe(0x482);
});
