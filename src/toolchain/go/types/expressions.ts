/**
 * Expressions: the dispatch by kind of node, literals of basic types, and the small cases that need no file of their own.
 *
 * Every function here takes an operand to fill and leaves it Invalid if it has reported an error.
 */
import type { AssertExpr, BasicLit, Expr, FuncLit, Operation } from '../syntax/ast.ts';
import { assertNever } from '../../../base/assert.ts';
import { checkCall } from './calls.ts';
import type { Checker } from './checker.ts';
import { compositeLiteral } from './composite-literals.ts';
import { ExprKind } from './expression-kind.ts';
import { nodeString } from '../syntax/node-string.ts';
import { checkIndex, checkSlice } from './indexing.ts';
import { whyImpossible } from './impossible-assertion.ts';
import { Mode } from './info.ts';
import { floatLiteral, imaginaryLiteral, intLiteral, runeLiteral, stringLiteral } from './literal.ts';
import { Operand } from './operand.ts';
import { binary, unary } from './operators.ts';
import { isInterface, isInvalid } from './predicates.ts';
import { type Basic, BasicKind, INVALID_TYPE, Pointer, type Type, under } from './type.ts';
import { validVarType } from './type-expressions.ts';
import { TYP } from './universe.ts';

/** Longest literal of a number. */
const LONGEST_NUMBER = 10000;

/** Checks `e` and fills `x`; `hint` is the type of an element of a composite literal that may leave out its type. */
export function checkExpression(c: Checker, x: Operand, e: Expr, hint: Type | null): ExprKind {
  x.mode = Mode.Invalid;
  x.type = INVALID_TYPE;
  x.value = null;
  x.builtin = null;
  const kind = dispatch(c, x, e, hint);
  x.expr = e;
  // Nothing more is to be said about an invalid statement.
  return x.isValid ? kind : ExprKind.Statement;
}

function dispatch(c: Checker, x: Operand, e: Expr, hint: Type | null): ExprKind {
  switch (e.kind) {
    case 'BadExpr':
      break;
    case 'Name':
      c.ident(x, e, null, false);
      break;
    case 'BasicLit':
      basicLiteral(c, x, e);
      break;
    case 'FuncLit':
      functionLiteral(c, x, e);
      break;
    case 'CompositeLit':
      compositeLiteral(c, x, e, hint);
      break;
    case 'ParenExpr':
      return c.rawExpr(x, e.x, null);
    case 'SelectorExpr':
      c.selector(x, e, null);
      break;
    case 'IndexExpr':
      checkIndex(c, x, e);
      break;
    case 'SliceExpr':
      checkSlice(c, x, e);
      break;
    case 'AssertExpr':
      typeAssertion(c, x, e);
      break;
    case 'CallExpr':
      return checkCall(c, x, e);
    case 'Operation':
      return operation(c, x, e);
    case 'DotsType':
      c.error(e, "invalid use of '...'");
      break;
    case 'ListExpr':
      c.error(e, 'unexpected list of expressions');
      break;
    case 'TypeSwitchGuard':
      c.error(e, 'invalid AST: use of .(type) outside type switch');
      break;
    case 'KeyValueExpr':
      c.error(e, 'invalid AST: no key:value expected');
      break;
    case 'ArrayType':
    case 'SliceType':
    case 'StructType':
    case 'FuncType':
    case 'InterfaceType':
    case 'MapType':
    case 'ChanType':
      x.mode = Mode.Type;
      x.type = c.typ(e);
      break;
    default:
      assertNever(e);
  }
  return ExprKind.Expression;
}

function operation(c: Checker, x: Operand, e: Operation): ExprKind {
  if (e.y !== null) {
    binary(c, x, { e, lhs: e.x, rhs: e.y, op: e.op as Parameters<typeof binary>[2]['op'] });
    return ExprKind.Expression;
  }
  if (e.op === '*') {
    dereference(c, x, e);
    return ExprKind.Expression;
  }
  unary(c, x, e);
  return e.op === '<-' ? ExprKind.Statement : ExprKind.Expression;
}

/** `*x`: a pointer type or the variable behind a pointer. */
function dereference(c: Checker, x: Operand, e: Operation): void {
  c.exprOrType(x, e.x);
  if (!x.isValid) return;
  if (x.mode === Mode.Type) {
    validVarType(c, e.x, x.type);
    x.type = new Pointer(x.type);
    return;
  }
  const pointer = under(x.type);
  if (pointer.kind !== 'Pointer') {
    c.error(x, `invalid operation: cannot indirect ${c.describe(x)}`);
    x.invalidate();
    return;
  }
  x.mode = Mode.Variable;
  x.type = pointer.base;
}

