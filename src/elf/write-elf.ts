/**
 * Writes ELF files: relocatable objects from an {@link ObjectFile}, executables from what the linker laid out. Both end in
 * the same way: contents that have no fixed place, symbol and string tables, section headers.
 */
import {
  ELFCLASS32, ELFDATA2LSB, ELF_MAGIC, EM_PAGEWALK, EV_CURRENT, Ehdr, ElfType, Ident, Phdr, Rela, SectionFlag, SectionIndex, SectionType, Shdr, Sym,
  SymbolBinding, relocationInfo, symbolInfo, type SymbolType, type SymbolVisibility,
} from '../abi/elf32.ts';
import { assert } from '../base/assert.ts';
import { ByteBuffer } from '../base/byte-buffer.ts';
import { Placement, type ObjectFile } from './object-file.ts';
import { StringTable } from './string-table.ts';

/** A symbol as it goes into a file: `section` counts the file's sections from 1, or is a SectionIndex. */
export interface SymbolToWrite {
  readonly name: string;
  readonly value: number;
  readonly length: number;
  readonly binding: SymbolBinding;
  readonly type: SymbolType;
  readonly visibility: SymbolVisibility;
  readonly section: number;
}

export interface SectionToWrite {
  readonly name: string;
  readonly type: SectionType;
  readonly flags: number;
  readonly va: number;
  readonly alignment: number;
  readonly entrySize: number;
  readonly length: number;
  readonly data: Uint8Array;
  /** Where its content must lie in the file, or null for anywhere behind the segments. */
  readonly fileOffset: number | null;
  /** Numbers of other sections, where the type asks for them. */
  readonly link?: number;
  readonly info?: number;
}

export interface SegmentToWrite {
  readonly type: number;
  readonly flags: number;
  readonly fileOffset: number;
  readonly va: number;
  readonly fileLength: number;
  readonly memoryLength: number;
  readonly alignment: number;
}

interface FileToWrite {
  readonly type: ElfType;
  readonly entry: number;
  readonly segments: readonly SegmentToWrite[];
  readonly sections: readonly SectionToWrite[];
}

export interface ExecutableToWrite {
  readonly entry: number;
  readonly segments: readonly SegmentToWrite[];
  readonly sections: readonly SectionToWrite[];
  readonly symbols: readonly SymbolToWrite[];
}

/** Bytes that the header and the program headers take at the head of a file. */
export const headersLength = (segmentCount: number): number => Ehdr.Size + segmentCount * Phdr.Size;

/** Alignment of tables whose section does not say. */
const TABLE_ALIGNMENT = 4;

function putHeader(file: DataView, { type, entry, segments, sections }: FileToWrite, sectionHeaderOffset: number): void {
  const word = (at: Ehdr, value: number): void => file.setUint32(at, value, true);
  const half = (at: Ehdr, value: number): void => file.setUint16(at, value, true);
  file.setUint32(Ident.Magic, ELF_MAGIC, true);
  file.setUint8(Ident.Class, ELFCLASS32);
  file.setUint8(Ident.Data, ELFDATA2LSB);
  file.setUint8(Ident.Version, EV_CURRENT);
  half(Ehdr.Type, type);
  half(Ehdr.Machine, EM_PAGEWALK);
  word(Ehdr.Version, EV_CURRENT);
  word(Ehdr.Entry, entry);
  word(Ehdr.Phoff, segments.length > 0 ? Ehdr.Size : 0);
  word(Ehdr.Shoff, sectionHeaderOffset);
  half(Ehdr.Ehsize, Ehdr.Size);
  half(Ehdr.Phentsize, segments.length > 0 ? Phdr.Size : 0);
  half(Ehdr.Phnum, segments.length);
  half(Ehdr.Shentsize, Shdr.HeaderSize);
  half(Ehdr.Shnum, sections.length + 1);
  half(Ehdr.Shstrndx, sections.length);
}

function putSegment(file: DataView, at: number, segment: SegmentToWrite): void {
  const word = (field: Phdr, value: number): void => file.setUint32(at + field, value, true);
  word(Phdr.Type, segment.type);
  word(Phdr.Offset, segment.fileOffset);
  word(Phdr.Vaddr, segment.va);
  word(Phdr.Paddr, segment.va);
  word(Phdr.Filesz, segment.fileLength);
  word(Phdr.Memsz, segment.memoryLength);
  word(Phdr.Flags, segment.flags);
  word(Phdr.Align, segment.alignment);
}

function putSection(file: DataView, at: number, section: SectionToWrite, nameOffset: number, fileOffset: number): void {
  const word = (field: Shdr, value: number): void => file.setUint32(at + field, value, true);
  word(Shdr.Name, nameOffset);
  word(Shdr.Type, section.type);
  word(Shdr.Flags, section.flags);
  word(Shdr.Addr, section.va);
  word(Shdr.Offset, fileOffset);
  word(Shdr.Size, section.length);
  word(Shdr.Link, section.link ?? 0);
  word(Shdr.Info, section.info ?? 0);
  word(Shdr.Addralign, section.alignment);
  word(Shdr.Entsize, section.entrySize);
}

