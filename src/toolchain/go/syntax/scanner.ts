/**
 * The scanner: bytes to tokens, with Go's automatic semicolons, and with the texts and positions of Go's lexical errors.
 *
 * The scanner always holds one character ahead (`ch`, at byte `chOffset`). Comments vanish here, except directives
 * (`//go:` and `//line`), which go to {@link ScannerEvents.directive} at the moment they are met: the parser must know
 * which declaration they precede.
 */

import type { LitKind, Operator } from './ast.ts';
import { BYTE_ORDER_MARK, decodeRune, describeRune, isUnicodeDigit, isUnicodeLetter, MAX_RUNE, quoteRune, RUNE_ERROR } from './runes.ts';
import { endOfBlock, type ScannerPlace } from './skip-block.ts';
import { KEYWORDS, KEYWORDS_BEFORE_SEMICOLON, PRECEDENCE, type Token } from './tokens.ts';

/** What the scanner reports beside tokens; line and col count from 1, col in bytes. */
export interface ScannerEvents {
  lexicalError(line: number, col: number, message: string): void;
  /** A `//go:`, `//line` or `/*line` comment, with its opening and closing. */
  directive(line: number, col: number, text: string): void;
}

const EOF = -1;
const RUNE_SELF = 0x80;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const code = (character: string): number => character.charCodeAt(0);
const NEWLINE = code('\n');
const SPACE = code(' ');
const TAB = code('\t');
const RETURN = code('\r');
const SLASH = code('/');
const STAR = code('*');
const BACKSLASH = code('\\');
const UNDERSCORE = code('_');
const DIGIT_0 = code('0');
const DIGIT_9 = code('9');
const DOT = code('.');
const EQUALS = code('=');
const LETTER_A = code('a');
const LETTER_E = code('e');
const LETTER_F = code('f');
const LETTER_I = code('i');
const LETTER_P = code('p');
const LETTER_X = code('x');
const LETTER_Z = code('z');
/** Set in a lower-case letter, clear in its capital. */
const CASE_BIT = 0x20;

const lower = (ch: number): number => CASE_BIT | ch;
const isDecimal = (ch: number): boolean => ch >= DIGIT_0 && ch <= DIGIT_9;
const isLetter = (ch: number): boolean => (lower(ch) >= LETTER_A && lower(ch) <= LETTER_Z) || ch === UNDERSCORE;
const isHex = (ch: number): boolean => isDecimal(ch) || (lower(ch) >= LETTER_A && lower(ch) <= LETTER_F);

const BASE_NAMES: Readonly<Record<number, string>> = { 2: 'binary', 8: 'octal', 10: 'decimal', 16: 'hexadecimal' };

/** Tokens of one character that can be nothing else; the flag says whether a newline after it ends the statement. */
const PUNCTUATION: ReadonlyMap<number, readonly [Token, boolean]> = new Map([
  [code('('), ['(', false]], [code('['), ['[', false]], [code('{'), ['{', false]], [code(','), [',', false]],
  [code(')'), [')', true]], [code(']'), [']', true]], [code('}'), ['}', true]],
] as const);

/** Escape letters with a fixed number of digits. */
const NUMERIC_ESCAPES: ReadonlyMap<number, { readonly digits: number; readonly max: number }> = new Map([
  [code('x'), { digits: 2, max: 255 }],
  [code('u'), { digits: 4, max: MAX_RUNE }],
  [code('U'), { digits: 8, max: MAX_RUNE }],
]);
const SIMPLE_ESCAPES: ReadonlySet<number> = new Set([...'abfnrtv\\'].map(code));

/** Facts about the digits of a number. */
const enum Digits {
  Present = 1,
  Separators = 2,
}

