/** Unary and binary operators, comparisons and shifts. */
import type { BinaryOp, Expr, Operation } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import { startPos } from '../syntax/node-positions.ts';
import type { Pos } from '../syntax/position.ts';
import { assignableTo } from './assignability.ts';
import { bitLength, PRECISION } from './big-float.ts';
import type { Checker } from './checker.ts';
import {
  binaryOperation, type ComparisonOperator, compareConstants, type ConstantOperator, type Constant, ConstantKind, imaginaryPart, makeBool, realPart,
  shiftConstant, signOf, toInt, unaryOperation, UNKNOWN,
} from './constant.ts';
import { nodeString } from '../syntax/node-string.ts';
import { Mode } from './info.ts';
import { Operand } from './operand.ts';
import {
  defaultType, hasNil, identical, incomparablePart, isBoolean, isComparable, isComplex, isInteger, isInterface, isInvalid, isNumeric,
  isNumericOrString, isOrdered, isString, isUnsigned, isUntyped,
} from './predicates.ts';
import { sizeOf } from './sizes.ts';
import { BasicKind, Pointer, type Type, under } from './type.ts';
import { convertUntyped, Finality, isComparison, isShift, isZero, makeRepresentable, updateExprType } from './untyped.ts';
import { TYP } from './universe.ts';

/** Constants that stay untyped may not have more bits than this. */
const LARGEST_UNTYPED = PRECISION;
/** The largest shift count of a constant: enough to write the smallest float64 as a shifted one. */
const LARGEST_SHIFT = 1023n - 1n + 52n;

/** Bytes of the longest constant string; it would be most of a machine's memory. */
const LONGEST_STRING = 2 ** 26;

/** `op x` apart from pointer dereference. */
export function unary(c: Checker, x: Operand, e: Operation): void {
  c.expr(x, e.x);
  if (!x.isValid) return;
  switch (e.op) {
    case '&':
      if (unparen(e.x).kind !== 'CompositeLit' && x.mode !== Mode.Variable) {
        fail(c, x, x, `invalid operation: cannot take address of ${c.describe(x)}`);
        return;
      }
      x.mode = Mode.Value;
      x.type = new Pointer(x.type);
      return;
    case '<-':
      receive(c, x);
      return;
    case '~':
      fail(c, x, e, 'cannot use ~ outside of interface or type constraint');
      return;
    default:
  }
  if (!isDefined(c, x, e.op, e.op === '!' ? isBoolean : e.op === '^' ? isInteger : isNumeric)) return;
  if (!x.isConstant) {
    x.mode = Mode.Value;
    return;
  }
  if (x.value!.kind === ConstantKind.Unknown) return;
  const bits = isUnsigned(x.type) ? sizeOf(x.type) * 8 : 0;
  x.value = unaryOperation(e.op as '+' | '-' | '^' | '!', x.value!, bits);
  x.expr = e;
  checkOverflow(c, x);
}

function fail(c: Checker, x: Operand, at: Operand | Expr | Pos, message: string): void {
  c.error(at, message);
  x.invalidate();
}

function receive(c: Checker, x: Operand): void {
  const chan = under(x.type);
  if (chan.kind !== 'Chan') {
    fail(c, x, x, `invalid operation: cannot receive from non-channel ${c.describe(x)}`);
  } else if (chan.dir === 'send') {
    fail(c, x, x, `invalid operation: cannot receive from send-only channel ${c.describe(x)}`);
  } else {
    x.mode = Mode.CommaOk;
    x.type = chan.elem;
    c.environment.hasCallOrReceive = true;
  }
}

function isDefined(c: Checker, x: Operand, op: string, predicate: (type: Type) => boolean): boolean {
  if (predicate(x.type)) return true;
  fail(c, x, x, `invalid operation: operator ${op} not defined on ${c.describe(x)}`);
  return false;
}

/** Checks the result of a constant operation: typed ones must fit their type, untyped ones 512 bits. */
function checkOverflow(c: Checker, x: Operand): void {
  if (x.value!.kind === ConstantKind.Unknown) {
    c.error(operatorPos(x.expr!), 'constant result is not representable');
    return;
  }
  if (!isUntyped(x.type)) {
    const basic = under(x.type);
    if (basic.kind === 'Basic') makeRepresentable(c, x, basic);
    return;
  }
  if (x.value!.kind === ConstantKind.Int && bitLength(x.value!.value) > LARGEST_UNTYPED) {
    c.error(operatorPos(x.expr!), `constant ${operationName(x.expr!)} overflow`);
    x.value = UNKNOWN;
  }
}

const operatorPos = (x: Expr): Pos => (x.kind === 'Operation' ? x.pos : startPos(x));

const OPERATION_NAMES: Readonly<Record<string, string>> = { '+': 'addition', '-': 'subtraction', '^': 'bitwise XOR', '*': 'multiplication', '<<': 'shift' };
function operationName(x: Expr): string {
  if (x.kind !== 'Operation') return '';
  if (x.y === null) return x.op === '^' ? 'bitwise complement' : '';
  return OPERATION_NAMES[x.op] ?? '';
}

