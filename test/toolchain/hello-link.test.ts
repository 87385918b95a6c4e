import { expect, test } from 'vitest';
import { EM_PAGEWALK, Ehdr, SegmentFlag } from '../../src/abi/elf32.ts';
import { readExecutable } from '../../src/elf/read-executable.ts';
import { readExecutableSections } from '../../src/elf/read-sections.ts';
import { readObject } from '../../src/elf/read-object.ts';
import { writeObject } from '../../src/elf/write-elf.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { link } from '../../src/toolchain/link/link.ts';

const HELLO = `
        .globl  _start
_start: li      a0, 1
        la      a1, message
        li      a2, length
        li      a7, 4
        ecall
        li      a7, 1
        ecall
        .section .rodata
message: .ascii "hello, world\\n"
        .equ    length, . - message
        .bss
buffer: .space  100
`;

test('a program becomes an executable whose segments lie at the i386 addresses', () => {
  const { object, diagnostics } = assemble(HELLO, 'hello.s');
  expect(diagnostics).toEqual([]);
  const { bytes, diagnostics: linkDiagnostics } = link([object!]);
  expect(linkDiagnostics).toEqual([]);
  expect(new DataView(bytes!.buffer).getUint16(Ehdr.Machine, true)).toBe(EM_PAGEWALK);
  const { segments, entry, stackFlags } = readExecutable(bytes!);
  expect(segments.map(({ va, offset, flags }) => ({ va, offset, flags }))).toEqual([
    { va: 0x08048000, offset: 0, flags: SegmentFlag.R | SegmentFlag.X },
    { va: 0x08049000, offset: 0x1000, flags: SegmentFlag.R | SegmentFlag.W },
  ]);
  const { symbols } = readExecutableSections(bytes!);
  expect(symbols.find(({ name }) => name === '_start')!.value).toBe(entry);
  expect(stackFlags).toBe(SegmentFlag.R | SegmentFlag.W);
});

test('an object read back from its file links to the same bytes', () => {
  const { object } = assemble(HELLO, 'hello.s');
  const copy = readObject(writeObject(object!), 'hello.s');
  expect(link([copy]).bytes).toEqual(link([object!]).bytes);
});
