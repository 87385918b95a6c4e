import { beforeEach, describe, expect, test } from 'vitest';
import { Access, describeFault, Exit } from '../../src/machine/exit.ts';
import { PageDirectory } from '../../src/machine/mmu.ts';
import { packPte, Pte } from '../../src/machine/pte.ts';
import { BareMachine, USER_RW, USER_RX } from '../support/bare-machine.ts';

const RAM = 1 << 20;
const VA = 0x08048000;
const NEXT = VA + 4096;
const { Fetch, Load, Store } = { Fetch: Access.Fetch, Load: Access.Load, Store: Access.Store };

let bare: BareMachine;
beforeEach(() => { bare = new BareMachine({ ram: RAM }); });

const entryOf = (va: number): number => bare.machine.memory.readWord(bare.entryAddress(va));

describe('a translation is refused with the error code of i386', () => {
  const P = Pte.Present;
  const rows: [string, { pde?: number; pte: number; access: Access; code: number }][] = [
    ['no page, load', { pte: 0, access: Load, code: 4 }],
    ['no page, store', { pte: 0, access: Store, code: 6 }],
    ['no page, fetch', { pte: 0, access: Fetch, code: 0x14 }],
    ['no table, load', { pde: 0, pte: P | USER_RW, access: Load, code: 4 }],
    ['PROT_NONE page, load', { pte: packPte(9, Pte.ProtNone | USER_RW), access: Load, code: 4 }],
    ['swapped page, store', { pte: 0x482, access: Store, code: 6 }],
    ['read-only page, store', { pte: packPte(9, P | Pte.User), access: Store, code: 7 }],
    ['read-only table, store', { pde: P | Pte.User, pte: packPte(9, P | USER_RW), access: Store, code: 7 }],
    ['supervisor page, load', { pte: packPte(9, P | Pte.Writable), access: Load, code: 5 }],
    ['supervisor table, load', { pde: P | Pte.Writable, pte: packPte(9, P | USER_RW), access: Load, code: 5 }],
    ['NX page, fetch', { pte: packPte(9, P | USER_RW | Pte.NoExecute), access: Fetch, code: 0x15 }],
    ['frame beyond RAM, load', { pte: packPte(0x1000, P | USER_RW), access: Load, code: 0xd }],
  ];
  test.each(rows)('%s', (_name, { pde, pte, access, code }) => {
    const { memory } = bare.machine;
    const entry = bare.entryAddress(VA);
    memory.writeWord(entry, pte);
    if (pde !== undefined) memory.writeWord((VA >>> 22) * 4, pde === 0 ? 0 : (entry & Pte.FrameMask) | pde);
    const before = memory.bytes.slice();
    expect(bare.cpu.translate(VA + 20, access)).toBe(-1);
    expect(bare.cpu.mmu.fault).toEqual({ exit: Exit.PageFault, va: VA + 20, access, errorCode: code });
    expect(Buffer.compare(memory.bytes, before)).toBe(0);
  });

  test('without NX a fetch needs no permission and does not show in the code', () => {
    bare = new BareMachine({ ram: RAM, nx: false });
    bare.map(VA, USER_RW | Pte.NoExecute);
    expect(bare.cpu.translate(VA, Fetch)).toBeGreaterThan(0);
    expect(bare.cpu.translate(NEXT, Fetch)).toBe(-1);
    expect(bare.cpu.mmu.fault.errorCode).toBe(4);
  });
});

describe('A and D', () => {
  test.each([
    [Fetch, Pte.Accessed],
    [Load, Pte.Accessed],
    [Store, Pte.Accessed | Pte.Dirty],
  ])('access %i sets %i', (access, bits) => {
    const pfn = bare.map(VA, USER_RW);
    expect(bare.cpu.translate(VA + 3, access)).toBe(pfn * 4096 + 3);
    expect(entryOf(VA)).toBe(packPte(pfn, Pte.Present | USER_RW | bits));
    expect(bare.machine.memory.readWord((VA >>> 22) * 4) & Pte.Accessed).toBe(Pte.Accessed);
  });

  test('D is set by the first store even if loads have brought the page into the TLB', () => {
    bare.map(VA, USER_RW);
    bare.cpu.translate(VA, Load);
    bare.cpu.translate(VA, Store);
    expect(entryOf(VA) & Pte.Dirty).toBe(Pte.Dirty);
    expect([...bare.cpu.mmu.misses]).toEqual([0, 1, 1]);
  });

  test('a hit sets nothing: bits cleared without invalidation stay clear', () => {
    const pfn = bare.map(VA, USER_RW);
    bare.cpu.translate(VA, Store);
    bare.map(VA, USER_RW, pfn);
    bare.cpu.translate(VA, Store);
    expect(entryOf(VA) & (Pte.Accessed | Pte.Dirty)).toBe(0);
    bare.cpu.invalidatePage(VA);
    bare.cpu.translate(VA, Store);
    expect(entryOf(VA) & (Pte.Accessed | Pte.Dirty)).toBe(Pte.Accessed | Pte.Dirty);
  });
});

