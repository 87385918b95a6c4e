/**
 * Parts of a library's declarations that are parsed when they are first asked for, since a program needs few of them: the statements of
 * functions, the elements of composite literals outside of functions.
 */
import type { BlockStmt, CompositeLit, Expr, Stmt } from './ast.ts';
import type { Pos } from './position.ts';

export class DeferredBlock implements BlockStmt {
  readonly kind = 'BlockStmt';
  private statements: Stmt[] | null = null;

  constructor(readonly pos: Pos, readonly rbrace: Pos, private readonly parse: () => Stmt[]) {}

  get list(): Stmt[] {
    return (this.statements ??= this.parse());
  }
}

export class DeferredLiteral implements CompositeLit {
  readonly kind = 'CompositeLit';
  type: Expr | null = null;
  private parsed: CompositeLit | null = null;

  constructor(readonly pos: Pos, readonly rbrace: Pos, private readonly parse: () => CompositeLit) {}

  get elemList(): Expr[] {
    return this.whole.elemList;
  }

  get keyCount(): number {
    return this.whole.keyCount;
  }

  private get whole(): CompositeLit {
    return (this.parsed ??= this.parse());
  }
}
