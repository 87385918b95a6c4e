/**
 * Recorded references as text: what `pagewalk trace --references` writes and `pagewalk policy` reads.
 *
 *     # pagewalk.references/1 page-size=4096
 *     8048x*12 bffffw 804cr
 *     2:8048x b7fff-
 *
 *     file  = "# pagewalk.references/1 page-size=" decimal newline { token | comment } .
 *     token = [ space ":" ] page kind [ "*" count ] .
 *
 * Tokens are separated by blanks or line ends. `page` is the page number, in hexadecimal; `space` (decimal) tells address
 * spaces apart and is left out for the first, 0. `kind` is `r` read, `w` write, `x` instruction fetch, `l` (the page came
 * into memory without being used), `p` (its frame is taken for a page table and never evicted) or `-` (its contents were
 * given up and its next use is a first use). `*count` stands for that many references in a row. `#` begins a comment that ends with the line.
 *
 * A fetch says where instructions come from until the next fetch: one that faults is fetched again, so the player uses the
 * page of code once more after a fault of its data. Of uses of the same page in a row a recording has only the first.
 */
import { latin1Text } from '../base/latin1.ts';
import { ReferenceKind, TraceBuilder, type ReferenceTrace } from './reference-trace.ts';
import { Char, END, TraceBytes } from './trace-bytes.ts';

/** First words of a file of recorded references. */
const REFERENCES_HEADER = '# pagewalk.references/1';

const HEADER = /^# pagewalk\.references\/1 page-size=([0-9]+)$/;
const HEADER_LIMIT = 80;
const EXPECTED_TOKEN = 'a page number and r, w, x, l, p or -, such as 8048x';
/** Tokens of a line of output. */
const TOKENS_PER_LINE = 16;
/** Page numbers of 64-bit addresses have at most 53 bits. */
const TWO_TO_32 = 4294967296;

/** What a reference is written as. */
export type ReferenceLetter = 'r' | 'w' | 'x' | 'l' | 'p' | '-';

const KIND_OF_LETTER: Readonly<Record<number, ReferenceKind>> = {
  [Char.LowerR]: ReferenceKind.Read,
  [Char.LowerW]: ReferenceKind.Write,
  [Char.LowerX]: ReferenceKind.Fetch,
  [Char.LowerL]: ReferenceKind.Load,
  [Char.LowerP]: ReferenceKind.Pin,
  [Char.Minus]: ReferenceKind.Free,
};

/** Whether a file starts as recorded references do. */
export function isRecordedReferences(bytes: Uint8Array): boolean {
  return startOf(bytes).startsWith(REFERENCES_HEADER);
}

/** Reads recorded references. Throws TraceFormatError at the first thing that is not of the form above. */
export function parseRecordedReferences(bytes: Uint8Array): ReferenceTrace {
  const input: TraceBytes = new TraceBytes(bytes);
  const header = HEADER.exec(startOf(bytes).trimEnd());
  if (header === null) input.fail(`the line "${REFERENCES_HEADER} page-size=4096"`);
  input.skipLine();
  const builder = new TraceBuilder((page) => `0x${page.toString(16)}`);
  for (;;) {
    input.skipBlanks();
    const char = input.peek();
    if (char === END) break;
    if (char === Char.LineFeed || char === Char.Hash) input.skipLine();
    else readToken(input, builder);
  }
  return builder.build(Number(header[1]));
}

function startOf(bytes: Uint8Array): string {
  return latin1Text(bytes.subarray(0, HEADER_LIMIT)).split('\n')[0]!;
}

function readToken(input: TraceBytes, builder: TraceBuilder): void {
  input.readHex(EXPECTED_TOKEN);
  let space = 0;
  if (input.peek() === Char.Colon) {
    // Written in decimal, read as hexadecimal digits: the digits are what counts.
    space = Number(input.low.toString(16));
    if (!Number.isInteger(space) || input.high !== 0) input.fail('a decimal number of an address space before the colon');
    input.advance();
    input.readHex(EXPECTED_TOKEN);
  }
  const page = input.high * TWO_TO_32 + input.low;
  const kind = KIND_OF_LETTER[input.peek()];
  if (kind === undefined || !Number.isSafeInteger(page)) input.fail(EXPECTED_TOKEN);
  input.advance();
  let count = 1;
  if (input.peek() === Char.Star) {
    input.advance();
    count = input.readDecimal('a count after the star');
  }
  if (!input.skipBlanks() && input.peek() !== Char.LineFeed && input.peek() !== END) input.fail('a blank or the end of the line');
  for (; count > 0; count--) builder.add(page, kind, space);
}

/** Writes recorded references; gives its text out in pieces through `write`, and the rest at `end`. */
export class ReferenceRecorder {
  readonly #write: (text: string) => void;
  #line: string[] = [];
  #page = -1;
  #letter: ReferenceLetter = '-';
  #space = 0;
  #repeat = 0;

  constructor(pageSize: number, write: (text: string) => void) {
    this.#write = write;
    write(`${REFERENCES_HEADER} page-size=${pageSize}\n`);
  }

  add(page: number, letter: ReferenceLetter, space = 0): void {
    if (page === this.#page && letter === this.#letter && space === this.#space) {
      this.#repeat++;
      return;
    }
    this.#flushToken();
    this.#page = page;
    this.#letter = letter;
    this.#space = space;
    this.#repeat = 1;
  }

  end(): void {
    this.#flushToken();
    this.#flushLine();
  }

  #flushToken(): void {
    if (this.#repeat === 0) return;
    const space = this.#space === 0 ? '' : `${this.#space}:`;
    const repeat = this.#repeat === 1 ? '' : `*${this.#repeat}`;
    this.#line.push(`${space}${this.#page.toString(16)}${this.#letter}${repeat}`);
    this.#repeat = 0;
    if (this.#line.length === TOKENS_PER_LINE) this.#flushLine();
  }

  #flushLine(): void {
    if (this.#line.length > 0) this.#write(`${this.#line.join(' ')}\n`);
    this.#line = [];
  }
}
