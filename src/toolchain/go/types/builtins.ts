/**
 * Calls of predeclared functions and of those in package unsafe.
 *
 * One function per built-in; each gets the call with its first argument already checked in `x` (unless it takes a type) and returns whether
 * the call is valid, with the result in `x`. The callee is recorded with the signature that this use of it has.
 */
import type { CallExpr, Expr } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import { NO_POS } from '../syntax/position.ts';
import { assignableTo, assignment } from './assignability.ts';
import type { Checker } from './checker.ts';
import { binaryOperation, ConstantKind, imaginaryPart, makeImaginary, makeInt, realPart, signOf, toFloat, UNKNOWN } from './constant.ts';
import { nodeString } from '../syntax/node-string.ts';
import { constantIndex, isValidIndex, Negative } from './indexing.ts';
import { Mode } from './info.ts';
import { lookupFieldOrMethod } from './lookup.ts';
import { BuiltinId, Var, VarRole } from './object.ts';
import { Operand } from './operand.ts';
import { arrayBehindPointer, defaultType, identical, isInvalid, isNumeric, isString, isUntyped } from './predicates.ts';
import { alignOf, offsetOf, sizeOf } from './sizes.ts';
import { BasicKind, INVALID_TYPE, Pointer, Signature, Slice, Tuple, type Type, under } from './type.ts';
import { convertUntyped } from './untyped.ts';
import { BUILTINS, BYTE, EMPTY_INTERFACE, TYP } from './universe.ts';

/** A call of a built-in. `operands` are the checked arguments, empty for those that take a type or a selector first. */
interface BuiltinCall {
  readonly c: Checker;
  readonly x: Operand;
  readonly call: CallExpr;
  readonly operands: readonly Operand[];
}
type Rule = (call: BuiltinCall) => boolean;

export function checkBuiltin(c: Checker, x: Operand, call: CallExpr, id: BuiltinId): boolean {
  const info = BUILTINS[id];
  if (call.hasDots && id !== BuiltinId.Append) {
    c.error(call, `invalid operation: invalid use of ... with built-in ${info.name}`);
    c.use(...call.argList);
    return false;
  }
  // For len and cap it matters whether the argument contains a call, not what surrounds it.
  const { environment } = c;
  const isMeasure = id === BuiltinId.Len || id === BuiltinId.Cap;
  const outerCall = environment.hasCallOrReceive;
  if (isMeasure) environment.hasCallOrReceive = false;
  const isValid = checkWithArguments(c, x, call, id);
  if (isMeasure) environment.hasCallOrReceive = outerCall;
  return isValid;
}

function checkWithArguments(c: Checker, x: Operand, call: CallExpr, id: BuiltinId): boolean {
  const info = BUILTINS[id];
  let operands: readonly Operand[] = [];
  let count = call.argList.length;
  if (id !== BuiltinId.Make && id !== BuiltinId.New && id !== BuiltinId.Offsetof) {
    ({ operands } = c.exprList(call.argList, false));
    count = operands.length;
    if (count > 0) {
      x.assign(operands[0]!);
      if (!x.isValid) return false;
    }
  }
  if (count < info.arguments || (!info.variadic && count > info.arguments)) {
    const how = count < info.arguments ? 'not enough' : 'too many';
    c.error(call, `invalid operation: ${how} arguments for ${nodeString(call)} (expected ${info.arguments}, found ${count})`);
    return false;
  }
  return RULES[id]({ c, x, call, operands });
}

/** The signature of one use of a built-in; untyped parameters get their default types. */
function signatureOf(result: Type | null, ...parameters: Type[]): Signature {
  const signature = new Signature();
  signature.params = new Tuple(parameters.map((type) => new Var(NO_POS, null, '', defaultType(type), VarRole.Parameter)));
  if (result !== null) signature.results = new Tuple([new Var(NO_POS, null, '', result, VarRole.Result)]);
  return signature;
}

function returns({ c, x, call }: BuiltinCall, result: Type, ...parameters: Type[]): true {
  x.mode = Mode.Value;
  x.type = result;
  c.recordBuiltin(call.fun, signatureOf(result, ...parameters));
  return true;
}

function returnsNothing({ c, x, call }: BuiltinCall, ...parameters: Type[]): true {
  x.mode = Mode.NoValue;
  c.recordBuiltin(call.fun, signatureOf(null, ...parameters));
  return true;
}

function isConstant(x: Operand, type: Type, value: Operand['value']): true {
  x.mode = Mode.Constant;
  x.type = type;
  x.value = value;
  return true;
}

