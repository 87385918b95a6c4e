/**
 * What the compiler says only about packages that type-check: types too large, functions without bodies, directives on declarations that they do not
 * apply to, and names linked wrongly.
 */
import type { BlockStmt, CaseClause, CommClause, Decl, File, Pragma, Stmt } from '../syntax/ast.ts';
import { misappliedPragmas, misplacedBeforePackage } from '../syntax/pragma.ts';
import type { Checker } from './checker.ts';
import { checkTypeSizes } from './type-sizes.ts';
import { typeText } from './type-text.ts';

export function checkLate(c: Checker): void {
  const linked = new Set<string>();
  for (const file of c.files) {
    for (const { pos } of misplacedBeforePackage(file.pragmas)) c.error(pos, 'misplaced compiler directive');
    for (const decl of file.declList) checkDeclaration(c, file, decl, 'package');
    for (const pragma of file.filePragmas) if (pragma.verb === 'go:linkname') checkLinkname(c, file, pragma, linked);
  }
  checkTypeSizes(c);
  for (const { name, at } of c.missingBodies) if (!linked.has(name)) c.error(at, 'missing function body');
}

/** What the back end refuses once the whole package is sound up to there: print knows no arrays and structs. */
export function checkPrinted(c: Checker): void {
  for (const { at, type } of c.unprintable) c.error(at, `illegal types for operand: print\n\t${typeText(type, c.pkg)}`);
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
