/** The map of a link: which part of which object lies where, and what was dropped. */
import { isAllocated, type InputSection, type OutputSection } from './input.ts';
import type { SymbolTable } from './resolve.ts';

const hex = (value: number, width = 8): string => `0x${value.toString(16).padStart(width, '0')}`;

const NAME_WIDTH = 16;

function sectionLines(section: OutputSection, symbols: ReadonlyMap<InputSection, readonly { name: string; value: number }[]>): string[] {
  const head = `${section.name.padEnd(NAME_WIDTH)} ${hex(section.va)} ${hex(section.length, 6).padStart(10)}`;
  const inputs = section.inputs.flatMap((input) => {
    const va = section.va + input.offset;
    const line = ` ${input.section.name.padEnd(NAME_WIDTH - 1)} ${hex(va)} ${hex(input.section.length, 1).padStart(10)} ${input.object?.file.fileName ?? '(linker)'}`;
    return [line, ...(symbols.get(input) ?? []).map(({ name, value }) => `${' '.repeat(NAME_WIDTH)} ${hex(va + value)}                ${name}`)];
  });
  return [head, ...inputs];
}

export function mapText(sections: readonly OutputSection[], dropped: readonly InputSection[], table: SymbolTable): string {
  const symbols = new Map<InputSection, { name: string; value: number }[]>();
  for (const { name, section, value } of table.globals.values()) {
    if (section === null) continue;
    const list = symbols.get(section) ?? [];
    list.push({ name, value });
    symbols.set(section, list);
  }
  for (const list of symbols.values()) list.sort((a, b) => a.value - b.value);
  const lines = ['Memory map', '', ...sections.filter(isAllocated).flatMap((section) => [...sectionLines(section, symbols), ''])];
  if (dropped.length > 0) {
    lines.push('Discarded input sections', '');
    for (const { section, object } of dropped) lines.push(` ${section.name.padEnd(NAME_WIDTH - 1)} ${''.padEnd(10)} ${hex(section.length, 1).padStart(10)} ${object?.file.fileName ?? '(linker)'}`);
    lines.push('');
  }
  return lines.join('\n');
}
