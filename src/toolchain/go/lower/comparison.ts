/**
 * Comparisons. The basic result is a condition on two words, which a branch takes as it is; where a value is wanted it is computed
 * without branching.
 */
import { Ty, type Block, type Cond, type Value } from '../ssa/ir.ts';
import type { SsaVar } from '../ssa/builder.ts';
import type { Pos } from '../syntax/position.ts';
import { sizeOf } from '../types/sizes.ts';
import { BasicKind, type Type, under } from '../types/type.ts';
import { equalityFunction, isPlainMemory } from './equality.ts';
import type { Lowerer } from './lowerer.ts';
import { basicKind, isUnsignedKind, numberClass } from './number-kinds.ts';
import { ofWords, type GoValue } from './value.ts';

export interface Condition {
  readonly cond: Cond;
  readonly a: Value;
  readonly b: Value;
}

export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A condition as a word, 0 or 1. */
export function materialise(f: Lowerer, { cond, a, b }: Condition): Value {
  const { b: out } = f;
  switch (cond) {
    case 'eq': return out.binary('sltu', difference(f, a, b), out.const(1));
    case 'ne':
      if (isBit(a) && b.op === 'const' && b.imm === 0) return a;
      return out.binary('sltu', out.const(0), difference(f, a, b));
    case 'lt': return out.binary('slt', a, b);
    case 'ge': return out.binary('xor', out.binary('slt', a, b), out.const(1));
    case 'ltu': return out.binary('sltu', a, b);
    case 'geu': return out.binary('xor', out.binary('sltu', a, b), out.const(1));
  }
}

/** Already 0 or 1. */
function isBit(value: Value): boolean {
  return value.op === 'slt' || value.op === 'sltu' || value.op === 'feq' || value.op === 'flt' || value.op === 'fle';
}

function difference(f: Lowerer, a: Value, b: Value): Value {
  return b.op === 'const' && b.imm === 0 ? a : f.b.binary('xor', a, b, Ty.I32);
}

const isTrue = (f: Lowerer, value: Value): Condition => ({ cond: 'ne', a: value, b: f.b.const(0) });
const isFalse = (f: Lowerer, value: Value): Condition => ({ cond: 'eq', a: value, b: f.b.const(0) });

export function branchOn(f: Lowerer, { cond, a, b }: Condition, yes: Block, no: Block): void {
  f.b.branch(cond, a, b, yes, no);
}

/** Brings two operands to one type: one that is no interface becomes one if the other is; unlike interfaces become empty ones. */
export function matchOperands(f: Lowerer, x: GoValue, y: GoValue, pos: Pos): [GoValue, GoValue] {
  const isInterface = (v: GoValue): boolean => under(v.type).kind === 'Interface';
  if (isInterface(x) && !isInterface(y)) return [x, f.convert(y, x.type, pos)];
  if (isInterface(y) && !isInterface(x)) return [f.convert(x, y.type, pos), y];
  if (!isInterface(x) || f.program.keys.of(x.type) === f.program.keys.of(y.type)) return [x, y];
  return [f.convert(x, f.anyType, pos), f.convert(y, f.anyType, pos)];
}

/** x op y, both of one type. */
export function compare(f: Lowerer, op: CompareOp, x: GoValue, y: GoValue): Condition {
  const { type } = x;
  if (op === '==' || op === '!=') return equality(f, op, x, y);
  switch (numberClass(type)) {
    case 'word': return orderWords(op, x.words![0]!, y.words![0]!, isUnsignedKind(type));
    case 'int64': return isTrue(f, order64(f, op, x, y));
    case 'f32':
    case 'f64': return isTrue(f, orderFloats(f, op, x.words![0]!, y.words![0]!));
    case 'other': {
      const [order] = f.runtime('cmpstring', [...x.words!, ...y.words!], [Ty.I32]);
      return orderWords(op, order!, f.b.const(0), false);
    }
  }
}

