/** The body of a function whose statements are parsed when they are first asked for: of a library's functions, a program needs few. */
import type { BlockStmt, Stmt } from './ast.ts';
import type { Pos } from './position.ts';

export class DeferredBlock implements BlockStmt {
  readonly kind = 'BlockStmt';
  private statements: Stmt[] | null = null;

  constructor(readonly pos: Pos, readonly rbrace: Pos, private readonly parse: () => Stmt[]) {}

  get list(): Stmt[] {
    return (this.statements ??= this.parse());
  }
}
