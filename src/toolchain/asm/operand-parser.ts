/**
 * Parses the operands of an instruction along a template of pieces: registers, immediates with `%hi` and `%lo`, targets,
 * rounding modes. The templates are those of the opcode table, and those of the pseudo-instructions, which add `symbol`.
 */
import { Reloc } from '../../abi/elf-relocation.ts';
import { OPERANDS, OperandKind, cutTemplate, type OperandInfo, type TemplatePiece } from '../../isa/operands.ts';
import { F_NAMES, ROUNDING_NAMES, X_NAMES } from '../../isa/registers.ts';
import type { OperandValue } from './assembly.ts';
import { ValueError, type Cursor } from './cursor.ts';
import { parseExpression, type SymbolScope } from './expression.ts';
import { TokenKind } from './lexer.ts';
import type { Place } from './section.ts';
import { absoluteValue, type Expression } from './symbols.ts';

/** A piece of a pseudo-instruction's template: any expression, which the expansion splits as it needs. */
export interface SymbolPiece {
  readonly name: 'symbol';
}
export type Piece = TemplatePiece | SymbolPiece;

/** A template whose words are names of operands or `symbol`. */
export function cutForm(text: string): readonly Piece[] {
  return text.split(/(symbol)/).flatMap((part): readonly Piece[] => (part === 'symbol' ? [{ name: 'symbol' }] : cutTemplate(part)));
}

function registerNumbers(names: readonly string[], prefix: string): Map<string, number> {
  return new Map([...names.entries()].flatMap(([number, name]) => [[name, number] as const, [`${prefix}${number}`, number] as const]));
}

const INTEGER_REGISTERS = registerNumbers(X_NAMES, 'x').set('fp', X_NAMES.indexOf('s0'));
const FLOAT_REGISTERS = registerNumbers(F_NAMES, 'f');

const isRegister = (name: string): boolean => INTEGER_REGISTERS.has(name) || FLOAT_REGISTERS.has(name);

/** An immediate that is a number or `%lo`, never the address of a symbol: `add a0, a1, b` is more likely a misspelt register. */
export const CONSTANT_OPERAND: OperandInfo = { ...OPERANDS.imm };

const MODIFIERS: Readonly<Record<string, { readonly type: Reloc; readonly kind: OperandKind }>> = {
  hi: { type: Reloc.Hi20, kind: OperandKind.Upper },
  lo: { type: Reloc.Lo12, kind: OperandKind.Immediate },
  pcrel_hi: { type: Reloc.PcrelHi20, kind: OperandKind.Upper },
  pcrel_lo: { type: Reloc.PcrelLo12, kind: OperandKind.Immediate },
};

const WORD = 2n ** 32n;
const UPPER_FIELD = 2n ** 20n;

export class OperandParser {
  constructor(
    private readonly cursor: Cursor,
    private readonly scope: SymbolScope,
  ) {}

  /** Parses operands along a template up to the end of the statement. Fails at the first token that does not fit. */
  parse(template: readonly Piece[]): OperandValue[] {
    const values: OperandValue[] = [];
    for (let index = 0; index < template.length; index++) {
      const piece = template[index]!;
      const next = template[index + 1];
      if (typeof piece === 'string') {
        if (this.endsBefore(piece, next, template.length - index)) {
          values.push(0);
          index++;
        } else this.punctuation(piece);
      } else if (piece.name === 'symbol') {
        values.push({ expression: this.expression(), type: Reloc.None });
        this.skipLinkage();
      } else if (next === '(' && piece.kind === OperandKind.Immediate && this.startsParenthesis()) {
        values.push(0);
      } else values.push(this.operand(piece));
    }
    this.cursor.expectEnd();
    return values;
  }

  /** Whether an optional last operand is absent: a rounding mode at the end, a scale before the closing parenthesis. */
  private endsBefore(piece: string, next: Piece | undefined, left: number): boolean {
    if (piece !== ',' || next === undefined || typeof next === 'string' || next.name === 'symbol') return false;
    if (next.kind === OperandKind.Rounding) return this.cursor.atEnd;
    return next.kind === OperandKind.Scale && left === 3 && this.cursor.is(')');
  }

