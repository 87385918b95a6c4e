/**
 * The package clause and imports of a file as the go command reads them before anything is compiled: it has a parser of its own (go/parser), so
 * what is wrong there is told in that parser's words, and nothing else is told.
 */
import { ConstantKind } from '../types/constant.ts';
import { bytesToText } from '../types/go-string.ts';
import { stringLiteral } from '../types/literal.ts';
import { ILLEGAL_IN_PATH } from '../types/resolver.ts';
import { headOf } from './head-extent.ts';

export interface HeadError {
  readonly line: number;
  readonly col: number;
  readonly message: string;
}

interface Token {
  /** `;` stands for a newline too; the text tells. */
  readonly kind: 'name' | 'string' | 'literal' | 'keyword' | 'operator' | 'end';
  readonly text: string;
  readonly offset: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var'.split(' '),
);
/** Keywords and operators after which a newline ends a statement. */
const ENDING: ReadonlySet<string> = new Set(['break', 'continue', 'fallthrough', 'return', '++', '--', ')', ']', '}']);
const OPERATOR = /<<=|>>=|&\^=|\.\.\.|&&|\|\||<-|\+\+|--|==|!=|<=|>=|:=|&\^|<<|>>|[-+*/%&|^]=|[-+*/%&|^<>=!~()[\]{},;.:]/y;
const NUMBER = /\.?[0-9](?:[0-9a-zA-Z_.]|(?<=[eEpP])[-+])*/y;
const NAME = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const SPACE = /[ \t\r]+|\/\/[^\n]*|\/\*(?:[^*\n]|\*(?!\/))*\*\//y;
const SPACE_OF_LINES = /(?:[ \t\r\n]|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const QUOTED = /"(?:[^"\\\n]|\\[^\n])*"/y;
const RAW = /`[^`]*`/y;
const RUNE = /'(?:[^'\\\n]|\\.[^'\n]*)'/uy;
const RUNE_TO_ITS_END = /'(?:[^'\\\n]|\\[^\n])*'/y;

class HeadReader {
  private token: Token = { kind: 'end', text: '', offset: 0 };
  private at: number;
  private endsStatement = false;
  /** What is wrong first; the rest of the file is then passed over. */
  problem: { readonly offset: number; readonly message: string } | null = null;

  constructor(private readonly text: string, start: number) {
    this.at = start;
  }

  read(): void {
    this.next();
    this.expect('keyword', 'package');
    this.expect('name', 'IDENT');
    this.expectEnd();
    while (this.is('keyword', 'import')) this.imports();
  }

  private imports(): void {
    this.next();
    if (!this.is('operator', '(')) return this.importSpec();
    this.next();
    while (!this.is('operator', ')') && this.token.kind !== 'end') this.importSpec();
    this.expect('operator', ')');
    this.expectEnd();
  }

  private importSpec(): void {
    if (this.token.kind === 'name' || this.is('operator', '.')) this.next();
    if (this.token.kind === 'string' && !isValidImport(this.token.text)) this.refuse(`invalid import path: ${this.token.text}`, this.token.offset);
    this.expect('string', 'STRING');
    this.expectEnd();
  }

  private is(kind: Token['kind'], text: string): boolean {
    return this.token.kind === kind && this.token.text === text;
  }

  private expect(kind: Token['kind'], text: string): void {
    if (this.token.kind !== kind || (kind !== 'name' && kind !== 'string' && this.token.text !== text)) this.complain(text);
    this.next();
  }

  private expectEnd(): void {
    if (this.is('operator', ')') || this.is('operator', '}')) return;
    if (this.token.kind !== 'operator' || (this.token.text !== ';' && this.token.text !== '\n')) this.complain(';');
    this.next();
  }

  private complain(expected: string): void {
    const { kind, text, offset } = this.token;
    const isLiteral = kind === 'name' || kind === 'string' || kind === 'literal';
    const found = kind === 'end' ? "'EOF'" : text === '\n' ? 'newline' : isLiteral ? text : `'${text}'`;
    this.refuse(`expected '${expected}', found ${found}`, offset);
  }

  // --- Tokens ------------------------------------------------------------------------------------------------------

  private next(): void {
    while (this.match(this.endsStatement ? SPACE : SPACE_OF_LINES) !== null);
    if (this.text.startsWith('/*', this.at) && !this.text.includes('*/', this.at + 2)) this.refuse('comment not terminated');
    const offset = this.at;
    const token = this.scan();
    this.endsStatement = token.kind === 'name' || token.kind === 'string' || token.kind === 'literal' || ENDING.has(token.text);
    this.token = { ...token, offset };
  }

  private scan(): Omit<Token, 'offset'> {
    const { text, at } = this;
    const first = text[at];
    if (first === undefined) return this.endsStatement ? { kind: 'operator', text: '\n' } : { kind: 'end', text: '' };
    // A comment over several lines ends a statement too.
    if (first === '\n' || text.startsWith('/*', at)) {
      if (first === '\n') this.at++;
      return { kind: 'operator', text: '\n' };
    }
    const name = this.match(NAME);
    if (name !== null) return { kind: KEYWORDS.has(name) ? 'keyword' : 'name', text: name };
    if (first === '`') return { kind: 'string', text: this.match(RAW) ?? this.refuse('raw string literal not terminated') };
    if (first === '"') return { kind: 'string', text: this.quoted() };
    if (first === "'") {
      return { kind: 'literal', text: this.match(RUNE) ?? this.refuse(this.match(RUNE_TO_ITS_END) === null ? 'rune literal not terminated' : 'illegal rune literal', at) };
    }
    const number = this.match(NUMBER);
    if (number !== null) return { kind: 'literal', text: number };
    return { kind: 'operator', text: this.match(OPERATOR) ?? this.refuse(`illegal character ${describeCharacter(text.slice(at, at + 2))}`) };
  }

  private quoted(): string {
    const { at } = this;
    const literal = this.match(QUOTED) ?? this.refuse('string literal not terminated');
    for (const { 0: escape, index } of literal.matchAll(ESCAPE)) {
      const problem = escapeProblem(escape, literal[index + escape.length]!);
      if (problem !== null) return this.refuse(problem.message, at + index + problem.at);
    }
    return literal;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  /** The text of a token that is none. */
  private refuse(message: string, offset = this.at): string {
    this.problem ??= { offset, message };
    this.at = this.text.length;
    return '';
  }
}

