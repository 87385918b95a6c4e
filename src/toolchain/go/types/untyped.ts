/**
 * Untyped values: which types they fit, and how the type that the context decides on travels down into an expression.
 *
 * An untyped expression is remembered with the checker until its context gives it a type; `updateExprType` then walks down into the
 * operands, because `x << s` and `a == b` below may have to take that type too. A constant must fit the type it is given.
 */
import type { Expr, Operation } from '../syntax/ast.ts';
import type { Checker } from './checker.ts';
import { bitLength } from './big-float.ts';
import {
  binaryOperation, type Constant, ConstantKind, imaginaryPart, makeDouble, makeImaginary, realPart, signOf, toComplex, toDouble, toFloat, toInt, toSingle,
} from './constant.ts';
import { nodeString } from '../syntax/node-string.ts';
import { Mode } from './info.ts';
import { Operand } from './operand.ts';
import { defaultType, hasNil, isBoolean, isInteger, isInvalid, isNumeric, isString, isUntyped } from './predicates.ts';
import { Basic, BasicInfo, BasicKind, type Type, under } from './type.ts';
import { typeSetOf } from './type-set.ts';

/** Why a value does not fit a type. */
export const enum Misfit { None, Truncated, Overflows, Incompatible }

/** Width in bits of the integer types of 386. */
const INT_BITS: Partial<Record<BasicKind, number>> = {
  [BasicKind.Int]: 32, [BasicKind.Int8]: 8, [BasicKind.Int16]: 16, [BasicKind.Int32]: 32, [BasicKind.Int64]: 64,
  [BasicKind.Uint]: 32, [BasicKind.Uint8]: 8, [BasicKind.Uint16]: 16, [BasicKind.Uint32]: 32, [BasicKind.Uint64]: 64, [BasicKind.Uintptr]: 32,
};

/** The constant as a value of `type`, rounded to it, or null if it does not fit. Unknown fits everything. */
export function representation(x: Constant, type: Basic): Constant | null {
  if (x.kind === ConstantKind.Unknown) return x;
  const { info } = type;
  if (info & BasicInfo.Integer) return integerRepresentation(x, type);
  if (info & BasicInfo.Float) return floatRepresentation(x, type);
  if (info & BasicInfo.Complex) return complexRepresentation(x, type);
  if (info & BasicInfo.String) return x.kind === ConstantKind.String ? x : null;
  if (info & BasicInfo.Boolean) return x.kind === ConstantKind.Bool ? x : null;
  return null;
}

function integerRepresentation(x: Constant, type: Basic): Constant | null {
  const value = toInt(x);
  if (value.kind !== ConstantKind.Int) return null;
  const bits = INT_BITS[type.basic];
  if (bits === undefined) return value;
  const n = value.value;
  if (type.info & BasicInfo.Unsigned) return n >= 0n && bitLength(n) <= bits ? value : null;
  return BigInt.asIntN(bits, n) === n ? value : null;
}

function floatRepresentation(x: Constant, type: Basic): Constant | null {
  const value = toFloat(x);
  if (value.kind !== ConstantKind.Float) return null;
  if (type.basic === BasicKind.UntypedFloat) return x;
  const rounded = type.basic === BasicKind.Float32 ? toSingle(value) : toDouble(value);
  return Number.isFinite(rounded) ? makeDouble(rounded) : null;
}

function complexRepresentation(x: Constant, type: Basic): Constant | null {
  const value = toComplex(x);
  if (value.kind !== ConstantKind.Complex) return null;
  if (type.basic === BasicKind.UntypedComplex) return x;
  const round = type.basic === BasicKind.Complex64 ? toSingle : toDouble;
  const real = round(realPart(value));
  const imaginary = round(imaginaryPart(value));
  if (!Number.isFinite(real) || !Number.isFinite(imaginary)) return null;
  return binaryOperation(makeDouble(real), '+', makeImaginary(makeDouble(imaginary)));
}

/** The representation of a constant operand, or in what way it does not fit. */
function operandRepresentation(x: Operand, type: Basic): { value: Constant | null; misfit: Misfit } {
  const value = representation(x.value!, type);
  if (value !== null) return { value, misfit: Misfit.None };
  if (!isNumeric(x.type) || !isNumeric(type)) return { value, misfit: Misfit.Incompatible };
  return { value, misfit: !isInteger(x.type) && isInteger(type) ? Misfit.Truncated : Misfit.Overflows };
}

/** Rounds a constant operand to `type`, or reports that it does not fit. */
export function makeRepresentable(c: Checker, x: Operand, type: Basic): void {
  const { value, misfit } = operandRepresentation(x, type);
  if (misfit !== Misfit.None) {
    reportMisfit(c, x, type, misfit);
    x.invalidate();
    return;
  }
  x.value = value;
}

function reportMisfit(c: Checker, x: Operand, target: Type, misfit: Misfit): void {
  const [operand, type] = [c.describe(x), c.show(target)];
  if (misfit === Misfit.Truncated) c.error(x, `${operand} truncated to ${type}`);
  else if (misfit === Misfit.Overflows) c.error(x, `${operand} overflows ${type}`);
  else c.error(x, `cannot convert ${operand} to ${type}`);
}