export class Scanner {
  /** The current token; the fields below describe it. */
  tok: Token = 'EOF';
  line = 1;
  col = 1;
  /** Nothing but blanks before the token on its line. */
  blank = false;
  /** For `name` and `literal` the text; for `;` what it was: `semicolon`, `newline` or `EOF`. */
  lit = '';
  /** For `literal`: malformed, and reported. */
  bad = false;
  litKind: LitKind = 'int';
  /** For `op`, `op=`, `opop` and `*`. */
  op: Operator = '+';
  prec = 0;

  private readonly bytes: Uint8Array;
  private readonly events: ScannerEvents;
  private ch = SPACE;
  private chOffset = 0;
  private readOffset = 0;
  private chLine = 1;
  private lineStart = 0;
  private tokenOffset = 0;
  /** A newline or the end of the file here means `;`. */
  private newlineEndsStatement = false;

  constructor(bytes: Uint8Array, events: ScannerEvents) {
    this.bytes = bytes;
    this.events = events;
  }

  /** Reads the next token. */
  next(): void {
    const wantsSemicolon = this.newlineEndsStatement;
    this.newlineEndsStatement = false;
    while (!this.scanToken(wantsSemicolon));
  }

  /** Lets the rest of the file vanish; used when going on is hopeless. */
  skipRest(): void {
    this.readOffset = this.bytes.length;
    this.ch = EOF;
    this.chOffset = this.bytes.length;
    this.newlineEndsStatement = false;
    this.tok = 'EOF';
  }

  /** The place of the current token, which must be on one line. */
  protected place(): ScannerPlace {
    return { offset: this.tokenOffset, line: this.line, lineStart: this.tokenOffset - this.col + 1 };
  }

  /** Goes on at a place; the next token is the one there. */
  protected goTo({ offset, line, lineStart }: ScannerPlace): void {
    [this.ch, this.chOffset, this.readOffset] = [SPACE, offset, offset];
    [this.chLine, this.lineStart] = [line, lineStart];
    this.newlineEndsStatement = false;
  }

  /** From an opening brace, the current token, to the one that closes it. The text between is known to be sound and not looked at. */
  protected skipBlock(): void {
    this.goTo(endOfBlock(this.bytes, { offset: this.chOffset, line: this.chLine, lineStart: this.lineStart }));
    this.next();
  }

  // --- Characters --------------------------------------------------------------------------------------------------

  private nextChar(): void {
    if (this.ch === NEWLINE) {
      this.chLine++;
      this.lineStart = this.readOffset;
    }
    while (!this.readChar());
  }

  /** Reads one character into `ch`; false if it is one to be skipped. */
  private readChar(): boolean {
    this.chOffset = this.readOffset;
    if (this.readOffset >= this.bytes.length) {
      this.ch = EOF;
      return true;
    }
    const first = this.bytes[this.readOffset]!;
    if (first < RUNE_SELF) {
      this.readOffset++;
      this.ch = first;
      if (first === 0) this.errorHere('invalid NUL character');
      return first !== 0;
    }
    const { rune, width } = decodeRune(this.bytes, this.readOffset);
    this.readOffset += width;
    this.ch = rune;
    if (rune === RUNE_ERROR && width === 1) {
      this.errorHere('invalid UTF-8 encoding');
      return false;
    }
    if (rune === BYTE_ORDER_MARK) {
      if (this.chOffset > 0) this.errorHere('invalid BOM in the middle of the file');
      return false;
    }
    return true;
  }

  private chCol(): number {
    return this.chOffset - this.lineStart + 1;
  }

  /** Reports at the character just read. */
  private errorHere(message: string): void {
    this.events.lexicalError(this.chLine, this.chCol(), message);
  }

  /** Reports `offset` bytes into the current token. */
  private errorInToken(offset: number, message: string): void {
    this.events.lexicalError(this.line, this.col + offset, message);
  }

  private segment(): string {
    return decoder.decode(this.bytes.subarray(this.tokenOffset, this.chOffset));
  }

  private accept(ch: number): boolean {
    if (this.ch !== ch) return false;
    this.nextChar();
    return true;
  }

  // --- Tokens ------------------------------------------------------------------------------------------------------