function complain(c: Checker, at: Operand | Expr, message: string): false {
  c.error(at, message);
  return false;
}

function append(use: BuiltinCall): boolean {
  const { c, x, call, operands } = use;
  const type = x.type;
  const slice = under(type);
  if (slice.kind !== 'Slice') return complain(c, x, `first argument to append must be a slice; have ${x.isNil ? 'untyped nil' : c.describe(x)}`);
  // append([]byte, string...)
  if (operands.length === 2 && call.hasDots && assignableTo(c, x, new Slice(BYTE)).ok) {
    const added = operands[1]!;
    if (!added.isValid) return false;
    if (isString(added.type)) {
      if (isUntyped(added.type)) convertUntyped(c, added, TYP[BasicKind.String]);
      const signature = signatureOf(type, type, added.type);
      signature.variadic = true;
      x.mode = Mode.Value;
      c.recordBuiltin(call.fun, signature);
      return true;
    }
  }
  const signature = signatureOf(type, type, new Slice(slice.elem));
  signature.variadic = true;
  c.arguments(call, signature, [x.copy(), ...operands.slice(1)]);
  x.mode = Mode.Value;
  x.type = type;
  c.recordBuiltin(call.fun, signature);
  return true;
}

/** len and cap: constants for arrays whose expression has no effects, and for constant strings. */
function measure(use: BuiltinCall, id: BuiltinId.Len | BuiltinId.Cap): boolean {
  const { c, x } = use;
  const u = arrayBehindPointer(under(x.type));
  switch (u.kind) {
    case 'Basic':
      if (id !== BuiltinId.Len || !isString(u)) break;
      if (x.isConstant) return isConstant(x, TYP[BasicKind.Int], x.value!.kind === ConstantKind.String ? makeInt(x.value!.value.length) : UNKNOWN);
      return returns(use, TYP[BasicKind.Int], x.type);
    case 'Array':
      if (c.environment.hasCallOrReceive) return returns(use, TYP[BasicKind.Int], x.type);
      return isConstant(x, TYP[BasicKind.Int], u.length >= 0 ? makeInt(u.length) : UNKNOWN);
    case 'Map':
      if (id === BuiltinId.Len) return returns(use, TYP[BasicKind.Int], x.type);
      break;
    case 'Slice':
    case 'Chan':
      return returns(use, TYP[BasicKind.Int], x.type);
    default:
  }
  if (!isInvalid(under(x.type))) c.error(x, `invalid argument: ${c.describe(x)} for ${BUILTINS[id].name}`);
  return false;
}

function close(use: BuiltinCall): boolean {
  const { c, x } = use;
  const chan = under(x.type);
  if (chan.kind !== 'Chan') return complain(c, x, `invalid operation: cannot close non-channel ${c.describe(x)}`);
  if (chan.dir === 'recv') return complain(c, x, `invalid operation: cannot close receive-only channel ${c.describe(x)}`);
  return returnsNothing(use, x.type);
}

function copy(use: BuiltinCall): boolean {
  const { c, x, operands } = use;
  const y = operands[1]!;
  if (!y.isValid) return false;
  const target = under(x.type);
  const source = isString(y.type) ? new Slice(BYTE) : under(y.type);
  if (target.kind !== 'Slice' || source.kind !== 'Slice') {
    return complain(c, x, `invalid argument: copy expects slice arguments; found ${c.describe(x)} and ${c.describe(y)}`);
  }
  if (!identical(target.elem, source.elem)) {
    return complain(c, x, `invalid argument: arguments to copy ${c.describe(x)} and ${c.describe(y)} have different element types ${c.show(target.elem)} and ${c.show(source.elem)}`);
  }
  return returns(use, TYP[BasicKind.Int], x.type, y.type);
}

function deleteKey(use: BuiltinCall): boolean {
  const { c, x, operands } = use;
  const type = x.type;
  const map = under(type);
  if (map.kind !== 'Map') return complain(c, x, `invalid argument: ${c.describe(x)} is not a map`);
  x.assign(operands[1]!);
  if (!x.isValid) return false;
  assignment(c, x, map.key, 'argument to delete');
  return x.isValid && returnsNothing(use, type, map.key);
}

