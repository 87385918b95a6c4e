/** `-m`: what the compiler decides about a program's own package, in Go's words: what is inlined, what escapes to the heap. */
import type { CompileRequest, PackageDiagnostics } from './compile.ts';
import { EscapeAnalysis } from './escape/analyse.ts';
import { loadProgram } from './load/package-loader.ts';
import { withinStack } from './stack-limit.ts';
import { checkProgram } from './types/check-program.ts';

/** Go's positions of decisions have eight bits for the column; a larger one is left out. */
const LARGEST_COLUMN = 255;

/** The decisions in the order in which the compiler takes them; null for a program with errors. */
export const explainGo = (request: CompileRequest): PackageDiagnostics | null => withinStack(() => explain(request), null);

function explain({ target, tree, library }: CompileRequest): PackageDiagnostics | null {
  const program = loadProgram({ target, tree, library, implicitImports: [] });
  if (program.errors.length > 0) return null;
  const { packages, broken } = checkProgram(program);
  if (broken.length > 0) return null;
  const escape = new EscapeAnalysis();
  for (const imported of packages.slice(0, -1)) escape.add(imported);
  const diagnostics = escape.analyse(packages.at(-1)!).map(({ pos, text }) => {
    const { file, line, col } = program.fileSet.position(pos);
    return { file, line, col: col > LARGEST_COLUMN ? 0 : col, message: text };
  });
  return { path: program.packages.at(-1)!.path, diagnostics };
}
