/**
 * A relocatable object in memory: what the assembler and the compiler make, the linker takes, and `.o` files hold. Section
 * and symbol numbers are indices into the two arrays of the object, without ELF's reserved first entries.
 */
import type { Reloc } from '../abi/elf-relocation.ts';
import type { SectionType, SymbolBinding, SymbolType, SymbolVisibility } from '../abi/elf32.ts';

export interface ObjectFile {
  /** For messages and the map. */
  readonly fileName: string;
  readonly sections: readonly ObjectSection[];
  readonly symbols: readonly ObjectSymbol[];
}

export interface ObjectSection {
  readonly name: string;
  readonly type: SectionType;
  /** Bits of SectionFlag. */
  readonly flags: number;
  /** A power of two. */
  readonly alignment: number;
  /** Size of one entry of a table, or 0. */
  readonly entrySize: number;
  /** In bytes; equals `data.length` unless the type is Nobits, which has no data. */
  readonly length: number;
  readonly data: Uint8Array;
  readonly relocations: readonly Relocation[];
}

export interface Relocation {
  /** Of the first byte changed, within the section. */
  readonly offset: number;
  readonly type: Reloc;
  /** Index into the object's symbols. */
  readonly symbol: number;
  readonly addend: number;
}

/** Where a symbol lies if not in a section. */
export const enum Placement {
  Undefined = -1,
  Absolute = -2,
  /** To be allocated in bss by the linker; `value` is its alignment. */
  Common = -3,
}

export interface ObjectSymbol {
  readonly name: string;
  /** A section's index, or a {@link Placement}. */
  readonly section: number;
  /** Offset in the section; the value itself if absolute. Unsigned. */
  readonly value: number;
  /** In bytes, 0 if unknown. */
  readonly length: number;
  readonly binding: SymbolBinding;
  readonly type: SymbolType;
  readonly visibility: SymbolVisibility;
}
