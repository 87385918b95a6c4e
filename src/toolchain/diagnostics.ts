/**
 * Messages of the assembler, the linker and the compiler about the user's input: values with a position, collected while the
 * tool goes on, chosen and rendered at the end as go build does (`./f.go:3:10: msg`).
 *
 * The order in which they are reported matters: a compiler stops at its tenth error, so what is shown is the first ten found, sorted
 * by position afterwards. One line of a file shows one syntax error, and no message twice in a row.
 */

/** One message. Line and col count from 1, col in bytes; 0 = unknown. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  /** Continuation lines are part of the text, each already indented by a tab. */
  readonly message: string;
}

/** Object files of Go keep eight bits for the column, so their compiler sorts by no larger one; from this one on it shows none. */
export const LARGEST_COLUMN = 255;

/** A compilation ends at this many errors. */
const ERROR_LIMIT = 10;

export interface DiagnosticLimit {
  /** `-e`: report all errors. */
  readonly all: boolean;
}

/** What is to be shown of a list of errors. */
export interface Selection {
  /** Sorted by position. */
  readonly shown: readonly Diagnostic[];
  /** The error at which the limit was reached, null if it was not. */
  readonly last: Diagnostic | null;
}

/** Chooses from errors in the order in which they were reported. */
export function selectDiagnostics(reported: readonly Diagnostic[], limit: DiagnosticLimit): Selection {
  const taken: Diagnostic[] = [];
  let lastSyntax: Diagnostic | null = null;
  let lastOther: Diagnostic | null = null;
  for (const diagnostic of reported) {
    if (diagnostic.message.startsWith('syntax error')) {
      if (lastSyntax !== null && isSameLine(lastSyntax, diagnostic)) continue;
      lastSyntax = diagnostic;
    } else {
      if (lastOther !== null && isSameLine(lastOther, diagnostic) && lastOther.message === diagnostic.message) continue;
      lastOther = diagnostic;
    }
    taken.push(diagnostic);
    if (!limit.all && taken.length === ERROR_LIMIT) return { shown: sorted(taken), last: diagnostic };
  }
  return { shown: sorted(taken), last: null };
}

/** The lines that go build prints below its `# package` line. */
export function renderDiagnostics(reported: readonly Diagnostic[], limit: DiagnosticLimit): string[] {
  const { shown, last } = selectDiagnostics(reported, limit);
  const lines = shown.map(formatDiagnostic);
  const withoutRepeats = lines.filter((line, i) => line !== lines[i - 1]);
  return last === null ? withoutRepeats : [...withoutRepeats, formatDiagnostic({ ...last, message: 'too many errors' })];
}

/** `file:line:col: message` as far as the position is known. */
export function formatDiagnostic({ file, line, col, message }: Diagnostic): string {
  if (file === '') return message;
  if (line === 0) return `${file}: ${message}`;
  return col === 0 || col >= LARGEST_COLUMN ? `${file}:${line}: ${message}` : `${file}:${line}:${col}: ${message}`;
}

function isSameLine(a: Diagnostic, b: Diagnostic): boolean {
  return a.file === b.file && a.line === b.line;
}

/** Files stay in the order in which they first appear; equal positions keep their order. */
function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const fileOrder = new Map<string, number>();
  for (const { file } of diagnostics) if (!fileOrder.has(file)) fileOrder.set(file, fileOrder.size);
  return diagnostics.toSorted((a, b) => fileOrder.get(a.file)! - fileOrder.get(b.file)! || a.line - b.line || a.col - b.col);
}
