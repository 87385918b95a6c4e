import { describe, expect, test } from 'vitest';
import { digest } from '../../src/kernel/digest.ts';
import { peekPage, Residence, residenceOf } from '../../src/kernel/mm/peek.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { readExecutableSections } from '../../src/elf/read-sections.ts';
import { GuestMemory, UnmappedError } from '../../src/inspect/guest-memory.ts';
import { assembleProgram, bootGuest } from '../support/guest.ts';

const PAGES = 60;
/** Writes its number into each page of bss, then a word into a shared anonymous page, and sleeps for ever. */
const program = assembleProgram(`
        .globl _start
_start: la      s0, pages
        li      s1, 0
        li      s2, ${PAGES}
        lui     s3, 1
1:      addi    s1, s1, 1
        sw      s1, 8(s0)
        add     s0, s0, s3
        blt     s1, s2, 1b
        li      a0, 0
        lui     a1, 2
        li      a2, 3                   # PROT_READ | PROT_WRITE
        li      a3, 0x21                # MAP_SHARED | MAP_ANONYMOUS
        li      a4, -1
        li      a5, 0
        li      a7, 192                 # mmap2
        ecall
        la      t0, shared
        sw      a0, 0(t0)
        li      t1, 77
        sw      t1, 4(a0)
2:      li      a7, 29                  # pause
        ecall
        j       2b
        .data
        .space  8192
text:   .ascii  "never touched"
        .bss
        .align  12
pages:  .space  ${PAGES} * 4096
never:  .space  4096
shared: .space  4
`);
const address = (name: string): number => readExecutableSections(program).symbols.find((symbol) => symbol.name === name)!.value;

describe.each([['64M', false], ['64K', true]])('with RAM of %s', (ram, isSwapped) => {
  test('every page is seen as the program would read it, and nothing changes', async () => {
    const { kernel, close } = await bootGuest(program, { flags: `--ram ${ram}` });
    expect(run(kernel).reason).toBe('deadlock');
    const { mm } = kernel.init!;
    const before = digest(kernel);
    const memory = new GuestMemory(mm!);
    const pages = address('pages');
    const seen = Array.from({ length: PAGES }, (_, i) => memory.word(pages + i * 4096 + 8));
    expect(seen).toEqual(Array.from({ length: PAGES }, (_, i) => i + 1));
    expect(new TextDecoder().decode(memory.bytes(address('text'), 13))).toBe('never touched');
    expect(memory.word(address('never'))).toBe(0);
    expect(memory.word(memory.word(address('shared')) + 4)).toBe(77);
    // Across the border of two pages.
    expect(memory.word(pages + 4096 + 6)).toBe(2 * 65536);

    const residences = Array.from({ length: PAGES }, (_, i) => residenceOf(mm!, pages + i * 4096));
    expect(residences.filter((each) => each === Residence.Swapped).length > PAGES / 2).toBe(isSwapped);
    expect(residences.every((each) => each === Residence.Swapped || each === Residence.Resident)).toBe(true);
    expect(residenceOf(mm!, address('never'))).toBe(Residence.Untouched);
    expect(residenceOf(mm!, 0)).toBe(Residence.Unmapped);
    expect(digest(kernel)).toBe(before);
    close();
  });
});

test('what is not mapped cannot be read', async () => {
  const { kernel, close } = await bootGuest(program);
  run(kernel);
  const memory = new GuestMemory(kernel.init!.mm!);
  expect(() => memory.word(16)).toThrow(UnmappedError);
  expect(() => memory.byte(0xc0000000)).toThrow('0xc0000000 is not mapped');
  expect(memory.isMapped(16)).toBe(false);
  expect(peekPage(kernel.init!.mm!, 0xfffff000)).toBeNull();
  close();
});
