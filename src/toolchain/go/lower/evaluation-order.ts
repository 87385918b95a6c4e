/**
 * Evaluation order as the gc compiler has it (cmd/compile/internal/walk/order.go): calls, and with them slicing, assertions, lengths and some
 * conversions, happen first, from left to right; loads of variables, indexing and arithmetic happen when their value is needed. So in `x + f()` the
 * variable is read after the call, in `len(x) + f()` before it.
 */
import { hasPointers, isPointerShaped } from '../layout/leaves.ts';
import { unparen, type CallExpr, type CompositeLit, type Expr, type Node } from '../syntax/ast.ts';
import { Mode } from '../types/info.ts';
import { BuiltinId, VarRole } from '../types/object.ts';
import { alignOf, sizeOf } from '../types/sizes.ts';
import { BasicKind, type Type, under } from '../types/type.ts';
import { typedElements } from './literal-elements.ts';
import type { Lowerer } from './lowerer.ts';
import { basicKind } from './number-kinds.ts';
import { childrenOf } from './walk.ts';

/** What evaluating a node involves. */
interface Traits {
  /** It calls something. */
  readonly calls: boolean;
  /** Parts of it that are evaluated ahead may change variables or panic. */
  readonly matters: boolean;
  /** Parts of it are evaluated ahead. */
  readonly ahead: boolean;
}

const isStringType = (type: Type): boolean => basicKind(type) === BasicKind.String;

const NONE: Traits = { calls: false, matters: false, ahead: false };

const traits = new WeakMap<Node, Traits>();

/** Built-ins that call nothing. */
const QUIET_BUILTINS: ReadonlySet<BuiltinId> = new Set([
  BuiltinId.Len, BuiltinId.Cap, BuiltinId.Real, BuiltinId.Imag, BuiltinId.Complex, BuiltinId.Alignof, BuiltinId.Offsetof, BuiltinId.Sizeof, BuiltinId.Add,
  BuiltinId.Slice, BuiltinId.New, BuiltinId.Make,
]);

/** The traits of a node itself, its parts apart. */
function ownTraits(f: Lowerer, e: Node): Traits {
  switch (e.kind) {
    case 'CallExpr': return traitsOfCall(f, e);
    case 'Operation':
      if (e.y === null) return e.op === '<-' ? { calls: true, matters: true, ahead: true } : NONE;
      return { ...NONE, ahead: e.op === '&&' || e.op === '||' };
    case 'SliceExpr': return { calls: false, matters: true, ahead: true };
    case 'AssertExpr': {
      const isCopied = !isPointerShaped(f.typeOf(e.type));
      return { calls: false, matters: isCopied, ahead: isCopied };
    }
    case 'CompositeLit': return { ...NONE, ahead: under(f.typeOf(e)).kind === 'Map' };
    default: return NONE;
  }
}

function traitsOfCall(f: Lowerer, e: CallExpr): Traits {
  if (f.info.types.get(e)?.mode === Mode.Constant) return NONE;
  const target = f.info.types.get(e.fun);
  // A string's bytes and runes are copied when it is converted; strings of bytes or runes are made when they are needed.
  if (target?.mode === Mode.Type) {
    const operand = e.argList[0]!;
    return { ...NONE, ahead: (under(target.type).kind === 'Slice' && isStringType(f.typeOf(operand))) || isCopiedForInterface(f, unparen(operand), target.type) };
  }
  const builtin = f.info.builtinOf(e);
  if (builtin === null || !QUIET_BUILTINS.has(builtin)) return { calls: true, matters: true, ahead: true };
  return { ...NONE, ahead: builtin === BuiltinId.Len || builtin === BuiltinId.Cap };
}

function traitsOf(f: Lowerer, e: Node): Traits {
  let known = traits.get(e);
  if (known === undefined) {
    if (e.kind === 'FuncLit') known = NONE;
    else {
      known = ownTraits(f, e);
      for (const child of childrenOf(e)) {
        const { calls, matters, ahead } = traitsOf(f, child);
        known = { calls: known.calls || calls, matters: known.matters || matters, ahead: known.ahead || ahead };
      }
    }
    traits.set(e, known);
  }
  return known;
}

