/**
 * In what order the right sides of `a, b = x, y` are evaluated, as in Go (ascompatee in cmd/compile/internal/walk/assign.go): those that an earlier
 * assignment of the statement may change come first, each of the others with its own assignment. Values do not depend on it, but which of two
 * panics is seen.
 */
import { unparen, type Expr, type Node } from '../syntax/ast.ts';
import { Mode } from '../types/info.ts';
import { type Var, VarRole } from '../types/object.ts';
import { under } from '../types/type.ts';
import type { Lowerer } from './lowerer.ts';
import { childrenOf } from './walk.ts';

/** The numbers of the right sides in their order. */
export function orderOfRightSides(f: Lowerer, left: readonly Expr[], right: readonly Expr[]): number[] {
  const assigned = new Set<Var>();
  let writesMemory = false;
  const [early, late]: number[][] = [[], []];
  for (const [i, lhs] of left.entries()) {
    (isAffected(f, right[i]!, assigned, writesMemory) ? early! : late!).push(i);
    if (lhs.kind === 'Name' && lhs.value === '_') continue;
    const variable = variableOf(f, lhs);
    if (variable === null || isInMemory(f, variable)) writesMemory = true;
    else assigned.add(variable);
  }
  return [...early!, ...late!];
}

function isAffected(f: Lowerer, e: Node, assigned: ReadonlySet<Var>, writesMemory: boolean): boolean {
  if (e.kind === 'FuncLit') return false;
  const variable = variableOf(f, e);
  if (variable !== null) return assigned.has(variable) || (writesMemory && isInMemory(f, variable));
  return (writesMemory && readsMemory(f, e)) || childrenOf(e).some((part) => isAffected(f, part, assigned, writesMemory));
}

function variableOf(f: Lowerer, e: Node): Var | null {
  const inner = e.kind === 'ParenExpr' ? unparen(e) : e;
  const object = inner.kind === 'Name' ? f.info.objectOf(inner) : null;
  return object?.kind === 'Var' && !object.isField ? object : null;
}

const isInMemory = (f: Lowerer, variable: Var): boolean =>
  variable.role === VarRole.Package || f.facts.addressTaken.has(variable) || (f.facts.captured.has(variable) && !f.isCapturedByValue(variable));

/** Whether an expression itself, its parts apart, may read what assignments change; in doubt it does. */
function readsMemory(f: Lowerer, e: Node): boolean {
  switch (e.kind) {
    case 'Name':
    case 'BasicLit':
    case 'ParenExpr':
    case 'AssertExpr': return false;
    case 'Operation': return e.y === null && (e.op === '*' || e.op === '<-');
    case 'SelectorExpr': return !f.info.selections.has(e) || under(f.typeOf(e.x)).kind === 'Pointer';
    case 'CallExpr': return f.info.types.get(e.fun)?.mode !== Mode.Type;
    default: return true;
  }
}