const COMPLEX_OF: Partial<Record<BasicKind, BasicKind>> = {
  [BasicKind.Float32]: BasicKind.Complex64, [BasicKind.Float64]: BasicKind.Complex128, [BasicKind.UntypedFloat]: BasicKind.UntypedComplex,
};
const PART_OF: Partial<Record<BasicKind, BasicKind>> = {
  [BasicKind.Complex64]: BasicKind.Float32, [BasicKind.Complex128]: BasicKind.Float64, [BasicKind.UntypedComplex]: BasicKind.UntypedFloat,
};
function mapped(type: Type, table: Partial<Record<BasicKind, BasicKind>>): Type | null {
  const basic = under(type);
  const kind = basic.kind === 'Basic' ? table[basic.basic] : undefined;
  return kind === undefined ? null : TYP[kind];
}

function complex(use: BuiltinCall): boolean {
  const { c, x, call, operands } = use;
  const y = operands[1]!;
  if (!y.isValid) return false;
  c.noteUnsupported(call.pos, 'complex numbers are not supported');
  matchParts(c, x, y);
  if (!x.isValid || !y.isValid) return false;
  if (!identical(x.type, y.type)) {
    return complain(c, x, `invalid operation: ${nodeString(call)} (mismatched types ${c.show(x.type)} and ${c.show(y.type)})`);
  }
  const result = mapped(x.type, COMPLEX_OF);
  if (result === null) return complain(c, x, `invalid argument: arguments have type ${c.show(x.type)}, expected floating-point`);
  if (x.isConstant && y.isConstant) return isConstant(x, result, binaryOperation(toFloat(x.value!), '+', makeImaginary(toFloat(y.value!))));
  return returns(use, result, x.type, x.type);
}

/** Gives the two parts of a complex number the same type. */
function matchParts(c: Checker, x: Operand, y: Operand): void {
  if (isUntyped(x.type) && isUntyped(y.type)) {
    for (const part of [x, y]) {
      if (!x.isConstant || !y.isConstant) convertUntyped(c, part, TYP[BasicKind.Float64]);
      else if (isNumeric(part.type) && signOf(imaginaryPart(part.value!)) === 0) part.type = TYP[BasicKind.UntypedFloat];
    }
  } else if (isUntyped(x.type)) {
    convertUntyped(c, x, y.type);
  } else if (isUntyped(y.type)) {
    convertUntyped(c, y, x.type);
  }
}

function complexPart(use: BuiltinCall, id: BuiltinId.Real | BuiltinId.Imag): boolean {
  const { c, x } = use;
  if (isUntyped(x.type)) {
    if (!x.isConstant) convertUntyped(c, x, TYP[BasicKind.Complex128]);
    else if (isNumeric(x.type)) x.type = TYP[BasicKind.UntypedComplex];
    if (!x.isValid) return false;
  }
  const result = mapped(x.type, PART_OF);
  if (result === null) return complain(c, x, `invalid argument: argument has type ${c.show(x.type)}, expected complex type`);
  if (x.isConstant) return isConstant(x, result, id === BuiltinId.Real ? realPart(x.value!) : imaginaryPart(x.value!));
  return returns(use, result, x.type);
}

function make(use: BuiltinCall): boolean {
  const { c, call } = use;
  const [first, ...sizeArguments] = call.argList as [Expr, ...Expr[]];
  const type = c.varType(first);
  if (isInvalid(type)) return false;
  const { kind } = under(type);
  if (kind !== 'Slice' && kind !== 'Map' && kind !== 'Chan') {
    return complain(c, first, `invalid argument: cannot make ${nodeString(first)}; type must be slice, map, or channel`);
  }
  const least = kind === 'Slice' ? 2 : 1;
  const count = call.argList.length;
  if (count < least || least + 1 < count) {
    return complain(c, call, `invalid operation: ${nodeString(call)} expects ${least} or ${least + 1} arguments; found ${count}`);
  }
  const sizes = sizeArguments.map((argument) => constantIndex(c, argument, -1));
  const [length, capacity] = sizes;
  if (length !== undefined && capacity !== undefined && capacity.value >= 0 && length.value > capacity.value) {
    c.error(sizeArguments[0]!, 'invalid argument: length and capacity swapped');
  }
  return returns(use, type, type, ...sizes.map((size) => size.type));
}

function makeNew(use: BuiltinCall): boolean {
  const type = use.c.varType(use.call.argList[0]!);
  return !isInvalid(type) && returns(use, new Pointer(type), type);
}

function panic(use: BuiltinCall): boolean {
  const { c, x, call } = use;
  c.environment.panics.add(call);
  assignment(c, x, EMPTY_INTERFACE, 'argument to panic');
  return x.isValid && returnsNothing(use, EMPTY_INTERFACE);
}

