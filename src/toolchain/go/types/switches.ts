/** Expression switches and type switches. */
import type { CaseClause, Expr, Name, SwitchStmt, TypeSwitchGuard } from '../syntax/ast.ts';
import { unpackList, unparen } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import { assignment } from './assignability.ts';
import type { Checker } from './checker.ts';
import { constantKey } from './composite-literals.ts';
import { ConstantKind, TRUE } from './constant.ts';
import { nodeString } from '../syntax/node-string.ts';
import { whyImpossible } from './impossible-assertion.ts';
import { Mode } from './info.ts';
import { Var, VarRole } from './object.ts';
import { Operand } from './operand.ts';
import { caseComparison } from './operators.ts';
import { hasNil, identical, isComparable, isInterface, isInvalid } from './predicates.ts';
import { BasicKind, type Type } from './type.ts';
import { convertUntyped } from './untyped.ts';
import { TYP } from './universe.ts';

export function switchStatement(c: Checker, s: SwitchStmt): void {
  c.openScope();
  if (s.init !== null) c.stmt(s.init);
  if (s.tag?.kind === 'TypeSwitchGuard') typeSwitch(c, s, s.tag);
  else expressionSwitch(c, s, s.tag);
  c.closeScope();
}

function reportSeveralDefaults(c: Checker, clauses: readonly CaseClause[]): void {
  let first: CaseClause | null = null;
  for (const clause of clauses) {
    if (clause.cases !== null) continue;
    if (first !== null) c.error(clause, `multiple defaults (first at ${c.describePosition(first.pos)})`);
    else first = clause;
  }
}

function expressionSwitch(c: Checker, s: SwitchStmt, tag: Expr | null): void {
  const x = new Operand();
  if (tag === null) {
    // A missing tag means true, for messages at the first case.
    const name: Name = { kind: 'Name', pos: s.body[0]?.pos ?? s.rbrace, value: 'true' };
    x.assign(Operand.of(Mode.Constant, name, TYP[BasicKind.Bool], TRUE));
  } else {
    c.expr(x, tag);
    assignment(c, x, null, 'switch expression');
    if (x.isValid && !isComparable(x.type) && !hasNil(x.type)) {
      c.error(x, `cannot switch on ${c.describe(x)} (${c.show(x.type)} is not comparable)`);
      x.invalidate();
    }
  }
  reportSeveralDefaults(c, s.body);
  const seen = new Map<string, { pos: Pos; type: Type }[]>();
  for (const clause of s.body) {
    for (const e of unpackList(clause.cases)) caseValue(c, x, e, seen);
    c.openScope();
    c.stmtList(clause.body);
    c.closeScope();
  }
}

function caseValue(c: Checker, x: Operand, e: Expr, seen: Map<string, { pos: Pos; type: Type }[]>): void {
  const v = new Operand();
  c.expr(v, e);
  if (!x.isValid || !v.isValid) return;
  convertUntyped(c, v, x.type);
  if (!v.isValid) return;
  const result = v.copy();
  caseComparison(c, result, x.copy());
  if (!result.isValid || !v.isConstant) return;
  const { kind } = v.value!;
  if (kind !== ConstantKind.Int && kind !== ConstantKind.Float && kind !== ConstantKind.String) return;
  const key = constantKey(v.value!);
  const others = seen.get(key) ?? [];
  const other = others.find(({ type }) => identical(type, v.type));
  if (other !== undefined) {
    c.report([{ at: v, text: `duplicate case ${c.describe(v)} in expression switch` }, { at: other.pos, text: 'previous case' }]);
    return;
  }
  seen.set(key, [...others, { pos: v.expr!.pos, type: v.type }]);
}

function typeSwitch(c: Checker, s: SwitchStmt, guard: TypeSwitchGuard): void {
  let { lhs } = guard;
  if (lhs?.value === '_') {
    c.error(lhs, 'no new variable on left side of :=');
    lhs = null;
  } else if (lhs !== null) {
    c.recordDef(lhs, null);
  }
  const x = new Operand();
  c.expr(x, guard.x);
  if (!x.isValid) return;
  const isSwitchable = isInterface(x.type);
  if (!isSwitchable) c.error(x, `${c.describe(x)} is not an interface`);
  reportSeveralDefaults(c, s.body);
  const seen: CaseType[] = [];
  const variables: Var[] = [];
  for (const clause of s.body) {
    const cases = unpackList(clause.cases);
    const last = caseTypes(c, isSwitchable ? x : null, cases, seen);
    c.openScope();
    if (lhs !== null) {
      // With one type the variable has it, otherwise that of the expression.
      const obj = new Var(lhs.pos, c.pkg, lhs.value, cases.length === 1 && last !== null ? last : x.type, VarRole.Local);
      c.declare(c.environment.scope, null, obj);
      c.info.implicits.set(clause, obj);
      variables.push(obj);
    }
    c.stmtList(clause.body);
    c.closeScope();
  }
  if (lhs === null) return;
  // All clauses together have one variable that must be used.
  if (!variables.some((v) => v.isUsed)) c.error(lhs, `${lhs.value} declared but not used`);
  for (const v of variables) v.isUsed = true;
}

/** A type of an earlier case, null for nil. */
interface CaseType {
  readonly type: Type | null;
  readonly e: Expr;
}

/** Checks the types of a clause; returns the last one, null if it is nil or there is none. */
function caseTypes(c: Checker, x: Operand | null, cases: readonly Expr[], seen: CaseType[]): Type | null {
  let type: Type | null = null;
  for (const e of cases) {
    if (isNil(c, e)) {
      type = null;
      c.expr(new Operand(), e);
    } else {
      type = c.varType(e);
      if (isInvalid(type)) continue;
    }
    const current = type;
    const other = seen.find((entry) => (entry.type === null || current === null ? entry.type === current : identical(entry.type, current)));
    if (other !== undefined) {
      c.report([{ at: e, text: `duplicate case ${current === null ? 'nil' : c.show(current)} in type switch` }, { at: other.e, text: 'previous case' }]);
      continue;
    }
    seen.push({ type, e });
    if (x === null || type === null) continue;
    const cause = whyImpossible(c, x, type);
    if (cause !== null) c.error(e, `impossible type switch case: ${nodeString(e)}\n\t${c.describe(x)} cannot have dynamic type ${c.show(type)} ${cause}`);
  }
  return type;
}

function isNil(c: Checker, e: Expr): boolean {
  const name = unparen(e);
  return name.kind === 'Name' && c.lookup(name.value)?.kind === 'Nil';
}
