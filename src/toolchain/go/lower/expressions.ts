/** Expressions: from the typed tree to values, places and branches. */
import { assert, unreachable } from '../../../base/assert.ts';
import { hasPointers } from '../layout/leaves.ts';
import { Ty, type Block, type Value } from '../ssa/ir.ts';
import { unparen, type Expr, type IndexExpr, type Operation, type SelectorExpr, type SliceExpr } from '../syntax/ast.ts';
import type { BinaryOp } from '../syntax/ast.ts';
import { ConstantKind } from '../types/constant.ts';
import { Mode } from '../types/info.ts';
import type { Func } from '../types/object.ts';
import { type Var, VarRole } from '../types/object.ts';
import { defaultType } from '../types/predicates.ts';
import { sizeOf } from '../types/sizes.ts';
import { BasicKind, type Type, under } from '../types/type.ts';
import { arithmetic, complement, negate, shift, shiftCount } from './arithmetic.ts';
import { methodValue } from './closures.ts';
import { lowerComposite } from './composite.ts';
import { borrowedString, stringBuffer } from './conversions.ts';
import { branchOn, compare, matchOperands, materialise, type CompareOp } from './comparison.ts';
import { sequence } from './evaluation-order.ts';
import type { Lowerer } from './lowerer.ts';
import { methodExpression } from './methods.ts';
import { basicKind, isUnsignedKind } from './number-kinds.ts';
import { dereferenced, operandValue, placeAddress, stepToField, type Operand } from './selectors.ts';
import { typeAssertion } from './assertions.ts';
import { ofWords, type GoValue, type Index, type Place } from './value.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** The value of an expression. */
export function lowerExpr(f: Lowerer, e: Expr): GoValue {
  const tv = f.info.types.get(e);
  if (tv?.mode === Mode.Constant && tv.value !== null) return f.constant(typed(tv.type), tv.value);
  const { pos } = f.b;
  f.b.pos = e.pos;
  const value = lowerByKind(f, e);
  f.b.pos = pos;
  return value;
}

/** Constants that stayed untyped have their default type. */
function typed(type: Type): Type {
  return type.kind === 'Basic' ? defaultType(type) : type;
}

function lowerByKind(f: Lowerer, e: Expr): GoValue {
  switch (e.kind) {
    case 'ParenExpr': return f.expr(e.x);
    case 'Name': return lowerName(f, e);
    case 'FuncLit': return f.closure(e);
    case 'CompositeLit': return lowerComposite(f, e);
    case 'SelectorExpr': return lowerSelector(f, e);
    case 'IndexExpr': return lowerIndex(f, e);
    case 'SliceExpr': return lowerSlice(f, e);
    case 'AssertExpr': return typeAssertion(f, f.expr(e.x), f.typeOf(e.type));
    case 'CallExpr': {
      const results = f.call(e);
      return results[0] ?? ofWords(f.typeOf(e), []);
    }
    case 'Operation': return e.y === null ? lowerUnary(f, e) : lowerBinary(f, e, e.y);
    default: return unreachable(`lowerExpr: ${e.kind}`);
  }
}

function lowerName(f: Lowerer, e: Expr & { kind: 'Name' }): GoValue {
  const obj = f.info.objectOf(e);
  switch (obj?.kind) {
    case 'Nil': return f.zero(f.typeOf(e));
    case 'Func': return functionValue(f, obj, obj.type!);
    case 'Var': return f.loadPlace(variablePlace(f, obj));
    default: return unreachable(`lowerName: ${e.value}`);
  }
}

/** A declared function as a value. */
function functionValue(f: Lowerer, func: Func, type: Type): GoValue {
  return ofWords(type, [f.b.sym(f.program.funcValueSymbol(f.program.functionOf(func)))]);
}

