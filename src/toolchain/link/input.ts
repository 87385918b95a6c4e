/**
 * What the linker works on: the sections of all objects, each with its way into the output, and the symbols that are
 * shared by name. Sections made by the linker itself (common symbols, veneers) have the same form.
 */
import { SectionFlag, SectionType } from '../../abi/elf32.ts';
import type { ObjectFile, ObjectSection, ObjectSymbol } from '../../elf/object-file.ts';

export interface InputObject {
  readonly file: ObjectFile;
  readonly sections: readonly InputSection[];
}

export interface InputSection {
  readonly object: InputObject | null;
  /** Number in its object; -1 for sections made by the linker. */
  readonly index: number;
  /** Replaced where the linker adds to it (veneers) or gives it file space. */
  section: ObjectSection;
  /** Whether it goes into the output. */
  isLive: boolean;
  /** Where it lies, once layout has run. */
  output: OutputSection | null;
  /** In the output section. */
  offset: number;
}

export interface OutputSection {
  readonly name: string;
  readonly type: SectionType;
  readonly flags: number;
  readonly entrySize: number;
  alignment: number;
  readonly inputs: InputSection[];
  length: number;
  /** 0 for sections that are not loaded. */
  va: number;
  /** Null for sections that are not loaded: the writer places them. */
  fileOffset: number | null;
}

/** A symbol as its definition says; `common` ones get a section when they are allocated. */
export interface ResolvedSymbol {
  readonly name: string;
  readonly symbol: ObjectSymbol;
  readonly object: InputObject;
  /** Null for absolute symbols. */
  section: InputSection | null;
  /** Offset in the section, or the value. */
  value: number;
}

export const isAllocated = (section: { readonly flags: number }): boolean => (section.flags & SectionFlag.Alloc) !== 0;
export const isExecutable = (section: { readonly flags: number }): boolean => (section.flags & SectionFlag.Execinstr) !== 0;
export const isWritable = (section: { readonly flags: number }): boolean => (section.flags & SectionFlag.Write) !== 0;
export const isNobits = (section: { readonly type: SectionType }): boolean => section.type === SectionType.Nobits;

export function inputObject(file: ObjectFile): InputObject {
  const sections: InputSection[] = [];
  const object: InputObject = { file, sections };
  file.sections.forEach((section, index) => sections.push({ object, index, section, isLive: true, output: null, offset: 0 }));
  return object;
}

/** A section that no object has. */
export const madeSection = (section: ObjectSection): InputSection => ({ object: null, index: -1, section, isLive: true, output: null, offset: 0 });

/** The address of a place in a section that has been laid out. */
export const addressOf = (section: InputSection, offset: number): number => section.output!.va + section.offset + offset;

/** `file:(section+0xoffset)`, as ld writes places. */
export function describePlace(section: InputSection, offset: number): string {
  return `${section.object?.file.fileName ?? 'linker'}:(${section.section.name}+0x${offset.toString(16)})`;
}

/** The function that a place lies in, by the symbols of its object. */
export function functionAt(section: InputSection, offset: number): string | null {
  let best: ObjectSymbol | null = null;
  for (const symbol of section.object?.file.symbols ?? []) {
    if (symbol.section !== section.index || symbol.value > offset || symbol.name === section.section.name) continue;
    if (best === null || symbol.value >= best.value) best = symbol;
  }
  return best?.name ?? null;
}
