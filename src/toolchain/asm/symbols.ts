/**
 * The assembler's symbols and expressions. A symbol is undefined, a label at a place in a section, or a name for an
 * expression (`.set`). Expressions stay trees until the layout is final; what has a value before is folded at once.
 */
import { SymbolBinding, SymbolType, SymbolVisibility } from '../../abi/elf32.ts';
import type { AsmSection, Fragment } from './section.ts';

export interface AsmSymbol {
  readonly name: string;
  definition: SymbolDefinition;
  binding: SymbolBinding;
  /** Whether `.globl`, `.weak` or `.local` has said what the binding is. */
  hasBinding: boolean;
  type: SymbolType;
  visibility: SymbolVisibility;
  /** Expression of `.size`, evaluated at the end. */
  size: Expression | null;
  /** Whether it must not appear in the symbol table: `.L…`, numeric labels and places of `.`. */
  readonly isHidden: boolean;
}

export type SymbolDefinition =
  | { readonly kind: 'undefined' }
  | { readonly kind: 'label'; readonly section: AsmSection; readonly fragment: Fragment; readonly offset: number }
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'common'; readonly length: number; readonly alignment: number };

const UNDEFINED: SymbolDefinition = { kind: 'undefined' };

export function makeSymbol(name: string, isHidden: boolean): AsmSymbol {
  return { name, definition: UNDEFINED, binding: SymbolBinding.Local, hasBinding: false, type: SymbolType.None, visibility: SymbolVisibility.Default, size: null, isHidden };
}

export type UnaryOperator = '-' | '~' | '!' | '+';
export type BinaryOperator = '*' | '/' | '%' | '<<' | '>>' | '|' | '&' | '^' | '+' | '-' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

export type Expression =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'symbol'; readonly symbol: AsmSymbol }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression };

export const numberExpression = (value: bigint | number): Expression => ({ kind: 'number', value: BigInt(value) });
export const symbolExpression = (symbol: AsmSymbol): Expression => ({ kind: 'symbol', symbol });

/** The value of an expression: `add - sub + constant`, where the symbols are labels or undefined. */
export interface Value {
  readonly add: AsmSymbol | null;
  readonly sub: AsmSymbol | null;
  readonly constant: bigint;
}

/** A value, or why there is none. */
export type Evaluation = Value | { readonly error: string };

/** Expressions nest at most this deep, and take at most this many steps: chains of `.set` could be endless otherwise. */
const MAX_DEPTH = 200;
const MAX_STEPS = 100_000;
const WORD_BITS = 64;

const absolute = (constant: bigint): Value => ({ add: null, sub: null, constant: BigInt.asIntN(WORD_BITS, constant) });
const failure = (error: string): Evaluation => ({ error });
export const isFailure = (evaluation: Evaluation): evaluation is { readonly error: string } => 'error' in evaluation;
export const isAbsolute = (value: Value): boolean => value.add === null && value.sub === null;

/** Comparisons give -1 for true; the logical operators give 1. */
const truth = (condition: boolean): bigint => (condition ? -1n : 0n);

function divide(left: bigint, right: bigint, operator: '/' | '%'): Evaluation {
  if (right === 0n) return failure('division by zero');
  return absolute(operator === '/' ? left / right : left % right);
}

function shift(left: bigint, count: bigint, operator: '<<' | '>>'): Value {
  if (count < 0n || count >= BigInt(WORD_BITS)) return absolute(0n);
  return absolute(operator === '<<' ? left << count : BigInt.asUintN(WORD_BITS, left) >> count);
}

function combineAbsolute(operator: BinaryOperator, left: bigint, right: bigint): Evaluation {
  switch (operator) {
    case '*':
      return absolute(left * right);
    case '/':
    case '%':
      return divide(left, right, operator);
    case '<<':
    case '>>':
      return shift(left, right, operator);
    case '|':
      return absolute(left | right);
    case '&':
      return absolute(left & right);
    case '^':
      return absolute(left ^ right);
    case '+':
      return absolute(left + right);
    case '-':
      return absolute(left - right);
    case '==':
      return absolute(truth(left === right));
    case '!=':
      return absolute(truth(left !== right));
    case '<':
      return absolute(truth(left < right));
    case '<=':
      return absolute(truth(left <= right));
    case '>':
      return absolute(truth(left > right));
    case '>=':
      return absolute(truth(left >= right));
    case '&&':
      return absolute(left !== 0n && right !== 0n ? 1n : 0n);
    case '||':
      return absolute(left !== 0n || right !== 0n ? 1n : 0n);
  }
}

