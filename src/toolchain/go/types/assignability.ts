/** Whether a value may be assigned to a variable of a type, and the assignment itself with its message. */
import type { Checker } from './checker.ts';
import { Mode } from './info.ts';
import { whyNotImplements } from './lookup.ts';
import type { Operand } from './operand.ts';
import { defaultType, hasName, identical, isInterface, isInterfacePointer, isInvalid, isUntyped } from './predicates.ts';
import { type Type, under } from './type.ts';
import { adoptType, implicitType, Misfit } from './untyped.ts';

export interface Assignability {
  readonly ok: boolean;
  /** Why not, where more can be said than that the types differ. */
  readonly reason: string;
}
const YES: Assignability = { ok: true, reason: '' };
const NO: Assignability = { ok: false, reason: '' };

/** Assignability of the specification. */
export function assignableTo(c: Checker, x: Operand, target: Type): Assignability {
  if (!x.isValid || isInvalid(target)) return YES;
  const source = x.type;
  if (identical(source, target)) return YES;
  if (isUntyped(source)) return implicitType(x, target).type === null ? NO : YES;
  const from = under(source);
  const to = under(target);
  const oneIsUnnamed = !hasName(source) || !hasName(target);
  if (identical(from, to) && oneIsUnnamed) return YES;
  if (to.kind === 'Interface' || isInterfacePointer(to)) {
    const reason = whyNotImplements(c, source, target, c.qualifier);
    return reason === null ? YES : { ok: false, reason };
  }
  if (from.kind === 'Interface' && whyNotImplements(c, target, source, c.qualifier) === null) return { ok: false, reason: 'need type assertion' };
  if (from.kind === 'Chan' && from.dir === 'both' && to.kind === 'Chan' && identical(from.elem, to.elem)) return oneIsUnnamed ? YES : NO;
  return NO;
}

/**
 * Assigns `x` to a variable of type `target` (null: to one that takes the type of the value), converting untyped values.
 * `context` says in a message what the assignment is part of.
 */
export function assignment(c: Checker, x: Operand, target: Type | null, context: string): void {
  c.singleValue(x);
  if (x.mode === Mode.Invalid) return;
  if (x.mode === Mode.NoValue || x.mode === Mode.Builtin || x.mode === Mode.Type) {
    c.error(x, `cannot assign ${c.describe(x)} to ${target === null ? '<nil>' : c.show(target)} in ${context}`);
    return;
  }
  if (isUntyped(x.type) && !giveType(c, x, target, context)) {
    x.invalidate();
    return;
  }
  if (target === null) return;
  const { ok, reason } = assignableTo(c, x, target);
  if (ok) return;
  c.error(x, reason === ''
    ? `cannot use ${c.describe(x)} as type ${c.show(target)} in ${context}`
    : `cannot use ${c.describe(x)} as type ${c.show(target)} in ${context}:\n\t${reason}`);
  x.invalidate();
}

/** Converts untyped `x` for its use as `target`. */
function giveType(c: Checker, x: Operand, target: Type | null, context: string): boolean {
  let wanted = target;
  if (x.isNil) {
    if (target === null) {
      c.error(x, `use of untyped nil in ${context}`);
      return false;
    }
  } else if (target === null || isInterface(target)) {
    wanted = defaultType(x.type);
  }
  const { type, value, misfit } = implicitType(x, wanted!);
  if (misfit === Misfit.None) {
    adoptType(c, x, type!, value);
    return true;
  }
  const how = misfit === Misfit.Truncated ? ' (truncated)' : misfit === Misfit.Overflows ? ' (overflows)' : '';
  c.error(x, `cannot use ${c.describe(x)} as ${c.show(wanted!)} value in ${context}${how}`);
  return false;
}