function print(use: BuiltinCall, id: BuiltinId.Print | BuiltinId.Println): boolean {
  const { c, x, operands } = use;
  const types: Type[] = [];
  for (const operand of operands) {
    assignment(c, operand, null, `argument to ${BUILTINS[id].name}`);
    x.assign(operand);
    if (!operand.isValid) return false;
    types.push(operand.type);
    const { kind } = under(operand.type);
    if (kind === 'Array' || kind === 'Struct') c.unprintable.push({ at: use.call.pos, type: operand.type });
  }
  return returnsNothing(use, ...types);
}

function unsafeAdd(use: BuiltinCall): boolean {
  const { c, x, operands } = use;
  const pointer = TYP[BasicKind.UnsafePointer];
  assignment(c, x, pointer, 'argument to unsafe.Add');
  const y = operands[1]!;
  return x.isValid && isValidIndex(c, y, 'length', Negative.Allowed) && returns(use, pointer, pointer, y.type);
}

function unsafeSlice(use: BuiltinCall): boolean {
  const { c, x, operands } = use;
  const pointer = under(x.type);
  if (pointer.kind !== 'Pointer') return complain(c, x, `invalid argument: ${c.describe(x)} is not a pointer`);
  const y = operands[1]!;
  return isValidIndex(c, y, 'length', Negative.Forbidden) && returns(use, new Slice(pointer.base), x.type, y.type);
}

function measureType(use: BuiltinCall, name: string, size: (type: Type) => number): boolean {
  const { c, x } = use;
  assignment(c, x, null, `argument to unsafe.${name}`);
  return x.isValid && isConstant(x, TYP[BasicKind.Uintptr], makeInt(size(x.type)));
}

function unsafeOffsetof(use: BuiltinCall): boolean {
  const { c, x, call } = use;
  const argument = call.argList[0]!;
  const selector = unparen(argument);
  if (selector.kind !== 'SelectorExpr') {
    c.error(argument, `invalid argument: ${nodeString(argument)} is not a selector expression`);
    c.use(argument);
    return false;
  }
  c.expr(x, selector.x);
  if (!x.isValid) return false;
  const base = structBehindPointer(x.type);
  const name = selector.sel.value;
  const { obj, path, indirect } = lookupFieldOrMethod(base, false, c.pkg, name);
  if (obj === null) return complain(c, x, `invalid argument: ${c.show(base)} has no single field ${name}`);
  if (obj.kind === 'Func') return complain(c, argument, `invalid argument: ${nodeString(argument)} is a method value`);
  if (indirect) return complain(c, x, `invalid argument: field ${name} is embedded via a pointer in ${c.show(base)}`);
  c.recordSelection(selector, 'field', base, obj, path!, false);
  c.record(Operand.of(x.mode === Mode.Variable ? Mode.Variable : Mode.Value, selector, obj.type ?? INVALID_TYPE));
  return isConstant(x, TYP[BasicKind.Uintptr], makeInt(offsetOf(base, path!)));
}

function structBehindPointer(type: Type): Type {
  const pointer = under(type);
  return pointer.kind === 'Pointer' && under(pointer.base).kind === 'Struct' ? pointer.base : type;
}

const RULES: Readonly<Record<BuiltinId, Rule>> = {
  [BuiltinId.Append]: append,
  [BuiltinId.Cap]: (use) => measure(use, BuiltinId.Cap),
  [BuiltinId.Close]: close,
  [BuiltinId.Complex]: complex,
  [BuiltinId.Copy]: copy,
  [BuiltinId.Delete]: deleteKey,
  [BuiltinId.Imag]: (use) => complexPart(use, BuiltinId.Imag),
  [BuiltinId.Len]: (use) => measure(use, BuiltinId.Len),
  [BuiltinId.Make]: make,
  [BuiltinId.New]: makeNew,
  [BuiltinId.Panic]: panic,
  [BuiltinId.Print]: (use) => print(use, BuiltinId.Print),
  [BuiltinId.Println]: (use) => print(use, BuiltinId.Println),
  [BuiltinId.Real]: (use) => complexPart(use, BuiltinId.Real),
  [BuiltinId.Recover]: (use) => returns(use, EMPTY_INTERFACE),
  [BuiltinId.Add]: unsafeAdd,
  [BuiltinId.Alignof]: (use) => measureType(use, 'Alignof', alignOf),
  [BuiltinId.Offsetof]: unsafeOffsetof,
  [BuiltinId.Sizeof]: (use) => measureType(use, 'Sizeof', sizeOf),
  [BuiltinId.Slice]: unsafeSlice,
};
