/**
 * Turns a laid-out assembly into an object: bytes, and for every expression that is not a number yet either the number, if
 * the layout has decided it, or a relocation. A place within the section is decided, unless its symbol is weak; all other
 * places are the linker's. Local labels are referred to through their section's symbol.
 */
import { SymbolBinding, SymbolType } from '../../abi/elf32.ts';
import { Reloc } from '../../abi/elf-relocation.ts';
import { assert } from '../../base/assert.ts';
import { ByteBuffer } from '../../base/byte-buffer.ts';
import { applyRelocation } from '../apply-relocation.ts';
import { Placement, type ObjectFile, type ObjectSection, type ObjectSymbol, type Relocation } from '../../elf/object-file.ts';
import { encode } from '../../isa/instruction.ts';
import { Op, type DefinedOp } from '../../isa/opcodes.ts';
import { Reg } from '../../isa/registers.ts';
import type { Assembly } from './assembly.ts';
import { withDebugLines } from './debug-lines.ts';
import { paddingOf } from './layout.ts';
import type { AsmSection, BranchFragment, FillFragment, Fixup, Place } from './section.ts';
import { absoluteValue, evaluate, isFailure, type AsmSymbol, type Expression, type Value } from './symbols.ts';

/** Branches by their opposites. */
const INVERSE: Readonly<Partial<Record<DefinedOp, DefinedOp>>> = {
  [Op.Beq]: Op.Bne,
  [Op.Bne]: Op.Beq,
  [Op.Blt]: Op.Bge,
  [Op.Bge]: Op.Blt,
  [Op.Bltu]: Op.Bgeu,
  [Op.Bgeu]: Op.Bltu,
};

/** Distance in words over the jump of a long branch. */
const OVER_JUMP = 2;

const isPcRelative = (type: Reloc): boolean => type === Reloc.Branch || type === Reloc.Jump || type === Reloc.Call || type === Reloc.Pc32;

export interface EmitOptions {
  /** Add debugging information. */
  readonly debug?: boolean;
}

class ObjectEmitter {
  private readonly symbols: ObjectSymbol[] = [];
  private readonly numbers = new Map<AsmSymbol, number>();
  private readonly sectionNumbers = new Map<AsmSection, number>();
  private absoluteNumber = -1;

  constructor(private readonly assembly: Assembly) {}

  emit(fileName: string, options: EmitOptions): ObjectFile {
    const sections = this.wantedSections();
    sections.forEach((section, index) => this.sectionNumbers.set(section, index));
    for (const section of sections) this.numberOf(section.symbol);
    for (const symbol of this.assembly.symbols.values()) if (this.isListed(symbol)) this.numberOf(symbol);
    const emitted = sections.map((section) => this.emitSection(section));
    const object = { fileName, sections: emitted, symbols: this.symbols };
    return options.debug === true ? withDebugLines(object, sections) : object;
  }

  /** All sections but those that were only looked at. */
  private wantedSections(): AsmSection[] {
    const labelled = new Set<AsmSection>();
    for (const { definition } of this.assembly.symbols.values()) if (definition.kind === 'label') labelled.add(definition.section);
    return [...this.assembly.sections.values()].filter((section) => section.length > 0 || labelled.has(section));
  }

  /** Undefined symbols are listed only where a relocation needs them. */
  private isListed(symbol: AsmSymbol): boolean {
    return !symbol.isHidden && symbol.definition.kind !== 'undefined';
  }

  private error(message: string, place: Place): void {
    this.assembly.report('error', message, place);
  }

  // Symbols

  private numberOf(symbol: AsmSymbol): number {
    let number = this.numbers.get(symbol);
    if (number === undefined) {
      number = this.symbols.push(this.objectSymbol(symbol)) - 1;
      this.numbers.set(symbol, number);
    }
    return number;
  }

  private objectSymbol(symbol: AsmSymbol): ObjectSymbol {
    const { name, definition, type, visibility } = symbol;
    const size = symbol.size === null ? 0n : (absoluteValue(symbol.size) ?? 0n);
    const isUndefined = definition.kind === 'undefined';
    const binding = isUndefined && !symbol.hasBinding ? SymbolBinding.Global : symbol.binding;
    const base = { name, length: Number(BigInt.asUintN(32, size)), binding, type, visibility };
    switch (definition.kind) {
      case 'undefined':
        return { ...base, section: Placement.Undefined, value: 0 };
      case 'common':
        return { ...base, length: definition.length, section: Placement.Common, value: definition.alignment };
      case 'label':
        return { ...base, section: this.sectionNumbers.get(definition.section)!, value: definition.fragment.offset + definition.offset };
      case 'value':
        return { ...base, ...this.placeOfValue(definition.expression) };
    }
  }

  /** Section and value of a symbol that names an expression; what has neither is absolute 0 and reported where it is used. */
  private placeOfValue(expression: Expression): { readonly section: number; readonly value: number } {
    const value = evaluate(expression);
    if (isFailure(value) || value.sub !== null) return { section: Placement.Absolute, value: 0 };
    const constant = Number(BigInt.asUintN(32, value.constant));
    const definition = value.add?.definition;
    if (definition?.kind !== 'label') return { section: value.add === null ? Placement.Absolute : Placement.Undefined, value: constant };
    return { section: this.sectionNumbers.get(definition.section)!, value: (definition.fragment.offset + definition.offset + constant) >>> 0 };
  }

  /** The symbol for jumps to plain numbers. */
  private absoluteSymbol(): number {
    if (this.absoluteNumber < 0) {
      const symbol: ObjectSymbol = { name: '*ABS*', section: Placement.Absolute, value: 0, length: 0, binding: SymbolBinding.Local, type: SymbolType.None, visibility: 0 };
      this.absoluteNumber = this.symbols.push(symbol) - 1;
    }
    return this.absoluteNumber;
  }

