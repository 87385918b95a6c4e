/**
 * Symbols that the linker provides where objects refer to them without defining them, with ld's names: the ends of the
 * program's parts, and `__start_x` and `__stop_x` around each section with a C name.
 */
import { SectionType, SymbolBinding, SymbolType, SymbolVisibility } from '../../abi/elf32.ts';
import { Placement, type ObjectSymbol } from '../../elf/object-file.ts';
import { isAllocated, isExecutable, isNobits, isWritable, type InputObject, type OutputSection } from './input.ts';
import type { SymbolTable } from './resolve.ts';

/** Provided whether or not anything refers to them. */
const ALWAYS = ['__executable_start', '_etext', '_edata', '__bss_start', '_end'];
const ALIASES: Readonly<Record<string, string>> = { etext: '_etext', __etext: '_etext', edata: '_edata', end: '_end' };

const C_NAME = /^[A-Za-z_]\w*$/;

const MADE_OBJECT: InputObject = { file: { fileName: 'linker', sections: [], symbols: [] }, sections: [] };

function absoluteSymbol(name: string, value: number): ObjectSymbol {
  return { name, section: Placement.Absolute, value, length: 0, binding: SymbolBinding.Global, type: SymbolType.None, visibility: SymbolVisibility.Default };
}

const endOf = (sections: readonly OutputSection[], fallback: number): number => Math.max(fallback, ...sections.map(({ va, length }) => va + length));

/** Gives a symbol that only the linker defines its value. */
export function defineAbsolute(table: SymbolTable, name: string, value: number): void {
  table.globals.set(name, { name, symbol: absoluteSymbol(name, value), object: MADE_OBJECT, section: null, value });
}

/** The values of all provided symbols for a layout. */
function values(sections: readonly OutputSection[], imageBase: number): Map<string, number> {
  const loaded = sections.filter(isAllocated);
  const code = endOf(loaded.filter(isExecutable), imageBase);
  const readOnly = endOf(loaded.filter((section) => !isWritable(section)), code);
  const data = endOf(loaded.filter((section) => isWritable(section) && !isNobits(section)), readOnly);
  const bss = loaded.filter((section) => section.type === SectionType.Nobits);
  const found = new Map([
    ['__executable_start', imageBase],
    ['_etext', code],
    ['_edata', data],
    ['__bss_start', Math.min(...bss.map(({ va }) => va), bss.length === 0 ? data : Infinity)],
    ['_end', endOf(bss, data)],
  ]);
  for (const [alias, name] of Object.entries(ALIASES)) found.set(alias, found.get(name)!);
  for (const { name, va, length } of loaded) {
    if (!C_NAME.test(name)) continue;
    found.set(`__start_${name}`, va);
    found.set(`__stop_${name}`, va + length);
  }
  return found;
}

/** Enters or updates the provided symbols; definitions by objects stand. */
export function provideSymbols(table: SymbolTable, sections: readonly OutputSection[], imageBase: number): void {
  const wanted = new Set(ALWAYS);
  for (const { file } of table.objects) for (const { name, section } of file.symbols) if (section === Placement.Undefined) wanted.add(name);
  for (const [name, value] of values(sections, imageBase)) {
    const known = table.globals.get(name);
    if (!wanted.has(name) || (known !== undefined && known.object !== MADE_OBJECT)) continue;
    defineAbsolute(table, name, value);
  }
}
