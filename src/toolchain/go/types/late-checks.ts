/**
 * What the compiler says only about packages that type-check: types too large, functions without bodies, directives on declarations that they do not
 * apply to, and names linked wrongly.
 */
import type { BlockStmt, CaseClause, CommClause, Decl, File, Pragma, Stmt } from '../syntax/ast.ts';
import { misappliedPragmas, misplacedBeforePackage } from '../syntax/pragma.ts';
import type { Checker } from './checker.ts';
import { sizeOf } from './sizes.ts';
import type { ArrayType, Chan, Struct } from './type.ts';

/** The last address of a 32-bit program. */
const ADDRESS_SPACE = 2 ** 32 - 1;
/** No variable is larger: sizes are signed. */
const LARGEST_SIZE = 2 ** 31 - 1;
/** No element of a channel is larger. */
const LARGEST_MESSAGE = 2 ** 16 - 1;

export function checkLate(c: Checker): void {
  const linked = new Set<string>();
  for (const file of c.files) {
    for (const { pos } of misplacedBeforePackage(file.pragmas)) c.error(pos, 'misplaced compiler directive');
    for (const decl of file.declList) checkDeclaration(c, file, decl, 'package');
    for (const pragma of file.filePragmas) if (pragma.verb === 'go:linkname') checkLinkname(c, file, pragma, linked);
  }
  for (const { at, type } of c.sized) {
    const problem = sizeProblem(c, type);
    if (problem !== null) c.error(at, problem);
  }
  for (const { name, at } of c.missingBodies) if (!linked.has(name)) c.error(at, 'missing function body');
}

function sizeProblem(c: Checker, type: ArrayType | Chan | Struct): string | null {
  if (type.kind === 'Chan') return sizeOf(type.elem) > LARGEST_MESSAGE ? 'channel element type too large (>64kB)' : null;
  if (type.kind === 'Array' && type.length > 0 && sizeOf(type.elem) > (ADDRESS_SPACE - 1) / type.length) return `type ${c.show(type)} larger than address space`;
  const parts = type.kind === 'Array' ? [type.elem] : (type.fields ?? []).map((field) => field.type!);
  // Once is enough: whatever is made of it is too large as well.
  return sizeOf(type) > LARGEST_SIZE && parts.every((part) => sizeOf(part) <= LARGEST_SIZE) ? `type ${c.show(type)} too large` : null;
}

const isImported = (file: File, path: string): boolean =>
  file.declList.some((decl) => decl.kind === 'ImportDecl' && decl.path?.value === `"${path}"`);

function checkLinkname(c: Checker, file: File, { pos, args }: Pragma, linked: Set<string>): void {
  const name = args[0] ?? '';
  const obj = c.pkg.scope.lookup(name);
  if (!isImported(file, 'unsafe')) c.error(pos, '//go:linkname only allowed in Go files that import "unsafe"');
  else if (obj?.kind !== 'Var' && obj?.kind !== 'Func') c.error(pos, '//go:linkname must refer to declared function or variable');
  else if (linked.has(name)) c.error(pos, `duplicate //go:linkname for ${name}`);
  linked.add(name);
}

function checkDeclaration(c: Checker, file: File, decl: Decl, where: 'package' | 'function'): void {
  for (const { pos } of misappliedPragmas(decl)) c.error(pos, 'misplaced compiler directive');
  if (decl.kind === 'FuncDecl') {
    if (decl.body === null) return;
    if (decl.pragmas.some(({ verb }) => verb === 'go:noescape')) c.error(decl.pos, 'can only use //go:noescape with external func implementations');
    checkBlock(c, file, decl.body);
    return;
  }
  for (const { verb, pos } of decl.pragmas) if (verb === 'go:embed') c.error(pos, embedProblem(file, decl, where));
}

function embedProblem(file: File, decl: Decl, where: 'package' | 'function'): string {
  if (!isImported(file, 'embed')) return 'go:embed only allowed in Go files that import "embed"';
  if (decl.kind !== 'VarDecl') return 'misplaced go:embed directive';
  return where === 'function' ? 'go:embed cannot apply to var inside func' : 'go:embed is not supported';
}

function checkBlock(c: Checker, file: File, block: BlockStmt): void {
  for (const s of block.list) checkStatement(c, file, s);
}

/** Finds declarations in statements; function literals are not searched, as they hardly ever carry directives. */
function checkStatement(c: Checker, file: File, s: Stmt): void {
  const inClauses = (clauses: readonly (CaseClause | CommClause)[]): void => {
    for (const { body } of clauses) for (const inner of body) checkStatement(c, file, inner);
  };
  switch (s.kind) {
    case 'DeclStmt':
      for (const decl of s.declList) checkDeclaration(c, file, decl, 'function');
      return;
    case 'LabeledStmt':
      checkStatement(c, file, s.stmt);
      return;
    case 'BlockStmt':
      checkBlock(c, file, s);
      return;
    case 'IfStmt':
      checkBlock(c, file, s.then);
      if (s.else !== null) checkStatement(c, file, s.else);
      return;
    case 'ForStmt':
      checkBlock(c, file, s.body);
      return;
    case 'SwitchStmt':
    case 'SelectStmt':
      inClauses(s.body);
      return;
    default:
  }
}
