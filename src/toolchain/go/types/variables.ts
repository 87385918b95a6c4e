/** Giving values to constants and variables: initial values, assignments, `:=`, results of return. */
import type { Expr, Name, ReturnStmt } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import { assignment } from './assignability.ts';
import { typesSummary } from './calls.ts';
import type { Checker } from './checker.ts';
import { nodeString } from '../syntax/node-string.ts';
import { Mode } from './info.ts';
import { type Const, Var, VarRole } from './object.ts';
import { Operand } from './operand.ts';
import { defaultType, isInvalid, isUntyped, isUntypedNil } from './predicates.ts';
import { INVALID_TYPE, Tuple, type Type } from './type.ts';

export function initConst(c: Checker, lhs: Const, x: Operand): void {
  if (!x.isValid || isInvalid(x.type) || (lhs.type !== null && isInvalid(lhs.type))) {
    lhs.type ??= INVALID_TYPE;
    return;
  }
  if (!x.isConstant) {
    c.error(x, `${c.describe(x)} is not constant`);
    lhs.type ??= INVALID_TYPE;
    return;
  }
  lhs.type ??= x.type;
  assignment(c, x, lhs.type, 'constant declaration');
  if (x.isValid) lhs.value = x.value!;
}

/** Gives a variable its initial value, and its type if it has none. Returns the value's type, null after an error. */
export function initVar(c: Checker, lhs: Var, x: Operand, context: string): Type | null {
  if (!x.isValid || isInvalid(x.type) || (lhs.type !== null && isInvalid(lhs.type))) {
    lhs.type ??= INVALID_TYPE;
    lhs.isUsed = true;
    return null;
  }
  if (lhs.type === null) {
    if (isUntypedNil(x.type)) {
      c.error(x, `use of untyped nil in ${context}`);
      lhs.type = INVALID_TYPE;
      return null;
    }
    lhs.type = isUntyped(x.type) ? defaultType(x.type) : x.type;
  }
  assignment(c, x, lhs.type, context);
  if (x.isValid) return x.type;
  // One message is enough: not also that the variable is unused.
  lhs.isUsed = true;
  return null;
}

/** Initial values of several variables, or the results of a return statement. */
export function initVars(c: Checker, lhs: readonly Var[], rhs: readonly Expr[], returnStmt: ReturnStmt | null): void {
  const { operands, commaOk } = c.exprList(rhs, lhs.length === 2 && returnStmt === null);
  if (operands.length !== lhs.length) {
    for (const v of lhs) {
      v.isUsed = true;
      v.type ??= INVALID_TYPE;
    }
    if (operands.some((x) => !x.isValid)) return;
    if (returnStmt !== null) reportReturnCount(c, lhs, operands, returnStmt);
    else reportMismatch(c, rhs, lhs.length, operands.length);
    return;
  }
  const context = returnStmt === null ? 'assignment' : 'return statement';
  const types = lhs.map((v, i) => initVar(c, v, operands[i]!, context));
  if (commaOk) recordCommaOk(c, rhs[0]!, types);
  else if (types.includes(null)) for (const v of lhs) v.isUsed = true;
}

function recordCommaOk(c: Checker, e: Expr, types: readonly (Type | null)[]): void {
  if (types.includes(null)) return;
  c.recordCommaOk(e, new Tuple(types.map((type) => new Var(e.pos, c.pkg, '', type, VarRole.Result))));
}