export function variablePlace(f: Lowerer, variable: Var): Place {
  const type = variable.type!;
  if (variable.role === VarRole.Package) return { kind: 'memory', type, address: f.b.sym(f.program.variableSymbol(variable)), offset: 0 };
  const home = f.homes.get(variable);
  assert(home !== undefined, `variablePlace: ${variable.name} has no home`);
  return f.homePlace(home, type);
}

// --- Selectors ------------------------------------------------------------------------------------------------------

/** An operand of a selector or index: addressed where that is possible, so that only the part wanted is loaded. */
export function lowerOperand(f: Lowerer, e: Expr): Operand {
  const known = f.evaluated.get(e);
  if (known !== undefined) return { place: null, value: known };
  const inner = unparen(e);
  if (isPlaceExpr(f, inner)) return { place: f.place(inner), value: null };
  return { place: null, value: f.expr(inner) };
}

function isPlaceExpr(f: Lowerer, e: Expr): boolean {
  const tv = f.info.types.get(e);
  if (tv?.mode === Mode.Variable) return e.kind === 'Name' || e.kind === 'SelectorExpr' || e.kind === 'IndexExpr' || (e.kind === 'Operation' && e.op === '*');
  return false;
}

function lowerSelector(f: Lowerer, e: SelectorExpr): GoValue {
  const selection = f.info.selections.get(e);
  if (selection === undefined) return lowerName(f, e.sel);
  if (selection.kind === 'field') return operandValue(f, followFields(f, e.x, selection.path));
  const method = selection.obj as Func;
  const type = f.typeOf(e);
  if (selection.kind === 'methodExpr') {
    return ofWords(type, [f.b.sym(f.program.funcValueSymbol(methodExpression(f.program, selection.recv, method, selection.path)))]);
  }
  return methodValue(f, followFields(f, e.x, selection.path.slice(0, -1)), method, type, e);
}

/** The operand reached from `x` by a path of fields. */
export function followFields(f: Lowerer, x: Expr, path: readonly number[]): Operand {
  let operand = lowerOperand(f, x);
  for (const index of path) operand = stepToField(f, operand, index);
  return operand;
}

// --- Places ---------------------------------------------------------------------------------------------------------

/** What an assignable or addressable expression denotes. */
export function lowerPlace(f: Lowerer, e: Expr): Place {
  const { pos } = f.b;
  f.b.pos = e.pos;
  const place = placeByKind(f, e);
  f.b.pos = pos;
  return place;
}

function placeByKind(f: Lowerer, e: Expr): Place {
  switch (e.kind) {
    case 'ParenExpr': return f.place(e.x);
    case 'Name': {
      if (e.value === '_') return { kind: 'blank', type: f.info.types.get(e)?.type ?? f.pointerType };
      const obj = f.info.objectOf(e);
      assert(obj?.kind === 'Var', `lowerPlace: ${e.value}`);
      return variablePlace(f, obj);
    }
    case 'SelectorExpr': {
      const selection = f.info.selections.get(e);
      if (selection === undefined) return placeByKind(f, e.sel);
      const operand = followFields(f, e.x, selection.path);
      return operand.place ?? valuePlace(f, operand.value);
    }
    case 'IndexExpr': return indexPlace(f, e);
    case 'Operation': {
      const pointer = f.word(e.x);
      const u = under(f.typeOf(e.x));
      assert(u.kind === 'Pointer', 'lowerPlace: not a pointer');
      return dereferenced(pointer, u.base);
    }
    case 'CompositeLit': return valuePlace(f, f.expr(e));
    default: return valuePlace(f, f.expr(e));
  }
}

/** A value put into the frame, where it has an address. */
function valuePlace(f: Lowerer, value: GoValue): Place {
  return { kind: 'memory', type: value.type, address: f.addressOf(value), offset: 0 };
}

// --- Indexing -------------------------------------------------------------------------------------------------------