const LITERALS: Readonly<Record<BasicLit['litKind'], { type: Basic; parse: (text: string) => ReturnType<typeof intLiteral> }>> = {
  int: { type: TYP[BasicKind.UntypedInt], parse: intLiteral },
  float: { type: TYP[BasicKind.UntypedFloat], parse: floatLiteral },
  imaginary: { type: TYP[BasicKind.UntypedComplex], parse: imaginaryLiteral },
  rune: { type: TYP[BasicKind.UntypedRune], parse: runeLiteral },
  string: { type: TYP[BasicKind.UntypedString], parse: stringLiteral },
};

function basicLiteral(c: Checker, x: Operand, e: BasicLit): void {
  if (e.bad) return;
  const isNumber = e.litKind === 'int' || e.litKind === 'float' || e.litKind === 'imaginary';
  if (isNumber && e.value.length > LONGEST_NUMBER) {
    c.error(e, `excessively long constant: ${e.value.slice(0, 10)}... (${e.value.length} chars)`);
    return;
  }
  if (e.litKind === 'imaginary') c.noteUnsupported(e.pos, 'complex numbers are not supported');
  const { type, parse } = LITERALS[e.litKind];
  const value = parse(e.value);
  if (value === null) {
    c.error(e, `malformed constant: ${e.value}`);
    return;
  }
  x.mode = Mode.Constant;
  x.type = type;
  x.value = value;
}

function functionLiteral(c: Checker, x: Operand, e: FuncLit): void {
  const signature = c.typ(e.type);
  if (signature.kind !== 'Signature') return;
  c.info.literals.set(e, signature);
  const { decl, iota } = c.environment;
  // Delayed until the statement is complete, so that the literal sees the types of what is declared with it.
  if (c.options.ignoreBodies !== true) c.later(() => c.functionBody(decl, signature, e.body, iota));
  x.mode = Mode.Value;
  x.type = signature;
}

function typeAssertion(c: Checker, x: Operand, e: AssertExpr): void {
  c.expr(x, e.x);
  if (!x.isValid) return;
  if (!isInterface(x.type)) {
    c.error(x, `invalid operation: ${c.describe(x)} is not an interface`);
    x.invalidate();
    return;
  }
  const type = c.varType(e.type);
  if (isInvalid(type)) {
    x.invalidate();
    return;
  }
  const cause = whyImpossible(c, x, type);
  if (cause !== null) c.error(e, `impossible type assertion: ${nodeString(e)}\n\t${c.show(type)} does not implement ${c.show(x.type)} ${cause}`);
  x.mode = Mode.CommaOk;
  x.type = type;
}

/**
 * Checks a list of expressions; a single call with several results counts as that many operands, and with `allowCommaOk` a
 * comma-ok expression as two.
 */
export function expressionList(c: Checker, list: readonly Expr[], allowCommaOk: boolean): { operands: Operand[]; commaOk: boolean } {
  if (list.length !== 1) {
    const operands = list.map((e) => {
      const x = new Operand();
      c.expr(x, e);
      return x;
    });
    return { operands, commaOk: false };
  }
  const e = list[0]!;
  const x = new Operand();
  c.multiExpr(x, e);
  if (x.isValid && x.type.kind === 'Tuple') {
    return { operands: x.type.vars.map((v) => Operand.of(Mode.Value, e, v.type!)), commaOk: false };
  }
  if (allowCommaOk && (x.mode === Mode.MapIndex || x.mode === Mode.CommaOk)) {
    x.mode = Mode.Value;
    return { operands: [x, Operand.of(Mode.Value, e, TYP[BasicKind.UntypedBool])], commaOk: true };
  }
  return { operands: [x], commaOk: false };
}

/** Checks expressions after an error, so that what they mention counts as used. */
export function useExpressions(c: Checker, list: readonly (Expr | null)[]): void {
  const x = new Operand();
  for (const e of list) {
    if (e === null || (e.kind === 'Name' && e.value === '_')) continue;
    if (e.kind === 'ListExpr') useExpressions(c, e.elemList);
    else c.rawExpr(x, e, null);
  }
}
