/** Takes assembled files into the compiler's object, so that all code lies in one text section whose order is known. */
import { SectionType, SymbolBinding, SymbolType } from '../../../abi/elf32.ts';
import type { ObjectBuilder } from '../../../elf/object-builder.ts';
import { type ObjectFile, Placement } from '../../../elf/object-file.ts';

/** A function written in assembly. */
export interface AssemblyFunction {
  readonly name: string;
  /** In the text section. */
  readonly offset: number;
  readonly length: number;
}

/** Appends all sections of `file` and returns its functions. */
export function mergeObject(object: ObjectBuilder, file: ObjectFile): AssemblyFunction[] {
  const places = file.sections.map((section) => {
    const target = object.section(section.name);
    target.align(section.alignment);
    const start = target.length;
    if (section.type === SectionType.Nobits) target.reserve(section.length);
    else target.bytes.append(section.data);
    return { target, start };
  });
  const functions: AssemblyFunction[] = [];
  const numbers = file.symbols.map((symbol) => {
    const { name, section, value, length, binding, type, visibility } = symbol;
    if (section === Placement.Undefined) return object.symbol(name);
    // Constants have no section.
    const { target, start } = section < 0 ? { target: null, start: 0 } : places[section]!;
    const definition = { section: target?.index ?? section, value: start + value, length, binding, type, visibility };
    if (type === SymbolType.Func && target?.name === '.text') functions.push({ name, offset: start + value, length });
    return binding === SymbolBinding.Local ? object.defineUnnamed(name, definition) : object.define(name, definition);
  });
  file.sections.forEach((section, i) => {
    const { target, start } = places[i]!;
    for (const { offset, type, symbol, addend } of section.relocations) target.relocate(start + offset, type, numbers[symbol]!, addend);
  });
  return functions;
}

/** The names that an assembled file uses and does not define. */
export function undefinedNames(file: ObjectFile): string[] {
  return file.symbols.filter(({ section, name }) => section === Placement.Undefined && name !== '').map(({ name }) => name);
}