/** The value of an index expression, yet to be checked. */
function lowerIndexValue(f: Lowerer, e: Expr): Index {
  const value = f.expr(e);
  const isSigned = !isUnsignedKind(value.type);
  const words = value.words!;
  if (words.length === 1) return { word: words[0]!, isSigned, wide: null };
  const [low, high] = words as [Value, Value];
  if (high.op === 'const' && high.imm === 0) return { word: low, isSigned, wide: null };
  // Any bit in the high word makes it huge; a negative index stays negative.
  const over = f.b.binary('sub', f.b.const(0), f.b.binary('sltu', f.b.const(0), high));
  return { word: f.b.binary('or', low, f.b.binary('sll', over, f.b.const(31))), isSigned, wide: [low, high] };
}

/** Words of strings and slices. */
const LENGTH = 1;
const CAPACITY = 2;

/** A string or slice that is looked into; the word that is checked first is loaded first. */
export function containerValue(f: Lowerer, e: Expr, first: number = LENGTH): GoValue {
  return operandValue(f, lowerOperand(f, e), first);
}

function indexPlace(f: Lowerer, e: IndexExpr): Place {
  const container = f.typeOf(e.x);
  const u = under(container);
  const type = f.typeOf(e);
  sequence(f, [e.x, e.index]);
  switch (u.kind) {
    case 'Map': {
      const map = f.word(e.x);
      return { kind: 'map', type, mapType: u, map, key: f.stable(f.exprAs(e.index, u.key)), expr: e };
    }
    case 'Slice': {
      const [base, limit] = containerValue(f, e.x, LENGTH).words! as [Value, Value];
      const index = lowerIndexValue(f, e.index);
      return { kind: 'element', type, base, index, limit };
    }
    case 'Pointer': {
      const array = under(u.base);
      assert(array.kind === 'Array', 'indexPlace: pointer to no array');
      const base = f.word(e.x);
      const index = lowerIndexValue(f, e.index);
      f.b.nilCheck(base);
      return { kind: 'element', type, base, index, limit: f.b.const(array.length) };
    }
    case 'Array': return arrayElementPlace(f, e, type, u.length);
    default: return unreachable(`indexPlace: ${u.kind}`);
  }
}

function arrayElementPlace(f: Lowerer, e: IndexExpr, type: Type, length: number): Place {
  const array = lowerOperand(f, e.x);
  const index = lowerIndexValue(f, e.index);
  const limit = f.b.const(length);
  if (array.place !== null) {
    switch (array.place.kind) {
      case 'single':
        f.boundsCheck('Index', array.place.index, f.b.const(1));
        return { kind: 'single', type, vars: array.place.vars, index };
      case 'ssa': return { kind: 'single', type, vars: array.place.vars, index };
      case 'memory':
      case 'element': return { kind: 'element', type, base: placeAddress(f, array.place), index, limit };
      default: break;
    }
  }
  const value = operandValue(f, array);
  return { kind: 'element', type, base: f.addressOf(value), index, limit };
}

function lowerIndex(f: Lowerer, e: IndexExpr): GoValue {
  const u = under(f.typeOf(e.x));
  assert(f.info.types.get(e.x)?.mode !== Mode.Type && u.kind !== 'Signature', 'lowerIndex: instantiation');
  if (u.kind === 'Map') {
    sequence(f, [e.x, e.index]);
    return mapLookup(f, f.expr(e.x), e.index, 1)[0]!;
  }
  if (u.kind === 'Basic') {
    sequence(f, [e.x, e.index]);
    const [base, limit] = containerValue(f, e.x, LENGTH).words! as [Value, Value];
    const index = lowerIndexValue(f, e.index);
    f.boundsCheck('Index', index, limit);
    return f.loadFrom(f.indexed(base, index.word, 1), 0, f.typeOf(e));
  }
  const place = indexPlace(f, e);
  return f.loadPlace(place);
}

