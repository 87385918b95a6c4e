/**
 * Evaluation order as the gc compiler has it: calls (and what is like them) happen first, from left to right; loads of variables,
 * indexing and arithmetic happen when their value is needed. So in `x + f()` the variable is read after the call.
 */
import type { Expr, Node } from '../syntax/ast.ts';
import { Mode } from '../types/info.ts';
import { BuiltinId } from '../types/object.ts';
import { under } from '../types/type.ts';
import type { Lowerer } from './lowerer.ts';
import { childrenOf } from './walk.ts';

const calls = new WeakMap<Node, boolean>();

/** Built-ins that are computed in place. */
const QUIET_BUILTINS: ReadonlySet<BuiltinId> = new Set([
  BuiltinId.Len, BuiltinId.Cap, BuiltinId.Real, BuiltinId.Imag, BuiltinId.Complex, BuiltinId.Alignof, BuiltinId.Offsetof, BuiltinId.Sizeof, BuiltinId.Add,
  BuiltinId.Slice, BuiltinId.New, BuiltinId.Make,
]);

/** Whether the expression itself is evaluated ahead. */
function isSequenced(f: Lowerer, e: Node): boolean {
  switch (e.kind) {
    case 'CallExpr': {
      if (f.info.types.get(e)?.mode === Mode.Constant) return false;
      if (f.info.types.get(e.fun)?.mode === Mode.Type) return false;
      const builtin = f.info.builtinOf(e);
      return builtin === null || !QUIET_BUILTINS.has(builtin);
    }
    case 'Operation':
      if (e.y === null) return e.op === '<-';
      return (e.op === '&&' || e.op === '||') && (hasCall(f, e.x) || hasCall(f, e.y));
    case 'IndexExpr': {
      const type = f.info.types.get(e.x)?.type;
      return type !== undefined && under(type).kind === 'Map';
    }
    default:
      return false;
  }
}

/** Whether evaluating the expression calls something. */
export function hasCall(f: Lowerer, e: Node): boolean {
  let known = calls.get(e);
  if (known === undefined) {
    if (e.kind === 'FuncLit') known = false;
    else known = isSequenced(f, e) || childrenOf(e).some((child) => hasCall(f, child));
    calls.set(e, known);
  }
  return known;
}

/** Evaluates the calls in `e`, so that what is left of it can be evaluated later. */
export function evaluateCalls(f: Lowerer, e: Expr): void {
  if (!hasCall(f, e) || f.evaluated.has(e)) return;
  if (isSequenced(f, e)) {
    const type = f.info.types.get(e)?.type;
    if (type !== undefined && type.kind !== 'Tuple') f.evaluated.set(e, f.stable(f.expr(e)));
    return;
  }
  for (const child of childrenOf(e)) if (isExpr(child)) evaluateCalls(f, child);
}

/** Prepares operands that are then evaluated in turn: their calls happen now, unless only the first has any. */
export function sequence(f: Lowerer, operands: readonly (Expr | null)[]): void {
  const needed = operands.some((operand, i) => i > 0 && operand !== null && hasCall(f, operand));
  if (!needed) return;
  for (const operand of operands) if (operand !== null) evaluateCalls(f, operand);
}

function isExpr(node: Node): node is Expr {
  switch (node.kind) {
    case 'Field':
    case 'BlockStmt':
    case 'CaseClause':
    case 'CommClause':
    case 'FuncType':
    case 'FuncLit': return false;
    default: return true;
  }
}
