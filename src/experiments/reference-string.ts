/**
 * Reference strings as in textbooks: page numbers separated by blanks, line ends or commas; `w` after a number makes the
 * reference a write; numbers may be hexadecimal with `0x`; `#` begins a comment that ends with the line.
 *
 *     trace = { number [ "w" ] ( blank | "," ) } .
 */
import { ReferenceKind, TraceBuilder, type ReferenceTrace } from '../observe/reference-trace.ts';
import { TraceFormatError } from './trace-format-error.ts';

const TOKEN = /^(0[xX][0-9a-fA-F]+|[0-9]+)([wW]?)$/;

/** Reads a reference string. Throws {@link TraceFormatError} at the first token that is not a page number. */
export function parseReferenceString(text: string): ReferenceTrace {
  const builder = new TraceBuilder(String);
  for (const [index, line] of text.split('\n').entries()) {
    const uncommented = line.replace(/#.*/, '');
    for (const match of uncommented.matchAll(/[^\s,]+/g)) {
      const parts = TOKEN.exec(match[0]);
      const page = parts === null ? NaN : Number(parts[1]);
      if (!Number.isSafeInteger(page)) throw new TraceFormatError(index + 1, match.index + 1, 'a page number, such as 7 or 7w', match[0]);
      builder.add(page, parts![2] === '' ? ReferenceKind.Read : ReferenceKind.Write);
    }
  }
  return builder.build(null);
}
