import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Ehdr, Ident, Phdr, SectionFlag, SegmentFlag, SegmentType, Shdr, SymbolBinding, SymbolType, Sym } from '../../src/abi/elf32.ts';
import { Reloc } from '../../src/abi/elf-relocation.ts';
import { ElfFormatError } from '../../src/elf/elf-format-error.ts';
import { ObjectBuilder } from '../../src/elf/object-builder.ts';
import { Placement } from '../../src/elf/object-file.ts';
import { readExecutable } from '../../src/elf/read-executable.ts';
import { readObject } from '../../src/elf/read-object.ts';
import { readExecutableSections } from '../../src/elf/read-sections.ts';
import { writeObject } from '../../src/elf/write-elf.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { link } from '../../src/toolchain/link/link.ts';

const SOURCE = `
  .globl _start, shared_counter
  .type _start, @function
_start: la a0, message
  call helper
1: j 1b
  .size _start, . - _start
helper: lw a1, counter
  ret
  .section .rodata
message: .asciz "text"
  .data
counter: .word 1, message - ., helper
  .bss
shared_counter: .space 40
  .comm common_block, 100, 16
  .weak maybe
  .section .debug_notes
  .word _start
`;

const object = assemble(SOURCE, 'sample.s').object!;
const objectBytes = writeObject(object);
const executable = link([object]).bytes!;

/** A copy of a file with one field changed. */
function changed(bytes: Uint8Array, size: 1 | 2 | 4, offset: number, value: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  if (size === 1) view.setUint8(offset, value);
  else if (size === 2) view.setUint16(offset, value, true);
  else view.setUint32(offset, value, true);
  return copy;
}

const FIRST_SEGMENT = Ehdr.Size;
const SECOND_SEGMENT = Ehdr.Size + Phdr.Size;

test('an object survives writing and reading', () => {
  const copy = readObject(objectBytes, 'sample.s');
  expect(copy.sections).toEqual(object.sections.map((section) => ({ ...section, relocations: expect.any(Array) })));
  const named = (file: typeof object) => file.sections.map(({ relocations }) => relocations.map((one) => ({ ...one, symbol: file.symbols[one.symbol] })));
  expect(named(copy)).toEqual(named(object));
  expect(new Set(copy.symbols.map(({ name }) => name))).toEqual(new Set(object.symbols.map(({ name }) => name)));
});

test('a compiler builds an object without text', () => {
  const builder = new ObjectBuilder('compiled.o');
  const text = builder.section('.text.main');
  text.relocate(0, Reloc.Call, builder.symbol('exit'));
  text.bytes.appendWord(0x8003);
  builder.define('main.main', { section: text.index, value: 0, length: 4, type: SymbolType.Func });
  const exit = builder.section('.text.exit');
  builder.define('exit', { section: exit.index, value: 0, length: 4, type: SymbolType.Func });
  exit.bytes.appendWord(0x28);
  const data = builder.section('.bss');
  data.align(8);
  data.reserve(100);
  const built = builder.finish();
  expect(built.symbols.map(({ name, section }) => [name, section])).toEqual([['exit', 1], ['main.main', 0]]);
  expect(built.sections[2]).toMatchObject({ name: '.bss', length: 100, alignment: 8, data: new Uint8Array(0) });
  const { bytes, diagnostics } = link([built], { entry: 'main.main' });
  expect(diagnostics).toEqual([]);
  expect(readExecutable(bytes!).entry).toBe(0x08048094);
});

test('an executable tells the loader its segments, its entry and the place of its headers', () => {
  const { entry, segments, programHeaderVa, programHeaderCount, stackFlags } = readExecutable(executable);
  expect(entry).toBe(0x08048094);
  expect(programHeaderVa).toBe(0x08048000 + Ehdr.Size);
  expect(programHeaderCount).toBe(3);
  expect(stackFlags).toBe(SegmentFlag.R | SegmentFlag.W);
  expect(segments.map(({ va, flags }) => [va, flags])).toEqual([[0x08048000, 5], [0x08049000, 6]]);
});

