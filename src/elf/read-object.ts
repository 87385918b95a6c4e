/**
 * A relocatable object file as an {@link ObjectFile}: ELF's symbol table, string tables and relocation sections become
 * arrays, numbers are moved by the entries that ELF reserves. Throws ElfFormatError, and nothing else, for a damaged file.
 */
import { ElfType, Rela, SectionIndex, SectionType, SymbolBinding, SymbolType, relocationSymbolOf, relocationTypeOf } from '../abi/elf32.ts';
import { RELOCATIONS } from '../abi/elf-relocation.ts';
import { ElfFormatError } from './elf-format-error.ts';
import { ElfView } from './elf-view.ts';
import { Placement, type ObjectFile, type ObjectSection, type ObjectSymbol, type Relocation } from './object-file.ts';
import { readHeader } from './read-header.ts';
import { readSectionHeaders, readSymbolTable, sectionData, type ElfSection, type ElfSymbol } from './read-sections.ts';

/** Types of sections that describe others and have no place of their own in the object. */
const isTable = (type: number): boolean => type === SectionType.Null || type === SectionType.Symtab || type === SectionType.Strtab || type === SectionType.Rela;

class ObjectReader {
  private readonly view: ElfView;
  private readonly headers: readonly ElfSection[];
  /** Our number of each section of the file, -1 for tables. */
  private readonly numberOf: readonly number[];
  private readonly symbols: readonly ElfSymbol[];
  private readonly symbolTableIndex: number;

  constructor(bytes: Uint8Array) {
    this.view = new ElfView(bytes);
    this.headers = readSectionHeaders(this.view, readHeader(this.view, ElfType.Rel, 'a relocatable object'));
    let next = 0;
    this.numberOf = this.headers.map(({ type }) => (isTable(type) ? -1 : next++));
    this.symbolTableIndex = this.headers.findIndex(({ type }) => type === SectionType.Symtab);
    this.symbols = this.symbolTableIndex < 0 ? [] : readSymbolTable(this.view, this.headers, this.headers[this.symbolTableIndex]!);
  }

  read(fileName: string): ObjectFile {
    const relocations = this.readRelocations();
    const sections = this.headers.filter(({ type }) => !isTable(type)).map((header, index) => this.sectionFrom(header, relocations[index] ?? []));
    return { fileName, sections, symbols: this.symbols.slice(1).map((symbol) => this.symbolFrom(symbol)) };
  }

  private sectionFrom(header: ElfSection, relocations: readonly Relocation[]): ObjectSection {
    const { name, type, flags, entrySize, length } = header;
    return { name, type, flags, alignment: Math.max(1, header.alignment), entrySize, length, data: sectionData(this.view, header), relocations };
  }

  private symbolFrom(symbol: ElfSymbol): ObjectSymbol {
    const section = this.placementOf(symbol.sectionIndex);
    const { value, length, binding, type, visibility } = symbol;
    if (section >= 0 && value > this.lengthOf(section)) throw new ElfFormatError(0, `symbol ${symbol.name} inside its section`, `offset 0x${value.toString(16)}`);
    if (binding > SymbolBinding.Weak) throw new ElfFormatError(0, `a known binding of symbol ${symbol.name}`, String(binding));
    if (section === Placement.Common && (value & (value - 1)) !== 0) throw new ElfFormatError(0, `an alignment of common symbol ${symbol.name} that is a power of two`, String(value));
    const name = type === SymbolType.Section && symbol.name === '' ? (this.headers[symbol.sectionIndex]?.name ?? '') : symbol.name;
    return { name, section, value, length, binding, type, visibility };
  }

  private lengthOf(section: number): number {
    return this.headers[this.numberOf.indexOf(section)]!.length;
  }

  private placementOf(sectionIndex: number): number {
    switch (sectionIndex) {
      case SectionIndex.Undef:
        return Placement.Undefined;
      case SectionIndex.Abs:
        return Placement.Absolute;
      case SectionIndex.Common:
        return Placement.Common;
    }
    const section = this.numberOf[sectionIndex] ?? -1;
    if (section < 0) throw new ElfFormatError(0, 'symbols in sections of code or data', `one in section ${sectionIndex}`);
    return section;
  }

  /** Relocations by our number of the section they change. */
  private readRelocations(): Relocation[][] {
    const found: Relocation[][] = [];
    for (const header of this.headers) {
      if (header.type === SectionType.Rel) throw new ElfFormatError(header.headerOffset, 'relocations with addends', 'relocations without');
      if (header.type !== SectionType.Rela) continue;
      const section = this.numberOf[header.info] ?? -1;
      if (section < 0) throw new ElfFormatError(header.headerOffset, 'relocations for a section of code or data', `section ${header.info}`);
      if (header.link !== this.symbolTableIndex) throw new ElfFormatError(header.headerOffset, 'relocations that link to the symbol table', `section ${header.link}`);
      if (header.length % Rela.Size !== 0) throw new ElfFormatError(header.headerOffset, `relocations of ${Rela.Size} bytes each`, `${header.length} bytes`);
      const target = this.headers[header.info]!;
      const list = (found[section] ??= []);
      for (let at = header.offset; at < header.offset + header.length; at += Rela.Size) list.push(this.relocationAt(at, target));
    }
    return found;
  }

  private relocationAt(at: number, target: ElfSection): Relocation {
    const offset = this.view.word(at + Rela.Offset, 'relocation');
    const info = this.view.word(at + Rela.Info, 'relocation');
    const type = relocationTypeOf(info);
    const symbol = relocationSymbolOf(info) - 1;
    const row = RELOCATIONS[type];
    if (row === undefined) throw new ElfFormatError(at + Rela.Info, 'a known relocation type', String(type));
    if (symbol < 0 || symbol >= this.symbols.length - 1) throw new ElfFormatError(at + Rela.Info, `a symbol number from 1 to ${this.symbols.length - 1}`, String(symbol + 1));
    if (target.type === SectionType.Nobits || offset + row.length > target.length) throw new ElfFormatError(at, `a place inside section ${target.name}`, `0x${offset.toString(16)}`);
    return { offset, type, symbol, addend: this.view.signedWord(at + Rela.Addend, 'relocation') };
  }
}

/** Reads an object file; `fileName` is for messages. */
export function readObject(bytes: Uint8Array, fileName: string): ObjectFile {
  return new ObjectReader(bytes).read(fileName);
}
