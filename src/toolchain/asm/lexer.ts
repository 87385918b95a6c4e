/**
 * Tokens of one assembly statement. Text that is no token becomes a token of kind Unknown, which every parser rejects at
 * its place; nothing is thrown.
 */

import { ByteBuffer } from '../../base/byte-buffer.ts';

export const enum TokenKind {
  /** A symbol, mnemonic or directive; also a quoted symbol name where one is expected. */
  Name,
  /** An integer or character constant. */
  Number,
  /** A number with a fraction or an exponent. */
  Float,
  String,
  /** `1f` or `1b`. */
  LocalReference,
  Punctuation,
  /** A character that starts no token, or a constant that is malformed; `text` says what. */
  Unknown,
  /** Behind the last token. */
  End,
}

export interface Token {
  readonly kind: TokenKind;
  /** As written; the decoded content for strings. */
  readonly text: string;
  /** From 0, in the statement's text. */
  readonly column: number;
  /** Of Number. */
  readonly value: bigint;
  /** Of String: its bytes. */
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);
const utf8 = new TextEncoder();

/** One alternative per kind of token; exactly one group matches. */
const TOKEN = new RegExp(
  [
    String.raw`(?<name>[A-Za-z_.$\u0080-\uffff][\w.$\u0080-\uffff]*)`,
    String.raw`(?<local>\d+[fb](?![\w.]))`,
    String.raw`(?<float>\d+\.\d*(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)`,
    String.raw`(?<number>0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)(?![\w.])`,
    String.raw`(?<malformed>\d[\w.]*)`,
    String.raw`(?<character>'(?:\\.|[^\\])'?)`,
    String.raw`(?<string>"(?:\\.|[^"\\])*")`,
    String.raw`(?<punctuation><<|>>|==|!=|<>|<=|>=|&&|\|\||[-,()+*/%|&^!~<>:=@[\]])`,
  ].join('|'),
  'y',
);

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, b: 8, f: 12, '0': 0, '\\': 92, '"': 34, "'": 39, a: 7, v: 11, e: 27 };

/** The bytes of a string constant's inside: escapes are C's, `\x` takes up to two digits and octal up to three. */
function decodeString(inside: string): Uint8Array {
  const bytes = new ByteBuffer();
  for (const [piece] of inside.matchAll(/\\x[0-9a-fA-F]{1,2}|\\[0-7]{1,3}|\\.|[^\\]+/gs)) {
    if (piece[0] !== '\\') bytes.append(utf8.encode(piece));
    else if (/^\\x[0-9a-fA-F]/.test(piece)) bytes.appendByte(parseInt(piece.slice(2), 16));
    else if (/^\\[0-7]/.test(piece)) bytes.appendByte(parseInt(piece.slice(1), 8) & 0xff);
    else bytes.append(ESCAPES[piece[1]!] === undefined ? utf8.encode(piece.slice(1)) : Uint8Array.of(ESCAPES[piece[1]!]!));
  }
  return bytes.toBytes();
}

function numberValue(text: string): bigint | null {
  if (/^0[0-9]/.test(text)) return /^[0-7]+$/.test(text) ? BigInt(`0o${text}`) : null;
  return BigInt(text);
}

function tokenFrom(match: RegExpExecArray, column: number): Token {
  const text = match[0];
  const plain = (kind: TokenKind, rest: Partial<Token> = {}): Token => ({ kind, text, column, value: 0n, bytes: NO_BYTES, ...rest });
  const groups = match.groups!;
  if (groups.name !== undefined) return plain(TokenKind.Name);
  if (groups.local !== undefined) return plain(TokenKind.LocalReference);
  if (groups.float !== undefined) return plain(TokenKind.Float);
  if (groups.number !== undefined) {
    const value = numberValue(text);
    return value === null ? plain(TokenKind.Unknown) : plain(TokenKind.Number, { value });
  }
  if (groups.character !== undefined) {
    const bytes = decodeString(text.slice(1).replace(/(?<=.)'$/s, ''));
    return plain(TokenKind.Number, { value: BigInt(bytes[0] ?? 0) });
  }
  if (groups.string !== undefined) {
    const bytes = decodeString(text.slice(1, -1));
    return plain(TokenKind.String, { text: new TextDecoder().decode(bytes), bytes });
  }
  return plain(groups.punctuation !== undefined ? TokenKind.Punctuation : TokenKind.Unknown);
}

/** Cuts a statement into tokens; the last one is of kind End. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    if (at >= text.length) break;
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      tokens.push({ kind: TokenKind.Unknown, text: text[at]!, column: at, value: 0n, bytes: NO_BYTES });
      at++;
    } else {
      tokens.push(tokenFrom(match, at));
      at += match[0].length;
    }
  }
  tokens.push({ kind: TokenKind.End, text: '', column: text.trimEnd().length, value: 0n, bytes: NO_BYTES });
  return tokens;
}
