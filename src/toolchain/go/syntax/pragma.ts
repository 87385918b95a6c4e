/**
 * `//go:` directives: which there are, and where they may stand. Most decorate the declaration after them; the parser collects
 * those it meets and hands them to that declaration, or complains if there is none.
 */

import type { Decl, Pragma, ProbeMark } from './ast.ts';
import type { ErrorSink } from './branches.ts';
import type { Pos } from './position.ts';

/** Directives of functions that the compiler knows; others are comments, as in Go. */
const FUNCTION_PRAGMAS: ReadonlySet<string> = new Set([
  'go:noescape', 'go:norace', 'go:nosplit', 'go:noinline', 'go:nocheckptr', 'go:systemstack', 'go:nowritebarrier',
  'go:nowritebarrierrec', 'go:yeswritebarrierrec', 'go:cgo_unsafe_args', 'go:uintptrkeepalive', 'go:uintptrescapes', 'go:registerparams',
]);
const TYPE_PRAGMAS: ReadonlySet<string> = new Set(['go:notinheap']);
/** May only be used by the runtime's own packages. */
const RUNTIME_PRAGMAS: ReadonlySet<string> = new Set([
  'go:systemstack', 'go:nowritebarrier', 'go:nowritebarrierrec', 'go:yeswritebarrierrec',
]);
/** Stand anywhere; they belong to the file, not to a declaration. */
const FREE_PRAGMAS: ReadonlySet<string> = new Set(['go:linkname', 'go:cause']);
/** Stands among statements. */
export const PROBE_PRAGMA = 'go:probe';

export interface PragmaRules {
  /** The package belongs to the runtime or library: its directives are allowed. */
  readonly isLibrary: boolean;
}

export function makePragma(pos: Pos, text: string): Pragma {
  const [verb = text, ...args] = text.split(/[ \t\r\n]+/).filter((word) => word !== '');
  return { pos, verb, text, args };
}

/** Whether the directive belongs to the file, wherever it stands. */
export function isFreePragma(pragma: Pragma): boolean {
  return FREE_PRAGMAS.has(pragma.verb);
}

/** Reports a directive that may not be used here at all. */
export function checkPragma(pragma: Pragma, rules: PragmaRules, sink: ErrorSink): void {
  const { verb, text, pos, args } = pragma;
  if (verb === 'go:linkname' && (args.length < 1 || args.length > 2)) sink.error(pos, 'usage: //go:linkname localname [linkname]');
  if (verb === 'go:embed' && args.length === 0) sink.error(pos, 'usage: //go:embed pattern...');
  if (verb === 'go:cause' && args.length !== 1) sink.error(pos, 'usage: //go:cause name');
  if (rules.isLibrary) return;
  if (verb.startsWith('go:cgo_') && verb !== 'go:cgo_import_dynamic') sink.error(pos, `//${text} only allowed in cgo-generated code`);
  if ( RUNTIME_PRAGMAS.has(verb)) sink.error(pos, `//${verb} only allowed in runtime`);
  if (verb === 'go:uintptrkeepalive') sink.error(pos, `//${verb} is only allowed in the standard library`);
}

const PROBE = /^go:probe[ \t]+([A-Za-z_]\w*)\(\s*([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)?\s*\)$/;

/** What a probe's directive says; null if it says nothing that we understand. */
export function parseProbe({ text }: Pragma): ProbeMark | null {
  const match = PROBE.exec(text.trimEnd());
  return match === null ? null : { name: match[1]!, args: match[2]?.split(/\s*,\s*/) ?? [] };
}

/** Reports directives that no declaration took. */
export function reportUnused(pragmas: readonly Pragma[], sink: ErrorSink): void {
  for (const { verb, pos } of pragmas) {
    if (verb === 'go:embed') sink.error(pos, 'misplaced go:embed directive');
    else if (verb === 'go:build' || verb === PROBE_PRAGMA || FUNCTION_PRAGMAS.has(verb) || TYPE_PRAGMAS.has(verb)) sink.error(pos, 'misplaced compiler directive');
  }
}

/** The directives of a package clause that belong to declarations. */
export function misplacedBeforePackage(pragmas: readonly Pragma[]): readonly Pragma[] {
  return pragmas.filter(({ verb }) => verb === PROBE_PRAGMA || FUNCTION_PRAGMAS.has(verb) || TYPE_PRAGMAS.has(verb));
}

/** The directives of a declaration that do not apply to its kind; Go reports them after type checking. */
export function misappliedPragmas(decl: Decl): readonly Pragma[] {
  return decl.pragmas.filter(({ verb }) => {
    if (verb === 'go:build' || verb === PROBE_PRAGMA) return true;
    if (FUNCTION_PRAGMAS.has(verb)) return decl.kind !== 'FuncDecl';
    return TYPE_PRAGMAS.has(verb) && (decl.kind !== 'TypeDecl' || decl.alias);
  });
}