  // Sections

  private emitSection(section: AsmSection): ObjectSection {
    const { name, type, flags, alignment, entrySize, length } = section;
    const bytes = new ByteBuffer();
    const relocations: Relocation[] = [];
    for (const fragment of section.fragments) {
      if (section.isNobits) continue;
      assert(bytes.length === fragment.offset, `emitSection: fragment at ${fragment.offset}, bytes so far ${bytes.length}`);
      switch (fragment.kind) {
        case 'data':
          bytes.append(fragment.bytes.toBytes());
          for (const fixup of fragment.fixups) this.resolve(fixup, section, fragment.offset + fixup.offset, bytes, relocations);
          break;
        case 'align':
          bytes.append(paddingOf(section, fragment));
          break;
        case 'fill':
          bytes.append(fillBytes(fragment));
          break;
        case 'org':
          bytes.fill(fragment.length, fragment.fillByte);
          break;
        case 'branch':
          this.emitBranch(fragment, section, bytes, relocations);
      }
    }
    return { name, type, flags, alignment, entrySize, length, data: bytes.toBytes(), relocations };
  }

  private emitBranch({ op, left, right, target: expression, place, offset, isLong }: BranchFragment, section: AsmSection, bytes: ByteBuffer, relocations: Relocation[]): void {
    if (!isLong) {
      bytes.appendWord(encode({ op, values: [left, right, 0] }));
      this.resolve({ offset, type: Reloc.Branch, expression, place }, section, offset, bytes, relocations);
      return;
    }
    bytes.appendWord(encode({ op: INVERSE[op]!, values: [left, right, OVER_JUMP] }));
    bytes.appendWord(encode({ op: Op.Jal, values: [Reg.Zero, 0] }));
    this.resolve({ offset: offset + 4, type: Reloc.Jump, expression, place }, section, offset + 4, bytes, relocations);
  }

  // Fixups

  /** Puts the value of a fixup at `at`, or adds a relocation for it. */
  private resolve({ type, expression, place }: Fixup, section: AsmSection, at: number, bytes: ByteBuffer, relocations: Relocation[]): void {
    const value = evaluate(expression);
    if (isFailure(value)) return this.error(value.error, place);
    if (value.sub !== null) return this.resolveDifference(value, type, section, at, place, relocations);
    const addend = Number(BigInt.asIntN(32, value.constant));
    if (value.add === null) {
      if (isPcRelative(type)) relocations.push({ offset: at, type, symbol: this.absoluteSymbol(), addend });
      else this.patch(type, addend, value.constant, bytes, at, place);
      return;
    }
    const { definition } = value.add;
    const isHere = definition.kind === 'label' && definition.section === section && value.add.binding !== SymbolBinding.Weak;
    if (isHere && isPcRelative(type)) {
      const distance = definition.fragment.offset + definition.offset + addend - at;
      if (type === Reloc.Call && applyRelocation(bytes, at, type, distance) !== null) this.relocate(value.add, addend, type, at, place, relocations);
      else this.patch(type, distance, BigInt(distance), bytes, at, place);
      return;
    }
    this.relocate(value.add, addend, type, at, place, relocations);
  }

  private patch(type: Reloc, value: number, exact: bigint, bytes: ByteBuffer, at: number, place: Place): void {
    const problem = applyRelocation(bytes, at, type, value);
    if (problem !== null) this.error(`${problem}: ${exact}`, place);
  }

  private relocate(symbol: AsmSymbol, addend: number, type: Reloc, at: number, place: Place, relocations: Relocation[]): void {
    const { definition } = symbol;
    if (definition.kind === 'undefined' && symbol.isHidden) return this.error(`${/^\d/.test(symbol.name) ? 'local label' : 'symbol'} \`${symbol.name}' is not defined`, place);
    const isLocalLabel = definition.kind === 'label' && (symbol.isHidden || symbol.binding === SymbolBinding.Local);
    if (isLocalLabel) {
      const offset = definition.fragment.offset + definition.offset;
      relocations.push({ offset: at, type, symbol: this.numberOf(definition.section.symbol), addend: addend + offset });
    } else relocations.push({ offset: at, type, symbol: this.numberOf(symbol), addend });
  }

  /** `a - b` that the layout has not decided: b must be in this section, and the place must hold a word. */
  private resolveDifference(value: Value, type: Reloc, section: AsmSection, at: number, place: Place, relocations: Relocation[]): void {
    const { add, sub, constant } = value;
    const subtrahend = sub!.definition;
    const describe = (symbol: AsmSymbol): string => `\`${symbol.name}' {${symbol.definition.kind === 'label' ? symbol.definition.section.name : '*UND*'} section}`;
    if (add === null || subtrahend.kind !== 'label' || subtrahend.section !== section || type !== Reloc.Abs32) {
      return this.error(`can't resolve ${add === null ? '0' : describe(add)} - ${describe(sub!)}`, place);
    }
    const distance = at - (subtrahend.fragment.offset + subtrahend.offset);
    this.relocate(add, Number(BigInt.asIntN(32, constant)) + distance, Reloc.Pc32, at, place, relocations);
  }
}

function fillBytes({ length, size, value }: FillFragment): Uint8Array {
  const item = new Uint8Array(8);
  new DataView(item.buffer).setBigInt64(0, value, true);
  const bytes = new Uint8Array(length);
  if (value === 0n) return bytes;
  for (let at = 0; at < length; at += size) bytes.set(item.subarray(0, size), at);
  return bytes;
}

/** The object of a laid-out assembly; problems are reported to the assembly. */
export const emitObject = (assembly: Assembly, fileName: string, options: EmitOptions): ObjectFile => new ObjectEmitter(assembly).emit(fileName, options);