  /** Scans one token or one thing to be skipped (comment, stray character); true for a token. */
  private scanToken(wantsSemicolon: boolean): boolean {
    const startLine = this.chLine;
    const startCol = this.chCol();
    while (this.ch === SPACE || this.ch === TAB || (this.ch === NEWLINE && !wantsSemicolon) || this.ch === RETURN) this.nextChar();
    this.line = this.chLine;
    this.col = this.chCol();
    this.blank = this.line > startLine || startCol === 1;
    this.tokenOffset = this.chOffset;

    if (isLetter(this.ch) || (this.ch >= RUNE_SELF && this.isIdentifierChar(true))) {
      this.nextChar();
      this.identifier();
      return true;
    }
    if (isDecimal(this.ch)) {
      this.number(false);
      return true;
    }
    const punctuation = PUNCTUATION.get(this.ch);
    if (punctuation !== undefined) {
      this.nextChar();
      [this.tok, this.newlineEndsStatement] = punctuation;
      return true;
    }
    return this.scanOther(wantsSemicolon);
  }

  private scanOther(wantsSemicolon: boolean): boolean {
    if (this.ch === EOF) {
      this.lit = 'EOF';
      this.tok = wantsSemicolon ? ';' : 'EOF';
      return true;
    }
    switch (String.fromCodePoint(this.ch)) {
      case '\n': return this.semicolon('newline');
      case ';': return this.semicolon('semicolon');
      case '"': return this.interpretedString();
      case '`': return this.rawString();
      case "'": return this.runeLiteral();
      case ':':
        this.nextChar();
        this.tok = this.accept(EQUALS) ? ':=' : ':';
        return true;
      case '.': return this.dot();
      case '=':
        this.nextChar();
        if (!this.accept(EQUALS)) {
          this.tok = '=';
          return true;
        }
        return this.operator('==');
      case '/': return this.slash(wantsSemicolon);
      default: return this.operatorOrStray();
    }
  }

  private semicolon(was: string): true {
    this.nextChar();
    this.lit = was;
    this.tok = ';';
    return true;
  }

  private dot(): true {
    this.nextChar();
    if (isDecimal(this.ch)) {
      this.number(true);
      return true;
    }
    this.tok = '.';
    if (this.ch === DOT && this.bytes[this.readOffset] === DOT) {
      this.nextChar();
      this.nextChar();
      this.tok = '...';
    }
    return true;
  }

  private slash(wantsSemicolon: boolean): boolean {
    this.nextChar();
    if (this.accept(SLASH)) {
      this.lineComment();
      return false;
    }
    if (!this.accept(STAR)) return this.assignable('/');
    this.fullComment();
    // A comment over several lines acts like a newline.
    if (this.chLine === this.line || !wantsSemicolon) return false;
    this.lit = 'newline';
    this.tok = ';';
    return true;
  }

  private operatorOrStray(): boolean {
    const first = this.ch;
    const character = String.fromCodePoint(first);
    switch (character) {
      case '+':
      case '-':
        this.nextChar();
        if (this.ch !== first) return this.assignable(character);
        this.nextChar();
        this.setOperator(character);
        this.newlineEndsStatement = true;
        this.tok = 'opop';
        return true;
      case '*':
        this.nextChar();
        this.setOperator('*');
        this.tok = this.accept(EQUALS) ? 'op=' : '*';
        return true;
      case '%':
      case '^':
        this.nextChar();
        return this.assignable(character);
      case '&':
        this.nextChar();
        if (this.accept(first)) return this.operator('&&');
        return this.assignable(this.accept(code('^')) ? '&^' : '&');
      case '|':
        this.nextChar();
        return this.accept(first) ? this.operator('||') : this.assignable('|');
      case '<':
        this.nextChar();
        if (this.accept(EQUALS)) return this.operator('<=');
        if (this.accept(first)) return this.assignable('<<');
        if (!this.accept(code('-'))) return this.operator('<');
        this.tok = '<-';
        return true;
      case '>':
        this.nextChar();
        if (this.accept(EQUALS)) return this.operator('>=');
        return this.accept(first) ? this.assignable('>>') : this.operator('>');
      case '!':
        this.nextChar();
        return this.operator(this.accept(EQUALS) ? '!=' : '!');
      case '~':
        this.nextChar();
        return this.operator('~');
      default:
        this.errorHere(`invalid character ${describeRune(first)}`);
        this.nextChar();
        return false;
    }
  }