/** `m[k]` with one or two results. */
export function mapLookup(f: Lowerer, map: GoValue, keyExpr: Expr, results: 1 | 2): GoValue[] {
  const u = under(map.type);
  assert(u.kind === 'Map', 'mapLookup: no map');
  const borrowed = basicKind(u.key) === BasicKind.String ? borrowedString(f, keyExpr) : null;
  const key = f.addressOf(borrowed ?? f.exprAs(keyExpr, u.key));
  const args = [f.typeWord(u), map.words![0]!, key];
  if (results === 1) {
    const [at] = f.runtime('mapaccess1', args, [Ty.Ptr]);
    return [f.loadFrom(at!, 0, u.elem)];
  }
  const [at, ok] = f.runtime('mapaccess2', args, [Ty.Ptr, Ty.I32]);
  return [f.loadFrom(at!, 0, u.elem), ofWords(f.boolType, [ok!])];
}

// --- Slicing --------------------------------------------------------------------------------------------------------

function lowerSlice(f: Lowerer, e: SliceExpr): GoValue {
  sequence(f, [e.x, ...e.index]);
  const type = f.typeOf(e);
  const u = under(f.typeOf(e.x));
  const { b } = f;
  let base: Value;
  let length: Value | null;
  let capacity: Value;
  let elemSize: number;
  let isArray = false;
  const isString = u.kind === 'Basic';
  if (isString) {
    [base, length] = containerValue(f, e.x, LENGTH).words! as [Value, Value];
    capacity = length;
    elemSize = 1;
  } else if (u.kind === 'Slice') {
    [base, length, capacity] = containerValue(f, e.x, e.index[1] == null ? LENGTH : CAPACITY).words! as [Value, Value, Value];
    elemSize = sizeOf(u.elem);
  } else {
    const array = under(u.kind === 'Pointer' ? u.base : u);
    assert(array.kind === 'Array', 'lowerSlice: no array');
    if (u.kind === 'Pointer') {
      base = f.word(e.x);
      b.nilCheck(base);
    } else {
      const operand = lowerOperand(f, e.x);
      const { place } = operand;
      if (place !== null && (place.kind === 'memory' || place.kind === 'element')) base = placeAddress(f, place);
      else base = f.addressOf(operandValue(f, operand));
    }
    length = b.const(array.length);
    capacity = length;
    elemSize = sizeOf(array.elem);
    isArray = true;
  }
  const [lowExpr, highExpr, maxExpr] = e.index;
  const low = lowExpr === null ? null : lowerIndexValue(f, lowExpr);
  const high = highExpr === null ? null : lowerIndexValue(f, highExpr);
  const max = maxExpr === null ? null : lowerIndexValue(f, maxExpr);
  const known = (word: Value): Index => ({ word, isSigned: true, wide: null });
  const from = low ?? known(b.const(0));
  const to = high ?? known(length);
  const start = from.word;
  const end = to.word;
  const limit = max?.word ?? capacity;
  // The outermost bound first: max against the capacity, high against max, low against high.
  if (max !== null) {
    f.boundsCheck(isArray ? 'Slice3Alen' : 'Slice3Acap', max, capacity);
    f.boundsCheck('Slice3B', to, limit);
    f.boundsCheck('Slice3C', from, end);
  } else {
    if (high !== null) f.boundsCheck(isString || isArray ? 'SliceAlen' : 'SliceAcap', to, limit);
    if (low !== null) f.boundsCheck('SliceB', from, end);
  }
  const newLength = b.binary('sub', end, start);
  const newCapacity = isString ? newLength : b.binary('sub', limit, start);
  return ofWords(type, isString ? [advance(f, base, start, newLength, 1), newLength] : [advance(f, base, start, newCapacity, elemSize), newLength, newCapacity]);
}

