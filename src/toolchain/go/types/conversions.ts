/** Conversions `T(x)`. */
import { assignableTo } from './assignability.ts';
import type { Checker } from './checker.ts';
import { type Constant, ConstantKind, makeString, toInt } from './constant.ts';
import { runeToBytes } from './go-string.ts';
import { Mode } from './info.ts';
import type { Operand } from './operand.ts';
import {
  defaultType, identical, isBytesOrRunes, isComplex, isConstType, isInteger, isIntegerOrFloat, isInterface, isPointer, isString, isUnsafePointer, isUntyped,
  isUntypedNil, isUintptr, Tags,
} from './predicates.ts';
import { type Type, under } from './type.ts';
import { Finality, representation, updateExprType } from './untyped.ts';

/** Converts `x` to `target`, or reports that it cannot be. */
export function conversion(c: Checker, x: Operand, target: Type): void {
  const isConstantArgument = x.isConstant;
  const isConstantResult = isConstantArgument && isConstType(target);
  const problem = isConstantResult ? convertConstant(x, target) : convertValue(c, x, target);
  if (problem !== null) {
    c.error(x, `cannot convert ${c.describe(x)} to type ${c.show(target)}${problem === '' ? '' : `:\n\t${problem}`}`);
    x.invalidate();
    return;
  }
  if (isUntyped(x.type)) updateExprType(c, x.expr!, finalType(x, target, isConstantArgument), Finality.Final);
  x.type = target;
}

/** The type that the untyped operand itself takes. */
function finalType(x: Operand, target: Type, isConstantArgument: boolean): Type {
  if (isUntypedNil(x.type)) return target;
  if (isInterface(target) || (isConstantArgument && !isConstType(target))) return defaultType(x.type);
  // string(65): the operand keeps its own type, as it is not converted but encoded.
  if (x.isConstant && isInteger(x.type) && isString(target)) return x.type;
  return target;
}

/** Null on success; otherwise the cause, empty if there is nothing to add. */
function convertConstant(x: Operand, target: Type): string | null {
  const basic = under(target);
  const value = basic.kind === 'Basic' ? representation(x.value!, basic) : null;
  if (value !== null) {
    x.value = value;
    return null;
  }
  if (isInteger(x.type) && isString(target)) {
    x.value = encodeRune(x.value!);
    return null;
  }
  // Go shows the whole number that does not fit: 1e100 with all its zeros.
  const whole = toInt(x.value!);
  if (isInteger(target) && whole.kind === ConstantKind.Int) x.value = whole;
  return '';
}

const REPLACEMENT = 0xfffd;
function encodeRune(value: Constant): Constant {
  const isRune = value.kind === ConstantKind.Int && value.value >= 0n && value.value <= 0x10ffffn;
  return makeString(runeToBytes(isRune ? Number(value.value) : REPLACEMENT));
}

function convertValue(c: Checker, x: Operand, target: Type): string | null {
  const { ok, reason } = assignableTo(c, x, target);
  if (!ok && !isConvertible(x.type, target)) return reason;
  x.mode = Mode.Value;
  return null;
}

/** The conversions of the specification beyond assignability. */
function isConvertible(source: Type, target: Type): boolean {
  const from = under(source);
  const to = under(target);
  if (identical(from, to, Tags.Ignore)) return true;
  if (source.kind === 'Pointer' && target.kind === 'Pointer' && identical(under(source.base), under(target.base), Tags.Ignore)) return true;
  if (isIntegerOrFloat(from) && isIntegerOrFloat(to)) return true;
  if (isComplex(from) && isComplex(to)) return true;
  if (isString(to) && (isInteger(from) || isBytesOrRunes(from))) return true;
  if (isString(from) && isBytesOrRunes(to)) return true;
  if (isUnsafePointer(to) && (isPointer(from) || isUintptr(from))) return true;
  if (isUnsafePointer(from) && (isPointer(to) || isUintptr(to))) return true;
  if (from.kind !== 'Slice' || to.kind !== 'Pointer') return false;
  const array = under(to.base);
  return array.kind === 'Array' && identical(from.elem, array.elem);
}