function orderWords(op: CompareOp, a: Value, b: Value, isUnsigned: boolean): Condition {
  const [lt, ge]: [Cond, Cond] = isUnsigned ? ['ltu', 'geu'] : ['lt', 'ge'];
  switch (op) {
    case '<': return { cond: lt, a, b };
    case '>': return { cond: lt, a: b, b: a };
    case '>=': return { cond: ge, a, b };
    default: return { cond: ge, a: b, b: a };
  }
}

/** a < b on pairs: the high words decide, or the low words if these are equal. */
function order64(f: Lowerer, op: CompareOp, x: GoValue, y: GoValue): Value {
  const { b } = f;
  const swap = op === '>' || op === '<=';
  const [p, q] = swap ? [y.words!, x.words!] : [x.words!, y.words!];
  const highLess = b.binary(isUnsignedKind(x.type) ? 'sltu' : 'slt', p[1]!, q[1]!);
  const highEqual = materialise(f, { cond: 'eq', a: p[1]!, b: q[1]! });
  const less = b.binary('or', highLess, b.binary('and', highEqual, b.binary('sltu', p[0]!, q[0]!)));
  return op === '<' || op === '>' ? less : b.binary('xor', less, b.const(1));
}

function orderFloats(f: Lowerer, op: CompareOp, a: Value, b: Value): Value {
  switch (op) {
    case '<': return f.b.emit('flt', Ty.I32, [a, b]);
    case '>': return f.b.emit('flt', Ty.I32, [b, a]);
    case '<=': return f.b.emit('fle', Ty.I32, [a, b]);
    default: return f.b.emit('fle', Ty.I32, [b, a]);
  }
}

function equality(f: Lowerer, op: '==' | '!=', x: GoValue, y: GoValue): Condition {
  if (x.words?.length === 1 && numberClass(x.type) !== 'f32' && numberClass(x.type) !== 'f64' && isWordComparable(x.type)) {
    return { cond: op === '==' ? 'eq' : 'ne', a: x.words[0]!, b: y.words![0]! };
  }
  const value = f.equal(x, y);
  return op === '==' ? isTrue(f, value) : isFalse(f, value);
}

function isWordComparable(type: Type): boolean {
  const u = under(type);
  return u.kind !== 'Struct' && u.kind !== 'Array';
}

/** Whether two values of one comparable type are equal, as 0 or 1. */
export function equal(f: Lowerer, x: GoValue, y: GoValue): Value {
  const { b } = f;
  const type = x.type;
  const u = under(type);
  switch (u.kind) {
    case 'Basic': {
      const [xs, ys] = [x.words!, y.words!];
      if (basicKind(type) === BasicKind.String) return stringEqual(f, xs, ys);
      if (xs[0]!.ty === Ty.F32 || xs[0]!.ty === Ty.F64) {
        const parts = xs.map((word, i) => b.emit('feq', Ty.I32, [word, ys[i]!]));
        return parts.reduce((all, part) => b.binary('and', all, part));
      }
      if (xs.length === 2) {
        const differs = b.binary('or', b.binary('xor', xs[0]!, ys[0]!), b.binary('xor', xs[1]!, ys[1]!));
        return materialise(f, { cond: 'eq', a: differs, b: b.const(0) });
      }
      return materialise(f, { cond: 'eq', a: xs[0]!, b: ys[0]! });
    }
    case 'Interface': {
      // Against nil only the first word counts.
      const isNil = (v: GoValue): boolean => v.words![0]!.op === 'const' && v.words![0]!.imm === 0;
      if (isNil(y)) return materialise(f, { cond: 'eq', a: x.words![0]!, b: b.const(0) });
      if (isNil(x)) return materialise(f, { cond: 'eq', a: y.words![0]!, b: b.const(0) });
      const isEmpty = (u.typeSet?.methods.length ?? 0) === 0;
      return f.runtime(isEmpty ? 'efaceEqual' : 'ifaceEqual', [...x.words!, ...y.words!], [Ty.I32])[0]!;
    }
    case 'Slice': return materialise(f, { cond: 'eq', a: x.words![0]!, b: y.words![0]! });
    case 'Struct':
    case 'Array': return compositeEqual(f, x, y);
    default: return materialise(f, { cond: 'eq', a: x.words![0]!, b: y.words![0]! });
  }
}