/** What a binary operation stands for: an expression, or null for `lhs op= rhs`. */
export interface BinaryOperands {
  readonly e: Operation | null;
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly op: BinaryOp;
}

/** `lhs op rhs` */
export function binary(c: Checker, x: Operand, { e, lhs, rhs, op }: BinaryOperands): void {
  const y = new Operand();
  c.expr(x, lhs);
  c.expr(y, rhs);
  if (!x.isValid) return;
  if (!y.isValid) {
    x.invalidate();
    x.expr = y.expr;
    return;
  }
  if (isShift(op)) {
    shift(c, x, y, e, op);
    return;
  }
  if (canMix(x, y) && !matchTypes(c, x, y)) return;
  if (isComparison(op)) {
    comparison(c, x, y, op);
    return;
  }
  if (!identical(x.type, y.type)) {
    const source = e === null ? `${nodeString(lhs)} ${op}= ${nodeString(rhs)}` : nodeString(e);
    if (!isInvalid(x.type) && !isInvalid(y.type)) c.error(x, `invalid operation: ${source} (mismatched types ${c.show(x.type)} and ${c.show(y.type)})`);
    x.invalidate();
    return;
  }
  if (!isDefined(c, x, op, predicateOf(op))) return;
  if ((op === '/' || op === '%') && dividesByZero(c, x, y)) return;
  if (!x.isConstant || !y.isConstant) {
    x.mode = Mode.Value;
    return;
  }
  if (x.value!.kind === ConstantKind.Unknown || y.value!.kind === ConstantKind.Unknown) {
    x.value = UNKNOWN;
    return;
  }
  if (x.value!.kind === ConstantKind.String && y.value!.kind === ConstantKind.String && x.value!.value.length + y.value!.value.length > LONGEST_STRING) {
    fail(c, x, x, `constant string longer than ${LONGEST_STRING} bytes`);
    return;
  }
  const operator: ConstantOperator = op === '/' && isInteger(x.type) ? 'quotient' : (op as ConstantOperator);
  x.value = binaryOperation(x.value!, operator, y.value!);
  x.expr = e ?? x.expr;
  checkOverflow(c, x);
}

/** Whether one operand may take the type of the other; otherwise their mismatch gives the better message. */
function canMix(x: Operand, y: Operand): boolean {
  if (isInterface(x.type) || isInterface(y.type)) return true;
  if (isBoolean(x.type) !== isBoolean(y.type) || isString(x.type) !== isString(y.type)) return false;
  return !(x.isNil && !hasNil(y.type)) && !(y.isNil && !hasNil(x.type));
}

function matchTypes(c: Checker, x: Operand, y: Operand): boolean {
  convertUntyped(c, x, y.type);
  if (!x.isValid) return false;
  convertUntyped(c, y, x.type);
  if (!y.isValid) x.invalidate();
  return x.isValid;
}

function predicateOf(op: BinaryOp): (type: Type) => boolean {
  if (op === '+') return isNumericOrString;
  if (op === '-' || op === '*' || op === '/') return isNumeric;
  return op === '&&' || op === '||' ? isBoolean : isInteger;
}

function dividesByZero(c: Checker, x: Operand, y: Operand): boolean {
  if (!((x.isConstant || isInteger(x.type)) && isZero(y)) && !(x.isConstant && y.isConstant && isComplex(x.type) && isComplexZero(y.value!))) return false;
  fail(c, x, y, 'invalid operation: division by zero');
  return true;
}

/** Zero as far as division is concerned: its parts' squares are. */
function isComplexZero(value: Constant): boolean {
  return [realPart(value), imaginaryPart(value)].every((part) => signOf(binaryOperation(part, '*', part)) === 0);
}

/** `x op y` with a comparison; both already have the same type if they can. */
export function comparison(c: Checker, x: Operand, y: Operand, op: ComparisonOperator): void {
  const problem = comparisonProblem(c, x, y, op);
  if (problem !== null) {
    const cause = problem.cause ?? `operator ${op} not defined on ${kindText(c, problem.at.type)}`;
    fail(c, x, problem.at, `invalid operation: ${nodeString(x.expr!)} ${op} ${nodeString(y.expr!)} (${cause})`);
    return;
  }
  compare(c, x, y, op);
}

/** The comparison of a switch tag `y` with a case `x`. */
export function caseComparison(c: Checker, x: Operand, y: Operand): void {
  const problem = comparisonProblem(c, x, y, '==');
  if (problem !== null) {
    const cause = problem.cause ?? `operator == not defined on ${kindText(c, problem.at.type)}`;
    fail(c, x, x, `invalid case ${nodeString(x.expr!)} in switch on ${nodeString(y.expr!)} (${cause})`);
    return;
  }
  compare(c, x, y, '==');
}

