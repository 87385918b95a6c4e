/**
 * Reads the bytes of a trace file token by token, with line and column for errors. Traces have tens of millions of
 * records, so nothing here makes strings on the way.
 */
import { latin1Text } from '../base/latin1.ts';
import { TraceFormatError } from './trace-format-error.ts';

/** Characters that the readers of traces know. */
export const enum Char {
  Tab = 9,
  LineFeed = 10,
  CarriageReturn = 13,
  Blank = 32,
  Hash = 35,
  Star = 42,
  Comma = 44,
  Minus = 45,
  Digit0 = 48,
  Digit9 = 57,
  Colon = 58,
  Equals = 61,
  UpperI = 73,
  UpperL = 76,
  UpperM = 77,
  UpperS = 83,
  LowerA = 97,
  LowerF = 102,
  LowerL = 108,
  LowerP = 112,
  LowerR = 114,
  LowerW = 119,
  LowerX = 120,
}

/** OR-ed to a letter makes it lower case. */
export const LOWER_CASE = 32;
/** No character: the end of the file. */
export const END = -1;
const MAX_HEX_DIGITS = 16;
/** Characters of what was found that an error may show. */
const LONGEST_FINDING = 64;

/** A position in a trace file. */
export class TraceBytes {
  readonly #bytes: Uint8Array;
  #position = 0;
  #line = 1;
  #lineStart = 0;
  /** Upper and lower 32 bits of the number read by {@link readHex}. */
  high = 0;
  low = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The character at the position, or END. */
  peek(): number {
    return this.#position < this.#bytes.length ? this.#bytes[this.#position]! : END;
  }

  /** Moves on by one character of the same line. */
  advance(): void {
    this.#position++;
  }

  /** Skips blanks of the same line; whether there were any. */
  skipBlanks(): boolean {
    const start = this.#position;
    for (let char = this.peek(); char === Char.Blank || char === Char.Tab || char === Char.CarriageReturn; char = this.peek()) this.#position++;
    return this.#position > start;
  }

  /** Skips the rest of the line and its end. */
  skipLine(): void {
    const end = this.#bytes.indexOf(Char.LineFeed, this.#position);
    this.#position = end < 0 ? this.#bytes.length : end + 1;
    this.#line++;
    this.#lineStart = this.#position;
  }

  /** Reads 1 to 16 hexadecimal digits into `high` and `low`. */
  readHex(expected: string): void {
    let high = 0;
    let low = 0;
    let digits = 0;
    for (; ; digits++) {
      const digit = hexDigit(this.peek());
      if (digit < 0) break;
      high = ((high << 4) | (low >>> 28)) >>> 0;
      low = ((low << 4) | digit) >>> 0;
      this.#position++;
    }
    this.high = high;
    this.low = low;
    if (digits > 0 && digits <= MAX_HEX_DIGITS) return;
    this.#position -= digits;
    this.fail(expected);
  }

  /** Reads decimal digits. */
  readDecimal(expected: string): number {
    const start = this.#position;
    let value = 0;
    for (let char = this.peek(); char >= Char.Digit0 && char <= Char.Digit9; char = this.peek()) {
      value = value * 10 + char - Char.Digit0;
      this.#position++;
    }
    if (this.#position > start && Number.isSafeInteger(value)) return value;
    this.#position = start;
    this.fail(expected);
  }

  /** Ends the reading: what stands at the position is not what was expected. */
  fail(expected: string): never {
    const rest = latin1Text(this.#bytes.subarray(this.#position, this.#position + LONGEST_FINDING)).split('\n')[0]!;
    const found = /^\s?[!-~]+/.exec(rest)?.[0] ?? (rest.trim() === '' ? '' : `byte 0x${rest.charCodeAt(0).toString(16)}`);
    throw new TraceFormatError(this.#line, this.#position - this.#lineStart + 1, expected, found);
  }
}

/** The value of a hexadecimal digit, or -1. */
function hexDigit(char: number): number {
  if (char >= Char.Digit0 && char <= Char.Digit9) return char - Char.Digit0;
  const letter = char | LOWER_CASE;
  return char !== END && letter >= Char.LowerA && letter <= Char.LowerF ? letter - Char.LowerA + 10 : -1;
}
