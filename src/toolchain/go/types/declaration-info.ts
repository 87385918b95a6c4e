/** What is known of a package-level declaration before it is checked. */
import type { Expr, FuncDecl, TypeDecl } from '../syntax/ast.ts';
import type { GoObject, Var } from './object.ts';
import type { Scope } from './scope.ts';

/** A package-level declaration. */
export interface DeclInfo {
  /** The scope of the file that contains it. */
  readonly file: Scope;
  /** All variables of `var a, b = f()`. */
  readonly lhs: readonly Var[] | null;
  /** Type and initial value of constants and variables, as written or inherited. */
  readonly type: Expr | null;
  readonly init: Expr | null;
  readonly inherited: boolean;
  readonly typeDecl: TypeDecl | null;
  readonly funcDecl: FuncDecl | null;
  /** Package-level objects that the initial value or body refers to. */
  readonly dependencies: Set<GoObject>;
}
