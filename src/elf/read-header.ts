/**
 * The head of an ELF file and its program headers, checked as far as they can be without knowing what for: identification,
 * machine, version, sizes of entries, tables inside the file.
 */
import { ELFCLASS32, ELFDATA2LSB, ELF_MAGIC, EM_PAGEWALK, EV_CURRENT, Ehdr, Ident, Phdr, Shdr, type ElfType } from '../abi/elf32.ts';
import { ElfFormatError } from './elf-format-error.ts';
import { ElfView } from './elf-view.ts';

export interface ElfHeader {
  readonly type: ElfType;
  readonly entry: number;
  readonly programHeaderOffset: number;
  readonly programHeaderCount: number;
  readonly sectionHeaderOffset: number;
  readonly sectionHeaderCount: number;
  /** Section with the names of sections. */
  readonly sectionNameIndex: number;
}

export interface ProgramHeader {
  readonly type: number;
  /** Bits of SegmentFlag. */
  readonly flags: number;
  readonly offset: number;
  readonly va: number;
  readonly fileLength: number;
  readonly memoryLength: number;
  readonly alignment: number;
  /** Where the header itself lies in the file. */
  readonly headerOffset: number;
}

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Whether a file starts like an ELF file at all. */
export function startsAsElf(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new ElfView(bytes).word(Ident.Magic, 'magic') === ELF_MAGIC;
}

function expect(offset: number, expectation: string, found: number, wanted: number): void {
  if (found !== wanted) throw new ElfFormatError(offset, expectation, hex(found));
}

/** Reads and checks the header of a file for our machine, of the type wanted. */
export function readHeader(view: ElfView, type: ElfType, typeName: string): ElfHeader {
  if (view.length < Ehdr.Size) throw new ElfFormatError(0, `an ELF header of ${Ehdr.Size} bytes`, `a file of ${view.length} bytes`);
  expect(Ident.Magic, 'the magic number 0x464c457f ("\\x7fELF")', view.word(Ident.Magic, 'magic'), ELF_MAGIC);
  expect(Ident.Class, 'class 1 (32-bit)', view.byte(Ident.Class, 'class'), ELFCLASS32);
  expect(Ident.Data, 'data encoding 1 (little-endian)', view.byte(Ident.Data, 'data encoding'), ELFDATA2LSB);
  expect(Ident.Version, 'identification version 1', view.byte(Ident.Version, 'version'), EV_CURRENT);
  expect(Ehdr.Type, `type ${type} (${typeName})`, view.half(Ehdr.Type, 'type'), type);
  expect(Ehdr.Machine, `machine ${hex(EM_PAGEWALK)} (pagewalk)`, view.half(Ehdr.Machine, 'machine'), EM_PAGEWALK);
  expect(Ehdr.Version, 'version 1', view.word(Ehdr.Version, 'version'), EV_CURRENT);
  expect(Ehdr.Ehsize, `a header size of ${Ehdr.Size}`, view.half(Ehdr.Ehsize, 'header size'), Ehdr.Size);
  const header: ElfHeader = {
    type,
    entry: view.word(Ehdr.Entry, 'entry'),
    programHeaderOffset: view.word(Ehdr.Phoff, 'program header offset'),
    programHeaderCount: view.half(Ehdr.Phnum, 'program header count'),
    sectionHeaderOffset: view.word(Ehdr.Shoff, 'section header offset'),
    sectionHeaderCount: view.half(Ehdr.Shnum, 'section header count'),
    sectionNameIndex: view.half(Ehdr.Shstrndx, 'section name index'),
  };
  if (header.programHeaderCount > 0) {
    expect(Ehdr.Phentsize, `a program header size of ${Phdr.Size}`, view.half(Ehdr.Phentsize, 'program header size'), Phdr.Size);
    view.checkRange(header.programHeaderOffset, header.programHeaderCount * Phdr.Size, 'program headers');
  }
  if (header.sectionHeaderCount > 0) {
    expect(Ehdr.Shentsize, `a section header size of ${Shdr.HeaderSize}`, view.half(Ehdr.Shentsize, 'section header size'), Shdr.HeaderSize);
    view.checkRange(header.sectionHeaderOffset, header.sectionHeaderCount * Shdr.HeaderSize, 'section headers');
  }
  return header;
}

/** Reads the program headers of a checked header. */
export function readProgramHeaders(view: ElfView, header: ElfHeader): ProgramHeader[] {
  return Array.from({ length: header.programHeaderCount }, (_, index) => {
    const at = header.programHeaderOffset + index * Phdr.Size;
    const word = (field: Phdr): number => view.word(at + field, 'program header');
    return {
      type: word(Phdr.Type),
      flags: word(Phdr.Flags),
      offset: word(Phdr.Offset),
      va: word(Phdr.Vaddr),
      fileLength: word(Phdr.Filesz),
      memoryLength: word(Phdr.Memsz),
      alignment: word(Phdr.Align),
      headerOffset: at,
    };
  });
}
