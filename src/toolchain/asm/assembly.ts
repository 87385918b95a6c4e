/**
 * What is being assembled: sections, symbols and diagnostics, and the operations that directives and instructions are made
 * of. No text is parsed here.
 */
import { SectionFlag, SectionType, SymbolBinding, SymbolType } from '../../abi/elf32.ts';
import { Reloc } from '../../abi/elf-relocation.ts';
import { customarySection } from '../../elf/object-builder.ts';
import { encode } from '../../isa/instruction.ts';
import { Flag, OPCODES, type DefinedOp } from '../../isa/opcodes.ts';
import type { SourceDiagnostic } from '../source-diagnostic.ts';
import { StatementError } from './cursor.ts';
import type { SymbolScope } from './expression.ts';
import { AsmSection, type Place } from './section.ts';
import { absoluteValue, makeSymbol, numberExpression, symbolExpression, type AsmSymbol, type Expression, type SymbolDefinition } from './symbols.ts';

/** A finished operand: a number for its field, or an expression that a fixup puts there. */
export type OperandValue = number | { readonly expression: Expression; readonly type: Reloc };

export interface SectionRequest {
  readonly type?: SectionType;
  readonly flags?: number;
  readonly entrySize?: number;
}

/** A numeric label such as `1:` in its successive definitions. */
interface LocalLabel {
  previous: AsmSymbol | null;
  /** What `1f` means until the next `1:`. */
  next: AsmSymbol | null;
}

const CODE_ALIGNMENT = 4;

/** Symbols of this form stay out of the symbol table. */
const isPrivateName = (name: string): boolean => name.startsWith('.L');

export class Assembly implements SymbolScope {
  readonly sections = new Map<string, AsmSection>();
  readonly symbols = new Map<string, AsmSymbol>();
  readonly diagnostics: SourceDiagnostic[] = [];
  readonly sectionStack: AsmSection[] = [];
  current: AsmSection;
  previous: AsmSection;
  private readonly locals = new Map<string, LocalLabel>();

  constructor() {
    this.current = this.enterSection('.text', {});
    this.previous = this.current;
  }

  report(severity: 'error' | 'warning', message: string, { statement, column }: Place): void {
    const notes: string[] = [];
    for (let caller = statement.caller; caller !== undefined; caller = caller.at.caller) {
      if (notes.length < MAX_NOTES) notes.push(`${caller.at.file}:${caller.at.line}: Info: in the expansion of ${caller.what}`);
    }
    const { file, line, lineText: sourceLine } = statement;
    this.diagnostics.push({ severity, file, line, col: statement.column + column + 1, message, sourceLine, notes });
  }

  // Sections

  /** The section of this name, made if there is none. */
  enterSection(name: string, request: SectionRequest): AsmSection {
    const known = this.sections.get(name);
    if (known !== undefined) return known;
    const custom = customarySection(name);
    const type = request.type ?? custom.type;
    const section = new AsmSection(name, type, request.flags ?? custom.flags, request.entrySize ?? 0, (owner) => {
      const symbol = makeSymbol(name, false);
      symbol.type = SymbolType.Section;
      symbol.definition = { kind: 'label', section: owner, fragment: owner.last, offset: 0 };
      return symbol;
    });
    if (section.isCode) section.alignment = CODE_ALIGNMENT;
    this.sections.set(name, section);
    return section;
  }

  switchTo(section: AsmSection): void {
    this.previous = this.current;
    this.current = section;
  }

  // Symbols

  symbol(name: string): AsmSymbol {
    const known = this.symbols.get(name);
    if (known !== undefined) return known;
    const symbol = makeSymbol(name, isPrivateName(name));
    this.symbols.set(name, symbol);
    return symbol;
  }

  isDefined(name: string): boolean {
    const symbol = this.symbols.get(name);
    return symbol !== undefined && symbol.definition.kind !== 'undefined';
  }

  reference(name: string): Expression {
    const symbol = this.symbol(name);
    // `.set` may give the name another value later: a use takes the present one.
    return symbol.definition.kind === 'value' ? symbol.definition.expression : symbolExpression(symbol);
  }

  here(): Expression {
    const symbol = makeSymbol('.', true);
    symbol.definition = this.currentPlace();
    return symbolExpression(symbol);
  }

  localReference(text: string): Expression | null {
    const label = this.localLabel(text.slice(0, -1));
    if (text.endsWith('b')) return label.previous === null ? null : symbolExpression(label.previous);
    label.next ??= makeSymbol(text.slice(0, -1), true);
    return symbolExpression(label.next);
  }

  defineLabel(name: string, place: Place): void {
    const symbol = this.symbol(name);
    if (symbol.definition.kind !== 'undefined') throw new StatementError(`symbol \`${name}' is already defined`, place);
    symbol.definition = this.currentPlace();
  }

  defineLocalLabel(number: string): void {
    const label = this.localLabel(number);
    const symbol = label.next ?? makeSymbol(number, true);
    symbol.definition = this.currentPlace();
    label.previous = symbol;
    label.next = null;
  }