  /** `f@plt` asks for a procedure linkage table; all linking here is static. */
  private skipLinkage(): void {
    const { cursor } = this;
    if (!cursor.is('@') || cursor.peek(1).text !== 'plt') return;
    cursor.advance();
    cursor.advance();
  }

  /** `(a0)` where an offset may stand: the offset is 0. `(4+4)(a0)` is an offset. */
  private startsParenthesis(): boolean {
    const inside = this.cursor.peek(1);
    return this.cursor.is('(') && inside.kind === TokenKind.Name && INTEGER_REGISTERS.has(inside.text) && this.cursor.peek(2).text === ')';
  }

  private punctuation(piece: string): void {
    const { cursor } = this;
    // Atomics take `0(a0)` for `(a0)`.
    if (piece === '(' && cursor.token.kind === TokenKind.Number && cursor.token.value === 0n && cursor.peek(1).text === '(') cursor.advance();
    cursor.expect(piece);
  }

  private operand(operand: OperandInfo): OperandValue {
    switch (operand.kind) {
      case OperandKind.IntegerRegister:
        return this.fromTable(INTEGER_REGISTERS, 'an integer register');
      case OperandKind.FloatRegister:
        return this.fromTable(FLOAT_REGISTERS, 'a float register');
      case OperandKind.Rounding:
        return this.fromTable(ROUNDING_MODES, 'a rounding mode');
      case OperandKind.Target:
        return { expression: this.expression(), type: operand.name === 'jump' ? Reloc.Jump : Reloc.Branch };
      default:
        return this.number(operand);
    }
  }

  private fromTable(table: ReadonlyMap<string, number>, what: string): number {
    const { cursor } = this;
    const value = cursor.token.kind === TokenKind.Name ? table.get(cursor.token.text) : undefined;
    if (value === undefined) return cursor.fail(`expected ${what} but found ${cursor.describe()}`);
    cursor.advance();
    return value;
  }

  private expression(): Expression {
    const { cursor } = this;
    if (cursor.token.kind === TokenKind.Name && isRegister(cursor.token.text)) cursor.fail(`expected an expression but found the register ${cursor.describe()}`);
    return parseExpression(cursor, this.scope);
  }

  private number(operand: OperandInfo): OperandValue {
    const { cursor } = this;
    const { place } = cursor;
    const modifier = cursor.is('%') ? this.modifier(operand) : null;
    if (modifier !== null) return modifier;
    const expression = this.expression();
    const value = absoluteValue(expression);
    if (value !== null) return this.inRange(value, operand, place);
    if (operand !== OPERANDS.imm) return cursor.fail('expected a constant', place);
    return { expression, type: Reloc.Imm15 };
  }

  private inRange(value: bigint, { kind, min, max }: OperandInfo, place: Place): number {
    const wrap = kind === OperandKind.Upper ? UPPER_FIELD : WORD;
    const signed = value > BigInt(max) && value >= wrap / 2n && value < wrap ? value - wrap : value;
    if (signed >= BigInt(min) && signed <= BigInt(max)) return Number(signed);
    throw new ValueError(`immediate out of range: ${value} is not between ${min} and ${max}`, place);
  }

  /** `%hi(expression)` and its like. */
  private modifier(operand: OperandInfo): OperandValue | null {
    const { cursor } = this;
    const row = cursor.peek(1).kind === TokenKind.Name ? MODIFIERS[cursor.peek(1).text] : undefined;
    if (row === undefined) return cursor.fail(`unknown relocation operator \`%${cursor.peek(1).text}'`);
    if (row.kind !== operand.kind) return cursor.fail(`relocation operator \`%${cursor.peek(1).text}' does not fit this operand`);
    cursor.advance();
    cursor.advance();
    cursor.expect('(');
    const expression = this.expression();
    if (!cursor.accept(')')) cursor.fail("missing `)'");
    return { expression, type: row.type };
  }
}

const ROUNDING_MODES: ReadonlyMap<string, number> = new Map([...ROUNDING_NAMES.entries()].map(([value, name]) => [name, value]));