/** Whether evaluating the expression calls something. */
export const hasCall = (f: Lowerer, e: Node): boolean => traitsOf(f, e).calls;

/** Evaluates what is evaluated ahead in `e`, so that what is left of it can be evaluated later. */
export function evaluateCalls(f: Lowerer, e: Expr): void {
  if (!traitsOf(f, e).ahead || f.evaluated.has(e)) return;
  if (ownTraits(f, e).ahead) {
    const type = f.info.types.get(e)?.type;
    if (type !== undefined && type.kind !== 'Tuple') f.evaluated.set(e, f.stable(f.expr(e)));
    return;
  }
  if (e.kind === 'CompositeLit') {
    const { exprs, types } = typedElements(f, e);
    evaluateAhead(f, exprs, types, exprs.length);
  } else for (const child of childrenOf(e)) if (isExpr(child)) evaluateCalls(f, child);
}

/** Prepares what stands in a literal of a struct, array or slice. */
export function sequenceElements(f: Lowerer, literal: CompositeLit): void {
  const { exprs, types } = typedElements(f, literal);
  sequence(f, exprs, types);
}

/**
 * Prepares operands that are then evaluated in turn: what is evaluated ahead is so now, unless only the first operand has anything that matters.
 * `targets`: the types that operands are converted to, where these are known.
 */
export function sequence(f: Lowerer, operands: readonly (Expr | null)[], targets: readonly (Type | null)[] = []): void {
  let last = operands.length - 1;
  while (last > 0 && (operands[last] === null || !traitsOf(f, operands[last]!).matters)) last--;
  if (last <= 0) return;
  evaluateAhead(f, operands, targets, last);
}

/** Evaluates what is evaluated ahead of operands, and copies what interfaces of those before the `last` are made of. */
function evaluateAhead(f: Lowerer, operands: readonly (Expr | null)[], targets: readonly (Type | null)[], last: number): void {
  operands.forEach((operand, i) => {
    if (operand === null) return;
    evaluateCalls(f, operand);
    const target = targets[i];
    if (i < last && target != null && !f.evaluated.has(operand) && isCopiedForInterface(f, unparen(operand), target)) f.evaluated.set(operand, f.stable(f.expr(operand)));
  });
}

/** Whether the conversion to an interface takes its operand's address, and the operand has none that lasts: then it is copied ahead. */
function isCopiedForInterface(f: Lowerer, e: Expr, target: Type): boolean {
  const tv = f.info.types.get(e);
  if (tv === undefined || tv.mode === Mode.Constant || under(target).kind !== 'Interface' || !isConvertedFromAddress(tv.type)) return false;
  if (e.kind !== 'Name') return tv.mode !== Mode.Variable;
  const object = f.info.objectOf(e);
  return object?.kind === 'Var' && object.role !== VarRole.Package;
}

/** Whether the runtime takes values of the type by address when they become interfaces: all but numbers of certain sizes, strings and slices. */
function isConvertedFromAddress(type: Type): boolean {
  const u = under(type);
  if (u.kind === 'Interface' || u.kind === 'Tuple' || (u.kind === 'Basic' && u.basic === BasicKind.UntypedNil)) return false;
  const size = sizeOf(type);
  if (size === 2 && alignOf(type) === 2) return false;
  if ((size === 4 || size === 8) && alignOf(type) === 4 && !hasPointers(type)) return false;
  const sole = soleComponent(type);
  return sole.kind !== 'Slice' && basicKind(sole) !== BasicKind.String;
}

/** What the type consists of, if that is one thing in the end. */
function soleComponent(type: Type): Type {
  const u = under(type);
  if (u.kind === 'Struct' && u.fields?.length === 1) return soleComponent(u.fields[0]!.type!);
  if (u.kind === 'Array' && u.length === 1) return soleComponent(u.elem);
  return u;
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