const negated = ({ add, sub, constant }: Value): Value => ({ add: sub, sub: add, constant: BigInt.asIntN(WORD_BITS, -constant) });

/** Cancels `add` against `sub` where their distance is known. */
function simplified({ add, sub, constant }: Value): Value {
  if (add === null || sub === null) return { add, sub, constant };
  if (add === sub) return absolute(constant);
  const distance = distanceBetween(sub, add);
  return distance === null ? { add, sub, constant } : absolute(constant + BigInt(distance));
}

/** Bytes from label `from` to label `to`, or null while that can still change. */
function distanceBetween(from: AsmSymbol, to: AsmSymbol): number | null {
  const start = from.definition;
  const end = to.definition;
  if (start.kind !== 'label' || end.kind !== 'label' || start.section !== end.section) return null;
  const gap = start.section.distance(start.fragment, end.fragment);
  return gap === null ? null : gap + end.offset - start.offset;
}

function sum(left: Value, right: Value): Evaluation {
  const first = simplified({ add: left.add ?? right.add, sub: left.sub ?? right.sub, constant: BigInt.asIntN(WORD_BITS, left.constant + right.constant) });
  if ((left.add === null || right.add === null) && (left.sub === null || right.sub === null)) return first;
  // Both sides have symbols: a + (b - c) may still cancel within a pair.
  const crossed = simplified({ add: left.add, sub: right.sub, constant: left.constant });
  const other = simplified({ add: right.add, sub: left.sub, constant: right.constant });
  if (isAbsolute(crossed)) return { ...other, constant: BigInt.asIntN(WORD_BITS, other.constant + crossed.constant) };
  if (isAbsolute(other)) return { ...crossed, constant: BigInt.asIntN(WORD_BITS, crossed.constant + other.constant) };
  return failure('invalid operands for `+\' and `-\': more than one symbol on a side');
}

function combine(operator: BinaryOperator, left: Value, right: Value): Evaluation {
  if (isAbsolute(left) && isAbsolute(right)) return combineAbsolute(operator, left.constant, right.constant);
  if (operator === '+') return sum(left, right);
  if (operator === '-') return sum(left, negated(right));
  const difference = sum(left, negated(right));
  if (!isFailure(difference) && isAbsolute(difference) && /^[<>=!]/.test(operator)) return combineAbsolute(operator, difference.constant, 0n);
  return failure(`invalid operands for \`${operator}'`);
}

function evaluateUnary(operator: UnaryOperator, value: Value): Evaluation {
  if (operator === '+') return value;
  if (operator === '-') return negated(value);
  if (!isAbsolute(value)) return failure(`invalid operand for \`${operator}'`);
  return absolute(operator === '~' ? ~value.constant : value.constant === 0n ? 1n : 0n);
}

/** Evaluates one expression; counts its steps. */
class Evaluator {
  private steps = 0;

  evaluate(expression: Expression, depth: number): Evaluation {
    if (depth > MAX_DEPTH || ++this.steps > MAX_STEPS) return failure('expression is too complex or defined in terms of itself');
    switch (expression.kind) {
      case 'number':
        return absolute(expression.value);
      case 'symbol': {
        const { definition } = expression.symbol;
        if (definition.kind === 'value') return this.evaluate(definition.expression, depth + 1);
        return { add: expression.symbol, sub: null, constant: 0n };
      }
      case 'unary': {
        const value = this.evaluate(expression.operand, depth + 1);
        return isFailure(value) ? value : evaluateUnary(expression.operator, value);
      }
      case 'binary': {
        const left = this.evaluate(expression.left, depth + 1);
        if (isFailure(left)) return left;
        const right = this.evaluate(expression.right, depth + 1);
        return isFailure(right) ? right : combine(expression.operator, left, right);
      }
    }
  }
}

/** Evaluates as far as the symbols are known now. */
export const evaluate = (expression: Expression): Evaluation => new Evaluator().evaluate(expression, 0);

/** The number that an expression is now, or null. */
export function absoluteValue(expression: Expression): bigint | null {
  const value = evaluate(expression);
  return isFailure(value) || !isAbsolute(value) ? null : value.constant;
}