/** Lays the file out and fills it. The last section must be the one for section names; its content is made here. */
function writeFile(plan: FileToWrite): Uint8Array {
  assert(plan.sections.length < SectionIndex.LoReserve, `writeElf: ${plan.sections.length} sections do not fit in 16 bits`);
  const names = new StringTable();
  const nameOffsets = plan.sections.map(({ name }) => names.offsetOf(name));
  const nameBytes = names.toBytes();
  const sections = plan.sections.map((section, index) =>
    index === plan.sections.length - 1 ? { ...section, data: nameBytes, length: nameBytes.length } : section,
  );
  let end = headersLength(plan.segments.length);
  for (const { fileOffset, data } of sections) if (fileOffset !== null) end = Math.max(end, fileOffset + data.length);
  for (const { fileOffset, fileLength } of plan.segments) end = Math.max(end, fileOffset + fileLength);
  const fileOffsets = sections.map((section) => {
    if (section.fileOffset !== null) return section.fileOffset;
    const at = Math.ceil(end / section.alignment) * section.alignment;
    end = at + section.data.length;
    return at;
  });
  const headersAt = Math.ceil(end / TABLE_ALIGNMENT) * TABLE_ALIGNMENT;
  const bytes = new Uint8Array(headersAt + (sections.length + 1) * Shdr.HeaderSize);
  const file = new DataView(bytes.buffer);
  putHeader(file, plan, headersAt);
  plan.segments.forEach((segment, index) => putSegment(file, Ehdr.Size + index * Phdr.Size, segment));
  sections.forEach((section, index) => {
    bytes.set(section.data, fileOffsets[index]!);
    putSection(file, headersAt + (index + 1) * Shdr.HeaderSize, section, nameOffsets[index]!, fileOffsets[index]!);
  });
  return bytes;
}

function tableSection(name: string, type: SectionType, data: Uint8Array, rest: Partial<SectionToWrite> = {}): SectionToWrite {
  return { name, type, flags: 0, va: 0, alignment: type === SectionType.Strtab ? 1 : TABLE_ALIGNMENT, entrySize: 0, length: data.length, data, fileOffset: null, ...rest };
}

/** The symbol table, its strings and the section for section names; `before` sections precede them. */
function symbolSections(symbols: readonly SymbolToWrite[], before: number): SectionToWrite[] {
  const strings = new StringTable();
  const table = new ByteBuffer();
  table.fill(Sym.EntrySize);
  let localCount = 1;
  for (const symbol of symbols) {
    if (symbol.binding === SymbolBinding.Local) localCount++;
    const at = table.length;
    table.fill(Sym.EntrySize);
    table.patchWord(at + Sym.Name, strings.offsetOf(symbol.name));
    table.patchWord(at + Sym.Value, symbol.value);
    table.patchWord(at + Sym.Size, symbol.length);
    table.patchByte(at + Sym.Info, symbolInfo(symbol.binding, symbol.type));
    table.patchByte(at + Sym.Other, symbol.visibility);
    table.patchHalf(at + Sym.Shndx, symbol.section);
  }
  const isOrdered = symbols.every(({ binding }, index) => (binding === SymbolBinding.Local) === index + 1 < localCount);
  assert(isOrdered, 'writeElf: local symbols must precede all others');
  return [
    tableSection('.symtab', SectionType.Symtab, table.toBytes(), { entrySize: Sym.EntrySize, link: before + 2, info: localCount }),
    tableSection('.strtab', SectionType.Strtab, strings.toBytes()),
    tableSection('.shstrtab', SectionType.Strtab, new Uint8Array(0)),
  ];
}

/** The bytes of an executable. Symbols must have the local ones first. */
export function writeExecutable({ entry, segments, sections, symbols }: ExecutableToWrite): Uint8Array {
  return writeFile({ type: ElfType.Exec, entry, segments, sections: [...sections, ...symbolSections(symbols, sections.length)] });
}

function fileSectionOf(section: number): number {
  switch (section) {
    case Placement.Undefined:
      return SectionIndex.Undef;
    case Placement.Absolute:
      return SectionIndex.Abs;
    case Placement.Common:
      return SectionIndex.Common;
    default:
      return section + 1;
  }
}

/** The bytes of a relocatable object. */
export function writeObject(object: ObjectFile): Uint8Array {
  const order = object.symbols.map((_, index) => index);
  const isLocal = (index: number): boolean => object.symbols[index]!.binding === SymbolBinding.Local;
  const ordered = [...order.filter(isLocal), ...order.filter((index) => !isLocal(index))];
  const numberOf: number[] = [];
  ordered.forEach((index, position) => (numberOf[index] = position + 1));
  const symbols = ordered.map((index) => ({ ...object.symbols[index]!, section: fileSectionOf(object.symbols[index]!.section) }));

  const contents = object.sections.map((section): SectionToWrite => ({ ...section, va: 0, fileOffset: null }));
  const relocated = object.sections.flatMap((section, index) => (section.relocations.length > 0 ? [{ section, index }] : []));
  const before = contents.length + relocated.length;
  const relocations = relocated.map(({ section, index }) => {
    const table = new ByteBuffer();
    for (const { offset, type, symbol, addend } of section.relocations) {
      const at = table.length;
      table.fill(Rela.Size);
      table.patchWord(at + Rela.Offset, offset);
      table.patchWord(at + Rela.Info, relocationInfo(numberOf[symbol]!, type));
      table.patchWord(at + Rela.Addend, addend);
    }
    return tableSection(`.rela${section.name}`, SectionType.Rela, table.toBytes(), { flags: SectionFlag.InfoLink, entrySize: Rela.Size, link: before + 1, info: index + 1 });
  });
  return writeFile({ type: ElfType.Rel, entry: 0, segments: [], sections: [...contents, ...relocations, ...symbolSections(symbols, before)] });
}