/** The operand to blame, and the cause unless it is simply that its kind has no such operator. */
function comparisonProblem(c: Checker, x: Operand, y: Operand, op: ComparisonOperator): { at: Operand; cause: string | null } | null {
  if (!assignableTo(c, x, y.type).ok && !assignableTo(c, y, x.type).ok) {
    return { at: y, cause: `mismatched types ${c.show(x.type)} and ${c.show(y.type)}` };
  }
  if (op !== '==' && op !== '!=') {
    if (!isOrdered(x.type)) return { at: x, cause: null };
    return isOrdered(y.type) ? null : { at: y, cause: null };
  }
  if (x.isNil || y.isNil) return hasNil(x.isNil ? y.type : x.type) ? null : { at: y, cause: null };
  for (const operand of [x, y]) {
    if (!isComparable(operand.type)) return { at: operand, cause: incomparableCause(c, operand.type) };
  }
  return null;
}

function compare(c: Checker, x: Operand, y: Operand, op: ComparisonOperator): void {
  if (x.isConstant && y.isConstant) {
    x.value = makeBool(compareConstants(x.value!, op, y.value!));
  } else {
    x.mode = Mode.Value;
    updateExprType(c, x.expr!, defaultType(x.type), Finality.Final);
    updateExprType(c, y.expr!, defaultType(y.type), Finality.Final);
  }
  x.type = TYP[BasicKind.UntypedBool];
}

function incomparableCause(c: Checker, type: Type): string {
  const u = under(type);
  if (u.kind === 'Slice' || u.kind === 'Signature' || u.kind === 'Map') return `${kindText(c, type)} can only be compared to nil`;
  const found = incomparablePart(type, new Set());
  if (found === null) return '';
  return u.kind === 'Struct' ? `struct containing ${c.show(found.part)} cannot be compared` : `${c.show(found.part)} cannot be compared`;
}

const KIND_TEXT: Readonly<Record<string, string>> = {
  Array: 'array', Slice: 'slice', Struct: 'struct', Pointer: 'pointer', Signature: 'func', Interface: 'interface', Map: 'map', Chan: 'chan',
};
const kindText = (c: Checker, type: Type): string => KIND_TEXT[under(type).kind] ?? c.show(type);

/** `x << y` and `x >> y`; e is null in an assignment operation. */
function shift(c: Checker, x: Operand, y: Operand, e: Operation | null, op: '<<' | '>>'): void {
  const value = x.isConstant ? toInt(x.value!) : null;
  if (!isInteger(x.type) && !(isUntyped(x.type) && value?.kind === ConstantKind.Int)) {
    fail(c, x, x, `invalid operation: shifted operand ${c.describe(x)} must be integer`);
    return;
  }
  if (!checkShiftCount(c, y)) {
    x.invalidate();
    return;
  }
  if (x.isConstant && y.isConstant) {
    shiftConstants(c, x, y, value!, e, op);
    return;
  }
  if (x.isConstant && isUntyped(x.type)) {
    // The type comes from where the shift stands; until then the operand waits.
    const info = c.untyped.get(x.expr!);
    if (info !== undefined) info.isShiftOperand = true;
    x.mode = Mode.Value;
    return;
  }
  if (!isInteger(x.type)) {
    fail(c, x, x, `invalid operation: shifted operand ${c.describe(x)} must be integer`);
    return;
  }
  x.mode = Mode.Value;
}

function checkShiftCount(c: Checker, y: Operand): boolean {
  if (y.isConstant) {
    const count = toInt(y.value!);
    if (count.kind === ConstantKind.Int && signOf(count) < 0) {
      c.error(y, `invalid operation: negative shift count ${c.describe(y)}`);
      return false;
    }
    if (isUntyped(y.type)) {
      makeRepresentable(c, y, TYP[BasicKind.Uint]);
      return y.isValid;
    }
    if (!isInteger(y.type)) return shiftCountMustBeInteger(c, y);
    return true;
  }
  if (isInteger(y.type) && !isUntyped(y.type)) return true;
  if (!isUntyped(y.type)) return shiftCountMustBeInteger(c, y);
  convertUntyped(c, y, TYP[BasicKind.Uint]);
  return y.isValid;
}

function shiftCountMustBeInteger(c: Checker, y: Operand): boolean {
  c.error(y, `invalid operation: shift count ${c.describe(y)} must be integer`);
  return false;
}

function shiftConstants(c: Checker, x: Operand, y: Operand, value: Constant, e: Operation | null, op: '<<' | '>>'): void {
  const isUnknown = x.value!.kind === ConstantKind.Unknown || y.value!.kind === ConstantKind.Unknown;
  const count = toInt(y.value!);
  if (!isUnknown && (count.kind !== ConstantKind.Int || count.value > LARGEST_SHIFT)) {
    fail(c, x, y, `invalid operation: invalid shift count ${c.describe(y)}`);
    return;
  }
  // x is untyped and integral, such as 1.0: the result is an integer.
  if (!isInteger(x.type)) x.type = TYP[BasicKind.UntypedInt];
  if (isUnknown || count.kind !== ConstantKind.Int) {
    x.value = UNKNOWN;
    return;
  }
  x.value = shiftConstant(value, op, Number(count.value));
  x.expr = e ?? x.expr;
  checkOverflow(c, x);
}
