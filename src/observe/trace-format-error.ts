/** A trace file that is not what its format says: where, what was expected, what was found. */

const LONGEST_FINDING = 40;

/** Thrown by the readers of traces; caught once by the command. */
export class TraceFormatError extends Error {
  override name = 'TraceFormatError';
  /** Both from 1. */
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number, expected: string, found: string) {
    const shown = found.length > LONGEST_FINDING ? `${found.slice(0, LONGEST_FINDING)}...` : found;
    super(`expected ${expected}, found ${found === '' ? 'the end of the line' : JSON.stringify(shown)}`);
    this.line = line;
    this.column = column;
  }
}
