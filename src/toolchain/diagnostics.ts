/**
 * Messages of the assembler, the linker and the compiler about the user's input: values with a position, collected while
 * the tool goes on, rendered at the end as go build renders them (`./f.go:3:10: msg`).
 */

/** One message. Line and col count from 1, col in bytes; 0 = unknown. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  /** Continuation lines are part of the text, each already indented by a tab. */
  readonly message: string;
}

/** go build stops after this many errors. */
export const ERROR_LIMIT = 10;

export interface DiagnosticLimit {
  /** `-e`: report all errors. */
  readonly all: boolean;
}

/** `file:line:col: message`; a plain file name gets `./`, as go build writes files of the current folder. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, col, message } = diagnostic;
  if (file === '') return message;
  const shown = isBareName(file) ? `./${file}` : file;
  if (line === 0) return `${shown}: ${message}`;
  return col === 0 ? `${shown}:${line}: ${message}` : `${shown}:${line}:${col}: ${message}`;
}

function isBareName(file: string): boolean {
  return !file.startsWith('/') && !file.startsWith('./') && !file.startsWith('../') && !file.startsWith('<');
}

/**
 * All diagnostics as lines: sorted by file (in order of first appearance) and position, a repeated message on one line of the source
 * shown once, and after ten errors `too many errors`.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], limit: DiagnosticLimit): string[] {
  const sorted = sortDiagnostics(diagnostics);
  const lines: string[] = [];
  let previous: Diagnostic | null = null;
  for (const diagnostic of sorted) {
    if (previous !== null && isRepeat(previous, diagnostic)) continue;
    if (!limit.all && lines.length === ERROR_LIMIT) {
      lines.push('too many errors');
      break;
    }
    lines.push(formatDiagnostic(diagnostic));
    previous = diagnostic;
  }
  return lines;
}

/** By position within a file; files stay in the order in which they first appear; equal positions keep their order. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const fileOrder = new Map<string, number>();
  for (const { file } of diagnostics) if (!fileOrder.has(file)) fileOrder.set(file, fileOrder.size);
  return diagnostics.toSorted(
    (a, b) => fileOrder.get(a.file)! - fileOrder.get(b.file)! || a.line - b.line || a.col - b.col,
  );
}

/** The same message again on the same line, wherever its column. */
function isRepeat(a: Diagnostic, b: Diagnostic): boolean {
  return a.file === b.file && a.line === b.line && a.message === b.message;
}
