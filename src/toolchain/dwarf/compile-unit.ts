/** The root of `.debug_info`: one compilation unit, which names its line program and the ranges of code that it covers. */
import { Reloc } from '../../abi/elf-relocation.ts';
import { SectionType } from '../../abi/elf32.ts';
import { ByteBuffer } from '../../base/byte-buffer.ts';
import type { ObjectSection, Relocation } from '../../elf/object-file.ts';
import { Attribute, type SourceLanguage, Tag } from './constants.ts';
import { Die } from './die.ts';
import type { DebugContent, LineSequence } from './line-program.ts';

const ADDRESS_LENGTH = 4;
const PRODUCER = 'pagewalk';

/** Symbols of the starts of the sections that the unit refers to. */
export interface UnitSections {
  readonly line: number;
  readonly ranges: number;
}

/** The unit's entry, without children yet. */
export function compileUnit(name: string, language: SourceLanguage, { line, ranges }: UnitSections): Die {
  return new Die(Tag.CompileUnit)
    .text(Attribute.Producer, PRODUCER)
    .half(Attribute.Language, language)
    .name(name)
    // Ranges count from 0.
    .address(Attribute.LowPc, null)
    .section(Attribute.Ranges, ranges)
    .section(Attribute.StmtList, line);
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
