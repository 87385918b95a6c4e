/**
 * Reference strings as in textbooks: page numbers separated by blanks, line ends or commas; `w` after a number makes the
 * reference a write; numbers may be hexadecimal with `0x`; `#` begins a comment that ends with the line.
 *
 *     trace = { number [ "w" ] ( blank | "," ) } .
 */
import { ReferenceKind, TraceBuilder, type ReferenceTrace } from '../observe/reference-trace.ts';
import { Char, END, LOWER_CASE, TraceBytes } from '../observe/trace-bytes.ts';

const EXPECTED = 'a page number, such as 7 or 7w';
const TWO_TO_32 = 4294967296;

/** Reads a reference string. Throws TraceFormatError at the first thing that is not a page number. */
export function parseReferenceString(text: string | Uint8Array): ReferenceTrace {
  const input = new TraceBytes(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  const builder = new TraceBuilder(String);
  for (;;) {
    skipSeparators(input);
    if (input.peek() === END) return builder.build(null);
    if (input.peek() < Char.Digit0 || input.peek() > Char.Digit9) input.fail(EXPECTED);
    const page = readNumber(input);
    const isWrite = (input.peek() | LOWER_CASE) === Char.LowerW;
    if (isWrite) input.advance();
    if (!isSeparator(input.peek())) input.fail('a blank or a comma after the page number');
    builder.add(page, isWrite ? ReferenceKind.Write : ReferenceKind.Read);
  }
}

function skipSeparators(input: TraceBytes): void {
  for (;;) {
    input.skipBlanks();
    const char = input.peek();
    if (char === Char.Comma) input.advance();
    else if (char === Char.LineFeed || char === Char.Hash) input.skipLine();
    else return;
  }
}

function isSeparator(char: number): boolean {
  return char === Char.Blank || char === Char.Comma || char === Char.LineFeed || char === Char.Tab || char === Char.CarriageReturn || char === Char.Hash || char === END;
}

function readNumber(input: TraceBytes): number {
  const value = input.readDecimal(EXPECTED);
  if (value !== 0 || (input.peek() | LOWER_CASE) !== Char.LowerX) return value;
  input.advance();
  input.readHex('hexadecimal digits after 0x');
  const page = input.high * TWO_TO_32 + input.low;
  if (!Number.isSafeInteger(page)) input.fail('a page number of at most 53 bits');
  return page;
}