test.each<[string, Uint8Array, RegExp]>([
  ['an empty file', new Uint8Array(0), /expected an ELF header of 52 bytes, found a file of 0 bytes/],
  ['half a header', executable.subarray(0, 30), /expected an ELF header of 52 bytes/],
  ['another magic number', changed(executable, 1, Ident.Magic, 0x7e), /the magic number/],
  ['64-bit class', changed(executable, 1, Ident.Class, 2), /class 1 \(32-bit\), found 0x2/],
  ['big-endian data', changed(executable, 1, Ident.Data, 2), /little-endian/],
  ['a future version', changed(executable, 4, Ehdr.Version, 2), /version 1/],
  ['an object where an executable is wanted', objectBytes, /type 2 \(an executable\), found 0x1/],
  ['the machine i386', changed(executable, 2, Ehdr.Machine, 3), /machine 0x5057 \(pagewalk\), found 0x3/],
  ['program headers of another size', changed(executable, 2, Ehdr.Phentsize, 56), /a program header size of 32, found 0x38/],
  ['program headers behind the end', changed(executable, 4, Ehdr.Phoff, 0xfffffff0), /program headers of 96 bytes, found end of file/],
  ['an absurd number of program headers', changed(executable, 2, Ehdr.Phnum, 0xffff), /program headers/],
  ['no segment to load', changed(executable, 2, Ehdr.Phnum, 0), /a segment to load, found none/],
  ['a file that ends before its section headers', executable.subarray(0, executable.length - 8), /section headers of \d+ bytes, found end of file/],
  ['a segment behind the end of the file', changed(executable, 4, SECOND_SEGMENT + Phdr.Offset, 0x100000), /segment's content of \d+ bytes, found end of file/],
  ['a segment that wraps the address space', changed(changed(executable, 4, SECOND_SEGMENT + Phdr.Memsz, 0xffffffff), 4, SECOND_SEGMENT + Phdr.Filesz, 0), /inside the address space/],
  ['a file size above the memory size', changed(executable, 4, FIRST_SEGMENT + Phdr.Memsz, 4), /file size is at most its memory size/],
  ['an odd alignment', changed(executable, 4, FIRST_SEGMENT + Phdr.Align, 3), /power of two, found 0x3/],
  ['offset and address that differ in a page', changed(executable, 4, FIRST_SEGMENT + Phdr.Vaddr, 0x08048100), /equal modulo 4096/],
  ['overlapping segments', changed(executable, 4, SECOND_SEGMENT + Phdr.Vaddr, 0x08048000), /starts above the one before it/],
  ['an entry outside text', changed(executable, 4, Ehdr.Entry, 0x08049000), /an entry point inside an executable segment, found 0x8049000/],
  ['an entry in nothing', changed(executable, 4, Ehdr.Entry, 0xfffffffc), /an entry point/],
  ['an odd entry', changed(executable, 4, Ehdr.Entry, 0x08048096), /multiple of 4/],
  ['a dynamic executable', changed(executable, 4, Ehdr.Size + 2 * Phdr.Size + Phdr.Type, SegmentType.Interp), /a static executable/],
])('the loader refuses %s', (_, bytes, message) => {
  expect(() => readExecutable(bytes)).toThrow(ElfFormatError);
  expect(() => readExecutable(bytes)).toThrow(message);
});

test('the loader does not need section headers', () => {
  expect(readExecutable(changed(executable, 2, Ehdr.Shnum, 0)).segments).toHaveLength(2);
});

const sectionHeaders = new DataView(objectBytes.buffer).getUint32(Ehdr.Shoff, true);
const sectionCount = new DataView(objectBytes.buffer).getUint16(Ehdr.Shnum, true);
const sectionField = (index: number, field: Shdr): number => sectionHeaders + index * Shdr.HeaderSize + field;
const symbolTable = new DataView(objectBytes.buffer).getUint32(sectionField(sectionCount - 3, Shdr.Offset), true);

test.each<[string, Uint8Array, RegExp]>([
  ['an executable', executable, /type 1 \(a relocatable object\)/],
  ['section headers behind the end', changed(objectBytes, 4, Ehdr.Shoff, 0x7fffffff), /section headers/],
  ['a section behind the end', changed(objectBytes, 4, sectionField(1, Shdr.Offset), 0xffffff00), /a section's content/],
  ['a section alignment of 3', changed(objectBytes, 4, sectionField(1, Shdr.Addralign), 3), /power of two/],
  ['a section name outside the names', changed(objectBytes, 4, sectionField(1, Shdr.Name), 0xffff), /a string table with offset 0xffff/],
  ['names in the wrong section', changed(objectBytes, 2, Ehdr.Shstrndx, 1), /names of sections/],
  ['a symbol in a section that is not there', changed(objectBytes, 2, symbolTable + Sym.EntrySize + Sym.Shndx, 77), /a section number below/],
  ['a symbol outside its section', changed(objectBytes, 4, symbolTable + 6 * Sym.EntrySize + Sym.Value, 0x7fffffff), /inside its section/],
  ['symbols of another size', changed(objectBytes, 4, sectionField(sectionCount - 3, Shdr.Entsize), 24), /entries of 16 bytes/],
])('the linker refuses %s', (_, bytes, message) => {
  expect(() => readObject(bytes, 'x.o')).toThrow(ElfFormatError);
  expect(() => readObject(bytes, 'x.o')).toThrow(message);
});

describe('ten thousand damaged files give an ElfFormatError or are read', () => {
  /** Applies a reader; anything but success or an ElfFormatError fails the test. */
  function attempt(read: () => unknown): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof ElfFormatError)) throw error;
    }
  }
  const damage = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 0xff, 0x7f, 0x80))), { minLength: 1, maxLength: 6 });

  test.each<[string, Uint8Array, (bytes: Uint8Array) => unknown]>([
    ['objects', objectBytes, (bytes) => link([readObject(bytes, 'fuzz.o')])],
    ['executables', executable, (bytes) => [readExecutable(bytes), readExecutableSections(bytes)]],
  ])('%s', (_, original, read) => {
    fc.assert(
      fc.property(damage, fc.nat(original.length), fc.boolean(), (edits, cut, isCut) => {
        const bytes = isCut ? original.slice(0, cut) : original.slice();
        // Half of the edits go into the headers and tables, where they hurt most.
        edits.forEach(([at, value], index) => {
          if (bytes.length === 0) return;
          const place = index % 2 === 0 ? at % Math.min(bytes.length, 256) : at % bytes.length;
          bytes[place] = value;
        });
        attempt(() => read(bytes));
        attempt(() => readExecutableSections(bytes));
      }),
      { numRuns: 5000 },
    );
  });
});