  /** Names an expression; a name that has one already gets another. */
  setSymbol(name: string, expression: Expression, place: Place): void {
    const symbol = this.symbol(name);
    const { kind } = symbol.definition;
    if (kind === 'label' || kind === 'common') throw new StatementError(`symbol \`${name}' is already defined`, place);
    const value = absoluteValue(expression);
    symbol.definition = { kind: 'value', expression: value === null ? expression : numberExpression(value) };
  }

  bind(symbol: AsmSymbol, binding: SymbolBinding): void {
    symbol.binding = binding;
    symbol.hasBinding = true;
  }

  // Content

  private currentPlace(): SymbolDefinition {
    const fragment = this.current.data();
    return { kind: 'label', section: this.current, fragment, offset: fragment.bytes.length };
  }

  /** Appends bytes to the current section. */
  emitBytes(bytes: Uint8Array, place: Place): void {
    const { current } = this;
    if (current.isNobits) {
      if (bytes.some((byte) => byte !== 0)) throw new StatementError(`attempt to store non-zero value in section \`${current.name}'`, place);
      this.emitFill(numberExpression(bytes.length), 1, 0n, place);
      return;
    }
    current.data().bytes.append(bytes);
  }

  /** Appends `size` bytes that hold an expression. */
  emitValue(expression: Expression, size: number, place: Place): void {
    const value = absoluteValue(expression);
    if (value !== null) {
      this.checkFits(value, size, place);
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigInt64(0, value, true);
      this.emitBytes(bytes.subarray(0, size), place);
      return;
    }
    const type = DATA_RELOCATIONS[Math.min(size, 4)]!;
    if (this.current.isNobits) throw new StatementError(`attempt to store non-zero value in section \`${this.current.name}'`, place);
    const fragment = this.current.data();
    fragment.fixups.push({ offset: fragment.bytes.length, type, expression, place });
    fragment.bytes.fill(size);
  }

  private checkFits(value: bigint, size: number, place: Place): void {
    const bits = size * 8;
    if (BigInt.asUintN(bits, value) === value || BigInt.asIntN(bits, value) === value) return;
    const hex = (number: bigint): string => `0x${BigInt.asUintN(64, number).toString(16)}`;
    this.report('warning', `value ${hex(value)} truncated to ${hex(BigInt.asUintN(bits, value))}`, place);
  }

  /** Appends `count` items of `size` bytes; the count may depend on the layout. */
  emitFill(count: Expression, size: number, value: bigint, place: Place): void {
    const { current } = this;
    if (current.isNobits && value !== 0n) throw new StatementError(`attempt to store non-zero value in section \`${current.name}'`, place);
    current.append({ kind: 'fill', count, size, value, place });
  }

  align(alignment: number, fillByte: number | null, maxSkip: number): void {
    const { current } = this;
    if (alignment <= 1) return;
    current.alignment = Math.max(current.alignment, alignment);
    current.append({ kind: 'align', alignment, fillByte, maxSkip });
  }

  /** Appends an instruction. Conditional branches to expressions may become two words. */
  emitInstruction(op: DefinedOp, values: readonly OperandValue[], place: Place): void {
    const { current } = this;
    if (current.isNobits) throw new StatementError(`attempt to store non-zero value in section \`${current.name}'`, place);
    this.checkAlignmentLater(place);
    current.instructions.push({ fragment: current.data(), offset: current.data().bytes.length, statement: place.statement });
    const target = values[2];
    if ((OPCODES[op].flags & Flag.Branch) !== 0 && typeof target === 'object') {
      current.append({ kind: 'branch', op, left: values[0] as number, right: values[1] as number, target: target.expression, place, isLong: false });
      return;
    }
    const fragment = current.data();
    for (const value of values) {
      if (typeof value === 'object') fragment.fixups.push({ offset: fragment.bytes.length, ...value, place });
    }
    fragment.bytes.appendWord(encode({ op, values: values.map((value) => (typeof value === 'number' ? value : 0)) }));
  }

  /** Notes this instruction for a check of its alignment, unless it follows a noted one by whole words. */
  private checkAlignmentLater(place: Place): void {
    const { instructionChecks } = this.current;
    const fragment = this.current.data();
    const offset = fragment.bytes.length;
    const last = instructionChecks[instructionChecks.length - 1];
    if (last?.fragment === fragment && (offset - last.offset) % CODE_ALIGNMENT === 0) return;
    instructionChecks.push({ fragment, offset, place });
  }

  private localLabel(number: string): LocalLabel {
    const key = String(Number(number));
    let label = this.locals.get(key);
    if (label === undefined) this.locals.set(key, (label = { previous: null, next: null }));
    return label;
  }
}

const MAX_NOTES = 5;

/** Relocation for data of so many bytes. */
const DATA_RELOCATIONS: Readonly<Record<number, Reloc>> = { 1: Reloc.Abs8, 2: Reloc.Abs16, 4: Reloc.Abs32 };

/** What `.section` flags in quotes stand for. */
export const SECTION_FLAG_LETTERS: Readonly<Record<string, number>> = {
  a: SectionFlag.Alloc,
  w: SectionFlag.Write,
  x: SectionFlag.Execinstr,
  M: SectionFlag.Merge,
  S: SectionFlag.Strings,
  R: SectionFlag.GnuRetain,
};
