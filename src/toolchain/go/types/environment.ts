/** What the checker knows of the place it is at. */
import type { CallExpr } from '../syntax/ast.ts';
import { NO_POS, type Pos } from '../syntax/position.ts';
import type { Constant } from './constant.ts';
import type { DeclInfo } from './declaration-info.ts';
import type { Scope } from './scope.ts';
import type { Signature } from './type.ts';

/** Where we are: set anew for each declaration and function. */
export interface Environment {
  /** The package-level declaration whose dependencies are being collected. */
  readonly decl: DeclInfo | null;
  scope: Scope;
  /** The value of iota inside a constant declaration. */
  iota: Constant | null;
  /** Where to report errors in an initial value that a constant inherits from the line above. */
  errorPos: Pos;
  /** The function whose body is being checked. */
  readonly signature: Signature | null;
  /** Calls of panic, which end a function as a return does. */
  readonly panics: Set<CallExpr>;
  /** A call or receive was seen: then len of an array is no constant. */
  hasCallOrReceive: boolean;
}

export function newEnvironment(scope: Scope, decl: DeclInfo | null, signature: Signature | null, iota: Constant | null): Environment {
  return { decl, scope, iota, errorPos: NO_POS, signature, panics: new Set(), hasCallOrReceive: false };
}
