/** From positions of the file set to diagnostics that people read. */

import { type Diagnostic, LARGEST_COLUMN } from '../../diagnostics.ts';
import type { FileSet, Pos } from './position.ts';

export function toDiagnostic(fileSet: FileSet, error: { readonly pos: Pos; readonly message: string }): Diagnostic {
  const { file, line, col } = fileSet.position(error.pos);
  return { file, line, col: Math.min(col, LARGEST_COLUMN), message: error.message };
}
