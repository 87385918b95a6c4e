/**
 * Builds an object piece by piece, for compilers that make bytes and relocations themselves instead of assembly text.
 *
 *   const object = new ObjectBuilder('hello.o');
 *   const text = object.section('.text.main', { flags: SectionFlag.Alloc | SectionFlag.Execinstr });
 *   object.define('main.main', { section: text.index, value: text.length, length: 4, type: SymbolType.Func });
 *   text.relocate(text.bytes.length, Reloc.Call, object.symbol('runtime.exit'), 0);
 *   text.bytes.appendWord(word);
 *
 * A symbol is known by its name once: naming it before its definition refers to the same symbol.
 */
import { SectionFlag, SectionType, SymbolBinding, SymbolType, SymbolVisibility } from '../abi/elf32.ts';
import type { Reloc } from '../abi/elf-relocation.ts';
import { assert } from '../base/assert.ts';
import { ByteBuffer } from '../base/byte-buffer.ts';
import { Placement, type ObjectFile, type ObjectSection, type ObjectSymbol, type Relocation } from './object-file.ts';

export interface SectionOptions {
  /** Default: Nobits for names that start with `.bss`, else Progbits. */
  readonly type?: SectionType;
  /** Default: what the name suggests, as GNU as has it. */
  readonly flags?: number;
  /** Default 4. */
  readonly alignment?: number;
  readonly entrySize?: number;
}

export interface SymbolDefinition {
  /** A section's index or a {@link Placement}. */
  readonly section: number;
  readonly value: number;
  readonly length?: number;
  /** Default Global. */
  readonly binding?: SymbolBinding;
  readonly type?: SymbolType;
  readonly visibility?: SymbolVisibility;
}

/** Type and flags that a section of this name has by custom. */
export function customarySection(name: string): { readonly type: SectionType; readonly flags: number } {
  const stem = /^\.[a-z]+/.exec(name)?.[0] ?? name;
  switch (stem) {
    case '.text':
    case '.init':
    case '.fini':
      return { type: SectionType.Progbits, flags: SectionFlag.Alloc | SectionFlag.Execinstr };
    case '.data':
    case '.sdata':
      return { type: SectionType.Progbits, flags: SectionFlag.Alloc | SectionFlag.Write };
    case '.bss':
    case '.sbss':
      return { type: SectionType.Nobits, flags: SectionFlag.Alloc | SectionFlag.Write };
    case '.rodata':
      return { type: SectionType.Progbits, flags: SectionFlag.Alloc };
    case '.note':
      return { type: SectionType.Note, flags: 0 };
    default:
      return { type: SectionType.Progbits, flags: 0 };
  }
}

export class SectionBuilder {
  /** The content; empty for Nobits. */
  readonly bytes = new ByteBuffer();
  readonly relocations: Relocation[] = [];
  alignment: number;
  private reserved = 0;

  constructor(
    readonly index: number,
    readonly name: string,
    readonly type: SectionType,
    readonly flags: number,
    readonly entrySize: number,
    alignment: number,
  ) {
    this.alignment = alignment;
  }

  /** In bytes so far. */
  get length(): number {
    return this.type === SectionType.Nobits ? this.reserved : this.bytes.length;
  }

  /** Pads to a multiple of `alignment` and raises the section's own. */
  align(alignment: number): void {
    this.alignment = Math.max(this.alignment, alignment);
    this.reserve(-this.length & (alignment - 1));
  }

  /** Appends `count` zero bytes. Works for Nobits. */
  reserve(count: number): void {
    if (this.type === SectionType.Nobits) this.reserved += count;
    else this.bytes.fill(count);
  }

  relocate(offset: number, type: Reloc, symbol: number, addend = 0): void {
    this.relocations.push({ offset, type, symbol, addend });
  }

  finish(): ObjectSection {
    assert(this.type !== SectionType.Nobits || this.bytes.length === 0, `SectionBuilder.finish: ${this.name} is Nobits and has ${this.bytes.length} bytes`);
    const { name, type, flags, alignment, entrySize, length, relocations } = this;
    return { name, type, flags, alignment, entrySize, length, data: this.bytes.toBytes(), relocations };
  }
}

export class ObjectBuilder {
  private readonly sections: SectionBuilder[] = [];
  private readonly sectionsByName = new Map<string, SectionBuilder>();
  private readonly symbols: ObjectSymbol[] = [];
  private readonly symbolsByName = new Map<string, number>();

  constructor(readonly fileName: string) {}

  /** The section of this name, made with `options` when it is first named. */
  section(name: string, options: SectionOptions = {}): SectionBuilder {
    const known = this.sectionsByName.get(name);
    if (known !== undefined) return known;
    const custom = customarySection(name);
    const section = new SectionBuilder(
      this.sections.length,
      name,
      options.type ?? custom.type,
      options.flags ?? custom.flags,
      options.entrySize ?? 0,
      options.alignment ?? 4,
    );
    this.sections.push(section);
    this.sectionsByName.set(name, section);
    return section;
  }

  /** The number of the symbol of this name; undefined and global until it is defined. */
  symbol(name: string): number {
    return this.symbolsByName.get(name) ?? this.enter(name, { section: Placement.Undefined, value: 0 });
  }

  /** Defines a symbol and returns its number. A second definition is our bug; sources are checked before. */
  define(name: string, definition: SymbolDefinition): number {
    const known = this.symbolsByName.get(name);
    if (known === undefined) return this.enter(name, definition);
    assert(this.symbols[known]!.section === Placement.Undefined, `ObjectBuilder.define: ${name} is defined twice`);
    this.symbols[known] = symbolFrom(name, definition);
    return known;
  }

  /** Defines a local symbol that no name finds: a section's own, or one of several locals of one name. */
  defineUnnamed(name: string, definition: SymbolDefinition): number {
    return this.symbols.push(symbolFrom(name, { binding: SymbolBinding.Local, ...definition })) - 1;
  }

  finish(): ObjectFile {
    return { fileName: this.fileName, sections: this.sections.map((section) => section.finish()), symbols: [...this.symbols] };
  }

  private enter(name: string, definition: SymbolDefinition): number {
    const index = this.symbols.push(symbolFrom(name, definition)) - 1;
    this.symbolsByName.set(name, index);
    return index;
  }
}

function symbolFrom(name: string, definition: SymbolDefinition): ObjectSymbol {
  return {
    name,
    section: definition.section,
    value: definition.value >>> 0,
    length: definition.length ?? 0,
    binding: definition.binding ?? SymbolBinding.Global,
    type: definition.type ?? SymbolType.None,
    visibility: definition.visibility ?? SymbolVisibility.Default,
  };
}
