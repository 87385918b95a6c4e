/**
 * A cursor over the tokens of one statement. What does not parse throws a {@link StatementError}, which the loop over the
 * statements turns into a diagnostic; it never leaves the assembler.
 */
import type { Place } from './section.ts';
import type { SourceStatement } from './source.ts';
import { TokenKind, tokenize, type Token } from './lexer.ts';

export class StatementError extends Error {
  constructor(
    message: string,
    readonly place: Place,
  ) {
    super(message);
  }
}

/** The statement has the right shape, but a value in it cannot be. */
export class ValueError extends StatementError {}

export class Cursor {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(readonly statement: SourceStatement) {
    this.tokens = tokenize(statement.text);
  }

  get token(): Token {
    return this.tokens[this.position]!;
  }

  /** The token before the current one; there must be one. */
  get previous(): Token {
    return this.tokens[this.position - 1]!;
  }

  /** The token `ahead` of the current one. */
  peek(ahead: number): Token {
    return this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)]!;
  }

  get atEnd(): boolean {
    return this.token.kind === TokenKind.End;
  }

  /** The statement's text from the current token on. */
  get rest(): string {
    return this.statement.text.slice(this.token.column).trim();
  }

  /** The current token's place. */
  get place(): Place {
    return { statement: this.statement, column: this.token.column };
  }

  fail(message: string, place = this.place): never {
    throw new StatementError(message, place);
  }

  /** The position, for {@link rewind}. */
  mark(): number {
    return this.position;
  }

  rewind(mark: number): void {
    this.position = mark;
  }

  advance(): Token {
    const { token } = this;
    if (token.kind !== TokenKind.End) this.position++;
    return token;
  }

  is(punctuation: string): boolean {
    return this.token.kind === TokenKind.Punctuation && this.token.text === punctuation;
  }

  accept(punctuation: string): boolean {
    if (!this.is(punctuation)) return false;
    this.position++;
    return true;
  }

  expect(punctuation: string): void {
    if (!this.accept(punctuation)) this.fail(`expected \`${punctuation}' but found ${this.describe()}`);
  }

  /** Takes a symbol's name, which may be quoted. */
  expectName(what: string): string {
    const { token } = this;
    if (token.kind !== TokenKind.Name && !(token.kind === TokenKind.String && token.text !== '')) this.fail(`expected ${what} but found ${this.describe()}`);
    return this.advance().text;
  }

  expectString(): Uint8Array {
    if (this.token.kind !== TokenKind.String) this.fail(`expected a string but found ${this.describe()}`);
    return this.advance().bytes;
  }

  expectEnd(): void {
    if (this.atEnd) return;
    const { token } = this;
    this.fail(`junk at end of line, first unrecognized character is \`${this.statement.text[token.column]!}'`);
  }

  /** The current token for a message. */
  describe(): string {
    return this.atEnd ? 'the end of the line' : `\`${this.statement.text.slice(this.token.column).match(/^"?[^\s,()]*/)?.[0] || this.token.text}'`;
  }
}
