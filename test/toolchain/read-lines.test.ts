import { expect, test } from 'vitest';
import { ElfFormatError } from '../../src/elf/elf-format-error.ts';
import { readExecutableSections } from '../../src/elf/read-sections.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { readLines } from '../../src/toolchain/dwarf/read-lines.ts';
import { link } from '../../src/toolchain/link/link.ts';
import { listing } from '../../src/toolchain/listing.ts';

const SOURCE = `        .globl _start\n_start: nop\n        nop\n${'\n'.repeat(200)}        .space 4000\n        li a0, 1\n        ecall\n`;
const { bytes } = link([assemble(SOURCE, 'main.s', { debug: true }).object!]);
const elf = bytes!;
const view = readExecutableSections(elf);
const sectionBytes = (name: string): Uint8Array => {
  const { offset, length } = view.sections.find((section) => section.name === name)!;
  return elf.subarray(offset, offset + length);
};
const start = view.symbols.find(({ name }) => name === '_start')!.value;

test('what the assembler writes is read back', () => {
  expect(readLines(sectionBytes('.debug_line'))).toEqual([
    { va: start, file: 'main.s', line: 2 }, { va: start + 4, file: 'main.s', line: 3 },
    { va: start + 4008, file: 'main.s', line: 205 }, { va: start + 4012, file: 'main.s', line: 206 },
  ]);
});

test('a section that ends too soon is a format error', () => {
  const whole = sectionBytes('.debug_line');
  for (let length = 1; length < whole.length; length++) expect(() => readLines(whole.subarray(0, length))).toThrow(ElfFormatError);
});

test('a listing shows each source line before its instructions', () => {
  const text = listing(elf, 'a.out', { sourceLine: (file, line) => `text of ${file} ${line}` });
  const lines = text.split('\n').filter((line) => line.startsWith(';'));
  expect(lines).toEqual([2, 3, 205, 206].map((line) => `; main.s:${line}\ttext of main.s ${line}`));
});
