/**
 * A listing of an executable or object as `objdump -d` prints it: sections, labels, addresses, words, instructions. Targets
 * of jumps are named by the nearest symbol below; an address built by `lui` and a second instruction is shown as a comment.
 */
import { Ehdr, ElfType, SectionFlag, SectionIndex, SectionType, SymbolType } from '../abi/elf32.ts';
import { ElfView } from '../elf/elf-view.ts';
import { readHeader } from '../elf/read-header.ts';
import { readSectionHeaders, readSymbolTable, sectionData, type ElfSection, type ElfSymbol } from '../elf/read-sections.ts';
import { decode, type Instruction } from '../isa/instruction.ts';
import { disassemble, type DisassembleOptions } from '../isa/disassemble.ts';
import { Op } from '../isa/opcodes.ts';
import { operandsOf } from '../isa/operands.ts';
import { type AddressLine, readLines } from './dwarf/read-lines.ts';

export interface ListingOptions {
  /** Print real instructions instead of pseudo-instructions. */
  readonly aliases?: boolean;
  /** Sections of data too. */
  readonly allSections?: boolean;
  /** The text of a source line, null if there is none: shown before the instructions that come from it. */
  readonly sourceLine?: (file: string, line: number) => string | null;
}

const WORD = 4;
const ADDRESS_WIDTH = 8;
/** Runs of at least so many zero words are not printed. */
const LONG_ZERO_RUN = 3;

const hex = (value: number): string => (value >>> 0).toString(16);
const padded = (value: number): string => hex(value).padStart(ADDRESS_WIDTH, '0');

/** Symbols by address, for naming places. */
class SymbolNames {
  private readonly sorted: readonly ElfSymbol[];

  constructor(symbols: readonly ElfSymbol[]) {
    const rank = ({ type, binding }: ElfSymbol): number => (type === SymbolType.Func ? 0 : 2) - (binding > 0 ? 1 : 0);
    this.sorted = symbols
      .filter(({ name, type, sectionIndex }) => name !== '' && type !== SymbolType.File && type !== SymbolType.Section && sectionIndex !== 0 && sectionIndex < SectionIndex.LoReserve)
      .sort((a, b) => a.value - b.value || rank(b) - rank(a));
  }

  /** Names of the symbols at an address. */
  at(va: number): string[] {
    return this.sorted.filter(({ value }) => value === va).map(({ name }) => name);
  }

  /** `name` or `name+0x8` for the nearest symbol at or below, or null. */
  nearest(va: number): string | null {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]!.value <= va) low = middle + 1;
      else high = middle;
    }
    const symbol = this.sorted[low - 1];
    if (symbol === undefined) return null;
    return symbol.value === va ? symbol.name : `${symbol.name}+0x${hex(va - symbol.value)}`;
  }
}

/** Follows `lui` to say what address the next instruction that uses its register builds. */
class AddressTracker {
  private readonly upper = new Map<number, number>();

  /** The address that an instruction completes, or null. Forgets what it overwrites. */
  follow({ op, values }: Instruction): number | null {
    if (op === Op.Lui) {
      this.upper.set(values[0]!, values[1]! << 12);
      return null;
    }
    const address = this.completed(op, values);
    const first = operandsOf(op)[0];
    if (first?.name === 'rd') this.upper.delete(values[0]!);
    return address;
  }

  private completed(op: number, values: readonly number[]): number | null {
    if (op === Op.Addi) return this.sum(values[1]!, values[2]!);
    const names = operandsOf(op as Instruction['op']).map(({ name }) => name);
    return names[1] === 'imm' && names[2] === 'rs1' ? this.sum(values[2]!, values[1]!) : null;
  }

  private sum(register: number, offset: number): number | null {
    const base = this.upper.get(register);
    return base === undefined ? null : (base + offset) >>> 0;
  }

  forget(): void {
    this.upper.clear();
  }
}

class Listing {
  private readonly lines: string[] = [];
  /** The source lines by address, last first. */
  private sources: AddressLine[] = [];
  private shown: AddressLine | null = null;
  private readonly names: SymbolNames;

  constructor(
    private readonly view: ElfView,
    private readonly sections: readonly ElfSection[],
    private readonly symbols: readonly ElfSymbol[],
    private readonly options: ListingOptions,
    private readonly isObject: boolean,
  ) {
    this.names = new SymbolNames(isObject ? [] : symbols);
  }