/** base + start * size, but base if nothing is left: a pointer must not point behind its object. */
function advance(f: Lowerer, base: Value, start: Value, remaining: Value, size: number): Value {
  const { b } = f;
  if (start.op === 'const' && start.imm === 0) return base;
  const delta = f.scaled(start, size);
  if (remaining.op === 'const' && remaining.imm !== 0) return b.binary('add', base, delta, Ty.Ptr);
  // All ones if anything is left: remaining is not negative, so its negation has the sign bit set.
  const mask = b.binary('sra', b.binary('sub', b.const(0), remaining), b.const(31));
  return b.binary('add', base, b.binary('and', delta, mask), Ty.Ptr);
}

// --- Operators ------------------------------------------------------------------------------------------------------

function lowerUnary(f: Lowerer, e: Operation): GoValue {
  const type = f.typeOf(e);
  switch (e.op) {
    case '+': return f.retype(f.expr(e.x), type);
    case '-': return negate(f, f.expr(e.x), type);
    case '^': return complement(f, f.expr(e.x), type);
    case '!': return ofWords(type, [f.b.binary('xor', f.word(e.x), f.b.const(1))]);
    case '*': return f.loadPlace(lowerPlace(f, e));
    case '&': return lowerAddress(f, e, type);
    case '<-': return receive(f, e.x, 1)[0]!;
    default: return unreachable(`lowerUnary: ${e.op}`);
  }
}

function lowerAddress(f: Lowerer, e: Operation, type: Type): GoValue {
  const inner = unparen(e.x);
  if (inner.kind === 'CompositeLit') {
    const base = f.typeOf(inner);
    const { address } = f.allocate(base, e, 'pointer');
    f.compositeInto(inner, base, address, 0);
    return ofWords(type, [address]);
  }
  const place = f.place(inner);
  return ofWords(type, [placeAddress(f, place)]);
}

/** `<-c` with one or two results. */
export function receive(f: Lowerer, channel: Expr, results: 1 | 2): GoValue[] {
  const c = f.expr(channel);
  const u = under(c.type);
  assert(u.kind === 'Chan', 'receive: no channel');
  const address = f.temporary(u.elem, 'received');
  if (results === 1) {
    f.runtime('chanrecv1', [c.words![0]!, address], []);
    return [takeReceived(f, address, u.elem)];
  }
  const [ok] = f.runtime('chanrecv2', [c.words![0]!, address], [Ty.I32]);
  return [takeReceived(f, address, u.elem), ofWords(f.boolType, [ok!])];
}

/** The element that was received; the place forgets it, or would keep it alive until the next one comes. */
export function takeReceived(f: Lowerer, address: Value, elem: Type): GoValue {
  const value = f.loadFrom(address, 0, elem);
  if (value.words !== null && hasPointers(elem)) f.zeroMemory(address, 0, elem);
  return value;
}

function lowerBinary(f: Lowerer, e: Operation, y: Expr): GoValue {
  const type = f.typeOf(e);
  const op = e.op as BinaryOp;
  if (op === '&&' || op === '||') return shortCircuit(f, e, type);
  if (COMPARISONS.has(op)) return ofWords(type, [materialise(f, comparison(f, e, y))]);
  if (op === '+' && basicKind(type) === BasicKind.String) return concatenate(f, e, type);
  if (op === '<<' || op === '>>') {
    sequence(f, [e.x, y]);
    const x = f.expr(e.x);
    return shift(f, op, f.retype(x, type), shiftCount(f, y), type);
  }
  sequence(f, [e.x, y]);
  const left = f.expr(e.x);
  return arithmetic(f, op, left, f.expr(y), type);
}

/** The condition of a comparison; an operand that is no interface becomes one if the other is. */
function comparison(f: Lowerer, e: Operation, yExpr: Expr): ReturnType<typeof compare> {
  sequence(f, [e.x, yExpr]);
  const [other, isString] = [under(f.typeOf(yExpr)), basicKind(f.typeOf(e.x)) === BasicKind.String];
  const borrows = isString && other.kind === 'Basic';
  const left = (borrows ? borrowedString(f, e.x) : null) ?? f.expr(e.x);
  const right = (borrows ? borrowedString(f, yExpr) : null) ?? f.expr(yExpr);
  const [x, y] = matchOperands(f, left, right, e.pos);
  return compare(f, e.op as CompareOp, x, y);
}

