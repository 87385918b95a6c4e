/**
 * Traces of valgrind's lackey (`valgrind --tool=lackey --trace-mem=yes`): one access a line,
 *
 *     I  04016b84,3        fetch      address in hexadecimal, size in decimal
 *      L 1ffefffc48,8      load
 *      S 1ffefffc40,8      store
 *      M 04222cac,4        load and store: one reference that dirties the page
 *
 * An access that straddles pages is one reference to each of them, lower first. Valgrind's own messages (`==pid==`,
 * `--pid--`) and empty lines are skipped. Addresses have up to 64 bits.
 */
import { assert } from '../base/assert.ts';
import { ReferenceKind, TraceBuilder, type ReferenceTrace } from '../observe/reference-trace.ts';
import { Char, END, TraceBytes } from '../observe/trace-bytes.ts';

/** How addresses become references. */
export interface LackeyOptions {
  /** Bytes of a page, a power of two. */
  readonly pageSize: number;
  /** Drops instruction fetches. */
  readonly dataOnly: boolean;
}

const TWO_TO_32 = 4294967296;
const EXPECTED_LINE = 'I, L, S or M with an address and a size, such as " S 1ffe40,8"';
const EXPECTED_ADDRESS = 'a hexadecimal address of at most 16 digits';
const EXPECTED_SIZE = 'a comma and the size of the access, from 1 on';

/** Reads a lackey trace. Throws TraceFormatError at the first line that is not of its form. */
export function parseLackey(bytes: Uint8Array, options: LackeyOptions): ReferenceTrace {
  const { pageSize, dataOnly } = options;
  assert(Number.isInteger(Math.log2(pageSize)) && pageSize <= TWO_TO_32, `parseLackey: page size ${pageSize}`);
  const builder = new TraceBuilder((page) => `0x${page.toString(16)}`);
  const input = new TraceBytes(bytes);
  for (; input.peek() !== END; input.skipLine()) {
    input.skipBlanks();
    const letter = input.peek();
    if (letter === Char.LineFeed || letter === Char.Equals || letter === Char.Minus || letter === END) continue;
    const isFetch = letter === Char.UpperI;
    if (!isFetch && letter !== Char.UpperL && letter !== Char.UpperS && letter !== Char.UpperM) input.fail(EXPECTED_LINE);
    input.advance();
    if (!input.skipBlanks()) input.fail(EXPECTED_LINE);
    const [first, last] = readPages(input, pageSize);
    if (isFetch && dataOnly) continue;
    const kind = isFetch || letter === Char.UpperL ? ReferenceKind.Read : ReferenceKind.Write;
    for (let page = first; page <= last; page++) builder.add(page, kind);
  }
  return builder.build(pageSize);
}

/** Reads address and size to the end of the line; gives the first and the last page of the access. */
function readPages(input: TraceBytes, pageSize: number): [first: number, last: number] {
  input.readHex(EXPECTED_ADDRESS);
  const { high, low } = input;
  if (input.peek() !== Char.Comma) input.fail(EXPECTED_SIZE);
  input.advance();
  const size = input.readDecimal(EXPECTED_SIZE);
  if (size === 0 || size > TWO_TO_32) input.fail(`a size from 1 to ${TWO_TO_32}`);
  input.skipBlanks();
  if (input.peek() !== Char.LineFeed && input.peek() !== END) input.fail('the end of the line');
  const base = high * (TWO_TO_32 / pageSize);
  const last = base + Math.floor((low + size - 1) / pageSize);
  if (!Number.isSafeInteger(last)) input.fail('an address whose page number has at most 53 bits');
  return [base + Math.floor(low / pageSize), last];
}
