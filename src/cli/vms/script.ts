/**
 * A script of vmoracle, line by line. Comments are printed, empty lines skipped; an operation is `[name=]op argument…`, its
 * arguments ended by one that starts with '#'. A forked child runs the lines up to its `endfork`, which the parent skips.
 */

export interface Operation {
  readonly kind: 'operation';
  /** The line as it is echoed, without leading blanks. */
  readonly text: string;
  /** Name that the result gets. */
  readonly name: string | null;
  readonly op: string;
  /** Expressions. */
  readonly arguments: readonly string[];
}

export type Line = Operation | { readonly kind: 'comment'; readonly text: string } | { readonly kind: 'blank' };

/** Bytes of a script that the real program reads, and characters of a line that it looks at. */
const SCRIPT_LIMIT = 131_071;
const LINE_LIMIT = 511;

export function parseScript(text: string): readonly Line[] {
  return text.slice(0, SCRIPT_LIMIT).split('\n').map(parseLine);
}

function parseLine(raw: string): Line {
  const text = raw.replace(/^ +/, '');
  if (text === '') return { kind: 'blank' };
  if (text.startsWith('#')) return { kind: 'comment', text };
  const line = text.slice(0, LINE_LIMIT);
  const named = /^([^ =]*)=/.exec(line);
  const words = (named === null ? line : line.slice(named[0].length)).split(' ').filter((word) => word !== '');
  const comment = words.findIndex((word) => word.startsWith('#'));
  const [op = '', ...rest] = comment < 0 ? words : words.slice(0, comment);
  return { kind: 'operation', text, name: named === null ? null : named[1]!, op, arguments: rest };
}

/** Index of the line behind the `endfork` that matches a `fork` on the line before `from`. */
export function skipFork(lines: readonly Line[], from: number): number {
  let depth = 1;
  for (let index = from; index < lines.length; index++) {
    const line = lines[index]!;
    if (line.kind === 'blank') continue;
    if (line.text.startsWith('fork')) depth++;
    else if (line.text.startsWith('endfork')) depth--;
    if (depth === 0) return index + 1;
  }
  return lines.length;
}