function shortCircuit(f: Lowerer, e: Operation, type: Type): GoValue {
  const { b } = f;
  const result = f.newVar('bool', Ty.I32);
  const [yes, no, done] = [b.newBlock(), b.newBlock(), b.newBlock()];
  f.condition(e, yes, no);
  b.seal(yes);
  b.seal(no);
  if (b.block === null) b.start(yes);
  b.write(result, b.const(1));
  b.jump(done);
  b.start(no);
  b.write(result, b.const(0));
  b.jump(done);
  b.seal(done);
  b.start(done);
  return ofWords(type, [b.read(result)]);
}

/** Ends the block with a branch on a boolean expression. The successors are sealed by the caller. */
export function lowerCondition(f: Lowerer, e: Expr, yes: Block, no: Block): void {
  const inner = unparen(e);
  const tv = f.info.types.get(inner);
  if (tv?.mode !== Mode.Constant && inner.kind === 'Operation' && !f.evaluated.has(inner)) {
    if (inner.op === '!' && inner.y === null) return f.condition(inner.x, no, yes);
    if (inner.op === '&&' || inner.op === '||') {
      const middle = f.b.newBlock();
      if (inner.op === '&&') f.condition(inner.x, middle, no);
      else f.condition(inner.x, yes, middle);
      f.b.seal(middle);
      if (f.b.block === null) f.b.start(middle);
      return f.condition(inner.y!, yes, no);
    }
    if (COMPARISONS.has(inner.op)) {
      f.b.pos = inner.pos;
      return branchOn(f, comparison(f, inner, inner.y!), yes, no);
    }
  }
  const value = f.word(inner);
  f.b.branch('ne', value, f.b.const(0), yes, no);
}

const isEmptyConstant = (f: Lowerer, e: Expr): boolean => {
  const value = f.info.types.get(e)?.value;
  return value?.kind === ConstantKind.String && value.value === '';
};

/** `a + b + c` in one call. */
function concatenate(f: Lowerer, e: Operation, type: Type): GoValue {
  const parts: Expr[] = [];
  const collect = (x: Expr): void => {
    const inner = unparen(x);
    const isConstant = f.info.types.get(inner)?.mode === Mode.Constant;
    if (!isConstant && inner.kind === 'Operation' && inner.op === '+' && inner.y !== null && !f.evaluated.has(inner)) {
      collect(inner.x);
      collect(inner.y);
    } else parts.push(inner);
  };
  collect(e);
  sequence(f, parts);
  // What is joined is copied at once; Go does without a copy of its own if there is a constant among the parts.
  const hasConstant = parts.some((part) => f.info.types.get(part)?.mode === Mode.Constant && !isEmptyConstant(f, part));
  const values = parts.map((part) => ((hasConstant ? borrowedString(f, part) : null) ?? f.expr(part)).words!);
  const buffer = stringBuffer(f, e);
  if (values.length === 2) return ofWords(type, f.runtime('concatstring2', [buffer, ...values[0]!, ...values[1]!], [Ty.Ptr, Ty.I32]));
  if (values.length === 3) return ofWords(type, f.runtime('concatstring3', [buffer, ...values.flat()], [Ty.Ptr, Ty.I32]));
  const list = f.rawSlot('strings', values.length * 8, values.map((_, i) => i * 8));
  values.forEach(([p, n], i) => {
    f.b.store('i32', list, p!, i * 8);
    f.b.store('i32', list, n!, i * 8 + 4);
  });
  return ofWords(type, f.runtime('concatstrings', [buffer, list, f.b.const(values.length)], [Ty.Ptr, Ty.I32]));
}