  text(fileName: string): string {
    this.lines.push('', `${fileName}:     file format elf32-pagewalk`, '');
    const lineTable = this.sections.find(({ name }) => name === '.debug_line');
    if (this.options.sourceLine !== undefined && lineTable !== undefined && !this.isObject) this.sources = readLines(sectionData(this.view, lineTable)).reverse();
    this.sections.forEach((section, index) => {
      const isCode = (section.flags & SectionFlag.Execinstr) !== 0;
      const isData = this.options.allSections === true && (section.flags & SectionFlag.Alloc) !== 0;
      if ((isCode || isData) && section.type !== SectionType.Nobits && section.length > 0) this.section(section, index);
    });
    return `${this.lines.join('\n')}\n`;
  }

  private section(section: ElfSection, index: number): void {
    this.lines.push('', `Disassembly of section ${section.name}:`);
    // In an object every section starts at 0, so only its own symbols name its places.
    const names = this.isObject ? new SymbolNames(this.symbols.filter(({ sectionIndex }) => sectionIndex === index)) : this.names;
    const data = sectionData(this.view, section);
    const words = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const tracker = new AddressTracker();
    for (let offset = 0; offset < data.length; ) {
      const va = section.va + offset;
      const labels = names.at(va);
      if (offset === 0 && labels.length === 0) labels.push(section.name);
      for (const label of labels) this.lines.push('', `${padded(va)} <${label}>:`);
      if (labels.length > 0) {
        tracker.forget();
        this.shown = null;
      }
      this.source(va);
      const zeros = zeroRun(words, offset, (at) => names.at(section.va + at).length > 0);
      if (zeros >= LONG_ZERO_RUN) {
        this.lines.push('\t...');
        offset += zeros * WORD;
      } else offset += this.item(words, offset, va, names, tracker);
    }
  }

  /** Prints the source line that begins at `va`. */
  private source(va: number): void {
    let row: AddressLine | null = null;
    while (this.sources.length > 0 && this.sources.at(-1)!.va <= va) row = this.sources.pop()!;
    if (row === null || (row.file === this.shown?.file && row.line === this.shown.line)) return;
    this.shown = row;
    const text = this.options.sourceLine!(row.file, row.line);
    if (text !== null) this.lines.push(`; ${row.file.slice(row.file.lastIndexOf('/') + 1)}:${row.line}\t${text.trim()}`);
  }

  /** Prints the word at `offset`, or the bytes that are left; returns how many bytes that were. */
  private item(words: DataView, offset: number, va: number, names: SymbolNames, tracker: AddressTracker): number {
    const left = words.byteLength - offset;
    const head = `${hex(va).padStart(ADDRESS_WIDTH)}:\t`;
    if (left < WORD) {
      const bytes = Array.from({ length: left }, (_, index) => `0x${hex(words.getUint8(offset + index))}`);
      this.lines.push(`${head}                  \t.byte\t${bytes.join(', ')}`);
      return left;
    }
    const word = words.getInt32(offset, true);
    const text = disassemble(word, va, this.disassembleOptions(names));
    const instruction = decode(word);
    const address = instruction === null || this.isObject ? null : tracker.follow(instruction);
    const name = address === null ? null : names.nearest(address);
    const comment = address === null ? '' : ` # ${hex(address)}${name === null ? '' : ` <${name}>`}`;
    this.lines.push(`${head}${padded(word)}          \t${text}${comment}`);
    return WORD;
  }

  private disassembleOptions(names: SymbolNames): DisassembleOptions {
    const describeAddress = (va: number): string => {
      const name = names.nearest(va);
      return name === null ? hex(va) : `${hex(va)} <${name}>`;
    };
    return { aliases: this.options.aliases ?? true, describeAddress };
  }
}

/** How many zero words start at `offset`, up to the next label. */
function zeroRun(words: DataView, offset: number, hasLabel: (offset: number) => boolean): number {
  let count = 0;
  for (let at = offset; at + WORD <= words.byteLength && words.getInt32(at, true) === 0; at += WORD) {
    if (count > 0 && hasLabel(at)) break;
    count++;
  }
  return count;
}

/** The listing of an ELF file of ours. Throws ElfFormatError if the file is damaged. */
export function listing(bytes: Uint8Array, fileName: string, options: ListingOptions = {}): string {
  const view = new ElfView(bytes);
  const isObject = view.length >= Ehdr.Size && view.half(Ehdr.Type, 'type') === ElfType.Rel;
  const header = isObject ? readHeader(view, ElfType.Rel, 'a relocatable object') : readHeader(view, ElfType.Exec, 'an executable');
  const sections = readSectionHeaders(view, header);
  const table = sections.find(({ type }) => type === SectionType.Symtab);
  const symbols = table === undefined ? [] : readSymbolTable(view, sections, table);
  return new Listing(view, sections, symbols, options, isObject).text(fileName);
}
