/**
 * Sections and symbols of any ELF file for our machine: for the linker's input, and for naming addresses of executables.
 */
import { ElfType, SectionIndex, SectionType, Shdr, Sym, symbolBindingOf, symbolTypeOf, type SymbolBinding, type SymbolType, type SymbolVisibility } from '../abi/elf32.ts';
import { ElfFormatError } from './elf-format-error.ts';
import { ElfView } from './elf-view.ts';
import { readHeader, type ElfHeader } from './read-header.ts';

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly va: number;
  readonly offset: number;
  readonly length: number;
  readonly link: number;
  readonly info: number;
  readonly alignment: number;
  readonly entrySize: number;
  /** Where the header itself lies in the file. */
  readonly headerOffset: number;
}

export interface ElfSymbol {
  readonly name: string;
  readonly value: number;
  readonly length: number;
  readonly binding: SymbolBinding;
  readonly type: SymbolType;
  readonly visibility: SymbolVisibility;
  /** As in the file: SectionIndex values included. */
  readonly sectionIndex: number;
}

const MAX_ALIGNMENT = 2 ** 20;
const utf8 = new TextDecoder('utf-8');
const hex = (value: number): string => `0x${value.toString(16)}`;

/** The NUL-terminated string at `offset` of a string table. */
function stringAt(table: Uint8Array, tableOffset: number, offset: number): string {
  if (offset >= table.length) throw new ElfFormatError(tableOffset, `a string table with offset ${hex(offset)}`, `one of ${table.length} bytes`);
  const end = table.indexOf(0, offset);
  if (end < 0) throw new ElfFormatError(tableOffset + offset, 'a string that ends with NUL', 'end of the string table');
  return utf8.decode(table.subarray(offset, end));
}

function readSectionHeader(view: ElfView, at: number): Omit<ElfSection, 'name'> & { readonly nameOffset: number } {
  const word = (field: Shdr): number => view.word(at + field, 'section header');
  return {
    nameOffset: word(Shdr.Name),
    type: word(Shdr.Type),
    flags: word(Shdr.Flags),
    va: word(Shdr.Addr),
    offset: word(Shdr.Offset),
    length: word(Shdr.Size),
    link: word(Shdr.Link),
    info: word(Shdr.Info),
    alignment: word(Shdr.Addralign),
    entrySize: word(Shdr.Entsize),
    headerOffset: at,
  };
}

function checkSection(view: ElfView, section: { type: number; offset: number; length: number; alignment: number; headerOffset: number }): void {
  const { type, offset, length, alignment, headerOffset } = section;
  if ((alignment & (alignment - 1)) !== 0 || alignment > MAX_ALIGNMENT) throw new ElfFormatError(headerOffset, 'a section alignment that is a power of two up to 1 MiB', hex(alignment));
  if (type !== SectionType.Nobits && type !== SectionType.Null) view.checkRange(offset, length, `a section's content`);
}

/** Reads all section headers, the first (null) one included, so that numbers in the file are indices. */
export function readSectionHeaders(view: ElfView, header: ElfHeader): ElfSection[] {
  const count = header.sectionHeaderCount;
  if (count === 0) return [];
  const raw = Array.from({ length: count }, (_, index) => readSectionHeader(view, header.sectionHeaderOffset + index * Shdr.HeaderSize));
  for (const section of raw) checkSection(view, section);
  const names = raw[header.sectionNameIndex];
  if (names === undefined || names.type !== SectionType.Strtab) throw new ElfFormatError(header.sectionHeaderOffset, 'a string table with the names of sections', `section ${header.sectionNameIndex} of ${count}`);
  const table = view.slice(names.offset, names.length, 'section names');
  return raw.map(({ nameOffset, ...section }) => ({ name: stringAt(table, names.offset, nameOffset), ...section }));
}

/** The content of a section, sharing the file's memory; empty for Nobits. */
export function sectionData(view: ElfView, section: ElfSection): Uint8Array {
  return section.type === SectionType.Nobits ? new Uint8Array(0) : view.slice(section.offset, section.length, `section ${section.name}`);
}

/** Reads a symbol table with its names; the first (null) symbol included. */
export function readSymbolTable(view: ElfView, sections: readonly ElfSection[], table: ElfSection): ElfSymbol[] {
  if (table.entrySize !== Sym.EntrySize || table.length % Sym.EntrySize !== 0) {
    throw new ElfFormatError(table.headerOffset, `a symbol table with entries of ${Sym.EntrySize} bytes`, `${table.length} bytes with entries of ${table.entrySize}`);
  }
  const strings = sections[table.link];
  if (strings === undefined || strings.type !== SectionType.Strtab) throw new ElfFormatError(table.headerOffset, 'a link to a string table', `section ${table.link}`);
  const names = sectionData(view, strings);
  return Array.from({ length: table.length / Sym.EntrySize }, (_, index) => {
    const at = table.offset + index * Sym.EntrySize;
    const info = view.byte(at + Sym.Info, 'symbol');
    const sectionIndex = view.half(at + Sym.Shndx, 'symbol');
    if (sectionIndex >= sections.length && sectionIndex < SectionIndex.LoReserve) throw new ElfFormatError(at + Sym.Shndx, `a section number below ${sections.length}`, String(sectionIndex));
    return {
      name: stringAt(names, strings.offset, view.word(at + Sym.Name, 'symbol')),
      value: view.word(at + Sym.Value, 'symbol'),
      length: view.word(at + Sym.Size, 'symbol'),
      binding: symbolBindingOf(info),
      type: symbolTypeOf(info),
      visibility: view.byte(at + Sym.Other, 'symbol') & 3,
      sectionIndex,
    };
  });
}

/** Sections and symbols of an executable, for naming addresses. Throws {@link ElfFormatError} if they are damaged. */
export function readExecutableSections(bytes: Uint8Array): { readonly sections: readonly ElfSection[]; readonly symbols: readonly ElfSymbol[] } {
  const view = new ElfView(bytes);
  const sections = readSectionHeaders(view, readHeader(view, ElfType.Exec, 'an executable'));
  const table = sections.find(({ type }) => type === SectionType.Symtab);
  return { sections, symbols: table === undefined ? [] : readSymbolTable(view, sections, table) };
}