  private setOperator(op: Operator): void {
    this.op = op;
    this.prec = PRECEDENCE[op];
  }

  private operator(op: Operator): true {
    this.setOperator(op);
    this.tok = 'op';
    return true;
  }

  /** An operator that an `=` may follow. */
  private assignable(op: Operator): true {
    this.setOperator(op);
    this.tok = this.accept(EQUALS) ? 'op=' : 'op';
    return true;
  }

  private identifier(): void {
    while (isLetter(this.ch) || isDecimal(this.ch)) this.nextChar();
    if (this.ch >= RUNE_SELF) while (this.isIdentifierChar(false)) this.nextChar();
    const text = this.segment();
    const keyword = KEYWORDS.get(text);
    if (keyword !== undefined) {
      this.newlineEndsStatement = KEYWORDS_BEFORE_SEMICOLON.has(keyword);
      this.tok = keyword;
      return;
    }
    this.newlineEndsStatement = true;
    this.lit = text;
    this.tok = 'name';
  }

  /** Whether `ch` belongs to an identifier; characters beyond ASCII that may not are reported and taken. */
  private isIdentifierChar(isFirst: boolean): boolean {
    if (isLetter(this.ch) || isUnicodeLetter(this.ch)) return true;
    if (isDecimal(this.ch) || isUnicodeDigit(this.ch)) {
      if (isFirst) this.errorHere(`identifier cannot begin with digit ${describeRune(this.ch)}`);
      return true;
    }
    if (this.ch < RUNE_SELF) return false;
    this.errorHere(`invalid character ${describeRune(this.ch)} in identifier`);
    return true;
  }

  private setLiteral(litKind: LitKind, isGood: boolean): true {
    this.newlineEndsStatement = true;
    this.tok = 'literal';
    this.lit = this.segment();
    this.bad = !isGood;
    this.litKind = litKind;
    return true;
  }

  // --- Numbers -----------------------------------------------------------------------------------------------------

  /** Takes digits and separators; `invalid.at` becomes the place of the first digit that the base does not have. */
  private digits(base: number, invalid: { at: number }): number {
    let seen = 0;
    const limit = DIGIT_0 + base;
    while (this.ch === UNDERSCORE || (base <= 10 ? isDecimal(this.ch) : isHex(this.ch))) {
      if (this.ch === UNDERSCORE) seen |= Digits.Separators;
      else {
        seen |= Digits.Present;
        if (base <= 10 && this.ch >= limit && invalid.at < 0) invalid.at = this.chCol() - this.col;
      }
      this.nextChar();
    }
    return seen;
  }