/** A backslash and what may belong to it. */
const ESCAPE = /\\(?:[0-7]{1,3}|x[\da-fA-F]{0,2}|u[\da-fA-F]{0,4}|U[\da-fA-F]{0,8}|[^])/g;
const DIGITS_OF_ESCAPE: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const LARGEST_RUNE = 0x10ffff;

/** What is wrong with an escape sequence, and at which of its characters; `next` stands behind it. */
function escapeProblem(escape: string, next: string): { readonly at: number; readonly message: string } | null {
  const letter = escape[1]!;
  const isOctal = letter >= '0' && letter <= '7';
  const digits = isOctal ? escape.slice(1) : escape.slice(2);
  const wanted = isOctal ? 3 : DIGITS_OF_ESCAPE[letter];
  if (wanted === undefined) return 'abfnrtv\\"'.includes(letter) ? null : { at: 1, message: 'unknown escape sequence' };
  if (digits.length < wanted) return { at: escape.length, message: `illegal character ${describeCharacter(next)} in escape sequence` };
  const value = Number.parseInt(digits, isOctal ? 8 : 16);
  const largest = isOctal ? 255 : LARGEST_RUNE;
  return value > largest || (value >= 0xd800 && value < 0xe000) ? { at: 1, message: 'escape sequence is invalid Unicode code point' } : null;
}

function describeCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(code)}'`;
}

/** Whether the literal may stand in an import; its escapes are sound. */
function isValidImport(literal: string): boolean {
  const value = stringLiteral(literal);
  const path = value.kind === ConstantKind.String ? bytesToText(value.value) : '';
  return path !== '' && !ILLEGAL_IN_PATH.test(path);
}

/** What the go command says about the head of a file; null if it finds nothing wrong there. */
export function headError(bytes: Uint8Array): HeadError | null {
  const file = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const start = file.startsWith('\uFEFF') ? 1 : 0;
  const text = headOf(file, start);
  const reader = new HeadReader(text, start);
  reader.read();
  if (reader.problem === null) return null;
  const { offset, message } = reader.problem;
  const before = text.slice(0, offset);
  // A newline that ends the file begins no line.
  const lineStart = before.slice(0, offset === text.length ? -1 : undefined).lastIndexOf('\n') + 1;
  const line = before.slice(0, lineStart).split('\n').length;
  return { line, col: new TextEncoder().encode(before.slice(lineStart)).length + 1, message };
}
