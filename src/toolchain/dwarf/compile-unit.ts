/**
 * The least of `.debug_info` that tools need to find a line program: one compilation unit without children, and the ranges of
 * code that it covers.
 */
import { Reloc } from '../../abi/elf-relocation.ts';
import { SectionType } from '../../abi/elf32.ts';
import { ByteBuffer } from '../../base/byte-buffer.ts';
import type { ObjectSection, Relocation } from '../../elf/object-file.ts';
import { appendString, appendUnsigned } from './leb128.ts';
import type { DebugContent, LineSequence } from './line-program.ts';

const VERSION = 4;
const ADDRESS_LENGTH = 4;
const PRODUCER = 'pagewalk';

const enum Tag {
  CompileUnit = 0x11,
}

const enum Attribute {
  Name = 0x03,
  StmtList = 0x10,
  LowPc = 0x11,
  Language = 0x13,
  Producer = 0x25,
  Ranges = 0x55,
}

const enum Form {
  Addr = 0x01,
  Data2 = 0x05,
  String = 0x08,
  SecOffset = 0x17,
}

/** DW_LANG values. */
export const enum SourceLanguage {
  Go = 0x16,
  Assembler = 0x8001,
}

/** The unit's only abbreviation. */
const ABBREVIATION: readonly (readonly [Attribute, Form])[] = [
  [Attribute.Producer, Form.String],
  [Attribute.Language, Form.Data2],
  [Attribute.Name, Form.String],
  [Attribute.LowPc, Form.Addr],
  [Attribute.Ranges, Form.SecOffset],
  [Attribute.StmtList, Form.SecOffset],
];

/** Symbols of the starts of the sections that refer to each other. */
export interface DebugSymbols {
  readonly line: number;
  readonly abbrev: number;
  readonly ranges: number;
}

export function abbreviations(): DebugContent {
  const bytes = new ByteBuffer();
  appendUnsigned(bytes, 1);
  appendUnsigned(bytes, Tag.CompileUnit);
  bytes.appendByte(0); // no children
  for (const [attribute, form] of [...ABBREVIATION, [0, 0] as const]) {
    appendUnsigned(bytes, attribute);
    appendUnsigned(bytes, form);
  }
  bytes.appendByte(0);
  return { data: bytes.toBytes(), relocations: [] };
}

export function compileUnit(name: string, language: SourceLanguage, symbols: DebugSymbols): DebugContent {
  const bytes = new ByteBuffer();
  const relocations: Relocation[] = [];
  const sectionOffset = (symbol: number): void => {
    relocations.push({ offset: bytes.length, type: Reloc.Abs32, symbol, addend: 0 });
    bytes.appendWord(0);
  };
  bytes.appendWord(0); // unit length
  bytes.appendHalf(VERSION);
  sectionOffset(symbols.abbrev);
  bytes.appendByte(ADDRESS_LENGTH);
  appendUnsigned(bytes, 1);
  appendString(bytes, PRODUCER);
  bytes.appendHalf(language);
  appendString(bytes, name);
  bytes.appendWord(0); // ranges count from 0
  sectionOffset(symbols.ranges);
  sectionOffset(symbols.line);
  bytes.patchWord(0, bytes.length - 4);
  return { data: bytes.toBytes(), relocations };
}

/** `.debug_ranges`: start and end of each section, then two zeros. */
export function codeRanges(sequences: readonly LineSequence[]): DebugContent {
  const bytes = new ByteBuffer();
  const relocations: Relocation[] = [];
  for (const { symbol, length } of sequences) {
    for (const addend of [0, length]) {
      relocations.push({ offset: bytes.length, type: Reloc.Abs32, symbol, addend });
      bytes.appendWord(0);
    }
  }
  bytes.fill(2 * ADDRESS_LENGTH);
  return { data: bytes.toBytes(), relocations };
}

/** A section of debugging information, which is not loaded. */
export const debugSection = (name: string, { data, relocations }: DebugContent): ObjectSection => ({
  name,
  type: SectionType.Progbits,
  flags: 0,
  alignment: 1,
  entrySize: 0,
  length: data.length,
  data,
  relocations,
});
