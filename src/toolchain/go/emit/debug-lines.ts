/** Debugging information of a compiled program: the source line of each instruction, from the places that the table of functions has. */
import { SymbolBinding, SymbolType } from '../../../abi/elf32.ts';
import type { ObjectBuilder } from '../../../elf/object-builder.ts';
import { abbreviations, codeRanges, compileUnit, SourceLanguage } from '../../dwarf/compile-unit.ts';
import { type DebugContent, lineProgram, type LineRow, type LineSequence } from '../../dwarf/line-program.ts';
import type { TableFunction } from './function-table.ts';

/** Adds the sections. `functions` are sorted by offset; `textStart` is the symbol of the text that they count from. */
export function addDebugLines(object: ObjectBuilder, functions: readonly TableFunction[], textStart: number, textLength: number, unitName: string): void {
  const numbers = new Map<string, number>();
  const rows: LineRow[] = [];
  for (const { offset, places } of functions) {
    for (const place of places) {
      const file = numbers.get(place.file) ?? numbers.size;
      numbers.set(place.file, file);
      rows.push({ offset: offset + place.offset, file, line: place.line });
    }
  }
  const sequences: LineSequence[] = [{ symbol: textStart, length: textLength, rows }];
  const line = addSection(object, '.debug_line', lineProgram([...numbers.keys()], sequences));
  const abbrev = addSection(object, '.debug_abbrev', abbreviations());
  const ranges = addSection(object, '.debug_ranges', codeRanges(sequences));
  addSection(object, '.debug_info', compileUnit(unitName, SourceLanguage.Go, { line, abbrev, ranges }));
}

/** Adds a section that is not loaded, and returns the symbol of its start. */
function addSection(object: ObjectBuilder, name: string, { data, relocations }: DebugContent): number {
  const section = object.section(name, { flags: 0, alignment: 1 });
  section.bytes.append(data);
  for (const { offset, type, symbol, addend } of relocations) section.relocate(offset, type, symbol, addend);
  return object.defineUnnamed(name, { section: section.index, value: 0, binding: SymbolBinding.Local, type: SymbolType.Section });
}