function reportReturnCount(c: Checker, lhs: readonly Var[], operands: readonly Operand[], returnStmt: ReturnStmt): void {
  const tooMany = operands.length > lhs.length;
  const at = tooMany ? operands[lhs.length]!.expr! : (operands.at(-1)?.expr ?? returnStmt);
  c.report([
    { at, text: `${tooMany ? 'too many' : 'not enough'} return values` },
    { at: null, text: `have ${typesSummary(c, operands.map((x) => x.type), false)}` },
    { at: null, text: `want ${typesSummary(c, lhs.map((v) => v.type!), false)}` },
  ]);
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

function reportMismatch(c: Checker, rhs: readonly Expr[], variables: number, values: number): void {
  const first = rhs[0]!;
  const call = unparen(first);
  const left = `assignment mismatch: ${counted(variables, 'variable')} but`;
  if (rhs.length === 1 && call.kind === 'CallExpr') c.error(first, `${left} ${nodeString(call.fun)} returns ${counted(values, 'value')}`);
  else c.error(first, `${left} ${counted(values, 'value')}`);
}

/** Assigns `x` to the operand `lhs`. Returns the value's type, null after an error. */
export function assignVar(c: Checker, lhs: Expr, x: Operand): Type | null {
  if (!x.isValid || isInvalid(x.type)) {
    c.use(lhs);
    return null;
  }
  const name = unparen(lhs);
  if (name.kind === 'Name' && name.value === '_') {
    c.recordDef(name, null);
    assignment(c, x, null, 'assignment to _ identifier');
    return x.isValid ? x.type : null;
  }
  const z = assignedOperand(c, lhs);
  if (!z.isValid || isInvalid(z.type)) return null;
  if (z.mode !== Mode.Variable && z.mode !== Mode.MapIndex) {
    reportUnassignable(c, z);
    return null;
  }
  assignment(c, x, z.type, 'assignment');
  return x.isValid ? x.type : null;
}

/** Checks the left side of an assignment; being assigned to is no use of a variable. */
function assignedOperand(c: Checker, lhs: Expr): Operand {
  const name = unparen(lhs);
  const obj = name.kind === 'Name' ? c.lookup(name.value) : undefined;
  const variable = obj?.kind === 'Var' && obj.pkg === c.pkg ? obj : null;
  const wasUsed = variable?.isUsed ?? false;
  const z = new Operand();
  c.expr(z, lhs);
  if (variable !== null) variable.isUsed = wasUsed;
  return z;
}

function reportUnassignable(c: Checker, z: Operand): void {
  if (z.expr!.kind === 'SelectorExpr') {
    const x = new Operand();
    c.expr(x, z.expr!.x);
    if (x.mode === Mode.MapIndex) {
      c.error(z, `cannot assign to struct field ${nodeString(z.expr!)} in map`);
      return;
    }
  }
  c.error(z, `cannot assign to ${c.describe(z)}`);
}

/** `lhs = rhs` */
export function assignVars(c: Checker, lhs: readonly Expr[], rhs: readonly Expr[]): void {
  const { operands, commaOk } = c.exprList(rhs, lhs.length === 2);
  if (operands.length !== lhs.length) {
    c.use(...lhs);
    if (operands.every((x) => x.isValid)) reportMismatch(c, rhs, lhs.length, operands.length);
    return;
  }
  const types = lhs.map((e, i) => assignVar(c, e, operands[i]!));
  if (commaOk) recordCommaOk(c, rhs[0]!, types);
  else if (types.includes(null)) for (const e of lhs) markUsed(c, e);
}

function markUsed(c: Checker, e: Expr): void {
  const name = unparen(e);
  const obj = name.kind === 'Name' ? c.lookup(name.value) : undefined;
  if (obj?.kind === 'Var' && obj.pkg === c.pkg) obj.isUsed = true;
}

/** `lhs := rhs` */
export function shortVarDeclaration(c: Checker, pos: Pos, lhs: readonly Expr[], rhs: readonly Expr[]): void {
  const from = c.delayedCount;
  const { scope } = c.environment;
  const fresh: Var[] = [];
  const seen = new Set<string>();
  let hasError = false;
  const variables = lhs.map((e) => {
    const found = shortVariable(c, e, seen, fresh);
    hasError ||= found === null;
    return found ?? new Var(e.pos, c.pkg, '_', null, VarRole.Local);
  });
  initVars(c, variables, rhs, null);
  c.runDelayed(from);
  if (fresh.length === 0 && !hasError) {
    c.error(pos, 'no new variables on left side of :=');
    return;
  }
  for (const obj of fresh) c.declare(scope, null, obj);
}

/** The variable on the left of `:=`, one of this scope or a new one; null after an error. */
function shortVariable(c: Checker, e: Expr, seen: Set<string>, fresh: Var[]): Var | null {
  if (e.kind !== 'Name') {
    c.use(e);
    c.error(e, `non-name ${nodeString(e)} on left side of :=`);
    return null;
  }
  const { value } = e;
  if (value !== '_') {
    if (seen.has(value)) {
      c.error(e, `${value} repeated on left side of :=`);
      return null;
    }
    seen.add(value);
  }
  const other = c.environment.scope.lookup(value);
  if (other !== undefined) {
    c.recordUse(e, other);
    if (other.kind === 'Var') return other;
    c.error(e, `cannot assign to ${value}`);
    return null;
  }
  return newVariable(c, e, fresh);
}

function newVariable(c: Checker, e: Name, fresh: Var[]): Var {
  const obj = new Var(e.pos, c.pkg, e.value, null, VarRole.Local);
  if (e.value !== '_') fresh.push(obj);
  c.recordDef(e, obj);
  return obj;
}