describe('stale entries', () => {
  test('are used until the page is invalidated', () => {
    const old = bare.map(VA, USER_RW);
    bare.cpu.translate(VA, Load);
    const fresh = bare.map(VA, USER_RW);
    expect(bare.cpu.translate(VA, Load)).toBe(old * 4096);
    expect(bare.cpu.translate(VA, Store)).toBe(fresh * 4096);
    bare.cpu.invalidatePage(VA);
    expect(bare.cpu.translate(VA, Load)).toBe(fresh * 4096);
  });

  test('go with another directory and stay with the same one', () => {
    bare.map(VA, USER_RW);
    bare.cpu.translate(VA, Load);
    bare.cpu.setPageDirectory(bare.cpu.mmu.pageDirectory);
    bare.cpu.translate(VA, Load);
    expect(bare.cpu.mmu.misses[Load]).toBe(1);
    bare.cpu.setPageDirectory(5);
    expect(bare.cpu.translate(VA, Load)).toBe(-1);
  });

  test('dropping fast tags changes no miss', () => {
    bare.map(VA, USER_RW);
    bare.cpu.translate(VA, Load);
    bare.cpu.mmu.dropFastTags();
    bare.cpu.translate(VA, Load);
    expect(bare.cpu.mmu.misses[Load]).toBe(1);
  });
});

test('every walk costs two memory reads, refused ones as well', () => {
  bare.map(VA, USER_RW);
  bare.cpu.translate(VA, Load);
  bare.cpu.translate(NEXT, Load);
  bare.cpu.translate(VA, Load);
  expect(bare.cpu.clock.cycles).toBe(2 * 40);
});

describe('paging off', () => {
  beforeEach(() => { bare.cpu.setPageDirectory(PageDirectory.PagingOff); });
  test('addresses are physical and end with RAM', () => {
    expect(bare.cpu.translate(0x12345, Store)).toBe(0x12345);
    expect(bare.cpu.translate(RAM - 1, Load)).toBe(RAM - 1);
    expect(bare.cpu.translate(RAM, Store)).toBe(-1);
    expect(bare.cpu.mmu.fault).toEqual({ exit: Exit.PageFault, va: RAM, access: Store, errorCode: 6 });
  });
  test('nothing misses', () => {
    bare.cpu.translate(0, Load);
    expect([...bare.cpu.mmu.misses]).toEqual([0, 0, 0]);
    expect(bare.cpu.mmu.peek(RAM - 4)).toBe(RAM - 4);
    expect(bare.cpu.mmu.peek(RAM)).toBe(-1);
  });
});

describe('an access across two pages', () => {
  test('moves its bytes from both', () => {
    bare.map(VA, USER_RW);
    bare.map(NEXT, USER_RW);
    for (const offset of [1, 2, 3, 4, 5, 6, 7]) {
      expect(bare.cpu.mmu.store(NEXT - offset, 8, 0x04030201, 0x08070605)).toBe(true);
      expect(bare.cpu.mmu.load(NEXT - offset, 8)).toBe(true);
      expect([bare.cpu.mmu.low, bare.cpu.mmu.high]).toEqual([0x04030201, 0x08070605]);
    }
  });

  test('changes nothing if the second page refuses, and reports its first byte', () => {
    const pfn = bare.map(VA, USER_RW);
    bare.map(NEXT, USER_RX);
    expect(bare.cpu.mmu.store(NEXT - 2, 4, -1, 0)).toBe(false);
    expect(bare.cpu.mmu.fault).toEqual({ exit: Exit.PageFault, va: NEXT, access: Store, errorCode: 7 });
    expect(bare.machine.memory.frame(pfn).every((byte) => byte === 0)).toBe(true);
  });

  test('reports the first page if both refuse', () => {
    expect(bare.cpu.mmu.load(NEXT - 2, 4)).toBe(false);
    expect(bare.cpu.mmu.fault.va).toBe(NEXT - 2);
  });

  test('wraps at the end of the address space', () => {
    bare.map(0xfffff000, USER_RW);
    bare.map(0, USER_RW);
    expect(bare.cpu.mmu.store(0xfffffffe, 4, 0x44332211, 0)).toBe(true);
    expect(bare.cpu.mmu.load(0, 2)).toBe(true);
    expect(bare.cpu.mmu.low).toBe(0x4433);
  });
});

test('strict alignment refuses what is not aligned to its length, of eight bytes to four', () => {
  bare = new BareMachine({ ram: RAM, strictAlign: true });
  bare.map(VA, USER_RW);
  expect(bare.cpu.mmu.load(VA + 4, 8)).toBe(true);
  expect(bare.cpu.mmu.load(VA + 2, 4)).toBe(false);
  expect(bare.cpu.mmu.fault).toEqual({ exit: Exit.Misaligned, va: VA + 2, access: Load, errorCode: 0 });
  expect(bare.cpu.mmu.store(VA + 1, 2, 0, 0)).toBe(false);
});

test('peek sees through permissions and leaves no trace', () => {
  const pfn = bare.map(VA, 0);
  const before = bare.machine.memory.bytes.slice();
  expect(bare.cpu.mmu.peek(VA + 5)).toBe(pfn * 4096 + 5);
  expect(bare.cpu.mmu.peek(NEXT)).toBe(-1);
  expect(bare.cpu.mmu.peek(0x40000000)).toBe(-1);
  expect([...bare.cpu.mmu.misses]).toEqual([0, 0, 0]);
  expect(Buffer.compare(bare.machine.memory.bytes, before)).toBe(0);
});

test.each([
  [{ exit: Exit.PageFault, va: 0xbfffe000, access: Store, errorCode: 6 }, 'page fault: write to bfffe000, error code 6'],
  [{ exit: Exit.PageFault, va: 0x10, access: Fetch, errorCode: 0x14 }, 'page fault: fetch from 00000010, error code 14'],
  [{ exit: Exit.Misaligned, va: 1, access: Load, errorCode: 0 }, 'misaligned access: read from 00000001'],
  [{ exit: Exit.IllegalInstruction, va: 4, access: Fetch, errorCode: 0 }, 'illegal instruction at 00000004'],
])('fault %o is described as "%s"', (fault, text) => {
  expect(describeFault(fault)).toBe(text);
});