const hasBinutils = spawnSync('readelf', ['--version']).status === 0;

describe.skipIf(!hasBinutils)('GNU binutils read our files without a word of warning', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pagewalk-elf-'));
    writeFileSync(join(folder, 'sample.o'), objectBytes);
    writeFileSync(join(folder, 'sample'), executable);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['sample.o', 'sample'].flatMap((file) => [['readelf', '-hlSs', file], ['nm', '-a', file], ['size', '-A', file], ['objdump', '-h', file], ['objdump', '-t', file]]))('%s %s %s', (tool, option, file) => {
    const { status, stdout, stderr } = spawnSync(tool!, [option!, file!], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).not.toBe('');
  });

  test('readelf shows the segments and the stack, nm the symbols', () => {
    const segments = spawnSync('readelf', ['-lW', 'sample'], { cwd: folder, encoding: 'utf8' }).stdout;
    expect(segments).toMatch(/LOAD +0x000000 0x08048000 0x08048000 0x\w+ 0x\w+ R E 0x1000/);
    expect(segments).toMatch(/LOAD +0x001000 0x08049000 0x08049000 0x\w+ 0x\w+ RW +0x1000/);
    expect(segments).toMatch(/GNU_STACK/);
    const symbols = spawnSync('nm', ['sample'], { cwd: folder, encoding: 'utf8' }).stdout;
    expect(symbols).toMatch(/^08048094 T _start$/m);
    expect(symbols).toMatch(/^\w+ B shared_counter$/m);
    expect(symbols).toMatch(/^\w+ B common_block$/m);
  });
});

test('flags of sections keep their ELF meaning', () => {
  const byName = (name: string) => object.sections.find((section) => section.name === name)!;
  expect(byName('.text').flags).toBe(SectionFlag.Alloc | SectionFlag.Execinstr);
  expect(byName('.bss').data).toHaveLength(0);
  expect(object.symbols.find(({ name }) => name === 'common_block')).toMatchObject({ section: Placement.Common, value: 16, length: 100, binding: SymbolBinding.Global });
});