export interface ImplicitType {
  /** Null if the conversion is impossible. */
  readonly type: Type | null;
  /** The rounded value of a constant. */
  readonly value: Constant | null;
  readonly misfit: Misfit;
}
const impossible = (misfit: Misfit): ImplicitType => ({ type: null, value: null, misfit });
const becomes = (type: Type, value: Constant | null = null): ImplicitType => ({ type, value, misfit: Misfit.None });

/** The type that untyped `x` takes when it is used as a `target`; typed operands keep theirs. */
export function implicitType(x: Operand, target: Type): ImplicitType {
  if (!x.isValid || !isUntyped(x.type) || isInvalid(target)) return becomes(x.type);
  if (isUntyped(target)) return largerUntyped(x.type, target);
  if (x.isNil) return hasNil(target) ? becomes(target) : impossible(Misfit.Incompatible);
  const u = under(target);
  if (u.kind === 'Interface') {
    return typeSetOf(u).methods.length === 0 ? becomes(defaultType(x.type)) : impossible(Misfit.Incompatible);
  }
  if (u.kind !== 'Basic') return impossible(Misfit.Incompatible);
  if (x.isConstant) {
    const { value, misfit } = operandRepresentation(x, u);
    return misfit === Misfit.None ? becomes(target, value) : impossible(misfit);
  }
  const fits = isBoolean(x.type) ? isBoolean(target) : isNumeric(x.type) ? isNumeric(target) : isString(x.type) && isString(target);
  return fits ? becomes(target) : impossible(Misfit.Incompatible);
}

/** Of two untyped kinds of number the one that comes later in int, rune, float, complex. */
function largerUntyped(type: Basic, target: Basic): ImplicitType {
  if (isNumeric(type) && isNumeric(target)) return becomes(type.basic < target.basic ? target : type);
  return type.basic === target.basic ? becomes(type) : impossible(Misfit.Incompatible);
}

/** Converts untyped `x` to `target` or reports that it cannot be. */
export function convertUntyped(c: Checker, x: Operand, target: Type): void {
  const { type, value, misfit } = implicitType(x, target);
  if (misfit !== Misfit.None) {
    reportMisfit(c, x, under(target), misfit);
    x.invalidate();
    return;
  }
  adoptType(c, x, type!, value);
}

/** Gives `x` the type and value that {@link implicitType} found. */
export function adoptType(c: Checker, x: Operand, type: Type, value: Constant | null): void {
  if (value !== null) {
    x.value = value;
    const info = c.untyped.get(x.expr!);
    if (info !== undefined) info.value = value;
  }
  if (type === x.type) return;
  x.type = type;
  updateExprType(c, x.expr!, type, Finality.Open);
}

/** Whether an untyped type is to be recorded as the last word. */
export const enum Finality { Open, Final }

/** Gives a remembered untyped expression, and the operands that share its fate, the type `type`. */
export function updateExprType(c: Checker, x: Expr, type: Type, finality: Finality): void {
  updateWithin(c, null, x, type, finality);
}

function updateWithin(c: Checker, parent: Expr | null, x: Expr, type: Type, finality: Finality): void {
  const old = c.untyped.get(x);
  if (old === undefined) return;
  if (x.kind === 'ParenExpr') updateWithin(c, x, x.x, type, finality);
  else if (x.kind === 'Operation' && old.value === null) updateOperands(c, x, type, finality);
  if (finality === Finality.Open && isUntyped(type)) {
    old.type = type;
    return;
  }
  c.untyped.delete(x);
  if (old.isShiftOperand && !isInteger(type)) {
    c.error(x, `invalid operation: ${parent === null ? '<nil>' : nodeString(parent)} (shift of type ${c.show(type)})`);
    return;
  }
  let { value } = old;
  if (value !== null) {
    const constant = Operand.of(old.mode, x, old.type, value);
    convertUntyped(c, constant, type);
    if (!constant.isValid) return;
    value = constant.value;
  }
  c.recordType(x, old.mode, type, value);
}

function updateOperands(c: Checker, x: Operation, type: Type, finality: Finality): void {
  if (x.y === null) {
    if (x.op !== '*') updateWithin(c, x, x.x, type, finality);
    return;
  }
  if (isComparison(x.op)) return;
  updateWithin(c, x, x.x, type, finality);
  if (!isShift(x.op)) updateWithin(c, x, x.y, type, finality);
}

export const isShift = (op: string): op is '<<' | '>>' => op === '<<' || op === '>>';
export const isComparison = (op: string): op is '==' | '!=' | '<' | '<=' | '>' | '>=' =>
  op === '==' || op === '!=' || op === '<' || op === '<=' || op === '>' || op === '>=';

/** Tells a zero divisor. */
export const isZero = (x: Operand): boolean => x.mode === Mode.Constant && signOf(x.value!) === 0;
