/** From positions of the file set to diagnostics that people read. */

import type { Diagnostic } from '../../diagnostics.ts';
import type { FileSet, Pos } from './position.ts';

/** Object files of Go keep eight bits for the column; go build shows no larger one. */
const LARGEST_SHOWN_COLUMN = 255;

export function toDiagnostic(fileSet: FileSet, error: { readonly pos: Pos; readonly message: string }): Diagnostic {
  const { file, line, col } = fileSet.position(error.pos);
  return { file, line, col: Math.min(col, LARGEST_SHOWN_COLUMN), message: error.message };
}
