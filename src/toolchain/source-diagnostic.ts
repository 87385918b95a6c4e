/**
 * Diagnostics of the assembler and the linker: they carry a severity, the source line and what led there, and are rendered
 * in the manner of GNU as with a caret. The compiler's are rendered as go build has them: diagnostics.ts.
 */
import type { Diagnostic } from './diagnostics.ts';

export interface SourceDiagnostic extends Diagnostic {
  readonly severity: 'error' | 'warning';
  /** The line that `line` and `col` point into, for the caret. */
  readonly sourceLine?: string;
  /** What led here, such as the expansion of a macro. */
  readonly notes?: readonly string[];
}

const capitalise = (word: string): string => word[0]!.toUpperCase() + word.slice(1);

/** Blanks as wide as the text before the caret: tabs stay tabs. */
const indentTo = (line: string, col: number): string => line.slice(0, col - 1).replace(/[^\t]/g, ' ');

/** One diagnostic as lines of text: `hello.s:3:5: Error: …`, the line, the caret, the notes. */
function renderSourceDiagnostic({ severity, file, line, col, message, sourceLine, notes = [] }: SourceDiagnostic): string {
  const place = file === '' ? '' : line === 0 ? `${file}: ` : `${file}:${line}:${col}: `;
  const lines = [`${place}${capitalise(severity)}: ${message}`];
  if (line > 0 && sourceLine !== undefined) lines.push(sourceLine, `${indentTo(sourceLine, col)}^`);
  return [...lines, ...notes].join('\n');
}

/** All of them, each ending in a newline. */
export const renderSourceDiagnostics = (diagnostics: readonly SourceDiagnostic[]): string => diagnostics.map((one) => `${renderSourceDiagnostic(one)}\n`).join('');

export const hasErrors = (diagnostics: readonly SourceDiagnostic[]): boolean => diagnostics.some(({ severity }) => severity === 'error');