  private number(startsWithPoint: boolean): void {
    let isGood = true;
    const complain = (message: string): void => {
      if (isGood) this.errorHere(message);
      isGood = false;
    };
    let kind: LitKind = 'int';
    let seenPoint = startsWithPoint;
    let base = 10;
    let prefix = '';
    let seen = 0;
    const invalid = { at: -1 };

    if (!seenPoint) {
      if (this.accept(DIGIT_0)) {
        const letter = String.fromCodePoint(Math.max(0, lower(this.ch)));
        const prefixedBase = ({ x: 16, o: 8, b: 2 } as Readonly<Record<string, number>>)[letter];
        if (prefixedBase !== undefined) {
          this.nextChar();
          [base, prefix] = [prefixedBase, letter];
        } else [base, prefix, seen] = [8, '0', Digits.Present];
      }
      seen |= this.digits(base, invalid);
      if (this.ch === DOT) {
        if (prefix === 'o' || prefix === 'b') complain(`invalid radix point in ${BASE_NAMES[base]} literal`);
        this.nextChar();
        seenPoint = true;
      }
    }
    if (seenPoint) {
      kind = 'float';
      seen |= this.digits(base, invalid);
    }
    if ((seen & Digits.Present) === 0) complain(`${BASE_NAMES[base]} literal has no digits`);

    const exponent = lower(this.ch);
    if (exponent === LETTER_E || exponent === LETTER_P) {
      if (exponent === LETTER_E && prefix !== '' && prefix !== '0') complain(`${quoteRune(this.ch)} exponent requires decimal mantissa`);
      else if (exponent === LETTER_P && prefix !== 'x') complain(`${quoteRune(this.ch)} exponent requires hexadecimal mantissa`);
      this.nextChar();
      kind = 'float';
      if (this.ch === code('+') || this.ch === code('-')) this.nextChar();
      seen = this.digits(10, { at: -1 }) | (seen & Digits.Separators);
      if ((seen & Digits.Present) === 0) complain('exponent has no digits');
    } else if (prefix === 'x' && kind === 'float') complain("hexadecimal mantissa requires a 'p' exponent");
    if (this.accept(LETTER_I)) kind = 'imaginary';

    this.setLiteral(kind, isGood);
    if (isGood) this.bad = this.hasMisplacedDigit(kind, base, invalid.at, (seen & Digits.Separators) !== 0);
  }

  private hasMisplacedDigit(kind: LitKind, base: number, invalidAt: number, hasSeparators: boolean): boolean {
    if (kind === 'int' && invalidAt >= 0) {
      this.errorInToken(invalidAt, `invalid digit ${quoteRune(this.lit.charCodeAt(invalidAt))} in ${BASE_NAMES[base]} literal`);
      return true;
    }
    const separator = hasSeparators ? misplacedSeparator(this.lit) : -1;
    if (separator < 0) return false;
    this.errorInToken(separator, "'_' must separate successive digits");
    return true;
  }

  // --- Runes and strings -------------------------------------------------------------------------------------------

  private runeLiteral(): true {
    let isGood = true;
    this.nextChar();
    for (let count = 0; ; count++) {
      if (this.ch === code("'")) {
        if (isGood && count === 0) this.errorHere("empty rune literal or unescaped '");
        else if (isGood && count !== 1) this.errorInToken(0, 'more than one character in rune literal');
        isGood &&= count === 1;
        this.nextChar();
        break;
      }
      if (this.ch === BACKSLASH) {
        this.nextChar();
        isGood = this.escape(code("'")) && isGood;
        continue;
      }
      if (this.ch === NEWLINE) {
        if (isGood) this.errorHere('newline in rune literal');
        isGood = false;
        break;
      }
      if (this.ch === EOF) {
        if (isGood) this.errorInToken(0, 'rune literal not terminated');
        isGood = false;
        break;
      }
      this.nextChar();
    }
    return this.setLiteral('rune', isGood);
  }

  private interpretedString(): true {
    let isGood = true;
    this.nextChar();
    while (!this.accept(code('"'))) {
      if (this.accept(BACKSLASH)) {
        isGood = this.escape(code('"')) && isGood;
        continue;
      }
      if (this.ch === NEWLINE || this.ch === EOF) {
        if (this.ch === EOF) this.errorInToken(0, 'string not terminated');
        else this.errorHere('newline in string');
        isGood = false;
        break;
      }
      this.nextChar();
    }
    return this.setLiteral('string', isGood);
  }

  private rawString(): true {
    this.nextChar();
    while (this.ch !== code('`') && this.ch !== EOF) this.nextChar();
    const isGood = this.ch !== EOF;
    if (isGood) this.nextChar();
    else this.errorInToken(0, 'string not terminated');
    return this.setLiteral('string', isGood);
  }

