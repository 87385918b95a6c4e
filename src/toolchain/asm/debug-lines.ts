/** Debugging information of an assembly source: the line of each instruction, as `as -g` gives it. */
import { SymbolBinding, SymbolType, SymbolVisibility } from '../../abi/elf32.ts';
import type { ObjectFile, ObjectSection, ObjectSymbol } from '../../elf/object-file.ts';
import { codeRanges, compileUnit, debugSection } from '../dwarf/compile-unit.ts';
import { SourceLanguage } from '../dwarf/constants.ts';
import { writeUnit } from '../dwarf/die.ts';
import { lineProgram, type LineRow, type LineSequence } from '../dwarf/line-program.ts';
import type { AsmSection } from './section.ts';
import type { SourceStatement } from './source.ts';

/** The statement that a reader of the source sees: of an expansion the outermost call. */
function visibleStatement(statement: SourceStatement): SourceStatement {
  let at = statement;
  while (at.caller !== undefined) at = at.caller.at;
  return at;
}

class FileTable {
  readonly names: string[] = [];

  indexOf(name: string): number {
    const known = this.names.indexOf(name);
    return known >= 0 ? known : this.names.push(name) - 1;
  }
}

function rowsOf(section: AsmSection, files: FileTable): LineRow[] {
  const rows: LineRow[] = [];
  for (const { fragment, offset, statement } of section.instructions) {
    const { file, line } = visibleStatement(statement);
    const row = { offset: fragment.offset + offset, file: files.indexOf(file), line };
    const last = rows[rows.length - 1];
    if (last?.line !== row.line || last.file !== row.file) rows.push(row);
  }
  return rows;
}

const sectionSymbol = (name: string, section: number): ObjectSymbol => ({
  name,
  section,
  value: 0,
  length: 0,
  binding: SymbolBinding.Local,
  type: SymbolType.Section,
  visibility: SymbolVisibility.Default,
});

/** The object with debugging information for the sections of code that `sections` holds in the order of the object's. */
export function withDebugLines(object: ObjectFile, sections: readonly AsmSection[]): ObjectFile {
  const files = new FileTable();
  files.indexOf(object.fileName);
  const sequences = sections.flatMap((section, index): LineSequence[] => {
    const rows = rowsOf(section, files);
    const symbol = object.symbols.findIndex(({ section: owner, type }) => owner === index && type === SymbolType.Section);
    return rows.length === 0 ? [] : [{ symbol, length: section.length, rows }];
  });
  if (sequences.length === 0) return object;
  const names = ['.debug_line', '.debug_abbrev', '.debug_ranges', '.debug_info'];
  const symbols = [...object.symbols, ...names.map((name, index) => sectionSymbol(name, object.sections.length + index))];
  const [line, abbrev, ranges] = [0, 1, 2].map((index) => object.symbols.length + index) as [number, number, number];
  const unit = writeUnit(compileUnit(object.fileName, SourceLanguage.Assembler, { line, ranges }));
  const added: ObjectSection[] = [
    debugSection('.debug_line', lineProgram(files.names, sequences)),
    debugSection('.debug_abbrev', unit.abbreviations),
    debugSection('.debug_ranges', codeRanges(sequences)),
    debugSection('.debug_info', unit.info(abbrev)),
  ];
  return { ...object, sections: [...object.sections, ...added], symbols };
}
