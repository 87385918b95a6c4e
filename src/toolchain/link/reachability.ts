/**
 * Finds the sections that the entry needs, through relocations; the others are dropped (`--gc-sections`). Sections marked
 * retain, and those that are not loaded, stay, but what is not loaded (debug information) keeps nothing alive.
 */
import { SectionFlag } from '../../abi/elf32.ts';
import { isAllocated, type InputSection } from './input.ts';
import type { SymbolTable } from './resolve.ts';

/** Names of the start and end symbols that the linker makes for a section with a C name. */
const SECTION_BOUND = /^__(?:start|stop)_([A-Za-z_]\w*)$/;

export function markReachable(table: SymbolTable, sections: readonly InputSection[], roots: readonly string[]): void {
  for (const section of sections) section.isLive = !isAllocated(section.section);
  const pending: InputSection[] = [];
  const visit = (section: InputSection | null | undefined): void => {
    if (section === null || section === undefined || section.isLive) return;
    section.isLive = true;
    pending.push(section);
  };
  const visitBounds = (name: string): void => {
    const wanted = SECTION_BOUND.exec(name)?.[1];
    if (wanted !== undefined) for (const section of sections) if (section.section.name === wanted) visit(section);
  };
  for (const name of roots) visit(table.globals.get(name)?.section);
  for (const section of sections) if ((section.section.flags & SectionFlag.GnuRetain) !== 0) visit(section);
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    const { object } = section;
    if (object === null) continue;
    for (const { symbol: number } of section.section.relocations) {
      const symbol = object.file.symbols[number]!;
      visit(table.lookUp(object, symbol)?.section);
      visitBounds(symbol.name);
    }
  }
}