  /** Takes what follows a backslash; false if it is malformed. The end of the file is left to the caller's complaint. */
  private escape(quote: number): boolean {
    if (this.ch === quote || SIMPLE_ESCAPES.has(this.ch)) {
      this.nextChar();
      return true;
    }
    if (this.ch >= DIGIT_0 && this.ch < DIGIT_0 + 8) return this.escapeDigits(3, 8, 255);
    const numeric = NUMERIC_ESCAPES.get(this.ch);
    if (numeric !== undefined) {
      this.nextChar();
      return this.escapeDigits(numeric.digits, 16, numeric.max);
    }
    if (this.ch === EOF) return true;
    this.errorHere('unknown escape');
    return false;
  }

  private escapeDigits(count: number, base: number, max: number): boolean {
    let value = 0;
    for (let i = 0; i < count; i++) {
      if (this.ch === EOF) return true;
      let digit = base;
      if (isDecimal(this.ch)) digit = this.ch - DIGIT_0;
      else if (isHex(this.ch)) digit = lower(this.ch) - LETTER_A + 10;
      if (digit >= base) {
        this.errorHere(`invalid character ${quoteRune(this.ch)} in ${BASE_NAMES[base]} escape`);
        return false;
      }
      value = value * base + digit;
      this.nextChar();
    }
    if (value > max && base === 8) {
      this.errorHere(`octal escape value ${value} > 255`);
      return false;
    }
    if (value > max || (value >= 0xd800 && value < 0xe000)) {
      this.errorHere(`escape is invalid Unicode code point ${describeRune(value)}`);
      return false;
    }
    return true;
  }

  // --- Comments ----------------------------------------------------------------------------------------------------

  /** The opening has been taken. The newline is left: it may end a statement. */
  private lineComment(): void {
    const isDirective = this.startsWith('go:') || this.startsWith('line ');
    while (this.ch !== EOF && this.ch !== NEWLINE) {
      this.passPlainText();
      this.nextChar();
    }
    if (isDirective) this.events.directive(this.line, this.col, this.segment());
  }

  /** Takes what follows as long as it is ASCII of this line, for which nothing needs counting. */
  private passPlainText(): void {
    const { bytes } = this;
    let at = this.readOffset;
    while (at < bytes.length && bytes[at]! < RUNE_SELF && bytes[at] !== NEWLINE && bytes[at] !== 0) at++;
    this.readOffset = at;
  }

  private fullComment(): void {
    const isDirective = this.startsWith('line ');
    if (this.skipFullComment() && isDirective) this.events.directive(this.line, this.col, this.segment());
  }

  private skipFullComment(): boolean {
    while (this.ch !== EOF) {
      while (this.ch === STAR) {
        this.nextChar();
        if (this.accept(SLASH)) return true;
      }
      if (this.ch !== EOF) this.nextChar();
    }
    this.errorInToken(0, 'comment not terminated');
    return false;
  }

  private startsWith(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[this.chOffset + i] !== text.charCodeAt(i)) return false;
    return true;
  }
}

/** The place of the first `_` of a number that does not stand between digits (a prefix counts as a digit), or -1. */
function misplacedSeparator(text: string): number {
  const prefix = text.length >= 2 && text[0] === '0' ? lower(text.charCodeAt(1)) : 0;
  const hasPrefix = prefix === LETTER_X || prefix === code('o') || prefix === code('b');
  /** The class of the character before: a digit, a separator, or anything else. */
  let previous: 'digit' | 'separator' | 'other' = hasPrefix ? 'digit' : 'other';
  for (let i = hasPrefix ? 2 : 0; i < text.length; i++) {
    const ch = text.charCodeAt(i);
    if (ch === UNDERSCORE) {
      if (previous !== 'digit') return i;
      previous = 'separator';
    } else if (isDecimal(ch) || (prefix === LETTER_X && isHex(ch))) previous = 'digit';
    else {
      if (previous === 'separator') return i - 1;
      previous = 'other';
    }
  }
  return previous === 'separator' ? text.length - 1 : -1;
}