function compositeEqual(f: Lowerer, x: GoValue, y: GoValue): Value {
  const { type } = x;
  const u = under(type);
  if (x.words !== null && u.kind === 'Struct') {
    const parts: (readonly [GoValue, GoValue])[] = [];
    let at = 0;
    for (const field of u.fields ?? []) {
      const count = f.zero(field.type!).words!.length;
      const part = (v: GoValue): GoValue => ofWords(field.type!, v.words!.slice(at, at + count));
      if (field.name !== '_') parts.push([part(x), part(y)]);
      at += count;
    }
    if (parts.some(([part]) => mayPanic(part.type))) return equalInTurn(f, parts);
    return parts.reduce<Value | null>((all, [p, q]) => (all === null ? equal(f, p, q) : f.b.binary('and', all, equal(f, p, q))), null) ?? f.b.const(1);
  }
  if (x.words !== null && u.kind === 'Array') return x.words.length === 0 ? f.b.const(1) : equal(f, ofWords(u.elem, x.words), ofWords(u.elem, y.words!));
  const [p, q] = [f.addressOf(x), f.addressOf(y)];
  if (isPlainMemory(type)) return f.runtime('memequal', [p, q, f.b.const(sizeOf(type))], [Ty.I32])[0]!;
  return f.callSymbol(equalityFunction(f.program, type), [p, q], [Ty.I32])[0]!;
}

/** Whether `==` may find what cannot be compared: an interface may hold a slice. */
function mayPanic(type: Type): boolean {
  const u = under(type);
  if (u.kind === 'Array') return mayPanic(u.elem);
  return u.kind === 'Interface' || (u.kind === 'Struct' && (u.fields ?? []).some((field) => field.name !== '_' && mayPanic(field.type!)));
}

/** Compares part after part until two differ: what comes behind is not looked at. */
function equalInTurn(f: Lowerer, parts: readonly (readonly [GoValue, GoValue])[]): Value {
  const { b } = f;
  const result: SsaVar = f.newVar('equal', Ty.I32);
  const done = b.newBlock();
  for (const [i, [x, y]] of parts.entries()) {
    b.write(result, equal(f, x, y));
    if (i === parts.length - 1) break;
    const next = b.newBlock();
    b.branch('ne', b.read(result), b.const(0), next, done);
    b.seal(next);
    if (b.block === null) b.start(next);
  }
  b.jump(done);
  b.seal(done);
  b.start(done);
  return b.read(result);
}

/** Lengths first: only equal ones need the bytes. */
function stringEqual(f: Lowerer, x: readonly Value[], y: readonly Value[]): Value {
  const { b } = f;
  const [xp, xn] = x as [Value, Value];
  const [yp, yn] = y as [Value, Value];
  if (yn.op === 'const' && yn.imm === 0) return materialise(f, { cond: 'eq', a: xn, b: yn });
  if (xn.op === 'const' && xn.imm === 0) return materialise(f, { cond: 'eq', a: yn, b: xn });
  const result: SsaVar = f.newVar('equal', Ty.I32);
  const [same, done] = [b.newBlock(), b.newBlock()];
  b.write(result, b.const(0));
  b.branch('eq', xn, yn, same, done);
  b.seal(same);
  if (b.block === null) b.start(same);
  b.write(result, f.runtime('memequal', [xp, yp, xn], [Ty.I32])[0]!);
  b.jump(done);
  b.seal(done);
  b.start(done);
  return b.read(result);
}
