/** Type assertions and switch cases that can never hold, because the type lacks a method. */
import type { Checker } from './checker.ts';
import { missingMethod, missingMethodReason } from './lookup.ts';
import type { Operand } from './operand.ts';
import { isInterface } from './predicates.ts';
import { type Type, under } from './type.ts';

/** Null if the interface value `x` may hold a `type`. */
export function whyImpossible(c: Checker, x: Operand, type: Type): string | null {
  const target = under(x.type);
  if (target.kind !== 'Interface' || isInterface(type)) return null;
  const missing = missingMethod(c, type, target, false);
  return missing === null ? null : missingMethodReason(type, x.type, missing, c.qualifier);
}
