/**
 * Parses expressions with GNU as's precedence, which is not C's:
 *
 *   expression = and { "||" and }
 *   and        = comparison { "&&" comparison }
 *   comparison = sum { ("==" | "!=" | "<>" | "<" | "<=" | ">" | ">=") sum }
 *   sum        = bits { ("+" | "-") bits }
 *   bits       = product { ("|" | "&" | "^") product }
 *   product    = unary { ("*" | "/" | "%" | "<<" | ">>") unary }
 *   unary      = { "-" | "~" | "!" | "+" } primary
 *   primary    = number | symbol | "." | "1f" | "1b" | "(" expression ")"
 */
import type { Cursor } from './cursor.ts';
import { TokenKind } from './lexer.ts';
import { absoluteValue, numberExpression, type BinaryOperator, type Expression, type UnaryOperator } from './symbols.ts';

/** What expressions need from the assembler: names become symbols. */
export interface SymbolScope {
  /** The meaning of a name here. */
  reference(name: string): Expression;
  /** The place of `.`. */
  here(): Expression;
  /** `1f`, `1b`; null if there is no such label before. */
  localReference(text: string): Expression | null;
}

/** From the loosest binding to the tightest. */
const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=', '<>', '<', '<=', '>', '>='], ['+', '-'], ['|', '&', '^'], ['*', '/', '%', '<<', '>>']];
const UNARY = ['-', '~', '!', '+'];
/** Deeper parentheses are refused rather than overflow the stack. */
const MAX_NESTING = 100;

function folded(expression: Expression): Expression {
  const value = absoluteValue(expression);
  return value === null ? expression : numberExpression(value);
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  const whole: Expression = { kind: 'binary', operator, left, right };
  return left.kind === 'number' && right.kind === 'number' ? folded(whole) : whole;
}

class ExpressionParser {
  private nesting = 0;

  constructor(
    private readonly cursor: Cursor,
    private readonly scope: SymbolScope,
  ) {}

  parse(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.parse(level + 1);
    while (this.cursor.token.kind === TokenKind.Punctuation && operators.includes(this.cursor.token.text) && !this.startsModifier()) {
      const operator = this.cursor.advance().text;
      const right = this.parse(level + 1);
      left = binary((operator === '<>' ? '!=' : operator) as BinaryOperator, left, right);
    }
    return left;
  }

  /** `%lo(` after a complete operand is a modifier of something else, never a remainder. */
  private startsModifier(): boolean {
    return this.cursor.is('%') && this.cursor.peek(1).kind === TokenKind.Name && /^(hi|lo|pcrel_hi|pcrel_lo)$/.test(this.cursor.peek(1).text);
  }

  private unary(): Expression {
    const { cursor } = this;
    if (++this.nesting > MAX_NESTING) cursor.fail('expression is nested too deeply');
    let result: Expression;
    if (cursor.token.kind === TokenKind.Punctuation && UNARY.includes(cursor.token.text)) {
      const operator = cursor.advance().text as UnaryOperator;
      const operand = this.unary();
      const whole: Expression = { kind: 'unary', operator, operand };
      result = operand.kind === 'number' ? folded(whole) : whole;
    } else {
      result = this.primary();
    }
    this.nesting--;
    return result;
  }

  private primary(): Expression {
    const { cursor, scope } = this;
    const { token } = cursor;
    switch (token.kind) {
      case TokenKind.Number:
        cursor.advance();
        return numberExpression(token.value);
      case TokenKind.Name:
      case TokenKind.String:
        if (token.text === '') break;
        cursor.advance();
        return token.text === '.' && token.kind === TokenKind.Name ? scope.here() : scope.reference(token.text);
      case TokenKind.LocalReference: {
        const label = scope.localReference(token.text);
        if (label === null) return cursor.fail(`backward ref to unknown label "${token.text.slice(0, -1)}:"`);
        cursor.advance();
        return label;
      }
      case TokenKind.Punctuation:
        if (cursor.accept('(')) {
          const inner = this.parse(0);
          if (!cursor.accept(')')) cursor.fail("missing `)'");
          return inner;
        }
    }
    if (token.kind === TokenKind.Unknown && /^\d/.test(token.text)) cursor.fail(`bad number \`${token.text}'`);
    return cursor.fail(`expected an expression but found ${cursor.describe()}`);
  }
}

/** Parses an expression at the cursor. */
export const parseExpression = (cursor: Cursor, scope: SymbolScope): Expression => new ExpressionParser(cursor, scope).parse(0);
